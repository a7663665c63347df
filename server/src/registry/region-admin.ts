import { sql } from 'kysely';
import { z } from 'zod';
import { movingSchema, REGION_KINDS, regionNodeSchema } from '@anlan/kernel/registry';
import { isRefusal, type Refusal, both, refuse, named } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, need, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { TODAY_IN_CHINA } from '../store/postgres/day.ts';
import { searchKeyOf } from './initials.ts';
import { romanised } from './romanise.ts';
import { commonPath, misplaced, moveRegion, movingWith } from './region-move.ts';
import { reachOf } from './standing.ts';
import { ENTITIES } from './table.ts';

const tags = ['辖区 Regions'];
const pathSchema = z
  .string()
  .regex(/^([\w-]+\.)+$/)
  .max(200);
const reason = z.string().trim().min(1).max(300);
const nodes = z.array(regionNodeSchema);

/** Kinds a system administrator may add; counties and towns come with the region packs, zones may be declared. */
const ADDED = ['zone', 'village', 'grid'] as const;
/** First letter of the last segment of an added region's path; the packs use digits. */
const LETTER: Record<(typeof ADDED)[number], string> = { zone: 'z', village: 'v', grid: 'g' };

async function childrenOf(db: Database, under: string | null) {
  const { rows } = await sql<z.infer<typeof regionNodeSchema>>`
    SELECT r.path, r.name, coalesce(r.name_en, r.name) AS "nameEn", r.kind, r.parent_path AS "parentPath", r.code, r.valid_from::text AS "validFrom", r.valid_to::text AS "validTo",
      r.pack IS NULL AS own,
      (SELECT count(*) FROM region c WHERE c.parent_path = r.path AND c.valid_to IS NULL)::int AS children,
      coalesce((SELECT jsonb_agg(jsonb_build_object('at', (extract(epoch FROM h.at) * 1000)::float8, 'by', h.by, 'kind', h.kind,
        'before', h.before, 'after', h.after, 'reason', h.reason) ORDER BY h.at DESC) FROM region_change h WHERE h.path = r.path), '[]') AS changes
    FROM region r WHERE ${under === null ? sql`r.parent_path IS NULL OR NOT EXISTS (SELECT FROM region p WHERE p.path = r.parent_path)` : sql`r.path = ${under} OR r.parent_path = ${under}`}
    ORDER BY r.path`.execute(db);
  return rows;
}

interface Added {
  readonly parent: string;
  readonly name: string;
  readonly nameEn?: string | undefined;
  readonly kind: (typeof ADDED)[number];
  readonly lon?: number | null | undefined;
  readonly lat?: number | null | undefined;
  readonly reason: string;
}

/** Adds a region under a live one. Its path has a number nobody had before: the number of regions ever added there, plus one. */
async function addRegion(tx: Tx, wish: Added, by: string): Promise<string | Refusal> {
  const { rows: parents } = await sql<{ lon: number | null; lat: number | null; kind: string }>`
    SELECT lon, lat, kind FROM region WHERE path = ${wish.parent} AND valid_to IS NULL FOR UPDATE`.execute(tx);
  const [parent] = parents;
  if (parent === undefined) return refuse('not-found');
  const wrong = misplaced(wish.kind, parent.kind);
  if (wrong !== undefined) return wrong;
  const { rows: twins } =
    await sql`SELECT FROM region WHERE parent_path = ${wish.parent} AND name = ${wish.name} AND valid_to IS NULL`.execute(
      tx,
    );
  if (twins.length > 0)
    return refuse('already-exists', { field: both(REGION_KINDS[wish.kind], wish.kind), value: wish.name }, 'name');
  const { rows } = await sql<{ last: number }>`
    SELECT coalesce(max(substring(path from '[a-z]([0-9]+)\\.$')::int), 0) AS last FROM region
    WHERE parent_path = ${wish.parent} AND path ~ ${`\\.${LETTER[wish.kind]}[0-9]+\\.$`}`.execute(tx);
  const path = `${wish.parent}${LETTER[wish.kind]}${String((rows[0]?.last ?? 0) + 1).padStart(3, '0')}.`;
  await sql`
    INSERT INTO region (path, id, name, name_en, kind, parent_path, lon, lat, approximate, initials, valid_from)
    VALUES (${path}, ${path}, ${wish.name}, ${wish.nameEn ?? romanised(wish.name)}, ${wish.kind}, ${wish.parent}, ${wish.lon ?? parent.lon}, ${wish.lat ?? parent.lat},
      ${wish.lon == null}, ${searchKeyOf(wish.name)}, ${TODAY_IN_CHINA})`.execute(tx);
  await noteChange(tx, path, by, 'added', null, wish.name, wish.reason);
  return path;
}

async function noteChange(
  tx: Tx,
  path: string,
  by: string,
  kind: string,
  before: string | null,
  after: string | null,
  why: string,
): Promise<void> {
  await sql`INSERT INTO region_change (path, by, kind, before, after, reason) VALUES (${path}, ${by}, ${kind}, ${before}, ${after}, ${why})`.execute(
    tx,
  );
}

interface Renamed {
  readonly path: string;
  readonly name: string;
  readonly nameEn?: string | undefined;
  readonly reason: string;
}

