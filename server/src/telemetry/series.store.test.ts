import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manySeriesSchema, seriesSchema } from '@anlan/kernel/telemetry';
import { askAs, enterPerson, type Ask } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import { HistoryRows } from '../ingest/history-rows.ts';
import { batchOfRecord } from '../ingest/record.ts';
import { rollUp } from './rollup.ts';
import { telemetryRoutes } from './routes.ts';
import { openHistoryStage, type HistoryStage } from './testing/history-stage.ts';

const TOWN = 'cn.36.11.02.001.';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 2026-09-01 00:00 in Asia/Shanghai. */
const START = Date.UTC(2026, 7, 31, 16);

let history: HistoryStage;
let plant: Plant;
let other: Plant;
let duty: Ask;
let neighbour: Ask;

beforeAll(async () => {
  history = await openHistoryStage([telemetryRoutes]);
  const { db } = history.stage;
  plant = await enterPlant(db, 1, TOWN);
  other = await enterPlant(db, 2, 'cn.36.11.03.001.');
  for (const [index, region] of ['cn.36.11.', 'cn.36.11.03.'].entries())
    await enterPerson(db, { id: uuid(9201 + index), account: region, role: 'duty-officer', region });
  [duty, neighbour] = (await Promise.all([9201, 9202].map((id) => askAs(history.app, db, uuid(id))))) as [Ask, Ask];
});
beforeEach(async () => {
  for (const table of ['reading', 'reading_hour', 'reading_late', 'history_mark'])
    await history.clickhouse.command({ query: `TRUNCATE TABLE ${table}` });
});
afterAll(() => history.close());

interface Kept {
  readonly at: number;
  readonly value: number | null;
  readonly quality?: string;
  readonly received?: number;
}
const keep = (point: string, readings: readonly Kept[]) =>
  history.clickhouse.insert({
    table: 'reading',
    format: 'JSONEachRow',
    values: readings.map((one) => ({ point, quality: 'good', received: one.at + 500, ...one })),
  });
const seriesOf = async (from: number, to: number, max: number, point = plant.point('level')) =>
  seriesSchema.parse((await duty('GET', `/api/points/${point}/readings?from=${from}&to=${to}&max=${max}`)).json());

describe('a month of a point', () => {
  it('keeps an excursion of one reading in the least and greatest of its bucket, from the hours that are made', async () => {
    const day = Array.from({ length: 30 * 24 * 6 }, (_, index) => ({ at: START + index * 600_000, value: 50 }));
    await keep(plant.point('level'), [
      ...day,
      { at: START + 17 * DAY + 5000, value: 99 },
      { at: START + 3 * DAY + 7000, value: -2 },
    ]);
    expect(await rollUp(history.clickhouse, START + 30 * DAY + HOUR)).toMatchObject({ made: 30 * 24 });
    // The raw readings are away: what is drawn comes from the hours.
    await history.clickhouse.command({ query: 'TRUNCATE TABLE reading' });
    const month = await seriesOf(START, START + 30 * DAY, 30);
    expect(month).toMatchObject({ resolution: DAY, restatedAt: null });
    expect(month.at).toEqual(Array.from({ length: 30 }, (_, index) => START + index * DAY));
    expect([month.high[17], month.low[3]]).toEqual([99, -2]);
    expect(month.value[17]).toBeCloseTo((144 * 50 + 99) / 145, 9);
    expect(month.high.filter((value) => value === 50)).toHaveLength(29);
  });

  it('is the same from hours and from readings, whatever came, was bad, came twice or came late, over any span', async () => {
    const reading = fc.record({
      at: fc.integer({ min: 0, max: 72 * 6 }).map((step) => START + step * 600_000),
      value: fc.oneof(fc.integer({ min: -50, max: 150 }), fc.constant(null)),
      quality: fc.constantFrom('good', 'good', 'good', 'bad'),
      received: fc.integer({ min: START, max: START + 90 * DAY }),
    });
    const batch = fc.array(reading, { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        batch,
        batch,
        fc.integer({ min: 0, max: 40 * 60 }),
        fc.integer({ min: 1, max: 60 * 60 }),
        async (first, late, from, span) => {
          for (const table of ['reading', 'reading_hour', 'reading_late', 'history_mark'])
            await history.clickhouse.command({ query: `TRUNCATE TABLE ${table}` });
          // Of one instant received twice at the same moment either is right: each has a moment of its own.
          const distinct = [...first, ...late].map((one, index) => ({ ...one, received: one.received + index }));
          await keep(plant.point('level'), distinct.slice(0, first.length));
          await rollUp(history.clickhouse, START + 50 * HOUR);
          await keep(plant.point('level'), distinct.slice(first.length));
          await rollUp(history.clickhouse, START + 50 * HOUR);
          const [begin, end] = [START + from * 60_000, START + (from + span) * 60_000];
          const drawn = await seriesOf(begin, end, 10);
          const expected = bucketed(distinct, begin, end, drawn.resolution);
          const told = drawn.at.flatMap((at, index) =>
            drawn.value[index] == null ? [] : [[at, drawn.low[index], drawn.value[index], drawn.high[index]]],
          );
          expect(told).toEqual(expected.map(([at, low, mean, high]) => [at, low, expect.closeTo(mean, 9), high]));
        },
      ),
      { numRuns: 5 },
    );
  });

  it('is made anew with the time of it where late data change an hour, and not where they change nothing', async () => {
    const rows = Array.from({ length: 48 }, (_, index) => ({ at: START + index * HOUR, value: 10 }));
    await keep(plant.point('level'), rows);
    await rollUp(history.clickhouse, START + 3 * DAY);
    await keep(plant.point('level'), rows.slice(0, 5));
    expect(await rollUp(history.clickhouse, START + 3 * DAY)).toEqual({ made: 0, restated: 0 });
    await keep(plant.point('level'), [{ at: START + 4 * HOUR + 60_000, value: 88 }]);
    const before = Date.now();
    expect(await rollUp(history.clickhouse, START + 3 * DAY)).toEqual({ made: 0, restated: 1 });
    const days = await seriesOf(START, START + 2 * DAY, 10);
    expect(days.high[0]).toBe(88);
    expect(days.restatedAt).toBeGreaterThanOrEqual(before - 1000);
  });
});

