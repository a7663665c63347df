import { startRegistration, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { Button } from 'antd';
import { z } from 'zod';
import { api, Refused } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Account.module.css';
import { useAct, type Account } from './use-account.ts';
import { WORDS } from './words.ts';

const challengeSchema = z.object({ ticket: z.string(), options: z.looseObject({ challenge: z.string() }) });

/** Passkeys of the person, each made by one device. */
export function Passkeys({ account }: { readonly account: Account }) {
  const t = useWords(WORDS);
  const act = useAct<unknown>();
  async function add(): Promise<void> {
    const { ticket, options } = await api.post('/account/passkeys/begin', {}, challengeSchema);
    const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
    const response = await startRegistration({ optionsJSON });
    const name = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(navigator.userAgent)?.[1] ?? t('passkeyName');
    await api.post('/account/passkeys', { ticket, name, response }, z.unknown());
  }
  const told =
    act.error instanceof Refused ? (
      <RefusalNote error={act.error} kept={false} />
    ) : (
      <p role="alert">{t('passkeyFailed')}</p>
    );
  return (
    <div className={styles.part}>
      <div className={styles.line}>
        <b>{t('passkey')}</b>
        <span>
          {account.passkeysPossible ? (account.passkeys.length === 0 ? t('passkeyNone') : '') : t('passkeyImpossible')}
        </span>
        {account.passkeysPossible ? (
          <Button size="small" loading={whileSlow(act.isPending)} onClick={() => act.mutate(add)}>
            {t('passkeyAdd')}
          </Button>
        ) : null}
      </div>
      {account.passkeys.map((key) => (
        <div key={key.id} className={styles.line}>
          <b>{key.name}</b>
          <span>
            {stampText(key.createdAt)} ·{' '}
            {key.lastUsedAt === null ? t('passkeyUnused') : t('passkeyUsed', { time: stampText(key.lastUsedAt) })}
          </span>
          <Button
            size="small"
            onClick={() => act.mutate(() => api.remove(`/account/passkeys/${encodeURIComponent(key.id)}`, z.unknown()))}
          >
            {t('remove')}
          </Button>
        </div>
      ))}
      {act.isError ? told : null}
    </div>
  );
}
