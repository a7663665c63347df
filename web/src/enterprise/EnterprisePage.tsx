import { completeness, missingFields } from '@anlan/kernel/entity';
import { Link, useParams } from 'react-router';
import type { RegistryRecord } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Card, Failed, Loading, PageHead } from '../parts/index.ts';
import { entityByPlural, RecordFacts, useRecord, Value } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import styles from './EnterprisePage.module.css';
import { Head } from './Head.tsx';
import { Cases } from './Cases.tsx';
import { Credit } from './Credit.tsx';
import { Doors } from './Doors.tsx';
import { Hazards } from './Hazards.tsx';
import { LiveCard } from './LiveCard.tsx';
import { useOwned } from './owned.ts';
import { Papers } from './Papers.tsx';
import { Past } from './Past.tsx';
import { People } from './People.tsx';
import { useAlarmsOf } from './queries.ts';
import { Strip } from './Strip.tsx';
import { WhyCard } from './WhyCard.tsx';
import { WORDS } from './words.ts';

/** One enterprise: who it is, what it measures now, what it owns, what happened. */
export function EnterprisePage() {
  const t = useWords(WORDS);
  const region = useRegionName();
  const { id = '' } = useParams();
  const record = useRecord('enterprises', id);
  const keep = useKeepScope();
  const crumbs = [
    { label: t('list'), href: keep('/registry/enterprises') },
    ...(record.data?.regionName == null ? [] : [{ label: region(record.data.regionName) }]),
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
      <Strip record={record} organisation={organisation} alarms={alarms} />
      <Doors record={record} organisation={organisation} tanks={tanks?.total} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <WhyCard record={record} alarms={alarms} />
          <Hazards enterprise={record.id} />
          <Credit enterprise={organisation} />
          <FactsCard record={record} />
        </div>
        <div className={styles.column}>
          <LiveCard organisation={organisation} record={record} />
          <Cases organisation={organisation} />
          <Papers record={record} />
          <People enterprise={record.id} />
          <Tanks rows={tanks?.rows} total={tanks?.total ?? 0} enterprise={record.id} />
        </div>
        <div className={styles.column}>
          <Past record={record} alarms={alarms ?? []} />
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
  const missing = missingFields(entity, record).length;
  const share = Math.floor(completeness(entity, record) * 100);
  return (
    <Card
      title={t('facts')}
      note={`${t('complete', { p: share })}${missing === 0 ? '' : ` · ${t('missing', { n: missing })}`}`}
    >
      <div id="facts">
        <RecordFacts entity={entity} record={record} />
      </div>
    </Card>
  );
}
