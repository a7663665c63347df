import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import { distance } from '@anlan/domain/geo';
import { stabilityClass, traceSources, type Reading } from '@anlan/domain/consequence';
import { refuse } from '@anlan/kernel/refusal';
import { inChinese } from '@anlan/kernel/workbench';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, refuseNow, responses, type RouteModule } from '../http/index.ts';

const tags = ['后果工作台 Workbench'];
const exceedanceSchema = z.object({
  id: z.string(),
  point: z.string(),
  station: z.string(),
  label: z.string(),
  level: z.string(),
  value: z.number().nullable(),
  unit: z.string(),
  at: z.number(),
  open: z.boolean(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
});
const vocPointSchema = z.object({
  id: z.string(),
  name: z.string(),
  station: z.string(),
  unit: z.string(),
  value: z.number().nullable(),
  at: z.number().nullable(),
});
const tracedSchema = z.object({
  point: z.object({
    id: z.string(),
    name: z.string(),
    station: z.string(),
    unit: z.string(),
    lon: z.number(),
    lat: z.number(),
  }),
  from: z.number(),
  until: z.number(),
  background: z.number().describe('mg/m³'),
  readings: z.array(
    z.object({
      id: z.string(),
      station: z.string(),
      lon: z.number(),
      lat: z.number(),
      at: z.number(),
      value: z.number(),
      wind: z.object({ speed: z.number(), from: z.number() }),
    }),
  ),
  ranked: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['enterprise', 'tank']),
      name: z.string(),
      enterprise: z.string(),
      enterpriseName: z.string(),
      lon: z.number(),
      lat: z.number(),
      share: z.number(),
      rate: z.number().describe('kg/s'),
      distance: z.number().describe('m'),
      offWind: z.number().describe('° off the upwind direction of the highest reading'),
      explains: z.int(),
    }),
  ),
  other: z.number().describe('share of “none of these”'),
  warnings: z.array(z.string()),
});
type Traced = z.infer<typeof tracedSchema>;

const VOC = ['voc-nmhc', 'voc-benzene', 'voc-hydrogen-sulfide'] as const;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Ten-minute means: what the plume formula speaks of. */
const STEP_S = 600;
const STATIONS_WITHIN = 4000;
const CANDIDATES_WITHIN = 3500;
/** Slower wind points nowhere. */
const CALM = 0.5;
const SHOWN = 30;
/** A leak larger than this (kg/s) is no fugitive emission: it is seen and heard. */
const MOST_RATE = 1;

/** Recent exceedances of VOC, and where one of them may come from (S20). */
export const traceRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/workbench/exceedances',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: 'VOCs 超标 · Recent exceedances of VOC',
        querystring: z.object({ days: z.coerce.number().int().min(1).max(31).default(7) }),
        response: responses(z.array(exceedanceSchema)),
      },
    },
    async (request) => {
      const { rows } = await withScope(context.db, actorOf(request).scope, (tx) =>
        sql<Omit<z.infer<typeof exceedanceSchema>, 'at'> & { at: Date }>`
          SELECT a.id, a.subject_id AS point, a.subject_name AS station, a.rule_label AS label, a.level, a.value, p.unit,
                 a.raised_at AS at, a.closed_at IS NULL AS open, a.lon, a.lat
          FROM alarm a JOIN public.point p ON p.id = a.subject_id
          WHERE p.kind = ANY (${[...VOC]}::text[]) AND a.rule <> 'voc-offline' AND a.raised_at > ${new Date(Date.now() - request.query.days * DAY)}
          ORDER BY a.raised_at DESC LIMIT 100`.execute(tx),
      );
      return rows.map((row) => ({ ...row, at: row.at.getTime() }));
    },
  );
  app.get(
    '/api/workbench/voc-points',
    {
      onRequest: need('telemetry.read'),
      schema: { tags, summary: 'VOCs 测点 · Points of VOC', response: responses(z.array(vocPointSchema)) },
    },
    async (request) => {
      const { rows } = await withScope(context.db, actorOf(request).scope, (tx) =>
        sql<{ id: string; name: string; station: string; unit: string }>`
          SELECT p.id, p.name, d.name AS station, p.unit FROM public.point p JOIN device d ON d.id = p.device_id
          WHERE p.kind = 'voc-nmhc' AND d.retired_at IS NULL ORDER BY d.name LIMIT 200`.execute(tx),
      );
      return rows.map((row) => {
        const latest = context.mirror.readings.get(row.id);
        return { ...row, value: latest?.value ?? null, at: latest?.at ?? null };
      });
    },
  );
  app.get(
    '/api/workbench/trace',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags,
        summary: '风向溯源 · Candidates upwind of a VOC point, ranked',
        querystring: z.object({
          point: z.uuid(),
          until: z.coerce.number().optional().describe('epoch ms, now without'),
          hours: z.coerce.number().min(0.5).max(24).default(3),
        }),
        response: responses(tracedSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { point, until = Date.now(), hours } = request.query;
      const found = await trace(context, actor.scope, point, until - hours * 60 * MINUTE, until);
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, 'point', point, 'telemetry.read');
      return answer(refuse('not-found'));
    },
  );
};

