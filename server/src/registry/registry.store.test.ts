import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageSchema } from '@anlan/kernel/entity';
import type { App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { entityOf } from './index.ts';
import { creditCode, sampleOf } from './testing/sample.ts';

const CITY = 'cn.36.11.';
const TOWN = 'cn.36.11.02.001.';
const uuid = (number: number): string => `00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`;

let stage: Stage;
let app: App;
let ask: Ask;
let leader: Ask;
let first: { id: string; version: number; [field: string]: unknown };

const enterprise = (number: number, members: object = {}) => ({
  ...sampleOf(entityOf('enterprise'), number, TOWN, null),
  ...members,
});
const create = async (plural: string, input: object) => (await ask('POST', `/api/${plural}`, input)).json();

beforeAll(async () => {
  stage = await openStage();
  app = await stage.app();
  await enterPerson(stage.db, { id: uuid(1), account: '李监察', role: 'inspector', region: CITY });
  await enterPerson(stage.db, { id: uuid(2), account: '赵领导', role: 'leader', region: CITY });
  ask = await askAs(app, stage.db, uuid(1));
  leader = await askAs(app, stage.db, uuid(2));
  first = await create(
    'enterprises',
    enterprise(1, { name: '上饶兴源化工有限公司', legalRepresentative: '张建国', phone: '13812340000' }),
  );
});
afterAll(() => stage.close());

async function audited(verb: string): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{
    detail: Record<string, unknown>;
  }>`SELECT detail FROM audit WHERE verb = ${verb} ORDER BY seq`.execute(stage.db);
  return rows.map(({ detail }) => detail);
}

describe('registering', () => {
  it('answers 201 with the record, its place named and its initials kept', async () => {
    const answer = await ask('POST', '/api/enterprises', enterprise(2));
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      regionName: '水南街道',
      version: 1,
      provenance: 'manual',
      demonstration: false,
      updatedBy: '李监察',
    });
    expect(answer.json().organisationId).toBe(answer.json().id);
    expect(
      (await ask('GET', '/api/enterprises?search=SRXY')).json().rows.map(({ name }: { name: string }) => name),
    ).toEqual(['上饶兴源化工有限公司']);
  });

  it('refuses what is already registered, naming field and value, wherever the other lies', async () => {
    expect((await ask('POST', '/api/enterprises', enterprise(1))).json()).toMatchObject({
      code: 'already-exists',
      field: 'creditCode',
      zh: `统一社会信用代码「${creditCode(1)}」已经登记过`,
      en: `Unified social credit code "${creditCode(1)}" is already registered`,
    });
    const other = await create('enterprises', enterprise(3));
    const taken = await ask('PATCH', `/api/enterprises/${other.id}`, {
      version: 1,
      changes: { creditCode: creditCode(1) },
    });
    expect(taken.json()).toMatchObject({ code: 'already-exists', field: 'creditCode' });
  });

  it('gives owned records organisation and sector of their enterprise, which follow it', async () => {
    const tank = await create('tanks', sampleOf(entityOf('tank'), 5, TOWN, first.id));
    const sectorOf = async () =>
      (
        await sql<{
          sector: string;
          organisation_id: string;
        }>`SELECT sector, organisation_id FROM tank WHERE id = ${tank.id}`.execute(stage.db)
      ).rows[0]!;
    expect(await sectorOf()).toEqual({ sector: first['sector'], organisation_id: first.id });
    const changed = await ask('PATCH', `/api/enterprises/${first.id}`, {
      version: first.version,
      changes: { sector: 'port' },
    });
    first = changed.json();
    expect((await sectorOf()).sector).toBe('port');
    const { rows } = await sql<{
      sector: string;
    }>`SELECT DISTINCT sector FROM record_history WHERE organisation_id = ${first.id}`.execute(stage.db);
    expect(rows).toEqual([{ sector: 'port' }]);
  });

  it('tells the ingest process by NOTIFY registry', async () => {
    const listener = new Client({ connectionString: stage.url });
    await listener.connect();
    const heard: string[] = [];
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await listener.query('LISTEN registry');
    await create('devices', sampleOf(entityOf('device'), 6, TOWN, first.id));
    await listener.query('SELECT 1');
    await listener.end();
    expect(heard).toContain('device');
  });
});

