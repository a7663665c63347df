import { alarmViewSchema, type AlarmView } from '@anlan/kernel/alarm';
import { completeness } from '@anlan/kernel/entity';
import { useQuery } from '@tanstack/react-query';
import { Bell, Pencil } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { z } from 'zod';
import { api, query, type RegistryRecord } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, levelWord, Loading, numberText, PageHead, RiskMark, Timeline } from '../parts/index.ts';
import { entityByPlural, RecordFacts, useHistory, useRecord, Value } from '../registry/index.tsx';
import { useSpoken } from '../rules/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import styles from './EnterprisePage.module.css';
import { Head } from './Head.tsx';
import { Cases } from './Cases.tsx';
import { Credit } from './Credit.tsx';
import { LiveCard } from './LiveCard.tsx';
import { useOwned } from './owned.ts';
import { Papers } from './Papers.tsx';
import { People } from './People.tsx';
import { Strip } from './Strip.tsx';
import { WORDS } from './words.ts';
import { ALARM_WORDS } from '../desk/alarm/index.ts';

const alarmsSchema = z.looseObject({ alarms: z.array(alarmViewSchema) });

/** One enterprise: who it is, what it measures now, what it owns, what happened. */
export function EnterprisePage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const record = useRecord('enterprises', id);
  const keep = useKeepScope();
  const crumbs = [
    { label: t('list'), href: keep('/registry/enterprises') },
    ...(record.data?.regionName == null ? [] : [{ label: record.data.regionName }]),
  ];
  return (
    <Page title={record.data?.name ?? t('qr')}>
      {record.isPending ? <Loading rows={8} /> : null}
      {record.isError && record.data === undefined ? (
        <>
          <PageHead title={t('qr')} crumbs={crumbs} />
          <Failed error={record.error} retry={() => void record.refetch()} />
        </>
      ) : null}
      {record.data === undefined ? null : <File record={record.data} crumbs={crumbs} />}
    </Page>
  );
}

function useAlarmsOf(organisation: string) {
  const { data } = useQuery({
    queryKey: ['alarms', 'organisation', organisation],
    queryFn: ({ signal }) =>
      api.get(`/alarms${query({ state: 'all', organisation, limit: 200 })}`, alarmsSchema, signal),
  });
  return data?.alarms.filter((alarm) => alarm.organisationId === organisation) ?? [];
}

function File({
  record,
  crumbs,
}: {
  readonly record: RegistryRecord;
  readonly crumbs: readonly { label: string; href?: string }[];
}) {
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
          <Cases organisation={organisation} />
          <Tanks rows={tanks?.rows} total={tanks?.total ?? 0} enterprise={record.id} />
          <People enterprise={record.id} />
        </div>
        <div className={styles.column}>
          <Papers record={record} />
          <Credit enterprise={organisation} />
          <FactsCard record={record} />
          <History record={record} alarms={alarms} />
        </div>
      </div>
    </>
  );
}

function Tanks({
  rows,
  total,
  enterprise,
}: {
  readonly rows: readonly RegistryRecord[] | undefined;
  readonly total: number;
  readonly enterprise: string;
}) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const entity = entityByPlural('tanks');
  if (entity === undefined || rows === undefined || rows.length === 0) return null;
  const fields = ['substance', 'volume', 'hazardLevel'].flatMap((key) =>
    entity.fields[key] === undefined ? [] : [[key, entity.fields[key]] as const],
  );
  return (
    <Card
      title={t('tanks')}
      extra={<Link to={keep(`/registry/tanks?enterprise=${enterprise}`)}>{t('all', { n: total })}</Link>}
      flush
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{label({ label: entity.nameLabel, labelEn: entity.nameLabelEn })}</th>
            {fields.map(([key, field]) => (
              <th key={key} data-kind={field.kind}>
                {label(field)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 12).map((row) => (
            <tr key={row.id}>
              <td>
                <Link to={keep(`/registry/tanks?open=${row.id}`)} title={row.name}>
                  {row.name}
                </Link>
              </td>
              {fields.map(([key, field]) => (
                <td key={key} data-kind={field.kind}>
                  <Value field={field} value={row[key]} />
                </td>
              ))}
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
    <Card
      title={t('facts')}
      note={`${t('complete', { p: share })}${missing === 0 ? '' : ` · ${t('missing', { n: missing })}`}`}
    >
      <RecordFacts entity={entity} record={record} />
    </Card>
  );
}

/** Alarms and changes of the record in one line of time, newest first. */
function History({ record, alarms }: { readonly record: RegistryRecord; readonly alarms: readonly AlarmView[] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { language } = useLanguage();
  const say = useSpoken();
  const alarmWord = useWords(ALARM_WORDS);
  const history = useHistory('enterprises', record.id).data ?? [];
  const entries = [
    ...alarms.map((alarm) => ({
      key: alarm.id,
      at: alarm.raisedAt,
      by: `${levelWord(alarm.level, 'alarm', language)} · ${alarmWord(alarm.response)}`,
      icon: alarm.response === 'closed' ? <Bell size={11} /> : <RiskMark level={alarm.level} size={9} />,
      text: (
        <Link to={keep(`/desk?alarm=${alarm.id}`)}>
          {t('alarmText', {
            what: say(alarm).subjectName,
            value: numberText(alarm.value),
            unit: alarm.unit,
            label: say(alarm).label,
          })}
        </Link>
      ),
    })),
    ...history.map((entry) => ({
      key: `v${entry.version}`,
      at: typeof entry.at === 'number' ? entry.at : Date.parse(entry.at),
      by: entry.by ?? '—',
      icon: <Pencil size={11} />,
      text:
        entry.version === 1 || entry.changes.length === 0
          ? t('registered')
          : t('change', { what: entry.changes.map((change) => change.label).join('、') }),
    })),
  ].toSorted((a, b) => b.at - a.at);
  return (
    <Card title={t('timeline')}>
      {entries.length === 0 ? <Empty title={t('noTimeline')} /> : <Timeline entries={entries.slice(0, 14)} />}
    </Card>
  );
}
