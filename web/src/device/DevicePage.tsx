import type { PointView } from '@anlan/kernel/telemetry';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { Map as MapIcon, Pencil, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { z } from 'zod';
import { api, deviceIntakeSchema, type RegistryRecord } from '../api/index.ts';
import { DeviceTest } from '../conformance/index.tsx';
import { useLanguage, useWords } from '../language/index.tsx';
import {
  Age,
  Card,
  DemonstrationTag,
  Empty,
  Facts,
  Failed,
  Loading,
  numberText,
  OriginTag,
  PageHead,
  StatusWord,
} from '../parts/index.ts';
import { PointList, usePoints } from '../points/index.ts';
import { entityByPlural, RecordFacts, Reference, useMay, useRecord } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { momentText, spanText, stampText, useNow } from '../time/index.ts';
import styles from './DevicePage.module.css';
import { CollectionCard, collectedProtocol } from './CollectionCard.tsx';
import { Instructions, takesInstructions } from './Instructions.tsx';
import { LimitsDrawer } from './LimitsDrawer.tsx';
import { MediaCard } from './Media.tsx';
import { StandingCard } from './StandingCard.tsx';
import { WORDS } from './words.ts';

/** Protocols whose listeners keep the last frames of a device. */
const TESTED: ReadonlySet<string> = new Set(['jt808', 'hj212', 'gb26875', 'modbus', 'sparkplug']);

type DeviceIntake = z.infer<typeof deviceIntakeSchema>;

/** A device: is it connected, what it sent, what was refused, its clock, its points. */
export function DevicePage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const keep = useKeepScope();
  const record = useRecord('devices', id);
  const writes = useMay('registry.write');
  const name = record.data?.name ?? t('list');
  const subject = record.data?.['vehicle'] ?? record.data?.['vessel'];
  return (
    <Page title={name}>
      <PageHead
        title={name}
        note={
          record.data === undefined ? undefined : (
            <span className={styles.note}>
              <code>{String(record.data['identity'] ?? '')}</code>{' '}
              <OriginTag origin={String(record.data['origin'] ?? 'live')} />
            </span>
          )
        }
        crumbs={[{ label: t('list'), href: keep('/registry/devices') }]}
        actions={
          <>
            {subject == null ? null : (
              <Link
                to={keep(`/map?open=${record.data?.['vehicle'] == null ? 'vessel' : 'vehicle'}:${String(subject)}`)}
              >
                <Button icon={<MapIcon size={15} aria-hidden />}>{t('track')}</Button>
              </Link>
            )}
            {writes ? (
              <Link to={keep(`/registry/devices?open=${id}&edit=1`)}>
                <Button icon={<Pencil size={15} aria-hidden />}>{t('edit')}</Button>
              </Link>
            ) : null}
          </>
        }
      />
      {record.isPending ? <Loading rows={6} /> : null}
      {record.isError && record.data === undefined ? (
        <Failed error={record.error} retry={() => void record.refetch()} />
      ) : null}
      {record.data === undefined ? null : <Shown record={record.data} />}
    </Page>
  );
}

function Shown({ record }: { readonly record: RegistryRecord }) {
  const t = useWords(WORDS);
  const device = entityByPlural('devices');
  const commands = useMay('device.command');
  const alarms = useMay('alarm.read');
  const collected = collectedProtocol(record['protocol']);
  const [limitsOf, setLimitsOf] = useState<PointView | null>(null);
  const intake = useQuery({
    queryKey: ['intake', record.id],
    refetchInterval: 5000,
    queryFn: ({ signal }) => api.get(`/devices/${record.id}/intake`, deviceIntakeSchema, signal),
  });
  return (
    <>
      {intake.isError && intake.data === undefined ? (
        <Failed error={intake.error} retry={() => void intake.refetch()} />
      ) : null}
      {intake.data === undefined ? null : <Standing intake={intake.data} id={record.id} />}
      <div className={styles.columns}>
        <div className={styles.column}>
          <Card title={t('points')}>
            <PointList by="device" id={record.id} limits={setLimitsOf} />
          </Card>
          {alarms ? <StandingCard id={record.id} /> : null}
          {intake.data === undefined ? null : <Counters intake={intake.data} />}
        </div>
        <div className={styles.column}>
          {intake.data === undefined ? null : <SessionCard intake={intake.data} record={record} />}
          {collected === undefined ? null : <CollectionCard id={record.id} protocol={collected} />}
          {commands && takesInstructions(record['protocol']) ? (
            <Instructions id={record.id} protocol={record['protocol']} />
          ) : null}
          {record['protocol'] === 'jt808' ? <MediaCard id={record.id} /> : null}
          {TESTED.has(String(record['protocol'])) ? <DeviceTest id={record.id} /> : null}
          <Card title={t('facts')}>
            {device === undefined ? null : <RecordFacts entity={device} record={record} />}
          </Card>
        </div>
      </div>
      {limitsOf === null ? null : <LimitsDrawer key={limitsOf.id} point={limitsOf} close={() => setLimitsOf(null)} />}
    </>
  );
}

