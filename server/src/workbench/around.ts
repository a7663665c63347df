import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import { distance } from '@anlan/domain/geo';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';

const tags = ['后果工作台 Workbench'];
const near = z.object({
  lon: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-89).max(89),
  radius: z.coerce.number().min(50).max(50_000).default(10_000).describe('m'),
});
export const stationSchema = z.object({
  id: z.string(),
  name: z.string(),
  lon: z.number(),
  lat: z.number(),
  distance: z.number(),
  speed: z.number(),
  from: z.number(),
  at: z.number(),
});
export type Station = z.infer<typeof stationSchema>;
const sensorSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  unit: z.string(),
  device: z.string(),
  enterprise: z.string().nullable(),
  lon: z.number(),
  lat: z.number(),
  distance: z.number(),
  value: z.number().nullable(),
  at: z.number().nullable(),
  low: z.number().nullable().describe('of its range'),
  first: z.number().nullable().describe('its first limit'),
  alarm: z.string().nullable().describe('id of its open alarm'),
});
const crowdSchema = z.object({
  people: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      lon: z.number(),
      lat: z.number(),
      count: z.number(),
    }),
  ),
  unknown: z.int().describe('places without a count'),
});

/** Kinds of points that measure a gas in the open. */
export const GAS_KINDS = [
  'toxic',
  'combustible',
  'ammonia',
  'carbon-monoxide',
  'voc-nmhc',
  'voc-benzene',
  'voc-hydrogen-sulfide',
];
/** Older winds say nothing of now, ms. */
const FRESH = 3_600_000;
const MOST = 400;

/** What is around a place: wind stations, gas sensors with their newest values, people of the register. */
export const aroundRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/workbench/stations',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '附近风站 · Wind stations near a place',
        querystring: near,
        response: responses(z.array(stationSchema)),
      },
    },
    (request) => stationsNear(context, actorOf(request).scope, request.query),
  );
  app.get(
    '/api/workbench/sensors',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '附近气体探头 · Gas sensors near a place',
        querystring: near.extend({ radius: near.shape.radius.default(2000) }),
        response: responses(z.array(sensorSchema)),
      },
    },
    (request) => sensorsNear(context, actorOf(request).scope, request.query),
  );
  app.get(
    '/api/workbench/people',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '周边人员 · People of the register near a place',
        querystring: near,
        response: responses(crowdSchema),
      },
    },
    (request) => peopleNear(context, actorOf(request).scope, request.query),
  );
};

type Near = z.infer<typeof near>;

/** Rows whose plain columns lie in the box around the circle. */
function box(alias: string, { lon, lat, radius }: Near) {
  const high = radius / 110_500;
  const wide = high / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  const [x, y] = [sql.ref(`${alias}.lon`), sql.ref(`${alias}.lat`)];
  return sql`${x} BETWEEN ${lon - wide} AND ${lon + wide} AND ${y} BETWEEN ${lat - high} AND ${lat + high}`;
}

/** Stations that have both speed and direction within the hour, nearest first. */
export async function stationsNear(context: Context, scope: Scope, place: Near): Promise<Station[]> {
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ id: string; name: string; lon: number; lat: number; speed: string; from: string }>`
      SELECT d.id, d.name, d.lon, d.lat, s.id AS speed, w.id AS "from"
      FROM device d
      JOIN public.point s ON s.device_id = d.id AND s.kind = 'wind-speed'
      JOIN public.point w ON w.device_id = d.id AND w.kind = 'wind-direction'
      WHERE d.retired_at IS NULL AND ${box('d', place)} LIMIT ${MOST}`.execute(tx),
  );
  const since = Date.now() - FRESH;
  return rows
    .flatMap((row) => {
      const [speed, from] = [context.mirror.readings.get(row.speed), context.mirror.readings.get(row.from)];
      if (speed?.value == null || from?.value == null || Math.min(speed.at, from.at) < since) return [];
      const metres = Math.round(distance(place, row));
      if (metres > place.radius) return [];
      return [{ ...row, distance: metres, speed: speed.value, from: from.value, at: Math.min(speed.at, from.at) }];
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 20);
}

async function sensorsNear(context: Context, scope: Scope, place: Near): Promise<z.infer<typeof sensorSchema>[]> {
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{
      id: string;
      name: string;
      kind: string;
      unit: string;
      device: string;
      enterprise: string | null;
      lon: number;
      lat: number;
      low: number | null;
      limits: Record<string, number>;
      alarm: string | null;
    }>`
      SELECT p.id, p.name, p.kind, p.unit, d.name AS device, e.name AS enterprise, d.lon, d.lat, p.range_low AS low, p.limits,
        (SELECT a.id FROM alarm a WHERE a.subject_id = p.id AND a.recovered_at IS NULL AND a.closed_at IS NULL ORDER BY a.raised_at DESC LIMIT 1) AS alarm
      FROM device d JOIN public.point p ON p.device_id = d.id
      LEFT JOIN enterprise e ON e.organisation_id = p.organisation_id
      WHERE d.retired_at IS NULL AND p.kind = ANY (${GAS_KINDS}::text[]) AND ${box('d', place)} LIMIT ${MOST}`.execute(
      tx,
    ),
  );
  return rows
    .map(({ limits, ...row }) => {
      const latest = context.mirror.readings.get(row.id);
      return {
        ...row,
        distance: Math.round(distance(place, row)),
        value: latest?.value ?? null,
        at: latest?.at ?? null,
        first: Math.min(...Object.values(limits), Infinity) === Infinity ? null : Math.min(...Object.values(limits)),
      };
    })
    .filter((row) => row.distance <= place.radius)
    .sort((a, b) => a.distance - b.distance);
}

/** Head-counts of sites, and employees of enterprises that registered no site with one: nobody is counted twice. */
async function peopleNear(context: Context, scope: Scope, place: Near): Promise<z.infer<typeof crowdSchema>> {
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ id: string; kind: string; name: string; lon: number; lat: number; count: number | null }>`
      SELECT s.id, 'site' AS kind, s.name, s.lon, s.lat, s.people AS count FROM site s
      WHERE s.retired_at IS NULL AND s.people IS NOT NULL AND ${box('s', place)}
      UNION ALL
      SELECT e.id, 'enterprise', e.name, e.lon, e.lat, e.employees FROM enterprise e
      WHERE e.retired_at IS NULL AND ${box('e', place)}
        AND NOT EXISTS (SELECT FROM site s WHERE s.enterprise = e.id AND s.retired_at IS NULL AND s.people IS NOT NULL)
      LIMIT 5000`.execute(tx),
  );
  const inside = rows.filter((row) => distance(place, row) <= place.radius);
  return {
    people: inside.flatMap(({ count, ...row }) => (count === null || count <= 0 ? [] : [{ ...row, count }])),
    unknown: inside.filter(({ count }) => count === null).length,
  };
}