/** What the buckets must be, from the readings themselves. */
function bucketed(
  readings: readonly { at: number; value: number | null; quality: string; received: number }[],
  from: number,
  to: number,
  width: number,
): [at: number, low: number, mean: number, high: number][] {
  const newest = new Map<number, (typeof readings)[number]>();
  for (const one of readings) if ((newest.get(one.at)?.received ?? -1) < one.received) newest.set(one.at, one);
  const buckets = new Map<number, number[]>();
  for (const { at, value, quality } of newest.values()) {
    if (at < from || at >= to || value === null || quality !== 'good') continue;
    const begin = Math.floor((at + 8 * HOUR) / width) * width - 8 * HOUR;
    buckets.set(begin, [...(buckets.get(begin) ?? []), value]);
  }
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([at, all]) => [at, Math.min(...all), all.reduce((a, b) => a + b, 0) / all.length, Math.max(...all)]);
}

describe('many points at once', () => {
  it('answers in columns of one row per point, in the order of device and name, with nothing where nothing came', async () => {
    await keep(plant.point('level'), [
      { at: START, value: 1 },
      { at: START + 60_000, value: 3 },
      { at: START + 2 * HOUR, value: 9 },
    ]);
    await keep(plant.point('toxic'), [{ at: START + HOUR, value: 7 }]);
    await rollUp(history.clickhouse, START + DAY);
    const answer = await duty('POST', '/api/readings/series', {
      device: plant.gateway,
      from: START,
      to: START + 3 * HOUR,
      max: 3,
    });
    const many = manySeriesSchema.parse(answer.json());
    expect(many).toMatchObject({ resolution: HOUR, at: [START, START + HOUR, START + 2 * HOUR] });
    const row = (kind: string) => many.name.indexOf(kind);
    expect(many.name).toEqual(many.name.toSorted());
    expect([many.low[row('level')], many.value[row('level')], many.high[row('level')]]).toEqual([
      [1, null, 9],
      [2, null, 9],
      [3, null, 9],
    ]);
    expect(many.value[row('toxic')]).toEqual([null, 7, null]);
    expect(many.value[row('pressure')]).toEqual([null, null, null]);
  });

  it('tells nothing of a point outside the scope, and refuses more than can be answered', async () => {
    const span = { from: START, to: START + HOUR };
    const both = { ...span, points: [plant.point('level'), other.point('level')] };
    expect((await duty('POST', '/api/readings/series', both)).json()).toMatchObject({
      id: [expect.any(String), expect.any(String)],
    });
    expect((await neighbour('POST', '/api/readings/series', both)).statusCode).toBe(404);
    expect((await neighbour('POST', '/api/readings/series', { ...span, device: plant.gateway })).statusCode).toBe(404);
    expect((await duty('POST', '/api/readings/series', { ...span, to: START })).json()).toMatchObject({
      code: 'span-days',
    });
  });
});

describe('what follows a table of the history', () => {
  it('has a batch once that is sent again, and at last where a crash came between the two', async () => {
    const { clickhouse } = history;
    const fix = {
      at: START,
      lon: 117.9,
      lat: 28.4,
      speed: 40,
      heading: 90,
      altitude: null,
      positioned: true,
      live: true,
    };
    const batch = batchOfRecord({
      device: plant.terminal,
      receivedAt: START + 500,
      readings: [],
      fixes: [{ object: plant.vehicle, fix }],
    });
    const rows = async (table: string): Promise<number> => {
      const found = await clickhouse.query({ query: `SELECT count() AS n FROM ${table}`, format: 'JSONEachRow' });
      return Number((await found.json<{ n: string }>())[0]!.n);
    };
    const sent = new HistoryRows();
    sent.add(batch);
    // As a crash after the table and before what follows it.
    await clickhouse.command({ query: 'DETACH TABLE fix_by_time_follow' });
    await sent.store(clickhouse, 7, 8);
    await clickhouse.command({ query: 'ATTACH TABLE fix_by_time_follow' });
    expect([await rows('fix'), await rows('fix_by_time')]).toEqual([1, 0]);
    for (let again = 0; again < 2; again += 1) {
      await sent.store(clickhouse, 7, 8);
      expect([await rows('fix'), await rows('fix_by_time')]).toEqual([1, 1]);
    }
  });

  it('is on disk before an insert is answered, whoever runs the server', async () => {
    const found = await history.clickhouse.query({
      query: `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND name <> 'migration'
        AND NOT (create_table_query LIKE '%fsync_after_insert = 1%' AND create_table_query LIKE '%fsync_part_directory = 1%'
          AND create_table_query LIKE '%deduplication_window = 1000%')`,
      format: 'JSONEachRow',
    });
    expect(await found.json()).toEqual([]);
  });
});
