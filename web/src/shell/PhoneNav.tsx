import { Bell, Camera, CircleUser, House, Map as MapIcon, Search, TriangleAlert } from 'lucide-react';
import { Link, NavLink } from 'react-router';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { useBell } from './Bell.tsx';
import styles from './PhoneNav.module.css';
import { useKeepScope } from './scope.ts';
import { WORDS } from './words.ts';

const PLACES = {
  home: { href: '/home', label: 'home', icon: House },
  map: { href: '/map', label: 'mapShort', icon: MapIcon },
  dangers: { href: '/cases/hidden-danger', label: 'dangers', icon: TriangleAlert },
  messages: { href: '/desk', label: 'messages', icon: Bell },
  mine: { href: '/mine', label: 'mine', icon: CircleUser },
} as const;

/** Five places under the thumb, below 768 px; for those who report dangers the camera is in the middle. */
export function PhoneNav() {
  const t = useWords(WORDS);
  const reports = useSession().verbs.includes('case.report');
  return (
    <nav className={styles.nav} aria-label={t('mainNavigation')} data-noprint>
      <Place place="home" />
      <Place place={reports ? 'dangers' : 'map'} />
      {reports ? <Report /> : <Find />}
      <Place place="messages" />
      <Place place="mine" />
    </nav>
  );
}

function Place({ place }: { readonly place: keyof typeof PLACES }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const waiting = useBell().data?.counts.unacknowledged ?? 0;
  const { href, label, icon: Icon } = PLACES[place];
  return (
    <NavLink to={keep(href)} className={({ isActive }) => (isActive ? `${styles.on}` : '')}>
      <Icon size={22} strokeWidth={1.75} aria-hidden />
      {place === 'messages' && waiting > 0 ? <em>{waiting > 99 ? '99+' : waiting}</em> : null}
      {t(label)}
    </NavLink>
  );
}

function Report() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <Link to={keep('/prevention/report')} className={styles.middle}>
      <i>
        <Camera size={24} strokeWidth={1.75} aria-hidden />
      </i>
      {t('reportDanger')}
    </Link>
  );
}

function Find() {
  const t = useWords(WORDS);
  return (
    <button type="button" className={styles.middle} onClick={() => window.dispatchEvent(new Event('anlan:search'))}>
      <i>
        <Search size={24} strokeWidth={1.75} aria-hidden />
      </i>
      {t('find')}
    </button>
  );
}
