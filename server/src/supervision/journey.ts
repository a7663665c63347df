import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { hourOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { move, UNMOVED, type Fix, type Profile, type Surroundings } from '@anlan/kernel/position';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { completenessOf, odometerKm, restsOf, speedViolations, type JudgedFix } from '@anlan/systems';
import { journeySchema, type Journey } from '@anlan/systems/monitoring/vehicle-supervision';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { among, fencesWithin, vehicleProfiles } from '../position/ground.ts';
import { readSettings } from '../position/settings.ts';
import { momentSchema } from '../telemetry/time.ts';

const HOUR = 3_600_000;
/** The driving clock needs what was driven before the picture begins. */
const BEFORE = 5 * HOUR;
const LONGEST = 24 * HOUR;
/** More are not drawn; what is counted is counted over all. */
const DRAWN = 3000;
/** Night of the rules on driving: 22:00–06:00 (道路旅客运输企业安全管理规范第三十八条). */
const isNight = (at: number): boolean => hourOf(at) >= 22 || hourOf(at) < 6;

/** A vehicle's track as it was judged: with the limit of every place, rests, violations and the driving clock. */
export const journeyRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/vehicles/:id/journey',
    {
      onRequest: need('position.read'),
      schema: {
        tags: ['位置 Position'],
        summary: '轨迹与违法 · A track with limits, rests and violations',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({ from: momentSchema.optional(), to: momentSchema.optional() }),
        response: responses(journeySchema),
      },
    },
    async (request) => {
      const to = request.query.to ?? Date.now();
      const span = { from: request.query.from ?? to - 3 * HOUR, to };
      return answer(await journey(context, actorOf(request), request.params.id, span));
    },
  );
};

interface Span {
  readonly from: number;
  readonly to: number;
}

async function journey(context: Context, actor: Actor, id: string, span: Span): Promise<Journey | Refusal> {
  if (!(span.to > span.from) || span.to - span.from > LONGEST)
    return refuse(
      'field-invalid',
      { field: both('时段', 'Span'), problem: both('最长 24 小时', '24 hours at most') },
      'to',
    );
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Journey['vehicle'] & { regionPath: string }>`
      SELECT v.id, v.name AS plate, v.category, e.name AS enterprise, e.phone, v.region_path AS "regionPath"
      FROM vehicle v LEFT JOIN enterprise e ON e.id = v.enterprise WHERE v.id = ${id}`.execute(tx),
  );
  const [row] = rows;
  if (row === undefined) {
    await auditOutside(context.db, actor, 'vehicle', id, 'position.read');
    return refuse('not-found');
  }
  const { regionPath, ...vehicle } = row;
  const all = await fixesOf(context, id, { from: span.from - BEFORE, to: span.to });
  const fences = await fencesWithin(context.db, boxOf(all));
  const byId = new Map(fences.map((fence) => [fence.id, fence]));
  const [[, profile] = []] = await vehicleProfiles(context.db, byId, id);
  const settings = (await readSettings(context.db, span.to))(regionPath);
  const judged =
    profile === undefined ? [] : judgedFixes(all, profile, { ...among(fences), settings }).filter(within(span));
  const coach = profile?.coach === true && isNight(span.to);
  const tired = (coach ? settings.drivingAtNight : settings.driving) ?? 240;
  return { vehicle, ...span, ...shown(judged), tired, nights: nightsOf(span) };
}

const within =
  ({ from, to }: Span) =>
  ({ at }: { at: number }): boolean =>
    at >= from && at <= to;

function boxOf(fixes: readonly { lon: number; lat: number }[]): [number, number, number, number] {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const { lon, lat } of fixes)
    [west, south, east, north] = [Math.min(west, lon), Math.min(south, lat), Math.max(east, lon), Math.max(north, lat)];
  return [west, south, east, north];
}

interface FixRow {
  readonly time: string;
  readonly lon: number;
  readonly lat: number;
  readonly speed: number | null;
  readonly bits: number;
  readonly recorded: number | null;
  readonly odometer: number | null;
}

