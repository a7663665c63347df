import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { geodesicDistance } from '@anlan/kernel/map';
import { addEntry } from '../alarm/write.ts';
import type { Database } from '../access/scoped.ts';
import { askAs, enterPerson, openStage, OWN_ROUTES, type Ask, type Stage } from '../http/testing/stage.ts';
import { regrade } from './regrade.ts';
import { hazchemRoutes } from './routes.ts';
import type {
  focusSchema,
  gapsSchema,
  Holders,
  shutOffSchema,
  sourceDetailSchema,
  sourcesSchema,
  tankSafetySchema,
  totalsSchema,
} from './shapes.ts';
import { settleShutOffs } from './shut-off.ts';

const uuid = (number: number): string => `00000000-0000-8000-a000-${String(number).padStart(12, '0')}`;
const HERE = { lon: 117.97, lat: 28.45 };
const TOWN = 'cn.36.11.02.001.';
const OTHER = 'cn.36.11.26.001.';
const CHLORINE = '7782-50-5';

let stage: Stage;
let db: Database;
let city: Ask;
let town: Ask;
let firm: Ask;
const readings = new Map<string, { at: number; value: number; quality: string; receivedAt: number }>();

async function enterFirm(number: number, region: string, risk = 'blue'): Promise<string> {
  const id = uuid(number);
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level)
    VALUES (${id}, ${`企业${number}`}, ${region}, ${id}, 'hazchem-production', ${HERE.lon}, ${HERE.lat}, ${String(number).padStart(18, '9')}, ${risk})`.execute(
    db,
  );
  return id;
}

/** A holding `north` metres north of here. */
async function hold(
  number: number,
  firm: string,
  region: string,
  north: number,
  more: Record<string, unknown> = {},
): Promise<string> {
  const row = {
    substance: CHLORINE,
    storage: 'cylinders',
    design_quantity: 2,
    actual_quantity: 1,
    tank: null,
    hazard_source: null,
    ...more,
  };
  await sql`
    INSERT INTO chemical_holding (id, name, region_path, organisation_id, sector, lon, lat, enterprise, substance, storage, design_quantity,
      actual_quantity, tank, hazard_source)
    VALUES (${uuid(number)}, ${`位置${number}`}, ${region}, ${firm}, 'hazchem-production', ${HERE.lon}, ${HERE.lat + north / 110_850}, ${firm},
      ${row.substance}, ${row.storage}, ${row.design_quantity}, ${row.actual_quantity}, ${row.tank}, ${row.hazard_source})`.execute(
    db,
  );
  return uuid(number);
}

async function enterTank(
  number: number,
  firm: string,
  volume: number,
  level = 'none',
  cas = CHLORINE,
): Promise<string> {
  const id = uuid(number);
  await sql`
    INSERT INTO tank (id, name, region_path, organisation_id, sector, lon, lat, enterprise, substance, cas, volume, hazard_level)
    VALUES (${id}, ${`储罐 V-${number}`}, ${TOWN}, ${firm}, 'hazchem-production', ${HERE.lon}, ${HERE.lat}, ${firm}, '液氯', ${cas}, ${volume}, ${level})`.execute(
    db,
  );
  return id;
}

async function enterPoint(number: number, firm: string, tank: string | null, kind: string): Promise<string> {
  const id = uuid(number);
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, sector, enterprise, identity, protocol, origin)
    VALUES (${id}, ${`网关${number}`}, ${TOWN}, ${firm}, 'hazchem-production', ${firm}, ${`mqtt:T-${number}`}, 'mqtt', 'generated')`.execute(
    db,
  );
  await sql`
    INSERT INTO public.point (id, device_id, tank_id, key, name, kind, unit, expected_period, system, region_path, organisation_id, sector)
    VALUES (${id}, ${id}, ${tank}, ${kind}, ${kind}, ${kind}, '%', 10, 'S18', ${TOWN}, ${firm}, 'hazchem-production')`.execute(
    db,
  );
  return id;
}

