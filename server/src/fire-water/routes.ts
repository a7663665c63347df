import { sql } from 'kysely';
import { z } from 'zod';
import { dayOf } from '@anlan/domain/calendar';
import { waterCause } from '@anlan/domain/fire-water';
import { regionPathSchema, type Scope } from '@anlan/kernel/access';
import { refuse } from '@anlan/kernel/refusal';
import { buildingSchema, coverageSchema, missingSchema, rowSchema } from '@anlan/systems/monitoring/fire-water';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';

const tags = ['监测 Telemetry'];
const DAY = 86_400_000;
const MOST_MISSING = 200;

/** Fire-fighting water of buildings (S44): coverage of key buildings, who is missing, a building with its points. */
export const fireWaterRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/fire-water/coverage',
    {
      onRequest: need('telemetry.read'),
      schema: { tags, summary: '消防水压监测覆盖率 · Equipped of key buildings', response: responses(coverageSchema) },
    },
    (request) => coverage(context, actorOf(request).scope),
  );
  app.get(
    '/api/fire-water/missing',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '未安装的重点建筑 · Key buildings without monitoring',
        querystring: z.object({ region: regionPathSchema.optional().describe('region path') }),
        response: responses(missingSchema),
      },
    },
    (request) => missing(context, actorOf(request).scope, request.query.region ?? ''),
  );
  app.get(
    '/api/buildings/:id/fire-water',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '建筑消防给水 · A building with its fire-water points',
        params: z.object({ id: z.uuid() }),
        response: responses(buildingSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const found = await building(context, actor.scope, request.params.id);
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, 'building', request.params.id, 'telemetry.read');
      return answer(refuse('not-found'));
    },
  );
};

/** Equipped is a key building with a living device that has points of fire water: a device without points measures nothing. */
const EQUIPPED = sql`EXISTS (
  SELECT FROM device d JOIN point p ON p.device_id = d.id
  WHERE d.building = b.id AND d.retired_at IS NULL AND p.system = 'S44')`;

async function coverage(context: Context, scope: Scope): Promise<z.infer<typeof coverageSchema>> {
  const depth = scope.kind === 'region' ? scope.path.split('.').length : 3;
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ path: string; points: string[] | null }>`
      SELECT array_to_string((string_to_array(b.region_path, '.'))[1:${depth}::int], '.') || '.' AS path, w.points
      FROM building b
      LEFT JOIN (
        SELECT d.building, array_agg(p.id::text) AS points FROM device d JOIN point p ON p.device_id = d.id
        WHERE d.building IS NOT NULL AND d.retired_at IS NULL AND p.system = 'S44' GROUP BY d.building) w ON w.building = b.id
      WHERE b.key AND b.retired_at IS NULL`.execute(tx),
  );
  const since = Date.now() - DAY;
  const heard = (points: readonly string[] | null): boolean =>
    (points ?? []).some((id) => (context.mirror.readings.get(id)?.receivedAt ?? 0) > since);
  const groups = new Map<string, { key: number; equipped: number; connected: number }>();
  const total = { key: 0, equipped: 0, connected: 0 };
  for (const row of rows) {
    const path = row.path.replace(/\.\.$/, '.');
    const group = groups.get(path) ?? { key: 0, equipped: 0, connected: 0 };
    groups.set(path, group);
    for (const counted of [group, total]) {
      counted.key += 1;
      if (row.points !== null) counted.equipped += 1;
      if (heard(row.points)) counted.connected += 1;
    }
  }
  const names = await namesOf(context, [...groups.keys()]);
  const regions = [...groups]
    .map(([regionPath, group]) => ({ regionPath, region: names.get(regionPath) ?? regionPath, ...group }))
    .sort((a, b) => (a.regionPath < b.regionPath ? -1 : 1));
  return {
    regions,
    total: { regionPath: '', region: '合计', ...total },
    share: total.key === 0 ? null : total.equipped / total.key,
  };
}

async function namesOf(context: Context, paths: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ path: string; name: string }>`
    SELECT path, name FROM region WHERE path = ANY(${paths})`.execute(context.db);
  return new Map(rows.map(({ path, name }) => [path, name]));
}

