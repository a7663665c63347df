import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import { distance } from '@anlan/domain/geo';
import { sensorSeriesSchema, type SensorSeries } from '@anlan/kernel/workbench';
import type { Context } from '../access/context.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { sensorsNear } from './around.ts';
import { meansOf } from './means.ts';
import { box, nearSchema, tags, untilSchema, type Near } from './near.ts';
import { stationPoints } from './weather.ts';

const MINUTE = 60_000;
/** How far (m) a wind station may stand from the sensors it speaks for. */
const STATIONS_WITHIN = 10_000;

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
          until: untilSchema,
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
  const sensors = (await sensorsNear(context, scope, place)).map(({ id }) => id);
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
