import { FAMILIES } from '@anlan/kernel/system';
import { Settings } from 'lucide-react';
import { NavLink, useLocation } from 'react-router';
import { useSession } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Logo } from './Logo.tsx';
import { railOf } from './navigation.tsx';
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
  const first = (key: string) => FAMILIES.every((one) => key !== one.key);
  return (
    <nav className={styles.rail} aria-label={t('mainNavigation')} data-noprint>
      <NavLink to={keep(session.lands)} className={styles.logo} aria-label={t('brand')}>
        <Logo />
      </NavLink>
      {entries.map((entry, index) => {
        const on = pathname === entry.href || (family === entry.key && !entries.some((one) => one.href === pathname));
        return (
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
