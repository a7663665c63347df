import '../store/testing/run-source.ts';
import { mkdir, mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openClickhouse, type ClickhouseHandle } from '../store/clickhouse/index.ts';
import { temporaryHome } from '../store/testing/folders.ts';
import { makeTables } from '../telemetry/testing/history-stage.ts';
import { openHistory, type History } from './history.ts';
import { cursorFile } from './history-cursor.ts';
import { openJournal } from './journal/journal.ts';
import type { DurableLog } from './journal/log.ts';
import { openLatest, restoreLatest } from './latest.ts';
import { batchOf, batchOfRecord, encodeBatch, type SignalRecord } from './record.ts';
import { uuid } from './testing/devices.ts';

const log = pino({ level: 'silent' });
const START = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;

let home: Awaited<ReturnType<typeof temporaryHome>>;
let store: ClickhouseHandle;
let clickhouse: ClickHouseClient;
let folder: string;
let journal: DurableLog;
let history: History | undefined;

beforeAll(async () => {
  home = await temporaryHome();
  store = await openClickhouse({ home: home.home, clickhouseUrl: undefined });
  clickhouse = store.client;
  await makeTables(clickhouse);
});
afterAll(async () => {
  await store.stop();
  await home.remove();
});
beforeEach(async () => {
  for (const table of ['reading', 'reading_latest', 'fix', 'fix_latest'])
    await clickhouse.command({ query: `TRUNCATE TABLE ${table}` });
  folder = await mkdtemp(join(tmpdir(), 'history-'));
  journal = await openJournal({ folder });
  await journal.follow(0, (entries) =>
    entries.forEach(({ seq, payload }) => void history?.take(seq, batchOf(payload))),
  );
});
afterEach(async () => {
  await history?.close();
  history = undefined;
  await journal.close();
  await rm(folder, { recursive: true, force: true });
});

/** A record with one reading of point 1 and one fix of object 2, `seconds` after the start. */
const signals = (seconds: number, value = seconds): SignalRecord => ({
  device: uuid(9),
  receivedAt: START + seconds * 1000 + 500,
  readings: [[uuid(1), START + seconds * 1000, value, 'good']],
  fixes: [
    {
      object: uuid(2),
      fix: {
        at: START + seconds * 1000,
        lon: 117.5,
        lat: 28.25,
        speed: null,
        heading: 90,
        altitude: 12,
        positioned: true,
        live: true,
        recorded: 62.5,
        odometer: 20_345.6,
      },
    },
  ],
});
const write = async (...records: SignalRecord[]): Promise<void> => {
  for (const record of records) await journal.append(encodeBatch(batchOfRecord(record)));
};
const open = async (client = clickhouse): Promise<History> =>
  (history = await openHistory(cursorFile(folder), client, journal, log, 50));
async function stored(table = 'reading'): Promise<number> {
  const result = await clickhouse.query({ query: `SELECT count() AS n FROM ${table}`, format: 'JSONEachRow' });
  return Number((await result.json<{ n: string }>())[0]!.n);
}
const cursor = async (): Promise<unknown> => JSON.parse(await readFile(join(folder, 'history.cursor'), 'utf8'));
async function until(holds: () => boolean): Promise<void> {
  for (let round = 0; round < 1000 && !holds(); round += 1) await pause(20);
  expect(holds()).toBe(true);
}

/** A ClickHouse that takes a batch only when `lost` says nothing; what it takes may go unanswered. */
function unreliable(lost: () => 'before' | 'after' | undefined): ClickHouseClient {
  const exec = async (input: Parameters<ClickHouseClient['exec']>[0]) => {
    if (lost() === 'before') throw new Error('connection refused');
    const result = await clickhouse.exec(input);
    if (lost() !== 'after') return result;
    for await (const _ of result.stream);
    throw new Error('connection lost');
  };
  return new Proxy(clickhouse, {
    get: (target, key) => (key === 'exec' ? exec : (Reflect.get(target, key) as unknown)),
  });
}

