import { sql } from 'kysely';
import { z } from 'zod';
import { loadWaterways, packs } from '@anlan/data';
import { destination, distance, simplify, type LonLat, type Place } from '@anlan/domain/geo';
import type { Actor, Scope } from '@anlan/kernel/access';
import { alarmViewSchema } from '@anlan/kernel/alarm';
import { isActive, type Period } from '@anlan/kernel/position';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { coverageOf, straightened, type Station, type Straightened } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { alarmView, type AlarmRow } from '../alarm/row.ts';
import { auditOutside } from '../audit/index.ts';
import { WATERWAYS } from '../demonstration/transport.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { orderRoutes } from './water-orders.ts';

const tags = ['水上 Waterway'];
const DAY = 86_400_000;
const KINDS = ['ais', 'vhf', 'cctv'] as const;

const coverageSchema = z.array(
  z.object({
    waterway: z.string(),
    length: z.number().nullable().describe('km; null where no line is known'),
    vessels: z.int(),
    heard: z.int().describe('within 24 h'),
    kinds: z.array(
      z.object({
        kind: z.string(),
        stations: z.int(),
        working: z.int(),
        covered: z.number().describe('km'),
        share: z.number().nullable(),
        stretches: z.array(z.tuple([z.number(), z.number()])).describe('km from the upper end'),
      }),
    ),
  }),
);
const vesselSchema = z.object({
  id: z.string(),
  name: z.string(),
  mmsi: z.string(),
  category: z.string().nullable(),
  waterway: z.string(),
  at: z.number().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  speed: z.number().nullable(),
  heading: z.number().nullable(),
  /** Kilometres from the upper end of its river. */
  km: z.number().nullable(),
  alarms: z.int(),
});
export const baseSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  phone: z.string().nullable(),
  boats: z.number().nullable(),
  distance: z.number().describe('m along the river where both lie on it, else as the crow flies'),
  along: z.boolean(),
  minutes: z.number().nullable(),
  lon: z.number(),
  lat: z.number(),
});
const idParams = z.object({ id: z.uuid() });

interface Line {
  readonly path: readonly Place[];
  /** Metres from the upper end to each place. */
  readonly metres: readonly number[];
}

/** Lines of the rivers by their name; a river in two jurisdictions has the longer one. */
const LINES: ReadonlyMap<string, Line> = new Map(
  packs
    .flatMap(({ key }) => loadWaterways(key))
    .map((water) => [WATERWAYS[water.id] ?? water.name, { path: water.line.positions, metres: water.line.metres }]),
);

/** Kilometres along a river of the place nearest to a position, and how far off the line it lies in metres. */
function along(river: string, lon: number, lat: number): { km: number; off: number } | null {
  const line = LINES.get(river);
  if (line === undefined) return null;
  let best = { km: 0, off: Infinity };
  line.path.forEach(([x, y], index) => {
    const off = distance({ lon: x, lat: y }, { lon, lat });
    if (off < best.off) best = { km: Math.round((line.metres[index] ?? 0) / 100) / 10, off };
  });
  return best.off < 5000 ? best : null;
}

const gaugeSchema = z.object({
  id: z.string(),
  name: z.string(),
  km: z.number(),
  level: z.number().nullable().describe('m, the newest reading'),
  warn: z.number().nullable(),
  stop: z.number().nullable(),
  visibility: z.number().nullable().describe('m'),
  wind: z.number().nullable().describe('m/s'),
  online: z.boolean().nullable(),
  at: z.number().nullable(),
});
const stripSchema = z.object({
  waterway: z.string(),
  length: z.number().describe('km'),
  gauges: z.array(gaugeSchema),
  bridges: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      km: z.number(),
      soffit: z.number().nullable().describe('m'),
      span: z.number().nullable().describe('m'),
      required: z.number().nullable().describe('m'),
      level: z.number().nullable().describe('m, between the gauges above and below'),
      room: z.number().nullable().describe('m that may pass beneath now'),
    }),
  ),
  waters: z.array(z.object({ id: z.string(), name: z.string(), km: z.number(), active: z.boolean() })),
  ships: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      category: z.string().nullable(),
      km: z.number(),
      offset: z.int().describe('m; positive to the left of the way downstream'),
      speed: z.number().nullable(),
      down: z.boolean().nullable().describe('goes downstream; null while it lies'),
      at: z.number(),
      alarms: z.int(),
    }),
  ),
});

