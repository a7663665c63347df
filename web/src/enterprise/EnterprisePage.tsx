import { alarmViewSchema, RESPONSES, type AlarmView } from '@anlan/kernel/alarm';
import { completeness } from '@anlan/kernel/entity';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Bell, Gauge, Map as MapIcon, Pencil } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { z } from 'zod';
import { api, query, recordPageSchema, type RegistryRecord } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, levelWord, Loading, Num, numberText, PageHead, RiskMark, Timeline } from '../parts/index.ts';
import { PointTiles, usePoints } from '../points/index.ts';
import { entityByPlural, isLevel, RecordFacts, useHistory, useMay, useRecord, Value } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import styles from './EnterprisePage.module.css';
import { WORDS } from './words.ts';

const alarmsSchema = z.looseObject({ alarms: z.array(alarmViewSchema) });

/** One enterprise: who it is, what it measures now, what it owns, what happened. */
export function EnterprisePage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const record = useRecord('enterprises', id);
  const keep = useKeepScope();
  const crumbs = [{ label: t('list'), href: keep('/registry/enterprises') }, ...(record.data?.regionName == null ? [] : [{ label: record.data.regionName }])];
  return (
    <Page title={record.data?.name ?? t('qr')}>
      {record.isPending ? <Loading rows={8} /> : null}
      {record.isError && record.data === undefined ? <><PageHead title={t('qr')} crumbs={crumbs} /><Failed error={record.error} retry={() => void record.refetch()} /></> : null}
      {record.data === undefined ? null : <File record={record.data} crumbs={crumbs} />}
    </Page>
  );
}

function useOwned(plural: string, id: string, size = 50) {
  const { data } = useQuery({
    queryKey: ['registry', plural, 'list', 'enterprise', id, size],
    queryFn: ({ signal }) => api.get(`/${plural}${query({ enterprise: id, size })}`, recordPageSchema, signal),
  });
  return data;
}

function useAlarmsOf(organisation: string) {
  const { data } = useQuery({
    queryKey: ['alarms', 'organisation', organisation],
    queryFn: ({ signal }) => api.get(`/alarms${query({ state: 'all', organisation, limit: 200 })}`, alarmsSchema, signal),
  });
  return data?.alarms.filter((alarm) => alarm.organisationId === organisation) ?? [];
}

function File({ record, crumbs }: { readonly record: RegistryRecord; readonly crumbs: readonly { label: string; href?: string }[] }) {
  const organisation = record.organisationId ?? record.id;
  const tanks = useOwned('tanks', record.id);
  const alarms = useAlarmsOf(organisation);
  return (
    <>
      <Head record={record} crumbs={crumbs} />
      <Strip record={record} organisation={organisation} alarms={alarms} tanks={tanks?.total} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <LiveCard organisation={organisation} record={record} />
          <Tanks rows={tanks?.rows} total={tanks?.total ?? 0} enterprise={record.id} />
        </div>
        <div className={styles.column}>
          <FactsCard record={record} />
          <History record={record} alarms={alarms} />
        </div>
      </div>
    </>
  );
}

function Head({ record, crumbs }: { readonly record: RegistryRecord; readonly crumbs: readonly { label: string; href?: string }[] }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const { language } = useLanguage();
  const writes = useMay('registry.write');
  const fields = entityByPlural('enterprises')?.fields ?? {};
  const level = record['riskLevel'];
  const line = ['creditCode', 'sector', 'park', 'employees', 'standardisation'].flatMap((key) => {
    const field = fields[key];
    return field === undefined || record[key] == null ? [] : [<span key={key}>{label(field)} <Value field={field} value={record[key]} /></span>];
  });
  const onMap = record.lon == null || record.lat == null ? undefined : keep(`/map?at=${record.lon},${record.lat}&open=enterprise:${record.id}`);
  return (
    <>
      <PageHead title={<span className="visually-hidden">{record.name}</span>} crumbs={crumbs} />
      <section className={styles.head}>
        {isLevel(level) ? (
          <div className={styles.plate} data-level={level}>
            <b><RiskMark level={level} size={16} />{levelWord(level, 'alarm', language).slice(0, language === 'zh' ? 1 : undefined)}</b>
            <span>{t('riskOf', { level: levelWord(level, 'risk', language) })}</span>
          </div>
        ) : null}
        <div className={styles.name}>
          <b aria-hidden title={record.name}>{record.name}</b>
          <p>{line}</p>
          <p>{[record.regionName, record['address'], record['phone'] == null ? undefined : `${t('duty')} ${String(record['phone'])}`].filter(Boolean).map((text) => <span key={String(text)}>{String(text)}</span>)}</p>
        </div>
        <div className={styles.acts} data-noprint>
          {onMap === undefined ? null : <Link to={onMap}><Button icon={<MapIcon size={15} aria-hidden />}>{t('onMap')}</Button></Link>}
          {writes ? <Link to={keep(`/registry/enterprises?open=${record.id}&edit=1`)}><Button icon={<Pencil size={15} aria-hidden />}>{t('edit')}</Button></Link> : null}
        </div>
      </section>
    </>
  );
}

interface StripProps {
  readonly record: RegistryRecord;
  readonly organisation: string;
  readonly alarms: readonly AlarmView[];
  readonly tanks: number | undefined;
}

