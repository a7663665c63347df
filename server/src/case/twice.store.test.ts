import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import type { App } from '../http/index.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { takeEvents } from '../notify/post-office.ts';
import { messageRoutes } from '../notify/message-routes.ts';
import { parameterRoutes } from '../parameter/routes.ts';
import { preventionRoutes } from '../prevention/routes.ts';
import { registryRoutes } from '../registry/index.ts';
import { creditCode } from '../registry/testing/sample.ts';
import { caseRoutes } from './routes.ts';
import { runDueCases } from './timers.ts';

const CITY = 'cn.36.11.';
const COUNTY = 'cn.36.11.02.';
const TOWN = 'cn.36.11.02.001.';
const NEIGHBOUR = 'cn.36.11.04.';
const DAY = 86_400_000;

let stage: Stage;
let app: App;
let officer: Ask;
let inspector: Ask;
let neighbour: Ask;
let clerk: Ask;
let system: Ask;
let foreign: Ask;
let firm: string;
let firms = 0;

beforeAll(async () => {
  stage = await openStage();
  app = await stage.app({ modules: [caseRoutes, parameterRoutes, registryRoutes, messageRoutes, preventionRoutes] });
  const people = [
    { id: uuid(613), account: '执法', role: 'inspector', region: COUNTY },
    { id: uuid(614), account: '邻县', role: 'inspector', region: NEIGHBOUR },
    { id: uuid(615), account: '台账', role: 'inspector', region: CITY },
    { id: uuid(616), account: '系统', role: 'system-administrator', region: CITY },
    { id: uuid(617), account: '外市', role: 'inspector', region: 'cn.50.' },
    { id: uuid(618), account: '镇', role: 'town-officer', region: TOWN },
    { id: uuid(619), account: '县', role: 'duty-officer', region: COUNTY },
    { id: uuid(620), account: '市', role: 'duty-officer', region: CITY },
  ];
  for (const person of people) await enterPerson(stage.db, person);
  [inspector, neighbour, clerk, system, foreign] = (await Promise.all(
    people.slice(0, 5).map(({ id }) => askAs(app, stage.db, id)),
  )) as [Ask, Ask, Ask, Ask, Ask];
  await hear();
}, 120_000);

afterAll(() => stage.close());

