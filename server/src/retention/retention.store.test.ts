import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { historyStateSchema } from '@anlan/kernel/telemetry';
import { raise } from '../alarm/testing/raise.ts';
import { askAs, enterPerson, nameTwoFactorRoles, type Ask } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from '../ingest/testing/plant.ts';
import { rollUp } from '../telemetry/rollup.ts';
import { openHistoryStage, type HistoryStage } from '../telemetry/testing/history-stage.ts';
import { merged } from './evidence.ts';
import { overdue, retain, type Stores } from './retain.ts';
import { retentionRoutes } from './routes.ts';
import { retainDaily } from './timer.ts';

const TOWN = 'cn.36.11.02.001.';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 22);
/** In a month that is older than the three years that readings are kept. */
const OLD = Date.UTC(2023, 5, 15, 4);

let history: HistoryStage;
let stores: Stores;
let plant: Plant;
let system: Ask;
let duty: Ask;

beforeAll(async () => {
  history = await openHistoryStage([retentionRoutes]);
  const { db } = history.stage;
  stores = { db, clickhouse: history.clickhouse };
  plant = await enterPlant(db, 1, TOWN);
  await enterPerson(db, { id: uuid(9301), account: '系统', role: 'system-administrator', region: 'cn.36.11.' });
  await enterPerson(db, { id: uuid(9302), account: '值班', role: 'duty-officer', region: 'cn.36.11.' });
  [system, duty] = (await Promise.all([9301, 9302].map((id) => askAs(history.app, db, uuid(id))))) as [Ask, Ask];
});
beforeEach(async () => {
  await forgetMonitoring(history.stage.db);
  await sql`TRUNCATE history_drop, parameter_setting`.execute(history.stage.db);
  await nameTwoFactorRoles(history.stage.db, []);
  for (const table of [
    'reading',
    'reading_hour',
    'reading_late',
    'reading_kept',
    'fix',
    'fix_by_time',
    'fix_kept',
    'history_mark',
  ])
    await history.clickhouse.command({ query: `TRUNCATE TABLE ${table}` });
});
afterAll(() => history.close());

/** A reading of each of the plant's points every hour for so many days. */
const keepReadings = (from: number, days: number) =>
  history.clickhouse.insert({
    table: 'reading',
    format: 'JSONEachRow',
    values: ['level', 'toxic', 'pressure'].flatMap((kind) =>
      Array.from({ length: days * 24 }, (_, hour) => {
        const at = from + hour * HOUR;
        return { point: plant.point(kind), at, value: 50, quality: 'good', received: at };
      }),
    ),
  });
const keepFixes = (from: number, days: number) =>
  history.clickhouse.insert({
    table: 'fix',
    format: 'JSONEachRow',
    values: Array.from({ length: days * 24 }, (_, hour) => {
      const at = from + hour * HOUR;
      const place = { lon: 117.9, lat: 28.4, speed: 40, heading: 0, altitude: 0 };
      return {
        object: plant.vehicle,
        at,
        ...place,
        positioned: 1,
        live: 1,
        alarm_bits: 0,
        status_bits: 0,
        received: at,
      };
    }),
  });
const rowsOf = async (table: string, condition = '1'): Promise<number> => {
  const found = await history.clickhouse.query({
    query: `SELECT count() AS n FROM ${table} WHERE ${condition}`,
    format: 'JSONEachRow',
  });
  return Number((await found.json<{ n: string }>())[0]!.n);
};
const audited = async () =>
  (
    await sql<{ id: string; kind: string; actor: string; detail: { rows: number } }>`
      SELECT subject_kind AS kind, subject_id AS id, actor, detail FROM audit WHERE verb = 'history.drop' ORDER BY seq DESC`.execute(
      stores.db,
    )
  ).rows;

