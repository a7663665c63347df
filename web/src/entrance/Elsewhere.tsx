import { REFUSALS, type RefusalCode } from '@anlan/kernel/refusal';
import {
  browserSupportsWebAuthn,
  startAuthentication,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { Button } from 'antd';
import { KeyRound, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { z } from 'zod';
import { api, Refused, useSignIn, type Platform } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { RefusalNote } from '../parts/index.ts';
import styles from './Entrance.module.css';
import { WORDS } from './words.ts';

interface ElsewhereProps {
  readonly platform: Platform;
  readonly next: string | undefined;
  readonly enter: (lands: string) => void;
  /** The page stays: the identity provider opens beside it. */
  readonly beside?: boolean;
}

const challengeSchema = z.object({ ticket: z.string(), options: z.looseObject({ challenge: z.string() }) });

/** Ways in without a password of the platform: a passkey, and the identity provider where one is configured. */
export function Elsewhere({ platform, next, enter, beside = false }: ElsewhereProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const [search] = useSearchParams();
  const signIn = useSignIn('/session/passkey');
  const [failed, setFailed] = useState(false);
  const passkeys = platform.passkeys && browserSupportsWebAuthn();
  async function usePasskey(): Promise<void> {
    setFailed(false);
    try {
      const { ticket, options } = await api.post('/session/passkey/begin', {}, challengeSchema);
      const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
      const response = await startAuthentication({ optionsJSON });
      const entered = await signIn.mutateAsync({ ticket, response });
      if ('lands' in entered) enter(entered.lands);
    } catch (error) {
      // Refusals are shown by the mutation; what is left was cancelled or impossible at the device.
      if (!(error instanceof Refused)) setFailed(true);
    }
  }
  const refused = search.get('refused') ?? '';
  const told = refused in REFUSALS ? REFUSALS[refused as RefusalCode][language === 'zh' ? 1 : 2] : undefined;
  if (!passkeys && platform.oidc === null) return null;
  return (
    <div className={styles.elsewhere}>
      {passkeys ? (
        <Button size="large" icon={<KeyRound size={16} strokeWidth={1.7} />} onClick={() => void usePasskey()}>
          {t('passkey')}
        </Button>
      ) : null}
      {platform.oidc === null ? null : (
        <Button
          size="large"
          icon={<ShieldCheck size={16} strokeWidth={1.7} />}
          {...(beside ? { target: '_blank', rel: 'noopener' } : {})}
          href={`/api/session/oidc${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`}
        >
          {platform.oidc}
        </Button>
      )}
      {told === undefined ? null : <p role="alert">{told}</p>}
      {failed ? <p role="alert">{t('passkeyFailed')}</p> : null}
      {signIn.isError ? <RefusalNote error={signIn.error} kept={false} /> : null}
    </div>
  );
}
