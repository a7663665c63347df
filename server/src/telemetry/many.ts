import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { ManySeries } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { literal } from '../store/clickhouse/statements.ts';
import { bucketOf, bucketsQuery, HOUR, widthFor, type Span } from './buckets.ts';
import { choosePoints, spanProblem, type Choice, type ChosenPoint } from './choice.ts';

/** More points than these are asked for by the hour at the finest: that is what is kept ready. */
const FINE_POINTS = 50;
/** Buckets of all points together. */
const MOST_CELLS = 1_000_000;

/** The history of many points in buckets that begin together, of each the least, mean and greatest good value. */
export async function manySeries(
  context: Context,
  actor: Actor,
  asked: Choice & Span & { readonly max: number },
): Promise<ManySeries | Refusal> {
  const wrong = spanProblem(asked);
  if (wrong !== undefined) return wrong;
  const points = await choosePoints(context, actor, asked);
  if (isRefusal(points)) return points;
  const width = Math.max(points.length > FINE_POINTS ? HOUR : 0, widthFor(asked, asked.max));
  const at: number[] = [];
  for (let begin = bucketOf(asked.from, width); begin < asked.to; begin += width) at.push(begin);
  const cells = at.length * points.length;
  if (cells > MOST_CELLS) return refuse('export-rows', { rows: cells, most: MOST_CELLS }, 'to');
  const result = await context.clickhouse.query({
    query: bucketsQuery(`point IN (${points.map(({ id }) => literal(id)).join(',')})`, asked, width),
    format: 'JSONCompactEachRow',
    clickhouse_settings: { max_query_size: '4000000' },
  });
  const rows = result.stream<Row>();
  return columnsOf(points, asked, width, at, rows);
}

type Row = [point: string, at: number, mean: number, low: number, high: number, count: number, restatedAt: number];

async function columnsOf(
  points: readonly ChosenPoint[],
  { from, to }: Span,
  resolution: number,
  at: number[],
  found: AsyncIterable<readonly { json(): Row }[]>,
): Promise<ManySeries> {
  const empty = (): (number | null)[][] => points.map(() => at.map(() => null));
  const [value, low, high] = [empty(), empty(), empty()];
  const place = new Map(points.map(({ id }, index) => [id, index]));
  const sums = points.map(() => ({ total: 0, count: 0 }));
  const begin = at[0] ?? 0;
  let restated = 0;
  for await (const rows of found)
    for (const one of rows) {
      const [id, time, mean, least, most, count, restatedAt] = one.json();
      const row = place.get(id)!;
      const column = (time - begin) / resolution;
      value[row]![column] = mean;
      low[row]![column] = least;
      high[row]![column] = most;
      sums[row]!.total += mean * count;
      sums[row]!.count += count;
      restated = Math.max(restated, restatedAt);
    }
  return {
    from,
    to,
    resolution,
    id: points.map(({ id }) => id),
    name: points.map(({ name }) => name),
    deviceName: points.map(({ deviceName }) => deviceName),
    unit: points.map(({ unit }) => unit),
    at,
    value,
    low,
    high,
    mean: sums.map(({ total, count }) => (count === 0 ? null : total / count)),
    restatedAt: restated === 0 ? null : restated,
  };
}
