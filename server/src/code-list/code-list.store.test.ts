import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntryChange, EntryHistory } from '@anlan/kernel/code-list';
import type { ParameterView } from '@anlan/kernel/parameter';
import type { ImportRow, ImportRun } from '@anlan/kernel/registry';
import { SYSTEMS } from '@anlan/systems';
import { buildApp } from '../http/index.ts';
import { askAs, enterPerson, openStage, OWN_ROUTES, type Ask, type Stage } from '../http/testing/stage.ts';
import { entityOf } from '../registry/index.ts';
import { creditCode, sampleOf } from '../registry/testing/sample.ts';
import { openFiles } from '../store/index.ts';
import { valuesFor, worldFor } from '../parameter/book.ts';
import { parameterRoutes } from '../parameter/routes.ts';
import { codeLists } from './book.ts';
import { codeListRoutes } from './routes.ts';

const CITY = 'cn.36.11.';
const COUNTY = 'cn.36.11.02.';
const TOWN = 'cn.36.11.02.001.';
const ELSEWHERE = 'cn.36.11.04.';
const ID = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

let stage: Stage;
let folder: string;
let city: Ask;
let county: Ask;
let officer: Ask;

const wish = (code: string, regionPath: string, members: object = {}) => ({
  code,
  regionPath,
  from: Date.now(),
  label: '竹木加工',
  labelEn: 'Bamboo and wood',
  also: ['竹制品'],
  reason: '饶安办〔2026〕9号',
  ...members,
});
const say = (ask: Ask, list: string, body: object) => ask('POST', `/api/code-lists/${list}/entries`, body);
const enterprise = (number: number, members: object) =>
  officer('POST', '/api/enterprises', { ...sampleOf(entityOf('enterprise'), number, TOWN, null), ...members });
const expert = (number: number, members: object) =>
  officer('POST', '/api/experts', { ...sampleOf(entityOf('expert'), number, TOWN, null), ...members });
const names = async (ask: Ask, path: string) =>
  (await ask('GET', path)).json<{ rows: { name: string }[] }>().rows.map(({ name }) => name);