describe('changing', () => {
  it('makes a version with its history, and refuses one who read an older version', async () => {
    const made = await create('enterprises', enterprise(10));
    const path = `/api/enterprises/${made.id}`;
    const changed = await ask('PATCH', path, { version: 1, changes: { name: '改名后的厂', employees: 7, park: null } });
    expect(changed.json()).toMatchObject({ version: 2, name: '改名后的厂', employees: 7, park: null });
    const late = await ask('PATCH', path, { version: 1, changes: { employees: 8 } });
    expect(late.json()).toMatchObject({
      status: 409,
      code: 'version-conflict',
      zh: '别人刚改过（第 2 版），请对照后再存',
    });
    const history = (await ask('GET', `${path}/history`)).json();
    expect(history.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    expect(history[0]).toMatchObject({
      by: '李监察',
      changes: expect.arrayContaining([{ field: 'employees', label: '从业人员', from: 0, to: 7 }]),
    });
    expect((await ask('GET', '/api/enterprises?search=gmhdc')).json().total).toBe(1);
  });

  it('lets exactly one of many at the same moment through', async () => {
    const made = await create('enterprises', enterprise(11));
    const answers = await Promise.all(
      [1, 2, 3, 4].map((employees) =>
        ask('PATCH', `/api/enterprises/${made.id}`, { version: 1, changes: { employees } }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 409, 409, 409]);
  });

  it('makes no version of nothing, and takes a masked value sent back for no change', async () => {
    const same = await ask('PATCH', `/api/enterprises/${first.id}`, {
      version: first.version,
      changes: { legalRepresentative: '张**', name: first['name'] },
    });
    expect(same.json().version).toBe(first.version);
    expect((await ask('GET', `/api/enterprises/${first.id}?reveal=1`)).json().legalRepresentative).toBe('张建国');
  });

  it('checks each value as registering does', async () => {
    for (const changes of [
      { creditCode: '123' },
      { riskLevel: 'purple' },
      { employees: -1 },
      { sector: null },
      { unknown: 1 },
      { id: uuid(9) },
      { version: 9 },
    ]) {
      const answer = await ask('PATCH', `/api/enterprises/${first.id}`, { version: first.version, changes });
      expect({ changes, status: answer.statusCode }).toEqual({ changes, status: 422 });
    }
    expect(
      (
        await ask('PATCH', `/api/enterprises/${first.id}`, { version: first.version, changes: { name: 'a\u0000b' } })
      ).json().code,
    ).toBe('invalid-input');
  });
});

describe('retiring', () => {
  it('needs a reason, takes the record out of lists, frees its number, and keeps it readable', async () => {
    const made = await create('enterprises', enterprise(20));
    const path = `/api/enterprises/${made.id}`;
    expect((await ask('POST', `${path}/retire`, { reason: ' ' })).json()).toMatchObject({
      code: 'reason-required',
      field: 'reason',
    });
    expect((await ask('POST', `${path}/retire`, {})).json()).toMatchObject({
      code: 'field-required',
      zh: '理由必须填写',
    });
    expect((await ask('POST', `${path}/retire`, { reason: '已关闭' })).json()).toMatchObject({
      version: 2,
      retiredAt: expect.any(String),
    });
    expect((await ask('GET', `/api/enterprises?search=${creditCode(20)}`)).json().total).toBe(0);
    expect((await ask('GET', path)).statusCode).toBe(200);
    expect((await ask('GET', `${path}/history`)).json()[0].changes).toEqual([
      { field: 'retiredAt', label: '注销', from: null, to: '已关闭' },
    ]);
    expect((await ask('PATCH', path, { version: 2, changes: { employees: 1 } })).statusCode).toBe(404);
    expect((await ask('POST', `${path}/retire`, { reason: '再次' })).statusCode).toBe(404);
    expect((await ask('POST', '/api/enterprises', enterprise(20))).statusCode).toBe(201);
    expect((await ask('POST', '/api/tanks', sampleOf(entityOf('tank'), 21, TOWN, made.id))).json()).toMatchObject({
      field: 'enterprise',
    });
  });
});

describe('personal data', () => {
  it('is masked in record, list, export and history', async () => {
    const path = `/api/enterprises/${first.id}`;
    await ask('PATCH', path, { version: first.version, changes: { safetyManager: '欧阳明月' } });
    first = (await ask('GET', path)).json();
    const answers = [
      (await ask('GET', path)).body,
      (await ask('GET', '/api/enterprises?search=兴源')).body,
      (await ask('GET', '/api/enterprises/export.csv')).body,
      (await ask('GET', `${path}/history`)).body,
    ];
    for (const body of answers) expect(body).not.toMatch(/张建国|欧阳明月/);
    expect(first).toMatchObject({ legalRepresentative: '张**', safetyManager: '欧**' });
  });

  it('is shown on demand to those who may write it, and the asking is audited', async () => {
    expect((await ask('GET', `/api/enterprises/${first.id}?reveal=1`)).json()).toMatchObject({
      safetyManager: '欧阳明月',
    });
    expect((await ask('GET', '/api/enterprises?search=兴源&reveal=1')).json().rows[0]).toMatchObject({
      legalRepresentative: '张建国',
    });
    expect(await audited('personal.reveal')).toContainEqual({
      entity: 'enterprise',
      wish: { search: '兴源' },
      records: 1,
    });
    expect((await leader('GET', `/api/enterprises/${first.id}?reveal=1`)).json().code).toBe('not-permitted');
    expect((await leader('GET', `/api/enterprises/${first.id}`)).json()).toMatchObject({ safetyManager: '欧**' });
  });

  it('neither sorts nor filters a list, where it would leak', async () => {
    expect((await ask('GET', '/api/enterprises?sort=legalRepresentative')).statusCode).toBe(422);
    expect((await ask('GET', '/api/enterprises?legalRepresentative=张建国')).statusCode).toBe(422);
    expect((await ask('GET', '/api/enterprises?search=张建国')).json().total).toBe(0);
  });

  it('is not in the audit of a change', async () => {
    expect(JSON.stringify(await audited('registry.write'))).not.toContain('欧阳明月');
  });
});

describe('a list', () => {
  it('filters by choice, level, region and reference, counts exactly, and pages', async () => {
    for (const [number, riskLevel] of [
      [40, 'red'],
      [41, 'blue'],
      [42, 'yellow'],
    ] as const) {
      await create(
        'enterprises',
        enterprise(number, { name: `筛选${number}`, riskLevel, sector: 'other', regionPath: 'cn.36.11.26.' }),
      );
    }
    const get = async (query: string) => (await ask('GET', `/api/enterprises?${query}`)).json();
    const names = ({ rows }: { rows: { name: string }[] }) => rows.map(({ name }) => name);
    const list = await get('sector=other&region=cn.36.11.26.&sort=-riskLevel');
    expect(names(list)).toEqual(['筛选40', '筛选42', '筛选41']);
    expect(list).toMatchObject({ total: 3, took: expect.any(Number) });
    expect(list.completeness).toBeGreaterThan(0.9);
    expect(pageSchema(entityOf('enterprise')).safeParse(list).success).toBe(true);
    expect(names(await get('riskLevel=red,blue&sector=other&sort=riskLevel'))).toEqual(['筛选41', '筛选40']);
    expect(names(await get('sector=other&size=2&page=2&sort=name'))).toEqual(['筛选42']);
    expect((await get('sector=other&size=2&page=9')).total).toBe(3);
    expect((await ask('GET', `/api/tanks?enterprise=${first.id}`)).json().total).toBe(1);
    expect((await ask('GET', '/api/vehicles?terminalInstalled=true,false')).statusCode).toBe(200);
  });

  it.each([
    "' OR 1=1 --",
    "'; DROP TABLE enterprise; --",
    '%',
    '_',
    String.raw`\ `,
    '%%%',
    '\u0000'.replace('\u0000', '%00'),
    '{{7*7}}',
    '＇',
  ])('is not moved by %s in search, sort or filter', async (text) => {
    const value = text === '%00' ? text : encodeURIComponent(text);
    const searched = await ask('GET', `/api/enterprises?search=${value}`);
    expect([200, 422]).toContain(searched.statusCode);
    expect([0, undefined]).toContain(searched.json().total);
    for (const key of ['sort', 'riskLevel', 'region', 'enterprise', 'page', 'size']) {
      expect({ key, status: (await ask('GET', `/api/enterprises?${key}=${value}`)).statusCode }).toEqual({
        key,
        status: 422,
      });
    }
    expect((await ask('GET', `/api/enterprises?${value}=1`)).statusCode).toBe(422);
    expect((await ask('GET', `/api/enterprises/${value === '%00' ? 'x' : value}`)).statusCode).toBe(404);
    expect([200, 422]).toContain((await ask('GET', `/api/search?q=${value}`)).statusCode);
    const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM enterprise`.execute(stage.db);
    expect(rows[0]!.count).toBeGreaterThan(5);
  });

  it('is exported as CSV under the same filters, audited with the count', async () => {
    const answer = await ask('GET', '/api/enterprises/export.csv?sector=other&sort=name');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain(`filename*=UTF-8''${encodeURIComponent('企业-')}`);
    const lines = answer.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^筛选40,/);
    expect(await audited('registry.export')).toContainEqual({
      entity: 'enterprise',
      wish: { sort: 'name', sector: ['other'] },
      records: 3,
      personal: false,
    });
  });
});

describe('search', () => {
  it('finds records and regions by name, initials and number, with the place to go', async () => {
    const found = async (q: string) =>
      (await ask('GET', `/api/search?q=${encodeURIComponent(q)}`)).json() as {
        kind: string;
        label: string;
        href: string;
      }[];
    expect(await found('兴源化工')).toContainEqual(
      expect.objectContaining({ kind: 'enterprise', href: `/registry/enterprises/${first.id}` }),
    );
    expect((await found(creditCode(1)))[0]).toMatchObject({ kind: 'enterprise' });
    expect(await found('xzq')).toContainEqual(
      expect.objectContaining({ kind: 'region', label: '信州区', href: '/map?scope=cn.36.11.02.' }),
    );
    expect(await found('xinzhou')).toContainEqual(expect.objectContaining({ kind: 'region', label: '信州区' }));
    expect((await found('mqtt:gw-6'))[0]).toMatchObject({ kind: 'device' });
    expect(await found('重庆')).toEqual([]);
    expect(await found('')).toEqual([]);
  });
});