async function enterSource(number: number, firm: string, grade: string, population: number | null): Promise<string> {
  await sql`
    INSERT INTO hazard_source (id, name, region_path, organisation_id, sector, enterprise, unit, registered_grade, population)
    VALUES (${uuid(number)}, ${`罐区${number}`}, ${TOWN}, ${firm}, 'hazchem-production', ${firm}, 'storage', ${grade}, ${population})`.execute(
    db,
  );
  return uuid(number);
}

async function raiseAlarm(number: number, rule: string, point: string, firm: string, at: Date): Promise<string> {
  const id = uuid(number);
  await sql`
    INSERT INTO alarm (id, number, rule, rule_label, system, level, label, subject_kind, subject_id, subject_name, place_name, region_path, region_name,
      organisation_id, sector, limit_value, unit, origin, since, raised_at, seen_at)
    VALUES (${id}, ${`A-${number}`}, ${rule}, ${rule === 'shut-off' ? '紧急切断动作' : '储罐高液位'}, 'S18', 'red', '高高限', 'point', ${point}, 'V-301', '企业',
      ${TOWN}, '镇', ${firm}, 'hazchem-production', 1, '', 'generated', ${at}, ${at}, ${at})`.execute(db);
  await db.transaction().execute((tx) => addEntry(tx, id, at, '系统', 'raised', '高高限'));
  return id;
}

const read = async <T>(ask: Ask, url: string): Promise<T> => {
  const response = await ask('GET', url);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
};
const holders = (ask: Ask, radius: number, substance = CHLORINE) =>
  read<Holders>(
    ask,
    `/api/holders?lon=${HERE.lon}&lat=${HERE.lat}&radius=${radius}&substance=${encodeURIComponent(substance)}`,
  );

let near: string;
let far: string;

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  Object.assign(stage.context, { mirror: { readings } });
  near = await enterFirm(1, TOWN);
  far = await enterFirm(2, OTHER);
  await enterPerson(db, { id: uuid(91), account: 'city', role: 'inspector', region: 'cn.36.11.' });
  await enterPerson(db, { id: uuid(92), account: 'town', role: 'town-officer', region: TOWN });
  await enterPerson(db, { id: uuid(93), account: 'firm', role: 'safety-officer', organisation: near });
  const app = await stage.app({ modules: [...OWN_ROUTES, hazchemRoutes] });
  [city, town, firm] = [await askAs(app, db, uuid(91)), await askAs(app, db, uuid(92)), await askAs(app, db, uuid(93))];
});
afterAll(() => stage.close());