/** The words of a clock offset in ms; within two seconds it is fine. */
function useOffsetText() {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  return (offset: number | null | undefined) => {
    if (offset == null) return '—';
    if (Math.abs(offset) < 2000) return t('offsetFine');
    return t(offset > 0 ? 'offsetFast' : 'offsetSlow', { span: spanText(Math.abs(offset), language) });
  };
}

function Standing({ intake, id }: { readonly intake: DeviceIntake; readonly id: string }) {
  const t = useWords(WORDS);
  const offset = useOffsetText();
  const period = Math.max(30, ...(usePoints('device', id).data ?? []).map((point) => 3 * point.expectedPeriod)) * 1000;
  const refused = intake.counters.reduce((sum, counter) => sum + counter.count, 0);
  const skewed = intake.clockOffsetMs != null && Math.abs(intake.clockOffsetMs) >= 2000;
  return (
    <dl className={styles.strip}>
      <div>
        <dt>{t('session')}</dt>
        <dd>
          <StatusWord state={intake.connected ? 'done' : 'draft'}>
            {t(intake.connected ? 'connected' : 'notConnected')}
          </StatusWord>
        </dd>
      </div>
      <div>
        <dt>{t('lastSeen')}</dt>
        <dd>
          <Age at={intake.lastSeen} staleAfter={period} />
        </dd>
      </div>
      <div>
        <dt>{t('offset')}</dt>
        <dd className={skewed ? styles.soon : ''}>{offset(intake.clockOffsetMs)}</dd>
      </div>
      {intake.accepted == null ? null : (
        <div>
          <dt>{t('accepted')}</dt>
          <dd>
            <b>{numberText(intake.accepted)}</b> <small>{t('messages')}</small>
          </dd>
        </div>
      )}
      <div>
        <dt>{t('refused')}</dt>
        <dd>
          <b>{numberText(refused)}</b> <small>{t('messages')}</small>
        </dd>
      </div>
    </dl>
  );
}

function Counters({ intake }: { readonly intake: DeviceIntake }) {
  const t = useWords(WORDS);
  const now = useNow(60_000);
  const { language } = useLanguage();
  const rows = intake.counters.filter((counter) => counter.count > 0).toSorted((a, b) => b.count - a.count);
  return (
    <Card title={t('counters')} note={t('countersNote')} flush>
      {rows.length === 0 ? (
        <Empty icon={<ShieldCheck size={20} strokeWidth={1.6} />} title={t('noRefusals')} />
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t('reason')}</th>
              <th>{t('count')}</th>
              <th>{t('last')}</th>
              <th>{t('detail')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.reason}>
                <td>{row.label}</td>
                <td className={styles.number}>{numberText(row.count)}</td>
                <td title={row.lastAt == null ? undefined : stampText(row.lastAt)}>
                  {row.lastAt == null ? '—' : momentText(row.lastAt, now, language)}
                </td>
                <td title={row.lastDetail ?? undefined}>{row.lastDetail ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function SessionCard({ intake, record }: { readonly intake: DeviceIntake; readonly record: RegistryRecord }) {
  const t = useWords(WORDS);
  const offset = useOffsetText();
  const subject = record['vehicle'] == null ? (record['vessel'] == null ? undefined : 'vessel') : 'vehicle';
  return (
    <Card
      title={t('session')}
      extra={record.demonstration === true ? <DemonstrationTag>演示</DemonstrationTag> : undefined}
    >
      <Facts
        rows={[
          [
            t('connected'),
            intake.connected
              ? intake.since == null
                ? '✓'
                : t('since', { time: stampText(intake.since) })
              : t('notConnected'),
          ],
          [t('remote'), intake.remote],
          [t('lastSeen'), intake.lastSeen == null ? null : stampText(intake.lastSeen)],
          [
            t('offset'),
            intake.clockOffsetMs == null
              ? null
              : `${offset(intake.clockOffsetMs)}（${numberText(intake.clockOffsetMs / 1000, 1)} s）`,
          ],
          ...(subject === undefined
            ? []
            : [
                [
                  entityByPlural('devices')?.fields[subject]?.label ?? subject,
                  <Reference key="subject" entity={subject} id={String(record[subject])} />,
                ] as const,
              ]),
        ]}
      />
    </Card>
  );
}
