/** A span of time, epoch ms; `to` is not part of it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a bucket holds of a point: times in epoch ms, `restatedAt` 0 where no late data changed it. */
export interface Bucket {
  readonly point: string;
  readonly at: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly restatedAt: number;
}

export const HOUR = 3_600_000;
/** Days and hours begin as they do in Asia/Shanghai, which has known no other time since 1991. */
const OFFSET = 8 * HOUR;
/** Buckets come in these widths (s), so that neighbouring queries share them. */
const WIDTHS = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400, 604_800];

/** Width (ms) of the buckets of a span of which there may be `max`. */
export function widthFor({ from, to }: Span, max: number): number {
  const span = Math.max(1, to - from) / 1000;
  return (WIDTHS.find((seconds) => span / seconds <= max) ?? WIDTHS.at(-1)!) * 1000;
}

/** Beginning of the bucket that a time lies in. */
export const bucketOf = (at: number, width: number): number => Math.floor((at + OFFSET) / width) * width - OFFSET;

export const instantOf = (ms: number): string => `fromUnixTimestamp64Milli(toInt64(${Math.floor(ms)}))`;
const ms = (of: string): string => `toUnixTimestamp64Milli(${of})`;
const bucket = (of: string, width: number): string =>
  `toFloat64(intDiv(${of} + ${OFFSET}, ${width}) * ${width} - ${OFFSET})`;

/** Readings of a condition, of each instant the one that came in last; they are read as they lie. */
const raw = (points: string, times: string): string => `
  SELECT point, at, value, quality FROM reading WHERE ${points} AND ${times} ORDER BY point, at, received DESC LIMIT 1 BY point, at`;

/**
 * The statement for buckets (`Bucket`) of the points that `points` tells, a condition on `point`, in order of both. Wide buckets are put
 * together of the hours that are made; readings fill in what of the span is none of them.
 */
export function bucketsQuery(points: string, { from, to }: Span, width: number): string {
  if (width < HOUR)
    return `
      SELECT point, ${bucket(ms('r.at'), width)} AS at, avg(r.value) AS mean, min(r.value) AS low, max(r.value) AS high, toFloat64(count()) AS count, 0 AS restatedAt
      FROM (${raw(points, `at >= ${instantOf(from)} AND at < ${instantOf(to)}`)}) AS r
      WHERE r.quality = 'good' AND r.value IS NOT NULL GROUP BY point, at ORDER BY point, at`;
  const first = Math.ceil(from / HOUR) * HOUR;
  const made = `(SELECT max(until) FROM history_mark WHERE name = 'hours')`;
  return `
    WITH ${instantOf(first)} AS first, greatest(first, least(${made}, ${instantOf(Math.floor(to / HOUR) * HOUR)})) AS last
    SELECT point, at, sum(total) / sum(n) AS mean, min(low) AS low, max(high) AS high, toFloat64(sum(n)) AS count, max(restated_at) AS restatedAt FROM (
      SELECT point, ${bucket(`toInt64(toUnixTimestamp(hour)) * 1000`, width)} AS at, toUInt64(count) AS n, total, low, high,
        if(restated = 1, toFloat64(${ms('revision')}), 0) AS restated_at
      FROM (SELECT * FROM reading_hour WHERE ${points} AND hour >= first AND hour < last ORDER BY point, hour, revision DESC LIMIT 1 BY point, hour)
      WHERE count > 0
      UNION ALL
      SELECT point, ${bucket(ms('at'), width)}, 1, value, value, value, 0 FROM (${raw(
        points,
        `at >= ${instantOf(from)} AND at < ${instantOf(to)} AND (at < first OR at >= last)`,
      )}) WHERE quality = 'good' AND value IS NOT NULL)
    GROUP BY point, at ORDER BY point, at`;
}
