import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '@anlan/domain/calendar';
import { creditCodeCheck } from '@anlan/domain/identity-codes';
import type { App } from '../http/index.ts';
import { homeRoutes } from '../home/routes.ts';
import { askAs, asker, enterPerson, openStage, OWN_ROUTES, type Ask, type Stage } from '../http/testing/stage.ts';
import { entityOf } from './index.ts';
import { creditCode, sampleOf } from './testing/sample.ts';

const TOWN = 'cn.36.11.02.001.';
const NEXT = 'cn.36.11.02.002.';
const uuid = (number: number): string => `00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`;

let stage: Stage;
let app: App;
let inspector: Ask;
let officer: Ask;
let system: Ask;
let leader: Ask;

const made = async (plural: string, entity: string, number: number, members: object, region = TOWN) => {
  const answer = await inspector('POST', `/api/${plural}`, {
    ...sampleOf(entityOf(entity), number, region, null),
    ...members,
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json() as { id: string; version: number; name: string };
};
const firm = (number: number, members: object = {}, region = TOWN) =>
  made('enterprises', 'enterprise', number, members, region);

beforeAll(async () => {
  stage = await openStage();
  app = await stage.app();
  await enterPerson(stage.db, { id: uuid(1), account: '李监察', role: 'inspector', region: 'cn.36.11.' });
  await enterPerson(stage.db, { id: uuid(2), account: '王镇', role: 'town-officer', region: TOWN });
  await enterPerson(stage.db, { id: uuid(3), account: '系统', role: 'system-administrator', region: 'cn.36.11.' });
  await enterPerson(stage.db, { id: uuid(4), account: '领导', role: 'leader', region: 'cn.36.11.' });
  [inspector, officer, system, leader] = (await Promise.all(
    [1, 2, 3, 4].map((n) => askAs(app, stage.db, uuid(n))),
  )) as [Ask, Ask, Ask, Ask];
});
afterAll(() => stage.close());

describe('verifying', () => {
  it('[S01.1] answers for one version; a later change makes it unverified and says so', async () => {
    const one = await firm(1);
    const standing = async () => (await officer('GET', `/api/enterprises/${one.id}/standing`)).json();
    expect(await standing()).toMatchObject({ verified: false, verification: null });
    const verified = await officer('POST', `/api/enterprises/${one.id}/verify`, { version: 1, note: '现场核对' });
    expect(verified.json()).toMatchObject({
      verified: true,
      verification: { version: 1, by: '王镇', note: '现场核对' },
    });
    expect(
      (await inspector('GET', '/api/enterprises?verified=true')).json().rows.map(({ id }: { id: string }) => id),
    ).toContain(one.id);
    await inspector('PATCH', `/api/enterprises/${one.id}`, { version: 1, changes: { employees: 77 } });
    expect(await standing()).toMatchObject({ verified: false, verification: { version: 1 } });
    expect((await inspector('GET', '/api/enterprises?verified=true')).json().total).toBe(0);
    expect((await officer('POST', `/api/enterprises/${one.id}/verify`, { version: 1 })).json()).toMatchObject({
      code: 'version-conflict',
    });
    expect((await leader('POST', `/api/enterprises/${one.id}/verify`, { version: 2 })).statusCode).toBe(403);
  });
});

describe('completeness', () => {
  it('[S01.2] names what is missing in a record and counts it per jurisdiction, down to the records', async () => {
    const bare = await firm(20, { phone: null, address: null }, NEXT);
    const standing = (await inspector('GET', `/api/enterprises/${bare.id}/standing`)).json();
    expect(standing.missing.map(({ key }: { key: string }) => key)).toEqual(['phone', 'address']);
    const overview = (await inspector('GET', '/api/registry/overview?entity=enterprise&region=cn.36.11.02.')).json();
    const town = overview.rows.find(({ path }: { path: string }) => path === NEXT);
    expect(town).toMatchObject({ records: 1, verified: 0 });
    expect(town.completeness).toBeCloseTo(standing.completeness);
    expect(overview.fields.find(({ key }: { key: string }) => key === 'phone').missing).toBe(1);
    expect(
      (await inspector('GET', `/api/enterprises?missing=phone&region=${NEXT}`))
        .json()
        .rows.map(({ id }: { id: string }) => id),
    ).toEqual([bare.id]);
    expect((await inspector('GET', '/api/registry/overview?entity=enterprise')).json().total.records).toBe(
      overview.total.records,
    );
  });
});

describe('completeness of what a record can have', () => {
  it('[S01.2] is the same from the store and of the record, whatever its sector, and lists just the records that lack it', async () => {
    const region = 'cn.36.11.03.';
    const none = { licenceNumber: null, licenceUntil: null, insuranceUntil: null, park: null };
    const workshop = await firm(920, { sector: 'machinery', ...none }, region);
    const mine = await firm(921, { sector: 'non-coal-mine', ...none }, region);
    const hauler = await firm(922, { sector: 'logistics', ...none }, region);
    const missingOf = async (id: string) =>
      (await inspector('GET', `/api/enterprises/${id}/standing`)).json().missing.map(({ key }: { key: string }) => key);
    expect(await missingOf(workshop.id)).toEqual([]);
    expect(await missingOf(mine.id)).toEqual(['licenceNumber', 'licenceUntil', 'insuranceUntil']);
    expect(await missingOf(hauler.id)).toEqual(['insuranceUntil']);
    const overview = (await inspector('GET', `/api/registry/overview?entity=enterprise&region=${region}`)).json();
    const each = await Promise.all(
      [workshop, mine, hauler].map(
        async ({ id }) => (await inspector('GET', `/api/enterprises/${id}/standing`)).json().completeness as number,
      ),
    );
    const mean = each.reduce((sum, one) => sum + one, 0) / each.length;
    expect(mean).toBeLessThan(1);
    expect(overview.total).toMatchObject({ records: 3 });
    expect(overview.total.completeness).toBeCloseTo(mean, 9);
    expect((await inspector('GET', `/api/enterprises?region=${region}`)).json().completeness).toBeCloseTo(mean, 9);
    for (const { key, missing } of overview.fields as { key: string; missing: number }[]) {
      const list = (await inspector('GET', `/api/enterprises?region=${region}&missing=${key}`)).json();
      expect(list.total, key).toBe(missing);
    }
    const licence = overview.fields.find(({ key }: { key: string }) => key === 'licenceNumber');
    expect(licence.missing).toBe(1);
  });

  it('[S01.2] goes by a yes-no too', async () => {
    const owner = await firm(923, {}, 'cn.36.11.04.');
    const bare = { enterprise: owner.id, tankVehicle: true, tankVolume: null };
    const tanker = await made('vehicles', 'vehicle', 924, bare, 'cn.36.11.04.');
    const plain = await made('vehicles', 'vehicle', 925, { ...bare, tankVehicle: false }, 'cn.36.11.04.');
    const list = (await inspector('GET', '/api/vehicles?region=cn.36.11.04.&missing=tankVolume')).json();
    expect(list.rows.map(({ id }: { id: string }) => id)).toEqual([tanker.id]);
    const overview = (await inspector('GET', '/api/registry/overview?entity=vehicle&region=cn.36.11.04.')).json();
    const of = async (id: string) => (await inspector('GET', `/api/vehicles/${id}/standing`)).json().completeness;
    expect(overview.total.completeness).toBeCloseTo(((await of(tanker.id)) + (await of(plain.id))) / 2, 9);
  });
});

describe('licences that end', () => {
  it('[S01.4] are counted on the first page by what has ended and what will, each the length of the list it opens', async () => {
    const region = 'cn.36.11.23.';
    const day = (days: number) => dayOf(Date.now() + days * 86_400_000);
    for (const [number, days] of [-400, -1, 0, 10, 900].entries())
      await firm(930 + number, { licenceUntil: day(days), establishedOn: null }, region);
    await enterPerson(stage.db, { id: uuid(5), account: '赵县', role: 'inspector', region });
    const first = await stage.app({ modules: [...OWN_ROUTES, homeRoutes] });
    const county = await askAs(first, stage.db, uuid(5));
    const answer = await county('GET', '/api/home');
    expect(answer.statusCode, answer.body).toBe(200);
    const home = answer.json();
    const counts = (home.counts as { key: string; value: number; href: string }[]).filter(({ key }) =>
      key.startsWith('licences'),
    );
    expect(counts.map(({ key, value }) => [key, value])).toEqual([
      ['licences', 2],
      ['licences-soon', 2],
    ]);
    for (const { href, value } of counts) {
      const list = await county('GET', href.replace('/registry/', '/api/'));
      expect(list.json().total, href).toBe(value);
    }
    const waits = (part: string) => home[part].filter(({ title }: { title: string }) => title.includes('许可证'));
    expect(waits('now')).toHaveLength(2);
    // Of the two that are coming one ends today; the other is not yet of this week.
    expect([waits('today').length, waits('week').length]).toEqual([1, 0]);
    expect((await county('GET', '/api/enterprises?days=licenceUntil,,2026-02-30')).statusCode).toBe(422);
    expect((await county('GET', '/api/enterprises?days=employees,,2026-02-03')).statusCode).toBe(422);
  });
});

describe('population', () => {
  it('[S01.5] counts by sector and area, each cell the length of its list', async () => {
    await firm(30, { sector: 'fireworks' });
    await firm(31, { sector: 'fireworks' }, NEXT);
    await firm(32, { sector: 'non-coal-mine' }, NEXT);
    const matrix = (await inspector('GET', '/api/registry/population?entity=enterprise&region=cn.36.11.02.')).json();
    for (const row of matrix.rows) {
      for (const [sector, count] of Object.entries(row.counts as Record<string, number>)) {
        const list = (await inspector('GET', `/api/enterprises?region=${row.path}&sector=${sector}`)).json();
        expect(list.total, `${row.name} ${sector}`).toBe(count);
      }
    }
    expect(matrix.total.counts.fireworks).toBe(2);
    const own = (await officer('GET', '/api/registry/population?entity=enterprise')).json();
    expect(own.total.counts).toMatchObject({ fireworks: 1 });
    expect(own.total.counts['non-coal-mine']).toBeUndefined();
  });
});

describe('merging', () => {
  it('[S01.1] [S01.4] moves every reference, leads the old id to the new one, and can be taken back', async () => {
    const keep = await firm(40, { name: '上饶鸿源化工有限公司', phone: null });
    const twin = await firm(41, { name: '上饶市鸿源化工有限责任公司', phone: '0793-8123456' });
    const tank = await made('tanks', 'tank', 42, { enterprise: twin.id });
    const vehicle = await made('vehicles', 'vehicle', 43, { enterprise: twin.id });
    const device = await made('devices', 'device', 44, { enterprise: twin.id });
    await sql`
      INSERT INTO point (id, device_id, key, name, kind, unit, expected_period, system, region_path, organisation_id)
      VALUES (${uuid(45)}, ${device.id}, 'level', '液位', 'level', 'm', 60, 'S17', ${TOWN}, ${twin.id})`.execute(
      stage.db,
    );
    const pair = (await inspector('GET', '/api/registry/duplicates?entity=enterprise'))
      .json()
      .pairs.find(
        ({ one, other }: { one: { id: string }; other: { id: string } }) =>
          [one.id, other.id].toSorted().join() === [keep.id, twin.id].toSorted().join(),
      );
    expect(pair.reasons).toContain('name');
    const wish = { merged: twin.id, versions: [1, 1], take: ['phone'], reason: '同一家' };
    expect((await leader('POST', `/api/enterprises/${keep.id}/merge`, wish)).statusCode).toBe(403);
    expect(
      (await inspector('POST', `/api/enterprises/${keep.id}/merge`, { ...wish, versions: [1, 9] })).json(),
    ).toMatchObject({ code: 'version-conflict' });
    const merged = await inspector('POST', `/api/enterprises/${keep.id}/merge`, wish);
    expect(merged.statusCode, merged.body).toBe(200);
    expect(merged.json().moved).toBeGreaterThanOrEqual(7);

    const owners = async () => {
      const all = await Promise.all(
        [`/api/tanks/${tank.id}`, `/api/vehicles/${vehicle.id}`, `/api/devices/${device.id}`].map(async (path) =>
          (await inspector('GET', path)).json(),
        ),
      );
      const { rows } = await sql<{
        owner: string;
      }>`SELECT organisation_id AS owner FROM point WHERE id = ${uuid(45)}`.execute(stage.db);
      return [...all.flatMap(({ enterprise, organisationId }) => [enterprise, organisationId]), rows[0]!.owner];
    };
    expect(new Set(await owners())).toEqual(new Set([keep.id]));
    expect((await inspector('GET', `/api/tanks?enterprise=${keep.id}`)).json().total).toBe(1);
    const old = await inspector('GET', `/api/enterprises/${twin.id}`);
    expect([old.statusCode, old.headers['location']]).toEqual([308, `/api/enterprises/${keep.id}`]);
    expect((await inspector('GET', `/api/enterprises/${keep.id}`)).json()).toMatchObject({
      phone: '0793-8123456',
      version: 2,
    });
    const standing = (await inspector('GET', `/api/enterprises/${keep.id}/standing`)).json();
    expect(standing.merged).toMatchObject([{ id: twin.id, reason: '同一家', undoable: true }]);

    const undone = await inspector('POST', `/api/enterprises/${twin.id}/unmerge`, { reason: '看错了' });
    expect(undone.statusCode, undone.body).toBe(200);
    expect(new Set(await owners())).toEqual(new Set([twin.id]));
    expect((await inspector('GET', `/api/enterprises/${twin.id}`)).json()).toMatchObject({
      id: twin.id,
      retiredAt: null,
    });
    expect((await inspector('GET', `/api/enterprises/${keep.id}`)).json()).toMatchObject({ phone: null });
    expect((await inspector('POST', `/api/enterprises/${twin.id}/unmerge`, { reason: '再来' })).statusCode).toBe(404);
    const { rows } = await sql<{
      verb: string;
    }>`SELECT verb FROM audit WHERE verb IN ('registry.merge', 'registry.unmerge') ORDER BY seq`.execute(stage.db);
    expect(rows.map(({ verb }) => verb)).toEqual(['registry.merge', 'registry.unmerge']);
  });

  it('is refused to whom one of the two lies outside, and changes nothing', async () => {
    const own = await firm(50);
    const foreign = await firm(51, {}, NEXT);
    const answer = await officer('POST', `/api/enterprises/${own.id}/merge`, {
      merged: foreign.id,
      versions: [1, 1],
      take: [],
      reason: '试',
    });
    expect(answer.statusCode).toBe(404);
    expect((await inspector('GET', `/api/enterprises/${foreign.id}`)).json()).toMatchObject({
      retiredAt: null,
      version: 1,
    });
  });
});

describe('likely duplicates', () => {
  it('are found by a slip in the credit code, and not again once told apart', async () => {
    const right = creditCode(60);
    const body = `${right.slice(0, 16)}${right[16] === '5' ? '6' : '5'}`;
    const one = await firm(60, { name: '甲乙丙丁厂' });
    const other = await firm(61, { name: '戊己庚辛矿', creditCode: body + creditCodeCheck(body)! });
    const pairs = async () =>
      (await inspector('GET', '/api/registry/duplicates?entity=enterprise'))
        .json()
        .pairs.filter(
          (pair: { one: { id: string }; other: { id: string } }) =>
            [pair.one.id, pair.other.id].includes(one.id) && [pair.one.id, pair.other.id].includes(other.id),
        );
    expect(await pairs()).toMatchObject([{ reasons: expect.arrayContaining(['code']) }]);
    const told = await officer('POST', '/api/registry/duplicates/distinct', {
      entity: 'enterprise',
      one: one.id,
      other: other.id,
      reason: '两家',
    });
    expect(told.statusCode, told.body).toBe(200);
    expect(await pairs()).toEqual([]);
  });
});

describe('the history', () => {
  it('[S01.3] gives the record as it was at any time, and 404 before it was registered', async () => {
    const before = new Date(Date.now() - 60_000).toISOString();
    const one = await firm(70, { employees: 10, address: '老地址' });
    const first = new Date().toISOString();
    await inspector('PATCH', `/api/enterprises/${one.id}`, {
      version: 1,
      changes: { employees: 20, address: '新地址' },
    });
    const second = new Date().toISOString();
    await inspector('PATCH', `/api/enterprises/${one.id}`, {
      version: 2,
      changes: { employees: 30, regionPath: NEXT },
    });
    const at = async (time: string) => (await inspector('GET', `/api/enterprises/${one.id}/as-of?at=${time}`)).json();
    expect(await at(first)).toMatchObject({
      version: 1,
      record: { employees: 10, address: '老地址', regionName: '水南街道' },
    });
    expect((await at(first)).since.toSorted()).toEqual(['address', 'employees', 'regionPath']);
    expect(await at(second)).toMatchObject({
      version: 2,
      record: { employees: 20, address: '新地址' },
      since: expect.arrayContaining(['employees', 'regionPath']),
    });
    expect(await at(new Date().toISOString())).toMatchObject({ version: 3, since: [], record: { employees: 30 } });
    expect((await inspector('GET', `/api/enterprises/${one.id}/as-of?at=${before}`)).statusCode).toBe(404);
  });

  it('keeps the day and the reason of a retirement, which is never in the future', async () => {
    const one = await firm(80);
    expect(
      (await inspector('POST', `/api/enterprises/${one.id}/retire`, { reason: '关停', on: '2999-01-01' })).json(),
    ).toMatchObject({ field: 'on' });
    const retired = (
      await inspector('POST', `/api/enterprises/${one.id}/retire`, { reason: '关停', on: '2020-05-06' })
    ).json();
    expect(retired.retiredAt.slice(0, 10)).toBe('2020-05-06');
  });
});

describe('search', () => {
  it.each(['鸿图', 'hongtu', 'Hong Tu', 'ht', 'htjc', 'tujin', '鸿图机床'])(
    'finds 鸿图 by %s, for every scope the same rows the list shows',
    async (text) => {
      const known = (await inspector('GET', `/api/enterprises?search=${encodeURIComponent('鸿图机床')}`)).json()
        .rows as { id: string }[];
      const one = known[0] ?? (await firm(90, { name: '鸿图机床有限公司' }));
      for (const ask of [inspector, officer]) {
        const wanted = text === 'tujin' ? 'tuji' : text;
        expect(
          (await ask('GET', `/api/enterprises?search=${encodeURIComponent(wanted)}`))
            .json()
            .rows.map(({ id }: { id: string }) => id),
        ).toContain(one.id);
      }
    },
  );

  it('finds what nearly every name holds, and what one name holds, in a town and in all of them', async () => {
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, risk_level, credit_code, initials, employees)
      SELECT id, '众多机械有限公司' || n, CASE WHEN n % 3 = 0 THEN ${NEXT} ELSE ${TOWN} END, id, 'machinery', 'blue', 'SEARCH' || n, 'zdjx' || n, 1
      FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, 3000) AS n) x`.execute(stage.db);
    await sql`ANALYZE enterprise`.execute(stage.db);
    const total = async (ask: typeof officer, text: string) =>
      (await ask('GET', `/api/enterprises?search=${encodeURIComponent(text)}`)).json().total as number;
    expect(await total(officer, '众多机械')).toBe(2000);
    expect(await total(inspector, '众多机械')).toBe(3000);
    expect(await total(officer, '公司1233')).toBe(0);
    expect(await total(officer, '公司1235')).toBe(1);
    expect(await total(inspector, '公司1233')).toBe(1);
    await sql`DELETE FROM enterprise WHERE name LIKE '众多机械%'`.execute(stage.db);
  });

  it('tells the owner’s function nothing without a scope', async () => {
    const { rows } = await sql`SELECT anlan_find('enterprise'::regclass, '鸿图', '{}', 10)`.execute(stage.db);
    expect(rows).toEqual([]);
  });
});

describe('regions', () => {
  it('are called in English letters by their pack, by pinyin where added, by the administrator where said', async () => {
    const unsigned = asker(app);
    const names = async () => (await unsigned('GET', '/api/region-names')).json() as Record<string, string>;
    expect(await names()).toMatchObject({
      上饶市: 'Shangrao',
      铅山县: 'Yanshan County',
      太源畲族乡: 'Taiyuan She Ethnic Township',
      彭水苗族土家族自治县: 'Pengshui Miao and Tujia Autonomous County',
    });
    const { path } = (
      await system('POST', '/api/registry/regions', { parent: TOWN, name: '沿江网格', kind: 'grid', reason: '网格化' })
    ).json() as { path: string };
    expect(await names()).toMatchObject({ 沿江网格: 'Yanjiang Grid' });
    const rename = { path, name: '沿江网格', nameEn: 'Riverside Grid', reason: '约定俗成' };
    expect((await system('PATCH', '/api/registry/regions', rename)).statusCode).toBe(200);
    expect(await names()).toMatchObject({ 沿江网格: 'Riverside Grid' });
    const today = new Date().toISOString().slice(0, 10);
    await system('POST', '/api/registry/regions/end', { path, on: today, reason: '合并' });
    expect(await names()).not.toHaveProperty('沿江网格');
  });

  it('are added, renamed and ended with dates; a path is never used again', async () => {
    const add = async (name: string) =>
      (await system('POST', '/api/registry/regions', { parent: TOWN, name, kind: 'grid', reason: '网格化' })).json()
        .path as string;
    const first = await add('第一网格');
    expect(first).toBe(`${TOWN}g002.`);
    const inGrid = await firm(100, {}, first);
    expect((await officer('GET', `/api/enterprises/${inGrid.id}`)).json().regionName).toBe('第一网格');
    expect(
      (await system('PATCH', '/api/registry/regions', { path: first, name: '一号网格', reason: '改名' })).statusCode,
    ).toBe(200);
    const today = new Date().toISOString().slice(0, 10);
    const end = () => system('POST', '/api/registry/regions/end', { path: first, on: today, reason: '合并' });
    expect((await end()).json()).toMatchObject({ code: 'region-in-use', facts: { count: 1, what: '企业' } });
    await inspector('PATCH', `/api/enterprises/${inGrid.id}`, { version: 1, changes: { regionPath: TOWN } });
    expect((await end()).statusCode).toBe(200);
    expect(await add('第一网格')).toBe(`${TOWN}g003.`);
    const nodes = (await system('GET', `/api/registry/regions?under=${TOWN}`)).json();
    expect(nodes.find(({ path }: { path: string }) => path === first)).toMatchObject({
      validTo: today,
      name: '一号网格',
      changes: [{ kind: 'ended' }, { kind: 'renamed', before: '第一网格' }, { kind: 'added' }],
    });
    expect(
      (await inspector('POST', '/api/registry/regions', { parent: TOWN, name: 'x', kind: 'grid', reason: 'x' }))
        .statusCode,
    ).toBe(403);
    expect((await officer('GET', `/api/registry/regions?under=${NEXT}`)).statusCode).toBe(404);
  });
});

describe('a functional zone', () => {
  const THIRD = 'cn.36.11.02.003.';
  const POST = (url: string, body: object) =>
    system('POST', `/api/registry/regions${url}`, { reason: '市政府批复', ...body });

  it('lies beside the counties and nowhere else, is counted like one, and takes a town over with all that is in it', async () => {
    const misplaced = await POST('', { parent: 'cn.36.11.02.', name: '高新区', kind: 'zone' });
    expect(misplaced.json()).toMatchObject({ code: 'field-invalid', field: 'kind' });
    expect((await POST('', { parent: TOWN, name: '高新区', kind: 'zone' })).statusCode).toBe(422);
    const zone = (await POST('', { parent: 'cn.36.11.', name: '高新技术产业区', kind: 'zone' })).json().path as string;
    expect((await POST('', { parent: zone, name: '一村', kind: 'village' })).statusCode).toBe(200);

    const person = '00000000-0000-4000-8000-000000000971';
    await enterPerson(stage.db, { id: person, account: 'town.moved', role: 'town-officer', region: THIRD });
    const inside = await firm(170, {}, THIRD);
    await sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      VALUES (gen_random_uuid(), 'sign-in.attempts', ${THIRD}, now(), '3', '从严', '安')`.execute(stage.db);
    expect((await POST('/move', { path: THIRD, under: TOWN })).json()).toMatchObject({ code: 'field-invalid' });
    const along = await system('GET', `/api/registry/regions/move?path=${THIRD}`);
    expect(along.json()).toEqual({ regions: 0, organisations: 1, records: 1, people: 1 });
    expect((await leader('GET', `/api/registry/regions/move?path=${THIRD}`)).statusCode).toBe(403);
    expect((await system('GET', '/api/registry/regions/move?path=cn.50.115.004.')).statusCode).toBe(404);
    const moved = await POST('/move', { path: THIRD, under: zone });
    expect(moved.statusCode, moved.body).toBe(200);
    const path = moved.json().path as string;
    expect(path.startsWith(zone)).toBe(true);

    const there = (await system('GET', `/api/enterprises/${inside.id}`)).json();
    expect(there).toMatchObject({ regionPath: path });
    const nodes = (await system('GET', `/api/registry/regions?under=${zone}`)).json();
    expect(nodes.find((node: { path: string }) => node.path === path)).toMatchObject({
      changes: [{ kind: 'moved', before: THIRD, after: path, reason: '市政府批复' }],
    });
    const old = await sql`SELECT valid_to FROM region WHERE path = ${THIRD} AND valid_to IS NOT NULL`.execute(stage.db);
    expect(old.rows).toHaveLength(1);
    const held = await sql`SELECT value FROM parameter_setting WHERE region_path = ${path}`.execute(stage.db);
    expect(held.rows).toEqual([{ value: 3 }]);
    // Figures of the city have the zone in a line of its own; who sits in the town or watches the zone sees what is there.
    const overview = (await system('GET', '/api/registry/overview?entity=enterprise&region=cn.36.11.')).json();
    expect(overview.rows.find((row: { path: string }) => row.path === zone)).toMatchObject({
      records: expect.any(Number),
    });
    expect(overview.rows.find((row: { path: string }) => row.path === zone).records).toBeGreaterThan(0);
    const town = await askAs(app, stage.db, person);
    expect((await town('GET', `/api/enterprises/${inside.id}`)).statusCode).toBe(200);
    const watcher = '00000000-0000-4000-8000-000000000972';
    await enterPerson(stage.db, { id: watcher, account: 'zone.duty', role: 'duty-officer', region: zone });
    const duty = await askAs(app, stage.db, watcher);
    expect((await duty('GET', `/api/enterprises/${inside.id}`)).statusCode).toBe(200);
    expect((await duty('GET', '/api/session')).json().scope).toMatchObject({ path: zone });
  });
});