async function missing(context: Context, scope: Scope, region: string): Promise<z.infer<typeof missingSchema>> {
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<z.infer<typeof rowSchema> & { total: number }>`
      SELECT b.id, b.name, coalesce(r.name, b.region_path) AS region, b.category, b.height, e.name AS owner,
        b.enterprise IS NOT NULL AS owned, count(*) OVER ()::int AS total
      FROM building b LEFT JOIN region r ON r.path = b.region_path LEFT JOIN enterprise e ON e.id = b.enterprise
      WHERE b.key AND b.retired_at IS NULL AND starts_with(b.region_path, ${region}) AND NOT ${EQUIPPED}
      ORDER BY b.height DESC NULLS LAST, b.name LIMIT ${MOST_MISSING}`.execute(tx),
  );
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _, ...row }) => row) };
}

async function building(
  context: Context,
  scope: Scope,
  id: string,
): Promise<z.infer<typeof buildingSchema> | undefined> {
  const found = await withScope(context.db, scope, async (tx) => {
    const { rows } = await sql<Omit<z.infer<typeof buildingSchema>, 'points' | 'alarms' | 'cause' | 'fittings'>>`
      SELECT b.id, b.name, coalesce(r.name, b.region_path) AS region, b.category, b.height, e.name AS owner,
        b.enterprise IS NOT NULL AS owned, b.floors,
        b.purpose, b.key, b.fire_water_system AS "fireWaterSystem", b.tank_volume AS "tankVolume"
      FROM building b LEFT JOIN region r ON r.path = b.region_path LEFT JOIN enterprise e ON e.id = b.enterprise
      WHERE b.id = ${id}`.execute(tx);
    const points = await sql<Omit<z.infer<typeof buildingSchema>['points'][number], 'latest'>>`
      SELECT p.id, p.key, p.name, p.kind, p.unit, p.device_id AS "deviceId", d.name AS "deviceName", d.origin, p.limits,
        p.range_low AS "rangeLow", p.range_high AS "rangeHigh", p.expected_period AS "expectedPeriod", p.elevation
      FROM point p JOIN device d ON d.id = p.device_id
      WHERE d.building = ${id} AND d.retired_at IS NULL ORDER BY p.elevation DESC NULLS LAST, p.key`.execute(tx);
    const alarms = await sql<{ id: string; pointId: string; level: string; label: string; since: Date }>`
      SELECT a.id, a.subject_id AS "pointId", a.level, a.label, a.since FROM alarm a
      WHERE a.closed_at IS NULL AND a.subject_id = ANY(${points.rows.flatMap((point) => [point.id, point.deviceId])})
      ORDER BY a.raised_at DESC`.execute(tx);
    const fittings = await sql<z.infer<typeof buildingSchema>['fittings'][number]>`
      SELECT id, name, kind, floor::float8 AS floor, elevation::float8 AS elevation, state, to_char(tested_on, 'YYYY-MM-DD') AS "testedOn",
        test_flow::float8 AS "testFlow", test_pressure::float8 AS "testPressure", to_char(test_due, 'YYYY-MM-DD') AS "testDue",
        coalesce(test_due < ${dayOf(Date.now())}::date, false) AS overdue
      FROM fire_fitting WHERE building = ${id} AND retired_at IS NULL ORDER BY elevation DESC NULLS LAST, name, id`.execute(
      tx,
    );
    return { record: rows[0], points: points.rows, alarms: alarms.rows, fittings: fittings.rows };
  });
  if (found.record === undefined) return undefined;
  const points = found.points.map((point) => {
    const latest = context.mirror.readings.get(point.id);
    return {
      ...point,
      latest: latest === undefined ? null : { at: latest.at, value: latest.value, quality: latest.quality },
    };
  });
  return {
    ...found.record,
    points,
    cause: causeOf(points),
    fittings: found.fittings,
    alarms: found.alarms.map((alarm) => ({ ...alarm, since: alarm.since.getTime() })),
  };
}

type Building = z.infer<typeof buildingSchema>;

/** What both ends of the riser say of a low pressure; null where one of them is not measured, or nothing tells. */
function causeOf(points: Building['points']): Building['cause'] {
  const of = (kind: string) => points.find((point) => point.kind === kind && point.latest?.value != null);
  const [end, main] = [of('fire-water-end'), of('fire-water-main')];
  const least = end?.limits['staticLeast'];
  if (end?.elevation == null || main?.elevation == null || least === undefined) return null;
  const cause = waterCause({
    end: end.latest!.value!,
    endHeight: end.elevation,
    least,
    main: main.latest!.value!,
    mainHeight: main.elevation,
    jockeyStarts: of('fire-jockey-starts')?.latest?.value ?? undefined,
  });
  return cause ?? null;
}
