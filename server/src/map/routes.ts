import { LENGTHS } from '@anlan/kernel/entity';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import {
  askRowsSchema,
  askSchema,
  KNOWLEDGE,
  layerViewSchema,
  momentSchema,
  placesSchema,
  readArea,
  shapesSchema,
  viewSchema,
  type Area,
} from '@anlan/kernel/map';
import { refuse } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type App, type RouteModule } from '../http/index.ts';
import { momentSchema as timeSchema } from '../telemetry/time.ts';
import { askRows } from './ask-rows.ts';
import { askArea } from './ask.ts';
import { layersFor } from './declared.ts';
import { csvOfRows } from './export.ts';
import { inView } from './in-view.ts';
import { insideCircle, insideSchema } from './inside.ts';
import { layerViews, placesInWords, placesOf, shapesOf } from './layers.ts';
import { momentAt, valuesAt } from './moment.ts';

const tags = ['一张图 Map'];
const MINUTE = 60_000;
/** Rows of one export. */
const EXPORTED = 100_000;
const PLACES = 'application/vnd.anlan.places';

const knowledge = z
  .enum(KNOWLEDGE)
  .default('now')
  .describe('then = as received by that moment; now = late data included');
const boundsSchema = z
  .string()
  .regex(/^-?[\d.]+(,-?[\d.]+){3}$/, '应为 西,南,东,北')
  .transform((text) => text.split(',').map(Number) as [number, number, number, number])
  .describe('west,south,east,north');
const areaQuery = z
  .string()
  .max(10_000)
  .transform((text, issues): Area => {
    const area = readArea(text);
    if (area !== null) return area;
    issues.addIssue({ code: 'custom', message: '画的范围读不懂' });
    return z.NEVER;
  })
  .describe('c:lon,lat:metres · p:lon,lat;… · w:lon,lat;…:metres');
const askQuery = z.object({ area: areaQuery, time: timeSchema.optional(), knowledge });
const histogramSchema = z.object({ from: z.number(), step: z.number(), counts: z.array(z.int()) });
const valuesSchema = z.array(
  z.object({ id: z.string(), at: z.number(), received: z.number(), value: z.number().nullable(), quality: z.string() }),
);

export const mapRoutes: RouteModule = (app, context) => {
  layerRoutes(app, context);
  pastRoutes(app, context);
  askRoutes(app, context);
};

function layerRoutes(app: App, context: Context): void {
  app.get(
    '/api/map/layers',
    {
      onRequest: need('registry.read'),
      schema: { tags, summary: '图层 · Layers with counts', response: responses(z.array(layerViewSchema)) },
    },
    (request) => layerViews(context, actorOf(request).scope, layersFor(actorOf(request))),
  );
  const key = z.object({ key: z.string() });
  app.get(
    '/api/map/layers/:key',
    {
      onRequest: need('registry.read'),
      schema: { tags, summary: '图层内容 · Places of a layer', params: key, response: responses(placesSchema) },
    },
    async (request) => {
      const layer = layersFor(actorOf(request)).find((one) => one.key === request.params.key);
      if (layer === undefined) return answer(refuse('not-found'));
      return placesInWords(context, actorOf(request).scope, layer);
    },
  );
  app.get(
    '/api/map/places/:key',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '图层内容（列式） · Places of a layer as packed columns',
        params: key,
        querystring: z.object({ time: timeSchema.optional() }),
        response: responses(z.unknown().describe('Columns, see encodePlaces')),
      },
    },
    async (request, reply) => {
      const layer = layersFor(actorOf(request)).find((one) => one.key === request.params.key);
      if (layer === undefined) return answer(refuse('not-found'));
      const places = await placesOf(context, actorOf(request).scope, layer, request.query.time ?? null);
      const tag = `"${places.tag}"`;
      void reply.header('etag', tag);
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      return reply.type(PLACES).send(Buffer.from((await places.read()).buffer));
    },
  );
  app.get(
    '/api/map/shapes/:key',
    {
      onRequest: need('registry.read'),
      schema: { tags, summary: '线与面 · Lines and areas of a layer', params: key, response: responses(shapesSchema) },
    },
    async (request) => {
      const layer = layersFor(actorOf(request)).find((one) => one.key === request.params.key);
      if (layer === undefined || !('shapes' in layer.draws)) return answer(refuse('not-found'));
      return shapesOf(context, actorOf(request).scope, layer.draws.shapes);
    },
  );
  app.get(
    '/api/map/view',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '视野内清单 · What is in view, in words',
        querystring: z.object({
          bounds: boundsSchema,
          layers: z
            .string()
            .max(LENGTHS.list)
            .transform((text) => text.split(',')),
          offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
        }),
        response: responses(viewSchema),
      },
    },
    (request) => inView(context, actorOf(request).scope, layersFor(actorOf(request)), request.query),
  );
}

