import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { ClickHouseClient } from '@clickhouse/client';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { destination } from '@anlan/domain/geo';
import type { Database } from '../access/scoped.ts';
import { raise } from '../alarm/testing/raise.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { indicatorRoutes } from '../indicator/routes.ts';
import { openLatest } from '../ingest/latest.ts';
import { openLink } from '../ingest/link.ts';
import { batchOfRecord, type SignalRecord } from '../ingest/record.ts';
import { openRegister } from '../ingest/register.ts';
import { openRules } from '../ingest/rules.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import { openMirror, type Mirror } from '../live/mirror.ts';
import { lookForLots } from '../position/lots.ts';
import { shapeColumns } from '../position/shapes.ts';
import { openFiles, type FileStore } from '../store/index.ts';
import { openClickhouse, type ClickhouseHandle } from '../store/clickhouse/index.ts';
import { temporaryHome } from '../store/testing/folders.ts';
import { makeTables } from '../telemetry/testing/history-stage.ts';
import { supervisionRoutes } from './routes.ts';

const TOWN = 'cn.36.11.02.001.';
const HERE = { lon: 117.9, lat: 28.4 };
const MINUTE = 60_000;
const DAY = 86_400_000;
/** An hour ago, at a full minute: the fixes of the tests end before now. */
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 60 * MINUTE;
const log = pino({ level: 'silent' });

let home: Awaited<ReturnType<typeof temporaryHome>>;
let store: ClickhouseHandle;
let clickhouse: ClickHouseClient;
let stage: Stage;
let db: Database;
let link: Awaited<ReturnType<typeof openLink>>;
let mirror: Mirror;
let app: App;
let officer: Ask;
let stranger: Ask;
let plant: Plant;
let files: FileStore;

beforeAll(async () => {
  [stage, home] = await Promise.all([openStage(), temporaryHome()]);
  store = await openClickhouse({ home: home.home, clickhouseUrl: undefined });
  ({ client: clickhouse } = store);
  await makeTables(clickhouse);
  ({ db } = stage);
  const silent = { state: () => ({}), device: () => undefined, instruct: () => undefined };
  link = await openLink({ port: 0, token: 't', latest: openLatest(), answers: silent });
  mirror = openMirror({ port: link.port, token: 't' }, stage.context.log);
  files = await openFiles(pathToFileURL(`${home.home}/files/`).href);
  app = await buildApp({ ...stage.context, clickhouse, mirror, files }, [supervisionRoutes, indicatorRoutes]);
  plant = await enterPlant(db, 1, TOWN, 'logistics');
  await enterPerson(db, { id: uuid(901), account: '值班', role: 'duty-officer', region: 'cn.36.11.' });
  await enterPerson(db, { id: uuid(902), account: '外县', role: 'duty-officer', region: 'cn.36.11.04.' });
  [officer, stranger] = [await askAs(app, db, uuid(901)), await askAs(app, db, uuid(902))];
}, 120_000);
afterAll(async () => {
  await app.close();
  mirror.close();
  await link.close();
  await store.stop();
  await home.remove();
  await stage.close();
});

const get = async (ask: Ask, url: string) => (await ask('GET', url)).json();

interface Sent {
  readonly at: number;
  readonly lon: number;
  readonly lat: number;
  readonly speed: number;
}
/** A drive east at given speeds, a fix every ten seconds. */
function drive(speeds: readonly number[], from = START): Sent[] {
  let metres = 0;
  return speeds.map((speed, index) => {
    if (index > 0) metres += (speed / 3.6) * 10;
    return { at: from + index * 10_000, ...destination(HERE, 90, metres), speed };
  });
}
const many = (speed: number, count: number): number[] => Array.from({ length: count }, () => speed);
const keep = (fixes: readonly Sent[], status = 3) =>
  clickhouse.insert({
    table: 'fix',
    values: fixes.map((fix) => ({
      ...fix,
      object: plant.vehicle,
      positioned: 1,
      live: 1,
      status_bits: status,
      received: fix.at,
    })),
    format: 'JSONEachRow',
  });

