import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { connectApi, historyOf, startPlatform, type Api, type Platform } from '@anlan/journeys';
import { ownerOf } from './ingest/field.ts';
import { optionsOf } from './options.ts';
import { machine, printTable, quantile, rounded } from './table.ts';

const EACH = 100;
const DAY = 86_400_000;
const HOUR = 3_600_000;
const TAKEN_MS = 900_000;
/** Midnight in China a day ago: what is filled is over. */
const END = Math.floor((Date.now() + 8 * HOUR) / DAY) * DAY - 8 * HOUR;

type Run = (query: string) => Promise<void>;

/**
 * Questions to a filled history: `points` points over a day every minute, one of them over a year every ten seconds,
 * `moving` vehicles over the day every half minute.
 */
export async function history(args: readonly string[]): Promise<number> {
  const options = optionsOf(args, { points: 10_000, days: 365, moving: 2000, rounds: 10 });
  console.log(`history ${args.join(' ')} · ${machine()} · load average ${loadavg()[0]!.toFixed(1)}`);
  const platform = await startPlatform({ within: TAKEN_MS });
  try {
    const { points, moving } = await fill(platform, options);
    const made = await untilMade(platform);
    const duty = await connectApi(platform.url, 'shangrao.duty');
    const rows = await questions(duty, points, options.rounds);
    rows.push(await exported(platform, duty, 'raw readings of 100 points over the day, CSV', points.slice(0, 100)));
    rows.push(await exported(platform, duty, 'the year of a point, CSV', points.slice(0, 1), options.days));
    printTable(['question', 'p50, ms', 'p95, ms', 'answer'], rows);
    console.log(
      `filled: ${points.length} points, ${moving} vehicles; hours of the year made ${rounded(made / 1000)} s after that · load average ${loadavg()[0]!.toFixed(1)}`,
    );
  } finally {
    await platform.remove();
  }
  return 0;
}

interface Filled {
  readonly points: readonly string[];
  readonly moving: number;
}

/** Readings and fixes past the intake: it is not what is measured here. The year is of the first point. */
async function fill(platform: Platform, options: { points: number; days: number; moving: number }): Promise<Filled> {
  const run = await historyOf(platform.home);
  const client = await ownerOf(platform);
  const known = await client.query<{ id: string }>(
    `WITH gateway AS (
       INSERT INTO device (id, name, region_path, sector, demonstration, identity, protocol, origin)
       SELECT gen_random_uuid(), '测试网关 ' || n, 'cn.36.11.02.001.', 'hazchem', true, 'mqtt:history-' || n, 'mqtt', 'generated'
       FROM generate_series(1, $1::int / ${EACH}) AS n RETURNING id)
     INSERT INTO public.point (id, device_id, key, name, kind, unit, range_low, range_high, expected_period, system, region_path, sector)
     SELECT gen_random_uuid(), g.id, 'p' || k, '测点 ' || k, 'level', '%', 0, 100, 60, 'S17', 'cn.36.11.02.001.', 'hazchem'
     FROM gateway g, generate_series(1, ${EACH}) AS k RETURNING id`,
    [options.points],
  );
  const vehicles = await client.query<{ id: string }>(
    `SELECT DISTINCT vehicle AS id FROM device WHERE vehicle IS NOT NULL AND retired_at IS NULL LIMIT $1`,
    [options.moving],
  );
  await client.end();
  const points = known.rows.map(({ id }) => id);
  const moving = vehicles.rows.map(({ id }) => id);
  const value = '50 + 20 * sin(number / 97) + rand() % 1000 / 500';
  for (let from = 0; from < points.length; from += 1000)
    await run(readings(points.slice(from, from + 1000), END - DAY, 60_000, 1440, value));
  await run(readings(points.slice(0, 1), END - options.days * DAY, 10_000, options.days * 8640, value));
  await track(run, moving);
  return { points, moving: moving.length };
}

const listed = (ids: readonly string[]): string => ids.map((id) => `'${id}'`).join(',');

