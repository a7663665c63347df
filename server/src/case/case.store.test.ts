import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail } from '@anlan/kernel/case';
import { homeRoutes } from '../home/routes.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { parameterRoutes } from '../parameter/routes.ts';
import { preventionRoutes } from '../prevention/routes.ts';
import { registryRoutes } from '../registry/index.ts';
import { openFiles } from '../store/index.ts';
import { caseRoutes } from './routes.ts';
import { runDueCases } from './timers.ts';
import { uploadRoutes } from './uploads.ts';

const COUNTY = 'cn.36.11.02.';
const TOWN = 'cn.36.11.02.001.';
const FIRM = uuid(501);
const OTHER = uuid(502);
const DAY = 86_400_000;
const PNG = (text: string) => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(text)]);

let stage: Stage;
let app: App;
let folder: string;
let officer: Ask;
let manager: Ask;
let inspector: Ask;
let second: Ask;
let stranger: Ask;
let system: Ask;

async function enterFirm(id: string, name: string, path: string, code: string): Promise<void> {
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level)
    VALUES (${id}, ${name}, ${path}, ${id}, 'hazchem-production', 117.9, 28.4, ${code}, 'red')`.execute(stage.db);
}

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'anlan-case-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  app = await buildApp({ ...stage.context, files }, [
    caseRoutes,
    uploadRoutes,
    parameterRoutes,
    preventionRoutes,
    registryRoutes,
    homeRoutes,
  ]);
  await enterFirm(FIRM, '远山化工', TOWN, 'X1');
  await enterFirm(OTHER, '邻县化工', 'cn.36.11.04.', 'X2');
  const people = [
    { id: uuid(601), account: '安全员', role: 'safety-officer', organisation: FIRM },
    { id: uuid(602), account: '负责人', role: 'enterprise-manager', organisation: FIRM },
    { id: uuid(603), account: '执法甲', role: 'inspector', region: COUNTY },
    { id: uuid(604), account: '执法乙', role: 'inspector', region: COUNTY },
    { id: uuid(605), account: '邻县', role: 'inspector', region: 'cn.36.11.04.' },
    { id: uuid(606), account: '系统', role: 'system-administrator', region: 'cn.36.11.' },
  ];
  for (const person of people) await enterPerson(stage.db, person);
  [officer, manager, inspector, second, stranger, system] = (await Promise.all(
    people.map(({ id }) => askAs(app, stage.db, id)),
  )) as [Ask, Ask, Ask, Ask, Ask, Ask];
}, 120_000);

afterAll(async () => {
  await app.close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

async function photo(ask: Ask, text: string): Promise<{ sha256: string }> {
  const sent = await ask('POST', '/api/files', PNG(text), { 'content-type': 'image/png' });
  expect(sent.statusCode).toBe(201);
  return { sha256: sent.json<{ sha256: string }>().sha256 };
}

async function report(ask: Ask, input: object = {}, more: object = {}): Promise<CaseDetail> {
  const answer = await ask('POST', '/api/cases', {
    kind: 'hidden-danger',
    input: { enterprise: FIRM, title: '罐区消防通道堆放桶料', class: 'place', ...input },
    ...more,
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<CaseDetail>();
}

async function act(ask: Ask, found: CaseDetail, action: string, input: object = {}, files: object[] = []) {
  return ask('POST', `/api/cases/${found.case.id}/acts/${action}`, { version: found.case.version, input, files });
}

async function done(
  ask: Ask,
  found: CaseDetail,
  action: string,
  input: object = {},
  files: object[] = [],
): Promise<CaseDetail> {
  const answer = await act(ask, found, action, input, files);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<CaseDetail>();
}

const inDays = (count: number) => new Date(Date.now() + count * DAY + 8 * 3_600_000).toISOString().slice(0, 10);
const GRADE = { grade: 'general', level: 'yellow', class: 'place', basis: '一般隐患' };
const assign = () => ({ responsible: '张三', rectifyBy: inDays(10), measures: '清空通道并划线' });

async function rectifying(finder: Ask = inspector, input: object = {}): Promise<CaseDetail> {
  const graded = await done(inspector, await report(finder, input), 'grade', GRADE);
  return done(inspector, graded, 'assign', assign());
}

describe('a hidden danger', () => {
  it('goes from being found to being closed by a second person, with every step in the trail [S59.1]', async () => {
    const found = await rectifying();
    expect(found.case).toMatchObject({
      state: 'rectifying',
      owner: 'organisation',
      source: 'inspection',
      organisationName: '远山化工',
    });
    expect(found.case.number).toMatch(/^YH-\d{8}-\d{4}$/);
    const submitted = await done(officer, found, 'submit', { result: '已清空' }, [await photo(officer, 'after')]);
    const own = await act(manager, submitted, 'accept', { opinion: '可以' }, [await photo(manager, 'self')]);
    expect(own.json()).toMatchObject({ code: 'not-own-danger' });
    const same = await act(inspector, submitted, 'accept', { opinion: '可以' }, [await photo(inspector, 'seen')]);
    expect(same.json()).toMatchObject({ code: 'same-person' });
    const bare = await act(second, submitted, 'accept', { opinion: '可以' });
    expect(bare.json()).toMatchObject({ code: 'evidence-required', field: 'files' });
    const closed = await done(second, submitted, 'accept', { opinion: '符合要求' }, [await photo(second, 'seen')]);
    expect(closed.case).toMatchObject({ state: 'closed', owner: null });
    expect(closed.trail.map((entry) => [entry.action, entry.by])).toEqual([
      ['open', '执法甲'],
      ['grade', '执法甲'],
      ['assign', '执法甲'],
      ['submit', '安全员'],
      ['accept', '执法乙'],
    ]);
    expect(closed.trail[3]?.files).toHaveLength(1);
    await expect(
      sql`UPDATE case_entry SET text = 'x' WHERE case_id = ${closed.case.id}`.execute(stage.db),
    ).rejects.toThrow('never changed');
    await expect(sql`DELETE FROM case_entry WHERE case_id = ${closed.case.id}`.execute(stage.db)).rejects.toThrow(
      'never changed or removed',
    );
  });

  it('found by the enterprise itself is graded and accepted inside it, by two people', async () => {
    const own = await report(officer, { round: 'shift' });
    expect(own.case).toMatchObject({ source: 'self', owner: 'organisation', organisationId: FIRM });
    const graded = await done(officer, own, 'grade', GRADE);
    const assigned = await done(officer, graded, 'assign', assign());
    const submitted = await done(officer, assigned, 'submit', { result: '好了' }, [await photo(officer, 'own')]);
    expect(
      (await act(officer, submitted, 'accept', { opinion: '行' }, [await photo(officer, 'own2')])).json(),
    ).toMatchObject({ code: 'same-person' });
    const closed = await done(manager, submitted, 'accept', { opinion: '行' }, [await photo(manager, 'own3')]);
    const archived = await done(manager, closed, 'archive');
    expect(archived.case.state).toBe('archived');
    const bundle = (await manager('GET', `/api/cases/${own.case.id}/bundle`)).json<{
      sha256: string;
      content: CaseDetail;
    }>();
    expect(bundle.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bundle.content.trail).toHaveLength(6);
  });

  it('that is major is not worked on before all five are in place, and stays listed until it is delisted [S59.2]', async () => {
    const graded = await done(inspector, await report(inspector), 'grade', { ...GRADE, grade: 'major', level: 'red' });
    const missing = await act(inspector, graded, 'assign', assign());
    expect(missing.json()).toMatchObject({ code: 'major-incomplete' });
    expect(missing.json<{ zh: string }>().zh).toContain('整改资金');
    const assigned = await done(inspector, graded, 'assign', { ...assign(), funds: 12, emergencyPlan: '专人值守' });
    const listed = await done(second, assigned, 'list', {
      listedAt: 'county',
      listingNumber: '县级〔2026〕3 号',
      reason: '重大',
    });
    const board = (await inspector('GET', '/api/prevention/board')).json<{
      listed: { listingNumber: string; five: object }[];
    }>();
    expect(board.listed[0]).toMatchObject({
      listingNumber: '县级〔2026〕3 号',
      five: { funds: true, emergencyPlan: true },
    });
    const submitted = await done(officer, listed, 'submit', { result: '改好' }, [await photo(officer, 'major')]);
    const held = await act(second, submitted, 'accept', { opinion: '好' }, [await photo(second, 'major2')]);
    expect(held.json()).toMatchObject({ code: 'still-listed' });
    const delisted = await done(second, submitted, 'delist', { reason: '验收合格' }, [await photo(second, 'major3')]);
    expect(delisted.detail['listedAt']).toBeNull();
    expect(
      (await done(second, delisted, 'accept', { opinion: '好' }, [await photo(second, 'major4')])).case.state,
    ).toBe('closed');
  });

  it('late past its deadline is told on, becomes an enforcement lead and costs credit once [S59.5]', async () => {
    const found = await rectifying();
    const due = found.case.dueAt as number;
    await runDueCases(stage.db, due + 1);
    const late = (await inspector('GET', `/api/cases/${found.case.id}`)).json<CaseDetail>();
    expect(late.case).toMatchObject({ overdueSince: due, supervisor: 'owner' });
    for (let round = 0; round < 5; round += 1) await runDueCases(stage.db, due + 12 * DAY);
    const after = (await inspector('GET', `/api/cases/${found.case.id}`)).json<CaseDetail>();
    expect(after.trail.filter((entry) => entry.action === 'overdue')).toHaveLength(4);
    expect(after.case.supervisor).toBe('city');
    expect(after.related.map((other) => [other.kind, other.state, other.source])).toEqual([
      ['enforcement', 'proposed', 'case'],
    ]);
    const credit = await sql<{
      points: number;
    }>`SELECT points FROM credit_event WHERE case_id = ${found.case.id}`.execute(stage.db);
    expect(credit.rows).toEqual([{ points: 5 }]);
    const outbox = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM outbox WHERE topic = 'case' AND happening = 'overdue' AND body->>'id' = ${found.case.id}`.execute(
      stage.db,
    );
    expect(outbox.rows[0]?.n).toBe(4);
  });

  it('is urged, extended by somebody else than who asked, and keeps all of it in its file [S59.3] [S59.4]', async () => {
    const found = await rectifying();
    const asked = await done(officer, found, 'request-extension', { extendTo: inDays(20), reason: '等备件' });
    expect((await act(officer, asked, 'extend', { extendTo: inDays(20), reason: '同意' })).statusCode).toBe(403);
    const urged = await done(inspector, asked, 'urge', { demand: '三日内报进度' });
    const extended = await done(inspector, urged, 'extend', { extendTo: inDays(20), reason: '同意' });
    expect(new Date(extended.case.dueAt as number).getTime()).toBeGreaterThan(found.case.dueAt as number);
    const bundle = (await inspector('GET', `/api/cases/${found.case.id}/bundle`)).json<{ content: CaseDetail }>();
    expect(bundle.content.trail.map((entry) => entry.action)).toEqual([
      'open',
      'grade',
      'assign',
      'request-extension',
      'urge',
      'extend',
    ]);
  });
});

