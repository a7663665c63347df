import { roleOf } from '@anlan/kernel/access';
import { Button, Segmented, Switch } from 'antd';
import { Link } from 'react-router';
import { z } from 'zod';
import { api, useSession } from '../api/index.ts';
import { useLabel, useLanguage, useWords, type Language } from '../language/index.tsx';
import { ContactsCard } from '../duty/index.tsx';
import { Card, Empty, Facts, Failed, Loading, PageHead } from '../parts/index.ts';
import { DevicesCard } from '../offline/DevicesCard.tsx';
import { SessionList } from '../people/index.tsx';
import { Page } from '../shell/index.ts';
import styles from './Account.module.css';
import { Handing } from './Handing.tsx';
import { Identity } from './Identity.tsx';
import { Passkeys } from './Passkeys.tsx';
import { Password } from './Password.tsx';
import { Tokens } from './Tokens.tsx';
import { Totp } from './Totp.tsx';
import { useAccount, useAct, type Account } from './use-account.ts';
import { WORDS } from './words.ts';

/** One's own account: ways to sign in, sessions, grants and what one hands on, tokens, display. */
export function AccountPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const session = useSession();
  const account = useAccount();
  const role = roleOf(session.role.key);
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={`${session.person.name} · ${session.person.account} · ${role === undefined ? '' : label(role)} · ${session.scope.label}`}
      />
      {session.must === null ? null : (
        <div className={styles.due} role="alert">
          <b>{t('due')}</b> {session.must === 'password' ? t('duePassword') : t('dueFactor')}
        </div>
      )}
      {account.isPending ? <Loading rows={6} /> : null}
      {account.isError && account.data === undefined ? (
        <Failed error={account.error} retry={() => void account.refetch()} />
      ) : null}
      {account.data === undefined ? null : <Parts account={account.data} />}
    </Page>
  );
}

function Parts({ account }: { readonly account: Account }) {
  const t = useWords(WORDS);
  const session = useSession();
  const act = useAct<unknown>();
  const others = account.sessions.some((one) => !one.current);
  const endOthers = (
    <Button size="small" onClick={() => act.mutate(() => api.remove('/account/sessions', z.unknown()))}>
      {t('endOthers')}
    </Button>
  );
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <Card title={t('signIn')}>
          <Password account={account} due={session.must === 'password'} />
          <Totp account={account} />
          <Passkeys account={account} />
          {session.must === null ? <Identity account={account} /> : null}
        </Card>
        {session.must === null ? (
          <Card title={t('sessions')} extra={others ? endOthers : undefined}>
            <SessionList
              sessions={account.sessions}
              end={(id) => act.mutate(() => api.remove(`/account/sessions/${id}`, z.unknown()))}
            />
          </Card>
        ) : null}
        <Display />
      </div>
      {session.must === null ? (
        <div className={styles.column}>
          <Handing account={account} />
          {account.participations.length === 0 && session.scope.kind !== 'participant' ? null : (
            <Participations account={account} />
          )}
          <ContactsCard />
          <DevicesCard />
          <Tokens account={account} />
        </div>
      ) : null}
    </div>
  );
}

function Participations({ account }: { readonly account: Account }) {
  const t = useWords(WORDS);
  return (
    <Card title={t('participations')}>
      {account.participations.length === 0 ? <Empty title={t('participationsNone')} /> : null}
      {account.participations.map((one) => (
        <div key={one.id} className={styles.line}>
          <Link to={one.href}>{one.label ?? '—'}</Link>
          <span>{one.reason}</span>
        </div>
      ))}
    </Card>
  );
}

function Display() {
  const t = useWords(WORDS);
  const { language, setLanguage, large, setLarge } = useLanguage();
  return (
    <Card title={t('display')}>
      <Facts
        rows={[
          [
            t('language'),
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
          [t('large'), <Switch key="text" checked={large} onChange={setLarge} aria-label={t('large')} />],
        ]}
      />
    </Card>
  );
}
