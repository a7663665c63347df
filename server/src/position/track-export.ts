import type { Readable } from 'node:stream';
import { z } from 'zod';
import { dayOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { exportSizeSchema } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { csvLine } from '../registry/csv.ts';
import { attachment } from '../registry/reading.ts';
import { literal } from '../store/clickhouse/statements.ts';
import { spanProblem, spanShape } from '../telemetry/choice.ts';
import { FILE_TYPES, gzipSchema, openPlace, sizeOf, textStream, tooMany } from '../telemetry/file.ts';
import { movingObjects, type MovingObject } from './routes.ts';

const tags = ['位置 Position'];
const params = z.object({ id: z.uuid() });
const span = z.object(spanShape);
type Span = z.infer<typeof span>;
/** Longer than this between two fixes (ms) nobody knows where the object was: the line is broken there. */
const GAP = 5 * 60_000;
const HEADS = [
  '对象类型',
  '名称',
  '定位时间（北京时间）',
  '平台接收时间（北京时间）',
  '经度（WGS84）',
  '纬度（WGS84）',
  '速度（km/h）',
  '方向（°）',
  '海拔（m）',
  '定位有效',
  '上报方式',
  '行驶记录速度（km/h）',
  '里程表（km）',
] as const;
const KINDS = { vehicle: '车辆', vessel: '船舶' } as const;
const FORMATS = { csv: csvOf, geojson: geoJsonOf } as const;

interface Asked extends Span {
  readonly object: MovingObject;
  readonly rows: number;
}

/** The track of a vehicle or vessel as a file: every fix as a line of CSV, or lines between fixes as GeoJSON (RFC 7946). */
export const trackExportRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/tracks/:id/export',
    {
      onRequest: need('position.read'),
      schema: {
        tags,
        summary: '轨迹导出的大小 · Size of an export of a track',
        params,
        querystring: span,
        response: responses(exportSizeSchema),
      },
    },
    async (request) => {
      const { rows } = answer(await asked(context, actorOf(request), request.params.id, request.query));
      return sizeOf(1, rows);
    },
  );
  for (const format of Object.keys(FORMATS) as (keyof typeof FORMATS)[])
    app.get(
      `/api/tracks/:id/export.${format}`,
      {
        onRequest: need('position.read'),
        schema: {
          tags,
          summary: `导出轨迹 · Export a track as ${format}`,
          params,
          querystring: span.extend({ gzip: gzipSchema }),
          response: {
            ...responses(z.unknown()),
            200: { description: 'the file', content: { [FILE_TYPES[format]]: { schema: z.unknown() } } },
          },
        },
      },
      async (request, reply) => {
        const actor = actorOf(request);
        const packed = request.query.gzip === '1';
        const found = answer(await asked(context, actor, request.params.id, request.query));
        const stream = answer(await taken(context, actor, found, format));
        const name = `${found.object.name}-轨迹-${dayOf(found.from)}.${format}${packed ? '.gz' : ''}`;
        return reply
          .type(packed ? 'application/gzip' : FILE_TYPES[format])
          .header('content-disposition', attachment(`track.${format}${packed ? '.gz' : ''}`, name))
          .send(stream(textStream(FORMATS[format](context, found), packed)));
      },
    );
};

async function asked(context: Context, actor: Actor, id: string, { from, to }: Span): Promise<Asked | Refusal> {
  const wrong = spanProblem({ from, to });
  if (wrong !== undefined) return wrong;
  const [object] = await movingObjects(context, actor.scope, id);
  if (object === undefined) {
    for (const table of ['vehicle', 'vessel']) await auditOutside(context.db, actor, table, id, 'position.read');
    return refuse('not-found');
  }
  const counted = await context.clickhouse.query({
    query: `SELECT count() AS n FROM fix WHERE ${WITHIN}`,
    query_params: bounds({ object, from, to }),
    format: 'JSONEachRow',
  });
  return { object, from, to, rows: Number((await counted.json<{ n: string }>())[0]?.n) };
}

