import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, shift } from '@anlan/domain/calendar';
import { destination } from '@anlan/domain/geo';
import type { FireOverview, FireUnit, FireUnitRow } from '@anlan/kernel/grassroots';
import { askAs, enterPerson, OWN_ROUTES, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { grassrootsRoutes } from './routes.ts';

const TOWN = 'cn.36.11.02.001.';
const HERE = { lon: 117.97, lat: 28.45 };
const FIRM = randomUUID();
const [UNIT, FAR] = [randomUUID(), randomUUID()];
const TODAY = dayOf(Date.now());

let stage: Stage;
let officer: Ask;
let county: Ask;
let neighbour: Ask;
let system: Ask;

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  const app = await stage.app({ modules: [...OWN_ROUTES, grassrootsRoutes] });
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, credit_code, risk_level)
    VALUES (${FIRM}, '远山商场', ${TOWN}, ${FIRM}, 'public-place', 'X', 'orange')`.execute(db);
  const away = destination(HERE, 90, 4000);
  for (const [id, name, place] of [
    [UNIT, '远山商场', HERE],
    [FAR, '城东医院', away],
  ] as const)
    await sql`
      INSERT INTO fire_unit (id, name, region_path, organisation_id, sector, lon, lat, enterprise, class, standard)
      VALUES (${id}, ${name}, ${TOWN}, ${id === UNIT ? FIRM : null}, 'fire-protection', ${place.lon}, ${place.lat}, ${id === UNIT ? FIRM : null},
        'crowded', ${id === UNIT ? 'reached' : 'building'})`.execute(db);
  const people = [
    { account: '安全员', role: 'safety-officer', organisation: FIRM },
    { account: '县执法', role: 'inspector', region: 'cn.36.11.02.' },
    { account: '邻县', role: 'inspector', region: 'cn.36.11.03.' },
    { account: '系统', role: 'system-administrator', region: 'cn.36.11.' },
  ];
  const asks: Ask[] = [];
  for (const person of people) {
    const id = randomUUID();
    await enterPerson(db, { id, ...person });
    asks.push(await askAs(app, db, id));
  }
  [officer, county, neighbour, system] = asks as [Ask, Ask, Ask, Ask];
});
afterAll(() => stage.close());

const unit = async (ask: Ask, id = UNIT) => (await ask('GET', `/api/grassroots/units/${id}`)).json<FireUnit>();
const lacking = async (lack: string) =>
  (await county('GET', `/api/grassroots/units?lack=${lack}`))
    .json<{ total: number; rows: FireUnitRow[] }>()
    .rows.map(({ name }) => name);
const overview = async () => (await county('GET', '/api/grassroots/overview')).json<FireOverview>();
const marks = (count: number, last: string, note = '') =>
  Array.from({ length: count }, (_, index) => ({
    mark: index === count - 1 ? last : 'reached',
    note: index === count - 1 ? note : '',
  }));

describe('micro stations', () => {
  it('are registered with people, gear and response minutes, and cover the units within reach [S69.1]', async () => {
    expect(await lacking('cover')).toEqual(['城东医院', '远山商场']);
    const near = destination(HERE, 0, 700);
    const body = {
      name: '水南社区微型消防站',
      regionPath: TOWN,
      kind: 'community',
      people: 8,
      gear: '灭火器 8 具、水带 6 盘',
      minutes: 3,
      state: 'ready',
      ...near,
    };
    const made = await county('POST', '/api/micro-stations', body);
    expect(made.statusCode, made.body).toBe(201);
    expect(await lacking('cover')).toEqual(['城东医院']);
    expect((await unit(county)).station).toMatchObject({ name: '水南社区微型消防站', crew: 8 });
    expect((await overview()).total).toMatchObject({ units: 2, unitsCovered: 1, stations: 1, crew: 8, standard: 1 });
    expect((await neighbour('GET', '/api/grassroots/overview')).json<FireOverview>().total.stations).toBe(0);
    expect((await neighbour('GET', `/api/grassroots/units/${UNIT}`)).statusCode).toBe(404);
  });

  it('no longer cover anybody when the place asks for more than they have', async () => {
    await sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      VALUES (gen_random_uuid(), 'fire.station.people', 'cn.36.11.', now(), '10'::jsonb, '本地标准', '系统')`.execute(
      stage.db,
    );
    expect(await lacking('cover')).toEqual(['城东医院', '远山商场']);
    await sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      VALUES (gen_random_uuid(), 'fire.station.people', 'cn.36.11.', now(), NULL, '恢复', '系统')`.execute(stage.db);
    expect(await lacking('cover')).toEqual(['城东医院']);
  });
});

describe('self-evaluations', () => {
  it('of the four abilities are handed in by the unit, hold a year, and are listed where they are missing or run out [S69.2]', async () => {
    expect(await lacking('four')).toEqual(['城东医院', '远山商场']);
    const { members } = await unit(officer);
    expect(members.four).toEqual([
      '检查消除火灾隐患能力',
      '组织扑救初起火灾能力',
      '组织人员疏散逃生能力',
      '消防宣传教育培训能力',
    ]);
    const send = (ask: Ask, body: object, id = UNIT) => ask('POST', `/api/grassroots/units/${id}/evaluations`, body);
    expect((await send(officer, { form: 'four', marks: marks(3, 'reached') })).json()).toMatchObject({
      code: 'evaluation-members',
    });
    expect((await send(officer, { form: 'four', marks: marks(4, 'lacking') })).json()).toMatchObject({
      code: 'field-required',
    });
    expect((await send(officer, { form: 'four', marks: marks(4, 'reached') }, FAR)).statusCode).toBe(404);
    expect((await send(neighbour, { form: 'four', marks: marks(4, 'reached') })).statusCode).toBe(404);
    expect((await send(system, { form: 'four', marks: marks(4, 'reached') })).statusCode).toBe(403);
    const requestId = randomUUID();
    for (const _ of [1, 2])
      expect(
        (await send(officer, { form: 'four', marks: marks(4, 'partly', '计划补演练'), requestId })).statusCode,
      ).toBe(201);
    const after = await unit(officer);
    expect(after.evaluations).toHaveLength(1);
    expect(after).toMatchObject({ four: 'current', six: 'none', mine: true });
    expect(after.evaluations[0]).toMatchObject({ form: 'four', year: Number(TODAY.slice(0, 4)), reached: true });
    expect(await lacking('four')).toEqual(['城东医院']);
    const lacks = marks(4, 'lacking', '无演练记录');
    expect((await send(officer, { form: 'four', marks: lacks })).json<FireUnit>().four).toBe('lacking');
    expect(await lacking('four')).toEqual(['城东医院', '远山商场']);
  });

  it('that have run out count no longer; what was handed in cannot be changed', async () => {
    await sql`
      INSERT INTO fire_evaluation (id, fire_unit, form, year, at, by, members, marks, notes, reached, valid_to, region_path)
      VALUES (gen_random_uuid(), ${FAR}, 'four', 2024, now() - interval '400 days', '甲', '{a}', '{reached}', '{""}', true, ${shift(TODAY, -35)}, ${TOWN})`.execute(
      stage.db,
    );
    expect((await unit(county, FAR)).four).toBe('expired');
    await expect(sql`UPDATE fire_evaluation SET reached = false`.execute(stage.db)).rejects.toThrow(/never changed/);
  });

  it('of the 6+1 measures follow the place’s own list of members, also when it changes [S69.3]', async () => {
    const before = (await unit(officer)).members['six-plus-one'];
    expect(before).toHaveLength(7);
    const list = JSON.stringify(['一查', '二改', '三训', '四演', '五宣', '六网格', '微型消防站']);
    await sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      VALUES (gen_random_uuid(), 'fire.six-plus-one', 'cn.36.11.02.', now(), ${list}::jsonb, '按本地文件', '系统')`.execute(
      stage.db,
    );
    expect((await unit(officer)).members['six-plus-one']).toContain('六网格');
    const sent = await officer('POST', `/api/grassroots/units/${UNIT}/evaluations`, {
      form: 'six-plus-one',
      marks: marks(7, 'reached'),
    });
    expect(sent.statusCode, sent.body).toBe(201);
    const kept = (await unit(officer)).evaluations.find(({ form }) => form === 'six-plus-one');
    expect(kept?.members.map(({ name }) => name)).toContain('六网格');
    expect((await overview()).total.six).toBe(1);
    expect(await lacking('six')).toEqual(['城东医院']);
  });
});

