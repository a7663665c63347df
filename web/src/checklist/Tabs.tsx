import { Link, useLocation } from 'react-router';
import { useSession } from '../api/index.ts';
import { useSide } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import styles from '../prevention/Tabs.module.css';
import { WORDS } from './words.ts';

const PAGES = [
  { href: '/checks', key: 'mine', verb: 'check.answer' },
  { href: '/checks/runs', key: 'runs', verb: 'case.read' },
  { href: '/checks/missed', key: 'missedPage', verb: 'case.read' },
  { href: '/checks/clearing', key: 'clearing', verb: 'case.read' },
  { href: '/checks/plan', key: 'plan', verb: 'check.plan' },
  { href: '/checklist', key: 'master', verb: 'registry.read' },
  { href: '/checklist/lists', key: 'lists', verb: 'registry.read' },
  { href: '/checklist/compare', key: 'compare', verb: 'case.supervise' },
] as const;

/** The pages of checks beside each other, those the reader may open. */
export function Tabs() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { pathname } = useLocation();
  const { verbs } = useSession();
  const own = useSide() === 'organisation';
  // An officer's checks are not the day's rounds of an enterprise: theirs are in the list.
  const pages = PAGES.filter(({ verb, href }) => verbs.includes(verb) && (own || href !== '/checks'));
  return (
    <nav className={styles.tabs} aria-label={t('runs')}>
      {pages.map((page) => (
        <Link key={page.href} to={keep(page.href)} aria-current={page.href === pathname ? 'page' : undefined}>
          {t(page.key)}
        </Link>
      ))}
    </nav>
  );
}
