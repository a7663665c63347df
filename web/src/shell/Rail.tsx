import { FAMILIES } from '@anlan/kernel/system';
import { Popover } from 'antd';
import { Settings } from 'lucide-react';
import { Link, NavLink, useLocation } from 'react-router';
import { useSession } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Logo } from './Logo.tsx';
import { railOf } from './navigation.tsx';
import { familyOfPage, pagesFor, type PlatformPage } from './pages.ts';
import styles from './Rail.module.css';
import { useKeepScope } from './scope.ts';
import { useFamilyOfPage } from './family.ts';
import { WORDS } from './words.ts';

/** The dark rail: what needs me, the map, and the role's families. */
export function Rail() {
  const session = useSession();
  const label = useLabel();
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const family = useFamilyOfPage();
  const { pathname } = useLocation();
  const entries = railOf(session.rail, session.lands);
  const menu = pagesFor(session.verbs);
  const first = (key: string) => FAMILIES.every((one) => key !== one.key);
  return (
    <nav className={styles.rail} aria-label={t('mainNavigation')} data-noprint>
      <NavLink to={keep(session.lands)} className={styles.logo} aria-label={t('brand')}>
        <Logo />
      </NavLink>
      {entries.map((entry, index) => {
        const on = pathname === entry.href || (family === entry.key && !entries.some((one) => one.href === pathname));
        const link = (
          <NavLink
            key={entry.key}
            to={keep(entry.href)}
            className={on ? styles.on : ''}
            aria-current={on ? 'page' : undefined}
            data-group={first(entry.key) && !first(entries[index + 1]?.key ?? '') ? 'end' : undefined}
          >
            <entry.icon size={19} strokeWidth={1.6} aria-hidden />
            <span>{label(entry)}</span>
          </NavLink>
        );
        const pages = menu.filter((one) => familyOfPage(one) === entry.key);
        return pages.length < 2 ? (
          link
        ) : (
          <Popover
            key={entry.key}
            placement="rightTop"
            arrow={false}
            mouseEnterDelay={0.25}
            content={<FamilyMenu pages={pages} />}
            classNames={{ root: styles.menu }}
          >
            {link}
          </Popover>
        );
      })}
      <span className={styles.space} />
      <NavLink
        to={keep('/health')}
        className={pathname === '/health' ? styles.on : ''}
        aria-label={t('health')}
        title={t('health')}
      >
        <Settings size={19} strokeWidth={1.6} aria-hidden />
      </NavLink>
    </nav>
  );
}

/** The pages of a family beside its rail entry, for the mouse; the keyboard finds them with Ctrl K and on the family's page. */
function FamilyMenu({ pages }: { readonly pages: readonly PlatformPage[] }) {
  const label = useLabel();
  const keep = useKeepScope();
  const { pathname } = useLocation();
  return (
    <ul className={styles.pages}>
      {pages.map((one) => (
        <li key={one.href}>
          <Link to={keep(one.href)} aria-current={pathname === one.href ? 'page' : undefined}>
            {label(one)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
