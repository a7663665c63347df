import { sql } from 'kysely';
import type { Scope } from '@anlan/kernel/access';
import { columnName, tableName, type Entity } from '@anlan/kernel/entity';
import type { Bounds, InView, Layer } from '@anlan/kernel/map';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { inBox } from './area-sql.ts';
import { drawnCases, type CasesDrawn } from './cases.ts';
import { ENTITIES } from './declared.ts';
import { movingInside } from './moving.ts';

export const PAGE = 50;

type Row = InView['rows'][number];
interface Part {
  readonly count: number;
  readonly rows: readonly Row[];
}

/**
 * What lies in view in words, layer by layer: the map for those who cannot see or draw it. Counts are complete; the page
 * holds `PAGE` names from `offset` on, in the order of the layers.
 */
export async function inView(
  context: Context,
  scope: Scope,
  known: readonly Layer[],
  { bounds, layers, offset }: { bounds: Bounds; layers: readonly string[]; offset: number },
): Promise<InView> {
  const wanted = known.filter((layer) => layers.includes(layer.key));
  const parts: Part[] = [];
  let skip = offset;
  let room = PAGE;
  for (const layer of wanted) {
    const part = await partOf(context, scope, layer, bounds, skip, room);
    parts.push(part);
    skip = Math.max(0, skip - part.count);
    room -= part.rows.length;
  }
  return {
    layers: wanted.map((layer, index) => ({ key: layer.key, count: parts[index]?.count ?? 0 })),
    total: parts.reduce((sum, { count }) => sum + count, 0),
    rows: parts.flatMap(({ rows }) => [...rows]),
  };
}

async function partOf(
  context: Context,
  scope: Scope,
  layer: Layer,
  bounds: Bounds,
  skip: number,
  room: number,
): Promise<Part> {
  const { draws } = layer;
  if ('shapes' in draws) return { count: 0, rows: [] };
  if ('moving' in draws) {
    const [west, south, east, north] = bounds;
    const inside = (lon: number, lat: number): boolean => lon >= west && lon <= east && lat >= south && lat <= north;
    const objects = (await movingInside(context, scope, inside)).filter(({ kind }) => kind === draws.moving);
    const rows = objects
      .sort((a, b) => a.name.localeCompare(b.name, 'zh'))
      .slice(skip, skip + room)
      .map(({ id, kind, name, lon, lat }) => ({ layer: layer.key, kind, id, name, level: null, lon, lat }));
    return { count: objects.length, rows };
  }
  if ('cases' in draws) return withScope(context.db, scope, (tx) => casePart(tx, layer.key, draws, bounds, skip, room));
  return withScope(context.db, scope, (tx) =>
    'entity' in draws
      ? entityPart(tx, layer.key, ENTITIES.get(draws.entity) as Entity, bounds, skip, room)
      : pointPart(tx, layer.key, draws.points, bounds, skip, room),
  );
}

async function entityPart(
  tx: Tx,
  layer: string,
  entity: Entity,
  bounds: Bounds,
  skip: number,
  room: number,
): Promise<Part> {
  const level = entity.levelField === undefined ? sql`NULL::text` : sql`t.${sql.id(columnName(entity.levelField))}`;
  const inside = sql`FROM ${sql.id(tableName(entity))} t WHERE t.retired_at IS NULL AND ${inBox(bounds)}`;
  const { rows: counted } = await sql<{ n: number }>`SELECT count(*)::int AS n ${inside}`.execute(tx);
  const count = counted[0]?.n ?? 0;
  if (room === 0 || skip >= count) return { count, rows: [] };
  const { rows } = await sql<Omit<Row, 'layer' | 'kind'>>`
    SELECT t.id, t.name, ${level} AS level, t.lon, t.lat ${inside}
    ORDER BY array_position(ARRAY['red', 'orange', 'yellow', 'blue'], ${level}), t.name, t.id LIMIT ${room} OFFSET ${skip}`.execute(
    tx,
  );
  return { count, rows: rows.map((row) => ({ ...row, layer, kind: entity.key })) };
}

async function pointPart(
  tx: Tx,
  layer: string,
  kinds: readonly string[],
  bounds: Bounds,
  skip: number,
  room: number,
): Promise<Part> {
  const inside = sql`FROM point p JOIN device t ON t.id = p.device_id WHERE p.kind = ANY(${[...kinds]}) AND ${inBox(bounds)}`;
  const { rows: counted } = await sql<{ n: number }>`SELECT count(*)::int AS n ${inside}`.execute(tx);
  const count = counted[0]?.n ?? 0;
  if (room === 0 || skip >= count) return { count, rows: [] };
  const { rows } = await sql<{ id: string; name: string; lon: number; lat: number }>`
    SELECT p.id, concat_ws(' ', p.name, t.name) AS name, t.lon, t.lat ${inside} ORDER BY 2, 1 LIMIT ${room} OFFSET ${skip}`.execute(
    tx,
  );
  return { count, rows: rows.map((row) => ({ ...row, layer, kind: 'point', level: null })) };
}

async function casePart(
  tx: Tx,
  layer: string,
  draws: CasesDrawn,
  bounds: Bounds,
  skip: number,
  room: number,
): Promise<Part> {
  const inside = sql`${drawnCases(draws, null)} AND ${inBox(bounds)}`;
  const { rows: counted } = await sql<{ n: number }>`SELECT count(*)::int AS n ${inside}`.execute(tx);
  const count = counted[0]?.n ?? 0;
  if (room === 0 || skip >= count) return { count, rows: [] };
  const { rows } = await sql<Omit<Row, 'layer' | 'kind'>>`
    SELECT t.id, t.title AS name, t.level, t.lon, t.lat ${inside}
    ORDER BY array_position(ARRAY['red', 'orange', 'yellow', 'blue'], t.level), 2, 1 LIMIT ${room} OFFSET ${skip}`.execute(
    tx,
  );
  return { count, rows: rows.map((row) => ({ ...row, layer, kind: draws.cases })) };
}
