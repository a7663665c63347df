import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { destination, type Shape } from '@anlan/domain/geo';
import type { Database } from '../access/scoped.ts';
import { limitsOf } from '../alarm/limits.ts';
import type { AlarmRow } from '../alarm/row.ts';
import { openStage, type Stage } from '../http/testing/stage.ts';
import { batchOfRecord, type SignalRecord } from '../ingest/record.ts';
import { openRegister, type Register } from '../ingest/register.ts';
import { openRules } from '../ingest/rules.ts';
import { enterPlant, forgetMonitoring, type Plant } from '../ingest/testing/plant.ts';
import { checkBill } from '../supervision/waybill-check.ts';
import { shapeColumns, shapeOfFeature } from './shapes.ts';
import { openTerminals } from './terminals.ts';

/** 2026-03-18 10:00 in Asia/Shanghai. */
const START = Date.UTC(2026, 2, 18, 2);
const MINUTE = 60_000;
const TOWN = 'cn.36.11.02.001.';
const HERE = { lon: 117.9, lat: 28.4 };
const log = pino({ level: 'silent' });

let stage: Stage;
let db: Database;
let register: Register;
let plant: Plant;

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  plant = await enterPlant(db, 1, TOWN, 'logistics');
  await sql`UPDATE vehicle SET goods_classes = '3', load_tonnes = 20, inspection_until = '2027-01-01', terminal_id = 'D100001' WHERE id = ${plant.vehicle}`.execute(
    db,
  );
  register = await openRegister(db);
});
beforeEach(async () => {
  await forgetMonitoring(db);
  await sql`TRUNCATE motion, fence_passage, waybill_upload, waybill CASCADE`.execute(db);
  await sql`DELETE FROM fence`.execute(db);
});
afterAll(() => stage.close());

const away = (metres: number): { lon: number; lat: number } => destination(HERE, 90, metres);

async function enterFence(
  name: string,
  purpose: string,
  shape: Shape,
  more: { periods?: object[]; speed?: number } = {},
): Promise<string> {
  const columns = shapeColumns(shape);
  const { rows } = await sql<{ id: string }>`
    INSERT INTO fence (id, name, region_path, purpose, categories, speed_limit, shape, geometry, periods, west, south, east, north, lon, lat)
    VALUES (gen_random_uuid(), ${name}, ${TOWN}, ${purpose}, 'dangerous-goods', ${more.speed ?? null}, ${JSON.stringify(shape)}::jsonb,
      ${JSON.stringify(columns.geometry)}::jsonb, ${JSON.stringify(more.periods ?? [])}::jsonb, ${columns.west}, ${columns.south}, ${columns.east},
      ${columns.north}, ${columns.lon}, ${columns.lat}) RETURNING id`.execute(db);
  return rows[0]!.id;
}

const at = (seconds: number): number => START + seconds * 1000;
const report = (seconds: number, place: { lon: number; lat: number }, speed: number, statusBits = 3): SignalRecord => ({
  device: plant.terminal,
  receivedAt: at(seconds),
  readings: [],
  fixes: [
    {
      object: plant.vehicle,
      fix: { at: at(seconds), ...place, speed, heading: 90, altitude: null, positioned: true, live: true, statusBits },
    },
  ],
});

/** Runs the entries through rules of their own, from where those before them stopped. */
async function run(entries: readonly SignalRecord[], from = 0): Promise<void> {
  const rules = await openRules(db, register, log, () => START);
  for (const [index, record] of entries.entries()) rules.take(from + index + 1, batchOfRecord(record));
  await rules.close();
}

const alarms = async () =>
  (
    await sql<{ rule: string; level: string; place_name: string; recovered_at: Date | null; peak: number }>`
      SELECT rule, level, place_name, recovered_at, peak FROM alarm ORDER BY raised_at, rule`.execute(db)
  ).rows;

