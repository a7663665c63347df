import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { writeXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, shift, startOf } from '@anlan/domain/calendar';
import type { Announcement, ImportRow, ImportRun, Standing } from '@anlan/kernel/registry';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openFiles } from '../store/index.ts';
import { applyAnnounced } from './announcements.ts';
import { entityOf } from './index.ts';
import { creditCode, sampleOf } from './testing/sample.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const TOWN = 'cn.36.11.02.001.';
const PERSON = '00000000-0000-4000-8000-000000000001';
const today = dayOf(Date.now());

let stage: Stage;
let ask: Ask;
let folder: string;

const firm = (number: number, members: object = {}) => ({
  name: `平安化工${number}有限公司`,
  regionPath: TOWN,
  sector: 'hazchem-production',
  riskLevel: 'orange',
  creditCode: creditCode(number),
  ...members,
});
const enter = (number: number, members: object = {}) => ask('POST', '/api/enterprises', firm(number, members));

async function imported(plural: string, rows: (string | number | null)[][]): Promise<ImportRun> {
  const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: '台账', rows }] }));
  const answer = await ask('POST', `/api/${plural}/imports?name=a.xlsx`, bytes, { 'content-type': XLSX });
  expect(answer.statusCode, answer.body).toBe(201);
  return settled(answer.json<ImportRun>().id);
}
async function settled(id: string): Promise<ImportRun> {
  for (let tries = 0; tries < 300; tries += 1) {
    const run = (await ask('GET', `/api/imports/${id}`)).json<ImportRun>();
    if (run.state !== 'reading' && run.state !== 'applying') return run;
    await pause(50);
  }
  throw new Error('the import did not settle');
}
const rowsOf = async ({ id }: ImportRun) => (await ask('GET', `/api/imports/${id}/rows`)).json<ImportRow[]>();

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'anlan-bounds-'));
  Object.assign(stage.context, { files: await openFiles(pathToFileURL(folder).href) });
  const app = await stage.app();
  await enterPerson(stage.db, { id: PERSON, account: '李监察', role: 'inspector', region: 'cn.36.11.' });
  ask = await askAs(app, stage.db, PERSON);
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true });
});

describe('[S01.1] what cannot be', () => {
  it.each([
    [{ lon: 0, lat: 0 }, 'lon', '我国范围', 'within China'],
    [{ lon: 117.9 }, 'lat', '要么都填', 'both longitude and latitude'],
    [{ employees: 1e12 }, 'employees', '不大于 500000', 'not above 500000'],
    [{ establishedOn: '1900-01-01' }, 'establishedOn', '不早于 1949-10-01', 'not before 1949-10-01'],
    [{ establishedOn: shift(today, 2) }, 'establishedOn', '不能是将来', 'lies in the future'],
    [{ licenceUntil: '9999-12-31' }, 'licenceUntil', '不晚于', 'not after'],
    [
      { establishedOn: '2020-01-01', licenceUntil: '2019-01-01' },
      'licenceUntil',
      '不早于“成立日期”',
      'not before “Established”',
    ],
    [{ phone: '00000' }, 'phone', '应为手机号', 'a mobile number'],
  ])('is refused of a new record: %j', async (members, field, zh, en) => {
    const answer = await enter(1, members);
    expect(answer.statusCode, answer.body).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'field-invalid',
      field,
      zh: expect.stringContaining(zh),
      en: expect.stringContaining(en),
    });
  });

  it('stays readable where it was stored before, is told, and hinders no other change', async () => {
    const made = (await enter(2, { lon: 117.97, lat: 28.45, employees: 12 })).json<{ id: string; version: number }>();
    await sql`UPDATE enterprise SET lon = 0, lat = 0, employees = 1e12 WHERE id = ${made.id}`.execute(stage.db);
    const path = `/api/enterprises/${made.id}`;
    expect((await ask('GET', path)).json()).toMatchObject({ lon: 0, employees: 1e12 });
    const standing = (await ask('GET', `${path}/standing`)).json<Standing>();
    expect(standing.doubts.map(({ key }) => key)).toEqual(expect.arrayContaining(['employees', 'lon', 'lat']));
    const other = await ask('PATCH', path, { version: 1, changes: { address: '新址 1 号' } });
    expect(other.statusCode, other.body).toBe(200);
    expect((await ask('PATCH', path, { version: 2, changes: { employees: 2e12 } })).statusCode).toBe(422);
    expect((await ask('PATCH', path, { version: 2, changes: { employees: 20 } })).statusCode).toBe(200);
  });

  it('is told, and not refused, of a place outside the boundary of its region', async () => {
    // Chongqing: in the country, not in Shangrao.
    const far = await enter(3, { lon: 106.55, lat: 29.56 });
    expect(far.statusCode, far.body).toBe(201);
    const near = await enter(4, { lon: 117.97, lat: 28.45 });
    const doubts = async ({ id }: { id: string }) =>
      (await ask('GET', `/api/enterprises/${id}/standing`)).json<Standing>().doubts;
    expect(await doubts(far.json())).toMatchObject([
      { key: 'lon', problem: { zh: expect.stringContaining('边界外约'), en: expect.stringContaining('km outside') } },
    ]);
    expect(await doubts(near.json())).toEqual([]);
    const place = async (lon: number, lat: number) =>
      (await ask('GET', `/api/registry/place?region=${TOWN}&lon=${lon}&lat=${lat}`)).json();
    expect(await place(117.97, 28.45)).toEqual({ problem: null });
    expect(await place(106.55, 29.56)).toMatchObject({ problem: { zh: expect.stringContaining('请核对') } });
  });
});