interface PointRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly unit: string;
  readonly device: string;
  readonly station: string;
  readonly lon: number;
  readonly lat: number;
  readonly speed: string | null;
  readonly direction: string | null;
}
interface CandidateRow {
  readonly id: string;
  readonly kind: 'enterprise' | 'tank';
  readonly name: string;
  readonly enterprise: string;
  readonly enterpriseName: string;
  readonly lon: number;
  readonly lat: number;
}

async function registerOf(context: Context, scope: Scope, id: string) {
  return withScope(context.db, scope, async (tx) => {
    const columns = sql`
      p.id, p.name, p.kind, p.unit, d.id AS device, d.name AS station, d.lon, d.lat,
      (SELECT id FROM public.point WHERE device_id = d.id AND kind = 'wind-speed' LIMIT 1) AS speed,
      (SELECT id FROM public.point WHERE device_id = d.id AND kind = 'wind-direction' LIMIT 1) AS direction
      FROM public.point p JOIN device d ON d.id = p.device_id`;
    const { rows: own } = await sql<PointRow>`SELECT ${columns} WHERE p.id = ${id} AND d.lon IS NOT NULL`.execute(tx);
    const [point] = own;
    if (point === undefined) return undefined;
    const high = STATIONS_WITHIN / 110_500;
    const wide = high / Math.cos((point.lat * Math.PI) / 180);
    const within = (alias: string) =>
      sql`${sql.ref(`${alias}.lon`)} BETWEEN ${point.lon - wide} AND ${point.lon + wide} AND ${sql.ref(`${alias}.lat`)} BETWEEN ${point.lat - high} AND ${point.lat + high}`;
    const stations = await sql<PointRow>`
      SELECT ${columns} WHERE p.kind = ${point.kind} AND d.retired_at IS NULL AND ${within('d')} LIMIT 60`.execute(tx);
    const candidates = await sql<CandidateRow>`
      SELECT t.id, 'tank' AS kind, t.name, t.enterprise, e.name AS "enterpriseName", t.lon, t.lat
      FROM tank t JOIN enterprise e ON e.id = t.enterprise WHERE t.retired_at IS NULL AND ${within('t')}
      UNION ALL
      SELECT e.id, 'enterprise', e.name, e.id, e.name, e.lon, e.lat FROM enterprise e
      WHERE e.retired_at IS NULL AND e.sector LIKE 'hazchem%' AND ${within('e')}
      LIMIT 600`.execute(tx);
    return { point, stations: stations.rows, candidates: candidates.rows };
  });
}

/** Ten-minute means of points, by point and bucket (epoch ms). */
async function meansOf(
  context: Context,
  points: readonly string[],
  from: number,
  until: number,
  direction: ReadonlySet<string>,
) {
  const result = await context.clickhouse.query({
    query: `
      SELECT toString(point) AS id, toUnixTimestamp(toStartOfInterval(at, toIntervalSecond({step:UInt32}))) * 1000 AS bucket,
        avg(value) AS mean, avg(sin(value * pi() / 180)) AS s, avg(cos(value * pi() / 180)) AS c
      FROM reading FINAL
      WHERE quality = 'good' AND value IS NOT NULL AND point IN {points:Array(UUID)}
        AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({until:Int64})
      GROUP BY id, bucket`,
    query_params: { points: [...points], step: STEP_S, from: Math.floor(from), until: Math.floor(until) },
    format: 'JSONEachRow',
  });
  const rows = await result.json<{ id: string; bucket: string | number; mean: number; s: number; c: number }>();
  const means = new Map<string, number>();
  for (const { id: point, bucket, mean, s, c } of rows) {
    // Directions are averaged on the circle: 350° and 10° are north.
    const value = direction.has(point) ? ((Math.atan2(s, c) * 180) / Math.PI + 360) % 360 : mean;
    means.set(`${point}/${Number(bucket)}`, value);
  }
  return means;
}

