import { completeness, counts, missingFields, type Entity } from '@anlan/kernel/entity';
import type { RegistryRecord } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Facts } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './RecordPanel.module.css';
import { Value } from './Value.tsx';
import { WORDS } from './words.ts';

const PROVENANCE: Record<string, 'fromDemonstration' | 'fromHand' | 'fromTable' | 'fromExchange'> = {
  demonstration: 'fromDemonstration',
  manual: 'fromHand',
  import: 'fromTable',
  exchange: 'fromExchange',
};

/** All fields of a record with what is missing named, how complete it is and where it comes from. */
export function RecordFacts({
  entity,
  record,
  columns = 1,
  marked = [],
  asOf,
}: {
  readonly entity: Entity;
  readonly record: RegistryRecord;
  readonly columns?: 1 | 2;
  /** Fields to set off: those that have changed since. */
  readonly marked?: readonly string[];
  /** The instant it is shown as of; left out = now. */
  readonly asOf?: number | undefined;
}) {
  const t = useWords(WORDS);
  const region = useRegionName();
  const label = useLabel();
  const rows = Object.entries(entity.fields).map(
    ([key, field]) =>
      [
        label(field),
        <span key={key} className={marked.includes(key) ? styles.marked : ''}>
          {record[key] == null && !counts(entity, key, record) ? (
            '—'
          ) : (
            <Value field={field} value={record[key]} name={record.labels?.[key]} place={record.regionPath} at={asOf} />
          )}
        </span>,
      ] as const,
  );
  const position =
    record.lon == null || record.lat == null ? null : `${record.lon.toFixed(5)}°, ${record.lat.toFixed(5)}°`;
  const from = PROVENANCE[record.provenance ?? ''];
  const share = Math.floor(completeness(entity, record) * 100);
  const lacking = useLacking(entity, record);
  const at = record.updatedAt == null ? '—' : stampText(Date.parse(record.updatedAt));
  const updated = record.updatedBy == null ? t('updatedAt', { at }) : t('updated', { by: record.updatedBy, at });
  return (
    <>
      <Facts
        columns={columns}
        rows={[
          ...rows,
          [t('region'), record.regionName == null ? null : region(record.regionName)],
          ...(entity.located
            ? [[t('position'), position ?? <span className={styles.missing}>{t('blank')}</span>] as const]
            : []),
        ]}
      />
      <p className={styles.meta}>
        {t('completeness', { p: share })}
        {lacking === '' ? '' : ` · ${t('lacking', { what: lacking })}`} · {t('provenance')}{' '}
        {from === undefined ? (record.provenance ?? '—') : t(from)} · {updated}
      </p>
    </>
  );
}

/** The labels of what counts of a record and is not filled in; empty where nothing is missing. */
function useLacking(entity: Entity, record: RegistryRecord): string {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  return missingFields(entity, record)
    .map((key) => (entity.fields[key] === undefined ? t('position') : label(entity.fields[key])))
    .join(language === 'zh' ? '、' : ', ');
}
