import { sql } from 'kysely';
import type { AlarmQuality } from '@anlan/kernel/alarm';
import type { Tx } from '../access/scoped.ts';

const DAY = 86_400_000;

interface Facts {
  total: number;
  days: number;
  peak10: number;
  flood_windows: number;
  windows: number;
  top10: number;
  chattering: number;
  stale: number;
  ack_seconds: number | null;
  red: number;
  orange: number;
  yellow: number;
  blue: number;
}

type Row = AlarmQuality['rows'][number];

/** One figure: what it is, its target (EEMUA 191 / IEC 62682 table 7), and how it is computed. */
const FIGURES: readonly {
  key: string;
  label: string;
  unit: string;
  target: string;
  of: (facts: Facts) => Pick<Row, 'value' | 'met' | 'numerator' | 'denominator'>;
}[] = [
  {
    key: 'per10',
    label: '10 分钟平均',
    unit: '条',
    target: '≤ 1',
    of: (f) => ratio(f.total, f.windows, 1, (value) => value <= 1),
  },
  { key: 'peak10', label: '10 分钟峰值', unit: '条', target: '≤ 10', of: (f) => plain(f.peak10, f.peak10 <= 10) },
  {
    key: 'flood',
    label: '泛滥时长',
    unit: '%',
    target: '< 1 %',
    of: (f) => ratio(f.flood_windows, f.windows, 100, (value) => value < 1),
  },
  {
    key: 'top10',
    label: '前十点占比',
    unit: '%',
    target: '≤ 5 %',
    of: (f) => ratio(f.top10, f.total, 100, (value) => value <= 5),
  },
  { key: 'chattering', label: '抖动报警', unit: '点', target: '0', of: (f) => plain(f.chattering, f.chattering === 0) },
  { key: 'stale', label: '陈旧 > 24 h', unit: '条', target: '< 5', of: (f) => plain(f.stale, f.stale < 5) },
  {
    key: 'acknowledge',
    label: '平均确认',
    unit: 's',
    target: '≤ 180 s',
    of: (f) => plain(f.ack_seconds, f.ack_seconds === null ? null : f.ack_seconds <= 180),
  },
];

function plain(value: number | null, met: boolean | null): Pick<Row, 'value' | 'met' | 'numerator' | 'denominator'> {
  return { value, met, numerator: null, denominator: null };
}

function ratio(numerator: number, denominator: number, factor: number, met: (value: number) => boolean) {
  if (denominator === 0) return { value: null, met: null, numerator, denominator };
  const value = (factor * numerator) / denominator;
  return { value, met: met(value), numerator, denominator };
}

/** Alarm-quality figures of the rows the transaction may see, over the last `days`. A period begins with the first alarm at the earliest. */
export async function qualityOf(tx: Tx, days: number, now: number): Promise<AlarmQuality> {
  const to = new Date(now);
  const from = new Date(now - days * DAY);
  const { rows } = await sql<Facts>`
    WITH seen AS (SELECT * FROM alarm WHERE raised_at > ${from} AND raised_at <= ${to}),
         windows AS (SELECT floor(extract(epoch FROM raised_at) / 600) AS w, count(*) AS n FROM seen GROUP BY 1),
         subjects AS (SELECT subject_id, rule, count(*) AS n FROM seen GROUP BY 1, 2),
         minutes AS (SELECT subject_id, rule, floor(extract(epoch FROM raised_at) / 60) AS m, count(*) AS n FROM seen GROUP BY 1, 2, 3)
    SELECT (SELECT count(*) FROM seen)::int AS total,
           (SELECT coalesce(max(n), 0) FROM windows)::int AS peak10,
           (SELECT count(*) FROM windows WHERE n > 10)::int AS flood_windows,
           (SELECT coalesce(ceil(extract(epoch FROM ${to}::timestamptz - min(raised_at)) / 600), 0) FROM seen)::int AS windows,
           (SELECT coalesce(sum(n), 0) FROM (SELECT n FROM subjects ORDER BY n DESC LIMIT 10) t)::int AS top10,
           (SELECT count(DISTINCT subject_id) FROM minutes WHERE n >= 3)::int AS chattering,
           (SELECT count(*) FROM alarm WHERE recovered_at IS NULL AND closed_at IS NULL AND raised_at < ${to}::timestamptz - interval '24 hours')::int AS stale,
           (SELECT avg(extract(epoch FROM acknowledged_at - seen_at)) FROM seen WHERE acknowledged_at IS NOT NULL)::float8 AS ack_seconds,
           (SELECT count(*) FROM seen WHERE level = 'red')::int AS red, (SELECT count(*) FROM seen WHERE level = 'orange')::int AS orange,
           (SELECT count(*) FROM seen WHERE level = 'yellow')::int AS yellow, (SELECT count(*) FROM seen WHERE level = 'blue')::int AS blue`.execute(
    tx,
  );
  const facts = rows[0] as Facts;
  const trend = await sql<{ n: number }>`
    SELECT count(a.id)::int AS n FROM generate_series(0, 11) AS bucket
    LEFT JOIN alarm a ON a.raised_at > ${from}::timestamptz + bucket * (${to}::timestamptz - ${from}::timestamptz) / 12
      AND a.raised_at <= ${from}::timestamptz + (bucket + 1) * (${to}::timestamptz - ${from}::timestamptz) / 12
    GROUP BY bucket ORDER BY bucket`.execute(tx);
  const { red, orange, yellow, blue } = facts;
  return {
    from: from.getTime(),
    to: now,
    rows: FIGURES.map(({ key, label, unit, target, of }) => ({
      key,
      label,
      unit,
      target,
      ...of(facts),
      trend: key === 'per10' ? trend.rows.map((row) => row.n) : [],
    })),
    levels: { red, orange, yellow, blue },
  };
}
