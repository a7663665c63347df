import { Link } from 'react-router';
import { query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { useNow } from '../time/index.ts';
import styles from './HistoryPage.module.css';
import { TakeAway } from './TakeAway.tsx';
import { WORDS } from './words.ts';

const DAY = 86_400_000;

/** What can be done with the history of points that are listed: seen over any span, and taken away as a file. */
export function HistoryTools({
  wish,
  first,
}: {
  readonly wish: Readonly<Record<string, string>>;
  readonly first: string;
}) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const now = useNow(60_000);
  return (
    <div className={styles.list}>
      <Link to={keep(`/history${query({ points: first, ...wish })}`)}>{t('historyOf')}</Link>
      <TakeAway path="/readings/export" wish={wish} span={{ from: now - DAY, to: now }} formats={['csv', 'xlsx']} />
    </div>
  );
}
