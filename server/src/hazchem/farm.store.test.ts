import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Figure } from '@anlan/kernel/indicator';
import { chainSchema, farmSchema, matrixSchema } from '@anlan/systems';
import { iotTreeSchema } from '@anlan/systems/monitoring/iot-platform';
import type { Database } from '../access/scoped.ts';
import { addEntry } from '../alarm/write.ts';
import { coverageRoutes } from '../coverage/routes.ts';
import { askAs, enterPerson, type Ask } from '../http/testing/stage.ts';
import { indicatorRoutes } from '../indicator/routes.ts';
import { openHistoryStage, type HistoryStage } from '../telemetry/testing/history-stage.ts';
import { hazchemRoutes } from './routes.ts';

const uuid = (number: number): string => `00000000-0000-8000-a000-${String(number).padStart(12, '0')}`;
const TOWN = 'cn.36.11.02.001.';
const OTHER = 'cn.36.11.03.001.';
const ACETONE_CYANOHYDRIN = '75-86-5';
const HOUR = 3_600_000;

let history: HistoryStage;
let db: Database;
let city: Ask;
let neighbour: Ask;
let source: string;
let tanks: string[];

async function enterPoint(number: number, kind: string, unit: string, tank: string | null, limits: object = {}) {
  const [id, firm] = [uuid(number), uuid(1)];
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, sector, enterprise, identity, protocol, origin, lon, lat)
    VALUES (${id}, ${`网关${number}`}, ${TOWN}, ${firm}, 'hazchem-production', ${firm}, ${`mqtt:F-${number}`}, 'mqtt', 'generated', 117.97, 28.4503)`.execute(
    db,
  );
  await sql`
    INSERT INTO public.point (id, device_id, tank_id, key, name, kind, unit, expected_period, system, region_path, organisation_id, sector, limits)
    VALUES (${id}, ${id}, ${tank}, ${kind}, ${kind}, ${kind}, ${unit}, 60, 'S17', ${TOWN}, ${firm}, 'hazchem-production', ${JSON.stringify(limits)}::jsonb)`.execute(
    db,
  );
  return id;
}

async function raise(
  number: number,
  rule: string,
  level: string,
  subject: string,
  unit: string | null,
  at: number,
  first: number | null = null,
) {
  const id = uuid(number);
  await sql`
    INSERT INTO alarm (id, number, rule, rule_label, system, level, label, subject_kind, subject_id, subject_name, device_id, place_name, region_path,
      region_name, organisation_id, sector, limit_value, unit, origin, since, raised_at, seen_at, unit_id, first_out_id)
    VALUES (${id}, ${`A-${number}`}, ${rule}, ${rule}, 'S17', ${level}, '高高限', 'point', ${subject}, '测点', ${subject}, '企业', ${TOWN}, '镇', ${uuid(1)},
      'hazchem-production', 1, '', 'generated', ${new Date(at - 2000)}, ${new Date(at)}, ${new Date(at)}, ${unit}, ${first === null ? null : uuid(first)})`.execute(
    db,
  );
  await db.transaction().execute((tx) => addEntry(tx, id, new Date(at), '系统', 'raised', '高高限'));
  return id;
}

const keep = (point: string, values: readonly (readonly [at: number, value: number])[]) =>
  history.clickhouse.insert({
    table: 'reading',
    format: 'JSONEachRow',
    values: values.map(([at, value]) => ({ point, at, value, quality: 'good', received: at + 500 })),
  });
const readings = new Map<string, { at: number; value: number; quality: string; receivedAt: number }>();
const now = (point: string, value: number, at = Date.now() - 1000) =>
  readings.set(point, { at, value, quality: 'good', receivedAt: at });
async function read(ask: Ask, url: string): Promise<unknown> {
  const response = await ask('GET', url);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}
const farm = async () => farmSchema.parse(await read(city, `/api/major-hazards/${source}/farm`));

beforeAll(async () => {
  history = await openHistoryStage([hazchemRoutes, indicatorRoutes, coverageRoutes]);
  ({ db } = history.stage);
  Object.assign(history.context, { mirror: { readings } });
  for (const [index, region] of ['cn.36.11.', 'cn.36.11.03.'].entries())
    await enterPerson(db, { id: uuid(9201 + index), account: region, role: 'duty-officer', region });
  [city, neighbour] = (await Promise.all([9201, 9202].map((id) => askAs(history.app, db, uuid(id))))) as [Ask, Ask];
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level)
    VALUES (${uuid(1)}, '企业', ${TOWN}, ${uuid(1)}, 'hazchem-production', 117.97, 28.45, '999999999999999991', 'blue')`.execute(
    db,
  );
  source = uuid(20);
  await sql`
    INSERT INTO hazard_source (id, name, region_path, organisation_id, sector, enterprise, unit, registered_grade, population)
    VALUES (${source}, '罐区', ${TOWN}, ${uuid(1)}, 'hazchem-production', ${uuid(1)}, 'storage', 'three', 0)`.execute(
    db,
  );
  tanks = [uuid(31), uuid(32)];
  for (const [index, id] of tanks.entries()) {
    await sql`
      INSERT INTO tank (id, name, region_path, organisation_id, sector, lon, lat, enterprise, substance, cas, volume, hazard_level)
      VALUES (${id}, ${`储罐 V-${index + 1}`}, ${TOWN}, ${uuid(1)}, 'hazchem-production', 117.97, ${28.45 + index / 4000}, ${uuid(1)}, '丙酮氰醇', ${ACETONE_CYANOHYDRIN}, 1000, 'three')`.execute(
      db,
    );
    await sql`
      INSERT INTO chemical_holding (id, name, region_path, organisation_id, sector, lon, lat, enterprise, substance, storage, design_quantity, tank, hazard_source)
      VALUES (${uuid(41 + index)}, ${`V-${index + 1}`}, ${TOWN}, ${uuid(1)}, 'hazchem-production', 117.97, 28.45, ${uuid(1)}, ${ACETONE_CYANOHYDRIN}, 'atmospheric-tank', 100, ${id}, ${source})`.execute(
      db,
    );
  }
  await enterPoint(51, 'level', '%', tanks[0]!, { H: 85, HH: 90 });
  await enterPoint(52, 'level', '%', tanks[1]!);
  await enterPoint(53, 'shut-off', '', tanks[0]!, { closed: 1 });
  await enterPoint(54, 'shut-off-command', '', tanks[0]!);
  await enterPoint(55, 'combustible', '%LEL', null, { first: 25, second: 50 });
  await enterPoint(56, 'wind-speed', 'm/s', null);
  await enterPoint(57, 'wind-direction', '°', null);
  await sql`
    INSERT INTO hazard_source_point (source_id, point_id, region_path, organisation_id, sector)
    VALUES (${source}, ${uuid(55)}, ${TOWN}, ${uuid(1)}, 'hazchem-production')`.execute(db);
});
beforeEach(async () => {
  readings.clear();
  for (const number of [51, 52, 53, 54, 55]) now(uuid(number), number === 51 ? 92 : 0);
  await sql`DELETE FROM unit_state`.execute(db);
  await history.clickhouse.command({ query: 'TRUNCATE TABLE reading' });
});
afterAll(() => history.close());

