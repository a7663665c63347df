import { sql } from 'kysely';
import { z } from 'zod';
import { refuse } from '@anlan/kernel/refusal';
import { manySeriesSchema, pointViewSchema, seriesSchema, type PointView } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { choiceShape, MOST_POINTS, spanProblem, spanShape } from './choice.ts';
import { manySeries } from './many.ts';
import { showRetired } from './retired.ts';
import { series } from './series.ts';
import { instantSchema } from './time.ts';

const tags = ['监测 Telemetry'];
const pointsQuery = z.object({
  device: z.uuid().optional(),
  organisation: z.uuid().optional(),
  tank: z.uuid().optional(),
  unit: z.uuid().optional(),
  id: z.uuid().optional(),
});
const readingsQuery = z.object({
  ...spanShape,
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
      const wrong = spanProblem(request.query);
      if (wrong !== undefined) return answer(wrong);
      const [point] = await points(context, actor.scope, { id: request.params.id });
      if (point !== undefined) return series(context, point, request.query);
      await auditOutside(context.db, actor, 'point', request.params.id, 'telemetry.read');
      return answer(refuse('not-found'));
    },
  );
  app.post(
    '/api/readings/series',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '多点历史 · History of many points, as columns',
        description: 'Buckets of an hour or wider for more than 50 points.',
        body: z.strictObject({
          ...choiceShape,
          points: z.array(z.uuid()).max(MOST_POINTS).optional(),
          from: instantSchema,
          to: instantSchema,
          max: z.int().min(1).max(5000).default(600).describe('most buckets'),
        }),
        response: responses(manySeriesSchema),
      },
    },
    async (request) => answer(await manySeries(context, actorOf(request), request.body)),
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
  const { rows } = await withScope(context.db, scope, async (tx) => {
    // Whoever names a point may see its past; lists have points in use.
    if (id !== undefined) await showRetired(tx);
    return sql<PointRow>`
      SELECT p.id, p.name, p.kind, p.unit, p.device_id AS "deviceId", d.name AS "deviceName", d.origin, p.limits,
             p.range_low AS "rangeLow", p.range_high AS "rangeHigh", p.expected_period AS "expectedPeriod"
      FROM point p JOIN device d ON d.id = p.device_id
      WHERE ${sql.join(conditions, sql` AND `)} ORDER BY d.name, p.name LIMIT 2000`.execute(tx);
  });
  return rows.map((row) => {
    const latest = context.mirror.readings.get(row.id);
    return {
      ...row,
      latest: latest === undefined ? null : { at: latest.at, value: latest.value, quality: latest.quality },
    };
  });
}
