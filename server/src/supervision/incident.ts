import { sql } from 'kysely';
import { z } from 'zod';
import { dayOf, hourOf } from '@anlan/domain/calendar';
import { boundsOf, depth, distance } from '@anlan/domain/geo';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import {
  dangerZones,
  proceduresOf,
  responseCard,
  zoneOf,
  type Conditions,
  type DangerZones,
  type Wind,
} from '@anlan/systems';
import { incidentSchema, type Incident } from '@anlan/systems/monitoring/hazchem-transport';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { fencesWithin } from '../position/ground.ts';

/** A wind older than this (ms), or farther away (m), is not that of the place. */
const FRESH = 3_600_000;
const FARTHEST_WIND = 60_000;
/** Rescuers are looked for within this many metres. */
const RESCUE_WITHIN = 120_000;
const MOST_INSIDE = 200;
const MOST_FOAM = 4;
/** Showers are small: a gauge farther away (m) says nothing of the place. */
const FARTHEST_RAIN = 15_000;
/** Wind that is assumed for the table where nobody measures it: low, by which distances are farthest. */
const ASSUMED = 2;
const TANK = ['cargo-tank-pressure', 'cargo-tank-temperature', 'cargo-tank-level', 'cargo-valve'] as const;

/** What is around a vehicle of dangerous goods should it leak now: distances, wind, who is inside, who can help. */
export const incidentRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/vehicles/:id/incident',
    {
      onRequest: need('position.read'),
      schema: {
        tags: ['位置 Position'],
        summary: '事故信息卡：隔离范围与受影响对象 · Zones of a release and who is inside',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({
          size: z.enum(['small', 'large']).default('large'),
          tunnel: z.stringbool().default(false).describe('it happens in a tunnel'),
        }),
        response: responses(incidentSchema),
      },
    },
    async (request) => {
      // Whoever opens the picture of an incident has one: whom to ring is part of it.
      request.incident = true;
      return answer(await incident(context, actorOf(request), request.params.id, request.query));
    },
  );
};

interface Row {
  un: string | null;
  goods_class: string | null;
  tank_volume: number | null;
  tank_design_pressure: number | null;
}

async function incident(
  context: Context,
  actor: Actor,
  id: string,
  { size, tunnel }: { readonly size: 'small' | 'large'; readonly tunnel: boolean },
): Promise<Incident | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Row>`
      SELECT w.un, w.goods_class, v.tank_volume, v.tank_design_pressure FROM vehicle v
      LEFT JOIN LATERAL (SELECT b.un, b.goods_class FROM waybill b WHERE b.vehicle = v.id AND b.state IN ('issued', 'loaded', 'in-transit')
        ORDER BY (b.state = 'in-transit') DESC, (b.state = 'loaded') DESC, b.planned_start DESC LIMIT 1) w ON true
      WHERE v.id = ${id}`.execute(tx),
  );
  const [row] = rows;
  if (row === undefined) {
    await auditOutside(context.db, actor, 'vehicle', id, 'position.read');
    return refuse('not-found');
  }
  const now = Date.now();
  const hour = hourOf(now);
  const night = hour >= 20 || hour < 6;
  const tank = await tankOf(context, id, row);
  const fix = context.mirror.fixes.get(id);
  if (fix === undefined)
    return {
      at: null,
      place: null,
      night,
      wind: null,
      distances: [],
      zones: null,
      inside: [],
      people: 0,
      rescue: [],
      foam: [],
      tank,
      tunnel,
      rain: null,
      procedures: procedures(row, { tunnel, rain: false, night }),
    };
  const place = { lon: fix.lon, lat: fix.lat };
  const wind = await windAt(context, place, now);
  const distances = distancesOf(row, wind?.speed ?? ASSUMED);
  const held = distances.find((one) => one.size === size && one.night === night);
  const isolation =
    held?.isolation ??
    (row.goods_class === null ? null : responseCard(row.un, row.goods_class, night, ASSUMED).measures.isolation);
  const rescue = await rescueNear(context, place);
  const foam = await foamNear(context, actor, place, now);
  const rain = await rainAt(context, place, now);
  const common = {
    at: fix.at,
    place,
    night,
    wind,
    distances,
    rescue,
    foam,
    tank,
    tunnel,
    rain,
    procedures: procedures(row, { tunnel, rain: rain !== null, night }),
  };
  if (isolation === null) return { ...common, zones: null, inside: [], people: 0 };
  const protect = held?.protectKm == null ? null : held.protectKm * 1000;
  const zones = dangerZones(place, isolation, protect, wind);
  const inside = await insideOf(context, zones);
  const people = inside.reduce((sum, one) => sum + (one.people ?? 0), 0);
  const square =
    zones.square === null
      ? null
      : { ...zones.square, corners: zones.square.corners.map(([a, b]): [number, number] => [a, b]) };
  return { ...common, zones: { isolation, square }, inside, people };
}