describe('a dangerous-goods vehicle', () => {
  it('[S34.3] stopping outside a lot beyond the minutes rings once, rises, and ends when it drives on', async () => {
    const standing = Array.from({ length: 66 }, (_, minute) => report(minute * 60, away(2), 0));
    await run([...standing, report(66 * 60, away(900), 40), report(68 * 60, away(2500), 40)]);
    expect(await alarms()).toMatchObject([{ rule: 'stray-stop', level: 'orange', peak: 65 }]);
    expect((await alarms())[0]?.recovered_at).toEqual(new Date(at(68 * 60)));
  });

  it('[S34.3] in a dedicated lot may stand for hours', async () => {
    await enterFence('专用停车场', 'parking', { kind: 'circle', centre: [HERE.lon, HERE.lat], radius: 300 });
    await run(Array.from({ length: 66 }, (_, minute) => report(minute * 60, away(2), 0)));
    expect(await alarms()).toEqual([]);
  });

  it('[S34.2] entering a forbidden area rings with the area’s name, and leaves a passage', async () => {
    const fence = await enterFence('信江水源一级保护区', 'forbidden', {
      kind: 'circle',
      centre: [HERE.lon, HERE.lat],
      radius: 300,
    });
    await run([
      report(0, away(900), 40),
      report(30, away(250), 40),
      report(45, away(100), 40),
      report(90, away(900), 40),
      report(105, away(1100), 40),
    ]);
    expect(await alarms()).toMatchObject([{ rule: 'forbidden-area', level: 'orange' }]);
    // What is forbidden and until when, and no distance with a limit of nothing.
    const { rows: figures } = await sql`SELECT value, peak, limit_value, label FROM alarm`.execute(db);
    expect(figures).toEqual([{ value: null, peak: null, limit_value: 0, label: '进入禁行区' }]);
    expect((await alarms())[0]?.place_name).toContain('信江水源一级保护区 · 全时禁入');
    const { rows: said } = await sql<{
      text: string;
    }>`SELECT text FROM alarm_entry WHERE kind IN ('raised', 'recovered') ORDER BY at`.execute(db);
    expect(said.map(({ text }) => text)).toEqual(['进入禁行区', '已离开，或限制时段已过']);
    const { rows } = await sql`SELECT fence_id, object_name, entered_at, left_at FROM fence_passage`.execute(db);
    expect(rows).toEqual([
      { fence_id: fence, object_name: '赣E10001', entered_at: new Date(at(30)), left_at: new Date(at(90)) },
    ]);
  });

  it('[S33.2] is judged by the limit of the road it is on', async () => {
    const path: [number, number][] = [
      [HERE.lon, HERE.lat],
      [HERE.lon + 0.2, HERE.lat],
    ];
    await enterFence('G320 危货限速', 'speed', { kind: 'corridor', path, halfWidth: 60 }, { speed: 60 });
    const place = (metres: number) => ({ lon: HERE.lon + metres / 97_900, lat: HERE.lat });
    await run([
      report(0, place(100), 70),
      report(10, place(300), 70),
      report(20, place(500), 70),
      report(30, place(700), 70),
      report(60, place(900), 50),
      report(90, place(1200), 50),
    ]);
    const [only] = await alarms();
    expect(await alarms()).toHaveLength(1);
    expect(only).toMatchObject({ rule: 'overspeed', level: 'orange', peak: 70 });
    expect(only?.place_name).toContain('G320');
    // The card tells the road's limit that was broken, not the one in the vehicle's papers.
    const row = await sql<AlarmRow>`SELECT * FROM alarm WHERE rule = 'overspeed'`.execute(db);
    const limits = await db.transaction().execute((tx) => limitsOf(tx, row.rows[0]!));
    expect(limits).toEqual({ goods: 60, goods10: 70, goods20: 80 });
  });

  it('remembers a stop, a fence and the clock of driving through a restart at any place', async () => {
    await enterFence('禁行区', 'forbidden', { kind: 'circle', centre: [HERE.lon, HERE.lat], radius: 300 });
    const history = [
      ...Array.from({ length: 12 }, (_, minute) => report(minute * 60, away(5000 + minute), 0)),
      ...Array.from({ length: 20 }, (_, minute) => report((12 + minute) * 60, away(5003), 0)),
      report(33 * 60, away(4000), 50),
      report(38 * 60, away(200), 50),
      report(38 * 60 + 20, away(100), 50),
      report(42 * 60, away(3000), 50),
      report(45 * 60, away(5000), 50),
    ];
    const left = async () => ({
      alarms: await alarms(),
      passages: (await sql`SELECT * FROM fence_passage ORDER BY entered_at`.execute(db)).rows,
      motion: (await sql`SELECT * FROM motion`.execute(db)).rows,
    });
    await run(history);
    const undisturbed = await left();
    expect(undisturbed.alarms.map(({ rule }) => rule)).toEqual(['stray-stop', 'forbidden-area']);
    for (const cut of [1, 8, 15, 20, 33, 34, 35]) {
      await forgetMonitoring(db);
      await sql`TRUNCATE motion, fence_passage`.execute(db);
      await run(history.slice(0, cut));
      await run(history.slice(cut), cut);
      expect(await left(), `cut after ${cut}`).toEqual(undisturbed);
    }
  });

  it('[S34.1] loaded and without a waybill rings after the minutes; with one it does not', async () => {
    const loaded = Array.from({ length: 40 }, (_, minute) => report(minute * 60, away(minute * 700), 42, 0x303));
    await run(loaded);
    expect((await alarms()).map(({ rule }) => rule)).toEqual(['without-waybill']);
    await forgetMonitoring(db);
    await sql`TRUNCATE motion`.execute(db);
    await enterWaybill('YD-1');
    await run(loaded);
    expect(await alarms()).toEqual([]);
  });
});