function pastRoutes(app: App, context: Context): void {
  app.get(
    '/api/map/alarms',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '过去报警分布 · Alarms per step',
        querystring: z.object({
          hours: z.coerce.number().int().min(1).max(168).default(24),
          until: timeSchema.optional(),
        }),
        response: responses(histogramSchema),
      },
    },
    (request) => histogram(context, actorOf(request).scope, request.query.hours, request.query.until ?? Date.now()),
  );
  app.get(
    '/api/map/at',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '那一刻 · Positions and alarms at a past minute',
        querystring: z.object({ time: timeSchema, knowledge, bounds: boundsSchema.optional() }),
        response: responses(momentSchema),
      },
    },
    (request) => momentAt(context, actorOf(request).scope, request.query),
  );
  app.get(
    '/api/map/at/values',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '那一刻的读数 · Newest values of points at a past minute',
        querystring: z.object({
          time: timeSchema,
          knowledge,
          points: z
            .string()
            // 500 ids with commas between.
            .max(500 * 37)
            .transform((text) => text.split(','))
            .pipe(z.array(z.uuid()).min(1).max(500)),
        }),
        response: responses(valuesSchema),
      },
    },
    (request) => valuesAt(context, actorOf(request).scope, request.query.points, request.query),
  );
}

const pastOf = ({ time, knowledge }: { time?: number | undefined; knowledge: 'then' | 'now' }) =>
  time === undefined ? undefined : { time, knowledge };

function askRoutes(app: App, context: Context): void {
  app.get(
    '/api/map/inside',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '圈内有什么 · What is near: counts and the nearest fifty',
        querystring: z.object({
          lon: z.coerce.number().min(-180).max(180),
          lat: z.coerce.number().min(-90).max(90),
          radius: z.coerce.number().min(10).max(200_000).describe('m'),
        }),
        response: responses(insideSchema),
      },
    },
    (request) => insideCircle(context, actorOf(request).scope, request.query),
  );
  app.get(
    '/api/map/ask',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '画圈问 · Who and what is inside a drawn area',
        querystring: askQuery,
        response: responses(askSchema),
      },
    },
    (request) => askArea(context, actorOf(request), request.query.area, pastOf(request.query)),
  );
  const rowsQuery = askQuery.extend({ group: z.string().max(LENGTHS.line) });
  app.get(
    '/api/map/ask/rows',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '圈内清单 · One page of a group inside a drawn area',
        querystring: rowsQuery.extend({
          offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
          size: z.coerce.number().int().min(1).max(500).default(50),
        }),
        response: responses(askRowsSchema),
      },
    },
    async (request) => {
      const { area, ...page } = request.query;
      return (await askRows(context, actorOf(request), area, page, pastOf(page))) ?? answer(refuse('not-found'));
    },
  );
  app.get(
    '/api/map/ask/export',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '导出圈内清单 · A group inside a drawn area as CSV',
        querystring: rowsQuery,
        response: responses(z.unknown().describe('CSV')),
      },
    },
    async (request, reply) => {
      const { area, group, ...rest } = request.query;
      const actor = actorOf(request);
      const found = await askRows(context, actor, area, { group, offset: 0, size: EXPORTED }, pastOf(rest));
      if (found === undefined) return answer(refuse('not-found'));
      await context.db
        .transaction()
        .execute((tx) =>
          record(tx, actor, 'map.export', null, 'done', { group, rows: found.rows.length, total: found.total, area }),
        );
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="inside-${group}.csv"`)
        .send(csvOfRows(found.rows));
    },
  );
}

async function histogram(
  context: Context,
  scope: Scope,
  hours: number,
  until: number,
): Promise<z.infer<typeof histogramSchema>> {
  const step = hours <= 24 ? 15 * MINUTE : 60 * MINUTE;
  const to = Math.ceil(until / step) * step;
  const from = to - hours * 60 * MINUTE;
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ bucket: number; n: number }>`
      SELECT floor((extract(epoch FROM raised_at) * 1000 - ${from}) / ${step})::int AS bucket, count(*)::int AS n
      FROM alarm WHERE raised_at >= ${new Date(from)} AND raised_at < ${new Date(to)} GROUP BY 1`.execute(tx),
  );
  const counts = Array.from({ length: (to - from) / step }, () => 0);
  for (const { bucket, n } of rows) counts[bucket] = n;
  return { from, step, counts };
}
