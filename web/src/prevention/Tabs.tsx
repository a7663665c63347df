import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import { useSession } from '../api/index.ts';
import { useSide } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { pagesFor } from '../shell/pages.ts';
import styles from './Tabs.module.css';
import { WORDS } from './words.ts';

/** What is looked at every day; everything else of the family is one step behind "all". */
const CORE = [
  '/prevention',
  '/prevention/risks',
  '/prevention/control',
  '/checks',
  '/checks/runs',
  '/prevention/self-checks',
  '/major-dangers',
];

/** The core pages of prevention beside each other, the page one is on, the list they all lead to, and the way to all. */
export function Tabs() {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const { pathname } = useLocation();
  const { verbs } = useSession();
  // An enterprise makes its rounds, an officer sees what rounds were made and what enterprises report of them.
  const notFor = useSide() === 'organisation' ? ['/checks/runs', '/prevention/self-checks'] : ['/checks'];
  const pages = pagesFor(verbs).filter(
    ({ href }) => href === pathname || (CORE.includes(href) && !notFor.includes(href)),
  );
  const rank = (href: string) => (CORE.includes(href) ? CORE.indexOf(href) : CORE.length);
  const seen = new Map(pages.toSorted((a, b) => rank(a.href) - rank(b.href)).map((page) => [page.href, page]));
  const nav = useRef<HTMLElement>(null);
  // On a phone the tabs are wider than the screen: the one that is open is brought into it.
  useEffect(() => {
    const here = nav.current?.querySelector<HTMLElement>('[aria-current]');
    if (here != null && nav.current !== null) nav.current.scrollLeft = here.offsetLeft - nav.current.offsetLeft - 16;
  }, [pathname]);
  return (
    <nav ref={nav} className={styles.tabs} aria-label={t('prevention')}>
      {[...seen.values()].map((page) => (
        <Link key={page.href} to={keep(page.href)} aria-current={page.href === pathname ? 'page' : undefined}>
          {label(page)}
        </Link>
      ))}
      <Link to={keep('/cases/hidden-danger')}>{t('danger')}</Link>
      <Link to={keep('/systems/prevention')}>{t('allPages')}</Link>
    </nav>
  );
}