describe('the farm of a source', () => {
  it('[S17.1] has its tanks with what they measure, detectors where their controller stands, and the wind of the plant', async () => {
    now(uuid(56), 2.5);
    now(uuid(57), 90);
    const found = await farm();
    expect(found.tanks.map(({ name, volume, points }) => [name, volume, points.length])).toEqual([
      ['储罐 V-1', 1000, 3],
      ['储罐 V-2', 1000, 1],
    ]);
    expect(found.tanks[0]!.points.find(({ kind }) => kind === 'level')).toMatchObject({
      value: 92,
      limits: { HH: 90 },
    });
    expect(found.detectors).toMatchObject([{ kind: 'combustible', lon: 117.97, lat: 28.4503, device: '网关55' }]);
    expect(found.wind).toMatchObject({ speed: 2.5, direction: 90, points: [uuid(56), uuid(57)] });
    now(uuid(56), 2.5, Date.now() - 2 * HOUR);
    now(uuid(57), 90, Date.now() - 2 * HOUR);
    expect((await farm()).wind).toBeNull();
  });

  it('[S17.1] its colour is never milder than its worst running alarm, and says why', async () => {
    const calm = await farm();
    // 200 t of a substance with a threshold of 20 t, β 1: R = 10 × α 0.5.
    expect(calm.colour).toMatchObject({ level: 'blue', alarm: null });
    const at = Date.now() - 60_000;
    await raise(61, 'level-high', 'red', uuid(51), tanks[0]!, at, 61);
    await raise(62, 'combustible-gas', 'orange', uuid(55), null, at + 5000);
    const { colour, tanks: shown, alarms } = await farm();
    expect(colour).toMatchObject({ level: 'red', alarm: 'red' });
    expect(colour.terms.find(({ key }) => key === 'alarms')).toEqual({ key: 'alarms', points: 42, count: 2 });
    expect(shown.map(({ alarm }) => alarm?.level ?? null)).toEqual(['red', null]);
    expect(alarms.map(({ level, first }) => [level, first])).toEqual([
      ['red', true],
      ['orange', false],
    ]);
    await sql`UPDATE alarm SET recovered_at = now(), closed_at = now(), response = 'closed'`.execute(db);
    expect((await farm()).colour.alarm).toBeNull();
  });

  it('[S17.1] silence and an interlock out of use are terms of their own', async () => {
    now(uuid(52), 40, Date.now() - HOUR);
    const { colour } = await farm();
    expect(colour.terms.find(({ key }) => key === 'silent')).toEqual({ key: 'silent', points: 10, count: 1 });
  });

  it('[S17.1] a tank at rest that loses in two hours is suspected of leaking; one that moves is not judged', async () => {
    const last = Math.floor((Date.now() - 300_000) / HOUR) * HOUR;
    const hourly = (levels: readonly number[]) =>
      levels.map((level, index) => [last - (levels.length - 1 - index) * HOUR, level] as const);
    await keep(uuid(51), hourly([50, 49.9, 49.8, 49.3]));
    await keep(uuid(52), hourly([20, 20, 20, 20.5]));
    const state = (tank: string, name: string) =>
      sql`
      INSERT INTO unit_state (id, unit_id, unit_name, state, reason, from_at, until_at, by, region_path, organisation_id, sector)
      VALUES (gen_random_uuid(), ${tank}, '', ${name}, '测试', now() - interval '1 day', now() + interval '1 day', 'x', ${TOWN}, ${uuid(1)}, 'hazchem-production')`.execute(
        db,
      );
    expect((await farm()).tanks.map(({ balance }) => balance)).toEqual(['unknown', 'unknown']);
    await state(tanks[0]!, 'static');
    const [leaking] = (await farm()).tanks;
    expect(leaking).toMatchObject({ balance: 'leak', threshold: 2 });
    expect(leaking!.change).toBeCloseTo(-5, 6);
    await sql`DELETE FROM unit_state`.execute(db);
    for (const tank of tanks) await state(tank, 'transfer');
    const [transfer] = (await farm()).transfers;
    expect(transfer).toMatchObject({ verdict: 'even', tanks: ['储罐 V-1', '储罐 V-2'] });
    expect(transfer!.residual).toBeCloseTo(0, 6);
  });

  it('outside the scope it does not exist', async () => {
    expect((await neighbour('GET', `/api/major-hazards/${source}/farm`)).statusCode).toBe(404);
  });
});

