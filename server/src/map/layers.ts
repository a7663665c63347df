import { sql, type RawBuilder } from 'kysely';
import type { Scope } from '@anlan/kernel/access';
import { columnName, tableName, type Entity } from '@anlan/kernel/entity';
import {
  decodePlaces,
  DEGREE,
  encodePlaces,
  idAt,
  LEVEL_CODES,
  putId,
  type Layer,
  type LayerView,
  type Places,
  type Shapes,
} from '@anlan/kernel/map';
import { staleAfter } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { movingObjects } from '../position/routes.ts';
import { drawnCases, stateOfCases } from './cases.ts';
import { ENTITIES } from './declared.ts';
import { movingInside } from './moving.ts';
import { standing } from './register-then.ts';

/** Layers above this many rows travel without names: a card asks for its record. */
const NAMED = 50_000;

/** The layers of the panel with their counts. */
export async function layerViews(context: Context, scope: Scope, layers: readonly Layer[]): Promise<LayerView[]> {
  return Promise.all(layers.map((layer) => viewOf(context, scope, layer)));
}

async function viewOf(context: Context, scope: Scope, { draws, ...layer }: Layer): Promise<LayerView> {
  const count = await countOf(context, scope, draws);
  if ('moving' in draws) return { ...layer, count, kind: 'moving', of: draws.moving, levels: false };
  if ('points' in draws) return { ...layer, count, kind: 'points', of: '', levels: false };
  if ('cases' in draws) return { ...layer, count, kind: 'cases', of: draws.cases, levels: true };
  const of = 'shapes' in draws ? draws.shapes : draws.entity;
  const levels = ENTITIES.get(of)?.levelField !== undefined;
  return { ...layer, count, kind: 'shapes' in draws ? 'shapes' : 'entity', of, levels };
}

async function countOf(context: Context, scope: Scope, draws: Layer['draws']): Promise<number> {
  if ('moving' in draws) {
    const objects = await movingObjects(context, scope);
    return objects.filter((object) => object.kind === draws.moving && context.mirror.fixes.has(object.id)).length;
  }
  const { rows } = await withScope(context.db, scope, (tx) => countQuery(draws).execute(tx));
  return rows[0]?.n ?? 0;
}

function countQuery(draws: Exclude<Layer['draws'], { moving: string }>): RawBuilder<{ n: number }> {
  if ('points' in draws) return sql`SELECT count(*)::int AS n FROM point WHERE kind = ANY(${[...draws.points]})`;
  if ('cases' in draws) return sql`SELECT count(*)::int AS n ${drawnCases(draws, null)}`;
  const [key, column] = 'shapes' in draws ? [draws.shapes, 'geometry'] : [draws.entity, 'lon'];
  const table = tableName(ENTITIES.get(key) as Entity);
  return sql`SELECT count(*)::int AS n FROM ${sql.id(table)} WHERE retired_at IS NULL AND ${sql.id(column)} IS NOT NULL`;
}

/** Bytes of a layer's places and what they stand for; the same tag means the same bytes. */
export interface PlacesAnswer {
  readonly tag: string;
  /** Asked for only when the reader does not have this tag yet. */
  read(): Promise<Uint8Array>;
}

/** Located records of a layer as columns, now or as the register stood at `time`. */
export async function placesOf(
  context: Context,
  scope: Scope,
  layer: Layer,
  time: number | null,
): Promise<PlacesAnswer> {
  const { draws } = layer;
  if ('entity' in draws) {
    const entity = ENTITIES.get(draws.entity) as Entity;
    const { n, tag } = await withScope(context.db, scope, (tx) => stateOf(tx, entity, time));
    return { tag, read: () => withScope(context.db, scope, (tx) => entityPlaces(tx, entity, time, n <= NAMED)) };
  }
  if ('cases' in draws) {
    const { n, tag } = await withScope(context.db, scope, (tx) => stateOfCases(tx, draws, time));
    const wanted = { level: sql`t.level`, name: sql`t.title`, from: drawnCases(draws, time), named: n <= NAMED };
    return { tag, read: () => withScope(context.db, scope, (tx) => packed(tx, wanted)) };
  }
  if ('points' in draws) {
    const minute = Math.floor((time ?? Date.now()) / 60_000);
    return { tag: `p${minute}`, read: () => pointPlaces(context, scope, draws.points, time) };
  }
  return { tag: 'none', read: () => Promise.resolve(EMPTY) };
}