describe('history that is older than it is kept', () => {
  it('goes by whole months with an entry in the audit each, and what is younger stays', async () => {
    await keepReadings(OLD, 10);
    await keepReadings(NOW - 40 * DAY, 10);
    await keepFixes(NOW - 500 * DAY, 2);
    await keepFixes(NOW - 100 * DAY, 2);
    expect(await overdue(stores, NOW)).toMatchObject([
      { table: 'fix', part: '202507', rows: 48 },
      { table: 'reading', part: '202306', rows: 720 },
    ]);
    expect([await rowsOf('reading'), await rowsOf('fix')]).toEqual([1440, 96]);
    await retain(stores, NOW);
    expect([await rowsOf('reading'), await rowsOf('fix'), await rowsOf('fix_by_time')]).toEqual([720, 48, 48]);
    expect((await audited()).slice(0, 2)).toMatchObject([
      { kind: 'reading', id: '202306', actor: '平台', detail: { rows: 720, evidence: 0 } },
      { kind: 'fix', id: '202507', actor: '平台', detail: { rows: 48, evidence: 0 } },
    ]);
    expect(await overdue(stores, NOW)).toEqual([]);
  });

  it('leaves what is around an alarm readable where it always was, and once only', async () => {
    await keepReadings(OLD - 10 * DAY, 20);
    const alarm = await raise(stores.db, plant.point('level'), { deviceId: plant.gateway, at: OLD, regionPath: TOWN });
    await sql`UPDATE alarm SET recovered_at = ${new Date(OLD + 2 * HOUR)} WHERE id = ${alarm.id}`.execute(stores.db);
    const around = `at >= toDateTime(${(OLD - DAY) / 1000}) AND at < toDateTime(${(OLD + DAY + 2 * HOUR) / 1000})`;
    const before = await rowsOf('reading', around);
    expect(before).toBe(3 * 50);
    expect(await retain(stores, NOW)).toMatchObject([{ table: 'reading', part: '202306', evidence: before }]);
    expect([await rowsOf('reading'), await rowsOf('reading', around)]).toEqual([before, before]);
    expect(await retain(stores, NOW)).toEqual([]);
  });

  it('leaves the track around an alarm of a vehicle, by object and by time', async () => {
    const at = NOW - 500 * DAY;
    await keepFixes(at - 5 * DAY, 10);
    const alarm = await raise(stores.db, plant.vehicle, { rule: 'overspeed', kind: 'vehicle', at, regionPath: TOWN });
    await sql`UPDATE alarm SET recovered_at = ${new Date(at + HOUR)} WHERE id = ${alarm.id}`.execute(stores.db);
    await retain(stores, NOW);
    expect([await rowsOf('fix'), await rowsOf('fix_by_time')]).toEqual([49, 49]);
  });

  it('ends what was cut short at any step, and loses no evidence by it', async () => {
    for (const cut of ['INSERT INTO reading_kept', 'DROP PARTITION', 'INSERT INTO reading SELECT', undefined]) {
      for (const table of ['reading', 'reading_kept'])
        await history.clickhouse.command({ query: `TRUNCATE TABLE ${table}` });
      await sql`TRUNCATE history_drop`.execute(stores.db);
      await keepReadings(OLD - 10 * DAY, 20);
      if (cut === 'INSERT INTO reading_kept')
        await raise(stores.db, plant.point('level'), { deviceId: plant.gateway, at: OLD, regionPath: TOWN }).then(
          ({ id }) =>
            sql`UPDATE alarm SET recovered_at = ${new Date(OLD + 2 * HOUR)} WHERE id = ${id}`.execute(stores.db),
        );
      if (cut !== undefined)
        await expect(retain({ ...stores, clickhouse: failingAt(cut) }, NOW)).rejects.toThrow('cut short');
      await retain(stores, NOW);
      expect([cut, await rowsOf('reading')]).toEqual([cut, 150]);
    }
  });

  it('does not make hours anew of what is left of a month', async () => {
    await keepReadings(OLD - 10 * DAY, 20);
    await rollUp(history.clickhouse, OLD + 40 * DAY);
    const alarm = await raise(stores.db, plant.point('level'), { deviceId: plant.gateway, at: OLD, regionPath: TOWN });
    await sql`UPDATE alarm SET recovered_at = ${new Date(OLD)} WHERE id = ${alarm.id}`.execute(stores.db);
    const before = await rowsOf('reading_hour');
    await retain(stores, NOW);
    await history.clickhouse.insert({
      table: 'reading',
      format: 'JSONEachRow',
      values: [{ point: plant.point('level'), at: OLD - 5 * DAY + 1000, value: 99, quality: 'good', received: NOW }],
    });
    expect(await rollUp(history.clickhouse, OLD + 40 * DAY)).toMatchObject({ restated: 0 });
    expect(await rowsOf('reading_hour')).toBe(before);
  });

  it('is kept as long as the jurisdiction that keeps longest says', async () => {
    await keepReadings(OLD, 2);
    await sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      VALUES (gen_random_uuid(), 'history.reading-months', 'cn.36.', ${new Date(NOW - DAY)}, '12'::jsonb, '省', '省厅'),
        (gen_random_uuid(), 'history.reading-months', 'cn.36.11.', ${new Date(NOW - DAY)}, '60'::jsonb, '市', '市局')`.execute(
      stores.db,
    );
    expect(await overdue(stores, NOW)).toEqual([]);
    await sql`TRUNCATE parameter_setting`.execute(stores.db);
    expect(await overdue(stores, NOW)).toHaveLength(1);
  });

  it('goes once a day, and events that all followers have had after ninety days but the last', async () => {
    await sql`
      INSERT INTO outbox (at, topic, happening, region_path, body)
      SELECT ${new Date(NOW)}::timestamptz - n * interval '1 day', 'alarm', 'raised', ${TOWN}, '{}' FROM generate_series(200, 1, -1) n`.execute(
      stores.db,
    );
    await sql`INSERT INTO journal_cursor (consumer, position) VALUES ('notify', (SELECT max(cursor) - 150 FROM outbox))`.execute(
      stores.db,
    );
    const count = async () =>
      (await sql<{ n: number }>`SELECT count(*)::int AS n FROM outbox`.execute(stores.db)).rows[0]!.n;
    const log = { info: () => {} };
    expect(await retainDaily(stores, NOW, log)).toBe(true);
    expect(await count()).toBe(150);
    await sql`UPDATE journal_cursor SET position = (SELECT max(cursor) FROM outbox)`.execute(stores.db);
    expect(await retainDaily(stores, NOW + HOUR, log)).toBe(false);
    expect(await count()).toBe(150);
    expect(await retainDaily(stores, NOW + DAY, log)).toBe(true);
    expect(await count()).toBe(89);
    expect(await retainDaily(stores, NOW + 400 * DAY, log)).toBe(true);
    expect(await count()).toBe(1);
  });
});

/** The history, failing at the first statement with these words. */
function failingAt(words: string): Stores['clickhouse'] {
  const { clickhouse } = stores;
  return new Proxy(clickhouse, {
    get(target, name) {
      if (name !== 'command') return (Reflect.get(target, name) as () => unknown).bind?.(target);
      return (asked: Parameters<typeof clickhouse.command>[0]) => {
        if (asked.query.includes(words)) throw new Error('cut short');
        return target.command(asked);
      };
    },
  });
}

describe('windows that touch', () => {
  it('are one, those of another object and those apart are not', () => {
    const window = (object: string, from: number, to: number) => ({ object, from, to });
    expect(
      merged([window('a', 0, 5), window('a', 5, 7), window('a', 6, 6), window('a', 9, 10), window('b', 9, 10)]),
    ).toEqual([window('a', 0, 7), window('a', 9, 10), window('b', 9, 10)]);
  });
});

describe('what is kept', () => {
  it('is told with its oldest, its size and what went last, to whoever keeps the platform running', async () => {
    await keepReadings(OLD, 2);
    await keepReadings(Date.UTC(2026, 9, 3), 2);
    await retain(stores, NOW);
    const state = historyStateSchema.parse((await system('GET', '/api/diagnostics/history')).json());
    expect(state.tables.find(({ name }) => name === 'reading')).toMatchObject({
      rows: 144,
      oldest: Date.UTC(2026, 9, 1),
      kept: 36,
    });
    expect(state.dropped[0]).toMatchObject({ name: 'reading', part: '202306', rows: 144, evidence: 0 });
    expect(state.free).toBeGreaterThan(0);
    expect((await duty('GET', '/api/diagnostics/history')).statusCode).toBe(403);
  });
});
