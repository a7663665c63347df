import type { PointView } from '@anlan/kernel/telemetry';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { Map as MapIcon, Pencil } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, deviceIntakeSchema, type RegistryRecord } from '../api/index.ts';
import { DeviceTest } from '../conformance/index.tsx';
import { useWords } from '../language/index.tsx';
import { Card, Failed, Loading, OriginTag, PageHead } from '../parts/index.ts';
import { PointList, usePoints } from '../points/index.ts';
import { entityByPlural, RecordFacts, useMay, useRecord } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import styles from './DevicePage.module.css';
import { CollectionCard, collectedProtocol } from './CollectionCard.tsx';
import { Instructions, takesInstructions } from './Instructions.tsx';
import { Counters, IntakeStrip, SessionCard } from './Intake.tsx';
import { LimitsDrawer } from './LimitsDrawer.tsx';
import { MediaCard } from './Media.tsx';
import { PointSettings } from './PointSettings.tsx';
import { hasSecret, SecretCard } from './SecretCard.tsx';
import { StandingCard } from './StandingCard.tsx';
import { WORDS } from './words.ts';

/** Protocols whose listeners keep the last frames of a device. */
const TESTED: ReadonlySet<string> = new Set(['jt808', 'hj212', 'gb26875', 'modbus', 'sparkplug']);

/** Protocols that send positions and no values. */
const POSITIONED: ReadonlySet<string> = new Set(['jt808', 'jt809', 'ais']);

const FEWEST_WATCHED = 2;

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
  const watches = useMay('telemetry.read');
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
      {intake.data === undefined ? null : <IntakeStrip intake={intake.data} id={record.id} />}
      <div className={styles.columns}>
        <div className={styles.column}>
          {watches ? (
            <Card title={t('points')} extra={<WatchLink record={record} />}>
              <PointList by="device" id={record.id} limits={setLimitsOf} />
            </Card>
          ) : null}
          {POSITIONED.has(String(record['protocol'])) ? null : <PointSettings record={record} />}
          {alarms ? <StandingCard id={record.id} /> : null}
          {intake.data === undefined ? null : <Counters intake={intake.data} />}
        </div>
        <div className={styles.column}>
          {intake.data === undefined ? null : <SessionCard intake={intake.data} record={record} />}
          {hasSecret(record['protocol'], record['identity']) ? (
            <SecretCard id={record.id} protocol={String(record['protocol'])} />
          ) : null}
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

/** A model watches several points together; what the platform computes itself is no input of one. */
function WatchLink({ record }: { readonly record: RegistryRecord }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const may = useMay('alarm.limit');
  const points = usePoints('device', record.id).data ?? [];
  if (!may || record['protocol'] === 'watch' || points.length < FEWEST_WATCHED) return null;
  return <Link to={keep(`/process-watch/new?device=${record.id}`)}>{t('watch')}</Link>;
}
