import { LENGTHS } from '@anlan/kernel/entity';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { dayOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, type Refusal } from '@anlan/kernel/refusal';
import { exportSizeSchema, ORIGINS, QUALITIES } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { csvLine } from '../registry/csv.ts';
import { attachment } from '../registry/reading.ts';
import { literal } from '../store/clickhouse/statements.ts';
import { choiceShape, choosePoints, spanProblem, spanShape, type ChosenPoint } from './choice.ts';
import { FILE_TYPES, gzipSchema, openPlace, sheetStream, sizeOf, textStream, tooMany } from './file.ts';

const tags = ['监测 Telemetry'];
const query = z.object({
  ...choiceShape,
  points: z
    .string()
    .max(LENGTHS.list)
    .transform((text) => text.split(','))
    .pipe(z.array(z.uuid()).max(100))
    .optional()
    .describe('ids with commas between'),
  ...spanShape,
});
type Query = z.infer<typeof query>;
const HEADS = [
  '单位名称',
  '设备名称',
  '监测点',
  '点位标识',
  '监测值',
  '计量单位',
  '数据质量',
  '监测时间（北京时间）',
  '平台接收时间（北京时间）',
  '数据来源',
] as const;
/** Points asked for in one statement: their names are written into it. */
const AT_ONCE = 100;
const LONG_MS = 3_600_000;

interface Chosen {
  readonly points: readonly ChosenPoint[];
  readonly rows: number;
}

/** Raw readings as they are stored: each with its quality, its own time and the time it came in. */
export const readingExportRoutes: RouteModule = (app, context) => {
  const read = { onRequest: need('telemetry.read') };
  app.get(
    '/api/readings/export',
    {
      ...read,
      schema: {
        tags,
        summary: '历史数据导出的大小 · Size of an export of readings',
        querystring: query,
        response: responses(exportSizeSchema),
      },
    },
    async (request) => {
      const { points, rows } = answer(await chosen(context, actorOf(request), request.query));
      return sizeOf(points.length, rows);
    },
  );
  const file = (type: string) => ({
    200: { description: 'the file', content: { [type]: { schema: z.unknown() } } },
  });
  app.get(
    '/api/readings/export.csv',
    {
      ...read,
      schema: {
        tags,
        summary: '导出历史数据 · Export raw readings as CSV',
        querystring: query.extend({ gzip: gzipSchema }),
        response: { ...responses(z.unknown()), ...file(FILE_TYPES.csv) },
      },
    },
    async (request, reply) => {
      const { gzip, ...asked } = request.query;
      const found = answer(await chosen(context, actorOf(request), asked));
      const stream = answer(await taken(context, actorOf(request), asked, found, 'csv'));
      const packed = gzip === '1';
      const name = `${nameOf(found.points)}-${dayOf(asked.from)}.csv${packed ? '.gz' : ''}`;
      return reply
        .type(packed ? 'application/gzip' : FILE_TYPES.csv)
        .header('content-disposition', attachment(`readings.csv${packed ? '.gz' : ''}`, name))
        .send(stream(textStream(csvOf(context, found.points, asked), packed)));
    },
  );
  app.get(
    '/api/readings/export.xlsx',
    {
      ...read,
      schema: {
        tags,
        summary: '导出历史数据 · Export raw readings as a workbook',
        querystring: query,
        response: { ...responses(z.unknown()), ...file(FILE_TYPES.xlsx) },
      },
    },
    async (request, reply) => {
      const found = answer(await chosen(context, actorOf(request), request.query));
      const stream = answer(await taken(context, actorOf(request), request.query, found, 'xlsx'));
      const name = `${nameOf(found.points)}-${dayOf(request.query.from)}.xlsx`;
      return reply
        .type(FILE_TYPES.xlsx)
        .header('content-disposition', attachment('readings.xlsx', name))
        .send(stream(sheetStream('历史数据', HEADS, sheetOf(context, found.points, request.query))));
    },
  );
};

async function chosen(context: Context, actor: Actor, asked: Query): Promise<Chosen | Refusal> {
  const wrong = spanProblem(asked);
  if (wrong !== undefined) return wrong;
  const points = await choosePoints(context, actor, asked);
  if (isRefusal(points)) return points;
  let rows = 0;
  for (const some of pieces(points)) {
    const counted = await context.clickhouse.query({
      query: `SELECT count() AS n FROM reading WHERE ${within(some, asked)}`,
      format: 'JSONEachRow',
    });
    rows += Number((await counted.json<{ n: string }>())[0]?.n);
  }
  return { points, rows };
}