/** AIS by river, coverage of shore stations, key-water alarms with the nearest rescue bases. */
export const waterRoutes: RouteModule = async (app, context) => {
  app.get(
    '/api/waterways/coverage',
    {
      onRequest: need('position.read'),
      schema: { tags, summary: '各河段 AIS/VHF/CCTV 覆盖 · Coverage by river', response: responses(coverageSchema) },
    },
    (request) => coverageOfRivers(context, actorOf(request).scope),
  );
  app.get(
    '/api/waterways/strip',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '航道里程展开 · A waterway straightened: ships, bridges, levels',
        querystring: z.object({ waterway: z.string().max(40) }),
        response: responses(stripSchema),
      },
    },
    async (request) => answer(await strip(context, actorOf(request), request.query.waterway)),
  );
  app.get(
    '/api/waterways/vessels',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '按河段的船舶 · Vessels by river',
        querystring: z.object({ waterway: z.string().max(40).optional() }),
        response: responses(z.array(vesselSchema)),
      },
    },
    (request) => vessels(context, actorOf(request), request.query.waterway),
  );
  app.get(
    '/api/waterways/alarms',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '水域报警与最近救援基地 · Alarms on the water with the nearest rescue bases',
        response: responses(z.array(z.object({ alarm: alarmViewSchema, bases: z.array(baseSchema) }))),
      },
    },
    (request) => alarms(context, actorOf(request)),
  );
  app.get(
    '/api/vessels/:id/bases',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '最近救援基地 · Nearest rescue bases',
        params: idParams,
        response: responses(z.array(baseSchema)),
      },
    },
    async (request) => answer(await basesNear(context, actorOf(request), request.params.id)),
  );
  await orderRoutes(app, context);
};

/** Every river with its ships and how much of it the working stations of each kind reach. */
export async function coverageOfRivers(context: Context, scope: Scope): Promise<z.infer<typeof coverageSchema>> {
  const { ships, stations } = await withScope(context.db, scope, async (tx) => ({
    ships: (
      await sql<{ waterway: string; ids: string[] }>`
        SELECT coalesce(waterway, '未填') AS waterway, array_agg(id::text) AS ids FROM vessel WHERE retired_at IS NULL GROUP BY 1`.execute(
        tx,
      )
    ).rows,
    stations: (
      await sql<Station>`
        SELECT kind, waterway, lon, lat, coalesce(reach, 0) AS reach, coalesce(state, 'working') = 'working' AS working
        FROM shore_station WHERE retired_at IS NULL AND lon IS NOT NULL`.execute(tx)
    ).rows,
  }));
  const since = Date.now() - DAY;
  const rivers = [...new Set([...ships, ...stations].map(({ waterway }) => waterway))].toSorted();
  return rivers.map((waterway) => {
    const ids = ships.find((row) => row.waterway === waterway)?.ids ?? [];
    const line = LINES.get(waterway);
    const covered = coverageOf({ name: waterway, path: line?.path ?? [] }, stations, KINDS);
    return {
      waterway,
      length: line === undefined ? null : covered.length,
      vessels: ids.length,
      heard: ids.filter((id) => (context.mirror.fixes.get(id)?.receivedAt ?? 0) > since).length,
      kinds: covered.kinds.map((kind) => ({
        ...kind,
        stretches: kind.stretches.map(([from, to]): [number, number] => [from, to]),
      })),
    };
  });
}

/** Fixes older than this (ms) tell nothing of where a ship goes. */
const FRESH = 10 * 60_000;
/** A ship that makes less way than this (km/h) lies. */
const LIES = 1.5;
const BREADTH = 4000;

/** Simplified once a waterway: lines do not change while the process runs. */
const straight = new Map<string, Straightened>();
function straightOf(waterway: string): Straightened | undefined {
  const line = LINES.get(waterway);
  if (line === undefined) return undefined;
  const known = straight.get(waterway) ?? straightened(simplify(line.path, 60).map((index) => line.path[index]!));
  straight.set(waterway, known);
  return known;
}