const readings = (points: readonly string[], start: number, step: number, each: number, value: string): string =>
  `INSERT INTO anlan.reading SELECT toUUID(arrayJoin([${listed(points)}])) AS point, fromUnixTimestamp64Milli(toInt64(${start} + number * ${step})) AS at,
    round(${value}, 2) AS value, 'good' AS quality, at AS received FROM numbers(${each})`;

async function track(run: Run, moving: readonly string[]): Promise<void> {
  for (let from = 0; from < moving.length; from += 500)
    await run(
      `INSERT INTO anlan.fix SELECT toUUID(arrayJoin([${listed(moving.slice(from, from + 500))}])) AS object,
        fromUnixTimestamp64Milli(toInt64(${END - DAY} + number * 30000)) AS at, 117 + number % 997 / 997 AS lon, 28 + number % 991 / 991 AS lat,
        60 AS speed, 90 AS heading, 50 AS altitude, 1 AS positioned, 1 AS live, 0 AS alarm_bits, 0 AS status_bits, at AS received FROM numbers(2880)`,
    );
}

/** Waits until the platform has made the hours of all that was filled; gives how long, ms. */
async function untilMade(platform: Platform): Promise<number> {
  const begun = performance.now();
  const run = await historyOf(platform.home);
  const ready = `SELECT throwIf((SELECT ifNull(max(until), toDateTime64(0, 3)) FROM anlan.history_mark WHERE name = 'late') < toDateTime64(${Date.now() / 1000}, 3)
    OR (SELECT ifNull(max(until), toDateTime64(0, 3)) FROM anlan.history_mark WHERE name = 'hours') < fromUnixTimestamp64Milli(toInt64(${END})), 'not yet')`;
  for (;;) {
    const made = await run(ready).then(
      () => true,
      () => false,
    );
    if (made) return performance.now() - begun;
    if (performance.now() - begun > TAKEN_MS) throw new Error('the hours are not made');
    await pause(2000);
  }
}

async function questions(api: Api, points: readonly string[], rounds: number): Promise<(string | number)[][]> {
  const series = (days: number, max: number) =>
    `/api/points/${points[0]}/readings?from=${END - days * DAY}&to=${END}&max=${max}`;
  const many = (some: readonly string[], days: number) => () =>
    api.post('/api/readings/series', { points: some, from: END - days * DAY, to: END, max: 24 * days });
  const asked: [string, () => Promise<unknown>][] = [
    ['a day of a point in 600 buckets', () => api.get(series(1, 600))],
    ['a month of a point by the hour', () => api.get(series(30, 1000))],
    ['a year of a point by six hours', () => api.get(series(365, 1500))],
    ['a month of eight points by the hour', many(points.slice(0, 8), 30)],
    [`a day of ${points.length} points by the hour`, many(points, 1)],
    ['the map at a past minute', () => api.get(`/api/map/at?time=${END - 10 * HOUR}&knowledge=now`)],
  ];
  const rows: (string | number)[][] = [];
  for (const [name, ask] of asked) {
    const times: number[] = [];
    let size = 0;
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      size = JSON.stringify(await ask()).length;
      times.push(performance.now() - began);
    }
    rows.push([name, rounded(quantile(times, 0.5)), rounded(quantile(times, 0.95)), `${rounded(size / 1e6)} MB`]);
  }
  return rows;
}

/** The speed of an export, read to its end. */
async function exported(
  { url }: Platform,
  api: Api,
  name: string,
  points: readonly string[],
  days = 1,
): Promise<(string | number)[]> {
  const began = performance.now();
  const path = `/api/readings/export.csv?points=${points.join(',')}&from=${END - days * DAY}&to=${END}`;
  const response = await fetch(`${url}${path}`, { headers: { cookie: `anlan_session=${api.cookie}` } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  let bytes = 0;
  for await (const piece of response.body!) bytes += (piece as Uint8Array).length;
  const ms = performance.now() - began;
  return [name, rounded(ms), '', `${rounded(bytes / 1e6)} MB, ${rounded(bytes / 1e3 / ms)} MB/s`];
}
