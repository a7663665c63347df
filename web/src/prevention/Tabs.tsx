import { Link, useLocation } from 'react-router';
import { useSide } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import styles from './Tabs.module.css';
import { WORDS } from './words.ts';

const PAGES = [
  { href: '/prevention', key: 'board' },
  { href: '/prevention/risks', key: 'risks' },
  { href: '/internal-rules', key: 'internalRules' },
  { href: '/new-technology', key: 'newTechnology' },
  { href: '/prevention/self-checks', key: 'selfChecks' },
] as const;

/** The pages of risks and hidden dangers beside each other, and the list they all lead to. */
export function Tabs() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { pathname } = useLocation();
  const pages = useSide() === 'organisation' ? PAGES.filter(({ key }) => key !== 'selfChecks') : PAGES;
  return (
    <nav className={styles.tabs} aria-label={t('prevention')}>
      {pages.map((page) => (
        <Link key={page.href} to={keep(page.href)} aria-current={page.href === pathname ? 'page' : undefined}>
          {t(page.key)}
        </Link>
      ))}
      <Link to={keep('/cases/hidden-danger')}>{t('danger')}</Link>
      <Link to={keep('/registry/risk-points')}>{t('records')}</Link>
    </nav>
  );
}