const procedures = ({ goods_class: goodsClass }: Row, conditions: Conditions): Incident['procedures'] =>
  proceduresOf(goodsClass, conditions).map((one) => ({ ...one, steps: [...one.steps] }));

/** Day and night, small and large spill: those the table has for the goods. */
function distancesOf({ un, goods_class: goodsClass }: Row, wind: number): Incident['distances'] {
  if (goodsClass === null) return [];
  return [false, true].flatMap((night) =>
    responseCard(un, goodsClass, night, wind).distances.map((one) => ({ ...one, night })),
  );
}

/** The fresh wind measured nearest; weather is nobody's secret in an emergency. */
async function windAt(
  context: Context,
  place: { lon: number; lat: number },
  now: number,
): Promise<(Wind & { station: string; metres: number; at: number }) | null> {
  const { rows } = await sql<{ name: string; lon: number; lat: number; speed: string; direction: string }>`
    SELECT d.name, d.lon, d.lat, s.id AS speed, w.id AS direction FROM device d
    JOIN public.point s ON s.device_id = d.id AND s.kind = 'wind-speed' JOIN public.point w ON w.device_id = d.id AND w.kind = 'wind-direction'
    WHERE d.retired_at IS NULL AND d.lon BETWEEN ${place.lon - 1} AND ${place.lon + 1} AND d.lat BETWEEN ${place.lat - 1} AND ${place.lat + 1}`.execute(
    context.db,
  );
  const found = rows.flatMap((row) => {
    const [speed, from] = [context.mirror.readings.get(row.speed), context.mirror.readings.get(row.direction)];
    const metres = Math.round(distance(place, row));
    if (speed?.value == null || from?.value == null || now - speed.at > FRESH || metres > FARTHEST_WIND) return [];
    return [{ speed: speed.value, from: from.value, station: row.name, metres, at: speed.at }];
  });
  return found.toSorted((a, b) => a.metres - b.metres)[0] ?? null;
}

/** Rain of the last hour as the nearest gauge near by measured it; null where there is none. */
async function rainAt(context: Context, place: { lon: number; lat: number }, now: number): Promise<Incident['rain']> {
  const { rows } = await sql<{ id: string; station: string; lon: number; lat: number }>`
    SELECT p.id, d.name AS station, d.lon, d.lat FROM public.point p JOIN device d ON d.id = p.device_id
    WHERE p.kind = 'rainfall' AND p.retired_at IS NULL AND d.retired_at IS NULL
      AND d.lon BETWEEN ${place.lon - 1} AND ${place.lon + 1} AND d.lat BETWEEN ${place.lat - 1} AND ${place.lat + 1}`.execute(
    context.db,
  );
  const [nearest] = rows
    .flatMap((row) => {
      const reading = context.mirror.readings.get(row.id);
      const metres = Math.round(distance(place, row));
      if (reading?.value == null || now - reading.at > FRESH || metres > FARTHEST_RAIN) return [];
      return [{ mm: reading.value, station: row.station, metres, at: reading.at }];
    })
    .toSorted((a, b) => a.metres - b.metres);
  return nearest === undefined || nearest.mm <= 0 ? null : nearest;
}

/** Foam and foam tenders of mutual aid that the actor may see, nearest first; parties fill in names freely, so it goes by the word. */
async function foamNear(
  context: Context,
  actor: Actor,
  place: { lon: number; lat: number },
  now: number,
): Promise<Incident['foam']> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Omit<Incident['foam'][number], 'metres'> & { lon: number; lat: number }>`
      SELECT r.id, r.name, r.quantity, r.unit, r.place, p.name AS party, p.phone, r.minutes, r.lon, r.lat
      FROM mutual_aid_resource r JOIN mutual_aid_party p ON p.id = r.party_id JOIN mutual_aid m ON m.id = r.agreement_id
      WHERE m.ended_on IS NULL AND m.valid_to >= ${dayOf(now)} AND r.kind IN ('material', 'vehicle') AND r.name LIKE '%泡沫%' AND r.lon IS NOT NULL AND r.lat IS NOT NULL LIMIT 500`.execute(
      tx,
    ),
  );
  return rows
    .map(({ lon, lat, ...row }) => ({ ...row, metres: Math.round(distance(place, { lon, lat })) }))
    .filter(({ metres }) => metres <= RESCUE_WITHIN)
    .sort((a, b) => a.metres - b.metres)
    .slice(0, MOST_FOAM);
}

