import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, Select } from 'antd';
import {
  Camera,
  Clock3,
  Crosshair,
  IdCard,
  SendHorizontal,
  SlidersHorizontal,
  UserRoundCheck,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, RefusalNote, Timeline, whileSlow } from '../parts/index.ts';
import styles from './DevicePage.module.css';
import { ParametersDrawer } from './ParametersDrawer.tsx';
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

interface Body {
  readonly kind: string;
  readonly data?: string;
  readonly text?: string;
  readonly minutes?: number;
  readonly channel?: number;
  readonly urgent?: boolean;
}
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
    { word: 'driver', icon: IdCard, body: { kind: 'driver' } },
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
/** Protocols of vehicle terminals: cameras by number, urgent texts, parameters. */
const TERMINALS: ReadonlySet<string> = new Set(['jt808']);
/** JT/T 1078-2016 table 2: what the numbered cameras of a vehicle look at. */
const CAMERAS = [
  '驾驶员',
  '车辆正前方',
  '车前门',
  '车厢前部',
  '车厢后部',
  '车后门',
  '行李舱',
  '车辆左侧',
  '车辆右侧',
  '车辆正后方',
];

/** Can a device of this protocol be told anything? */
export function takesInstructions(protocol: unknown): protocol is string {
  return typeof protocol === 'string' && protocol in OFFERS;
}

const KINDS: Readonly<Record<string, Word>> = {
  query: 'query',
  clock: 'setClock',
  'post-check': 'postCheck',
  photo: 'photo',
  text: 'text',
  driver: 'driver',
  parameters: 'readParameters',
  'set-parameters': 'setParameters',
  cut: 'cut',
  restore: 'restore',
  'confirm-alarm': 'confirmAlarm',
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
  const [urgent, setUrgent] = useState(false);
  const [channel, setChannel] = useState(1);
  const [tuning, setTuning] = useState(false);
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
      setUrgent(false);
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
        {TERMINALS.has(protocol) ? (
          <>
            <span className={styles.photo}>
              <Select
                value={channel}
                onChange={setChannel}
                aria-label={t('camera')}
                options={CAMERAS.map((label, index) => ({ value: index + 1, label: `${index + 1} ${label}` }))}
              />
              <Button
                icon={<Camera size={15} aria-hidden />}
                loading={whileSlow(send.isPending)}
                onClick={() => send.mutate({ kind: 'photo', channel })}
              >
                {t('photo')}
              </Button>
            </span>
            <Button icon={<SlidersHorizontal size={15} aria-hidden />} onClick={() => setTuning(true)}>
              {t('parameters')}
            </Button>
            <Checkbox checked={urgent} onChange={(event) => setUrgent(event.target.checked)}>
              {t('urgent')}
            </Checkbox>
          </>
        ) : null}
        {TEXTS.has(protocol) ? (
          <Input.Search
            value={text}
            maxLength={120}
            placeholder={t('textHint')}
            aria-label={t('textHint')}
            enterButton={<SendHorizontal size={15} aria-label={t('text')} />}
            onChange={(event) => setText(event.target.value)}
            onSearch={(value) =>
              value.trim() === ''
                ? undefined
                : send.mutate({ kind: 'text', text: value.trim(), ...(urgent && { urgent }) })
            }
          />
        ) : null}
      </div>
      {send.isError ? <RefusalNote error={send.error} /> : null}
      {tuning ? <ParametersDrawer device={id} close={() => setTuning(false)} /> : null}
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
