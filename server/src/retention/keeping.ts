import { sql } from 'kysely';
import { inForce, type ParameterValue, type Setting } from '@anlan/kernel/parameter';
import type { Database } from '../access/scoped.ts';
import { parameterOf } from '../parameter/book.ts';

/** What the history keeps by months, and the parameter that says how many, or the number where none does. */
export const TABLES = {
  reading: {
    label: '监测数据',
    labelEn: 'Readings',
    months: 'history.reading-months',
    key: 'point',
    kept: 'reading_kept',
  },
  fix: { label: '定位数据', labelEn: 'Positions', months: 'history.position-months', key: 'object', kept: 'fix_kept' },
  // Goes with `fix`, which it follows.
  fix_by_time: { label: '定位数据（按时间）', labelEn: 'Positions by time', months: null },
  reading_hour: { label: '小时汇总', labelEn: 'Hourly figures', months: 'history.hour-months' },
  reading_late: { label: '补传记号', labelEn: 'Marks of late data', months: 1 },
} as const;
export type TableName = keyof typeof TABLES;

/** The number that holds: of all places with devices the longest in force there, so that nobody's data go too soon. */
export async function longestOf(db: Database, key: string, now: number): Promise<number> {
  const parameter = parameterOf(key);
  const set = await sql<{ regionPath: string; from: Date; value: ParameterValue | null }>`
    SELECT region_path AS "regionPath", valid_from AS "from", value FROM parameter_setting WHERE key = ${key} ORDER BY valid_from`.execute(
    db,
  );
  const settings = set.rows.map((row): Setting => ({ ...row, key, from: row.from.getTime() }));
  const places = await sql<{ place: string }>`SELECT DISTINCT region_path AS place FROM device`.execute(db);
  const values = places.rows.map(({ place }) => inForce(parameter, settings, place, now).value as number);
  return values.length === 0 ? (parameter.value as number) : Math.max(...values);
}

/** The moment before which a table is not kept, epoch ms; undefined for one that goes with another. */
export async function keptSince(db: Database, table: TableName, now: number): Promise<number | undefined> {
  const { months } = TABLES[table];
  if (months === null) return undefined;
  const count = typeof months === 'number' ? months : await longestOf(db, months, now);
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - count, date.getUTCDate());
}

/** First moment and end of a month as partitions are named, `202311`, epoch ms. */
export function monthOf(part: string): { readonly from: number; readonly to: number } {
  const [year, month] = [Number(part.slice(0, 4)), Number(part.slice(4, 6))];
  return { from: Date.UTC(year, month - 1), to: Date.UTC(year, month) };
}