/** Schools, hospitals and others inside, and water intakes the zones reach. */
async function insideOf(context: Context, zones: DangerZones): Promise<Incident['inside']> {
  const reach = Math.max(zones.isolation, (zones.square?.side ?? 0) * 1.2);
  const [west, south, east, north] = boundsOf({
    kind: 'circle',
    centre: [zones.place.lon, zones.place.lat],
    radius: reach,
  });
  const { rows } = await sql<{
    id: string;
    kind: string;
    name: string;
    people: number | null;
    lon: number;
    lat: number;
  }>`
    SELECT id, kind, name, people::float8 AS people, lon, lat FROM protected_object
    WHERE retired_at IS NULL AND lon BETWEEN ${west} AND ${east} AND lat BETWEEN ${south} AND ${north} LIMIT 2000`.execute(
    context.db,
  );
  const fences = await fencesWithin(context.db, [west, south, east, north]);
  const intakes = fences.flatMap((fence) => {
    if (fence.purpose !== 'forbidden' || !fence.severe) return [];
    const [a, b, c, d] = boundsOf(fence.shape);
    const middle = { lon: (a + c) / 2, lat: (b + d) / 2 };
    // A release within it concerns it, wherever its middle is.
    const here = depth(fence.shape, [zones.place.lon, zones.place.lat]) >= 0 ? zones.place : middle;
    return [{ id: fence.id, kind: 'intake', name: fence.name, people: null, ...here }];
  });
  return [...rows, ...intakes]
    .flatMap((one) => {
      const found = zoneOf(zones, one);
      return found === undefined ? [] : [{ ...one, ...found }];
    })
    .sort((a, b) => a.metres - b.metres)
    .slice(0, MOST_INSIDE);
}

/** Fire brigades, rescue teams and hospitals, the two nearest of each. */
async function rescueNear(context: Context, place: { lon: number; lat: number }): Promise<Incident['rescue']> {
  const [west, south, east, north] = boundsOf({
    kind: 'circle',
    centre: [place.lon, place.lat],
    radius: RESCUE_WITHIN,
  });
  const { rows } = await sql<{
    id: string;
    kind: string;
    name: string;
    strength: number | null;
    phone: string | null;
    lon: number;
    lat: number;
  }>`
    SELECT id, kind, name, strength::float8 AS strength, phone, lon, lat FROM organisation
    WHERE retired_at IS NULL AND kind IN ('fire-brigade', 'rescue-team', 'hospital') AND lon BETWEEN ${west} AND ${east} AND lat BETWEEN ${south} AND ${north}`.execute(
    context.db,
  );
  const near = rows
    .map((row) => ({ ...row, metres: Math.round(distance(place, row)) }))
    .sort((a, b) => a.metres - b.metres);
  return ['fire-brigade', 'rescue-team', 'hospital'].flatMap((kind) =>
    near.filter((one) => one.kind === kind).slice(0, 2),
  );
}

async function tankOf(context: Context, id: string, row: Row): Promise<Incident['tank']> {
  const { rows } = await sql<{ id: string; kind: string }>`
    SELECT id, kind FROM public.point WHERE unit_kind = 'vehicle' AND unit_id = ${id} AND kind = ANY (${[...TANK]}::text[]) AND retired_at IS NULL`.execute(
    context.db,
  );
  const latest = new Map(
    rows.flatMap((point) => {
      const reading = context.mirror.readings.get(point.id);
      return reading?.value == null ? [] : [[point.kind, { value: reading.value, at: reading.at }] as const];
    }),
  );
  if (latest.size === 0) return null;
  const of = (kind: (typeof TANK)[number]): number | null => latest.get(kind)?.value ?? null;
  const [level, valve] = [of('cargo-tank-level'), of('cargo-valve')];
  const volume = row.tank_volume;
  return {
    pressure: of('cargo-tank-pressure'),
    designPressure: row.tank_design_pressure,
    temperature: of('cargo-tank-temperature'),
    level,
    valveOpen: valve === null ? null : valve >= 1,
    volume,
    left: level === null || volume === null ? null : Math.round(level * volume) / 100,
    at: Math.max(...[...latest.values()].map(({ at }) => at)),
  };
}
