import { Clock } from './Clock.tsx';
import { usePlatform } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { DemonstrationTag } from '../parts/index.ts';
import { Bell } from './Bell.tsx';
import { Me } from './Me.tsx';
import { ScopeSwitch } from './ScopeSwitch.tsx';
import { Search } from './Search.tsx';
import styles from './TopBar.module.css';
import { WORDS } from './words.ts';

/** Brand, whose data is shown, search, clock, alarms, me. */
export function TopBar() {
  const t = useWords(WORDS);
  const platform = usePlatform().data;
  return (
    <header className={styles.top} data-noprint>
      <span className={styles.brand}>
        {t('brand')}
        <small>{t('tagline')}</small>
      </span>
      <ScopeSwitch />
      {platform?.demonstration === true ? (
        <span className={styles.wide}>
          <DemonstrationTag>{t('demonstration')}</DemonstrationTag>
        </span>
      ) : null}
      <Search />
      <Clock />
      <Bell />
      <Me />
    </header>
  );
}
