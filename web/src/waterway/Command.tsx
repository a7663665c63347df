import { LENGTHS } from '@anlan/kernel/entity';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, levelWord, numberText, RefusalNote, RiskMark, Scroll, whileSlow } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import {
  callSchema,
  orderSchema,
  waterAlarmsSchema,
  type Base,
  type VesselRow,
} from '@anlan/systems/monitoring/waterway';
import styles from './Waterway.module.css';
import { WORDS } from './words.ts';

const WAYS = [
  ['vhf', 'vhf'],
  ['ais-addressed', 'ais'],
  ['ais-broadcast', 'aisAll'],
  ['telephone', 'telephone'],
] as const;

/** Alarms on the water, each with the bases that are nearest and what can be told the ship. */
export function WaterAlarms() {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const alarms = useQuery({
    queryKey: ['waterways', 'alarms'],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get('/waterways/alarms', waterAlarmsSchema, signal),
  });
  return (
    <Card title={t('alarms')} note={alarms.data === undefined ? undefined : numberText(alarms.data.length)} flush>
      {alarms.data === undefined || alarms.data.length === 0 ? (
        <Empty title={t('noAlarms')} note={t('noAlarmsNote')} />
      ) : (
        <div className={styles.tall} data-testid="water-alarms">
          {alarms.data.map(({ alarm, bases }) => (
            <article key={alarm.id} className={styles.alarm} data-alarm={alarm.id}>
              <header>
                <RiskMark level={alarm.level} label={levelWord(alarm.level, 'alarm', language)} />
                <Link to={keep(`/desk?alarm=${alarm.id}`)}>{alarm.subjectName}</Link>
                <span>{stampText(alarm.raisedAt)}</span>
              </header>
              <p>
                {alarm.label} · {alarm.placeName}
              </p>
              <Bases bases={bases} vessel={alarm.subjectId} alarm={alarm.id} />
              <Instruct vessel={alarm.subjectId} alarm={alarm.id} />
            </article>
          ))}
        </div>
      )}
    </Card>
  );
}

function useOrder(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => api.post('/waterways/orders', body, orderSchema),
    onSuccess: () => {
      onDone();
      void client.invalidateQueries({ queryKey: ['waterways'] });
    },
  });
}

function Bases({
  bases,
  vessel,
  alarm,
}: {
  readonly bases: readonly Base[];
  readonly vessel: string;
  readonly alarm: string;
}) {
  const t = useWords(WORDS);
  const may = useMay('device.command');
  const order = useOrder(() => undefined);
  if (bases.length === 0) return null;
  return (
    <ul className={styles.bases} data-testid="bases" aria-label={t('nearest')}>
      {bases.map((base) => (
        <li key={base.id}>
          <span>{base.name}</span>
          <small>
            {numberText(base.distance / 1000, 1)} km {t(base.along ? 'along' : 'straight')}
            {base.minutes === null ? '' : ` · ${t('minutes', { n: base.minutes })}`} · {base.phone ?? '—'}
          </small>
          {may ? (
            <Button
              size="small"
              loading={whileSlow(order.isPending)}
              onClick={() =>
                order.mutate({ kind: 'dispatch', vessel, alarmId: alarm, base: base.id, text: t('dispatchText') })
              }
            >
              {t('dispatch')}
            </Button>
          ) : null}
        </li>
      ))}
      {order.isError ? <RefusalNote error={order.error} /> : null}
    </ul>
  );
}

function Instruct({ vessel, alarm }: { readonly vessel: string; readonly alarm: string }) {
  const t = useWords(WORDS);
  const may = useMay('device.command');
  const [way, setWay] = useState<string>('vhf');
  const [text, setText] = useState('');
  const order = useOrder(() => setText(''));
  if (!may) return null;
  return (
    <div className={styles.instruct}>
      <Select
        size="small"
        aria-label={t('way')}
        value={way}
        options={WAYS.map(([value, word]) => ({ value, label: t(word) }))}
        onChange={setWay}
      />
      <Input
        maxLength={LENGTHS.line}
        size="small"
        value={text}
        aria-label={t('text')}
        placeholder={t('text')}
        onChange={(event) => setText(event.target.value)}
      />
      <Button
        size="small"
        type="primary"
        disabled={text.trim() === ''}
        loading={whileSlow(order.isPending)}
        onClick={() => order.mutate({ kind: 'instruction', vessel, alarmId: alarm, way, text: text.trim() })}
      >
        {t('send')}
      </Button>
      {order.isError ? <RefusalNote error={order.error} /> : null}
    </div>
  );
}

const NEXT = { given: 'confirmed', confirmed: 'arrived', arrived: 'done', done: null } as const;

