import { sql } from 'kysely';
import { z } from 'zod';
import { simplify, type Place } from '@anlan/domain/geo';
import type { Scope } from '@anlan/kernel/access';
import { positionsSchema, trackSchema, type Positions, type Track } from '@anlan/kernel/position';
import { refuse } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { momentSchema } from '../telemetry/time.ts';

const tags = ['位置 Position'];
const HOUR = 3_600_000;
const trackQuery = z.object({ from: momentSchema.optional(), to: momentSchema.optional() });

export interface MovingObject {
  readonly id: string;
  readonly kind: 'vehicle' | 'vessel';
  readonly name: string;
  readonly origin: string;
}

export const positionRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/positions',
    {
      onRequest: need('position.read'),
      schema: { tags, summary: '最新位置 · Latest positions', response: responses(positionsSchema) },
    },
    (request) => latestPositions(context, actorOf(request).scope),
  );
  app.get(
    '/api/tracks/:id',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '轨迹 · Track of a vehicle or vessel',
        params: z.object({ id: z.uuid() }),
        querystring: trackQuery,
        response: responses(trackSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const [object] = await movingObjects(context, actor.scope, id);
      if (object === undefined) {
        for (const table of ['vehicle', 'vessel']) await auditOutside(context.db, actor, table, id, 'position.read');
        return answer(refuse('not-found'));
      }
      const to = request.query.to ?? Date.now();
      return track(context, id, request.query.from ?? to - 3 * HOUR, to);
    },
  );
};

/** Vehicles and vessels with a device, as far as the scope reaches; one of them when `id` is given. */
export async function movingObjects(context: Context, scope: Scope, id?: string): Promise<MovingObject[]> {
  const only = id === undefined ? sql`true` : sql`o.id = ${id}`;
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<MovingObject>`
      (SELECT DISTINCT ON (o.id) o.id, 'vehicle' AS kind, o.name, d.origin
       FROM vehicle o JOIN device d ON d.vehicle = o.id AND d.retired_at IS NULL
       WHERE ${only} AND o.retired_at IS NULL ORDER BY o.id, d.created_at DESC)
      UNION ALL
      (SELECT DISTINCT ON (o.id) o.id, 'vessel' AS kind, o.name, d.origin
       FROM vessel o JOIN device d ON d.vessel = o.id AND d.retired_at IS NULL
       WHERE ${only} AND o.retired_at IS NULL ORDER BY o.id, d.created_at DESC)`.execute(tx),
  );
  return rows;
}

async function latestPositions(context: Context, scope: Scope): Promise<Positions> {
  const objects = await movingObjects(context, scope);
  const seen = objects.flatMap((object) => {
    const fix = context.mirror.fixes.get(object.id);
    return fix === undefined ? [] : [{ ...object, ...fix }];
  });
  return columns(Date.now(), seen);
}

/** Positions as columns. */
export function columns(
  at: number,
  rows: readonly (MovingObject & {
    at: number;
    lon: number;
    lat: number;
    speed: number | null;
    heading: number | null;
  })[],
): Positions {
  return {
    at,
    id: rows.map((row) => row.id),
    kind: rows.map((row) => row.kind),
    name: rows.map((row) => row.name),
    time: rows.map((row) => row.at),
    lon: rows.map((row) => row.lon),
    lat: rows.map((row) => row.lat),
    speed: rows.map((row) => row.speed),
    heading: rows.map((row) => row.heading),
    origin: rows.map((row) => row.origin),
  };
}

/** Longer tracks are drawn with fewer places; metres they may stray by. */
const DRAWN = 4000;
const TOLERANCES = [10, 30, 100, 300] as const;

/** Indices of the fixes to draw: all of a short track; of a long one those that matter, and where it stood or sped. */
function drawn(rows: readonly { readonly lon: number; readonly lat: number }[]): number[] {
  if (rows.length <= DRAWN) return rows.map((_, index) => index);
  const path = rows.map(({ lon, lat }): Place => [lon, lat]);
  let kept: number[] = [];
  for (const tolerance of TOLERANCES) {
    kept = simplify(path, tolerance);
    if (kept.length <= DRAWN) return kept;
  }
  return kept;
}

async function track(context: Context, id: string, from: number, to: number): Promise<Track> {
  const result = await context.clickhouse.query({
    query: `
      SELECT toUnixTimestamp64Milli(at) AS time, lon, lat, speed FROM fix FINAL
      WHERE object = {id:UUID} AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at <= fromUnixTimestamp64Milli({to:Int64}) AND positioned = 1
      ORDER BY at LIMIT 200000`,
    query_params: { id, from: Math.floor(from), to: Math.floor(to) },
    format: 'JSONEachRow',
  });
  const all = await result.json<{ time: string; lon: number; lat: number; speed: number | null }>();
  const rows = drawn(all).map((index) => all[index]!);
  return {
    id,
    time: rows.map((row) => Number(row.time)),
    lon: rows.map((row) => row.lon),
    lat: rows.map((row) => row.lat),
    speed: rows.map((row) => row.speed),
  };
}