describe('a code to scan', () => {
  it('leads to the file, for those who see it', async () => {
    const one = await firm(110, {}, NEXT);
    const answer = await inspector('GET', `/api/enterprises/${one.id}/qr.svg`);
    expect([answer.headers['content-type'], answer.body.startsWith('<svg')]).toEqual(['image/svg+xml', true]);
    expect((await officer('GET', `/api/enterprises/${one.id}/qr.svg`)).statusCode).toBe(404);
  });
});

describe('a census', () => {
  it('is issued, filled, returned, filled again, verified into the register; who has not answered is listed', async () => {
    const one = await firm(120, { sector: 'port', employees: 1, park: null });
    await firm(121, { sector: 'port' });
    const issued = await inspector('POST', '/api/censuses', {
      name: '港口普查',
      fields: ['employees', 'park'],
      regionPath: TOWN,
      sectors: ['port'],
      due: '2027-01-31',
    });
    expect(issued.statusCode, issued.body).toBe(201);
    const { id } = issued.json();
    const path = `/api/censuses/${id}/sheets/${one.id}`;
    expect((await officer('POST', path, { answers: { employees: 9 } })).json()).toMatchObject({
      code: 'field-required',
      field: 'park',
    });
    expect((await officer('POST', path, { answers: { employees: 9, park: '甲园' } })).statusCode).toBe(200);
    expect(
      (await inspector('POST', `${path}/decide`, { accept: false, version: 1, note: '人数不对' })).statusCode,
    ).toBe(200);
    expect((await officer('POST', path, { answers: { employees: 12, park: '甲园' } })).statusCode).toBe(200);
    const accepted = await inspector('POST', `${path}/decide`, { accept: true, version: 1 });
    expect(accepted.statusCode, accepted.body).toBe(200);
    expect((await inspector('GET', `/api/enterprises/${one.id}`)).json()).toMatchObject({
      employees: 12,
      park: '甲园',
      version: 2,
    });
    expect((await inspector('GET', `/api/enterprises/${one.id}/standing`)).json().verified).toBe(true);
    expect((await inspector('GET', `/api/enterprises/${one.id}/history`)).json()[0]).toMatchObject({
      source: `census:${id}`,
    });
    expect((await officer('GET', '/api/censuses')).json()).toMatchObject([{ id, population: 2, filled: 1, merged: 1 }]);
    expect((await officer('GET', `/api/censuses/${id}/sheets?state=open`)).json()).toMatchObject({ total: 1 });
    expect((await officer('POST', path, { answers: { employees: 1, park: '乙' } })).json()).toMatchObject({
      code: 'census-state',
    });
  });
});
