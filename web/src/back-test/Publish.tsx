import type { BackTest } from '@anlan/kernel/back-test';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { useWords } from '../language/index.tsx';
import { Card, numberText, RefusalNote, whileSlow } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { stampText } from '../time/index.ts';
import styles from './BackTest.module.css';
import { useBackTestAct } from './queries.ts';
import { WORDS } from './words.ts';

/** Makes what was tried the limits of its points; done once, with a reason. */
export function Publish({ test }: { readonly test: BackTest }) {
  const t = useWords(WORDS);
  const may = useMay('alarm.limit');
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const publish = useBackTestAct(`/${test.id}/publish`, z.object({ changed: z.int() }));
  if (test.publishedAt !== null)
    return (
      <Card title={t('publish')}>
        {t('publishedBy', { at: stampText(test.publishedAt).slice(0, 16), by: test.publishedBy ?? '' })}
      </Card>
    );
  if (!may) return null;
  const send = () =>
    publish.mutate(
      { reason: reason.trim() },
      { onSuccess: ({ changed }) => void message.success(t('publishedDone', { n: changed })) },
    );
  return (
    <Card title={t('publish')}>
      <div className={styles.form}>
        <p className={styles.quiet}>{t('publishNote', { n: numberText(test.points) })}</p>
        <label>
          {t('reason')}
          <Input.TextArea value={reason} rows={2} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </label>
        {publish.isError ? <RefusalNote error={publish.error} /> : null}
        <Button type="primary" disabled={reason.trim() === ''} loading={whileSlow(publish.isPending)} onClick={send}>
          {t('publish')}
        </Button>
      </div>
    </Card>
  );
}
