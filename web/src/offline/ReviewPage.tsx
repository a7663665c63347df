import { ENVELOPE_STATES, ENVELOPE_VERDICTS } from '@anlan/kernel/merge';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead, RefusalNote, whileSlow } from '../parts/index.ts';
import { Page } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Offline.module.css';
import { WORDS } from './words.ts';

const envelopeSchema = z.object({
  id: z.string(),
  person: z.string(),
  label: z.string(),
  body: z.string(),
  madeAt: z.number(),
  receivedAt: z.number(),
  verdict: z.enum(ENVELOPE_VERDICTS),
  state: z.enum(ENVELOPE_STATES),
});
type Shown = z.infer<typeof envelopeSchema>;

const VERDICTS: Record<Shown['verdict'], readonly [zh: string, en: string]> = {
  signed: ['有效', 'good'],
  unsigned: ['没有签名', 'none'],
  'unknown-key': ['设备没有登记', 'unknown device'],
  'revoked-key': ['设备密钥已吊销', 'revoked device'],
  'wrong-signature': ['与内容不符', 'does not match'],
};

/** 离线记录核收: what came without a good signature, for somebody else than its sender. */
export function ReviewPage() {
  const t = useWords(WORDS);
  const list = useQuery({
    queryKey: ['envelopes'],
    queryFn: ({ signal }) => api.get('/envelopes', z.array(envelopeSchema), signal),
  });
  return (
    <Page title={t('reviewTitle')}>
      <PageHead title={t('reviewTitle')} note={t('reviewNote')} />
      {list.isPending ? <Loading rows={4} /> : null}
      {list.isError && list.data === undefined ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data?.length === 0 ? <Empty title={t('reviewEmpty')} /> : null}
      {list.data?.map((one) => (
        <Waiting key={one.id} one={one} />
      ))}
    </Page>
  );
}

function Waiting({ one }: { readonly one: Shown }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: (take: boolean) =>
      api.post(`/envelopes/${one.id}/decide`, { take, reason: reason.trim() }, envelopeSchema),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['envelopes'] }),
  });
  const facts = [
    one.person,
    stampText(one.madeAt),
    `${t('verdict')}：${VERDICTS[one.verdict][language === 'zh' ? 0 : 1]}`,
  ];
  return (
    <Card title={one.label} note={facts.join(' · ')}>
      <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: 13 }}>
        {JSON.stringify(JSON.parse(one.body), null, 1)}
      </pre>
      <div className={styles.correct}>
        <Input
          aria-label={t('reason')}
          placeholder={t('reason')}
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button
          type="primary"
          disabled={reason.trim() === ''}
          loading={whileSlow(decide.isPending)}
          onClick={() => decide.mutate(true)}
        >
          {t('take')}
        </Button>
        <Button disabled={reason.trim() === ''} onClick={() => decide.mutate(false)}>
          {t('refuse')}
        </Button>
      </div>
      {decide.isError ? <RefusalNote error={decide.error} kept={false} /> : null}
    </Card>
  );
}
