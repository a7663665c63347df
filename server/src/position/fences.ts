import { LENGTHS } from '@anlan/kernel/entity';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { covers, type Actor } from '@anlan/kernel/access';
import { isShape, type Shape } from '@anlan/domain/geo';
import { PURPOSES, type Purpose } from '@anlan/kernel/position';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { fenceSchema, periodSchema, shapeSchema } from '@anlan/systems/monitoring/vehicle-supervision';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule, seen } from '../http/index.ts';
import { initialsOf } from '../registry/index.ts';
import { geometryOf, shapeColumns, shapeOfFeature } from './shapes.ts';

const tags = ['位置 Position'];
const purposes = Object.keys(PURPOSES) as [Purpose, ...Purpose[]];
const extentSchema = z.strictObject({
  shape: shapeSchema,
  periods: z.array(periodSchema).max(20).default([]),
  margin: z.number().min(0).max(5000).default(30).describe('m'),
  delay: z.number().min(0).max(3600).default(10).describe('s'),
  version: z.int(),
});
const importSchema = z.strictObject({
  purpose: z.enum(purposes),
  regionPath: z.string().regex(/^([\w-]+\.)+$/),
  categories: z.string().max(160).nullable().default(null),
  speedLimit: z.number().min(5).max(120).nullable().default(null),
  collection: z.object({
    type: z.literal('FeatureCollection'),
    features: z.array(z.record(z.string(), z.unknown())).max(5000),
  }),
});
const presentSchema = z.array(
  z.object({
    id: z.string(),
    kind: z.string(),
    name: z.string(),
    enteredAt: z.number(),
    leftAt: z.number().nullable(),
  }),
);

/** Extents of the registered fences: listed for the map, drawn, imported, and who is inside. */
export const fenceRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/position/fences',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '围栏与范围 · Fences with their extents and head-counts',
        querystring: z.object({
          purpose: z.enum(purposes).optional(),
          search: z.string().trim().max(LENGTHS.search).default(''),
        }),
        response: responses(z.array(fenceSchema)),
      },
    },
    (request) => list(context, actorOf(request), request.query),
  );
  app.post(
    '/api/position/fences/:id/extent',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '画范围与时段 · Draw a fence and set when it holds',
        params: z.object({ id: z.uuid() }),
        body: extentSchema,
        response: responses(z.object({ version: z.int() })),
      },
    },
    async (request) => answer(await draw(context, actorOf(request), request.params.id, request.body)),
  );
  app.post(
    '/api/position/fences/import',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '导入 GeoJSON · Import fences',
        body: importSchema,
        response: responses(
          z.object({
            entered: z.int(),
            left: z.array(z.object({ index: z.int(), name: z.string(), problem: z.string() })),
          }),
        ),
      },
    },
    async (request) => answer(await importAll(context, actorOf(request), request.body)),
  );
  app.get(
    '/api/position/fences/:id/passages',
    {
      onRequest: need('position.read'),
      preHandler: seen(context, 'fence', 'position.read'),
      schema: {
        tags,
        summary: '进出记录 · Who is inside, who came and went',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({ now: z.stringbool().default(false) }),
        response: responses(presentSchema),
      },
    },
    (request) => passages(context, actorOf(request), request.params.id, request.query.now),
  );
};

type Row = Omit<z.infer<typeof fenceSchema>, 'geometry' | 'shape'> & { readonly shape: Shape | null };

async function list(context: Context, actor: Actor, wish: { purpose?: Purpose | undefined; search: string }) {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Row>`
      SELECT f.id, f.name, f.purpose, f.categories, f.speed_limit AS "speedLimit", f.capacity, f.dwell, f.severe, f.valid_from AS "validFrom",
        f.valid_to AS "validTo", f.periods, f.margin, f.delay, f.shape, f.version,
        (SELECT count(*)::int FROM fence_passage p WHERE p.fence_id = f.id AND p.left_at IS NULL) AS inside
      FROM fence f
      WHERE f.retired_at IS NULL AND (${wish.purpose ?? null}::text IS NULL OR f.purpose = ${wish.purpose ?? null})
        AND (${wish.search} = '' OR strpos(f.name, ${wish.search}) > 0)
      ORDER BY f.purpose, f.name LIMIT 10000`.execute(tx),
  );
  return rows.map(
    (row) => ({ ...row, geometry: row.shape === null ? null : geometryOf(row.shape) }) as z.infer<typeof fenceSchema>,
  );
}