async function renameRegion(tx: Tx, wish: Renamed, by: string): Promise<true | Refusal> {
  const { path, name, reason: why, nameEn = romanised(name) } = wish;
  const { rows } = await sql<{
    name: string;
    nameEn: string | null;
  }>`SELECT name, name_en AS "nameEn" FROM region WHERE path = ${path} AND valid_to IS NULL FOR UPDATE`.execute(tx);
  if (rows[0] === undefined) return refuse('not-found');
  if (rows[0].name === name && rows[0].nameEn === nameEn) return true;
  await sql`UPDATE region SET name = ${name}, name_en = ${nameEn}, initials = ${searchKeyOf(name)} WHERE path = ${path}`.execute(
    tx,
  );
  await noteChange(tx, path, by, 'renamed', rows[0].name, name, why);
  return true;
}

/** Ends a region at a day. It stays readable; live regions and records in it must be moved first. */
async function endRegion(tx: Tx, path: string, on: string, why: string, by: string): Promise<true | Refusal> {
  const { rows } = await sql<{
    name: string;
  }>`SELECT name FROM region WHERE path = ${path} AND valid_to IS NULL FOR UPDATE`.execute(tx);
  const [region] = rows;
  if (region === undefined) return refuse('not-found');
  const below = await sql<{
    n: number;
  }>`SELECT count(*)::int AS n FROM region WHERE parent_path = ${path} AND valid_to IS NULL`.execute(tx);
  const held = [{ what: both('辖区', 'regions'), n: below.rows[0]!.n }];
  for (const entity of ENTITIES.values()) {
    const { rows: live } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM ${sql.table(entity.key.replaceAll('-', '_'))} WHERE region_path = ${path} AND retired_at IS NULL`.execute(
      tx,
    );
    held.push({ what: named(entity), n: live[0]!.n });
  }
  const used = held.find(({ n }) => n > 0);
  if (used !== undefined) {
    return refuse('region-in-use', { name: region.name, count: used.n, what: used.what });
  }
  await sql`UPDATE region SET valid_to = ${on}::date WHERE path = ${path}`.execute(tx);
  await noteChange(tx, path, by, 'ended', region.name, null, why);
  return true;
}

/** Regions as their administrator keeps them: added, renamed, ended; never removed. */
export const regionAdminRoutes: RouteModule = (app, { db }) => {
  const inReach = async (request: Parameters<typeof actorOf>[0], path: string): Promise<void> => {
    const reach = await reachOf(db, actorOf(request).scope);
    if (!path.startsWith(reach ?? '')) refuseNow('not-found');
  };
  app.get(
    '/api/registry/regions',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '辖区与其下级 · A region, those below it, ended ones too',
        querystring: z.strictObject({ under: pathSchema.optional() }),
        response: responses(nodes),
      },
    },
    async (request) => {
      const reach = await reachOf(db, actorOf(request).scope);
      const under = request.query.under ?? reach ?? null;
      if (under !== null) await inReach(request, under);
      return childrenOf(db, under);
    },
  );
  const changed = z.object({ path: z.string() });
  const change = <B extends { readonly reason: string }>(
    method: 'POST' | 'PATCH',
    url: string,
    summary: string,
    body: z.ZodType<B>,
    act: (tx: Tx, body: B, by: string) => Promise<string | true | Refusal>,
    placeOf: (body: B) => string,
  ) =>
    app.route({
      method,
      url,
      onRequest: need('region.write'),
      schema: { tags, summary, body, response: responses(changed) },
      handler: async (request) => {
        const actor = actorOf(request);
        const wish = request.body as B;
        await inReach(request, placeOf(wish));
        const result = await db.transaction().execute(async (tx) => {
          const done = await act(tx, wish, actor.name);
          if (!isRefusal(done)) {
            const id = typeof done === 'string' ? done : placeOf(wish);
            await record(tx, actor, 'region.write', { kind: 'region', id }, 'done', wish);
          }
          return done;
        });
        const done = answer(result);
        return { path: typeof done === 'string' ? done : placeOf(wish) };
      },
    });
  const place = { lon: z.number().min(-180).max(180).nullish(), lat: z.number().min(-90).max(90).nullish() };
  const name = z.string().trim().min(1).max(60);
  const nameEn = z
    .string()
    .trim()
    .min(1)
    .max(120)
    .optional()
    .describe('in English letters; romanised by GB/T 28039 where not given');
  change(
    'POST',
    '/api/registry/regions',
    '增设网格、村或功能区 · Add',
    z.strictObject({ parent: pathSchema, name, nameEn, kind: z.enum(ADDED), ...place, reason }),
    addRegion,
    (wish) => wish.parent,
  );
  change(
    'PATCH',
    '/api/registry/regions',
    '更名 · Rename',
    z.strictObject({ path: pathSchema, name, nameEn, reason }),
    renameRegion,
    (wish) => wish.path,
  );
  app.get(
    '/api/registry/regions/move',
    {
      onRequest: need('region.write'),
      schema: {
        tags,
        summary: '改变隶属前先看 · What would move along with a region',
        querystring: z.strictObject({ path: pathSchema }),
        response: responses(movingSchema),
      },
    },
    async (request) => {
      await inReach(request, request.query.path);
      return db.transaction().execute((tx) => movingWith(tx, request.query.path));
    },
  );
  change(
    'POST',
    '/api/registry/regions/move',
    '改变隶属 · Move under another region',
    z.strictObject({ path: pathSchema, under: pathSchema, reason }),
    moveRegion,
    // Both ends lie within reach: the nearest region above both.
    ({ path, under }) => commonPath(path, under),
  );
  change(
    'POST',
    '/api/registry/regions/end',
    '撤销 · End at a day',
    z.strictObject({ path: pathSchema, on: z.iso.date(), reason }),
    (tx, wish, by) => endRegion(tx, wish.path, wish.on, wish.reason, by),
    (wish) => wish.path,
  );
};