const EMPTY = encodePlaces({
  length: 0,
  lon: new Int32Array(0),
  lat: new Int32Array(0),
  level: new Uint8Array(0),
  silent: new Uint8Array(0),
  ids: new Uint8Array(0),
  names: [],
});

async function stateOf(tx: Tx, entity: Entity, time: number | null): Promise<{ n: number; tag: string }> {
  const { rows } = await sql<{ n: number; newest: number | null }>`
    SELECT count(*)::int AS n, (extract(epoch FROM max(t.updated_at)) * 1000)::float8 AS newest
    FROM ${sql.id(tableName(entity))} t WHERE ${standing(time)}`.execute(tx);
  const { n = 0, newest = null } = rows[0] ?? {};
  return { n, tag: `${n}-${newest ?? 0}-${time ?? ''}` };
}

/** The level of a record then: what the first later change of it started from. */
function levelThen(entity: Entity, time: number): RawBuilder<unknown> {
  return sql`LEFT JOIN (
    SELECT DISTINCT ON (h.id) h.id, c ->> 'from' AS level FROM record_history h CROSS JOIN LATERAL jsonb_array_elements(h.changes) c
    WHERE h.entity = ${entity.key} AND h.at > ${new Date(time)} AND c ->> 'field' = ${entity.levelField ?? ''} AND c ->> 'from' IS NOT NULL
    ORDER BY h.id, h.version) past ON past.id = t.id`;
}

function entityPlaces(tx: Tx, entity: Entity, time: number | null, named: boolean): Promise<Uint8Array> {
  const own = entity.levelField === undefined ? sql`NULL::text` : sql`t.${sql.id(columnName(entity.levelField))}`;
  const level = time === null ? own : sql`coalesce(past.level, ${own})`;
  const from = sql`FROM ${sql.id(tableName(entity))} t ${time === null ? sql`` : levelThen(entity, time)} WHERE ${standing(time)}`;
  return packed(tx, { level, name: sql`t.name`, from, named });
}

interface Packing {
  readonly level: RawBuilder<unknown>;
  readonly name: RawBuilder<unknown>;
  /** FROM and WHERE; the rows are `t`. */
  readonly from: RawBuilder<unknown>;
  readonly named: boolean;
}

/** The database itself packs the columns: a million rows never become objects of this process. */
async function packed(tx: Tx, { level, name, from, named }: Packing): Promise<Uint8Array> {
  const { rows } = await sql<
    Record<'lon' | 'lat' | 'ids' | 'level', Buffer | null> & { n: number; names: string | null }
  >`
    SELECT count(*)::int AS n, string_agg(int4send(round(t.lon * ${DEGREE})::int4), '') AS lon,
      string_agg(int4send(round(t.lat * ${DEGREE})::int4), '') AS lat, string_agg(uuid_send(t.id), '') AS ids,
      string_agg(CASE ${level} WHEN 'red' THEN '\\x04'::bytea WHEN 'orange' THEN '\\x03'::bytea WHEN 'yellow' THEN '\\x02'::bytea
        WHEN 'blue' THEN '\\x01'::bytea ELSE '\\x00'::bytea END, '') AS level,
      ${named ? sql`string_agg(replace(${name}, chr(10), ' '), chr(10))` : sql`NULL::text`} AS names
    ${from}`.execute(tx);
  const row = rows[0];
  if (row === undefined || row.n === 0 || row.lon === null || row.lat === null) return EMPTY;
  return encodePlaces({
    length: row.n,
    lon: integers(row.lon),
    lat: integers(row.lat),
    ids: row.ids ?? new Uint8Array(16 * row.n),
    level: row.level ?? new Uint8Array(row.n),
    silent: new Uint8Array(row.n),
    names: row.names === null ? null : row.names.split('\n'),
  });
}

/** The database sends integers with the highest byte first. */
function integers(bytes: Buffer): Int32Array {
  const own = Buffer.from(bytes).swap32();
  return new Int32Array(own.buffer.slice(own.byteOffset, own.byteOffset + own.byteLength));
}