describe('cases', () => {
  it('are seen and worked on inside the scope only, and the attempt outside it is audited', async () => {
    const found = await report(inspector);
    expect((await stranger('GET', `/api/cases/${found.case.id}`)).statusCode).toBe(404);
    expect((await act(stranger, found, 'urge', { demand: 'x' })).statusCode).toBe(404);
    expect(
      (await stranger('POST', '/api/cases', { kind: 'hidden-danger', input: { enterprise: FIRM, title: 'x' } }))
        .statusCode,
    ).toBe(422);
    const list = (await stranger('GET', '/api/cases')).json<{ total: number }>();
    expect(list.total).toBe(0);
    const audit = await sql`SELECT FROM audit WHERE verb = 'case.read' AND outcome = 'refused'`.execute(stage.db);
    expect(audit.rows.length).toBeGreaterThan(0);
  });

  it('take the same request once, however often it is sent', async () => {
    const requestId = randomUUID();
    const first = await report(officer, {}, { requestId });
    const again = await report(officer, {}, { requestId });
    expect(again.case.id).toBe(first.case.id);
    const graded = { version: first.case.version, input: GRADE, requestId: randomUUID() };
    const sent = await officer('POST', `/api/cases/${first.case.id}/acts/grade`, graded);
    const repeated = await officer('POST', `/api/cases/${first.case.id}/acts/grade`, graded);
    expect([sent.statusCode, repeated.statusCode]).toEqual([200, 200]);
    expect(repeated.json<CaseDetail>().trail).toHaveLength(2);
  });

  it('are not changed by somebody who has not seen the newest version', async () => {
    const found = await report(officer);
    await done(officer, found, 'grade', GRADE);
    expect((await act(manager, found, 'grade', GRADE)).json()).toMatchObject({ code: 'version-conflict' });
  });

  it('take two acts at the same time as one', async () => {
    const found = await report(officer);
    const both = await Promise.all([act(officer, found, 'grade', GRADE), act(manager, found, 'grade', GRADE)]);
    expect(new Set(both.map((answer) => answer.statusCode))).toEqual(new Set([200, 409]));
  });

  it('attach only what the actor brought in', async () => {
    const found = await rectifying();
    const foreign = await photo(inspector, 'not yours');
    expect((await act(officer, found, 'submit', { result: 'x' }, [foreign])).json()).toMatchObject({
      code: 'file-missing',
    });
    const kept = await done(officer, found, 'submit', { result: 'x' }, [
      { ...(await photo(officer, 'mine')), name: '整改后.png' },
    ]);
    const file = kept.trail.at(-1)?.files[0];
    const read = await inspector('GET', `/api/cases/${found.case.id}/files/${file?.sha256}`);
    expect(read.statusCode).toBe(200);
    expect((await stranger('GET', `/api/cases/${found.case.id}/files/${file?.sha256}`)).statusCode).toBe(404);
    expect(
      (await officer('POST', '/api/files', Buffer.from('<svg/>'), { 'content-type': 'image/png' })).statusCode,
    ).toBe(415);
  });

  it('are listed by what is asked for, with the open ones counted by state', async () => {
    const mine = (await officer('GET', '/api/cases?owner=mine&kind=hidden-danger&sort=due')).json<{
      rows: { owner: string }[];
      total: number;
      states: Record<string, number>;
    }>();
    expect(mine.rows.every((row) => row.owner === 'organisation')).toBe(true);
    expect(mine.total).toBe(mine.rows.length);
    expect(Object.values(mine.states).reduce((sum, n) => sum + n, 0)).toBe(mine.total);
    expect((await officer('GET', '/api/cases?kind=nonsense')).json()).toMatchObject({ total: 0 });
    expect((await officer('GET', '/api/cases?colour=red')).statusCode).toBe(422);
  });

  it('are narrowed to a cell of the matrix: class and colour, filled in or not, and trade', async () => {
    const count = async (wish: string) =>
      (await inspector('GET', `/api/cases?kind=hidden-danger&${wish}`)).json<{ total: number }>().total;
    const all = await count('');
    await report(officer, { class: 'equipment', level: 'orange' });
    await report(officer, { class: undefined });
    expect(await count('class=equipment')).toBe(1);
    expect(await count('class=equipment&level=orange')).toBe(1);
    expect(await count('class=equipment&level=none')).toBe(0);
    expect(await count('class=none')).toBe(1);
    expect(await count('class=none&level=none')).toBe(1);
    expect(await count('class=place,equipment,none')).toBe(all + 2);
    expect(await count('sector=hazchem-production')).toBe(all + 2);
    expect(await count('sector=other')).toBe(0);
  });

  it('are taken away as a file: what the wish names, within the scope, and nothing a spreadsheet would run', async () => {
    await report(officer, { title: '=cmd|calc' });
    const file = await inspector('GET', '/api/cases/export.csv?kind=hidden-danger&search=cmd');
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = file.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\uFEFF编号,种类,事项/);
    expect(lines[1]).toMatch(/^YH-.*,事故隐患,'=cmd\|calc,待定级,/);
    const total = (await inspector('GET', '/api/cases?size=1')).json<{ total: number }>().total;
    expect((await inspector('GET', '/api/cases/export.csv')).body.trimEnd().split('\r\n')).toHaveLength(total + 1);
    expect((await stranger('GET', '/api/cases/export.csv')).body.trimEnd().split('\r\n')).toHaveLength(1);
    const audit = await sql`SELECT FROM audit WHERE verb = 'case.export'`.execute(stage.db);
    expect(audit.rows).toHaveLength(3);
  });

  it('say to each what they may do and why not the rest', async () => {
    const found = await rectifying();
    const seen = (await inspector('GET', `/api/cases/${found.case.id}`)).json<CaseDetail>();
    const submit = seen.actions.find((action) => action.key === 'submit');
    expect(submit).toMatchObject({ allowed: false });
    expect(submit?.why?.zh).toContain('授权');
    expect(seen.actions.find((action) => action.key === 'urge')?.allowed).toBe(true);
    const theirs = (await officer('GET', `/api/cases/${(await report(inspector)).case.id}`)).json<CaseDetail>();
    expect(theirs.actions.find((action) => action.key === 'grade')?.why?.zh).toBe('监管部门查出的隐患不能由企业定级');
  });

  it('are late only while their clock runs', async () => {
    const period = '2026-02';
    await inspector('POST', '/api/prevention/self-checks', { period });
    const wish = `/api/cases?kind=self-check&search=${period}`;
    const [task] = (await officer('GET', wish)).json<{ rows: CaseDetail['case'][] }>().rows;
    await runDueCases(stage.db, (task?.dueAt as number) + DAY);
    const late = async () => (await inspector('GET', `${wish}&overdue=1`)).json<{ total: number; overdue: number }>();
    const atHome = async () => (await inspector('GET', '/api/home')).json<{ now: { id: string }[] }>();
    expect(await late()).toMatchObject({ total: 1, overdue: 1 });
    // The report comes after the deadline: what was late stays in the trail, and nobody is late any more.
    await sql`UPDATE case_file SET due_at = ${new Date(Date.now() - DAY)} WHERE id = ${task?.id}`.execute(stage.db);
    const detail = (await officer('GET', `/api/cases/${task?.id}`)).json<CaseDetail>();
    await done(officer, detail, 'report', { checked: 40, found: 0, corrected: 0, statement: '如实' });
    expect(await late()).toMatchObject({ total: 0, overdue: 0 });
    expect((await atHome()).now.map(({ id }) => id)).not.toContain(task?.id);
  });
});