/** What was ordered on the water and how it was answered. */
export function Orders() {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const may = useMay('device.command');
  const orders = useQuery({
    queryKey: ['waterways', 'orders'],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => api.get('/waterways/orders', z.array(orderSchema), signal),
  });
  const answer = useMutation({
    mutationFn: ({ id, state }: { id: string; state: string }) =>
      api.post(`/waterways/orders/${id}/answer`, { state }, orderSchema),
    onSuccess: () => client.invalidateQueries({ queryKey: ['waterways', 'orders'] }),
  });
  return (
    <Card title={t('orders')} flush>
      {orders.data === undefined || orders.data.length === 0 ? (
        <Empty title={t('noOrders')} />
      ) : (
        <div className={styles.tall} data-testid="orders">
          {orders.data.map((row) => {
            const next = NEXT[row.state];
            return (
              <article key={row.id} className={styles.alarm}>
                <header>
                  <b>{row.vesselName}</b>
                  <span>
                    {stampText(row.at)} · {row.by}
                  </span>
                </header>
                <p>
                  {row.kind === 'dispatch'
                    ? `${t('dispatch')} ${row.baseName ?? ''}${row.distance === null ? '' : ` · ${numberText(row.distance / 1000, 1)} km`}`
                    : t(WAYS.find(([way]) => way === row.way)?.[1] ?? 'vhf')}
                  ：{row.text}
                </p>
                {row.telegrams.map((telegram) => (
                  <code key={telegram}>{telegram}</code>
                ))}
                <div className={styles.instruct}>
                  <small>{t(row.state)}</small>
                  {next === null || !may ? null : (
                    <Button size="small" onClick={() => answer.mutate({ id: row.id, state: next })}>
                      {t(next)}
                    </Button>
                  )}
                </div>
              </article>
            );
          })}
        </div>
      )}
    </Card>
  );
}

/** The VHF log of a river, and a line for a call just made. */
export function Calls({ river, vessels }: { readonly river: string | null; readonly vessels: readonly VesselRow[] }) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const may = useMay('desk.write');
  const [vessel, setVessel] = useState<string | null>(null);
  const [channel, setChannel] = useState('16');
  const [text, setText] = useState('');
  const path = `/waterways/calls${query({ waterway: river })}`;
  const calls = useQuery({
    queryKey: ['waterways', 'calls', path],
    queryFn: ({ signal }) => api.get(path, z.array(callSchema), signal),
  });
  const log = useMutation({
    mutationFn: () =>
      api.post('/waterways/calls', { vessel, channel, direction: 'shore-to-ship', text: text.trim() }, callSchema),
    onSuccess: () => {
      setText('');
      void client.invalidateQueries({ queryKey: ['waterways', 'calls'] });
    },
  });
  return (
    <Card title={t('calls')} note={calls.data === undefined ? undefined : numberText(calls.data.length)} flush>
      {may ? (
        <div className={styles.log}>
          <Select
            size="small"
            showSearch={{ optionFilterProp: 'label' }}
            style={{ minWidth: 180 }}
            placeholder={t('name')}
            aria-label={t('name')}
            value={vessel}
            options={vessels.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setVessel}
          />
          <Input
            maxLength={LENGTHS.line}
            size="small"
            style={{ width: 64 }}
            value={channel}
            aria-label={t('channel')}
            onChange={(event) => setChannel(event.target.value)}
          />
          <Input
            maxLength={LENGTHS.line}
            size="small"
            value={text}
            placeholder={t('said')}
            aria-label={t('said')}
            onChange={(event) => setText(event.target.value)}
          />
          <Button
            size="small"
            disabled={vessel === null || text.trim() === '' || channel.trim() === ''}
            loading={whileSlow(log.isPending)}
            onClick={() => log.mutate()}
          >
            {t('logCall')}
          </Button>
          {log.isError ? <RefusalNote error={log.error} /> : null}
        </div>
      ) : null}
      {calls.data === undefined || calls.data.length === 0 ? (
        <Empty title={t('noCalls')} />
      ) : (
        <Scroll className={styles.tall}>
          <div data-testid="calls">
            {calls.data.map((call) => (
              <article key={call.id} className={styles.alarm}>
                <header>
                  <b>{call.vesselName}</b>
                  <small>CH{call.channel}</small>
                  <span>{stampText(call.at)}</span>
                </header>
                <p>
                  {call.text}
                  {call.seconds === null ? '' : ` · ${call.seconds} s`} · {call.by}
                </p>
              </article>
            ))}
          </div>
        </Scroll>
      )}
    </Card>
  );
}