export async function fixesOf(context: Context, id: string, { from, to }: Span): Promise<Fix[]> {
  const result = await context.clickhouse.query({
    query: `
      SELECT toUnixTimestamp64Milli(at) AS time, lon, lat, speed, status_bits AS bits, recorded, odometer FROM fix FINAL
      WHERE object = {id:UUID} AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at <= fromUnixTimestamp64Milli({to:Int64}) AND positioned = 1
      ORDER BY at LIMIT 60000`,
    query_params: { id, from: Math.floor(from), to: Math.floor(to) },
    format: 'JSONEachRow',
  });
  const rows = await result.json<FixRow>();
  return rows.map((row) => ({
    at: Number(row.time),
    lon: row.lon,
    lat: row.lat,
    speed: row.speed === null ? null : tenths(row.speed),
    heading: null,
    altitude: null,
    positioned: true,
    live: true,
    statusBits: row.bits,
    ...(row.recorded !== null && { recorded: tenths(row.recorded) }),
    ...(row.odometer !== null && { odometer: row.odometer }),
  }));
}

/** Kept as 32-bit floats; speeds come in tenths. */
const tenths = (speed: number): number => Math.round(speed * 10) / 10;

/** The fixes as the rules judge them; those in doubt are left out. */
function judgedFixes(fixes: readonly Fix[], profile: Profile, around: Surroundings): JudgedFix[] {
  let motion = UNMOVED;
  return fixes.flatMap((fix): JudgedFix[] => {
    const moved = move(motion, fix, profile, around);
    motion = moved.motion;
    if (moved.verdict !== 'good') return [];
    const judged = moved.quantities.find(({ quantity }) => quantity === 'speed');
    const { at, lon, lat, speed, recorded, odometer } = fix;
    const driven = Math.floor(motion.driven / 60_000);
    const limit = judged?.limits['span'] ?? null;
    return [
      {
        at,
        lon,
        lat,
        limit,
        driven,
        road: judged?.about ?? null,
        speed: recorded ?? speed,
        ...(recorded !== undefined && { satellite: speed }),
        ...(odometer !== undefined && { odometer }),
      },
    ];
  });
}

function shown(judged: readonly JudgedFix[]) {
  const { metres, complete, gaps, leaps } = completenessOf(judged);
  const lines = judged.map(({ at, lon, lat, speed }) => `${at},${lon},${lat},${speed ?? ''}`);
  const violations = speedViolations(judged).map(({ first, last, ...one }) => {
    const [begin, end] = [judged[first]!, judged[last]!];
    return {
      ...one,
      road: begin.road,
      start: [begin.lon, begin.lat] as [number, number],
      end: [end.lon, end.lat] as [number, number],
    };
  });
  const every = Math.ceil(judged.length / DRAWN);
  const over = ({ speed, limit }: JudgedFix): boolean => speed !== null && limit !== null && speed > limit;
  const drawn = judged.filter((fix, index) => index % every === 0 || index === judged.length - 1 || over(fix));
  return {
    fixes: judged.length,
    hash: createHash('sha256').update(lines.join('\n')).digest('hex'),
    time: drawn.map(({ at }) => at),
    lon: drawn.map(({ lon }) => lon),
    lat: drawn.map(({ lat }) => lat),
    speed: drawn.map(({ speed }) => speed),
    satellite: drawn.map(({ satellite }) => satellite ?? null),
    limit: drawn.map(({ limit }) => limit),
    driven: drawn.map(({ driven }) => driven),
    km: metres / 1000,
    completeKm: complete / 1000,
    odometerKm: odometerKm(judged),
    gaps,
    leaps,
    rests: restsOf(judged),
    violations,
  };
}

/** Stretches of night within a span, by quarters of an hour. */
function nightsOf({ from, to }: Span): [number, number][] {
  const step = HOUR / 4;
  const nights: [number, number][] = [];
  for (let at = Math.floor(from / step) * step; at < to; at += step) {
    if (!isNight(at)) continue;
    const last = nights.at(-1);
    if (last !== undefined && last[1] === at) last[1] = at + step;
    else nights.push([at, at + step]);
  }
  return nights.map(([a, b]) => [Math.max(a, from), Math.min(b, to)]);
}
