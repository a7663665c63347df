import { SYSTEMS } from '@anlan/systems';
import { Button, Segmented, Switch } from 'antd';
import { Link } from 'react-router';
import { useSession, useSignOut } from '../api/index.ts';
import { useLabel, useLanguage, useWords, type Language } from '../language/index.tsx';
import { Card, Facts, PageHead } from '../parts/index.ts';
import { PrepareCard } from '../offline/Prepare.tsx';
import { useMyEntries } from './Me.tsx';
import styles from './Mine.module.css';
import { Page } from './Page.tsx';
import { pagesFor } from './pages.ts';
import { useKeepScope } from './scope.ts';
import { WORDS } from './words.ts';

/** The phone's last place: who I am, the registers, display, sign out. */
export function Mine() {
  const t = useWords(WORDS);
  const label = useLabel();
  const session = useSession();
  const signOut = useSignOut();
  const keep = useKeepScope();
  const { language, setLanguage, large, setLarge } = useLanguage();
  const entities = SYSTEMS.flatMap((system) => system.entities);
  return (
    <Page title={t('mine')}>
      <PageHead title={session.person.name} note={`${label(session.role)} · ${session.scope.label}`} />
      <Card title={t('pages')} flush>
        <div className={styles.links}>
          {pagesFor(session.verbs).map((one) => (
            <Link key={one.href} to={keep(one.href)}>
              {label(one)}
            </Link>
          ))}
        </div>
      </Card>
      <Card title={t('registers')} flush>
        <div className={styles.links}>
          <Link to={keep('/offline')}>{t('queue')}</Link>
          {session.verbs.includes('case.report') && session.scope.kind !== 'organisation' ? (
            <Link to={keep('/inspections')}>{t('inspections')}</Link>
          ) : null}
          <Link to={keep('/map')}>{t('map')}</Link>
          {entities.map((entity) => (
            <Link key={entity.key} to={keep(`/registry/${entity.plural}`)}>
              {label(entity)}
            </Link>
          ))}
          {useMyEntries().map((entry) => (
            <Link key={entry.key} to={keep(entry.key)}>
              {entry.label}
            </Link>
          ))}
        </div>
      </Card>
      <PrepareCard />
      <Card title={t('settings')}>
        <Facts
          rows={[
            [
              '语言 Language',
              <Segmented<Language>
                key="language"
                value={language}
                onChange={setLanguage}
                options={[
                  { value: 'zh', label: '简体中文' },
                  { value: 'en', label: 'English' },
                ]}
              />,
            ],
            [t('largeText'), <Switch key="text" checked={large} onChange={setLarge} aria-label={t('largeText')} />],
          ]}
        />
      </Card>
      <Button size="large" onClick={() => signOut.mutate()}>
        {t('signOut')}
      </Button>
    </Page>
  );
}