async function enterWaybill(number: string): Promise<void> {
  await sql`
    INSERT INTO waybill (number, enterprise, consignor, consignee, vehicle, cargo, un, goods_class, quantity, origin, destination, planned_start,
      planned_end, state, region_path, organisation_id)
    VALUES (${number}, ${plant.enterprise}, '甲', '乙', ${plant.vehicle}, '汽油', '1203', '3', 18, '甲库', '乙站', ${new Date(START)},
      ${new Date(START + 600 * MINUTE)}, 'in-transit', ${TOWN}, ${plant.enterprise})`.execute(db);
}

describe('[S34.1] a waybill', () => {
  const bill = () => ({
    enterprise: plant.enterprise,
    vehicle: plant.vehicle,
    goodsClass: '3',
    quantity: 18,
    plannedStart: START,
    plannedEnd: START + 300 * MINUTE,
  });
  const found = async (part: object = {}): Promise<Record<string, string>> => {
    const findings = await db.transaction().execute((tx) => checkBill(tx, { ...bill(), ...part }, null));
    return Object.fromEntries((findings ?? []).map(({ check, text }) => [check, text]));
  };
  const person = async (kind: string, classes: string, until: string): Promise<string> =>
    (
      await sql<{ id: string }>`
        INSERT INTO transport_person (id, name, region_path, enterprise, kind, number, classes, valid_until)
        VALUES (gen_random_uuid(), ${kind}, ${TOWN}, ${plant.enterprise}, ${kind}, gen_random_uuid()::text, ${classes}, ${until}) RETURNING id`.execute(
        db,
      )
    ).rows[0]!.id;

  it('is held against licence, driver, escort, vehicle, load, route and time, each its own finding', async () => {
    expect(Object.keys(await found())).toEqual(expect.arrayContaining(['licence', 'driver', 'escort', 'route']));
    await sql`
      INSERT INTO transport_licence (id, name, region_path, enterprise, number, classes, valid_until)
      VALUES (gen_random_uuid(), '许可', ${TOWN}, ${plant.enterprise}, 'L1', '3、8', '2027-01-01')`.execute(db);
    const driver = await person('driver', '3', '2027-01-01');
    const escort = await person('escort', '3', '2027-01-01');
    await sql`UPDATE vehicle SET tank_vehicle = true, emergency_shutoff = true WHERE id = ${plant.vehicle}`.execute(db);
    expect(Object.keys(await found({ driver, escort }))).toEqual(['route']);
    expect((await found({ driver, escort, goodsClass: '2.3' }))['licence']).toContain('不含 2.3 类');
    expect((await found({ driver, escort, quantity: 25 }))['load']).toBe('装载 25 t，核定 20 t');
    expect((await found({ driver: escort, escort }))['driver']).toContain('不是驾驶员');
    const stale = await person('driver', '3', '2026-03-01');
    expect((await found({ driver: stale, escort }))['driver']).toContain('有效期至 2026-03-01');
    expect((await found({ driver, escort, plannedEnd: START - 1 }))['time']).toContain('早于');
    await enterWaybill('YD-9');
    expect((await found({ driver, escort }))['overlap']).toContain('YD-9');
  });

  it('is refused a route through an area forbidden at that hour, and not at another', async () => {
    const path: [number, number][] = [
      [HERE.lon - 0.1, HERE.lat],
      [HERE.lon, HERE.lat],
      [HERE.lon + 0.1, HERE.lat],
    ];
    const route = await enterFence('危货线路', 'route', { kind: 'corridor', path, halfWidth: 100 });
    await enterFence(
      '学校',
      'forbidden',
      { kind: 'circle', centre: [HERE.lon, HERE.lat], radius: 400 },
      { periods: [{ from: '07:00', to: '20:00' }] },
    );
    expect((await found({ route }))['route']).toContain('学校');
    const night = { plannedStart: START + 13 * 60 * MINUTE, plannedEnd: START + 16 * 60 * MINUTE };
    expect(await found({ route, ...night })).not.toHaveProperty('route');
  });

  it('sent by the terminal (0x0701) becomes a waybill under way, is kept word for word, and says why it did not', async () => {
    const terminals = openTerminals(db, register);
    const identity = 'jt808:013900000001';
    const upload = {
      number: 'T-77',
      consignor: '甲',
      consignee: '乙',
      cargo: '汽油',
      un: '1203',
      goodsClass: '3',
      quantity: 18,
      origin: '甲库',
      destination: '乙站',
      start: '2026-03-18T10:00:00+08:00',
      end: '2026-03-18T15:00:00+08:00',
    };
    await terminals.waybill(identity, JSON.stringify(upload), START);
    await terminals.waybill(identity, JSON.stringify({ ...upload, number: 'T-78', quantity: 60 }), START + 1);
    await terminals.waybill(identity, '乱码', START + 2);
    const { rows } = await sql<{
      content: string;
      problem: string | null;
      number: string | null;
      state: string | null;
    }>`
      SELECT u.content, u.problem, w.number, w.state FROM waybill_upload u LEFT JOIN waybill w ON w.id = u.waybill ORDER BY u.received_at`.execute(
      db,
    );
    expect(rows[0]).toMatchObject({ problem: null, number: 'T-77', state: 'in-transit' });
    expect(rows[1]?.problem).toContain('装载 60 t');
    expect(rows[2]).toMatchObject({ content: '乱码', problem: '内容不是 JSON，原文已留存' });
  });
});