describe('who holds a chemical near a point', () => {
  let tank: string;
  let level: string;

  beforeAll(async () => {
    tank = await enterTank(300, near, 50);
    level = await enterPoint(301, near, tank, 'level');
    await hold(10, near, TOWN, 100);
    await hold(11, near, TOWN, 900, { storage: 'pressure-tank', tank, design_quantity: 60, actual_quantity: null });
    await hold(12, near, TOWN, 200, { substance: '67-56-1', design_quantity: 30, actual_quantity: null });
    await hold(13, far, OTHER, 4990);
    await hold(14, far, OTHER, 5200, { design_quantity: 7 });
  });

  it('[S02.3] answers units with their quantities, nearest first, and nothing beyond the radius', async () => {
    const { units, total } = await holders(city, 5);
    expect(units.map(({ name, holdings }) => [name, holdings.length])).toEqual([
      ['企业1', 2],
      ['企业2', 1],
    ]);
    expect(units[0]).toMatchObject({ design: 62, present: 61 });
    expect(total).toEqual({ units: 2, holdings: 3, design: 64, present: 62 });
    expect(
      Math.abs(
        (units[1]?.distance ?? 0) - geodesicDistance([HERE.lon, HERE.lat], [HERE.lon, HERE.lat + 4990 / 110_850]),
      ),
    ).toBeLessThan(1e-6);
    expect((await holders(city, 5, '')).total).toMatchObject({ holdings: 4 });
    expect((await holders(city, 6)).total).toMatchObject({ holdings: 4, design: 71 });
  });

  it('[S02.3] keeps to the scope: a town and an enterprise see their own', async () => {
    expect((await holders(town, 50)).units.map(({ name }) => name)).toEqual(['企业1']);
    expect((await holders(firm, 50)).units.map(({ name }) => name)).toEqual(['企业1']);
  });

  it('[S02.1] the content of a tank follows its level sensor, with the age of the value', async () => {
    const at = Date.now() - 5000;
    readings.set(level, { at, value: 40, quality: 'good', receivedAt: at });
    const held = (await holders(city, 5)).units[0]?.holdings.find((holding) => holding.tank === tank);
    expect(held?.present).toEqual({ tonnes: expect.closeTo(0.4 * 50 * 1.42, 9), source: 'sensor', at, stale: false });
    readings.set(level, { at: at - 3_600_000, value: 40, quality: 'good', receivedAt: at });
    expect((await holders(city, 5)).units[0]?.holdings.find((holding) => holding.tank === tank)?.present.stale).toBe(
      true,
    );
    readings.set(level, { at, value: 40, quality: 'bad', receivedAt: at });
    expect((await holders(city, 5)).units[0]?.holdings.find((holding) => holding.tank === tank)?.present.source).toBe(
      'design',
    );
    readings.clear();
  });

  it('[S02.3] the total of each county is the sum of the unit records', async () => {
    const { rows } = await read<z.infer<typeof totalsSchema>>(city, '/api/chemical-totals');
    const { rows: sums } = await sql<{ county: string; substance: string; design: number; n: number }>`
      SELECT substring(region_path from '^cn\\.36\\.11\\.[^.]+\\.') AS county, substance, sum(design_quantity) AS design, count(*) AS n
      FROM chemical_holding WHERE retired_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2`.execute(db);
    expect(
      rows
        .map((row) => [row.regionPath, row.substance, row.design, row.holdings])
        .sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    ).toEqual(
      sums
        .map(({ county, substance, design, n }) => [county, substance, design, n])
        .sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    );
    const { rows: own } = await read<z.infer<typeof totalsSchema>>(town, '/api/chemical-totals');
    expect(own.every(({ regionPath }) => TOWN.startsWith(regionPath))).toBe(true);
  });

  it('[S02.3] exports what was asked for, with the sources of the quantities', async () => {
    const response = await city(
      'GET',
      `/api/holders/export.csv?lon=${HERE.lon}&lat=${HERE.lat}&radius=5&substance=${CHLORINE}`,
    );
    expect(response.headers['content-type']).toContain('text/csv');
    const lines = response.body.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain('现存量来源');
    expect(response.body).toContain('设计最大量');
  });

  it('[S02.3] is quick among 10⁵ holdings', async () => {
    await sql`
      INSERT INTO chemical_holding (id, name, region_path, organisation_id, sector, lon, lat, enterprise, substance, storage, design_quantity)
      SELECT gen_random_uuid(), '大量 ' || n, ${OTHER}, ${far}::uuid, 'hazchem-production', 116 + random() * 2.5, 27.8 + random() * 1.8, ${far}::uuid,
        (ARRAY['67-56-1', '64-17-5', '108-88-3', '86290-81-5'])[1 + n % 4], 'warehouse', 1 FROM generate_series(1, 100000) AS n`.execute(
      db,
    );
    await sql`ANALYZE chemical_holding`.execute(db);
    const { took, total } = await holders(city, 20, '67-56-1');
    expect(total.holdings).toBeGreaterThan(300);
    expect(took).toBeLessThan(1500);
    await sql`DELETE FROM chemical_holding WHERE name LIKE '大量%'`.execute(db);
  });
});