/** The same places row by row, for pages that show few of them. Moving objects are at their newest fix. */
export async function placesInWords(context: Context, scope: Scope, layer: Layer): Promise<Places> {
  const { draws } = layer;
  if ('moving' in draws) {
    const found = (await movingInside(context, scope, () => true)).filter(({ kind }) => kind === draws.moving);
    return {
      id: found.map(({ id }) => id),
      name: found.map(({ name }) => name),
      lon: found.map(({ lon }) => lon),
      lat: found.map(({ lat }) => lat),
      level: found.map(() => null),
      silent: found.map(() => false),
    };
  }
  const { read } = await placesOf(context, scope, layer, null);
  const places = decodePlaces((await read()).buffer as ArrayBuffer);
  const rows = Array.from({ length: places?.length ?? 0 }, (_, row) => row);
  return {
    id: rows.map((row) => idAt(places?.ids ?? new Uint8Array(0), row)),
    name: rows.map((row) => places?.names?.[row] ?? ''),
    lon: rows.map((row) => (places?.lon[row] ?? 0) / DEGREE),
    lat: rows.map((row) => (places?.lat[row] ?? 0) / DEGREE),
    level: rows.map((row) => LEVEL_CODES[places?.level[row] ?? 0] || null),
    silent: rows.map((row) => places?.silent[row] === 1),
  };
}

interface PointRow {
  id: string;
  name: string;
  lon: number;
  lat: number;
  period: number | null;
}

async function pointPlaces(
  context: Context,
  scope: Scope,
  kinds: readonly string[],
  time: number | null,
): Promise<Uint8Array> {
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<PointRow>`
      SELECT p.id, replace(concat_ws(' ', p.name, d.name), chr(10), ' ') AS name, d.lon, d.lat, p.expected_period AS period
      FROM point p JOIN device d ON d.id = p.device_id WHERE p.kind = ANY(${[...kinds]}) AND d.lon IS NOT NULL`.execute(
      tx,
    ),
  );
  const heard = time === null ? liveHearing(context) : await hearingAt(context, time);
  const now = time ?? Date.now();
  const ids = new Uint8Array(16 * rows.length);
  rows.forEach(({ id }, row) => putId(ids, row, id));
  return encodePlaces({
    length: rows.length,
    lon: Int32Array.from(rows, ({ lon }) => Math.round(lon * DEGREE)),
    lat: Int32Array.from(rows, ({ lat }) => Math.round(lat * DEGREE)),
    level: new Uint8Array(rows.length),
    silent: Uint8Array.from(rows, ({ id, period }) => {
      const at = heard(id);
      return at === undefined || now - at > staleAfter(period ?? 60) ? 1 : 0;
    }),
    ids,
    names: rows.length <= NAMED ? rows.map(({ name }) => name) : null,
  });
}

type Hearing = (point: string) => number | undefined;

function liveHearing(context: Context): Hearing {
  return (point) => context.mirror.readings.get(point)?.receivedAt;
}

/** When each point was last heard of by a moment, of the hour before it. */
async function hearingAt(context: Context, time: number): Promise<Hearing> {
  const result = await context.clickhouse.query({
    query: `
      SELECT toString(point), toUnixTimestamp64Milli(max(received)) FROM reading
      WHERE at > fromUnixTimestamp64Milli({from:Int64}) AND at <= fromUnixTimestamp64Milli({to:Int64}) AND received <= fromUnixTimestamp64Milli({to:Int64})
      GROUP BY point`,
    query_params: { from: Math.floor(time - 3_600_000), to: Math.floor(time) },
    format: 'JSONCompactEachRow',
  });
  const heard = new Map((await result.json<[string, string]>()).map(([id, at]) => [id, Number(at)]));
  return (point) => heard.get(point);
}

/** Lines and areas of a layer whose entity has a `geometry` column (GeoJSON). */
export async function shapesOf(context: Context, scope: Scope, key: string): Promise<Shapes> {
  const entity = ENTITIES.get(key) as Entity;
  const level = entity.levelField === undefined ? sql`NULL::text` : sql.ref(columnName(entity.levelField));
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ id: string; name: string; level: string | null; geometry: { type: string } }>`
      SELECT id, name, ${level} AS level, geometry::jsonb AS geometry FROM ${sql.id(tableName(entity))}
      WHERE retired_at IS NULL AND geometry IS NOT NULL ORDER BY id LIMIT 20000`.execute(tx),
  );
  return {
    type: 'FeatureCollection',
    features: rows.map(({ id, name, level, geometry }) => ({
      type: 'Feature',
      id,
      properties: { name, level },
      geometry,
    })),
  };
}