async function strip(context: Context, actor: Actor, waterway: string): Promise<z.infer<typeof stripSchema> | Refusal> {
  const line = straightOf(waterway);
  if (line === undefined) return refuse('not-found');
  const kmOf = (place: LonLat): number | undefined => line.beside(place, BREADTH)?.km;
  const { stations, bridges, waters } = await withScope(context.db, actor.scope, async (tx) => ({
    stations: (
      await sql<GaugeRow>`
        SELECT s.id, s.name, s.lon, s.lat, s.warn_level AS warn, s.stop_level AS stop,
          coalesce((SELECT jsonb_object_agg(p.kind, p.id) FROM public.point p WHERE p.unit_id = s.id AND p.retired_at IS NULL), '{}') AS points
        FROM shore_station s WHERE s.retired_at IS NULL AND s.kind = 'gauge' AND s.waterway = ${waterway} AND s.lon IS NOT NULL`.execute(
        tx,
      )
    ).rows,
    bridges: (
      await sql<BridgeRow>`
        SELECT id, name, lon, lat, soffit, span, clearance FROM river_bridge
        WHERE retired_at IS NULL AND waterway = ${waterway} AND lon IS NOT NULL`.execute(tx)
    ).rows,
    waters: (
      await sql<{
        id: string;
        name: string;
        lon: number;
        lat: number;
        periods: Period[];
        valid_from: string | null;
        valid_to: string | null;
      }>`
        SELECT id, name, lon, lat, periods, valid_from, valid_to FROM fence
        WHERE retired_at IS NULL AND purpose = 'water' AND shape IS NOT NULL AND lon IS NOT NULL`.execute(tx)
    ).rows,
  }));
  const now = Date.now();
  const gauges = stations
    .flatMap((row) => {
      const km = kmOf(row);
      return km === undefined ? [] : [gaugeView(context, row, km)];
    })
    .sort((a, b) => a.km - b.km);
  return {
    waterway,
    length: line.length,
    gauges,
    bridges: bridges.flatMap(({ clearance, lon, lat, ...row }) => {
      const km = kmOf({ lon, lat });
      if (km === undefined) return [];
      const level = levelAt(gauges, km);
      const room = level === null || row.soffit === null ? null : Math.round((row.soffit - level) * 100) / 100;
      return [{ ...row, km, required: clearance, level, room }];
    }),
    waters: waters.flatMap(({ id, name, periods, valid_from: validFrom, valid_to: validTo, ...place }) => {
      const km = kmOf(place);
      return km === undefined ? [] : [{ id, name, km, active: isActive({ periods, validFrom, validTo }, now) }];
    }),
    ships: await shipsOn(context, actor, waterway, line, now),
  };
}

interface GaugeRow extends LonLat {
  readonly id: string;
  readonly name: string;
  readonly warn: number | null;
  readonly stop: number | null;
  readonly points: Readonly<Record<string, string>>;
}
interface BridgeRow extends LonLat {
  readonly id: string;
  readonly name: string;
  readonly soffit: number | null;
  readonly span: number | null;
  readonly clearance: number | null;
}
type Gauge = z.infer<typeof gaugeSchema>;

function gaugeView(context: Context, { id, name, warn, stop, points }: GaugeRow, km: number): Gauge {
  const of = (kind: string) => (points[kind] === undefined ? undefined : context.mirror.readings.get(points[kind]));
  const level = of('river-level');
  const link = of('station-link')?.value;
  return {
    id,
    name,
    km,
    level: level?.value ?? null,
    warn,
    stop,
    visibility: of('visibility')?.value ?? null,
    wind: of('river-wind')?.value ?? null,
    online: link == null ? null : link >= 1,
    at: level?.at ?? null,
  };
}

/** The level at a place: in proportion between the gauges above and below, else that of the nearest. */
export function levelAt(gauges: readonly Pick<Gauge, 'km' | 'level'>[], km: number): number | null {
  const known = gauges.flatMap(({ km: at, level }) => (level === null ? [] : [{ at, level }]));
  const [above, below] = [known.findLast(({ at }) => at <= km), known.find(({ at }) => at >= km)];
  if (above === undefined || below === undefined) return (above ?? below)?.level ?? null;
  const share = below.at === above.at ? 0 : (km - above.at) / (below.at - above.at);
  return Math.round((above.level + (below.level - above.level) * share) * 100) / 100;
}

async function shipsOn(context: Context, actor: Actor, waterway: string, line: Straightened, now: number) {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ id: string; name: string; category: string | null; alarms: number }>`
      SELECT v.id, v.name, v.category,
        (SELECT count(*)::int FROM alarm a WHERE a.subject_id = v.id AND a.recovered_at IS NULL AND a.closed_at IS NULL) AS alarms
      FROM vessel v WHERE v.retired_at IS NULL AND v.waterway = ${waterway}`.execute(tx),
  );
  return rows.flatMap((row) => {
    const fix = context.mirror.fixes.get(row.id);
    if (fix === undefined || now - fix.receivedAt > FRESH) return [];
    const beside = line.beside(fix, BREADTH);
    if (beside === undefined) return [];
    const lies = fix.heading === null || (fix.speed ?? 0) < LIES;
    const on = lies ? undefined : line.beside(destination(fix, fix.heading, 400), BREADTH);
    return [{ ...row, ...beside, speed: fix.speed, down: on === undefined ? null : on.km >= beside.km, at: fix.at }];
  });
}