describe('history', () => {
  it('[S17.5] stores every reading and fix as it came, and says up to where', async () => {
    const own = await open();
    await write(signals(0, 1.5), signals(1), signals(2));
    expect(own.position()).toBe(0);
    await until(() => own.position() === 3);
    expect([await stored(), await stored('fix'), own.waiting()]).toEqual([3, 3, 0]);
    const result = await clickhouse.query({
      query: 'SELECT * FROM reading ORDER BY at LIMIT 1',
      format: 'JSONEachRow',
    });
    const [row] = await result.json<Record<string, unknown>>();
    const time = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
    expect(row).toEqual({ point: uuid(1), at: time(START), value: 1.5, quality: 'good', received: time(START + 500) });
    const fixes = await clickhouse.query({ query: 'SELECT * FROM fix ORDER BY at LIMIT 1', format: 'JSONEachRow' });
    expect((await fixes.json())[0]).toMatchObject({
      object: uuid(2),
      lon: 117.5,
      lat: 28.25,
      speed: null,
      heading: 90,
      positioned: 1,
      live: 1,
      alarm_bits: 0,
      recorded: 62.5,
      odometer: 20_345.6,
    });
  });

  it('takes nothing twice that is stored already', async () => {
    await write(signals(0), signals(1));
    await writeFile(join(folder, 'history.cursor'), JSON.stringify({ done: 1, begun: null }));
    const own = await open();
    void own.take(1, batchOfRecord(signals(0)));
    void own.take(2, batchOfRecord(signals(1)));
    await until(() => own.position() === 2);
    expect(await stored()).toBe(1);
  });

  it.each([
    ['not stored', 'before'],
    ['stored', 'after'],
  ] as const)('sends a batch that was begun before a crash again, the same, when it was %s', async (_, when) => {
    await write(signals(0), signals(1), signals(2));
    const lost = await openHistory(
      cursorFile(folder),
      unreliable(() => when),
      journal,
      log,
      50,
    );
    for (const [index, record] of [signals(0), signals(1), signals(2)].entries())
      void lost.take(index + 1, batchOfRecord(record));
    await until(() => lost.trouble() !== undefined);
    await lost.close();
    expect(await cursor()).toEqual({ done: 0, begun: 3 });
    await write(signals(3));
    const own = await open();
    expect(own.position()).toBe(3);
    expect(await cursor()).toEqual({ done: 3, begun: null });
    expect([await stored(), await stored('fix')]).toEqual([3, 3]);
    void own.take(4, batchOfRecord(signals(3)));
    await until(() => own.position() === 4);
    expect(await stored()).toBe(4);
  });

  it('keeps to the bounds of a batch whose end could not be noted, however much has come since', async () => {
    const tokens: unknown[] = [];
    const blocked = join(folder, 'history.cursor.new');
    const exec = async (input: Parameters<ClickHouseClient['exec']>[0]) => {
      const result = await clickhouse.exec(input);
      tokens.push(input.clickhouse_settings?.['insert_deduplication_token']);
      if (tokens.length === 1) await mkdir(blocked);
      return result;
    };
    const own = await open(
      new Proxy(clickhouse, {
        get: (target, key) => (key === 'exec' ? exec : (Reflect.get(target, key) as unknown)),
      }),
    );
    await write(signals(0));
    await until(() => own.trouble() !== undefined);
    await write(signals(1));
    await rmdir(blocked);
    await until(() => own.position() === 2);
    expect(tokens).toEqual(['reading-0-1', 'fix-0-1', 'reading-0-1', 'fix-0-1', 'reading-1-2', 'fix-1-2']);
    expect(await stored()).toBe(2);
  });

  it('tries again while ClickHouse is lost, keeps all that comes, and names the trouble', async () => {
    let state: 'before' | undefined = 'before';
    const own = await open(unreliable(() => state));
    await write(signals(0));
    await until(() => own.trouble() !== undefined);
    expect(own.trouble()).toBe('connection refused');
    await write(signals(1), signals(2));
    expect([own.position(), own.waiting()]).toEqual([0, 3]);
    state = undefined;
    await until(() => own.position() === 3);
    expect([own.trouble(), await stored()]).toEqual([undefined, 3]);
  });

  it('stores what waits before it closes', async () => {
    const own = await open();
    await write(signals(0), signals(1));
    await own.close();
    expect([own.position(), await stored()]).toEqual([2, 2]);
  });

  it('shows one row a point and time when a replay lies beyond the deduplication window', async () => {
    const own = await open();
    await write(signals(0, 1));
    await until(() => own.position() === 1);
    await write({ ...signals(0, 2), receivedAt: START + 9000 });
    await until(() => own.position() === 2);
    const result = await clickhouse.query({ query: 'SELECT value FROM reading FINAL', format: 'JSONEachRow' });
    expect(await result.json()).toEqual([{ value: 2 }]);
  });
});

describe('after a start', () => {
  it('[S16.3] the newest state comes back from history: values, fixes and when they were heard', async () => {
    const own = await open();
    const bad: SignalRecord = { ...signals(5), fixes: [], readings: [[uuid(3), START + 5000, 7, 'suspect']] };
    const filled = signals(8).fixes.map(({ object, fix }) => ({ object, fix: { ...fix, live: false, lon: 1 } }));
    await write(signals(0, 1), signals(2, 2), signals(1, 3), bad, { ...signals(8), readings: [], fixes: filled });
    await until(() => own.position() === 5);
    const latest = openLatest();
    await restoreLatest(latest, clickhouse);
    expect(latest.readings.get(uuid(1))).toEqual({
      at: START + 2000,
      value: 2,
      quality: 'good',
      receivedAt: START + 2500,
    });
    expect(latest.readings.get(uuid(3))).toMatchObject({ value: 7, quality: 'suspect' });
    expect(latest.fixes.get(uuid(2))).toEqual({
      at: START + 2000,
      lon: 117.5,
      lat: 28.25,
      speed: null,
      heading: 90,
      receivedAt: START + 2500,
    });
    expect(latest.changed()).toEqual({ readings: [], fixes: [] });
  });

  it('the newest is not replaced by what comes late', async () => {
    const own = await open();
    await write(signals(0, 1), { ...signals(5), readings: [[uuid(1), START + 5000, 9, 'bad']] });
    await until(() => own.position() === 2);
    await write(signals(3, 4));
    await until(() => own.position() === 3);
    const latest = openLatest();
    await restoreLatest(latest, clickhouse);
    expect(latest.readings.get(uuid(1))).toMatchObject({ at: START + 5000, value: 9, quality: 'bad' });
    expect(latest.fixes.get(uuid(2))?.at).toBe(START + 5000);
  });

  it('what is older than two days is not called newest', async () => {
    const old = START - 3 * 86_400_000;
    const own = await open();
    await write({ ...signals(0), fixes: [], readings: [[uuid(1), old, 1, 'good']] });
    await until(() => own.position() === 1);
    const latest = openLatest();
    await restoreLatest(latest, clickhouse);
    expect(latest.readings.size).toBe(0);
  });
});