async function draw(
  context: Context,
  actor: Actor,
  id: string,
  { shape, periods, margin, delay, version }: z.infer<typeof extentSchema>,
): Promise<{ version: number } | Refusal> {
  if (!isShape(shape))
    return refuse(
      'shape-invalid',
      { problem: both('至少三个角、两个点或正的半径', 'three corners, two points or a positive radius at least') },
      'shape',
    );
  const result = await withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<{
      version: number;
    }>`SELECT version FROM fence WHERE id = ${id} AND retired_at IS NULL FOR UPDATE`.execute(tx);
    const [row] = rows;
    if (row === undefined) return undefined;
    if (row.version !== version) return refuse('version-conflict', { version: row.version });
    const columns = shapeColumns(shape);
    await sql`
      UPDATE fence SET shape = ${JSON.stringify(shape)}::jsonb, geometry = ${JSON.stringify(columns.geometry)}::jsonb, periods = ${JSON.stringify(periods)}::jsonb,
        margin = ${margin}, delay = ${delay}, west = ${columns.west}, south = ${columns.south}, east = ${columns.east}, north = ${columns.north},
        lon = ${columns.lon}, lat = ${columns.lat}, version = version + 1, updated_at = now(), updated_by = ${actor.name}
      WHERE id = ${id}`.execute(tx);
    const change = [{ field: 'shape', from: null, to: shape.kind }];
    await sql`
      INSERT INTO record_history (entity, id, version, by, changes, region_path, organisation_id, sector)
      SELECT 'fence', id, version, ${actor.name}, ${JSON.stringify(change)}::jsonb, region_path, organisation_id, sector FROM fence WHERE id = ${id}`.execute(
      tx,
    );
    await sql`SELECT pg_notify('registry', 'fence')`.execute(tx);
    await record(tx, actor, 'registry.write', { kind: 'fence', id }, 'done', {
      shape: shape.kind,
      periods: periods.length,
    });
    return { version: row.version + 1 };
  });
  if (result !== undefined) return result;
  await auditOutside(context.db, actor, 'fence', id, 'registry.write');
  return refuse('not-found');
}

/** Whose an imported fence is: the importer's own organisation's, or the place's. */
const ownerOf = ({ scope }: Actor): string | null => (scope.kind === 'organisation' ? scope.organisationId : null);

/** Enters what can be judged and says of the rest what is wrong with it. */
async function importAll(context: Context, actor: Actor, wish: z.infer<typeof importSchema>) {
  const place = { regionPath: wish.regionPath, organisationId: ownerOf(actor), sector: null };
  if (!covers(actor.scope, place)) {
    const problem = both('不存在，或不在你的范围内', 'it does not exist, or is outside your scope');
    return refuse('field-invalid', { field: both('所在辖区', 'Region'), problem }, 'regionPath');
  }
  const left: { index: number; name: string; problem: string }[] = [];
  const result = await withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql`SELECT FROM region WHERE path = ${wish.regionPath} AND valid_to IS NULL`.execute(tx);
    if (rows.length === 0) {
      const problem = both('不存在', 'it does not exist');
      return refuse('field-invalid', { field: both('所在辖区', 'Region'), problem }, 'regionPath');
    }
    let entered = 0;
    for (const [index, feature] of wish.collection.features.entries()) {
      const properties = (feature['properties'] ?? {}) as Record<string, unknown>;
      const name = String(properties['name'] ?? '').trim();
      const shape = shapeOfFeature(feature);
      const problem =
        name === '' || name.length > 120
          ? '缺少 name'
          : shape === undefined
            ? '几何不能用（面、线，或带 radius 的点）'
            : undefined;
      if (problem !== undefined || shape === undefined) left.push({ index, name, problem: problem ?? '' });
      else {
        await enter(tx, actor, wish, name, shape, context.demonstration);
        entered += 1;
      }
    }
    await sql`SELECT pg_notify('registry', 'fence')`.execute(tx);
    await record(tx, actor, 'registry.write', { kind: 'fence', id: 'import' }, 'done', { entered, left: left.length });
    return { entered, left };
  });
  return result;
}

async function enter(
  tx: Tx,
  actor: Actor,
  wish: z.infer<typeof importSchema>,
  name: string,
  shape: Shape,
  demonstration: boolean,
): Promise<void> {
  const columns = shapeColumns(shape);
  await sql`
    INSERT INTO fence (id, name, region_path, organisation_id, initials, demonstration, provenance, updated_by, purpose, categories, speed_limit,
      shape, geometry, west, south, east, north, lon, lat)
    VALUES (${randomUUID()}, ${name}, ${wish.regionPath}, ${ownerOf(actor)}, ${initialsOf(name)}, ${demonstration}, 'import', ${actor.name}, ${wish.purpose}, ${wish.categories},
      ${wish.speedLimit}, ${JSON.stringify(shape)}::jsonb, ${JSON.stringify(columns.geometry)}::jsonb, ${columns.west}, ${columns.south}, ${columns.east},
      ${columns.north}, ${columns.lon}, ${columns.lat})`.execute(tx);
}

async function passages(
  context: Context,
  actor: Actor,
  id: string,
  now: boolean,
): Promise<z.infer<typeof presentSchema>> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ id: string; kind: string; name: string; entered_at: Date; left_at: Date | null }>`
      SELECT object_id AS id, object_kind AS kind, object_name AS name, entered_at, left_at FROM fence_passage
      WHERE fence_id = ${id} AND (NOT ${now} OR left_at IS NULL) ORDER BY left_at IS NULL DESC, entered_at DESC LIMIT 200`.execute(
      tx,
    ),
  );
  return rows.map(({ entered_at, left_at, ...row }) => ({
    ...row,
    enteredAt: entered_at.getTime(),
    leftAt: left_at?.getTime() ?? null,
  }));
}