describe('cause and effect', () => {
  it('[S18.2] a shut-off has its cause, its command from the history, and its stroke', async () => {
    const at = Date.now() - HOUR / 2;
    await raise(71, 'level-high', 'red', uuid(51), tanks[0]!, at - 20_000);
    await raise(72, 'shut-off', 'orange', uuid(53), tanks[0]!, at);
    await keep(uuid(54), [
      [at - 200_000, 1],
      [at - 100_000, 0],
      [at - 8500, 1],
      [at - 1000, 1],
    ]);
    const chains = chainSchema.array().parse(await read(city, `/api/shut-offs?tank=${tanks[0]}`));
    expect(chains).toMatchObject([
      {
        tankName: '储罐 V-1',
        enterpriseName: '企业',
        commandAt: at - 8500,
        closedAt: at,
        stroke: 8.5,
        explained: true,
        causes: [{ id: uuid(71), detectedAt: at - 22_000, raisedAt: at - 20_000 }],
      },
    ]);
    expect(await read(neighbour, '/api/shut-offs')).toEqual([]);
    const figures = (await read(city, '/api/indicators?system=S18')) as Figure[];
    expect(figures.find(({ key }) => key === 'storage-linked')).toMatchObject({
      numerator: 1,
      denominator: 1,
      value: 100,
    });
  });

  it('[S18.5] the matrix has every kind of device for each place, gaps first', async () => {
    const matrix = matrixSchema.parse(await read(city, '/api/safety-matrix'));
    expect(matrix.total).toBe(2);
    expect(matrix.rows[0]!.gaps).toBeGreaterThan(0);
    expect(matrix.rows[0]!.cells.find(({ device }) => device === 'emergency-shut-off')).toMatchObject({
      standing: 'missing',
    });
    expect(matrixSchema.parse(await read(neighbour, '/api/safety-matrix'))).toEqual({ total: 0, rows: [] });
  });
});

