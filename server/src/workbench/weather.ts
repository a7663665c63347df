import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import { refuse } from '@anlan/kernel/refusal';
import { distance } from '@anlan/domain/geo';
import {
  stationsSchema,
  stationWeatherSchema,
  windStatisticsSchema,
  type Station,
  type StationWeather,
} from '@anlan/kernel/workbench';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { meansOf } from './means.ts';
import { box, nearSchema, tags, untilSchema, type Near } from './near.ts';
import { rounded, stabilityAt, statisticsOf } from './wind-statistics.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Older winds say nothing of now, ms. */
const FRESH = HOUR;
const MOST = 400;

/** Winds of stations: now, at a moment from the stored series, and the statistics of their stored hours. */
export const weatherRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/workbench/stations',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '附近风站 · Wind stations near a place',
        querystring: nearSchema,
        response: responses(stationsSchema),
      },
    },
    (request) => stationsNear(context, actorOf(request).scope, request.query),
  );
  app.get(
    '/api/workbench/stations/:id/weather',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '站点某时刻气象 · Means of a station’s stored series before a moment',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({
          until: untilSchema,
          minutes: z.coerce.number().int().min(1).max(120).default(10),
        }),
        response: responses(stationWeatherSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const { until = Date.now(), minutes } = request.query;
      const station = await stationOf(context, actor.scope, id);
      if (station === undefined) await auditOutside(context.db, actor, 'device', id, 'telemetry.read');
      const found = station && (await weatherBefore(context, station, until, minutes));
      return found ?? answer(refuse('not-found'));
    },
  );
  app.get(
    '/api/workbench/stations/:id/statistics',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '站点风频 · Weather classes and wind roses of a station’s stored hours',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({ days: z.coerce.number().int().min(1).max(1100).default(365) }),
        response: responses(windStatisticsSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const station = await stationOf(context, actor.scope, id);
      if (station === undefined) await auditOutside(context.db, actor, 'device', id, 'telemetry.read');
      const until = Date.now();
      const found = station && (await statisticsOf(context, station, until - request.query.days * DAY, until));
      return found ?? answer(refuse('not-found'));
    },
  );
};

interface StationPoints {
  readonly id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly speed: string;
  readonly direction: string;
  readonly temperature: string | null;
  readonly humidity: string | null;
}

/** Stations with both wind points under the scope; `where` speaks of the device `d`. */
export async function stationPoints(
  context: Context,
  scope: Scope,
  where: ReturnType<typeof box>,
): Promise<StationPoints[]> {
  const other = (kinds: readonly string[]) =>
    sql`(SELECT id FROM public.point WHERE device_id = d.id AND kind = ANY (${[...kinds]}::text[]) ORDER BY key LIMIT 1)`;
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<StationPoints>`
      SELECT d.id, d.name, d.lon, d.lat, s.id AS speed, w.id AS direction,
        ${other(['air-temperature', 'temperature'])} AS temperature, ${other(['humidity'])} AS humidity
      FROM device d
      JOIN public.point s ON s.device_id = d.id AND s.kind = 'wind-speed'
      JOIN public.point w ON w.device_id = d.id AND w.kind = 'wind-direction'
      WHERE d.retired_at IS NULL AND d.lon IS NOT NULL AND ${where} ORDER BY d.id LIMIT ${MOST}`.execute(tx),
  );
  return rows;
}

const stationOf = async (context: Context, scope: Scope, id: string): Promise<StationPoints | undefined> =>
  (await stationPoints(context, scope, sql`d.id = ${id}`))[0];

/** Stations that have both speed and direction within the hour, nearest first. */
async function stationsNear(context: Context, scope: Scope, place: Near): Promise<Station[]> {
  const rows = await stationPoints(context, scope, box('d', place));
  const since = Date.now() - FRESH;
  return rows
    .flatMap(({ id, name, lon, lat, ...points }) => {
      const speed = context.mirror.readings.get(points.speed);
      const from = context.mirror.readings.get(points.direction);
      if (speed?.value == null || from?.value == null || Math.min(speed.at, from.at) < since) return [];
      const metres = Math.round(distance(place, { lon, lat }));
      if (metres > place.radius) return [];
      const at = Math.min(speed.at, from.at);
      return [{ id, name, lon, lat, distance: metres, speed: speed.value, from: from.value, at }];
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 20);
}

async function weatherBefore(
  context: Context,
  { id, name, ...points }: StationPoints,
  until: number,
  minutes: number,
): Promise<StationWeather | undefined> {
  const from = until - minutes * MINUTE;
  const wanted = [points.speed, points.direction, points.temperature, points.humidity].filter((one) => one !== null);
  // One step over all of it: its buckets start on multiples of itself, so the parts are put together here.
  const means = await meansOf(context, wanted, from, until, 60);
  const of = (point: string | null) => means.filter((one) => one.id === point);
  const average = (point: string | null): number | null => {
    const own = of(point);
    const samples = own.reduce((sum, one) => sum + one.samples, 0);
    return samples === 0 ? null : own.reduce((sum, one) => sum + one.mean * one.samples, 0) / samples;
  };
  const speed = average(points.speed);
  const directions = of(points.direction);
  if (speed === null || directions.length === 0) return undefined;
  const radians = directions.map(({ direction }) => (direction * Math.PI) / 180);
  const [s, c] = [Math.sin, Math.cos].map((f) => radians.reduce((sum, one) => sum + f(one), 0) / radians.length);
  const between = Math.atan2(s ?? 0, c ?? 1);
  const within = directions.reduce((sum, { spread }) => sum + spread ** 2, 0) / directions.length;
  const among =
    radians.reduce((sum, one) => sum + Math.atan2(Math.sin(one - between), Math.cos(one - between)) ** 2, 0) /
    radians.length;
  const temperature = average(points.temperature);
  const humidity = average(points.humidity);
  return {
    id,
    name,
    until,
    minutes,
    samples: of(points.speed).reduce((sum, one) => sum + one.samples, 0),
    speed: rounded(speed, 0.01),
    from: rounded(((between * 180) / Math.PI + 360) % 360, 0.1) % 360,
    spread: rounded(Math.sqrt(within + among * (180 / Math.PI) ** 2), 0.1),
    temperature: temperature === null ? null : rounded(temperature, 0.1),
    humidity: humidity === null ? null : rounded(humidity, 1),
    stability: stabilityAt(until, speed),
  };
}