/** Reads a ledger with these lines and gives its run, once it has been read. */
async function ledger(rows: readonly (readonly unknown[])[]): Promise<ImportRun> {
  const heads = ['单位名称', '所在辖区', '信用代码', '行业', '安全风险等级'];
  const book = await writeXlsx({ sheets: [{ name: '台账', rows: [heads, ...rows.map((row) => [...row])] as never }] });
  const begun = await officer('POST', '/api/enterprises/imports?name=a.xlsx', Buffer.from(book), {
    'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  });
  expect(begun.statusCode, begun.body).toBe(201);
  const { id } = begun.json<ImportRun>();
  for (let tries = 0; tries < 100; tries += 1) {
    const run = (await officer('GET', `/api/imports/${id}`)).json<ImportRun>();
    if (run.state !== 'reading') return run;
    await pause(50);
  }
  throw new Error('never read');
}
const lines = async (run: ImportRun) =>
  (await officer('GET', `/api/imports/${run.id}/rows`)).json<ImportRow[]>().toSorted((a, b) => a.n - b.n);

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'anlan-lists-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  const app = await buildApp({ ...stage.context, files }, [...OWN_ROUTES, codeListRoutes, parameterRoutes]);
  const people = [
    [1, '市系统', 'system-administrator', CITY],
    [2, '县系统', 'system-administrator', COUNTY],
    [3, '李监察', 'inspector', CITY],
  ] as const;
  for (const [n, account, role, region] of people) await enterPerson(stage.db, { id: ID(n), account, role, region });
  [city, county, officer] = (await Promise.all([1, 2, 3].map((n) => askAs(app, stage.db, ID(n))))) as [Ask, Ask, Ask];
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a list that places extend', () => {
  it('gives a county its own trade: forms, filters, exports, ledgers and the template know it, other counties do not', async () => {
    expect((await enterprise(1, { sector: 'bamboo' })).json()).toMatchObject({
      code: 'field-invalid',
      field: 'sector',
    });
    expect((await say(county, 'list.sector', wish('bamboo', COUNTY))).statusCode).toBe(201);
    const made = await enterprise(1, { sector: 'bamboo' });
    expect(made.statusCode, made.body).toBe(201);
    const { name } = made.json<{ name: string }>();
    const there = await enterprise(2, { sector: 'bamboo', regionPath: ELSEWHERE });
    expect(there.json()).toMatchObject({ code: 'field-invalid', field: 'sector' });
    expect(await names(officer, '/api/enterprises?sector=bamboo')).toEqual([name]);
    const csv = (await officer('GET', '/api/enterprises/export.csv?sector=bamboo')).body;
    expect(csv).toContain('竹木加工');
    const book = await readXlsx((await county('GET', '/api/enterprises/template.xlsx')).rawPayload);
    expect(book.sheets.find((sheet) => sheet.name === '可选项')?.rows.flat()).toContain('竹木加工');
    const run = await ledger([
      ['乙竹艺厂', '信州区/水南街道', creditCode(21), '竹制品', '一般'],
      ['丙竹艺厂', '广丰区', creditCode(22), '竹制品', '一般'],
    ]);
    const [own, other] = await lines(run);
    expect(own).toMatchObject({ state: 'new', errors: [] });
    expect(other?.errors.find(({ member }) => member === 'sector')?.problem).toContain('不在可选范围内');
    const counted = await officer('GET', `/api/registry/population?entity=enterprise&region=${COUNTY}`);
    expect(counted.json<{ sectors: object[] }>().sectors).toContainEqual(
      expect.objectContaining({ value: 'bamboo', label: '竹木加工' }),
    );
  });

  it('is renamed: every record that carries the entry is called so from then on, and before it as it was', async () => {
    const before = Date.now();
    await pause(5);
    const renamed = await say(county, 'list.sector', wish('bamboo', COUNTY, { label: '竹产业', labelEn: 'Bamboo' }));
    expect(renamed.statusCode, renamed.body).toBe(201);
    expect((await officer('GET', '/api/enterprises/export.csv?sector=bamboo')).body).toContain('竹产业');
    const lists = await codeLists(stage.db);
    const field = entityOf('enterprise').fields['sector']!;
    expect(lists.option(field, 'bamboo', TOWN, before)?.label).toBe('竹木加工');
    expect(lists.option(field, 'bamboo', TOWN, Date.now())?.labelEn).toBe('Bamboo');
  });

  it('ends an entry from a day: chosen no more, kept by what carries it, filtered by it still, and taken up again', async () => {
    const soon = Date.now() + 400;
    expect(
      (await say(county, 'list.sector', wish('bamboo', COUNTY, { label: '竹产业', ended: true, from: soon })))
        .statusCode,
    ).toBe(201);
    expect((await enterprise(3, { sector: 'bamboo' })).statusCode).toBe(201);
    await pause(soon - Date.now() + 20);
    const refused = await enterprise(4, { sector: 'bamboo' });
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({
      field: 'sector',
      zh: expect.stringContaining('已停用'),
      en: expect.stringContaining('ended'),
    });
    const held = await names(officer, '/api/enterprises?sector=bamboo');
    expect(held).toHaveLength(2);
    // What carries it may be changed in other members, and a ledger that repeats it is no error.
    const { rows } = await sql<{ id: string; version: number; credit_code: string; name: string }>`
      SELECT id, version, credit_code, name FROM enterprise WHERE sector = 'bamboo' ORDER BY name`.execute(stage.db);
    const one = rows[0]!;
    const phone = { version: one.version, changes: { phone: '0793-8234567' } };
    expect((await officer('PATCH', `/api/enterprises/${one.id}`, phone)).statusCode).toBe(200);
    const run = await ledger([
      [one.name, '信州区/水南街道', one.credit_code, '竹产业', '一般'],
      ['丁竹艺厂', '信州区/水南街道', creditCode(23), '竹产业', '一般'],
    ]);
    const [known, fresh] = await lines(run);
    expect(known).toMatchObject({ errors: [] });
    expect(fresh?.errors.find(({ member }) => member === 'sector')?.problem).toContain('已停用');
    expect((await say(county, 'list.sector', wish('bamboo', COUNTY, { label: '竹产业' }))).statusCode).toBe(201);
    expect((await enterprise(5, { sector: 'bamboo' })).statusCode).toBe(201);
  });

  it('lets a city fit the declared entries to its area, and a county neither those nor the city’s', async () => {
    const coal = { label: '煤矿', labelEn: 'Coal mine', also: [], ended: true };
    expect((await say(county, 'list.sector', wish('coal-mine', COUNTY, coal))).json()).toMatchObject({
      code: 'list-entry-above',
    });
    expect((await say(city, 'list.sector', wish('coal-mine', CITY, coal))).statusCode).toBe(201);
    expect((await enterprise(6, { sector: 'coal-mine' })).json()).toMatchObject({ field: 'sector' });
    const yard = { label: '船舶修造', labelEn: 'Shipyards', also: [] };
    expect((await say(city, 'list.sector', wish('shipyard', CITY, yard))).statusCode).toBe(201);
    expect((await say(county, 'list.sector', wish('shipyard', COUNTY, { ...yard, ended: true }))).json()).toMatchObject(
      { code: 'list-entry-above' },
    );
    expect((await enterprise(7, { sector: 'shipyard' })).statusCode).toBe(201);
  });

  it('refuses a day in the past, a code of another place, a second entry of the same name, and whoever may not', async () => {
    expect(
      (await say(county, 'list.sector', wish('old', COUNTY, { from: Date.now() - 120_000 }))).json(),
    ).toMatchObject({ code: 'list-past' });
    expect(
      (await say(city, 'list.sector', wish('bamboo', ELSEWHERE, { label: '别的', labelEn: 'Else', also: [] }))).json(),
    ).toMatchObject({ code: 'already-exists', field: 'code' });
    const twin = { label: '危险化学品生产', labelEn: 'Twin', also: [] };
    expect((await say(county, 'list.sector', wish('twin', COUNTY, twin))).json()).toMatchObject({
      code: 'already-exists',
      field: 'label',
    });
    expect((await say(county, 'list.sector', wish('far', ELSEWHERE))).json()).toMatchObject({ code: 'not-found' });
    expect((await say(officer, 'list.sector', wish('no', CITY))).statusCode).toBe(403);
    expect((await say(city, 'list.none', wish('no', CITY))).json()).toMatchObject({ code: 'not-found' });
  });

  it('tells its changes to the places it concerns, with who and why, and never forgets one', async () => {
    const seen = (await county('GET', '/api/code-lists')).json<EntryChange[]>();
    expect(seen.map(({ code }) => code)).toEqual(expect.arrayContaining(['bamboo', 'coal-mine', 'shipyard']));
    const history = (await county('GET', '/api/code-lists/list.sector/history')).json<EntryHistory[]>();
    expect(history.filter(({ code }) => code === 'bamboo').map(({ label, ended }) => [label, ended])).toEqual([
      ['竹产业', false],
      ['竹产业', true],
      ['竹产业', false],
      ['竹木加工', false],
    ]);
    expect(history[0]).toMatchObject({ reason: '饶安办〔2026〕9号' });
    await expect(sql`DELETE FROM code_list_change`.execute(stage.db)).rejects.toThrow(/never changed/);
    const { rows } = await sql`SELECT FROM audit WHERE subject_kind = 'code-list' AND outcome = 'done'`.execute(
      stage.db,
    );
    expect(rows.length).toBeGreaterThanOrEqual(history.length);
  });

  it('is what parameters that name its entries are chosen from, each in its place', async () => {
    const view = async (ask: Ask, region: string) =>
      (await ask('GET', `/api/parameters?region=${region}`))
        .json<ParameterView[]>()
        .find(({ key }) => key === 'check.sectors')!;
    const options = async (ask: Ask, region: string) => (await view(ask, region)).options?.map(({ value }) => value);
    expect(await options(city, COUNTY)).toContain('bamboo');
    expect(await options(city, ELSEWHERE)).not.toContain('bamboo');
    expect(await view(city, COUNTY)).toMatchObject({
      optionsFrom: 'list.sector',
      groupEn: 'Day, week and month checks',
      sourceEn: expect.stringContaining('first value of the platform'),
    });
    const setting = (value: string[]) => ({ regionPath: COUNTY, from: Date.now(), value, reason: '竹木加工也要查' });
    const set = (value: string[]) => city('POST', '/api/parameters/check.sectors/settings', setting(value));
    expect((await set(['fireworks', 'bamboo'])).statusCode).toBe(201);
    const wrong = await set(['fireworks', 'bambu']);
    expect(wrong.statusCode).toBe(422);
    expect(wrong.json()).toMatchObject({ field: 'value', en: expect.stringContaining('not among the options') });
    expect((await valuesFor(stage.db, TOWN, Date.now())).list('check.sectors')).toEqual(['fireworks', 'bamboo']);
  });

  it('serves other registers and closed loops alike: specialities of experts, departments of hidden dangers', async () => {
    expect((await expert(1, { speciality: 'pressure' })).statusCode).toBe(422);
    const speciality = { label: '特种设备', labelEn: 'Special equipment', also: [] };
    expect((await say(city, 'list.speciality', wish('pressure', CITY, speciality))).statusCode).toBe(201);
    const made = await expert(1, { speciality: 'pressure', second: 'pressure' });
    expect(made.statusCode, made.body).toBe(201);
    const department = { label: '住建', labelEn: 'Housing', also: [] };
    expect((await say(city, 'list.danger-department', wish('housing', CITY, department))).statusCode).toBe(201);
    const { options } = await worldFor(stage.db, TOWN, Date.now());
    const kinds = SYSTEMS.flatMap(({ cases = [] }) => cases);
    const field = kinds.find(({ key }) => key === 'hidden-danger')!.fields['department']!;
    expect(options?.(field).map(({ value }) => value)).toContain('housing');
  });
});
