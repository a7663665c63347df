import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import type { Logger } from 'pino';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An hour is made when it has been over for so long: what is on its way has arrived. */
const GRACE_MS = 120_000;
/** What was stored a moment before the last look may not have been seen by it. */
const OVERLAP_MS = 120_000;
/** After so long a run stops and the next goes on from there. */
const RUN_MS = 30_000;

export interface Rolled {
  /** Hours made. */
  readonly made: number;
  /** Hours of points made anew because late data changed them. */
  readonly restated: number;
}

/** Marks of the history by name, epoch ms. */
export async function readMarks(clickhouse: ClickHouseClient): Promise<ReadonlyMap<string, number>> {
  const found = await clickhouse.query({
    query: 'SELECT name, toFloat64(toUnixTimestamp64Milli(until)) AS until FROM history_mark FINAL',
    format: 'JSONEachRow',
  });
  return new Map((await found.json<{ name: string; until: number }>()).map(({ name, until }) => [name, until]));
}

export async function writeMark(clickhouse: ClickHouseClient, name: string, until: number): Promise<void> {
  await clickhouse.command({
    query: `INSERT INTO history_mark SELECT {name:String}, fromUnixTimestamp64Milli({until:Int64}), now64(3)`,
    query_params: { name, until: Math.floor(until) },
    clickhouse_settings: { insert_deduplicate: 0 },
  });
}

/**
 * Makes the hours that are over since the last run, and anew those that late data changed since. Whatever is cut short is
 * done again: an hour made twice is one. `until` (epoch ms) stops before later hours.
 */
export async function rollUp(clickhouse: ClickHouseClient, until = Number.POSITIVE_INFINITY): Promise<Rolled> {
  const begun = performance.now();
  const marks = await readMarks(clickhouse);
  const now = await clockOf(clickhouse);
  const end = Math.floor((Math.min(until, now) - GRACE_MS) / HOUR) * HOUR;
  const start = marks.get('hours') ?? (await oldest(clickhouse)) ?? end;
  let made = start;
  while (made < end && performance.now() - begun < RUN_MS) {
    // A long way is gone by the day.
    const next = end - made > 2 * DAY ? Math.floor(made / DAY) * DAY + DAY : made + HOUR;
    await makeHours(clickhouse, made, next);
    await writeMark(clickhouse, 'hours', next);
    made = next;
  }
  const restated = await restate(clickhouse, made, marks, now);
  return { made: Math.max(0, made - start) / HOUR, restated };
}

async function clockOf(clickhouse: ClickHouseClient): Promise<number> {
  const found = await clickhouse.query({
    query: 'SELECT toFloat64(toUnixTimestamp64Milli(now64(3))) AS now',
    format: 'JSONEachRow',
  });
  return (await found.json<{ now: number }>())[0]!.now;
}

/** The first hour that anything was stored of; undefined where nothing was. */
async function oldest(clickhouse: ClickHouseClient): Promise<number | undefined> {
  const found = await clickhouse.query({
    query: 'SELECT toFloat64(toUnixTimestamp64Milli(min(at))) AS first, count() AS n FROM reading',
    format: 'JSONEachRow',
  });
  const { first, n } = (await found.json<{ first: number; n: string }>())[0]!;
  return Number(n) === 0 ? undefined : Math.floor(first / HOUR) * HOUR;
}

/** One row per point and hour of what `rows` gives, of each instant the one that came in last. */
const hoursOf = (condition: string, restated: 0 | 1, revision: string): string => `
  SELECT point, toStartOfHour(at) AS hour, toUInt32(countIf(value IS NOT NULL AND quality = 'good')) AS count,
    ifNull(sumIf(value, quality = 'good'), 0) AS total, minIf(value, quality = 'good') AS low, maxIf(value, quality = 'good') AS high,
    toUInt8(${restated}) AS restated, ${revision} AS revision
  FROM (SELECT point, at, value, quality FROM reading WHERE ${condition} ORDER BY point, at, received DESC LIMIT 1 BY point, at)
  GROUP BY point, hour`;