describe('[S33.1] [S33.3] a journey', () => {
  it('tells its limits, violations, rests and how complete it is, and nobody else’s duty sees it', async () => {
    await keep(drive([...many(70, 30), ...many(100, 12), ...many(70, 10), ...many(0, 45), ...many(70, 20)]), 3 | 0x300);
    const path = `/api/vehicles/${plant.vehicle}/journey?from=${START - MINUTE}&to=${START + 30 * MINUTE}`;
    const journey = await get(officer, path);
    expect(journey).toMatchObject({ fixes: 117, gaps: 0, leaps: 0, tired: 240 });
    expect(journey.violations).toHaveLength(1);
    expect(journey.violations[0]).toMatchObject({ max: 100, limit: 80, road: null });
    expect(journey.rests).toHaveLength(1);
    expect(journey.rests[0]).toMatchObject({ sufficient: false });
    expect(journey.completeKm).toBeCloseTo(journey.km, 6);
    expect(new Set(journey.limit)).toEqual(new Set([80]));
    expect(journey.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(journey).toMatchObject({ odometerKm: null, satellite: expect.arrayContaining([null]) });
    expect((await get(stranger, path)).code).toBe('not-found');
    const long = `/api/vehicles/${plant.vehicle}/journey?from=${START - 30 * 60 * MINUTE}&to=${START}`;
    expect((await get(officer, long)).code).toBe('field-invalid');
  });

  it('is judged by the recorder where it speaks, with the satellites beside it and the odometer told', async () => {
    const from = START - 40 * 24 * 60 * MINUTE;
    const recorded = (index: number): number => (index >= 10 && index < 20 ? 95 : 70.3);
    const fixes = drive(many(70, 40), from).map((fix, index) => ({
      ...fix,
      recorded: recorded(index),
      odometer: 20_000 + index * 0.2,
    }));
    await keep(fixes);
    const path = `/api/vehicles/${plant.vehicle}/journey?from=${from - MINUTE}&to=${from + 30 * MINUTE}`;
    const journey = await get(officer, path);
    expect(journey.violations).toMatchObject([{ max: 95, limit: 80 }]);
    expect(journey.speed.slice(8, 12)).toEqual([70.3, 70.3, 95, 95]);
    expect(new Set(journey.satellite)).toEqual(new Set([70]));
    expect(journey.odometerKm).toBe(7.8);
  });
});

const RECORDED = Date.parse('2026-03-18T09:00:00+08:00');
/** One block of a vehicle-state record (T/JSATL 12-2017 §4.7): satellite speed, pulse speed, brake and its time. */
function stateBlock(second: number, speed: number, pulse: number, brake: number): Buffer {
  const block = Buffer.alloc(64);
  block.writeUInt16BE(speed * 10, 26);
  block.write(`26031809000${second}`, 30, 'hex');
  block.writeInt16BE(-brake, 36);
  block.writeUInt16BE(pulse * 10, 48);
  block.set([5, 0, brake, brake > 0 ? 1 : 0], 52);
  block.writeUInt16BE(1800, 56);
  block[63] = block.subarray(0, 63).reduce((sum, byte) => sum + byte, 0) & 0xff;
  return block;
}

describe('[S33.1] a vehicle-state record', () => {
  it('is told second by second, a damaged one as such, to nobody outside', async () => {
    const good = Buffer.concat([stateBlock(0, 90, 92, 0), stateBlock(1, 85, 70, 80)]);
    const damaged = Buffer.from(good);
    damaged[26] = 0xff;
    for (const [index, [name, content]] of Object.entries([
      ['03_0_6502_1_T1.bin', good],
      ['03_0_6502_2_T1.BIN', damaged],
      ['00_65_6502_0_T1.jpg', good],
    ] as const)) {
      const { sha256, size } = await files.put(content);
      await sql`
        INSERT INTO terminal_medium (device_id, vehicle, source, name, type, size, sha256, taken_at, region_path)
        VALUES (${plant.terminal}, ${plant.vehicle}, ${name}, ${name}, 'application/octet-stream', ${size}, ${sha256},
          ${new Date(START + Number(index))}, ${TOWN})`.execute(db);
    }
    const path = `/api/vehicles/${plant.vehicle}/states`;
    const found = (await get(officer, path)) as { states: object[] | null }[];
    expect(found.map(({ states }) => states === null)).toEqual([true, false]);
    expect(found[1]!.states).toMatchObject([
      { at: RECORDED, speed: 90, pulseSpeed: 92, braking: false, gear: 5, engineSpeed: 1800 },
      { at: RECORDED + 1000, speed: 85, pulseSpeed: 70, brake: 80, braking: true, acceleration: -0.8 },
    ]);
    expect((await get(stranger, path)).code).toBe('not-found');
  });
});

describe('[S34.4] the incident card', () => {
  it('adds what is done in a tunnel and in rain, and the foam that mutual aid has nearest', async () => {
    const [aid, party, far, gauge, rain] = Array.from({ length: 5 }, () => randomUUID());
    await sql`
      INSERT INTO mutual_aid (id, name, signed_on, valid_to, terms, made_by)
      VALUES (${aid}, '跨县互助协议', '2020-01-01', '2099-01-01', '互助', '试')`.execute(db);
    await sql`INSERT INTO mutual_aid_party (id, agreement_id, name, phone, region_path) VALUES (${party}, ${aid}, '信州区', '0793-1', ${TOWN})`.execute(
      db,
    );
    for (const [id, name, kind, metres] of [
      [far, '抗溶性泡沫液', 'material', 9000],
      [randomUUID(), '泡沫消防车', 'vehicle', 4000],
      [randomUUID(), '围油栏', 'material', 100],
      [randomUUID(), '泡沫液', 'material', 500_000],
    ] as const) {
      const { lon, lat } = destination(HERE, 90, metres);
      await sql`
        INSERT INTO mutual_aid_resource (id, agreement_id, party_id, kind, name, quantity, unit, lon, lat, minutes)
        VALUES (${id}, ${aid}, ${party}, ${kind}, ${name}, 3, 't', ${lon}, ${lat}, 30)`.execute(db);
    }
    const near = destination(HERE, 0, 2000);
    await sql`
      INSERT INTO device (id, name, region_path, identity, protocol, origin, lon, lat)
      VALUES (${gauge}, '雨量站', ${TOWN}, 'mqtt:rain-1', 'mqtt', 'live', ${near.lon}, ${near.lat})`.execute(db);
    await sql`
      INSERT INTO public.point (id, device_id, key, name, kind, unit, expected_period, system, region_path)
      VALUES (${rain}, ${gauge}, 'rain', '雨量', 'rainfall', 'mm', 60, 'S40', ${TOWN})`.execute(db);
    const now = Date.now();
    const fixes = new Map([[plant.vehicle, { at: now, ...HERE, speed: 0, heading: 0, receivedAt: now }]]);
    const readings = new Map([[rain, { at: now, value: 12.5, quality: 'good', receivedAt: now }]]);
    const wet = await buildApp({ ...stage.context, clickhouse, files, mirror: { fixes, readings } as never }, [
      supervisionRoutes,
    ]);
    const ask = await askAs(wet, db, uuid(901));
    const path = `/api/vehicles/${plant.vehicle}/incident`;
    const card = await get(ask, `${path}?tunnel=true`);
    expect(card.foam).toMatchObject([
      { name: '泡沫消防车', metres: 4000, party: '信州区', phone: '0793-1' },
      { name: '抗溶性泡沫液', metres: 9000 },
    ]);
    expect(card.rain).toMatchObject({ mm: 12.5, station: '雨量站', metres: 2000 });
    expect(card.procedures.map(({ key }: { key: string }) => key).slice(0, 2)).toEqual(['tunnel', 'rain']);
    readings.clear();
    const dry = await get(ask, path);
    expect(dry).toMatchObject({ rain: null, tunnel: false });
    expect(dry.procedures.filter(({ key }: { key: string }) => key !== 'night')).toEqual([]);
    await sql`UPDATE mutual_aid SET ended_on = '2021-01-01'`.execute(db);
    expect((await get(ask, path)).foam).toEqual([]);
    await wet.close();
  });
});

describe('[S34.2] the route straightened', () => {
  it('has the way, stops and targets beside it, and is none without a route', async () => {
    const path = `/api/vehicles/${plant.vehicle}/corridor`;
    expect(await get(officer, path)).toMatchObject({ route: null });
    const end = destination(HERE, 90, 20_000);
    const shape = {
      kind: 'corridor' as const,
      path: [
        [HERE.lon, HERE.lat],
        [end.lon, end.lat],
      ] as [number, number][],
      halfWidth: 150,
    };
    const columns = shapeColumns(shape);
    const route = randomUUID();
    await sql`
      INSERT INTO fence (id, name, region_path, purpose, shape, geometry, periods, west, south, east, north, lon, lat)
      VALUES (${route}, '危货线路', ${TOWN}, 'route', ${JSON.stringify(shape)}::jsonb, ${JSON.stringify(columns.geometry)}::jsonb, '[]', ${columns.west},
        ${columns.south}, ${columns.east}, ${columns.north}, ${columns.lon}, ${columns.lat})`.execute(db);
    await sql`
      INSERT INTO waybill (number, enterprise, consignor, consignee, vehicle, cargo, un, goods_class, quantity, route, origin, destination, planned_start,
        planned_end, state, region_path, organisation_id)
      VALUES ('YD1', ${plant.enterprise}, '甲', '乙', ${plant.vehicle}, '液氯', '1017', '2.3', 8, ${route}, '甲地', '乙地', ${new Date(START)},
        ${new Date(START + 4 * 60 * MINUTE)}, 'in-transit', ${TOWN}, ${plant.enterprise})`.execute(db);
    const school = destination(destination(HERE, 90, 4000), 0, 400);
    await sql`
      INSERT INTO protected_object (id, name, region_path, lon, lat, kind, class, people)
      VALUES (${randomUUID()}, '第一小学', ${TOWN}, ${school.lon}, ${school.lat}, 'school', 'first', 900)`.execute(db);
    const strip = await get(officer, path);
    expect(strip.route).toMatchObject({ name: '危货线路', halfWidth: 150 });
    expect(strip.route.length).toBeCloseTo(20, 1);
    expect(strip.targets).toMatchObject([{ name: '第一小学', people: 900 }]);
    expect(strip.targets[0].km).toBeCloseTo(4, 1);
    expect(strip.targets[0].offset).toBeCloseTo(400, -1);
    expect(strip.stops).toMatchObject([{ minutes: 8, allowed: null }]);
    expect(strip.path.length).toBe(117);
    expect((await get(stranger, path)).code).toBe('not-found');
  });
});

interface Counted {
  readonly key: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
  readonly missing: readonly { readonly id: string }[];
}

describe('indicators of transport', () => {
  const figures = async (system: string) =>
    Object.fromEntries(
      ((await get(officer, `/api/indicators?system=${system}`)) as Counted[]).map((one) => [one.key, one]),
    );

  it('[S33.5] count kilometres, fixes, leaps, overspeed and hours beyond the driving time', async () => {
    const leapt = drive(many(60, 40), START + 35 * MINUTE).map((fix, index) =>
      index === 20 ? { ...fix, ...destination(HERE, 0, 60_000) } : fix,
    );
    await keep(leapt);
    const { id: fatigue } = await raise(db, plant.vehicle, {
      rule: 'fatigue',
      kind: 'vehicle',
      at: START,
      regionPath: TOWN,
    });
    await sql`UPDATE alarm SET level = 'orange', limit_value = 270, peak = 330 WHERE id = ${fatigue}`.execute(db);
    // Two within five minutes of each other are one; a false one is none.
    for (const [minutes, result] of [
      [0, null],
      [3, null],
      [20, null],
      [40, 'false'],
    ] as const) {
      const at = START + minutes * MINUTE;
      const { id } = await raise(db, plant.vehicle, { rule: 'overspeed', kind: 'vehicle', at, regionPath: TOWN });
      await sql`
        UPDATE alarm SET since = ${new Date(at)}, recovered_at = ${new Date(at + MINUTE)}, close_result = ${result} WHERE id = ${id}`.execute(
        db,
      );
    }
    const found = await figures('S33');
    expect(found['track-drifting']).toMatchObject({ numerator: 1, denominator: 1, value: 100 });
    expect(found['track-complete']!.value).toBeLessThan(100);
    expect(found['track-qualified']).toMatchObject({ numerator: 155, denominator: 157 });
    expect(found['overspeed-mean']).toMatchObject({ numerator: 2, denominator: 1, value: 2 });
    expect(found['fatigue-mean']).toMatchObject({ numerator: 1.5, denominator: 1 });
    expect(found['overspeed-mean']!.missing.map(({ id }) => id)).toEqual([plant.vehicle]);
  });

  it('[S34.1] count loaded days with their waybill, and without', async () => {
    expect((await figures('S34'))['hazmat-billed']).toMatchObject({ numerator: 1, denominator: 1, value: 100 });
    await sql`UPDATE waybill SET state = 'cancelled'`.execute(db);
    const found = await figures('S34');
    expect(found['hazmat-billed']).toMatchObject({ numerator: 0, denominator: 1, value: 0 });
    expect(found['hazmat-billed']!.missing).toHaveLength(1);
    expect(found['hazmat-stops']).toMatchObject({ numerator: 0, denominator: null });
    await sql`UPDATE waybill SET state = 'in-transit'`.execute(db);
  });

  it('[S38.5] have no value of nothing', async () => {
    const found = await figures('S38');
    expect(found['rescue-arrival']).toMatchObject({ denominator: 0, value: null });
    expect(found['vessel-online']).toMatchObject({ denominator: 0, value: null });
  });

  it('[S38.5] count a ship that was never heard as not on line, and name it', async () => {
    const vessel = randomUUID();
    await sql`
      INSERT INTO vessel (id, name, region_path, organisation_id, mmsi, category)
      VALUES (${vessel}, '赣余干货001', ${TOWN}, ${plant.enterprise}, '413000001', 'cargo')`.execute(db);
    const { 'vessel-online': online } = await figures('S38');
    expect(online).toMatchObject({ numerator: 0, denominator: 1, value: 0 });
    expect(online!.missing).toMatchObject([{ id: vessel, name: '赣余干货001（从未收到）' }]);
    await sql`UPDATE vessel SET retired_at = now() WHERE id = ${vessel}`.execute(db);
  });
});

describe('[S34.3] a suspected lot', () => {
  const stops = async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      const place = destination(HERE, 0, 30_000 + index * 20);
      await sql`
        INSERT INTO stray_stop (vehicle, since, until, lon, lat, plate, region_path, organisation_id)
        VALUES (${plant.vehicle}, ${new Date(Date.now() - (index + 1) * DAY)}, NULL, ${place.lon}, ${place.lat}, '赣E10001', ${TOWN}, ${plant.enterprise})
        ON CONFLICT DO NOTHING`.execute(db);
    }
  };
  const cases = async () =>
    (
      await sql<{
        state: string;
        title: string;
      }>`SELECT state, title FROM case_file WHERE kind = 'suspected-lot'`.execute(db)
    ).rows;

  it('is a case once three stops lie together, and one case however often it is looked at', async () => {
    await stops(2);
    expect(await lookForLots(db, Date.now())).toBe(0);
    await stops(3);
    expect(await lookForLots(db, Date.now())).toBe(1);
    expect(await lookForLots(db, Date.now())).toBe(0);
    expect(await cases()).toMatchObject([{ state: 'suspected' }]);
  });
});

