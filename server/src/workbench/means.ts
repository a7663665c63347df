import type { Context } from '../access/context.ts';

export interface Mean {
  readonly id: string;
  /** epoch ms of the start of its step. */
  readonly at: number;
  readonly mean: number;
  readonly samples: number;
  /** The same values as directions: mean on the circle and its spread (Yamartino), °. */
  readonly direction: number;
  readonly spread: number;
}

/** Yamartino's estimate of the standard deviation of a direction from the means of its sine and cosine, °. */
export function directionSpread(s: number, c: number): number {
  const epsilon = Math.sqrt(Math.max(0, 1 - (s * s + c * c)));
  return (Math.asin(Math.min(1, epsilon)) * (1 + 0.1547 * epsilon ** 3) * 180) / Math.PI;
}

/** Means of good readings of points by steps of `step` seconds, from `from` to before `until` (epoch ms). */
export async function meansOf(
  context: Context,
  points: readonly string[],
  from: number,
  until: number,
  step: number,
): Promise<Mean[]> {
  if (points.length === 0) return [];
  const result = await context.clickhouse.query({
    query: `
      SELECT toString(point) AS id, toUnixTimestamp(toStartOfInterval(at, toIntervalSecond({step:UInt32}))) * 1000 AS bucket,
        avg(value) AS mean, count() AS samples, avg(sin(value * pi() / 180)) AS s, avg(cos(value * pi() / 180)) AS c
      FROM reading FINAL
      WHERE quality = 'good' AND value IS NOT NULL AND point IN {points:Array(UUID)}
        AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({until:Int64})
      GROUP BY id, bucket ORDER BY id, bucket`,
    query_params: { points: [...points], step, from: Math.floor(from), until: Math.floor(until) },
    format: 'JSONEachRow',
  });
  const rows = await result.json<{ id: string; bucket: string; mean: number; samples: string; s: number; c: number }>();
  return rows.map(({ id, bucket, mean, samples, s, c }) => ({
    id,
    at: Number(bucket),
    mean,
    samples: Number(samples),
    // Directions are averaged on the circle: 350° and 10° are north.
    direction: ((Math.atan2(s, c) * 180) / Math.PI + 360) % 360,
    spread: directionSpread(s, c),
  }));
}