describe('a ledger', () => {
  const HEADS = [
    '企业名称',
    '统一社会信用代码',
    '所在辖区',
    '从业人员',
    '经度',
    '纬度',
    '成立日期',
    '行业',
    '风险等级',
  ];

  it('has an error at the cell beyond its bounds, and a notice at a place outside its region', async () => {
    const run = await imported('enterprises', [
      HEADS,
      ['远方化工', creditCode(11), '水南街道', 30, 106.55, 29.56, '2010-01-01', '危险化学品生产', '较大'],
      ['零度化工', creditCode(12), '水南街道', 30, 0, 0, '2010-01-01', '危险化学品生产', '较大'],
      ['万亿化工', creditCode(13), '水南街道', 1e12, 117.97, 28.45, shift(today, 9), '危险化学品生产', '较大'],
    ]);
    const rows = await rowsOf(run);
    const of = (name: string) => rows.find((row) => row.name === name)!;
    expect(of('零度化工').errors.map(({ member, column }) => [member, column])).toEqual([
      ['lon', 4],
      ['lat', 5],
    ]);
    expect(of('万亿化工').errors.map(({ member }) => member)).toEqual(expect.arrayContaining(['employees']));
    expect(of('远方化工').errors).toEqual([]);
    expect(of('远方化工').notices).toMatchObject([
      {
        member: 'lon',
        column: 4,
        problem: expect.stringContaining('边界外'),
        problemEn: expect.stringContaining('km'),
      },
    ]);
    expect(run.summary).toMatchObject({ invalid: 2, notices: 1 });
  });

  it('that repeats what is stored is no error, whatever that is', async () => {
    const made = (await enter(14, { employees: 5, phone: '8201190' })).json<{ id: string }>();
    await sql`UPDATE enterprise SET employees = 1e12, lon = 0, lat = 0 WHERE id = ${made.id}`.execute(stage.db);
    const again = ['平安化工14有限公司', creditCode(14), '水南街道', 1e12, 0, 0, null, '危险化学品生产', '较大'];
    expect((await rowsOf(await imported('enterprises', [HEADS, again])))[0]).toMatchObject({ state: 'unchanged' });
    const more = [...again.slice(0, 3), 2e12, 0, 0, null, '危险化学品生产', '较大'];
    expect((await rowsOf(await imported('enterprises', [HEADS, more])))[0]).toMatchObject({
      state: 'invalid',
      errors: [{ member: 'employees' }],
    });
  });

  it('may announce the limits it changes: they hold from their day, all else at once', async () => {
    const next = shift(today, 10);
    const made = await ask('POST', '/api/vehicles', {
      ...sampleOf(entityOf('vehicle'), 21, TOWN, null),
      name: '赣E20021',
      speedLimit: 80,
      cargo: '砂石',
    });
    expect(made.statusCode, made.body).toBe(201);
    const { id } = made.json<{ id: string }>();
    const run = await imported('vehicles', [
      ['号牌', '所在辖区', '限速', '常运货物', '类别'],
      ['赣E20021', '水南街道', 60, '汽油', made.json()['category']],
    ]);
    expect(run.summary).toMatchObject({ changed: 1, limits: ['speedLimit'] });
    const apply = (body: object) => ask('POST', `/api/imports/${run.id}/apply`, { what: 'all', ...body });
    expect((await apply({ from: next })).json()).toMatchObject({ code: 'limit-reason' });
    expect((await apply({ from: today, reason: '通告' })).json()).toMatchObject({ code: 'announce-past' });
    expect((await apply({ from: next, reason: '交警通告' })).statusCode).toBe(200);
    expect((await settled(run.id)).state).toBe('applied');
    const now = async () => (await ask('GET', `/api/vehicles/${id}`)).json();
    expect(await now()).toMatchObject({ speedLimit: 80, cargo: '汽油' });
    expect((await ask('GET', `/api/vehicles/${id}/announcements`)).json<Announcement[]>()).toMatchObject([
      { standing: 'coming', from: startOf(next), reason: '交警通告' },
    ]);
    expect(await applyAnnounced(stage.db, startOf(next))).toBe(1);
    expect(await now()).toMatchObject({ speedLimit: 60 });
  });

  it('that changes no limit announces none', async () => {
    const run = await imported('enterprises', [
      HEADS,
      ['新开化工', creditCode(15), '水南街道', 9, null, null, null, '危险化学品生产', '较大'],
    ]);
    const answer = await ask('POST', `/api/imports/${run.id}/apply`, { what: 'all', from: shift(today, 3) });
    expect(answer.json()).toMatchObject({ code: 'announce-no-limit' });
  });
});