describe('[S34.1] a tank on its vehicle', () => {
  it('rings by its own design pressure, at the place where the vehicle is, and stops are remembered', async () => {
    await sql`UPDATE vehicle SET tank_vehicle = true, tank_design_pressure = 2, tank_volume = 30 WHERE id = ${plant.vehicle}`.execute(
      db,
    );
    const point = randomUUID();
    await sql`
      INSERT INTO point (id, device_id, key, name, kind, unit, range_low, range_high, expected_period, limits, system, region_path, organisation_id, unit_kind, unit_id)
      VALUES (${point}, ${plant.gateway}, 'tp', '罐体压力', 'cargo-tank-pressure', 'MPa', 0, 3, 60, '{}', 'S34', ${TOWN}, ${plant.enterprise}, 'vehicle', ${plant.vehicle})`.execute(
      db,
    );
    const register = await openRegister(db);
    const rules = await openRules(db, register, log, () => START);
    const place = destination(HERE, 90, 9000);
    const record = (minute: number, pressure: number): SignalRecord[] => {
      const at = START + minute * MINUTE;
      const fix = { at, ...place, speed: 0, heading: 90, altitude: null, positioned: true, live: true, statusBits: 3 };
      return [
        { device: plant.terminal, receivedAt: at, readings: [], fixes: [{ object: plant.vehicle, fix }] },
        { device: plant.gateway, receivedAt: at, readings: [[point, at, pressure, 'good']], fixes: [] },
      ];
    };
    const entries = [1.2, 1.3, 1.7, 1.72, 1.9, 1.95, 1.95, 1.95].flatMap((pressure, minute) =>
      record(minute, pressure),
    );
    for (const [index, entry] of entries.entries()) rules.take(index + 1, batchOfRecord(entry));
    await rules.close();
    const { rows } = await sql<{ level: string; lon: number; lat: number; subject_name: string }>`
      SELECT level, lon, lat, subject_name FROM alarm WHERE rule = 'cargo-tank-pressure-high'`.execute(db);
    expect(rows).toMatchObject([{ level: 'orange', subject_name: '罐体压力 赣E10001' }]);
    expect(rows[0]!.lon).toBeCloseTo(place.lon, 5);
    const stray = await sql<{ plate: string }>`SELECT plate FROM stray_stop WHERE since = ${new Date(START)}`.execute(
      db,
    );
    expect(stray.rows).toEqual([{ plate: '赣E10001' }]);
  });
});

