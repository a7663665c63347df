import { Button } from 'antd';
import { useLanguage, useWords } from '../language/index.tsx';
import { Empty, StatusWord } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './People.module.css';
import type { OpenSession } from './shapes.ts';
import { WORDS } from './words.ts';

const METHODS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  password: ['密码', 'password'],
  'password+code': ['密码与验证码', 'password and code'],
  passkey: ['通行密钥', 'passkey'],
  oidc: ['统一认证', 'identity provider'],
  'oidc+code': ['统一认证与验证码', 'identity provider and code'],
  demonstration: ['演示身份', 'demonstration'],
  setup: ['初始化链接', 'set-up link'],
};

/** A program's long name of itself in short: the browser and the system. */
function clientOf(text: string | null): string {
  if (text === null) return '—';
  const browser = /(Edg|Chrome|Firefox|Safari)\/(\d+)/.exec(text);
  const system = /(Windows|Android|iPhone|Mac OS X|Linux)/.exec(text);
  return [browser === null ? text.slice(0, 40) : `${browser[1]} ${browser[2]}`, system?.[1]]
    .filter(Boolean)
    .join(' · ');
}

interface SessionListProps {
  readonly sessions: readonly OpenSession[];
  readonly end?: ((id: string) => void) | undefined;
}

/** Open sessions: from where, with what, by which means, last seen when. */
export function SessionList({ sessions, end }: SessionListProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  if (sessions.length === 0) return <Empty title={t('noSessions')} />;
  return (
    <div className={styles.grants}>
      {sessions.map((session) => (
        <div key={session.id} className={styles.grant}>
          <b title={session.client ?? undefined}>
            {clientOf(session.client)} · {session.remote}
          </b>
          {session.current ? (
            <StatusWord state="done">{t('current')}</StatusWord>
          ) : end === undefined ? null : (
            <Button size="small" onClick={() => end(session.id)}>
              {t('endSession')}
            </Button>
          )}
          <small>
            {[
              METHODS[session.method]?.[language === 'zh' ? 0 : 1] ?? session.method,
              stampText(session.at),
              stampText(session.lastSeenAt),
            ].join(' · ')}
          </small>
        </div>
      ))}
    </div>
  );
}
