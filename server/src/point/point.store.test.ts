import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { DevicePoints } from '@anlan/kernel/telemetry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectionRoutes } from '../collection/routes.ts';
import { fireWaterRoutes } from '../fire-water/routes.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openIntake, type OpenIntake } from '../ingest/intake.ts';
import { openJournal } from '../ingest/journal/journal.ts';
import type { DurableLog } from '../ingest/journal/log.ts';
import { openRegister, type Register } from '../ingest/register.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { telemetryRoutes } from '../telemetry/routes.ts';
import { limitRoutes } from '../alarm/limit-routes.ts';
import { pointRoutes } from './routes.ts';
import { enterWorks, type Works } from './testing/works.ts';

let stage: Stage;
let ours: Works;
let theirs: Works;
let register: Register;
let intake: OpenIntake;
let journal: DurableLog;
let folder: string;
/** Safety officer of our works; inspector over both; duty officer, who may not register; somebody elsewhere. */
let safety: Ask;
let inspector: Ask;
let duty: Ask;
let elsewhere: Ask;

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  const { rows } = await sql<{ path: string }>`
    SELECT path FROM region WHERE kind = 'town' AND path LIKE 'cn.36.11.%' ORDER BY path LIMIT 2`.execute(db);
  const [town, other] = rows.map(({ path }) => path) as [string, string];
  ours = await enterWorks(db, 1, town);
  theirs = await enterWorks(db, 2, town);
  folder = await mkdtemp(join(tmpdir(), 'anlan-point-'));
  journal = await openJournal({ folder });
  register = await openRegister(db);
  const refusals = { count: () => {}, flush: async () => {} };
  intake = openIntake({ register, journal, refusals, clock: Date.now, pending: () => 0 });
  const mirror = {
    readings: new Map(),
    ask: async (question: string, input: { id: string }) =>
      question === 'undeclared' ? intake.undeclared(input.id) : undefined,
  };
  Object.assign(stage.context, { mirror });
  const app = await stage.app({
    modules: [pointRoutes, telemetryRoutes, limitRoutes, collectionRoutes, fireWaterRoutes],
  });
  await enterPerson(db, { id: uuid(901), account: 'safety', role: 'safety-officer', organisation: ours.enterprise });
  await enterPerson(db, { id: uuid(902), account: 'inspector', role: 'inspector', region: 'cn.36.11.' });
  await enterPerson(db, { id: uuid(903), account: 'duty', role: 'duty-officer', region: 'cn.36.11.' });
  await enterPerson(db, { id: uuid(904), account: 'elsewhere', role: 'inspector', region: other });
  [safety, inspector, duty, elsewhere] = (await Promise.all(
    [901, 902, 903, 904].map((number) => askAs(app, db, uuid(number))),
  )) as [Ask, Ask, Ask, Ask];
});
afterAll(async () => {
  await journal.close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

const level = (more: object = {}) => ({
  key: 'LT-101',
  name: '1 号储罐液位',
  kind: 'level',
  unit: '%',
  rangeLow: 0,
  rangeHigh: 100,
  expectedPeriod: 10,
  binding: { at: 'tank', id: ours.tank },
  ...more,
});
const add = (device: string, body: object, by = safety) => by('POST', `/api/devices/${device}/points`, body);
const setUp = async (device: string, by = safety): Promise<DevicePoints> =>
  (await by('GET', `/api/devices/${device}/points`)).json<DevicePoints>();
const rowOf = async (id: string) =>
  (await sql<Record<string, unknown>>`SELECT * FROM public.point WHERE id = ${id}`.execute(stage.db)).rows[0]!;

describe('a point of a real device', () => {
  it('[S16.1] is registered at its tank with limits, belongs to the system that measures there, and is judged at once', async () => {
    const answer = await add(ours.mqtt, level({ limits: { H: 80, HH: 90 }, reason: '按设计文件' }));
    expect(answer.statusCode, answer.body).toBe(201);
    const { id } = answer.json<{ id: string }>();
    expect(await rowOf(id)).toMatchObject({
      system: 'S17',
      tank_id: ours.tank,
      unit_id: null,
      limits: { H: 80, HH: 90 },
    });
    const history =
      await sql`SELECT key, value, reason, by, set_by FROM point_limit WHERE point_id = ${id} ORDER BY key`.execute(
        stage.db,
      );
    expect(history.rows).toEqual([
      { key: 'H', value: 80, reason: '按设计文件', by: 'safety', set_by: 'enterprise' },
      { key: 'HH', value: 90, reason: '按设计文件', by: 'safety', set_by: 'enterprise' },
    ]);
    await register.refresh();
    const subject = register.find('mqtt:works-1')?.points.get('LT-101');
    expect(subject).toMatchObject({ id, quantity: 'level', unitKind: 'tank', limits: { H: 80, HH: 90, span: 100 } });
    const { points } = await setUp(ours.mqtt);
    expect(points).toMatchObject([
      { id, binding: { at: 'tank', id: ours.tank, name: 'V-101 储罐（甲醇）' }, version: 1 },
    ]);
  });

  it.each([
    [
      'a pond',
      () => [ours.mqtt, { kind: 'water-level', unit: 'm', binding: { at: 'tailings-pond', id: ours.pond } }],
      'S21',
    ],
    [
      'a process unit',
      () => [ours.mqtt, { kind: 'reactor-pressure', unit: 'MPa', binding: { at: 'key-process', id: ours.unit } }],
      'S17',
    ],
    [
      'a hazard source',
      () => [ours.mqtt, { kind: 'combustible', unit: '%LEL', binding: { at: 'hazard-source', id: ours.source } }],
      'S17',
    ],
    [
      'the enterprise',
      () => [ours.mqtt, { kind: 'wind-speed', unit: 'm/s', binding: { at: 'enterprise', id: null } }],
      'S17',
    ],
    [
      'its building',
      () => [
        ours.panel,
        { key: '11.1.65537.5', kind: 'fire-water-end', unit: 'MPa', binding: { at: 'building', id: ours.building } },
      ],
      'S44',
    ],
  ] as const)('[S16.1] may be bound to %s, and its system follows from that', async (name, given, system) => {
    const [device, more] = given() as [string, object];
    const answer = await add(device, level({ key: name.replaceAll(' ', '-'), ...more }));
    expect(answer.statusCode, answer.body).toBe(201);
    const { id } = answer.json<{ id: string }>();
    expect(await rowOf(id)).toMatchObject({ system });
    const { points } = await setUp(device);
    expect(points.find((point) => point.id === id)?.binding).toMatchObject((more as { binding: object }).binding);
    await register.refresh();
    expect([...register.devices()].some(({ points: known }) => [...known.values()].some((one) => one.id === id))).toBe(
      true,
    );
  });

  it('of a station that no enterprise owns measures where the station stands', async () => {
    const wind = level({ key: 'a01007', kind: 'wind-speed', unit: 'm/s', binding: { at: 'device', id: null } });
    expect((await add(ours.station, wind)).statusCode).toBe(404);
    const answer = await add(ours.station, wind, inspector);
    expect(await rowOf(answer.json<{ id: string }>().id)).toMatchObject({ system: 'S20' });
  });

  it('in a building counts that building as equipped', async () => {
    const key = (await duty('GET', '/api/fire-water/missing')).json<{ rows: { id: string }[] }>();
    expect(key.rows.map(({ id }) => id)).toContain(theirs.building);
    expect(key.rows.map(({ id }) => id)).not.toContain(ours.building);
  });

  it.each([
    ['an unknown quantity', { kind: 'happiness' }, 'point-quantity', 'kind'],
    ['a unit of another dimension', { unit: 'MPa' }, 'point-unit', 'unit'],
    ['a channel that is taken', {}, 'already-exists', 'key'],
    [
      'a quantity that is not measured there',
      { binding: { at: 'tailings-pond', id: () => ours.pond } },
      'point-place',
      'binding',
    ],
    ['an object of another enterprise', { binding: { at: 'tank', id: () => theirs.tank } }, 'point-binding', 'binding'],
    ['a limit that no rule has', { limits: { loud: 3 } }, 'limit-key', 'limits.loud'],
    ['a limit outside the range', { limits: { H: 180 } }, 'limit-range', 'limits.H'],
    ['a range upside down', { rangeLow: 100, rangeHigh: 0 }, 'field-invalid', undefined],
    ['half a range', { rangeLow: null }, 'field-invalid', undefined],
  ] as const)('is refused in both languages with %s', async (_, more, code, field) => {
    const given = JSON.parse(
      JSON.stringify(more, (__, value: unknown) => (typeof value === 'function' ? (value as () => string)() : value)),
    ) as object;
    const answer = await add(ours.mqtt, level(given));
    const problem = answer.json<{ code: string; zh: string; en: string; field?: string }>();
    expect(problem).toMatchObject({ code, ...(field === undefined ? {} : { field }) });
    expect(problem.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(problem.en).not.toMatch(/\{\w+\}/);
  });

  it('is refused where its protocol has no such channel, or points come from elsewhere', async () => {
    const pond = { kind: 'combustible', unit: '%LEL', binding: { at: 'enterprise', id: null } };
    expect((await add(ours.panel, level({ ...pond, key: 'x' }))).json()).toMatchObject({ code: 'point-channel' });
    expect((await add(ours.terminal, level(pond))).json()).toMatchObject({ code: 'point-protocol' });
  });

  it('is for those who may: registering, its limits and seeing it are three things', async () => {
    const own = (more: object = {}) => level({ key: 'LT-102', ...more });
    expect((await add(ours.mqtt, own(), duty)).json()).toMatchObject({ code: 'not-permitted' });
    expect((await add(ours.mqtt, own(), elsewhere)).statusCode).toBe(404);
    const withLimits = await add(ours.mqtt, own({ limits: { H: 80 } }), inspector);
    expect(withLimits.json()).toMatchObject({ code: 'not-permitted', field: 'limits' });
    const foreign = own({ binding: { at: 'tank', id: theirs.tank } });
    expect((await add(ours.mqtt, foreign, inspector)).json()).toMatchObject({ code: 'point-binding' });
    expect((await add(ours.mqtt, own(), inspector)).statusCode).toBe(201);
    expect((await safety('GET', `/api/devices/${theirs.mqtt}/points`)).statusCode).toBe(404);
    const { rows } = await sql`SELECT FROM audit a WHERE a::text LIKE '%point.add%'`.execute(stage.db);
    expect(rows.length).toBeGreaterThan(5);
  });
});

describe('a point that is there', () => {
  const find = async (key: string) => (await setUp(ours.mqtt)).points.find((point) => point.key === key)!;

  it('changes by version; its quantity and unit stay', async () => {
    const { id, version } = await find('LT-102');
    const change = (body: object) => safety('PATCH', `/api/points/${id}`, { version, ...body });
    expect((await change({ kind: 'pressure' })).statusCode).toBe(422);
    expect((await change({ name: '2 号液位', binding: { at: 'hazard-source', id: ours.source } })).statusCode).toBe(
      204,
    );
    expect((await change({ name: '3 号液位' })).json()).toMatchObject({ code: 'version-conflict' });
    expect(await find('LT-102')).toMatchObject({
      name: '2 号液位',
      version: version + 1,
      binding: { name: '1 号罐区' },
    });
    const taken = { version: version + 1, key: 'LT-101' };
    expect((await safety('PATCH', `/api/points/${id}`, taken)).json()).toMatchObject({ code: 'already-exists' });
    const back = { version: version + 1, binding: { at: 'tank', id: ours.tank } };
    expect((await safety('PATCH', `/api/points/${id}`, back)).statusCode).toBe(204);
    const { rows } = await sql`SELECT FROM hazard_source_point WHERE point_id = ${id}`.execute(stage.db);
    expect(rows).toEqual([]);
  });

  it('whose range would leave a limit outside keeps its range', async () => {
    const { id, version } = await find('LT-101');
    const change = { version, rangeLow: 0, rangeHigh: 85 };
    expect((await safety('PATCH', `/api/points/${id}`, change)).json()).toMatchObject({ code: 'limit-range' });
  });

  it('is retired with a reason once its alarms are closed: nothing lists or judges it, its past stays, its channel is free', async () => {
    const { id } = await find('LT-101');
    await sql`
      INSERT INTO alarm (id, number, rule, rule_label, system, level, label, subject_kind, subject_id, subject_name, place_name, region_path, region_name,
        organisation_id, limit_value, unit, origin, since, raised_at, seen_at)
      VALUES (${uuid(990)}, 'A-990', 'level-high', '储罐高液位', 'S17', 'red', '高高限', 'point', ${id}, 'V-101', '企业', ${ours.town}, '镇',
        ${ours.enterprise}, 90, '%', 'live', now(), now(), now())`.execute(stage.db);
    const retire = (reason: string) => safety('POST', `/api/points/${id}/retire`, { reason });
    expect((await retire('换表')).json()).toMatchObject({ code: 'point-rings', facts: { count: 1 } });
    await sql`UPDATE alarm SET closed_at = now() WHERE id = ${uuid(990)}`.execute(stage.db);
    expect((await retire('')).statusCode).toBe(422);
    expect((await retire('换表')).statusCode).toBe(204);
    expect((await retire('换表')).json()).toMatchObject({ code: 'point-retired' });
    await register.refresh();
    expect(register.find('mqtt:works-1')?.points.has('LT-101')).toBe(false);
    const listed = (await safety('GET', `/api/points?device=${ours.mqtt}`)).json<{ id: string }[]>();
    expect(listed.map((point) => point.id)).not.toContain(id);
    expect((await safety('GET', `/api/points?id=${id}`)).json()).toMatchObject([{ id }]);
    expect((await setUp(ours.mqtt)).points.at(-1)).toMatchObject({ id, retiredAt: expect.any(Number) });
    expect((await add(ours.mqtt, level())).statusCode).toBe(201);
  });
});

describe('what a device sends and nobody has registered', () => {
  it('is shown with what its protocol calls it, until it is registered', async () => {
    await register.refresh();
    const at = Date.now();
    const said = (device: string, point: string, value: number) =>
      intake.accept({ device, receivedAt: at, signals: [{ kind: 'reading', point, at, value, quality: 'good' }] });
    await said('mqtt:works-1', 'pressure-2', 0.4);
    await said('mqtt:works-1', 'pressure-2', 0.5);
    await said('hj212:STATION1', 'a24088', 1.2);
    await said('gb26875:1', '11.1.9.5', 250);
    expect((await setUp(ours.mqtt)).undeclared).toMatchObject([
      { key: 'pressure-2', count: 2, value: 0.5, kind: 'pressure', unit: 'MPa' },
    ]);
    expect((await setUp(ours.station, inspector)).undeclared).toMatchObject([
      { key: 'a24088', label: '非甲烷总烃', kind: 'voc-nmhc', unit: 'mg/m³' },
    ]);
    expect((await setUp(ours.panel)).undeclared).toMatchObject([{ key: '11.1.9.5', label: '压力', unit: 'kPa' }]);
    const pressure = level({ key: 'pressure-2', kind: 'pressure', unit: 'MPa', rangeLow: null, rangeHigh: null });
    expect((await add(ours.mqtt, pressure)).statusCode).toBe(201);
    expect((await setUp(ours.mqtt)).undeclared).toEqual([]);
    expect((await setUp(theirs.mqtt, inspector)).undeclared).toEqual([]);
  });
});

describe('a point that the platform makes itself', () => {
  it('is shown as the others are, and neither changed nor retired by hand', async () => {
    const [nvr, camera] = [uuid(960), uuid(961)];
    await sql`
      INSERT INTO device (id, name, region_path, organisation_id, enterprise, identity, protocol, origin)
      VALUES (${nvr}, '硬盘录像机', ${ours.town}, ${ours.enterprise}, ${ours.enterprise}, 'gb28181:36112900001180000001', 'gb28181', 'live')`.execute(
      stage.db,
    );
    await sql`
      INSERT INTO public.point (id, device_id, key, name, kind, unit, expected_period, system, unit_kind, unit_id, region_path, organisation_id)
      VALUES (${camera}, ${nvr}, 'x/camera-fault', '视频故障报警', 'camera-fault', '', 0, 'S16', 'camera', ${uuid(962)}, ${ours.town}, ${ours.enterprise})`.execute(
      stage.db,
    );
    expect((await setUp(nvr)).points).toMatchObject([{ id: camera, binding: { at: 'enterprise', id: null } }]);
    expect((await safety('PATCH', `/api/points/${camera}`, { version: 1, name: '别的' })).json()).toMatchObject({
      code: 'point-protocol',
    });
    expect((await safety('POST', `/api/points/${camera}/retire`, { reason: '换' })).json()).toMatchObject({
      code: 'point-protocol',
    });
  });
});

describe('a point that is collected', () => {
  it('belongs to the system that measures its quantity, as one registered by hand does', async () => {
    const plc = uuid(950);
    await sql`
      INSERT INTO device (id, name, region_path, organisation_id, enterprise, identity, protocol, origin)
      VALUES (${plc}, '泵房 PLC', ${ours.town}, ${ours.enterprise}, ${ours.enterprise}, 'modbus:pump', 'modbus', 'live')`.execute(
      stage.db,
    );
    const put = (kind: string, version: number) =>
      safety('PUT' as 'POST', `/api/devices/${plc}/collection`, {
        settings: { protocol: 'modbus', host: '127.0.0.1', sources: [{ point: 'p', table: 'input', address: 1 }] },
        points: [{ key: 'p', name: '压力', kind, unit: 'MPa', rangeLow: 0, rangeHigh: 2 }],
        enabled: false,
        version,
      });
    const system = async () =>
      (await sql<{ system: string }>`SELECT system FROM public.point WHERE device_id = ${plc}`.execute(stage.db)).rows;
    expect((await put('fire-water-pressure', 0)).statusCode).toBe(200);
    expect(await system()).toEqual([{ system: 'S44' }]);
    expect((await put('xmeas-7', 1)).statusCode).toBe(200);
    expect(await system()).toEqual([{ system: 'S16' }]);
  });
});
