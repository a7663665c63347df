import { Link } from 'react-router';
import { caseHref } from '../case/index.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, numberText } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { momentText, useNow } from '../time/index.ts';
import styles from './EnterprisePage.module.css';
import { useCredit } from './Strip.tsx';
import { WORDS } from './words.ts';

const SHOWN = 6;

/** What the enterprise's credit record holds: points taken off, by which rule, and the case each comes from. */
export function Credit({ enterprise }: { readonly enterprise: string }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const keep = useKeepScope();
  const now = useNow(60_000);
  const data = useCredit(enterprise);
  if (data === undefined) return null;
  const note = t('creditNote', { n: data.year.events, points: numberText(data.year.points) });
  if (data.total.events === 0) return null;
  return (
    <Card title={t('credit')} note={note} flush>
      <ul className={styles.rows} data-testid="credit" id="credit">
        {data.events.slice(0, SHOWN).map((event) => (
          <li key={`${event.case.id} ${event.label}`}>
            <Link to={keep(caseHref(event.case.id))} title={event.case.title}>
              {language === 'zh' ? event.because : label(event)} · {event.case.number}
            </Link>
            <span>
              {momentText(event.at, now, language)} <b>−{numberText(event.points)}</b>
            </span>
          </li>
        ))}
      </ul>
      {data.total.events > SHOWN ? (
        <small>{t('creditMore', { n: data.total.events, points: numberText(data.total.points) })}</small>
      ) : null}
    </Card>
  );
}