describe('a fire dike', () => {
  it('[S18.1] is held against the largest tank inside it, of this source or another', async () => {
    const [dike, other] = [uuid(81), uuid(82)];
    const place = sql`${TOWN}, ${uuid(1)}, 'hazchem-production', ${uuid(1)}`;
    await sql`
      INSERT INTO fire_dike (id, name, region_path, organisation_id, sector, enterprise, effective_volume, condition, rain_valve)
      VALUES (${dike}, '一号堤', ${place}, 1100, 'intact', 'closed')`.execute(db);
    await sql`UPDATE tank SET dike = ${dike} WHERE id = ANY (${tanks}::uuid[])`.execute(db);
    expect((await farm()).dikes).toEqual([
      {
        id: dike,
        name: '一号堤',
        effectiveVolume: 1100,
        needed: 1000,
        verdict: 'holds',
        condition: 'intact',
        rainValve: 'closed',
        inspectionDue: null,
        tanks,
      },
    ]);
    await sql`
      INSERT INTO tank (id, name, region_path, organisation_id, sector, enterprise, substance, volume, dike)
      VALUES (${other}, '别处的罐', ${place}, '甲醇', 2000, ${dike})`.execute(db);
    expect((await farm()).dikes).toMatchObject([{ needed: 2000, verdict: 'short', tanks }]);
    await sql`UPDATE tank SET dike = NULL`.execute(db);
    expect((await farm()).dikes).toEqual([]);
  });
});

describe('figures and layers', () => {
  it('[S17.1] count what is online and name who is not', async () => {
    for (const number of [52, 53, 54, 55, 56, 57]) now(uuid(number), 0, Date.now() - HOUR);
    const figures = (await read(city, '/api/indicators?system=S17')) as Figure[];
    const of = (key: string) => figures.find((figure) => figure.key === key)!;
    expect(of('hazard-points-online')).toMatchObject({ numerator: 1, denominator: 7, missingTotal: 6, met: false });
    expect(of('hazard-online')).toMatchObject({ numerator: 1, denominator: 1, value: 100 });
    // On the day of the test its one enterprise has not announced, and its source owes nothing yet.
    expect(of('hazard-promise')).toMatchObject({ numerator: 0, denominator: 1, value: 0, met: false });
    expect(of('hazard-duty')).toMatchObject({ denominator: 0, value: null });
    const none = (await read(neighbour, '/api/indicators?system=S17')) as Figure[];
    expect(none.every(({ value, denominator }) => value === null || denominator === null)).toBe(true);
  });

  it('[S17.1] of what was observed for an hour nothing is judged over a month, and since when is said', async () => {
    const observed = async (at: Date): Promise<Figure> => {
      await sql`TRUNCATE observed_since`.execute(db);
      await sql`INSERT INTO observed_since (region_path, organisation_id, sector, at) VALUES (${TOWN}, NULL, NULL, ${at})`.execute(
        db,
      );
      const figures = (await read(city, '/api/indicators?system=S17')) as Figure[];
      return figures.find(({ key }) => key === 'hazard-record')!;
    };
    const hour = new Date(Date.now() - HOUR);
    expect(await observed(hour)).toMatchObject({ value: expect.any(Number), met: null, observedFrom: hour.getTime() });
    expect(await observed(new Date(Date.now() - 25 * HOUR))).toMatchObject({ met: false, observedFrom: null });
    // How long it has to be is what the city has set, also for who looks at all of it.
    await sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      SELECT gen_random_uuid(), 'alarm.quality.judgeHours', 'cn.36.11.', now() - interval '1 day', '1', '试', id FROM person LIMIT 1`.execute(
      db,
    );
    expect(await observed(hour)).toMatchObject({ met: false, observedFrom: hour.getTime() });
  });

  it.each(['S16', 'S17', 'S18', 'S21', 'S44'])(
    'every figure of %s is counted, in the whole scope and in a part of it',
    async (system) => {
      for (const region of ['', `&region=${TOWN}`, `&region=${OTHER}`]) {
        const figures = (await read(city, `/api/indicators?system=${system}${region}`)) as Figure[];
        expect(figures.length).toBeGreaterThan(4);
      }
    },
  );

  it('[S16.1] the layers reach from the city to the enterprise, and a silent gateway is named', async () => {
    now(uuid(52), 0, Date.now() - 3 * HOUR);
    const tree = iotTreeSchema.parse(await read(city, `/api/iot-tree?open=${TOWN}`));
    expect(tree.layers.map(({ layer }) => layer)).toEqual(['city', 'county', 'town', 'enterprise']);
    expect(tree.layers[0]!.nodes[0]).toMatchObject({ enterprises: 1, connected: 1, devices: 7, online: 4 });
    expect(tree.silent.map(({ id }) => id)).toContain(uuid(52));
    expect(iotTreeSchema.parse(await read(neighbour, '/api/iot-tree')).layers[0]!.nodes).toEqual([]);
  });

  it('the server logged no error', () => {
    expect(history.stage.errors).toEqual([]);
  });
});