describe('a false alarm', () => {
  it('is told apart by how it was closed; what was closed before is, too', async () => {
    const { id: old } = await raise(db, plant.vehicle, {
      rule: 'forbidden-area',
      kind: 'vehicle',
      at: START,
      regionPath: TOWN,
    });
    const entry = (seq: number, text: string) =>
      sql`INSERT INTO alarm_entry (alarm_id, seq, at, by, kind, text, region_path) VALUES (${old}, ${seq}, now(), '值班', 'closed', ${text}, ${TOWN})`.execute(
        db,
      );
    await entry(90, '误报。原因：定位漂移；措施：修终端');
    await sql`UPDATE alarm SET closed_at = now(), response = 'closed', close_result = NULL WHERE id = ${old}`.execute(
      db,
    );
    const migration = await readFile(new URL('../../sql/postgres/0046-transport.sql', import.meta.url), 'utf8');
    const update = migration.split(';').find((one) => one.includes('UPDATE alarm a SET close_result'))!;
    await sql.raw(update.slice(update.indexOf('UPDATE'))).execute(db);
    const { rows } = await sql<{ close_result: string }>`SELECT close_result FROM alarm WHERE id = ${old}`.execute(db);
    expect(rows).toEqual([{ close_result: 'false' }]);
    const rates = (await get(officer, `/api/vehicles/rates?from=${START - MINUTE}`)) as {
      key: string;
      missing: { id: string }[];
    }[];
    expect(rates.find(({ key }) => key === 'handled')!.missing.map(({ id }) => id)).not.toContain(old);
  });
});
