import type { DangerBoard } from '@anlan/systems/prevention';
import { Link } from 'react-router';
import { startOfDay } from '../case/address.ts';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Ages.module.css';
import { WORDS } from './words.ts';

/** Days between which a danger of each age was found, oldest and youngest. */
const AGE_DAYS = { '0-1': [1, 0], '2-7': [7, 2], '8-30': [30, 8], 'over-30': [3650, 31] } as const;

/** Age of what is open as bars, each the door to its list. */
export function Ages({ board }: { readonly board: DangerBoard }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const most = Math.max(1, ...board.ages.map((age) => age.count));
  const today = startOfDay(stampText(board.asOf).slice(0, 10));
  const day = (back: number) => stampText(today - back * 86_400_000).slice(0, 10);
  return (
    <section className={styles.ages} aria-label={t('ages', { n: board.figures.open })}>
      <h3>{t('ages', { n: numberText(board.figures.open) })}</h3>
      <ul>
        {board.ages.map((age) => {
          const [oldest, youngest] = AGE_DAYS[age.key];
          const from = age.key === 'over-30' ? '' : `&from=${day(oldest)}`;
          return (
            <li key={age.key}>
              <Link to={keep(`/cases/hidden-danger?sort=opened${from}&to=${day(youngest)}`)}>
                <span>{t(`age_${age.key}`)}</span>
                <i aria-hidden>
                  <i style={{ width: `${(age.count / most) * 100}%` }} data-old={age.key === 'over-30'} />
                </i>
                <b>{numberText(age.count)}</b>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
