import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { Camera, Clock3, Crosshair, SendHorizontal, UserRoundCheck, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, RefusalNote, Timeline, whileSlow } from '../parts/index.ts';
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

type Body = { readonly kind: string; readonly data?: string; readonly text?: string; readonly minutes?: number };
type Word = keyof typeof WORDS;
interface Offer {
  readonly word: Word;
  readonly icon: LucideIcon;
  readonly body: Body;
}

const CLOCK: Offer = { word: 'setClock', icon: Clock3, body: { kind: 'clock' } };

/** What each protocol's devices can be told with one press. */
const OFFERS: Readonly<Record<string, readonly Offer[]>> = {
  jt808: [
    { word: 'position', icon: Crosshair, body: { kind: 'query' } },
    { word: 'photo', icon: Camera, body: { kind: 'photo' } },
  ],
  mqtt: [{ word: 'values', icon: Crosshair, body: { kind: 'query' } }],
  hj212: [
    { word: 'values', icon: Crosshair, body: { kind: 'query', data: 'realtime' } },
    { word: 'minuteValues', icon: Crosshair, body: { kind: 'query', data: 'minute' } },
    { word: 'hourValues', icon: Crosshair, body: { kind: 'query', data: 'hour' } },
    CLOCK,
  ],
  gb26875: [
    { word: 'values', icon: Crosshair, body: { kind: 'query' } },
    { word: 'postCheck', icon: UserRoundCheck, body: { kind: 'post-check', minutes: 10 } },
    CLOCK,
  ],
};
const TEXTS: ReadonlySet<string> = new Set(['jt808', 'mqtt']);

/** Can a device of this protocol be told anything? */
export function takesInstructions(protocol: unknown): protocol is string {
  return typeof protocol === 'string' && protocol in OFFERS;
}

const KINDS: Readonly<Record<string, Word>> = {
  query: 'query',
  clock: 'setClock',
  'post-check': 'postCheck',
  photo: 'photo',
};
const STATES: Readonly<Record<string, Word>> = {
  sent: 'stateSent',
  acknowledged: 'stateDone',
  refused: 'stateRefused',
  'timed-out': 'stateTimeout',
};

/** Tell a device something; each act stays in the list with what became of it. */
export function Instructions({ id, protocol }: { readonly id: string; readonly protocol: string }) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const sent = useQuery({
    queryKey: ['instructions', id],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get(`/devices/${id}/instructions`, listSchema, signal),
  });
  const stateText = (state: string): string => (STATES[state] === undefined ? state : t(STATES[state]));
  const send = useMutation({
    mutationFn: (body: Body) => api.post(`/devices/${id}/instruction`, body, instructionSchema),
    onSuccess: ({ state }) => {
      setText('');
      void message.success(t('sent', { state: stateText(state) }));
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['instructions', id] }),
  });
  return (
    <Card title={t('instruct')}>
      <div className={styles.instruct}>
        {(OFFERS[protocol] ?? []).map(({ word, icon: Icon, body }) => (
          <Button
            key={word}
            icon={<Icon size={15} aria-hidden />}
            loading={whileSlow(send.isPending)}
            onClick={() => send.mutate(body)}
          >
            {t(word)}
          </Button>
        ))}
        {TEXTS.has(protocol) ? (
          <Input.Search
            value={text}
            maxLength={120}
            placeholder={t('textHint')}
            aria-label={t('textHint')}
            enterButton={<SendHorizontal size={15} aria-label={t('text')} />}
            onChange={(event) => setText(event.target.value)}
            onSearch={(value) => (value.trim() === '' ? undefined : send.mutate({ kind: 'text', text: value.trim() }))}
          />
        ) : null}
      </div>
      {send.isError ? <RefusalNote error={send.error} /> : null}
      {sent.data === undefined || sent.data.length === 0 ? (
        <p className={styles.none}>{t('noInstructions')}</p>
      ) : (
        <Timeline
          entries={sent.data.slice(0, 8).map((row) => {
            const kind = KINDS[row.kind];
            const what = [kind === undefined ? '' : t(kind), row.text ?? ''].filter(Boolean).join(' ');
            return {
              key: row.id,
              at: row.at,
              by: row.by ?? '—',
              text: `${what || row.kind} · ${stateText(row.state)}`,
            };
          })}
        />
      )}
    </Card>
  );
}