async function vessels(context: Context, actor: Actor, waterway?: string): Promise<z.infer<typeof vesselSchema>[]> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ id: string; name: string; mmsi: string; category: string | null; waterway: string; alarms: number }>`
      SELECT v.id, v.name, v.mmsi, v.category, coalesce(v.waterway, '未填') AS waterway,
        (SELECT count(*)::int FROM alarm a WHERE a.subject_id = v.id AND a.recovered_at IS NULL AND a.closed_at IS NULL) AS alarms
      FROM vessel v WHERE v.retired_at IS NULL AND (${waterway ?? null}::text IS NULL OR v.waterway = ${waterway ?? null}) ORDER BY v.name`.execute(
      tx,
    ),
  );
  return rows.map((row) => {
    const fix = context.mirror.fixes.get(row.id);
    const place = fix === undefined ? null : along(row.waterway, fix.lon, fix.lat);
    return {
      ...row,
      at: fix?.at ?? null,
      lon: fix?.lon ?? null,
      lat: fix?.lat ?? null,
      speed: fix?.speed ?? null,
      heading: fix?.heading ?? null,
      km: place?.km ?? null,
    };
  });
}

interface BaseRow {
  id: string;
  name: string;
  kind: string;
  waterway: string | null;
  phone: string | null;
  boats: number | null;
  boat_speed: number | null;
  lon: number;
  lat: number;
}

async function readBases(context: Context): Promise<BaseRow[]> {
  // Rescue is asked of whoever is nearest, whichever county runs it: names and telephones of bases are public.
  const { rows } = await sql<BaseRow>`
    SELECT id, name, kind, waterway, phone, boats, boat_speed, lon, lat FROM rescue_base WHERE retired_at IS NULL AND lon IS NOT NULL`.execute(
    context.db,
  );
  return rows;
}

/** The three nearest bases to a place on a river: along it where the base lies on it too, else as the crow flies. */
export function nearestBases(
  bases: readonly BaseRow[],
  river: string | null,
  lon: number,
  lat: number,
): z.infer<typeof baseSchema>[] {
  const here = river === null ? null : along(river, lon, lat);
  return bases
    .map((base) => {
      const there = here === null || base.waterway !== river ? null : along(river as string, base.lon, base.lat);
      const onRiver = here !== null && there !== null;
      const metres = onRiver ? Math.abs(here.km - there.km) * 1000 : distance(base, { lon, lat });
      const minutes = base.boat_speed === null ? null : Math.round((metres / 1000 / base.boat_speed) * 60);
      return {
        id: base.id,
        name: base.name,
        kind: base.kind,
        phone: base.phone,
        boats: base.boats,
        distance: Math.round(metres),
        along: onRiver,
        minutes,
        lon: base.lon,
        lat: base.lat,
      };
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3);
}

async function basesNear(context: Context, actor: Actor, id: string): Promise<z.infer<typeof baseSchema>[] | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ waterway: string | null }>`SELECT waterway FROM vessel WHERE id = ${id} AND retired_at IS NULL`.execute(tx),
  );
  const [vessel] = rows;
  if (vessel === undefined) {
    await auditOutside(context.db, actor, 'vessel', id, 'position.read');
    return refuse('not-found');
  }
  const fix = context.mirror.fixes.get(id);
  return fix === undefined ? [] : nearestBases(await readBases(context), vessel.waterway, fix.lon, fix.lat);
}

async function alarms(context: Context, actor: Actor) {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<AlarmRow & { waterway: string | null }>`
      SELECT a.*, v.waterway FROM alarm a JOIN vessel v ON v.id = a.subject_id
      WHERE a.subject_kind = 'vessel' AND a.closed_at IS NULL ORDER BY a.recovered_at IS NOT NULL, a.raised_at DESC LIMIT 100`.execute(
      tx,
    ),
  );
  const bases = await readBases(context);
  return rows.map((row) => ({
    alarm: alarmView(row),
    bases: row.lon === null || row.lat === null ? [] : nearestBases(bases, row.waterway, row.lon, row.lat),
  }));
}
