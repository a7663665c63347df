import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import { alarmViewSchema } from '@anlan/kernel/alarm';
import { columnName, tableName, type Entity } from '@anlan/kernel/entity';
import { placesSchema, type Layer, type Places } from '@anlan/kernel/map';
import { positionsSchema } from '@anlan/kernel/position';
import { refuse } from '@anlan/kernel/refusal';
import { staleAfter } from '@anlan/kernel/telemetry';
import { SYSTEMS } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { alarmView, type AlarmRow } from '../alarm/row.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { columns, movingObjects } from '../position/routes.ts';
import { momentSchema } from '../telemetry/time.ts';
import { insideCircle, insideSchema } from './inside.ts';

const tags = ['一张图 Map'];
const LAYERS = SYSTEMS.flatMap((system) => system.layers);
const ENTITIES = new Map(SYSTEMS.flatMap((system) => system.entities).map((entity) => [entity.key, entity]));
const layerSchema = z.object({
  key: z.string(),
  label: z.string(),
  labelEn: z.string(),
  group: z.string(),
  unit: z.string(),
  icon: z.string(),
  on: z.boolean(),
  count: z.int(),
});
const histogramSchema = z.object({ from: z.number(), step: z.number(), counts: z.array(z.int()) });
const thenSchema = z.object({ positions: positionsSchema, alarms: z.array(alarmViewSchema) });
const MINUTE = 60_000;

export const mapRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/map/layers',
    {
      onRequest: need('registry.read'),
      schema: { tags, summary: '图层 · Layers with counts', response: responses(z.array(layerSchema)) },
    },
    (request) => Promise.all(LAYERS.map((layer) => withCount(context, actorOf(request).scope, layer))),
  );
  app.get(
    '/api/map/layers/:key',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '图层内容 · Places of a layer',
        params: z.object({ key: z.string() }),
        response: responses(placesSchema),
      },
    },
    async (request) => {
      const layer = LAYERS.find(({ key }) => key === request.params.key);
      if (layer === undefined) return answer(refuse('not-found'));
      return places(context, actorOf(request).scope, layer);
    },
  );
  app.get(
    '/api/map/inside',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '圈内有什么 · Who and what is inside a circle',
        querystring: z.object({
          lon: z.coerce.number().min(-180).max(180),
          lat: z.coerce.number().min(-90).max(90),
          radius: z.coerce.number().min(10).max(200_000).describe('m'),
        }),
        response: responses(insideSchema),
      },
    },
    (request) => insideCircle(context, actorOf(request).scope, request.query),
  );
  app.get(
    '/api/map/alarms',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '过去报警分布 · Alarms per step',
        querystring: z.object({ hours: z.coerce.number().int().min(1).max(168).default(24) }),
        response: responses(histogramSchema),
      },
    },
    (request) => histogram(context, actorOf(request).scope, request.query.hours),
  );
  app.get(
    '/api/map/at',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '那一刻 · Positions and alarms at a past minute',
        querystring: z.object({ time: momentSchema }),
        response: responses(thenSchema),
      },
    },
    (request) => stateAt(context, actorOf(request).scope, request.query.time),
  );
};

async function withCount(context: Context, scope: Scope, layer: Layer): Promise<z.infer<typeof layerSchema>> {
  const { draws, ...rest } = layer;
  return { ...rest, count: await countOf(context, scope, draws) };
}

async function countOf(context: Context, scope: Scope, draws: Layer['draws']): Promise<number> {
  if ('moving' in draws) {
    const objects = await movingObjects(context, scope);
    return objects.filter((object) => object.kind === draws.moving && context.mirror.fixes.has(object.id)).length;
  }
  const counted =
    'entity' in draws
      ? sql<{
          n: number;
        }>`SELECT count(*)::int AS n FROM ${sql.id(tableName(ENTITIES.get(draws.entity) as Entity))} WHERE retired_at IS NULL AND lon IS NOT NULL`
      : sql<{ n: number }>`SELECT count(*)::int AS n FROM point WHERE kind = ANY(${[...draws.points]})`;
  const { rows } = await withScope(context.db, scope, (tx) => counted.execute(tx));
  return rows[0]?.n ?? 0;
}

interface PlaceRow {
  id: string;
  name: string;
  lon: number;
  lat: number;
  level: string | null;
  period?: number;
}

