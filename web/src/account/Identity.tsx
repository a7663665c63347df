import { REFUSALS, type RefusalCode } from '@anlan/kernel/refusal';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useSearchParams } from 'react-router';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import styles from './Account.module.css';
import type { Account } from './use-account.ts';
import { WORDS } from './words.ts';

/** Who one is at the identity provider; an administrator links it here, as no account of the same name is let in. */
export function Identity({ account }: { readonly account: Account }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const [params] = useSearchParams();
  const link = useMutation({
    mutationFn: () => api.post('/account/identity', {}, z.object({ href: z.string() })),
    onSuccess: ({ href }) => window.location.assign(href),
  });
  if (account.identity === null) return null;
  const came = params.get('identity') ?? '';
  const told = came in REFUSALS ? REFUSALS[came as RefusalCode][language === 'zh' ? 1 : 2] : undefined;
  return (
    <div className={styles.part}>
      <div className={styles.line}>
        <b>{t('identity')}</b>
        <span>{account.identity ? t('identityOn') : t('identityOff')}</span>
        {account.identity ? null : (
          <Button size="small" loading={whileSlow(link.isPending)} onClick={() => link.mutate()}>
            {t('identityLink')}
          </Button>
        )}
      </div>
      {told === undefined ? null : <p role="alert">{told}</p>}
      {link.isError ? <RefusalNote error={link.error} kept={false} /> : null}
    </div>
  );
}