/** Takes a place for the export and writes it into the audit, or refuses it. */
async function taken(
  context: Context,
  actor: Actor,
  { from, to }: Query,
  { points, rows }: Chosen,
  format: 'csv' | 'xlsx',
): Promise<((stream: Readable) => Readable) | Refusal> {
  const wrong = tooMany(rows, format);
  if (wrong !== undefined) return wrong;
  const told = { format, points: points.length, first: points[0]!.id, rows, from: new Date(from), to: new Date(to) };
  return openPlace(() => record(context.db, actor, 'telemetry.export', null, 'done', told));
}

const nameOf = ([first, ...more]: readonly ChosenPoint[]): string =>
  `${first!.deviceName}-${first!.name}${more.length === 0 ? '' : `等${more.length + 1}点`}`.replaceAll(
    /[\\/:*?"<>|]/g,
    '_',
  );

function* pieces(points: readonly ChosenPoint[]): Generator<readonly ChosenPoint[]> {
  for (let from = 0; from < points.length; from += AT_ONCE) yield points.slice(from, from + AT_ONCE);
}

/** The condition on rows; ids are those of the register, not of the asker. */
const within = (points: readonly ChosenPoint[], { from, to }: Query): string =>
  `point IN (${points.map(({ id }) => literal(id)).join(',')})
    AND at >= fromUnixTimestamp64Milli(${Math.floor(from)}) AND at < fromUnixTimestamp64Milli(${Math.floor(to)})`;

const words = (from: readonly string[], to: readonly string[], of: string): string =>
  `transform(${of}, [${from.map(literal).join(',')}], [${to.map(literal).join(',')}], '')`;

const QUALITY = words(Object.keys(QUALITIES), Object.values(QUALITIES), 'toString(quality)');
const time = (of: string): string => `toString(${of}, 'Asia/Shanghai')`;

/** One row per instant, the newest of those stored, in order of the key: it is read as it lies, whatever its length. */
const ROWS = 'SETTINGS do_not_merge_across_partitions_select_final = 1, optimize_read_in_order = 1';

const originOf = ({ origin }: ChosenPoint): string => ORIGINS[origin as keyof typeof ORIGINS]?.label ?? origin;

/** The lines are made where the rows lie: this process only passes them on. */
async function* csvOf(
  context: Context,
  points: readonly ChosenPoint[],
  asked: Query,
): AsyncGenerator<string | Uint8Array> {
  yield `\uFEFF${csvLine(HEADS)}`;
  for (const some of pieces(points)) {
    const ids = some.map(({ id }) => id);
    const cells = (of: (point: ChosenPoint) => readonly unknown[]): string =>
      words(
        ids,
        some.map((point) => csvLine(of(point)).trimEnd()),
        'toString(point)',
      );
    const { stream } = await context.clickhouse.exec({
      query: `
        SELECT concat(${cells(({ ownerName, deviceName, name, key }) => [ownerName, deviceName, name, key])}, ',', ifNull(toString(value), ''), ',',
          ${cells(({ unit }) => [unit])}, ',', ${QUALITY}, ',', ${time('at')}, ',', ${time('received')}, ',',
          ${cells((point) => [originOf(point)])}, '\\r')
        FROM reading FINAL WHERE ${within(some, asked)} ORDER BY point, at ${ROWS} FORMAT TSVRaw`,
      clickhouse_settings: { max_execution_time: LONG_MS / 1000, max_query_size: '4000000' },
    });
    for await (const piece of stream) yield piece as Uint8Array;
  }
}

async function* sheetOf(
  context: Context,
  points: readonly ChosenPoint[],
  asked: Query,
): AsyncGenerator<(string | number | null)[]> {
  for (const some of pieces(points)) {
    const known = new Map(some.map((point) => [point.id, point]));
    const found = await context.clickhouse.query({
      query: `SELECT toString(point), value, ${QUALITY}, ${time('at')}, ${time('received')}
        FROM reading FINAL WHERE ${within(some, asked)} ORDER BY point, at ${ROWS}`,
      format: 'JSONCompactEachRow',
    });
    for await (const rows of found.stream<[string, number | null, string, string, string]>())
      for (const row of rows) {
        const [id, value, quality, at, received] = row.json();
        const point = known.get(id)!;
        yield [
          point.ownerName,
          point.deviceName,
          point.name,
          point.key,
          value,
          point.unit,
          quality,
          at,
          received,
          originOf(point),
        ];
      }
  }
}