describe('a major hazard source', () => {
  let source: string;
  const list = (ask: Ask) => read<z.infer<typeof sourcesSchema>>(ask, '/api/major-hazards');
  const detail = () => read<z.infer<typeof sourceDetailSchema>>(city, `/api/major-hazards/${source}`);
  const focus = (past: 0 | 1 = 0) => read<z.infer<typeof focusSchema>>(city, `/api/focus-list?past=${past}`);

  beforeAll(async () => {
    source = await enterSource(20, near, 'three', 20);
    await hold(21, near, TOWN, 0, { storage: 'pressure-tank', design_quantity: 60, hazard_source: source });
  });

  it('[S08.2] is graded from its holdings beside the registered level, every term shown', async () => {
    const { grading, registeredGrade, grade, differs, history } = await detail();
    expect(grading.terms).toMatchObject([{ name: '氯', q: 60, threshold: 5, beta: 4, ratio: 12, weighted: 48 }]);
    expect([grading.S, grading.alpha, grading.R]).toEqual([12, 1, 48]);
    expect({ registeredGrade, grade, differs }).toEqual({ registeredGrade: 'three', grade: 'three', differs: false });
    expect(history).toMatchObject([{ grade: 'three', R: 48, substancesVersion: grading.substancesVersion }]);
  });

  it('[S08.3] stands among the unmonitored until a sensor is bound to it', async () => {
    expect((await list(city)).rows.find(({ id }) => id === source)?.watch).toMatchObject({
      unmonitored: true,
      bound: 0,
    });
    const detector = await enterPoint(22, near, null, 'toxic');
    const response = await town('POST', `/api/major-hazards/${source}/points`, { point: detector });
    expect(response.json()).toMatchObject({
      watch: { unmonitored: false, bound: 1, missing: ['pressure', 'temperature', 'level'] },
    });
    expect((await list(city)).counts).toMatchObject({ all: 1, unmonitored: 0, incomplete: 1 });
    expect((await town('DELETE', `/api/major-hazards/${source}/points/${detector}`)).json()).toMatchObject({
      watch: { unmonitored: true },
    });
    const foreign = await sql<{ id: string }>`SELECT id FROM hazard_source_point`.execute(db);
    expect(foreign.rows).toEqual([]);
  });

  it('[S08.4] a higher level enters the focus list by itself with reason and date, and leaves it; both are kept', async () => {
    expect(await focus()).toEqual([]);
    await sql`UPDATE hazard_source SET population = 120, version = version + 1, updated_at = now() WHERE id = ${source}`.execute(
      db,
    );
    const before = Date.now();
    const [entered] = await focus();
    expect(entered).toMatchObject({ enterprise: near, reasons: ['二级重大危险源：罐区20'], leftAt: null });
    expect(Math.abs((entered?.enteredAt ?? 0) - before)).toBeLessThan(10_000);
    expect(await detail()).toMatchObject({ grade: 'two', registeredGrade: 'three', differs: true });
    await sql`UPDATE hazard_source SET population = 0, version = version + 1, updated_at = now() WHERE id = ${source}`.execute(
      db,
    );
    expect(await focus()).toEqual([]);
    expect(await focus(1)).toMatchObject([{ enterprise: near, leftBecause: '不再符合进入条件' }]);
    expect((await detail()).history.map(({ grade }) => grade)).toEqual(['three', 'two', 'three']);
  });

  it('[S08.4] follows what a place has set of the list and of filing, there and nowhere else', async () => {
    const set = (key: string, value: string | null) =>
      sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      VALUES (gen_random_uuid(), ${key}, 'cn.36.11.02.', clock_timestamp(), ${value}::jsonb, '县里从严', '测试')`.execute(
        db,
      );
    const [here, elsewhere] = [await enterFirm(41, TOWN, 'orange'), await enterFirm(42, OTHER, 'orange')];
    const listed = async () => (await focus()).map(({ enterprise }) => enterprise);
    await sql`UPDATE hazard_source SET assessed_on = current_date - 500, filed_on = current_date - 490 WHERE id = ${source}`.execute(
      db,
    );
    expect((await detail()).filing).toMatchObject({ state: 'valid', late: false });
    await set('focus.risks', '["red","orange"]');
    await set('major-hazard.assessment-years', '1');
    await set('major-hazard.filing-days', '5');
    expect(await listed()).toContain(here);
    expect(await listed()).not.toContain(elsewhere);
    expect((await focus()).find(({ enterprise }) => enterprise === here)?.reasons).toEqual([
      '安全风险等级为较大（橙色）',
    ]);
    expect((await detail()).filing).toMatchObject({ state: 'expired', late: true });
    for (const key of ['focus.risks', 'major-hazard.assessment-years', 'major-hazard.filing-days'])
      await set(key, null);
    expect(await listed()).toEqual([]);
  });

  it('[S08.4] computes nothing while the registers stand still', async () => {
    await regrade(db);
    expect(await regrade(db)).toBe(false);
  });

  it('[S08.1] registers sources, key chemicals and key processes through the forms, with responsible persons', async () => {
    const post = async (path: string, body: object) =>
      (await town('POST', path, body)).json<{ id: string; code?: string }>();
    const made = await post('/api/hazard-sources', {
      name: '新罐区',
      regionPath: TOWN,
      enterprise: near,
      unit: 'storage',
      registeredGrade: 'four',
      principal: '甲',
      technical: '乙',
      operation: '丙',
    });
    const process = await post('/api/key-processes', {
      name: '氯化装置',
      regionPath: TOWN,
      enterprise: near,
      process: 'chlorination',
      automation: 'sis',
    });
    const held = await post('/api/chemical-holdings', {
      name: '液氯 V-9',
      regionPath: TOWN,
      enterprise: near,
      substance: CHLORINE,
      storage: 'pressure-tank',
      designQuantity: 9,
      hazardSource: made.id,
    });
    expect([made, process, held].map(({ id }) => typeof id)).toEqual(['string', 'string', 'string']);
    const { rows } = await list(city);
    expect(rows.find(({ id }) => id === made.id)).toMatchObject({ S: 9 / 5, grade: null });
    const wrong = await town('POST', '/api/chemical-holdings', {
      name: 'x',
      regionPath: TOWN,
      enterprise: near,
      substance: '没有',
      storage: 'warehouse',
      designQuantity: 1,
    });
    expect(wrong.statusCode).toBe(422);
  });
});

describe('safety devices of a tank', () => {
  let tank: string;
  let holding: string;
  const page = (ask: Ask = city) => read<z.infer<typeof tankSafetySchema>>(ask, `/api/tanks/${tank}/safety`);
  const gaps = (more = '') => read<z.infer<typeof gapsSchema>>(city, `/api/safety-gaps?limit=5000${more}`);

  beforeAll(async () => {
    tank = await enterTank(400, near, 30, 'three', '75-86-5');
  });

  it('[S18.5] a toxic-liquid tank marked as part of a major hazard source lacks its shut-off: named, with the clause', async () => {
    const { gaps: found, majorHazard, substanceName } = await page();
    expect({ majorHazard, substanceName }).toEqual({ majorHazard: true, substanceName: '丙酮氰醇' });
    expect(found.find(({ device }) => device === 'emergency-shut-off')).toMatchObject({
      standing: 'missing',
      finding: expect.stringMatching(/储罐 V-400：紧急切断装置未安装（.*紧急切断设备/),
    });
    const { rows } = await gaps('&device=emergency-shut-off');
    expect(rows.some((row) => row.tank === tank && row.enterpriseName === '企业1')).toBe(true);
  });

  it('[S18.2] an installed device fills the gap, a faulty one does not', async () => {
    holding = await hold(41, near, TOWN, 0, {
      substance: '75-86-5',
      storage: 'atmospheric-tank',
      tank,
      design_quantity: 20,
    });
    const device = (
      await town('POST', '/api/safety-devices', {
        name: '切断阀',
        regionPath: TOWN,
        enterprise: near,
        holding,
        device: 'emergency-shut-off',
        state: 'in-service',
      })
    ).json<{ id: string }>();
    const standing = async () => (await page()).devices.find(({ device: kind }) => kind === 'emergency-shut-off');
    expect(await standing()).toMatchObject({ standing: 'ok', state: 'in-service' });
    await town('PATCH', `/api/safety-devices/${device.id}`, { version: 1, changes: { state: 'faulty' } });
    expect(await standing()).toMatchObject({ standing: 'unusable' });
  });

  it('[S18.5] counts gaps by device and county as the rows do, and exports them', async () => {
    const { rows, total, byDevice, byRegion, required } = await gaps();
    expect(rows).toHaveLength(total);
    expect(byDevice.reduce((sum, { gaps: n }) => sum + n, 0)).toBe(total);
    expect(byRegion.reduce((sum, { gaps: n }) => sum + n, 0)).toBe(total);
    expect(required).toBeGreaterThanOrEqual(total);
    const csv = await city('GET', '/api/safety-gaps/export.csv?device=emergency-shut-off');
    expect(csv.body).toContain('紧急切断装置');
    expect(csv.body.trim().split('\r\n')).toHaveLength((await gaps('&device=emergency-shut-off')).total + 1);
  });

  it('outside the scope the tank does not exist', async () => {
    const id = await enterTank(401, far, 10);
    await sql`UPDATE tank SET region_path = ${OTHER} WHERE id = ${id}`.execute(db);
    expect((await town('GET', `/api/tanks/${id}/safety`)).statusCode).toBe(404);
  });

  it('[S18.4] a shut-off is an event linked to the alarm that triggered it, and both trails say so', async () => {
    const level = await enterPoint(410, near, tank, 'level');
    const valve = await enterPoint(411, near, tank, 'shut-off');
    const at = Date.now() - 20_000;
    const shutOff = await raiseAlarm(420, 'shut-off', valve, near, new Date(at));
    expect(await settleShutOffs(db)).toBe(0);
    // The alarm of the level comes later: its sample and its on-delay took longer than the plant's own system.
    const alarm = await raiseAlarm(421, 'level-high', level, near, new Date(at - 8000));
    expect(await settleShutOffs(db)).toBe(1);
    expect(await settleShutOffs(db)).toBe(0);
    const linked = await read<z.infer<typeof shutOffSchema>[]>(city, `/api/alarms/${alarm}/shut-offs`);
    expect(linked).toMatchObject([
      { tank, closedAt: at, reopenedAt: null, trigger: { id: alarm, number: 'A-421' }, others: [] },
    ]);
    const { rows } = await sql<{ id: string; text: string }>`
      SELECT alarm_id AS id, text FROM alarm_entry WHERE kind = 'shut-off' ORDER BY alarm_id`.execute(db);
    expect(rows).toEqual([
      { id: shutOff, text: '触发报警：A-421 储罐高液位 高高限' },
      { id: alarm, text: '紧急切断已动作：储罐 V-400（切断记录 A-420）' },
    ]);
    const recovered = new Date(at + 15_000);
    await sql`UPDATE alarm SET recovered_at = ${recovered} WHERE id = ${shutOff}`.execute(db);
    await settleShutOffs(db);
    expect((await page()).shutOffs).toMatchObject([{ reopenedAt: recovered.getTime() }]);
  });

  it('[S18.4] a shut-off without an alarm of its tank stays unlinked', async () => {
    const other = await enterTank(402, near, 10);
    const valve = await enterPoint(430, near, other, 'shut-off');
    const id = await raiseAlarm(440, 'shut-off', valve, near, new Date(Date.now() - 10_000));
    await settleShutOffs(db);
    expect(await read<z.infer<typeof shutOffSchema>[]>(city, `/api/alarms/${id}/shut-offs`)).toMatchObject([
      { trigger: null },
    ]);
  });
});

it('the server logged no error', () => {
  expect(stage.errors).toEqual([]);
});
