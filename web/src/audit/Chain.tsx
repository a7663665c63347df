import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { Download, Link2 } from 'lucide-react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { RefusalNote, StatusWord, whileSlow } from '../parts/index.ts';
import styles from './Chain.module.css';
import { WORDS } from './words.ts';

const chainSchema = z.object({ entries: z.number(), brokenAt: z.number().nullable(), head: z.string() });

/** Verifies the whole chain, and hands it out as a file that can be verified without the platform. */
export function Chain() {
  const t = useWords(WORDS);
  const verify = useMutation({ mutationFn: () => api.get('/audit/chain', chainSchema) });
  const chain = verify.data;
  return (
    <div className={styles.chain}>
      <Button
        icon={<Link2 size={16} aria-hidden />}
        loading={whileSlow(verify.isPending)}
        onClick={() => verify.mutate()}
      >
        {t('verify')}
      </Button>
      <Button icon={<Download size={16} aria-hidden />} href="/api/audit/export">
        {t('export')}
      </Button>
      {chain === undefined ? null : (
        <div role="status">
          <StatusWord state={chain.brokenAt === null ? 'done' : 'late'}>
            {chain.brokenAt === null
              ? t('intact', { n: chain.entries.toLocaleString('en-US') })
              : t('broken', { at: chain.brokenAt })}
          </StatusWord>
          <small>{t('head', { head: chain.head })}</small>
        </div>
      )}
      {verify.isError ? <RefusalNote error={verify.error} kept={false} /> : null}
    </div>
  );
}