describe('parameters', () => {
  const body = (value: unknown, more: object = {}) => ({
    regionPath: 'cn.36.11.',
    from: Date.now(),
    value,
    reason: '市安委会要求',
    ...more,
  });

  it('are set for a jurisdiction from now on, with a reason, and decide from then on', async () => {
    expect((await inspector('POST', '/api/parameters/danger.verify-within/settings', body(3))).statusCode).toBe(403);
    expect((await system('POST', '/api/parameters/danger.verify-within/settings', body(0))).json()).toMatchObject({
      code: 'field-invalid',
    });
    expect(
      (await system('POST', '/api/parameters/danger.verify-within/settings', body(3, { regionPath: 'cn.50.' })))
        .statusCode,
    ).toBe(404);
    expect(
      (await system('POST', '/api/parameters/danger.verify-within/settings', body(3, { from: 1 }))).json(),
    ).toMatchObject({ code: 'parameter-past' });
    const set = await system('POST', '/api/parameters/danger.verify-within/settings', body(3));
    expect(set.statusCode, set.body).toBe(201);
    expect(set.json()).toMatchObject({ value: 3, first: 5, setBy: { regionPath: 'cn.36.11.' } });
    const found = await rectifying();
    const submitted = await done(officer, found, 'submit', { result: 'x' }, [await photo(officer, 'p')]);
    expect((submitted.case.dueAt as number) - Date.now()).toBeLessThan(8 * DAY);
    const history = (await system('GET', '/api/parameters/danger.verify-within/settings')).json<
      { reason: string; by: string }[]
    >();
    expect(history).toMatchObject([{ reason: '市安委会要求', by: '系统', value: 3 }]);
    await expect(sql`UPDATE parameter_setting SET value = '9'`.execute(stage.db)).rejects.toThrow('never changed');
  });
});