async function enterFirm(path = TOWN): Promise<string> {
  firms += 1;
  const id = uuid(5000 + firms);
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, credit_code, risk_level)
    VALUES (${id}, ${`远山化工${firms}`}, ${path}, ${id}, 'hazchem-production', ${creditCode(500 + firms)}, 'red')`.execute(
    stage.db,
  );
  return id;
}

/** The post office reads all that happened; it takes 200 events at a time. */
async function hear(): Promise<void> {
  while ((await takeEvents(stage.db, Date.now())) > 0);
}

// Each promise has an enterprise of its own.
beforeEach(async () => {
  firm = await enterFirm();
  const [a, b] = [uuid(6000 + firms * 2), uuid(6001 + firms * 2)];
  await enterPerson(stage.db, { id: a, account: `安全员${firms}`, role: 'safety-officer', organisation: firm });
  await enterPerson(stage.db, { id: b, account: `负责人${firms}`, role: 'enterprise-manager', organisation: firm });
  officer = await askAs(app, stage.db, a);
});

const body = (more: object = {}) => ({
  kind: 'hidden-danger',
  input: { enterprise: firm, title: '堆放桶料' },
  ...more,
});
const opened = async (more: object = {}): Promise<CaseDetail> => {
  const answer = await inspector('POST', '/api/cases', body(more));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<CaseDetail>();
};
const read = async (id: string, ask = inspector): Promise<CaseDetail> =>
  (await ask('GET', `/api/cases/${id}`)).json<CaseDetail>();
/** A danger that the enterprise has to rectify: its lateness is the enterprise's. */
const rectifying = async (): Promise<CaseDetail> => {
  let found = await opened();
  const assign = { responsible: '张三', rectifyBy: shift(dayOf(Date.now()), 10), measures: '清空' };
  for (const [action, input] of [
    ['grade', GRADE],
    ['assign', assign],
  ] as const) {
    const sent = { version: found.case.version, input };
    const answer = await inspector('POST', `/api/cases/${found.case.id}/acts/${action}`, sent);
    expect(answer.statusCode, answer.body).toBe(200);
    found = answer.json<CaseDetail>();
  }
  return found;
};
const GRADE = { grade: 'general', level: 'yellow', class: 'place', basis: '一般隐患' };

describe('a request', () => {
  it('sent several times at once opens one case, and every sender hears of that one', async () => {
    const requestId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => officer('POST', '/api/cases', body({ requestId }))),
    );
    expect(answers.map((answer) => answer.statusCode)).toEqual([201, 201, 201, 201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.json<CaseDetail>().case.id)).size).toBe(1);
    expect((await officer('GET', '/api/cases')).json()).toMatchObject({ total: 1 });
  });

  it('to act, sent several times at once, is done once and answered alike', async () => {
    const found = await opened();
    const act = { version: found.case.version, input: GRADE, requestId: randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => inspector('POST', `/api/cases/${found.case.id}/acts/grade`, act)),
    );
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200, 200, 200]);
    expect((await read(found.case.id)).trail.map((entry) => entry.action)).toEqual(['open', 'grade']);
  });

  it('whose number stands for another act, case or sender is refused, not taken for done', async () => {
    const requestId = randomUUID();
    const first = await opened({ requestId });
    const second = await opened();
    const act = { version: 1, input: GRADE, requestId };
    const other = await inspector('POST', `/api/cases/${second.case.id}/acts/grade`, act);
    expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([409, 'already-exists']);
    expect((await inspector('POST', `/api/cases/${first.case.id}/acts/grade`, act)).statusCode).toBe(409);
    const somebody = await officer('POST', '/api/cases', body({ requestId }));
    expect([somebody.statusCode, somebody.json<{ code: string }>().code]).toEqual([409, 'already-exists']);
    expect(stage.errors).toEqual([]);
  });

  it('with an id that another case has is refused, inside the scope and outside it', async () => {
    const id = randomUUID();
    await opened({ id });
    expect((await inspector('POST', '/api/cases', body({ id }))).statusCode).toBe(409);
    const elsewhere = { enterprise: await enterFirm(NEIGHBOUR), title: 'x' };
    expect((await neighbour('POST', '/api/cases', { ...body({ id }), input: elsewhere })).statusCode).toBe(409);
    expect(stage.errors).toEqual([]);
  });

  it('for a self-check that the enterprise was set already is refused', async () => {
    const task = { kind: 'self-check', input: { enterprise: firm, title: '自查', period: '2026-03' } };
    expect((await inspector('POST', '/api/cases', task)).statusCode).toBe(201);
    const again = await inspector('POST', '/api/cases', task);
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([409, 'already-exists']);
    expect(stage.errors).toEqual([]);
  });
});

describe('a late case', () => {
  it('that was not looked at for weeks tells every level once, each its own rung', async () => {
    const found = await rectifying();
    await hear();
    await runDueCases(stage.db, (found.case.dueAt as number) + 30 * DAY);
    await hear();
    const { rows } = await sql<{ name: string }>`
      SELECT person_name AS name FROM message WHERE subject_id = ${found.case.id} AND happening = 'overdue'
      ORDER BY cause, person_name`.execute(stage.db);
    const enterprise = [`安全员${firms}`, `负责人${firms}`];
    expect(rows.map((row) => row.name)).toEqual([...enterprise.toSorted(), '镇', '县', '市']);
  });

  it('is late from its deadline on, also where the first to be told is told days later', async () => {
    const found = await rectifying();
    const setting = { regionPath: CITY, from: Date.now(), value: 5, reason: '先提醒后告知' };
    const path = '/api/parameters/danger.overdue.owner/settings';
    expect((await system('POST', path, setting)).statusCode).toBe(201);
    await runDueCases(stage.db, (found.case.dueAt as number) + 1);
    const late = await read(found.case.id);
    expect(late.case).toMatchObject({ overdueSince: found.case.dueAt, supervisor: null });
    expect(late.trail).toHaveLength(3);
    expect((await system('POST', path, { ...setting, from: Date.now(), value: 0 })).statusCode).toBe(201);
  });

  it('that cannot be moved does not keep the others from climbing', async () => {
    const broken = await rectifying();
    const sound = await rectifying();
    await sql`UPDATE case_file SET kind = 'no-such-kind' WHERE id = ${broken.case.id}`.execute(stage.db);
    await runDueCases(stage.db, (sound.case.dueAt as number) + 1);
    expect((await read(sound.case.id)).case.supervisor).toBe('owner');
    await sql`UPDATE case_file SET kind = 'hidden-danger' WHERE id = ${broken.case.id}`.execute(stage.db);
    await runDueCases(stage.db, (sound.case.dueAt as number) + 2 * 3_600_000);
    expect((await read(broken.case.id)).case.supervisor).toBe('owner');
  });

  it('climbs by a shorter time limit once it is set, not when the old one would have ended', async () => {
    const found = await rectifying();
    // A Wednesday without holidays around it.
    const due = Date.parse('2040-03-14T23:59:59.999+08:00');
    await sql`
      UPDATE case_file SET due_at = ${new Date(due)}, escalate_at = ${new Date(due)} WHERE id = ${found.case.id}`.execute(
      stage.db,
    );
    await runDueCases(stage.db, due + DAY + 1);
    expect((await read(found.case.id)).case.supervisor).toBe('town');
    const setting = { regionPath: CITY, from: Date.now(), value: 2, reason: '专项整治' };
    const set = await system('POST', '/api/parameters/danger.overdue.county/settings', setting);
    expect(set.statusCode, set.body).toBe(201);
    await runDueCases(stage.db, due + 2 * DAY);
    const waiting = await read(found.case.id);
    expect(waiting.case.supervisor).toBe('town');
    await runDueCases(stage.db, due + 2 * DAY + 1);
    expect((await read(found.case.id)).trail.findLast((line) => line.action === 'overdue')?.text).toBe(
      '逾期 2 日，升级到县（市、区）',
    );
  });
});

describe('an enterprise that moves', () => {
  it('takes its cases, what was done in them and who was told along to its new county', async () => {
    const found = await rectifying();
    await runDueCases(stage.db, (found.case.dueAt as number) + 30 * DAY);
    await hear();
    const { version } = (await clerk('GET', `/api/enterprises/${firm}`)).json<{ version: number }>();
    const changes = { regionPath: NEIGHBOUR, sector: 'metallurgy' };
    const moved = await clerk('PATCH', `/api/enterprises/${firm}`, { version, changes });
    expect(moved.statusCode, moved.body).toBe(200);
    expect((await inspector('GET', `/api/cases/${found.case.id}`)).statusCode).toBe(404);
    const after = await read(found.case.id, neighbour);
    expect(after.trail.filter((line) => line.action === 'overdue')).toHaveLength(4);
    expect(after.detail['title']).toBe('堆放桶料');
    expect(after.related.map((other) => other.kind)).toEqual(['enforcement']);
    expect((await neighbour('GET', `/api/messages/of/${found.case.id}`)).json<object[]>().length).toBeGreaterThan(0);
    expect((await inspector('GET', `/api/messages/of/${found.case.id}`)).json()).toEqual([]);
    const credit = await sql`
      SELECT region_path, sector FROM credit_event WHERE case_id = ${found.case.id}`.execute(stage.db);
    expect(credit.rows).toEqual([{ region_path: NEIGHBOUR, sector: 'metallurgy' }]);
  });

  it('merged into another has its cases there, also where both had the same task', async () => {
    const other = await enterFirm('cn.36.11.02.002.');
    const found = await rectifying();
    for (const enterprise of [firm, other])
      await inspector('POST', '/api/cases', {
        kind: 'self-check',
        input: { enterprise, title: '自查', period: '2026-04' },
      });
    const wish = { merged: firm, versions: [1, 1], take: [], reason: '重复登记' };
    const answer = await clerk('POST', `/api/enterprises/${other}/merge`, wish);
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    const after = await read(found.case.id);
    expect(after.case).toMatchObject({ organisationId: other, regionPath: 'cn.36.11.02.002.' });
    expect(after.detail['enterprise']).toBe(other);
  });
});

describe('tasks for everyone', () => {
  it('are set in portions that let alarms through in between, and all of them once', async () => {
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, credit_code, risk_level)
      SELECT id, '厂' || n, ${'cn.36.11.04.'}, id, 'hazchem-production', 'TASK' || n, 'blue'
      FROM (SELECT n, ('00000000-0000-4000-8000-' || lpad((70000 + n)::text, 12, '0'))::uuid AS id FROM generate_series(1, 230) n) made`.execute(
      stage.db,
    );
    const path = '/api/prevention/self-checks';
    const first = (await neighbour('POST', path, { period: '2026-05' })).json<{ issued: number; known: number }>();
    expect(first.issued).toBeGreaterThanOrEqual(230);
    expect(first.known).toBe(0);
    expect((await neighbour('POST', path, { period: '2026-05' })).json()).toEqual({ issued: 0, known: first.issued });
    const portions = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM (SELECT DISTINCT e.xmin FROM case_entry e JOIN case_self_check d ON d.case_id = e.case_id
        WHERE d.period = '2026-05') written`.execute(stage.db);
    expect(portions.rows[0]?.n).toBeGreaterThan(1);
  });
});

describe('what is said elsewhere', () => {
  it('values of another jurisdiction are not shown, those above are', async () => {
    const setting = { regionPath: CITY, from: Date.now() + 5, value: 4, reason: '市里的理由' };
    expect((await system('POST', '/api/parameters/danger.verify-within/settings', setting)).statusCode).toBe(201);
    const path = '/api/parameters/danger.verify-within/settings';
    expect((await foreign('GET', path)).json()).toEqual([]);
    expect((await inspector('GET', path)).json()).toMatchObject([{ reason: '市里的理由' }]);
    expect((await foreign('GET', `/api/parameters?region=${COUNTY}`)).statusCode).toBe(404);
    expect((await inspector('GET', `/api/parameters?region=${TOWN}`)).statusCode).toBe(200);
  });

  it('messages about a case are not for who may not read cases', async () => {
    const found = await rectifying();
    await runDueCases(stage.db, (found.case.dueAt as number) + 1);
    await hear();
    expect((await inspector('GET', `/api/messages/of/${found.case.id}`)).json<object[]>().length).toBeGreaterThan(0);
    expect((await system('GET', `/api/messages/of/${found.case.id}`)).json()).toEqual([]);
  });
});
