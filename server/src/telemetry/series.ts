import type { PointView, Series } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { bucketsQuery, widthFor, type Bucket, type Span } from './buckets.ts';

/** A point's history in at most `max` buckets with the least, mean and greatest good value of each. */
export async function series(
  context: Context,
  point: PointView,
  query: Span & { readonly max: number },
): Promise<Series> {
  const width = widthFor(query, query.max);
  const result = await context.clickhouse.query({
    query: bucketsQuery(`point = {point:UUID}`, query, width),
    query_params: { point: point.id },
    format: 'JSONEachRow',
  });
  return withGaps(point, query, width, await result.json<Bucket>());
}

/** Puts an empty bucket into every silence longer than three expected periods, so that no line is drawn across it. */
function withGaps(point: PointView, { from, to }: Span, resolution: number, rows: readonly Bucket[]): Series {
  const restated = Math.max(0, ...rows.map(({ restatedAt }) => restatedAt));
  const result: Series = {
    pointId: point.id,
    unit: point.unit,
    from,
    to,
    resolution,
    at: [],
    value: [],
    low: [],
    high: [],
    restatedAt: restated === 0 ? null : restated,
  };
  const longest =
    point.expectedPeriod === 0 ? Number.POSITIVE_INFINITY : Math.max(3 * point.expectedPeriod * 1000, 2 * resolution);
  let before: number | undefined;
  const push = (at: number, value: number | null, low: number | null, high: number | null): void => {
    result.at.push(at);
    result.value.push(value);
    result.low.push(low);
    result.high.push(high);
  };
  for (const { at, mean, low, high } of rows) {
    if (before !== undefined && at - before > longest) push(before + resolution, null, null, null);
    push(at, mean, low, high);
    before = at;
  }
  return result;
}