describe('self-checks', () => {
  const period = inDays(0).slice(0, 7);

  it('are set once a period, reported by the enterprise, and counted as a share of those who should [S62.1] [S62.2]', async () => {
    const issued = await inspector('POST', '/api/prevention/self-checks', { period });
    expect(issued.json()).toEqual({ issued: 1, known: 0 });
    expect((await second('POST', '/api/prevention/self-checks', { period })).json()).toEqual({ issued: 0, known: 1 });
    const [task] = (await officer('GET', '/api/cases?kind=self-check')).json<{ rows: { id: string }[] }>().rows;
    const before = (await inspector('GET', `/api/prevention/self-checks?period=${period}`)).json();
    expect(before).toMatchObject({ should: 1, reported: 0 });
    const detail = (await officer('GET', `/api/cases/${task?.id}`)).json<CaseDetail>();
    const wrong = await act(officer, detail, 'report', { checked: 40, found: 2, corrected: 3, statement: '如实' });
    expect(wrong.json()).toMatchObject({ code: 'field-invalid', field: 'corrected' });
    const reported = await done(officer, detail, 'report', { checked: 40, found: 2, corrected: 2, statement: '如实' });
    expect((await inspector('GET', `/api/prevention/self-checks?period=${period}`)).json()).toMatchObject({
      should: 1,
      reported: 1,
    });
    const refuted = await done(inspector, reported, 'refute', { finding: '现场另有 3 处' }, [
      await photo(inspector, 'spot'),
    ]);
    expect(refuted.case.state).toBe('false');
    expect(refuted.detail['truthful']).toBe('false');
  });

  it('refuted by a spot-check are flagged false, cost credit and become a lead [S62.3]', async () => {
    expect((await inspector('GET', `/api/prevention/self-checks?period=${period}`)).json()).toMatchObject({ false: 1 });
    const [row] = (await inspector('GET', '/api/cases?kind=self-check')).json<{ rows: { id: string }[] }>().rows;
    const credit = await sql<{
      points: number;
      because: string;
    }>`SELECT points, because FROM credit_event WHERE case_id = ${row?.id}`.execute(stage.db);
    expect(credit.rows).toEqual([{ points: 10, because: '自查自报虚报' }]);
    expect((await inspector('GET', `/api/cases?kind=enforcement&origin=${row?.id}`)).json()).toMatchObject({
      total: 1,
    });
  });

  it('count every registered enterprise: who found and reported nothing is listed [S59.6]', async () => {
    const covered = (await inspector('GET', `/api/prevention/coverage?period=${period}`)).json<{
      registered: number;
      active: number;
      zero: number;
    }>();
    expect(covered).toMatchObject({ registered: 1, active: 1, zero: 0 });
    const neighbour = (await stranger('GET', `/api/prevention/coverage?period=${period}`)).json<{
      rows: { name: string }[];
    }>();
    expect(neighbour).toMatchObject({ registered: 1, active: 0, zero: 1 });
    expect(neighbour.rows[0]?.name).toBe('邻县化工');
  });
});

