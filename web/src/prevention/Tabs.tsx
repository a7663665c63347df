import { Link, useLocation } from 'react-router';
import { useSide } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { PUBLIC_PAGES } from '../public-report/pages.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './Tabs.module.css';
import { WORDS } from './words.ts';

const PAGES = [
  { href: '/prevention', key: 'board' },
  { href: '/prevention/risks', key: 'risks' },
  { href: '/prevention/control', key: 'control' },
  { href: '/city-risk', key: 'cityRisk' },
  { href: '/standardisation', key: 'standardisation' },
  { href: '/internal-rules', key: 'internalRules' },
  { href: '/new-technology', key: 'newTechnology' },
  { href: '/prevention/self-checks', key: 'selfChecks' },
  { href: '/major-dangers', key: 'majorDangers' },
  { href: '/documents', key: 'documents' },
  { href: '/publications', key: 'publications' },
  { href: '/notification', key: 'notification' },
] as const;

/** The pages of risks and hidden dangers beside each other, and the list they all lead to. */
export function Tabs() {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const { pathname } = useLocation();
  const side = useSide();
  const pages = side === 'organisation' ? PAGES.filter(({ key }) => key !== 'selfChecks') : PAGES;
  return (
    <nav className={styles.tabs} aria-label={t('prevention')}>
      {pages.map((page) => (
        <Link key={page.href} to={keep(page.href)} aria-current={page.href === pathname ? 'page' : undefined}>
          {t(page.key)}
        </Link>
      ))}
      {Object.values(PUBLIC_PAGES)
        .flat()
        .filter(({ href }) => href !== '/public-reports' || side !== 'organisation')
        .map((page) => (
          <Link key={page.href} to={keep(page.href)} aria-current={page.href === pathname ? 'page' : undefined}>
            {label(page)}
          </Link>
        ))}
      <Link to={keep('/checks')}>{t('checks')}</Link>
      <Link to={keep('/cases/hidden-danger')}>{t('danger')}</Link>
      <Link to={keep('/registry/risk-points')}>{t('records')}</Link>
    </nav>
  );
}