function Strip({ record, organisation, alarms, tanks }: StripProps) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const points = usePoints('organisation', organisation).data;
  const active = alarms.filter((alarm) => alarm.response !== 'closed');
  const waiting = active.filter((alarm) => alarm.response === 'unacknowledged').length;
  const silent = points?.filter((point) => point.latest === null || Date.now() - point.latest.at > Math.max(3 * point.expectedPeriod, 30) * 1000).length ?? 0;
  const count = (plural: string) => keep(`/registry/${plural}?enterprise=${record.id}`);
  const cells = [
    { label: t('alarms'), value: active.length, note: waiting === 0 ? t('none') : t('unacknowledged', { n: waiting }), href: keep('/desk') },
    { label: t('points'), value: points?.length, note: silent === 0 ? t('allLive') : t('silent', { n: silent }) },
    { label: t('tanks'), value: tanks, href: count('tanks') },
    { label: t('devices'), value: useOwned('devices', record.id, 50)?.total, href: count('devices') },
    { label: t('vehicles'), value: useOwned('vehicles', record.id, 50)?.total, href: count('vehicles') },
    { label: t('vessels'), value: useOwned('vessels', record.id, 50)?.total, href: count('vessels') },
  ];
  return (
    <dl className={styles.strip}>
      {cells.map((cell) => (
        <div key={cell.label}>
          <dt>{cell.label}</dt>
          <dd><b><Num value={cell.value} href={cell.value === undefined || cell.value === 0 ? undefined : cell.href} /></b>{cell.note === undefined || cell.value === undefined || cell.value === 0 ? null : <small>{cell.note}</small>}</dd>
        </div>
      ))}
    </dl>
  );
}

function LiveCard({ organisation, record }: { readonly organisation: string; readonly record: RegistryRecord }) {
  const t = useWords(WORDS);
  const [all, setAll] = useState(false);
  const points = usePoints('organisation', organisation);
  const ordered = points.data?.toSorted((a, b) => Number(b.latest !== null) - Number(a.latest !== null));
  const shown = all ? ordered : ordered?.slice(0, 12);
  const more = !all && (points.data?.length ?? 0) > 12 ? <Button type="link" size="small" onClick={() => setAll(true)}>{t('more', { n: points.data?.length ?? 0 })}</Button> : undefined;
  return (
    <Card title={t('live')} note={points.data === undefined ? record.name : t('liveNote', { n: points.data.length })} extra={more} flush>
      {points.isPending ? <Loading rows={3} /> : null}
      {points.isError && points.data === undefined ? <Failed error={points.error} retry={() => void points.refetch()} /> : null}
      {points.data?.length === 0 ? <Empty icon={<Gauge size={20} strokeWidth={1.6} />} title={t('noPoints')} note={t('noPointsNote')} /> : null}
      {shown === undefined || shown.length === 0 ? null : <PointTiles points={shown} />}
    </Card>
  );
}

function Tanks({ rows, total, enterprise }: { readonly rows: readonly RegistryRecord[] | undefined; readonly total: number; readonly enterprise: string }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const entity = entityByPlural('tanks');
  if (entity === undefined || rows === undefined || rows.length === 0) return null;
  const fields = ['substance', 'volume', 'hazardLevel'].flatMap((key) => (entity.fields[key] === undefined ? [] : [[key, entity.fields[key]] as const]));
  return (
    <Card title={t('tanks')} extra={<Link to={keep(`/registry/tanks?enterprise=${enterprise}`)}>{t('all', { n: total })}</Link>} flush>
      <table className={styles.table}>
        <thead><tr><th>{label({ label: entity.nameLabel, labelEn: entity.nameLabelEn })}</th>{fields.map(([key, field]) => <th key={key} data-kind={field.kind}>{label(field)}</th>)}</tr></thead>
        <tbody>
          {rows.slice(0, 12).map((row) => (
            <tr key={row.id}>
              <td><Link to={keep(`/registry/tanks?open=${row.id}`)} title={row.name}>{row.name}</Link></td>
              {fields.map(([key, field]) => <td key={key} data-kind={field.kind}><Value field={field} value={row[key]} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function FactsCard({ record }: { readonly record: RegistryRecord }) {
  const t = useWords(WORDS);
  const entity = entityByPlural('enterprises');
  if (entity === undefined) return null;
  const missing = Object.keys(entity.fields).filter((key) => record[key] == null || record[key] === '').length;
  const share = Math.round(completeness(entity, record) * 100);
  return (
    <Card title={t('facts')} note={`${t('complete', { p: share })}${missing === 0 ? '' : ` · ${t('missing', { n: missing })}`}`}>
      <RecordFacts entity={entity} record={record} />
    </Card>
  );
}

/** Alarms and changes of the record in one line of time, newest first. */
function History({ record, alarms }: { readonly record: RegistryRecord; readonly alarms: readonly AlarmView[] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { language } = useLanguage();
  const history = useHistory('enterprises', record.id).data ?? [];
  const entries = [
    ...alarms.map((alarm) => ({
      key: alarm.id,
      at: alarm.raisedAt,
      by: `${levelWord(alarm.level, 'alarm', language)} · ${RESPONSES[alarm.response]}`,
      icon: alarm.response === 'closed' ? <Bell size={11} /> : <RiskMark level={alarm.level} size={9} />,
      text: <Link to={keep(`/desk?alarm=${alarm.id}`)}>{t('alarmText', { what: alarm.subjectName, value: numberText(alarm.value), unit: alarm.unit, label: alarm.label })}</Link>,
    })),
    ...history.map((entry) => ({
      key: `v${entry.version}`,
      at: typeof entry.at === 'number' ? entry.at : Date.parse(entry.at),
      by: entry.by ?? '—',
      icon: <Pencil size={11} />,
      text: entry.version === 1 || entry.changes.length === 0 ? t('registered') : t('change', { what: entry.changes.map((change) => change.label).join('、') }),
    })),
  ].toSorted((a, b) => b.at - a.at);
  return (
    <Card title={t('timeline')}>
      {entries.length === 0 ? <Empty title={t('noTimeline')} /> : <Timeline entries={entries.slice(0, 14)} />}
    </Card>
  );
}
