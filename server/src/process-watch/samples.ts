import type { ClickHouseClient } from '@clickhouse/client';
import type { Sample } from '@anlan/domain/process-watch';

/** What of a watch decides its samples. */
export interface Grid {
  readonly points: readonly string[];
  /** Seconds. */
  readonly step: number;
  /** How old a point's value may be at a sample (ms), in the order of the points. */
  readonly holds: readonly number[];
}

/** A sample stands for the instant `at` (ms, a multiple of the step): the newest good value of each point until then. */
export interface Timed {
  readonly at: number;
  readonly sample: Sample;
}

/** A value is held for two steps at least, longer where its point speaks seldom (ms). */
export function holdOf(step: number, expectedPeriod: number): number {
  return Math.max(2 * step, 3 * expectedPeriod) * 1000;
}

/** Samples more than a point may miss before the whole says nothing: a quarter of the points. */
export const MOST_MISSING = 0.25;

/** The last instant of the grid that is not after `at`. */
export function gridAt(step: number, at: number): number {
  return Math.floor(at / (step * 1000)) * step * 1000;
}

/**
 * Samples of stored readings at every step of `from` < at ≤ `to`, the oldest first, null where a point had no fresh
 * value, or one its instrument marks as doubtful: that is not the process.
 */
export async function storedSamples(
  clickhouse: ClickHouseClient,
  { points, step, holds }: Grid,
  from: number,
  to: number,
): Promise<Timed[]> {
  const result = await clickhouse.query({
    query: `
      SELECT toString(point) AS id, intDiv(toUnixTimestamp64Milli(at) + {width:Int64} - 1, {width:Int64}) * {width:Int64} AS until,
             argMax(reading.quality, reading.at) AS mark, argMax(tuple(reading.value), reading.at).1 AS value, toUnixTimestamp64Milli(max(reading.at)) AS taken
      FROM reading FINAL
      WHERE point IN {points:Array(UUID)} AND reading.at > fromUnixTimestamp64Milli({from:Int64})
        AND reading.at <= fromUnixTimestamp64Milli({to:Int64})
      GROUP BY id, until ORDER BY until`,
    query_params: {
      points: [...points],
      width: step * 1000,
      from: Math.floor(from - Math.max(...holds)),
      to: Math.floor(to),
    },
    format: 'JSONEachRow',
  });
  const rows = await result.json<{ id: string; until: string; mark: string; value: number | null; taken: string }>();
  const index = new Map(points.map((id, i) => [id, i]));
  const last = points.map(() => ({ value: null as number | null, taken: Number.NEGATIVE_INFINITY }));
  const samples: Timed[] = [];
  let next = 0;
  for (let at = gridAt(step, from) + step * 1000; at <= to; at += step * 1000) {
    for (; next < rows.length && Number(rows[next]!.until) <= at; next++) {
      const { id, mark, value, taken } = rows[next]!;
      last[index.get(id) as number] = { value: mark === 'good' ? value : null, taken: Number(taken) };
    }
    samples.push({ at, sample: last.map(({ value, taken }, i) => (at - taken <= holds[i]! ? value : null)) });
  }
  return samples;
}

/** Is there enough of a sample to judge it? */
export function isJudgeable(sample: Sample): boolean {
  return sample.filter((value) => value === null).length <= MOST_MISSING * sample.length;
}