async function makeHours(clickhouse: ClickHouseClient, from: number, to: number): Promise<void> {
  await clickhouse.command({
    query: `INSERT INTO reading_hour ${hoursOf('at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})', 0, 'now64(3)')}`,
    query_params: { from, to },
  });
}

/** Makes hours anew into which something came since the last look, where their figures differ; gives how many did. */
async function restate(
  clickhouse: ClickHouseClient,
  made: number,
  marks: ReadonlyMap<string, number>,
  now: number,
): Promise<number> {
  const since = Math.max(0, Math.floor((marks.get('late') ?? 0) - OVERLAP_MS));
  // Of what was let go only the roll-up is left: a few late rows must not stand for the whole hour.
  const kept = marks.get('reading') ?? 0;
  const late = `stored > fromUnixTimestamp64Milli(${since}) AND stored <= fromUnixTimestamp64Milli(${now})
    AND hour >= fromUnixTimestamp64Milli(${kept}) AND hour < fromUnixTimestamp64Milli(${made})`;
  const found = await clickhouse.query({
    query: `SELECT DISTINCT toUnixTimestamp(toStartOfDay(hour)) AS day FROM reading_late WHERE ${late} ORDER BY day`,
    format: 'JSONEachRow',
  });
  let restated = 0;
  for (const { day } of await found.json<{ day: number }>()) restated += await restateDay(clickhouse, day, late);
  await writeMark(clickhouse, 'late', now);
  return restated;
}

/** Makes the hours of a day (s) anew that `late` tells. Day by day: of a point that was late once a year ago no year is read. */
async function restateDay(clickhouse: ClickHouseClient, day: number, late: string): Promise<number> {
  const within = (of: string): string => `${of} >= toDateTime(${day}) AND ${of} < toDateTime(${day + DAY / 1000})`;
  const hours = `FROM reading_late WHERE ${late} AND ${within('hour')}`;
  // Later than of any hour made in this run.
  const revision = `fromUnixTimestamp64Milli(toInt64(${await clockOf(clickhouse)}))`;
  const condition = `point GLOBAL IN (SELECT point ${hours}) AND ${within('at')} AND (point, toStartOfHour(at)) GLOBAL IN (SELECT point, hour ${hours})`;
  await clickhouse.command({
    query: `INSERT INTO reading_hour SELECT n.* FROM (${hoursOf(condition, 1, revision)}) AS n GLOBAL LEFT JOIN (
        SELECT point, hour, count, total, low, high FROM reading_hour FINAL WHERE point GLOBAL IN (SELECT point ${hours}) AND ${within('hour')}) AS b
      ON b.point = n.point AND b.hour = n.hour
      WHERE n.count != b.count OR NOT (n.low <=> b.low) OR NOT (n.high <=> b.high) OR abs(n.total - b.total) > 1e-9 * greatest(1, abs(n.total))`,
  });
  const counted = await clickhouse.query({
    query: `SELECT count() AS n FROM reading_hour WHERE restated = 1 AND revision = ${revision} AND ${within('hour')}`,
    format: 'JSONEachRow',
  });
  return Number((await counted.json<{ n: string }>())[0]!.n);
}

const EVERY_MS = 60_000;

/** Looks every minute which hours are to be made. */
export function startRollup(parts: { readonly clickhouse: string }, log: Logger): { stop(): Promise<void> } {
  const clickhouse = createClient({
    url: parts.clickhouse,
    request_timeout: 600_000,
    log: { level: ClickHouseLogLevel.OFF },
  });
  let running = Promise.resolve();
  const once = async (): Promise<void> => {
    try {
      await rollUp(clickhouse);
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'hours of the history');
    }
  };
  let waiting = false;
  const timer = setInterval(() => {
    if (waiting) return;
    waiting = true;
    running = once().finally(() => (waiting = false));
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await clickhouse.close();
    },
  };
}
