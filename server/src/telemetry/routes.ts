import { sql } from 'kysely';
import { z } from 'zod';
import { refuse } from '@anlan/kernel/refusal';
import { pointViewSchema, seriesSchema, type PointView, type Series } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { momentSchema } from './time.ts';

const tags = ['监测 Telemetry'];
const pointsQuery = z.object({
  device: z.uuid().optional(),
  organisation: z.uuid().optional(),
  tank: z.uuid().optional(),
  unit: z.uuid().optional(),
  id: z.uuid().optional(),
});
const readingsQuery = z.object({
  from: momentSchema,
  to: momentSchema,
  max: z.coerce.number().int().min(10).max(5000).default(600).describe('most buckets'),
});

export const telemetryRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/points',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '监测点与最新值 · Points with latest values',
        querystring: pointsQuery,
        response: responses(z.array(pointViewSchema)),
      },
    },
    (request) => points(context, actorOf(request).scope, request.query),
  );
  app.get(
    '/api/points/:id/readings',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '历史曲线 · History of a point',
        params: z.object({ id: z.uuid() }),
        querystring: readingsQuery,
        response: responses(seriesSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const [point] = await points(context, actor.scope, { id: request.params.id });
      if (point !== undefined) return series(context, point, request.query);
      await auditOutside(context.db, actor, 'point', request.params.id, 'telemetry.read');
      return answer(refuse('not-found'));
    },
  );
};

interface PointRow extends Omit<PointView, 'latest'> {}

/** Points the scope may see, with the newest value each; at most 2000. */
export async function points(
  context: Context,
  scope: Parameters<typeof withScope>[1],
  query: z.infer<typeof pointsQuery> & { readonly ids?: readonly string[] },
): Promise<PointView[]> {
  const { device, organisation, tank, unit, id, ids } = query;
  const conditions = [
    device === undefined ? sql`true` : sql`p.device_id = ${device}`,
    organisation === undefined ? sql`true` : sql`p.organisation_id = ${organisation}`,
    tank === undefined ? sql`true` : sql`p.tank_id = ${tank}`,
    unit === undefined ? sql`true` : sql`(p.unit_id = ${unit} OR p.tank_id = ${unit})`,
    id === undefined ? sql`true` : sql`p.id = ${id}`,
    ids === undefined ? sql`true` : sql`p.id = ANY (${[...ids]}::uuid[])`,
  ];
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<PointRow>`
      SELECT p.id, p.name, p.kind, p.unit, p.device_id AS "deviceId", d.name AS "deviceName", d.origin, p.limits,
             p.range_low AS "rangeLow", p.range_high AS "rangeHigh", p.expected_period AS "expectedPeriod"
      FROM point p JOIN device d ON d.id = p.device_id
      WHERE ${sql.join(conditions, sql` AND `)} ORDER BY d.name, p.name LIMIT 2000`.execute(tx),
  );
  return rows.map((row) => {
    const latest = context.mirror.readings.get(row.id);
    return {
      ...row,
      latest: latest === undefined ? null : { at: latest.at, value: latest.value, quality: latest.quality },
    };
  });
}

/** Buckets come in these widths (s), so that neighbouring queries share them. */
const WIDTHS = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400];

async function series(context: Context, point: PointView, query: z.infer<typeof readingsQuery>): Promise<Series> {
  const span = Math.max(1, query.to - query.from) / 1000;
  const width = WIDTHS.find((seconds) => span / seconds <= query.max) ?? 86_400;
  const result = await context.clickhouse.query({
    query: `
      SELECT toUnixTimestamp64Milli(toDateTime64(toStartOfInterval(at, toIntervalSecond({width:UInt32})), 3, 'UTC')) AS bucket,
             avg(value) AS mean, min(value) AS low, max(value) AS high
      FROM reading FINAL
      WHERE quality = 'good' AND point = {point:UUID} AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
      GROUP BY bucket ORDER BY bucket`,
    query_params: { point: point.id, width, from: Math.floor(query.from), to: Math.floor(query.to) },
    format: 'JSONEachRow',
  });
  const rows = await result.json<{ bucket: string; mean: number | null; low: number | null; high: number | null }>();
  return withGaps(
    point,
    query,
    width * 1000,
    rows.map((row) => ({ ...row, at: Number(row.bucket) })),
  );
}

/** Puts an empty bucket into every silence longer than three expected periods, so that no line is drawn across it. */
function withGaps(
  point: PointView,
  { from, to }: { from: number; to: number },
  resolution: number,
  rows: readonly { at: number; mean: number | null; low: number | null; high: number | null }[],
): Series {
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