describe('risks', () => {
  it('are counted by area and sector with the open dangers, and those nobody answers for are listed [S58.1] [S58.2] [S58.3]', async () => {
    const risk = uuid(701);
    await sql`
      INSERT INTO risk_point (id, name, region_path, organisation_id, sector, lon, lat, enterprise, object, hazard, level, measures, responsible, reviewed_on)
      VALUES (${risk}, '苯罐区', ${TOWN}, ${FIRM}, 'hazchem-production', 117.9, 28.4, ${FIRM}, 'facility', '苯', 'red', '联锁', '李四', current_date),
             (${uuid(702)}, '装卸区', ${TOWN}, ${FIRM}, 'hazchem-production', 117.9, 28.4, ${FIRM}, 'place', '苯', 'orange', NULL, NULL, NULL)`.execute(
      stage.db,
    );
    const linked = await report(officer, { riskPoint: risk });
    expect(linked.labels['riskPoint']).toBe('苯罐区');
    expect(
      (
        await officer('POST', '/api/cases', { kind: 'hidden-danger', input: { title: 'x', riskPoint: uuid(799) } })
      ).json(),
    ).toMatchObject({ field: 'riskPoint' });
    const matrix = (await inspector('GET', '/api/prevention/risks')).json<{
      cells: { sector: string; red: number; orange: number; open: number }[];
      unheld: object;
    }>();
    const open = (await inspector('GET', '/api/cases?kind=hidden-danger&open=1&size=1')).json<{ total: number }>()
      .total;
    expect(matrix.cells.reduce((sum, cell) => sum + cell.open, 0)).toBe(open);
    expect(matrix.cells[0]).toMatchObject({ sector: 'hazchem-production', red: 1, orange: 1 });
    expect(matrix.unheld).toEqual({ noResponsible: 1, noMeasures: 1, notReviewed: 1 });
    const lacking = (await inspector('GET', '/api/prevention/risks/unheld')).json<{
      rows: { name: string; missing: string[] }[];
    }>();
    expect(lacking.rows).toMatchObject([{ name: '装卸区', missing: ['responsible', 'measures', 'review'] }]);
  });

  it('make heat where they are worst [S58.4]', async () => {
    const heat = (await inspector('GET', '/api/prevention/risks/heat')).json<{ weight: number[]; open: number[] }>();
    expect(heat.weight).toEqual([12]);
    expect(heat.open[0]).toBeGreaterThan(0);
  });
});

describe('a demonstration project', () => {
  it('is applied for with its four cores, accepted on a day, and seen by its enterprise [S59.7]', async () => {
    const input = {
      name: '远山化工示范工程',
      regionPath: TOWN,
      enterprise: FIRM,
      stage: 'applied',
      responsibilityList: true,
    };
    const made = await inspector('POST', '/api/danger-demonstrations', input);
    expect(made.statusCode, made.body).toBe(201);
    const { id, version } = made.json<{ id: string; version: number }>();
    const changes = {
      stage: 'accepted',
      gradingStandard: true,
      closedLoop: true,
      rewardRules: true,
      acceptedOn: inDays(0),
    };
    expect((await inspector('PATCH', `/api/danger-demonstrations/${id}`, { version, changes })).statusCode).toBe(200);
    const seen = (await officer('GET', '/api/danger-demonstrations?stage=accepted')).json<{ rows: object[] }>();
    expect(seen.rows).toMatchObject([{ id, closedLoop: true, acceptedOn: inDays(0) }]);
    expect((await stranger('GET', '/api/danger-demonstrations')).json()).toMatchObject({ total: 0 });
  });
});
