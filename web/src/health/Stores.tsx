import type { Diagnostics, SlowView } from '@anlan/kernel/diagnostics';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Facts, numberText, StatusWord, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { spanText, stampText } from '../time/index.ts';
import styles from './Diagnostics.module.css';
import { WORDS } from './diagnostics-words.ts';
import { bytesText, msText } from './units.ts';

/** Both stores: versions, sizes, connections; and how the clocks of everybody differ from ours. */
export function Stores({ seen, offset }: { readonly seen: Diagnostics; readonly offset: number }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { postgres, clickhouse } = seen;
  const missing = <StatusWord state="late">{t('noAnswer')}</StatusWord>;
  const bytes = clickhouse?.tables.reduce((sum, one) => sum + one.bytes, 0);
  const largest = [
    ...(postgres?.tables.slice(0, 6).map((one) => ({ ...one, note: '' })) ?? []),
    ...(clickhouse?.tables.slice(0, 3).map((one) => ({ ...one, note: t('parts', { n: one.parts }) })) ?? []),
  ];
  return (
    <Card title={t('stores')}>
      <Facts
        rows={[
          [
            'PostgreSQL',
            postgres === null
              ? missing
              : `${postgres.version} · ${bytesText(postgres.bytes)} · ${spanText(seen.at - postgres.startedAt, language)}`,
          ],
          [t('connections'), postgres === null ? null : `${postgres.connections} / ${postgres.mostConnections}`],
          [t('longest'), postgres === null ? null : msText(postgres.longestMs)],
          [
            'ClickHouse',
            clickhouse === null
              ? missing
              : `${clickhouse.version} · ${bytesText(bytes)} · ${t('memory')} ${bytesText(clickhouse.memory)} · ${spanText(clickhouse.uptime * 1000, language)}`,
          ],
          [
            t('clock'),
            [
              postgres === null ? '' : t('database', { ms: msText(postgres.clockOffsetMs) }),
              t('browser', { ms: msText(offset) }),
              ...(seen.skewed === 0 ? [] : [t('devices', { n: seen.skewed })]),
            ]
              .filter((text) => text !== '')
              .join(' · '),
          ],
        ]}
      />
      <Table
        label={t('tables')}
        heads={[t('tables'), { label: t('size'), number: true }, { label: t('rows'), number: true }]}
      >
        {largest.map((one) => (
          <tr key={`${one.name} ${one.note}`}>
            <td>
              {one.name} <small>{one.note}</small>
            </td>
            <td className={table.number}>{bytesText(one.bytes)}</td>
            <td className={table.number}>{numberText(Math.round(one.rows))}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

/** What took longest, each with the trace of its slowest time. */
export function SlowList({
  title,
  rows,
  onTrace,
}: {
  readonly title: string;
  readonly rows: readonly SlowView[];
  readonly onTrace: (cause: string) => void;
}) {
  const t = useWords(WORDS);
  const number = (label: string) => ({ label, number: true });
  return (
    <Card title={title} note={t('slowNote')} flush>
      <Table heads={[t('what'), number(t('worst')), number(t('mean')), number(t('times')), t('when')]}>
        {rows.slice(0, 10).map((one) => (
          <tr key={one.what}>
            <td className={table.wide} title={one.what}>
              <code className={styles.code}>{one.what}</code>
            </td>
            <td className={table.number}>
              {one.cause === null ? (
                msText(one.worst)
              ) : (
                <button type="button" className={styles.door} onClick={() => onTrace(one.cause as string)}>
                  {msText(one.worst)}
                </button>
              )}
            </td>
            <td className={table.number}>{msText(one.total / one.count)}</td>
            <td className={table.number}>{numberText(one.count)}</td>
            <td>{stampText(one.worstAt)}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
