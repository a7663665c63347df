import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import { distance } from '@anlan/domain/geo';
import { sensorSeriesSchema, type SensorSeries } from '@anlan/kernel/workbench';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { GAS_KINDS } from './around.ts';
import { meansOf } from './means.ts';
import { box, nearSchema, tags, type Near } from './near.ts';
import { stationPoints } from './weather.ts';

const MINUTE = 60_000;
/** How far (m) a wind station may stand from the sensors it speaks for. */
const STATIONS_WITHIN = 10_000;
const MOST = 400;

/** Stored readings of the gas sensors about a place, each mean with the wind of its own minutes. */
export const seriesRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/workbench/series',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '附近探头过程值 · Stored means of gas sensors with the wind of their minutes',
        querystring: nearSchema.extend({
          radius: nearSchema.shape.radius.default(2000),
          until: z.coerce.number().int().min(0).optional().describe('epoch ms, now without'),
          minutes: z.coerce.number().int().min(5).max(240).default(30),
          step: z.coerce.number().int().min(1).max(30).default(5).describe('min'),
        }),
        response: responses(sensorSeriesSchema),
      },
    },
    (request) => {
      const { until = Date.now(), minutes, step, ...place } = request.query;
      return seriesOf(context, actorOf(request).scope, place, {
        from: until - minutes * MINUTE,
        until,
        step: step * 60,
      });
    },
  );
};

interface Span {
  readonly from: number;
  readonly until: number;
  /** s */
  readonly step: number;
}

async function seriesOf(context: Context, scope: Scope, place: Near, span: Span): Promise<SensorSeries> {
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ id: string; lon: number; lat: number }>`
      SELECT p.id, d.lon, d.lat FROM device d JOIN public.point p ON p.device_id = d.id
      WHERE d.retired_at IS NULL AND p.kind = ANY (${GAS_KINDS}::text[]) AND ${box('d', place)} LIMIT ${MOST}`.execute(
      tx,
    ),
  );
  const sensors = rows.filter((row) => distance(place, row) <= place.radius).map(({ id }) => id);
  const stations = (await stationPoints(context, scope, box('d', { ...place, radius: STATIONS_WITHIN })))
    .map((one) => ({ ...one, distance: Math.round(distance(place, one)) }))
    .toSorted((a, b) => a.distance - b.distance);
  const winds = stations.flatMap(({ speed, direction }) => [speed, direction]);
  const means = await meansOf(context, [...sensors, ...winds], span.from, span.until, span.step);
  // The nearest station that measured in this time speaks for all.
  const station = stations.find(({ speed, direction }) =>
    [speed, direction].every((point) => means.some(({ id }) => id === point)),
  );
  const speeds = new Map(means.filter(({ id }) => id === station?.speed).map((one) => [one.at, one.mean]));
  const directions = new Map(means.filter(({ id }) => id === station?.direction).map((one) => [one.at, one.direction]));
  const wanted = new Set(sensors);
  return {
    station: station === undefined ? null : { id: station.id, name: station.name, distance: station.distance },
    ...span,
    means: means
      .filter(({ id }) => wanted.has(id))
      .map(({ id, at, mean }) => ({
        id,
        at,
        value: mean,
        speed: speeds.get(at) ?? null,
        from: directions.get(at) ?? null,
      })),
  };
}
