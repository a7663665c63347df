import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { Crosshair, SendHorizontal } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, RefusalNote, Timeline } from '../parts/index.ts';
import styles from './DevicePage.module.css';
import { WORDS } from './words.ts';

const instructionSchema = z.looseObject({ id: z.union([z.string(), z.number()]), state: z.string() });
const listSchema = z.array(
  z.looseObject({
    id: z.union([z.string(), z.number()]),
    kind: z.string(),
    state: z.string(),
    text: z.string().nullish(),
    at: z.number(),
    by: z.string().nullish(),
  }),
);

/** Ask a terminal for its position or show it a text; each act stays in the list. */
export function Instructions({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const sent = useQuery({
    queryKey: ['instructions', id],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get(`/devices/${id}/instructions`, listSchema, signal),
  });
  const send = useMutation({
    mutationFn: (body: { kind: 'query' } | { kind: 'text'; text: string }) =>
      api.post(`/devices/${id}/instruction`, body, instructionSchema),
    onSuccess: ({ state }) => {
      setText('');
      void message.success(t('sent', { state }));
      void client.invalidateQueries({ queryKey: ['instructions', id] });
    },
  });
  return (
    <Card title={t('instruct')}>
      <div className={styles.instruct}>
        <Button
          icon={<Crosshair size={15} aria-hidden />}
          loading={send.isPending}
          onClick={() => send.mutate({ kind: 'query' })}
        >
          {t('position')}
        </Button>
        <Input.Search
          value={text}
          maxLength={120}
          placeholder={t('textHint')}
          aria-label={t('textHint')}
          enterButton={<SendHorizontal size={15} aria-label={t('text')} />}
          onChange={(event) => setText(event.target.value)}
          onSearch={(value) => (value.trim() === '' ? undefined : send.mutate({ kind: 'text', text: value.trim() }))}
        />
      </div>
      {send.isError ? <RefusalNote error={send.error} /> : null}
      {sent.data === undefined || sent.data.length === 0 ? (
        <p className={styles.none}>{t('noInstructions')}</p>
      ) : (
        <Timeline
          entries={sent.data.slice(0, 8).map((row) => ({
            key: row.id,
            at: row.at,
            by: row.by ?? '—',
            text: `${row.kind === 'query' ? t('position') : (row.text ?? row.kind)} · ${row.state}`,
          }))}
        />
      )}
    </Card>
  );
}
