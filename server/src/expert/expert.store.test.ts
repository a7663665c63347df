import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { Assignment, ContractReport, Visit } from '@anlan/systems/prevention';
import { caseRoutes } from '../case/routes.ts';
import { uploadRoutes } from '../case/uploads.ts';
import { homeRoutes } from '../home/routes.ts';
import type { Home } from '../home/shapes.ts';
import { buildApp } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { registryRoutes } from '../registry/index.ts';
import { openFiles } from '../store/index.ts';
import { expertRoutes } from './routes.ts';

const COUNTY = 'cn.36.11.02.';
const TOWN = 'cn.36.11.02.001.';
const [FIRM, SECOND, FAR] = [uuid(521), uuid(522), uuid(523)] as [string, string, string];
const [BOUGHT, HIRED] = [uuid(531), uuid(532)] as [string, string];
const [ZHAO, QIAN, SUN] = [uuid(541), uuid(542), uuid(543)] as [string, string, string];
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('x')]);
const soon = shift(dayOf(Date.now()), 6);

let stage: Stage;
let folder: string;
let buyer: Ask;
let other: Ask;
let boss: Ask;
let officer: Ask;
let zhao: Ask;
let qian: Ask;
beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'anlan-expert-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  const app = await buildApp({ ...stage.context, files }, [
    caseRoutes,
    uploadRoutes,
    registryRoutes,
    expertRoutes,
    homeRoutes,
  ]);
  const { db } = stage;
  for (const [id, name, path] of [
    [FIRM, '远山化工', TOWN],
    [SECOND, '近水烟花', TOWN],
    [FAR, '邻县化工', 'cn.36.11.04.'],
  ])
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, credit_code, risk_level)
      VALUES (${id}, ${name}, ${path}, ${id}, 'hazchem-production', ${name}, 'red')`.execute(db);
  for (const [id, name, account, employer] of [
    [ZHAO, '赵专家', 'zhao', null],
    [QIAN, '钱专家', 'qian', null],
    [SUN, '孙专家', null, FIRM],
  ])
    await sql`
      INSERT INTO expert (id, name, region_path, speciality, account, employer, engaged_until)
      VALUES (${id}, ${name}, 'cn.36.11.', 'hazchem', ${account}, ${employer}, ${shift(soon, 100)})`.execute(db);
  for (const [id, name, mode, firm] of [
    [BOUGHT, '县级购买服务', 'government', null],
    [HIRED, '企业自聘', 'enterprise', SECOND],
  ])
    await sql`
      INSERT INTO inspection_contract (id, name, region_path, organisation_id, number, mode, level, institution, enterprise, funds, starts_on, ends_on, state)
      VALUES (${id}, ${name}, ${firm === null ? COUNTY : TOWN}, ${firm}, ${name}, ${mode}, ${firm === null ? 'county' : 'own'}, '安科院', ${firm}, 100000,
        '2026-01-01', '2027-01-01', 'active')`.execute(db);
  const people = [
    { id: uuid(551), account: '执法甲', role: 'inspector', region: COUNTY },
    { id: uuid(552), account: '邻县', role: 'inspector', region: 'cn.36.11.04.' },
    { id: uuid(553), account: '负责人', role: 'enterprise-manager', organisation: SECOND },
    { id: uuid(554), account: '安全员', role: 'safety-officer', organisation: FIRM },
  ];
  for (const person of people) await enterPerson(db, person);
  for (const [id, account] of [
    [uuid(555), 'zhao'],
    [uuid(556), 'qian'],
  ])
    await sql`
      INSERT INTO person (id, account, name, role, scope_kind, scope_path)
      VALUES (${id}, ${account}, ${account}, 'expert', 'participant', 'cn.36.11.')`.execute(db);
  [buyer, other, boss, officer, zhao, qian] = (await Promise.all(
    [551, 552, 553, 554, 555, 556].map((n) => askAs(app, db, uuid(n))),
  )) as [Ask, Ask, Ask, Ask, Ask, Ask];
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

const report = async (ask: Ask, id = BOUGHT): Promise<ContractReport> =>
  (await ask('GET', `/api/expert/contracts/${id}`)).json();
/** The visits on somebody's home page. */
async function toDo(ask: Ask): Promise<string[]> {
  const { now, today, week } = (await ask('GET', '/api/home')).json<Home>();
  return [...now, ...today, ...week].map(({ verb }) => verb.href).filter((href) => href.includes('/visits/'));
}
const visits = async (ask: Ask): Promise<Assignment[]> => (await ask('GET', '/api/expert/visits')).json();
const finding = (title: string, requestId: string = randomUUID()) => ({
  requestId,
  input: { title, class: 'place' },
  files: [],
});

describe('bought inspection', () => {
  it('[S66.1] holds its funds by level, pays in stages and never more than the contract', async () => {
    const wish = (yuan: number) => ({ stage: '首付', yuan, paidOn: '2026-02-01', voucher: 'V1' });
    expect((await buyer('POST', `/api/expert/contracts/${BOUGHT}/payments`, wish(60_000))).statusCode).toBe(201);
    const twice = await Promise.all(
      [1, 2, 3].map(() => buyer('POST', `/api/expert/contracts/${BOUGHT}/payments`, wish(30_000))),
    );
    expect(twice.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
    expect(twice.find(({ statusCode }) => statusCode === 409)!.json()).toMatchObject({
      code: 'funds-exceeded',
      facts: { left: 10_000 },
    });
    const { contract, payments } = await report(buyer);
    expect(contract).toMatchObject({ level: 'county', funds: 100_000, paid: 90_000, own: true });
    expect(payments).toHaveLength(2);
    expect((await other('POST', `/api/expert/contracts/${BOUGHT}/payments`, wish(1))).statusCode).toBe(404);
  });

  it('[S66.2] sends experts to enterprises of the contract, and none where he has ties', async () => {
    const targets = (enterprises: string[]) =>
      buyer('POST', `/api/expert/contracts/${BOUGHT}/targets`, { enterprises });
    expect((await targets([FIRM, SECOND])).json()).toEqual({ added: 2 });
    expect((await targets([FIRM])).json()).toEqual({ added: 0 });
    expect((await targets([FAR])).json()).toMatchObject({ field: 'enterprises' });
    const assign = (expert: string, enterprise: string, dueOn = soon) =>
      buyer('POST', `/api/expert/contracts/${BOUGHT}/assignments`, { expert, enterprise, dueOn });
    expect((await assign(SUN, FIRM)).json()).toMatchObject({ code: 'expert-conflict', field: 'expert' });
    expect((await assign(ZHAO, FAR)).json()).toMatchObject({ field: 'enterprise' });
    expect((await assign(ZHAO, FIRM, '2020-01-01')).json()).toMatchObject({ code: 'deadline-past' });
    expect((await assign(ZHAO, FIRM)).statusCode).toBe(201);
    expect((await assign(QIAN, FIRM)).json().code).toBe('already-exists');
  });

  it('[S66.2] shows an expert what was given to him and nothing else', async () => {
    const [mine] = await visits(zhao);
    expect(await visits(zhao)).toMatchObject([
      { enterpriseName: '远山化工', contractName: '县级购买服务', expertName: '赵专家' },
    ]);
    expect(await visits(qian)).toEqual([]);
    expect(await toDo(zhao)).toEqual([`/expert-service/visits/${mine!.id}`]);
    expect(await toDo(qian)).toEqual([]);
    expect((await qian('GET', `/api/expert/visits/${mine!.id}`)).statusCode).toBe(404);
    expect((await zhao('GET', '/api/enterprises')).json().rows.map(({ id }: { id: string }) => id)).toEqual([FIRM]);
    expect((await zhao('GET', '/api/experts')).json().rows).toEqual([]);
    expect(
      (
        await zhao('POST', `/api/expert/contracts/${BOUGHT}/assignments`, {
          expert: ZHAO,
          enterprise: SECOND,
          dueOn: soon,
        })
      ).statusCode,
    ).toBe(403);
  });

  it('[S66.3] makes of every finding a hidden danger of source 专家 in the common loop', async () => {
    const [mine] = await visits(zhao);
    const photo = (await zhao('POST', '/api/files', PNG, { 'content-type': 'image/png' })).json();
    const sending = { ...finding('反应釜联锁未投用'), files: [{ sha256: photo.sha256 }] };
    const first = await zhao('POST', `/api/expert/visits/${mine!.id}/findings`, sending);
    expect(first.statusCode, first.body).toBe(201);
    expect(first.json()).toMatchObject({
      kind: 'hidden-danger',
      source: 'expert',
      organisationId: FIRM,
      state: 'registered',
      owner: 'authority',
    });
    // Sent twice it is one.
    expect((await zhao('POST', `/api/expert/visits/${mine!.id}/findings`, sending)).json().id).toBe(first.json().id);
    expect((await zhao('POST', `/api/expert/visits/${mine!.id}/findings`, finding('罐区通道堵塞'))).statusCode).toBe(
      201,
    );
    expect((await qian('POST', `/api/expert/visits/${mine!.id}/findings`, finding('x'))).statusCode).toBe(404);
    const visit: Visit = (await zhao('GET', `/api/expert/visits/${mine!.id}`)).json();
    expect(visit.findings.map(({ title }) => title)).toEqual(['反应釜联锁未投用', '罐区通道堵塞']);
    expect(visit.assignment.found).toBe(2);
  });

  it('an expert does not close what he found, not even where he holds an inspector’s post as well', async () => {
    const [danger] = (await zhao('GET', `/api/expert/visits/${(await visits(zhao))[0]!.id}`)).json().findings;
    const act = (ask: Ask, action: string, input: object, version: number, files: object[] = []) =>
      ask('POST', `/api/cases/${danger.id}/acts/${action}`, { version, input, files });
    const close = await act(zhao, 'accept', { opinion: '好' }, danger.version);
    expect(close.json().code).toBe('not-permitted');
    const grade = { grade: 'general', level: 'yellow', class: 'place', basis: '一般' };
    const graded = (await act(buyer, 'grade', grade, danger.version)).json();
    const order = { responsible: '张三', rectifyBy: soon, measures: '投用' };
    const assigned = (await act(buyer, 'assign', order, graded.case.version)).json();
    const photo = (await officer('POST', '/api/files', PNG, { 'content-type': 'image/png' })).json();
    const submitted = await act(officer, 'submit', { result: '已投用' }, assigned.case.version, [
      { sha256: photo.sha256 },
    ]);
    expect(submitted.statusCode, submitted.body).toBe(200);
    const { version } = submitted.json().case;
    await sql`
      INSERT INTO access_grant (person_id, role, scope_kind, scope_path, origin) VALUES (${uuid(555)}, 'inspector', 'region', ${COUNTY}, 'grant')`.execute(
      stage.db,
    );
    const grant = await sql<{
      id: string;
    }>`SELECT id FROM access_grant WHERE person_id = ${uuid(555)} AND role = 'inspector'`.execute(stage.db);
    await sql`UPDATE session SET grant_id = ${grant.rows[0]!.id} WHERE person_id = ${uuid(555)}`.execute(stage.db);
    const own = (await zhao('POST', '/api/files', PNG, { 'content-type': 'image/png' })).json();
    expect((await act(zhao, 'accept', { opinion: '好' }, version, [{ sha256: own.sha256 }])).json().code).toBe(
      'same-person',
    );
    await sql`UPDATE session SET grant_id = (SELECT id FROM access_grant WHERE person_id = ${uuid(555)} AND role = 'expert') WHERE person_id = ${uuid(555)}`.execute(
      stage.db,
    );
    const seen = (await buyer('POST', '/api/files', PNG, { 'content-type': 'image/png' })).json();
    const accepted = await act(buyer, 'accept', { opinion: '已改' }, version, [{ sha256: seen.sha256 }]);
    expect(accepted.statusCode, accepted.body).toBe(200);
  });

  it('[S66.4] counts what the enterprise put right, in the report of the contract', async () => {
    const [mine] = await visits(zhao);
    expect((await zhao('POST', `/api/expert/visits/${mine!.id}/report`, { summary: '查出两条' })).statusCode).toBe(204);
    expect(await toDo(zhao)).toEqual([]);
    expect((await zhao('POST', `/api/expert/visits/${mine!.id}/findings`, finding('晚了'))).json().code).toBe(
      'contract-closed',
    );
    const { contract, targets } = await report(buyer);
    expect(contract).toMatchObject({ targets: 2, covered: 1, found: 2, rectified: 1 });
    expect(targets.map(({ name, covered, found, rectified }) => ({ name, covered, found, rectified }))).toEqual(
      expect.arrayContaining([
        { name: '远山化工', covered: true, found: 2, rectified: 1 },
        { name: '近水烟花', covered: false, found: 0, rectified: 0 },
      ]),
    );
    // Each enterprise sees its own part of it, and no money.
    expect((await report(officer)).contract).toMatchObject({ own: false, targets: 1, found: 2, paid: null });
    expect((await other('GET', `/api/expert/contracts/${BOUGHT}`)).statusCode).toBe(404);
  });

  it('[S66.5] is evaluated by the buyer and by whom it was done to, and by nobody else', async () => {
    const scores = { quality: 5, punctuality: 4, attitude: 4, effect: 3 };
    expect((await buyer('POST', `/api/expert/contracts/${BOUGHT}/evaluation`, scores)).statusCode).toBe(204);
    // Not visited yet.
    expect((await boss('POST', `/api/expert/contracts/${BOUGHT}/evaluation`, scores)).statusCode).toBe(404);
    expect(
      (await buyer('POST', `/api/expert/contracts/${BOUGHT}/evaluation`, { ...scores, effect: 5 })).statusCode,
    ).toBe(204);
    expect((await report(buyer)).contract.score).toBe(4.5);
    expect(
      (await buyer('POST', `/api/expert/contracts/${BOUGHT}/evaluation`, { ...scores, effect: 6 })).statusCode,
    ).toBe(422);
  });

  it('[S66.6] may be hired by an enterprise for itself, and who was hired there is not sent there by government', async () => {
    const targets = (enterprises: string[]) => boss('POST', `/api/expert/contracts/${HIRED}/targets`, { enterprises });
    expect((await targets([SECOND])).json()).toEqual({ added: 1 });
    expect((await targets([FIRM])).json()).toMatchObject({ field: 'enterprises' });
    const hire = await boss('POST', `/api/expert/contracts/${HIRED}/assignments`, {
      expert: QIAN,
      enterprise: SECOND,
      dueOn: soon,
    });
    expect(hire.statusCode, hire.body).toBe(201);
    expect((await visits(qian))[0]).toMatchObject({ mode: 'enterprise', enterpriseName: '近水烟花' });
    expect((await qian('GET', `/api/enterprises/${SECOND}`)).statusCode).toBe(200);
    const sent = await buyer('POST', `/api/expert/contracts/${BOUGHT}/assignments`, {
      expert: QIAN,
      enterprise: SECOND,
      dueOn: soon,
    });
    expect(sent.json()).toMatchObject({ code: 'expert-conflict', facts: { expert: '钱专家', enterprise: '近水烟花' } });
    const back = await boss('POST', `/api/expert/visits/${hire.json().id}/withdraw`, { reason: '改期' });
    expect(back.statusCode).toBe(204);
    expect(await visits(qian)).toEqual([]);
    // What was opened for the visit is closed with it.
    expect((await qian('GET', `/api/enterprises/${SECOND}`)).statusCode).toBe(404);
  });
});
