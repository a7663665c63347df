import type { Context } from '../access/context.ts';
import { literal } from '../store/clickhouse/statements.ts';
import { instantOf } from '../telemetry/buckets.ts';

/** Values at the ends of the last full hours, by point and hour's end (epoch ms), oldest first. */
export type Levels = ReadonlyMap<string, ReadonlyMap<number, number>>;

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Ends of hours that are looked at: three stretches tell two losses in turn from a single one. */
const ENDS = 4;
/** Minutes around the end of an hour whose readings stand for it. */
const AROUND = 5;

/**
 * Mean of the good readings around the ends of the last full hours: single samples carry the sensor's noise. Points that
 * sent nothing around an end have no value there.
 */
export async function levelsOf(
  context: Context,
  points: readonly { readonly id: string }[],
  now = Date.now(),
): Promise<Levels> {
  if (points.length === 0) return new Map();
  const last = Math.floor((now - AROUND * MINUTE) / HOUR) * HOUR;
  const ends = Array.from({ length: ENDS }, (_, index) => last - (ENDS - 1 - index) * HOUR);
  const near = ends
    .map((end) => `(at >= ${instantOf(end - AROUND * MINUTE)} AND at < ${instantOf(end + AROUND * MINUTE)})`)
    .join(' OR ');
  const result = await context.clickhouse.query({
    query: `
      SELECT toString(point) AS id, toFloat64(intDiv(toUnixTimestamp64Milli(at) + ${HOUR / 2}, ${HOUR}) * ${HOUR}) AS end, avg(value) AS mean
      FROM reading WHERE point IN (${points.map(({ id }) => literal(id)).join(',')}) AND (${near})
        AND quality = 'good' AND value IS NOT NULL GROUP BY id, end ORDER BY id, end`,
    format: 'JSONEachRow',
  });
  const levels = new Map<string, Map<number, number>>();
  for (const { id, end, mean } of await result.json<{ id: string; end: number; mean: number }>()) {
    const own = levels.get(id) ?? new Map<number, number>();
    levels.set(id, own.set(end, mean));
  }
  return levels;
}
