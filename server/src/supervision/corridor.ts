import { sql } from 'kysely';
import { z } from 'zod';
import { boundsOf, simplify, type Place, type Shape } from '@anlan/domain/geo';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { restsOf, straightened, type Straightened } from '@anlan/systems';
import { corridorSchema, type Corridor } from '@anlan/systems/monitoring/hazchem-transport';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { fencesWithin } from '../position/ground.ts';
import { fixesOf } from './journey.ts';

const HOUR = 3_600_000;
/** Metres to either side that the strip shows. */
const BREADTH = 3000;
/** What is drawn of the way of a vehicle. */
const DRAWN = 1500;
const MOST_TARGETS = 120;
/** A route is drawn through places this far off it at most, m. */
const TOLERANCE = 15;

/** The approved route of a vehicle's waybill, straightened, with its way, stops and what lies beside it. */
export const corridorRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/vehicles/:id/corridor',
    {
      onRequest: need('position.read'),
      schema: {
        tags: ['位置 Position'],
        summary: '走廊展开条带 · The route straightened',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({ hours: z.coerce.number().min(1).max(24).default(6) }),
        response: responses(corridorSchema),
      },
    },
    async (request) => answer(await corridor(context, actorOf(request), request.params.id, request.query.hours)),
  );
};

interface RouteRow {
  id: string | null;
  name: string | null;
  shape: Shape | null;
}

async function corridor(context: Context, actor: Actor, id: string, hours: number): Promise<Corridor | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<RouteRow>`
      SELECT f.id, f.name, f.shape FROM vehicle v
      LEFT JOIN LATERAL (SELECT b.route FROM waybill b WHERE b.vehicle = v.id AND b.state IN ('issued', 'loaded', 'in-transit')
        ORDER BY (b.state = 'in-transit') DESC, b.planned_start DESC LIMIT 1) w ON true
      LEFT JOIN fence f ON f.id = w.route AND f.retired_at IS NULL
      WHERE v.id = ${id}`.execute(tx),
  );
  const [row] = rows;
  if (row === undefined) {
    await auditOutside(context.db, actor, 'vehicle', id, 'position.read');
    return refuse('not-found');
  }
  const { shape } = row;
  if (shape?.kind !== 'corridor') return { route: null, path: [], away: 0, stops: [], targets: [], zones: [] };
  const path = simplify([...shape.path], TOLERANCE).map((index) => shape.path[index] as Place);
  const line = straightened(path);
  const route = { id: row.id!, name: row.name!, length: line.length, halfWidth: shape.halfWidth };
  const now = Date.now();
  const fixes = await fixesOf(context, id, { from: now - hours * HOUR, to: now });
  const zones = await zonesBeside(context, path, line);
  return { route, ...wayOf(fixes, line, zones), targets: await targetsBeside(context, path, line), zones };
}

function wayOf(
  fixes: Awaited<ReturnType<typeof fixesOf>>,
  line: Straightened,
  zones: Corridor['zones'],
): Pick<Corridor, 'path' | 'away' | 'stops'> {
  const every = Math.max(1, Math.ceil(fixes.length / DRAWN));
  const drawn = fixes.filter((_, index) => index % every === 0 || index === fixes.length - 1);
  const path = drawn.flatMap((fix) => {
    const beside = line.beside(fix, BREADTH);
    return beside === undefined ? [] : [{ at: fix.at, ...beside }];
  });
  const judged = fixes.map(({ at, lon, lat, speed }) => ({ at, lon, lat, speed, limit: null, road: null, driven: 0 }));
  const lots = zones.filter(({ purpose }) => purpose === 'parking' || purpose === 'service');
  const stops = restsOf(judged).flatMap(({ lon, lat, from, to }) => {
    const beside = line.beside({ lon, lat }, BREADTH);
    if (beside === undefined) return [];
    const lot = lots.find(
      (zone) => beside.km >= zone.from && beside.km <= zone.to && Math.abs(beside.offset - zone.offset) < 600,
    );
    return [{ from, minutes: Math.round((to - from) / 60_000), allowed: lot?.name ?? null, lon, lat, ...beside }];
  });
  return { path, away: drawn.length - path.length, stops };
}

/** A box around a path with the strip's breadth, in degrees. */
function boxOf(path: readonly Place[]): [number, number, number, number] {
  const [west, south, east, north] = boundsOf({ kind: 'corridor', path: [...path], halfWidth: BREADTH });
  return [west, south, east, north];
}

/** Schools, hospitals, homes and others beside the route; whose they are is no secret to who must keep away from them. */
async function targetsBeside(
  context: Context,
  path: readonly Place[],
  line: Straightened,
): Promise<Corridor['targets']> {
  const [west, south, east, north] = boxOf(path);
  const { rows } = await sql<{
    id: string;
    kind: string;
    name: string;
    people: number | null;
    lon: number;
    lat: number;
  }>`
    SELECT id, kind, name, people::float8 AS people, lon, lat FROM protected_object
    WHERE retired_at IS NULL AND lon BETWEEN ${west} AND ${east} AND lat BETWEEN ${south} AND ${north} LIMIT 5000`.execute(
    context.db,
  );
  return rows
    .flatMap((row) => {
      const beside = line.beside(row, BREADTH);
      return beside === undefined ? [] : [{ ...row, ...beside }];
    })
    .sort((a, b) => Math.abs(a.offset) - Math.abs(b.offset))
    .slice(0, MOST_TARGETS);
}

/** Forbidden areas and lots beside the route, from where to where they lie along it. */
async function zonesBeside(context: Context, path: readonly Place[], line: Straightened): Promise<Corridor['zones']> {
  const fences = await fencesWithin(context.db, boxOf(path));
  return fences.flatMap((fence) => {
    if (fence.purpose !== 'forbidden' && fence.purpose !== 'parking' && fence.purpose !== 'service') return [];
    const [west, south, east, north] = boundsOf(fence.shape);
    const middle = { lon: (west + east) / 2, lat: (south + north) / 2 };
    const beside = line.beside(middle, BREADTH);
    if (beside === undefined) return [];
    const half = ((north - south) * 111.195) / 2;
    const [from, to] = [Math.max(0, beside.km - half), Math.min(line.length, beside.km + half)];
    const { id, purpose, name, severe } = fence;
    return [{ id, purpose, name, severe, from, to, offset: beside.offset, ...middle }];
  });
}