async function places(context: Context, scope: Scope, layer: Layer): Promise<Places> {
  const { draws } = layer;
  if ('moving' in draws) {
    const objects = (await movingObjects(context, scope)).filter((object) => object.kind === draws.moving);
    return placeColumns(
      objects.flatMap(({ id, name }) => {
        const fix = context.mirror.fixes.get(id);
        return fix === undefined ? [] : [{ id, name, lon: fix.lon, lat: fix.lat, level: null }];
      }),
      () => false,
    );
  }
  if ('entity' in draws) {
    const entity = ENTITIES.get(draws.entity) as Entity;
    const level = entity.levelField === undefined ? sql`NULL` : sql.ref(columnName(entity.levelField));
    const { rows } = await withScope(context.db, scope, (tx) =>
      sql<PlaceRow>`SELECT id, name, lon, lat, ${level} AS level FROM ${sql.id(tableName(entity))} WHERE retired_at IS NULL AND lon IS NOT NULL`.execute(
        tx,
      ),
    );
    return placeColumns(rows, () => false);
  }
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<PlaceRow>`
      SELECT p.id, concat_ws(' ', p.name, d.name) AS name, d.lon, d.lat, NULL AS level, p.expected_period AS period
      FROM point p JOIN device d ON d.id = p.device_id WHERE p.kind = ANY(${[...draws.points]}) AND d.lon IS NOT NULL`.execute(
      tx,
    ),
  );
  const now = Date.now();
  return placeColumns(rows, ({ id, period }) => {
    const latest = context.mirror.readings.get(id);
    return latest === undefined || now - latest.receivedAt > staleAfter(period ?? 60);
  });
}

function placeColumns(rows: readonly PlaceRow[], silent: (row: PlaceRow) => boolean): Places {
  return {
    id: rows.map((row) => row.id),
    name: rows.map((row) => row.name),
    lon: rows.map((row) => row.lon),
    lat: rows.map((row) => row.lat),
    level: rows.map((row) => row.level),
    silent: rows.map(silent),
  };
}

async function histogram(context: Context, scope: Scope, hours: number): Promise<z.infer<typeof histogramSchema>> {
  const step = hours <= 24 ? 15 * MINUTE : 60 * MINUTE;
  const to = Math.ceil(Date.now() / step) * step;
  const from = to - hours * 60 * MINUTE;
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ bucket: number; n: number }>`
      SELECT floor((extract(epoch FROM raised_at) * 1000 - ${from}) / ${step})::int AS bucket, count(*)::int AS n
      FROM alarm WHERE raised_at >= ${new Date(from)} AND raised_at < ${new Date(to)} GROUP BY 1`.execute(tx),
  );
  const counts = Array.from({ length: (to - from) / step }, () => 0);
  for (const { bucket, n } of rows) counts[bucket] = n;
  return { from, step, counts };
}

/** A fix counts as the position at `time` when it is at most ten minutes older. */
async function stateAt(context: Context, scope: Scope, time: number): Promise<z.infer<typeof thenSchema>> {
  const objects = new Map((await movingObjects(context, scope)).map((object) => [object.id, object]));
  const result = await context.clickhouse.query({
    query: `
      SELECT toString(object) AS id, toUnixTimestamp64Milli(max(fix.at)) AS at, argMax(fix.lon, fix.at) AS lon, argMax(fix.lat, fix.at) AS lat,
             argMax(fix.speed, fix.at) AS speed, argMax(fix.heading, fix.at) AS heading
      FROM fix WHERE fix.at > fromUnixTimestamp64Milli({from:Int64}) AND fix.at <= fromUnixTimestamp64Milli({to:Int64}) AND positioned = 1
      GROUP BY id`,
    query_params: { from: Math.floor(time - 10 * MINUTE), to: Math.floor(time) },
    format: 'JSONEachRow',
  });
  const fixes = await result.json<{
    id: string;
    at: string;
    lon: number;
    lat: number;
    speed: number | null;
    heading: number | null;
  }>();
  const seen = fixes.flatMap((fix) => {
    const object = objects.get(fix.id);
    return object === undefined ? [] : [{ ...object, ...fix, at: Number(fix.at) }];
  });
  const at = new Date(time);
  const alarms = await withScope(context.db, scope, (tx) =>
    sql<AlarmRow>`
      SELECT * FROM alarm WHERE raised_at <= ${at} AND (recovered_at IS NULL OR recovered_at > ${at}) AND (closed_at IS NULL OR closed_at > ${at})
      ORDER BY raised_at DESC LIMIT 500`.execute(tx),
  );
  return { positions: columns(time, seen), alarms: alarms.rows.map(alarmView) };
}
