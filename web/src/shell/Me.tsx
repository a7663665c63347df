import { Dropdown } from 'antd';
import { useNavigate } from 'react-router';
import { useSession, useSignOut } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { useKeepScope } from './scope.ts';
import styles from './TopBar.module.css';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

/** Places and choices that belong to the person; the administrators' pages only where the role may use them. */
export function useMyEntries() {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const pages = [
    { key: '/account', label: t('me'), shown: true },
    { key: '/systems', label: t('systems'), shown: true },
    { key: '/parameters', label: t('parameters'), shown: verbs.includes('registry.read') },
    { key: '/parameters/lists', label: t('codeLists'), shown: verbs.includes('registry.read') },
    {
      key: '/people',
      label: t('people'),
      shown: verbs.includes('people.write') || verbs.includes('people.approve'),
    },
    { key: '/audit', label: t('audit'), shown: verbs.includes('audit.read') },
    { key: '/health', label: t('health'), shown: true },
  ];
  return pages.filter((page) => page.shown).map(({ key, label }) => ({ key, label }));
}

/** Who I am, in which role; language, text size, sign out. */
export function Me() {
  const session = useSession();
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const { language, setLanguage, large, setLarge } = useLanguage();
  const entries = useMyEntries();
  const acts: Record<string, () => void> = {
    language: () => setLanguage(language === 'zh' ? 'en' : 'zh'),
    text: () => setLarge(!large),
    out: () => signOut.mutate(),
  };
  const items = [
    ...entries,
    { type: 'divider' as const },
    { key: 'language', label: t('language') },
    { key: 'text', label: large ? t('normalText') : t('largeText') },
    { type: 'divider' as const },
    { key: 'out', label: t('signOut') },
  ];
  const choose = ({ key }: { key: string }) => (acts[key] ?? (() => void navigate(keep(key))))();
  return (
    <Dropdown menu={{ items, onClick: choose }} trigger={['click']} placement="bottomRight">
      <button type="button" className={styles.me}>
        <span className="visually-hidden">{t('me')}</span>
        <span className={styles.avatar} aria-hidden>
          {session.role.mark}
        </span>
        <span>
          {session.person.name}
          <small>
            {label(session.role)} · <RegionName of={session.scope.label} />
          </small>
        </span>
      </button>
    </Dropdown>
  );
}