interface Taken {
  readonly row: PointRow;
  readonly at: number;
  readonly value: number;
  readonly speed: number;
  readonly from: number;
}

async function trace(
  context: Context,
  scope: Scope,
  id: string,
  from: number,
  until: number,
): Promise<Traced | undefined> {
  const found = await registerOf(context, scope, id);
  if (found === undefined) return undefined;
  const { point, stations, candidates } = found;
  const winds = stations
    .flatMap(({ speed, direction }) => [speed, direction])
    .filter((one): one is string => one !== null);
  const directions = new Set(stations.flatMap(({ direction }) => direction ?? []));
  const means = await meansOf(context, [...stations.map((one) => one.id), ...winds], from, until, directions);
  const taken = stations.flatMap((row): Taken[] => {
    const values: Taken[] = [];
    for (let at = Math.floor(from / (STEP_S * 1000)) * STEP_S * 1000; at < until; at += STEP_S * 1000) {
      const value = means.get(`${row.id}/${at}`);
      const speed = means.get(`${row.speed}/${at}`);
      const direction = means.get(`${row.direction}/${at}`);
      if (value !== undefined && speed !== undefined && direction !== undefined && speed >= CALM)
        values.push({ row, at, value, speed, from: direction });
    }
    return values;
  });
  if (taken.length === 0)
    return refuseNow(
      'scenario-refused',
      { reason: '这段时间没有同时测到浓度与风（或全为静风）' },
      { reason: 'no concentration was measured together with wind in this time (or all was calm)' },
    );
  return ranked(point, taken, candidates, from, until);
}

const METRES_PER_DEGREE = 111_195;

function ranked(
  point: PointRow,
  taken: readonly Taken[],
  candidates: readonly CandidateRow[],
  from: number,
  until: number,
): Traced {
  const local = ({ lon, lat }: { readonly lon: number; readonly lat: number }) => ({
    east: (lon - point.lon) * METRES_PER_DEGREE * Math.cos((point.lat * Math.PI) / 180),
    north: (lat - point.lat) * METRES_PER_DEGREE,
  });
  const values = taken.map(({ value }) => value).sort((a, b) => a - b);
  // What the air holds anyway: the lower fifth of what all stations saw.
  const background = Math.max(0, values[Math.floor(values.length / 5)] ?? 0);
  const readings = taken.map(({ row, at, value, speed, from: direction }): Reading => ({
    id: `${row.id}/${at}`,
    ...local(row),
    height: 3,
    value,
    detection: Math.max(1e-4, 0.05 * background),
    wind: { speed, from: direction, stability: stabilityAt(at, speed) },
  }));
  const near = candidates.filter((one) => distance(point, one) <= CANDIDATES_WITHIN);
  const per = new Map<string, number>();
  for (const { enterprise } of near) per.set(enterprise, (per.get(enterprise) ?? 0) + 1);
  const result = traceSources({
    readings,
    candidates: near.map((one) => ({ id: one.id, ...local(one), weight: 1 / (per.get(one.enterprise) ?? 1) })),
    background,
    mostRate: MOST_RATE,
  });
  if (!result.ok)
    return refuseNow(
      'scenario-refused',
      { reason: inChinese(result.refusal.reason) },
      { reason: result.refusal.reason },
    );
  const known = new Map(near.map((one) => [one.id, one]));
  return {
    point: { id: point.id, name: point.name, station: point.station, unit: point.unit, lon: point.lon, lat: point.lat },
    from,
    until,
    background,
    readings: taken.map(({ row, at, value, speed, from: direction }) => ({
      id: row.id,
      station: row.station,
      lon: row.lon,
      lat: row.lat,
      at,
      value,
      wind: { speed, from: direction },
    })),
    ranked: result.value.ranked.slice(0, SHOWN).flatMap((one) => {
      const candidate = known.get(one.id);
      return candidate === undefined ? [] : [{ ...candidate, ...one, distance: Math.round(one.distance) }];
    }),
    other: result.value.other,
    warnings: [...result.working.warnings],
  };
}

/** Stability by the hour of the day in China and the wind: sun by day, clear sky by night, as no cloud is measured. */
function stabilityAt(at: number, speed: number) {
  const hour = new Date(at + 8 * 3_600_000).getUTCHours();
  const day = hour >= 7 && hour < 18;
  return stabilityClass(speed, day ? (hour >= 10 && hour < 15 ? 'moderate sun' : 'slight sun') : 'night, cloudy');
}
