import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { boundsOf, depth, isShape } from '@anlan/domain/geo';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { shapeSchema } from '@anlan/systems/monitoring/vehicle-supervision';
import type { Context } from '../access/context.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { momentSchema } from '../telemetry/time.ts';
import { movingObjects } from './routes.ts';

const DAY = 86_400_000;
/** Fixes one question may look at; beyond that it is refused rather than answered in part. */
const MOST_FIXES = 2_000_000;
const questionSchema = z.strictObject({ shape: shapeSchema, from: momentSchema, to: momentSchema });
const answerSchema = z.object({
  took: z.number().describe('ms'),
  fixes: z.int().describe('fixes of objects in scope looked at: those in the box of the shape'),
  rows: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      first: z.number(),
      last: z.number(),
      fixes: z.int(),
      maxSpeed: z.number().nullable(),
    }),
  ),
});

/** Who was inside an area between two times: history by its box in the store, by its true edge here. */
export const withinRoutes: RouteModule = (app, context) => {
  app.post(
    '/api/position/within',
    {
      onRequest: need('position.read'),
      schema: {
        tags: ['位置 Position'],
        summary: '某时段谁在区域内 · Who was inside between two times',
        body: questionSchema,
        response: responses(answerSchema),
      },
    },
    async (request) => answer(await within(context, actorOf(request), request.body)),
  );
};

async function within(
  context: Context,
  actor: Actor,
  { shape, from, to }: z.infer<typeof questionSchema>,
): Promise<z.infer<typeof answerSchema> | Refusal> {
  if (!isShape(shape))
    return refuse(
      'shape-invalid',
      { problem: both('至少三个角、两个点或正的半径', 'three corners, two points or a positive radius at least') },
      'shape',
    );
  if (!(to > from) || to - from > 31 * DAY)
    return refuse(
      'field-invalid',
      { field: both('时段', 'Span'), problem: both('最长 31 天', '31 days at most') },
      'to',
    );
  const began = performance.now();
  const [west, south, east, north] = boundsOf(shape);
  const objects = new Map((await movingObjects(context, actor.scope)).map((object) => [object.id, object]));
  const result = await context.clickhouse.query({
    query: `
      SELECT toString(object) AS id, toUnixTimestamp64Milli(at) AS time, lon, lat, speed FROM fix FINAL
      WHERE at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64}) AND positioned = 1
        AND lon BETWEEN {west:Float64} AND {east:Float64} AND lat BETWEEN {south:Float64} AND {north:Float64}
      ORDER BY object, at LIMIT ${MOST_FIXES}`,
    query_params: { from: Math.floor(from), to: Math.floor(to), west, south, east, north },
    format: 'JSONEachRow',
  });
  const found = new Map<string, z.infer<typeof answerSchema>['rows'][number]>();
  let [looked, read] = [0, 0];
  for await (const rows of result.stream<{
    id: string;
    time: string;
    lon: number;
    lat: number;
    speed: number | null;
  }>()) {
    for (const row of rows) {
      const fix = row.json();
      read += 1;
      const object = objects.get(fix.id);
      if (object === undefined) continue;
      looked += 1;
      if (depth(shape, [fix.lon, fix.lat]) < 0) continue;
      const time = Number(fix.time);
      const known = found.get(fix.id);
      found.set(fix.id, {
        id: fix.id,
        kind: object.kind,
        name: object.name,
        first: known?.first ?? time,
        last: time,
        fixes: (known?.fixes ?? 0) + 1,
        maxSpeed: fix.speed === null ? (known?.maxSpeed ?? null) : Math.max(known?.maxSpeed ?? 0, fix.speed),
      });
    }
  }
  if (read >= MOST_FIXES)
    return refuse(
      'field-invalid',
      {
        field: both('时段', 'Span'),
        problem: both(
          '定位点太多，请缩短时段或缩小范围',
          'too many positions: choose a shorter span or a smaller extent',
        ),
      },
      'to',
    );
  return {
    took: Math.round(performance.now() - began),
    fixes: looked,
    rows: [...found.values()].sort((a, b) => a.first - b.first),
  };
}