async function taken(
  context: Context,
  actor: Actor,
  { object, rows, from, to }: Asked,
  format: keyof typeof FORMATS,
): Promise<((stream: Readable) => Readable) | Refusal> {
  const wrong = tooMany(rows, format);
  if (wrong !== undefined) return wrong;
  const told = { format, rows, from: new Date(from), to: new Date(to) };
  const subject = { kind: object.kind, id: object.id };
  return openPlace(() => record(context.db, actor, 'position.export', subject, 'done', told));
}

const WITHIN = `object = {id:UUID} AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})`;
const bounds = ({ object, from, to }: Omit<Asked, 'rows'>) => ({
  id: object.id,
  from: Math.floor(from),
  to: Math.floor(to),
});

const cell = (of: string): string => `ifNull(toString(${of}), '')`;

/** The lines are made where the fixes lie: this process only passes them on. */
async function* csvOf(context: Context, wanted: Asked): AsyncGenerator<string | Uint8Array> {
  const { object } = wanted;
  yield `\uFEFF${csvLine(HEADS)}`;
  const named = literal(`${csvLine([KINDS[object.kind], object.name]).trimEnd()},`);
  const { stream } = await context.clickhouse.exec({
    query: `
      SELECT concat(${named}, toString(at, 'Asia/Shanghai'), ',', toString(received, 'Asia/Shanghai'), ',', toString(lon), ',', toString(lat), ',',
        ${cell('speed')}, ',', ${cell('heading')}, ',', ${cell('altitude')}, ',', if(positioned = 1, '是', '否'), ',', if(live = 1, '实时', '补传'), ',',
        ${cell('recorded')}, ',', ${cell('odometer')}, '\\r')
      FROM fix FINAL WHERE ${WITHIN} ORDER BY at FORMAT TSVRaw`,
    query_params: bounds(wanted),
  });
  for await (const piece of stream) yield piece as Uint8Array;
}

type FixRow = [time: number, lon: number, lat: number, speed: number | null, live: number];

/** One feature for each stretch without a gap, with the times and speeds of its places; a lone fix is a point. */
async function* geoJsonOf(context: Context, wanted: Asked): AsyncGenerator<string> {
  const { object } = wanted;
  const found = await context.clickhouse.query({
    query: `SELECT toFloat64(toUnixTimestamp64Milli(at)), lon, lat, speed, live FROM fix FINAL WHERE ${WITHIN} AND positioned = 1 ORDER BY at`,
    query_params: bounds(wanted),
    format: 'JSONCompactEachRow',
  });
  yield '{"type":"FeatureCollection","features":[';
  let stretch: FixRow[] = [];
  let separator = '\n';
  for await (const rows of found.stream<FixRow>())
    for (const row of rows) {
      const fix = row.json();
      const before = stretch.at(-1);
      if (before !== undefined && (fix[0] - before[0] > GAP || stretch.length >= LONGEST_STRETCH)) {
        yield separator + JSON.stringify(featureOf(object, stretch));
        separator = ',\n';
        // A stretch that is only too long for one feature goes on where the last one ends.
        stretch = fix[0] - before[0] > GAP ? [] : [before];
      }
      stretch.push(fix);
    }
  if (stretch.length > 0) yield separator + JSON.stringify(featureOf(object, stretch));
  yield '\n]}\n';
}

/** Fixes that are held in memory at once. */
const LONGEST_STRETCH = 50_000;

function featureOf({ id, kind, name }: MovingObject, stretch: readonly FixRow[]): object {
  const places = stretch.map(([, lon, lat]) => [lon, lat]);
  const geometry =
    places.length === 1 ? { type: 'Point', coordinates: places[0] } : { type: 'LineString', coordinates: places };
  return {
    type: 'Feature',
    geometry,
    properties: {
      id,
      kind,
      name,
      coordTimes: stretch.map(([time]) => new Date(time).toISOString()),
      speeds: stretch.map(([, , , speed]) => speed),
      live: stretch.map(([, , , , live]) => live === 1),
    },
  };
}