describe('villages and renewals', () => {
  it('lists the villages without a fire organisation, entered so or in nobody’s roster [S69.5]', async () => {
    const enter = (body: object) =>
      county('POST', '/api/fire-villages', { regionPath: TOWN, kind: 'village', ...body });
    const entered = await enter({
      name: '上坂村委会',
      organised: true,
      organisation: '村消防工作小组',
      members: 3,
      grids: 4,
    });
    expect(entered.statusCode, entered.body).toBe(201);
    expect((await enter({ name: '下源村委会', organised: false })).statusCode).toBe(201);
    await sql`
      INSERT INTO region (path, id, name, kind, parent_path) VALUES (${`${TOWN}v001.`}, ${`${TOWN}v001.`}, '新塘村', 'village', ${TOWN})`.execute(
      stage.db,
    );
    const list = (missing: number) => county('GET', `/api/grassroots/villages?missing=${missing}`);
    const without = (await list(1)).json<{
      total: number;
      rows: { name: string; id: string | null; county: string }[];
    }>();
    expect(without.rows.map(({ name, county: where }) => [name, where])).toEqual([
      ['下源村委会', '信州区'],
      ['新塘村', '信州区'],
    ]);
    expect(without.rows[1]?.id).toBeNull();
    expect((await list(0)).json()).toMatchObject({ total: 3 });
    expect((await neighbour('GET', '/api/grassroots/villages')).json()).toMatchObject({ total: 0 });
    expect((await overview()).total).toMatchObject({ villages: 2, organised: 1, grids: 4 });
  });

  it('keeps the list of old buildings to renew with their states [S69.4]', async () => {
    const enter = (name: string, state: string) =>
      county('POST', '/api/fire-renewals', { name, regionPath: TOWN, built: 1986, work: 'both', state, funds: 32 });
    const first = await enter('供销社宿舍 1 号楼', 'working');
    expect(first.statusCode, first.body).toBe(201);
    expect((await enter('棉纺厂宿舍 2 号楼', 'accepted')).statusCode).toBe(201);
    expect((await overview()).renewals).toEqual({ working: 1, accepted: 1 });
    expect((await overview()).total).toMatchObject({ renewals: 2, renewed: 1 });
    expect(
      (await officer('POST', '/api/fire-renewals', { name: 'x', regionPath: TOWN, work: 'both', state: 'listed' }))
        .statusCode,
    ).toBe(403);
  });
});