describe('a terminal that registers', () => {
  it('must be the one of its vehicle, as far as the register knows', () => {
    const { agrees } = openTerminals(db, register);
    const identity = 'jt808:013900000001';
    expect(agrees(identity, { terminalId: '0D100001', plate: '赣E10001' })).toBeUndefined();
    expect(agrees(identity, { terminalId: '', plate: '' })).toBeUndefined();
    expect(agrees(identity, { terminalId: 'D100001', plate: '赣E99999' })).toContain('赣E99999');
    expect(agrees(identity, { terminalId: 'X', plate: '赣E10001' })).toContain('终端号 X');
  });
});

it('reads areas, lines and points of GeoJSON, and nothing else', () => {
  const ring = [
    [117, 28],
    [117.1, 28],
    [117.1, 28.1],
    [117, 28],
  ];
  expect(shapeOfFeature({ geometry: { type: 'Polygon', coordinates: [ring] } })?.kind).toBe('polygon');
  expect(
    shapeOfFeature({ geometry: { type: 'Point', coordinates: [117, 28] }, properties: { radius: '200' } }),
  ).toMatchObject({ radius: 200 });
  expect(shapeOfFeature({ geometry: { type: 'Point', coordinates: [117, 28] } })).toBeUndefined();
  expect(shapeOfFeature({ geometry: { type: 'LineString', coordinates: ring }, properties: {} })).toMatchObject({
    kind: 'corridor',
    halfWidth: 100,
  });
  expect(
    shapeOfFeature({
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [500, 0],
            [1, 1],
            [2, 2],
          ],
        ],
      },
    }),
  ).toBeUndefined();
});
