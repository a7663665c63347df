import { sql } from 'kysely';
import type { Scope } from '@anlan/kernel/access';
import type { AlarmView } from '@anlan/kernel/alarm';
import type { Bounds, Knowledge, Moment } from '@anlan/kernel/map';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { alarmView, ruleOf, type AlarmRow } from '../alarm/row.ts';
import { columns, movingObjects } from '../position/routes.ts';
import { alarmThen, type LevelOf, type TrailLine } from './then.ts';

const MINUTE = 60_000;
/** A fix counts as the position at a moment when it is at most this much older (ms). */
const WINDOW = 10 * MINUTE;
const MOST_ALARMS = 2000;

export interface Ask {
  readonly time: number;
  readonly knowledge: Knowledge;
  readonly bounds?: Bounds | undefined;
}

interface ThenFix {
  readonly id: string;
  readonly at: number;
  readonly lon: number;
  readonly lat: number;
  readonly speed: number | null;
  readonly heading: number | null;
}

/** Positions and open alarms at a past moment, as far as the scope reaches. */
export async function momentAt(context: Context, scope: Scope, ask: Ask): Promise<Moment> {
  const [objects, { fixes, late }, rest] = await Promise.all([
    movingObjects(context, scope),
    fixesAt(context, ask),
    withScope(context.db, scope, async (tx) => ({
      ...(await alarmsAt(tx, ask)),
      register: await registerAt(tx, ask.time),
    })),
  ]);
  const known = new Map(objects.map((object) => [object.id, object]));
  const seen = fixes.flatMap((fix) => {
    const object = known.get(fix.id);
    return object === undefined ? [] : [{ ...object, ...fix }];
  });
  return { time: ask.time, knowledge: ask.knowledge, positions: columns(ask.time, seen), late, ...rest };
}

/**
 * The newest fix of every object in the window before the moment; `then` leaves out what came in later. `late` counts
 * fixes about the window that came in after the moment.
 */
export async function fixesAt(
  context: Context,
  { time, knowledge, bounds }: Ask,
): Promise<{ readonly fixes: readonly ThenFix[]; readonly late: number }> {
  const result = await context.clickhouse.query({
    query: `
      SELECT toString(f.object) AS id, ${knowledge === 'then' ? `argMaxIf(${LAST}, f.at, f.received <= {to:DateTime64(3)})` : `argMax(${LAST}, f.at)`} AS last,
             countIf(f.received > {to:DateTime64(3)}) AS late
      FROM fix_by_time AS f
      WHERE f.minute >= toStartOfMinute({from:DateTime64(3)}) AND f.minute <= {to:DateTime64(3)} AND f.at > {from:DateTime64(3)} AND f.at <= {to:DateTime64(3)}
      GROUP BY f.object`,
    query_params: { from: new Date(Math.max(0, time - WINDOW)), to: new Date(time) },
    format: 'JSONCompactEachRow',
  });
  const rows = await result.json<[string, [string, number, number, number | null, number | null], string]>();
  const fixes = rows.flatMap(([id, [at, lon, lat, speed, heading]]): ThenFix[] => {
    // Nothing of this object was known yet.
    if (Number(at) === 0) return [];
    return bounds === undefined || within(bounds, lon, lat) ? [{ id, at: Number(at), lon, lat, speed, heading }] : [];
  });
  return { fixes, late: rows.reduce((sum, [, , late]) => sum + Number(late), 0) };
}

/** One state to keep instead of five. */
const LAST = 'tuple(toUnixTimestamp64Milli(f.at), f.lon, f.lat, f.speed, f.heading)';

const within = ([west, south, east, north]: Bounds, lon: number, lat: number): boolean =>
  lon >= west && lon <= east && lat >= south && lat <= north;

const levelOf: LevelOf = (rule, label) => {
  const condition = ruleOf(rule)?.condition;
  if (condition === undefined || !('steps' in condition)) return undefined;
  return condition.steps.find((step) => step.label === label)?.level;
};

/**
 * Alarms open at the moment, each as it stood then, those of the bounds where some are given; `then` leaves out what the
 * platform saw only later. `more`: there were more than are given.
 */
export async function alarmsAt(
  tx: Tx,
  { time, knowledge, bounds }: Ask,
): Promise<{ readonly alarms: AlarmView[]; readonly more: boolean }> {
  const at = new Date(time);
  const place =
    bounds === undefined
      ? sql`true`
      : sql`a.lon BETWEEN ${bounds[0]} AND ${bounds[2]} AND a.lat BETWEEN ${bounds[1]} AND ${bounds[3]}`;
  const { rows } = await sql<AlarmRow & { trail: readonly TrailLine[] }>`
    SELECT a.*, (
      SELECT coalesce(json_agg(json_build_object('at', extract(epoch FROM e.at) * 1000, 'kind', e.kind, 'text', e.text, 'by', e.by) ORDER BY e.at, e.seq), '[]')
      FROM alarm_entry e WHERE e.alarm_id = a.id) AS trail
    FROM alarm a WHERE a.raised_at <= ${at} AND (a.closed_at IS NULL OR a.closed_at > ${at})
      AND ${place}
    ORDER BY a.raised_at DESC LIMIT ${MOST_ALARMS + 1}`.execute(tx);
  const alarms = rows.slice(0, MOST_ALARMS).flatMap(({ trail, ...row }) => {
    const then = alarmThen(alarmView(row), trail, time, levelOf);
    return then === null || (knowledge === 'then' && then.seenAt > time) ? [] : [then];
  });
  return { alarms, more: rows.length > MOST_ALARMS };
}

/** Same text, same register: how many changes lie after the moment, and how many records came after it. */
async function registerAt(tx: Tx, time: number): Promise<string> {
  const at = new Date(time);
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM record_history WHERE at > ${at}`.execute(tx);
  return String(rows[0]?.n ?? 0);
}

/** Newest value of points at a past moment, of those the scope may see. */
export async function valuesAt(
  context: Context,
  scope: Scope,
  points: readonly string[],
  { time, knowledge }: Ask,
): Promise<{ id: string; at: number; received: number; value: number | null; quality: string }[]> {
  const { rows } = await withScope(context.db, scope, (tx) =>
    sql<{ id: string }>`SELECT id FROM point WHERE id = ANY(${[...points]}::uuid[])`.execute(tx),
  );
  if (rows.length === 0) return [];
  const result = await context.clickhouse.query({
    query: `
      SELECT toString(r.point) AS id, toUnixTimestamp64Milli(max(r.at)) AS at, toUnixTimestamp64Milli(argMax(r.received, r.at)) AS received,
             argMax(tuple(r.value), r.at).1 AS value, argMax(r.quality, r.at) AS quality
      FROM reading AS r
      WHERE r.point IN ({points:Array(UUID)}) AND r.at <= fromUnixTimestamp64Milli({to:Int64}) AND r.at > fromUnixTimestamp64Milli({from:Int64})
        ${knowledge === 'then' ? 'AND r.received <= fromUnixTimestamp64Milli({to:Int64})' : ''}
      GROUP BY r.point`,
    query_params: { points: rows.map(({ id }) => id), from: Math.floor(time - 24 * 60 * MINUTE), to: Math.floor(time) },
    format: 'JSONEachRow',
  });
  const found = await result.json<{
    id: string;
    at: string;
    received: string;
    value: number | null;
    quality: string;
  }>();
  return found.map((row) => ({ ...row, at: Number(row.at), received: Number(row.received) }));
}
