import { Bell, CircleUser, House, Map as MapIcon, Search } from 'lucide-react';
import { NavLink } from 'react-router';
import { useWords } from '../language/index.tsx';
import { useBell } from './Bell.tsx';
import styles from './PhoneNav.module.css';
import { useKeepScope } from './scope.ts';
import { WORDS } from './words.ts';

/** Five places under the thumb, below 768 px. */
export function PhoneNav() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const waiting = useBell().data?.counts.unacknowledged ?? 0;
  const place = ({ isActive }: { isActive: boolean }) => (isActive ? `${styles.on}` : '');
  return (
    <nav className={styles.nav} aria-label={t('mainNavigation')} data-noprint>
      <NavLink to={keep('/home')} className={place}>
        <House size={22} strokeWidth={1.75} aria-hidden />
        {t('home')}
      </NavLink>
      <NavLink to={keep('/map')} className={place}>
        <MapIcon size={22} strokeWidth={1.75} aria-hidden />
        {t('mapShort')}
      </NavLink>
      <button type="button" className={styles.middle} onClick={() => window.dispatchEvent(new Event('anlan:search'))}>
        <i>
          <Search size={24} strokeWidth={1.75} aria-hidden />
        </i>
        {t('find')}
      </button>
      <NavLink to={keep('/desk')} className={place}>
        <Bell size={22} strokeWidth={1.75} aria-hidden />
        {waiting > 0 ? <em>{waiting > 99 ? '99+' : waiting}</em> : null}
        {t('messages')}
      </NavLink>
      <NavLink to={keep('/mine')} className={place}>
        <CircleUser size={22} strokeWidth={1.75} aria-hidden />
        {t('mine')}
      </NavLink>
    </nav>
  );
}
