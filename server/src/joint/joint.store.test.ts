import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@anlan/kernel/access';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { JointAction, JointGroup, MutualAid, SharedAlert, SharedRisk } from '@anlan/kernel/joint';
import { withScope } from '../access/scoped.ts';
import { caseRoutes } from '../case/routes.ts';
import { runDueCases } from '../case/timers.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { shareAlerts } from './alerts.ts';
import { settleActions } from './actions.ts';
import { bordersNear, neighboursOf } from './borders.ts';
import { jointRoutes } from './routes.ts';
import { shareRisks } from './share.ts';

const XINZHOU = 'cn.36.11.02.';
const GUANGFENG = 'cn.36.11.03.';
const GUANGXIN = 'cn.36.11.04.';
const PLANT = randomUUID();
const SHOP = randomUUID();
const RISK = randomUUID();
/** In 信州区, within a kilometre or two of 广信区; and in the middle of 玉山县. */
const NEAR = { lon: 117.971, lat: 28.465 };

let stage: Stage;
let home: Ask;
let neighbour: Ask;
let other: Ask;
let city: Ask;
let duty: Ask;
/** What a neighbour sees of each protected table before anything is shared: what everybody may read. */
let before: Record<string, number>;

async function count(scope: Scope): Promise<Record<string, number>> {
  const tables = await sql<{ table: string }>`
    SELECT DISTINCT tablename::text AS table FROM pg_policies WHERE schemaname = 'public' AND policyname IN ('all_scope', 'party_scope')`.execute(
    stage.db,
  );
  const found: Record<string, number> = {};
  for (const { table } of tables.rows) {
    const { rows } = await withScope(stage.db, scope, (tx) =>
      sql<{ n: number }>`SELECT count(*)::int AS n FROM ${sql.table(table)}`.execute(tx),
    );
    if (rows[0]!.n > 0) found[table] = rows[0]!.n;
  }
  return found;
}

beforeAll(async () => {
  stage = await openStage();
  const app = await stage.app({ modules: [jointRoutes, caseRoutes] });
  const { db } = stage;
  const firm = (id: string, name: string, path: string, lon: number, lat: number) =>
    sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level)
    VALUES (${id}, ${name}, ${path}, ${id}, 'hazchem-production', ${lon}, ${lat}, ${id}, 'red')`.execute(db);
  await firm(PLANT, '界边化工', `${XINZHOU}001.`, NEAR.lon, NEAR.lat);
  await firm(SHOP, '广丰化工', `${GUANGFENG}001.`, 118.2, 28.4);
  const people = [
    ['信州执法', 'inspector', XINZHOU],
    ['广信执法', 'inspector', GUANGXIN],
    ['广丰执法', 'inspector', GUANGFENG],
    ['上饶执法', 'inspector', 'cn.36.11.'],
    ['广信值班', 'duty-officer', GUANGXIN],
  ] as const;
  const asks: Ask[] = [];
  for (const [account, role, region] of people) {
    const id = randomUUID();
    await enterPerson(db, { id, account, role, region });
    asks.push(await askAs(app, db, id));
  }
  [home, neighbour, other, city, duty] = asks as [Ask, Ask, Ask, Ask, Ask];
  before = await count({ kind: 'region', path: GUANGXIN });
});
afterAll(() => stage.close());

const risks = async (ask: Ask) => (await ask('GET', '/api/joint/risks')).json<{ total: number; rows: SharedRisk[] }>();
const update = () => shareRisks(stage.db, Date.now());

describe('grounds', () => {
  it('give the metres to every neighbour from real boundaries', () => {
    const near = new Map(bordersNear(NEAR.lon, NEAR.lat, 5000).map(({ regionPath, metres }) => [regionPath, metres]));
    expect(near.get(XINZHOU)).toBe(0);
    expect(near.get(GUANGXIN)).toBeGreaterThan(100);
    expect(near.get(GUANGXIN)).toBeLessThan(2000);
    expect(near.has(GUANGFENG)).toBe(false);
    expect(neighboursOf(XINZHOU)).toEqual(expect.arrayContaining([GUANGXIN, GUANGFENG]));
    expect(neighboursOf(XINZHOU).some((path) => path.startsWith('cn.50.'))).toBe(false);
  });
});

describe('a major risk near a border', () => {
  it('appears for the neighbour by itself, with few fields, and for nobody else [S65.2]', async () => {
    await sql`
      INSERT INTO risk_point (id, name, region_path, organisation_id, sector, lon, lat, enterprise, object, hazard, level, measures, responsible)
      VALUES (${RISK}, '液氯仓库', ${`${XINZHOU}001.`}, ${PLANT}, 'hazchem-production', ${NEAR.lon}, ${NEAR.lat}, ${PLANT}, 'facility', '液氯', 'red', '联锁', '张三')`.execute(
      stage.db,
    );
    expect(await update()).toBe(true);
    const seen = await risks(neighbour);
    expect(seen.rows).toMatchObject([
      { kind: 'risk-point', name: '液氯仓库', firm: '界边化工', via: 'border', to: '广信区' },
    ]);
    expect(JSON.stringify(seen)).not.toMatch(/张三|联锁/);
    expect((await risks(other)).total).toBe(0);
    // The owner is not shown its own; it sees to whom it is shown.
    expect((await risks(home)).total).toBe(0);
    const trail = (await home('GET', '/api/joint/trail')).json();
    expect(trail).toMatchObject({ current: 1, rows: [{ name: '液氯仓库', to: '广信区', until: null }] });
    expect((await neighbour('GET', '/api/joint/trail')).json()).toMatchObject({ total: 0 });
  });

  it('leaks nothing else: of every protected table the neighbour sees what it saw before, and may write no share [S65.2]', async () => {
    expect(await count({ kind: 'region', path: GUANGXIN })).toEqual({ ...before, shared_risk: 1 });
    expect(await count({ kind: 'region', path: `${GUANGXIN}001.` })).toEqual(before);
    expect(await count({ kind: 'region', path: GUANGXIN, sectors: ['port'] })).toEqual(before);
    expect(await count({ kind: 'organisation', organisationId: SHOP })).toEqual({ ...before, enterprise: 1 });
    const region: Scope = { kind: 'region', path: GUANGXIN };
    for (const statement of [
      sql`UPDATE shared_risk SET name = 'x'`,
      sql`DELETE FROM shared_risk`,
      sql`INSERT INTO shared_risk (id, source_kind, source_id, name, what, source_path, source_region, via, region_path)
        VALUES (gen_random_uuid(), 'risk-point', gen_random_uuid(), 'x', 'x', 'x', 'x', 'border', ${GUANGXIN})`,
    ])
      await expect(withScope(stage.db, region, (tx) => statement.execute(tx))).rejects.toThrow(/permission denied/);
  });

  it('tells the neighbour’s desk of a high alarm there once, until it is closed; a receipt is given once [S65.2]', async () => {
    const alarm = randomUUID();
    await sql`
      INSERT INTO alarm (id, number, rule, rule_label, system, level, label, subject_kind, subject_id, subject_name, place_name, region_path, region_name,
        organisation_id, sector, limit_value, unit, origin, since, raised_at, seen_at)
      VALUES (${alarm}, 'A-1', 'x', '液氯泄漏', 'S17', 'orange', '二级', 'point', ${randomUUID()}, '氯气探测器', '界边化工', ${`${XINZHOU}001.`}, '信州区',
        ${PLANT}, 'hazchem-production', 1, 'ppm', 'generated', now(), now(), now())`.execute(stage.db);
    expect([await shareAlerts(stage.db, Date.now()), await shareAlerts(stage.db, Date.now())]).toEqual([1, 0]);
    const list = async () => (await duty('GET', '/api/joint/alerts')).json<{ rows: SharedAlert[] }>().rows;
    const [notice] = await list();
    expect(notice).toMatchObject({ level: 'orange', region: '信州区水南街道', closedAt: null, seenAt: null });
    const { rows: told } = await sql<{
      name: string;
      text: string;
    }>`SELECT person_name AS name, text FROM message`.execute(stage.db);
    expect(told).toMatchObject([{ name: '广信值班' }]);
    expect(told[0]?.text).toContain('邻区警情');
    expect((await neighbour('GET', '/api/joint/alerts')).json<{ rows: object[] }>().rows).toHaveLength(1);
    expect((await other('GET', '/api/joint/alerts')).json()).toEqual({ rows: [] });
    expect((await other('POST', `/api/joint/alerts/${notice?.id}/seen`)).statusCode).toBe(404);
    expect((await duty('POST', `/api/joint/alerts/${notice?.id}/seen`)).statusCode).toBe(200);
    expect((await neighbour('POST', `/api/joint/alerts/${notice?.id}/seen`)).json()).toMatchObject({
      code: 'notice-seen',
    });
    await sql`UPDATE alarm SET closed_at = now() WHERE id = ${alarm}`.execute(stage.db);
    await shareAlerts(stage.db, Date.now());
    expect((await list())[0]?.closedAt).not.toBeNull();
  });

  it('disappears when it ends, and the source keeps from when to when it was shown', async () => {
    await sql`UPDATE risk_point SET level = 'orange', version = version + 1, updated_at = now() WHERE id = ${RISK}`.execute(
      stage.db,
    );
    expect(await update()).toBe(true);
    expect((await risks(neighbour)).total).toBe(0);
    const trail = (await home('GET', '/api/joint/trail?all=1')).json<{ current: number; rows: { until: number }[] }>();
    expect(trail.current).toBe(0);
    expect(trail.rows[0]?.until).toBeGreaterThan(0);
    expect(await update()).toBe(false);
  });
});

describe('a group', () => {
  const day = dayOf(Date.now());
  let group: string;

  it('shares a major risk with its other members, places and enterprises, from the day on [S65.1]', async () => {
    await sql`UPDATE risk_point SET level = 'red', version = version + 1, updated_at = now() WHERE id = ${RISK}`.execute(
      stage.db,
    );
    const members = [{ regionPath: XINZHOU }, { regionPath: GUANGFENG }, { organisationId: SHOP }];
    const wish = { name: '信州—广丰危化联防组', kind: 'trade', trade: 'hazchem-production', from: day, members };
    expect((await duty('POST', '/api/joint/groups', wish)).statusCode).toBe(403);
    const far = { ...wish, members: [{ regionPath: XINZHOU }, { regionPath: 'cn.50.115.' }] };
    expect((await home('POST', '/api/joint/groups', far)).json()).toMatchObject({ code: 'joint-partner' });
    const made = await home('POST', '/api/joint/groups', wish);
    expect(made.statusCode, made.body).toBe(201);
    group = made.json<{ id: string }>().id;
    expect((await home('POST', '/api/joint/groups', wish)).json()).toMatchObject({ code: 'already-exists' });
    const seen = await risks(other);
    expect(seen.rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ via: 'group', group: '信州—广丰危化联防组', to: '广丰区' }),
        expect.objectContaining({ via: 'group', to: '广丰化工' }),
      ]),
    );
    const groups = (await other('GET', '/api/joint/groups')).json<{ rows: JointGroup[] }>().rows;
    expect(groups[0]?.members.map(({ name }) => name)).toEqual(['信州区', '广丰区', '广丰化工']);
    expect((await neighbour('GET', '/api/joint/groups')).json()).toEqual({ rows: [] });
  });

  it('ends for a member or as a whole: from then on nothing is shared by it, and only who made it may end it [S65.1]', async () => {
    const [own] = (await home('GET', '/api/joint/groups')).json<{ rows: JointGroup[] }>().rows;
    const shop = own?.members.find(({ organisationId }) => organisationId === SHOP);
    const leave = { member: shop?.id, because: '搬迁' };
    expect((await other('POST', `/api/joint/groups/${group}/end`, leave)).statusCode).toBe(404);
    expect((await home('POST', `/api/joint/groups/${group}/end`, leave)).statusCode).toBe(200);
    expect((await risks(other)).rows.map(({ to }) => to)).toEqual(['广丰区']);
    expect((await home('POST', `/api/joint/groups/${group}/end`, { because: '调整' })).statusCode).toBe(200);
    expect((await risks(other)).total).toBe(0);
    expect((await home('POST', `/api/joint/groups/${group}/end`, { because: '再次' })).json()).toMatchObject({
      code: 'joint-ended',
    });
  });
});

describe('a joint action', () => {
  const due = shift(dayOf(Date.now()), 20);
  const wish = {
    title: '界河两岸危化品联合检查',
    form: 'inspection',
    plan: '两县同日检查',
    dueOn: due,
    partners: [GUANGXIN],
  };
  const open = async (ask: Ask, body: object = wish) =>
    (await ask('POST', '/api/joint/actions', body)).json<JointAction>();
  const read = async (ask: Ask, id: string) => (await ask('GET', `/api/joint/actions/${id}`)).json<JointAction>();
  const own = (action: JointAction) => action.sides.find((side) => side.own)!;
  const act = async (ask: Ask, id: string, action: string, input: object = {}) => {
    const { version } = (await ask('GET', `/api/cases/${id}`)).json<{ case: { version: number } }>().case;
    return ask('POST', `/api/cases/${id}/acts/${action}`, { version, input });
  };
  let id: string;

  it('is opened with both as owners, each with a case of its own; sent twice it is one', async () => {
    const requestId = randomUUID();
    const first = await open(home, { ...wish, requestId });
    const again = await open(home, { ...wish, requestId });
    expect(again.id).toBe(first.id);
    id = first.id;
    expect(first.sides.map(({ name, state, own: mine }) => [name, state, mine])).toEqual([
      ['信州区', 'working', true],
      ['广信区', 'proposed', false],
    ]);
    const theirs = await read(neighbour, id);
    expect(own(theirs)).toMatchObject({ name: '广信区', state: 'proposed' });
    expect(theirs.sides.find((side) => !side.own)?.caseId).toBeNull();
    // The other's case, and the whole action for who is no owner, do not exist.
    expect((await neighbour('GET', `/api/cases/${own(first).caseId}`)).statusCode).toBe(404);
    expect((await other('GET', `/api/joint/actions/${id}`)).statusCode).toBe(404);
    expect((await city('GET', `/api/joint/actions/${id}`)).statusCode).toBe(200);
    expect((await home('POST', '/api/joint/actions', { ...wish, partners: ['cn.36.11.30.'] })).json()).toMatchObject({
      code: 'joint-partner',
    });
    expect((await duty('POST', '/api/joint/actions', wish)).statusCode).toBe(403);
  });

  it('has tasks of each owner’s own: the other reads them and writes none', async () => {
    const mine = own(await read(home, id));
    const added = await home('POST', `/api/joint/actions/${id}/tasks`, { side: mine.id, title: '检查界边化工' });
    expect(added.statusCode, added.body).toBe(201);
    const theirs = await read(neighbour, id);
    const [task] = theirs.sides.find((side) => !side.own)!.tasks;
    expect(task).toMatchObject({ title: '检查界边化工', doneAt: null });
    expect((await neighbour('POST', `/api/joint/actions/${id}/tasks`, { side: mine.id, title: 'x' })).statusCode).toBe(
      404,
    );
    expect(
      (await neighbour('POST', `/api/joint/actions/${id}/tasks/${task?.id}/done`, { result: 'x' })).statusCode,
    ).toBe(404);
    expect(
      (await neighbour('POST', `/api/joint/actions/${id}/tasks`, { side: own(theirs).id, title: 'x' })).json(),
    ).toMatchObject({
      code: 'case-state',
    });
  });

  it('is inspected together: each owner makes checks of its own enterprises, the other sees their numbers only [S65.3]', async () => {
    const inspect = (ask: Ask, enterprises: string[]) =>
      ask('POST', `/api/joint/actions/${id}/inspections`, { enterprises });
    expect((await inspect(neighbour, [PLANT])).statusCode).toBe(404);
    expect((await inspect(other, [SHOP])).statusCode).toBe(404);
    const made = await inspect(home, [PLANT]);
    expect(made.statusCode, made.body).toBe(201);
    expect((await inspect(home, [PLANT])).json()).toEqual(made.json());
    const { rows } = await sql<{ n: number; source: string }>`
      SELECT count(*)::int AS n, min(source_id::text) AS source FROM check_run WHERE source_kind = 'joint-action'`.execute(
      stage.db,
    );
    expect(rows).toEqual([{ n: 1, source: id }]);
    const theirs = await read(neighbour, id);
    expect(theirs.sides.find(({ name }) => name === '信州区')?.inspections).toMatchObject({ runs: 1, done: 0 });
    const seen = await withScope(stage.db, { kind: 'region', path: GUANGXIN }, (tx) =>
      sql`SELECT id FROM check_run`.execute(tx),
    );
    expect(seen.rows).toEqual([]);
  });

  it('closes when all owners have confirmed, which takes their tasks done, and not before', async () => {
    const mine = own(await read(home, id));
    expect((await act(home, mine.caseId!, 'confirm', { result: '已查' })).json()).toMatchObject({
      code: 'joint-tasks-open',
    });
    expect(
      (await home('POST', `/api/joint/actions/${id}/tasks/${mine.tasks[0]?.id}/done`, { result: '查出 2 条' }))
        .statusCode,
    ).toBe(200);
    expect((await act(home, mine.caseId!, 'confirm', { result: '已查' })).statusCode).toBe(200);
    expect(await settleActions(stage.db, Date.now())).toBe(0);
    const theirs = own(await read(neighbour, id));
    expect((await act(neighbour, theirs.caseId!, 'accept')).statusCode).toBe(200);
    const task = { id: randomUUID(), side: theirs.id, title: '检查对岸仓库' };
    for (const _ of [1, 2]) await neighbour('POST', `/api/joint/actions/${id}/tasks`, task);
    expect(own(await read(neighbour, id)).tasks).toHaveLength(1);
    await neighbour('POST', `/api/joint/actions/${id}/tasks/${task.id}/done`, { result: '正常' });
    expect((await act(neighbour, theirs.caseId!, 'confirm', { result: '对岸正常' })).statusCode).toBe(200);
    expect(await settleActions(stage.db, Date.now())).toBe(1);
    const closed = await read(home, id);
    expect(closed.closedAt).not.toBeNull();
    expect(closed.sides.map(({ state, result }) => [state, result])).toEqual([
      ['closed', '已查'],
      ['closed', '对岸正常'],
    ]);
  });

  it('that is late is told upward; who declined holds nobody back', async () => {
    const late = await open(home);
    const theirs = own(await read(neighbour, late.id));
    expect((await act(neighbour, theirs.caseId!, 'decline', { reason: '不在本辖区' })).statusCode).toBe(200);
    await runDueCases(stage.db, Date.now() + 40 * 86_400_000);
    const { rows } = await sql<{
      supervisor: string;
    }>`SELECT supervisor FROM case_file WHERE id = ${own(late).caseId}`.execute(stage.db);
    expect(rows).toEqual([{ supervisor: 'city' }]);
    await home('POST', `/api/joint/actions/${late.id}/tasks`, { side: own(late).id, title: '自查' });
    const [task] = own(await read(home, late.id)).tasks;
    await home('POST', `/api/joint/actions/${late.id}/tasks/${task?.id}/done`, { result: '完成' });
    expect((await act(home, own(late).caseId!, 'confirm', { result: '完成' })).statusCode).toBe(200);
    expect(await settleActions(stage.db, Date.now())).toBe(1);
  });
});

describe('mutual aid', () => {
  it('is registered by a party with what each brings, read by every party and nobody else, and ends [S65.4]', async () => {
    const today = dayOf(Date.now());
    const wish = {
      name: '信州广信应急救援互助协议',
      signedOn: today,
      validTo: shift(today, 30),
      terms: '一方求援，另一方 30 分钟内出动',
      partners: [GUANGXIN],
    };
    expect((await home('POST', '/api/joint/agreements', { ...wish, validTo: shift(today, -1) })).json()).toMatchObject({
      field: 'validTo',
    });
    expect((await home('POST', '/api/joint/agreements', wish)).statusCode).toBe(201);
    const list = async (ask: Ask) => (await ask('GET', '/api/joint/agreements')).json<{ rows: MutualAid[] }>().rows;
    const [theirs] = await list(neighbour);
    expect(theirs).toMatchObject({ state: 'expiring', own: true });
    const party = (name: string) => theirs!.parties.find((one) => one.name === name)!.id;
    const resource = { kind: 'team', name: '广信危化救援队', quantity: 12, unit: '人', minutes: 25 };
    expect(
      (await neighbour('POST', `/api/joint/agreements/parties/${party('信州区')}/resources`, resource)).statusCode,
    ).toBe(404);
    expect(
      (await neighbour('POST', `/api/joint/agreements/parties/${party('广信区')}/resources`, resource)).statusCode,
    ).toBe(201);
    const [ours] = await list(home);
    expect(ours?.parties.find(({ name }) => name === '广信区')?.resources).toMatchObject([
      { name: '广信危化救援队', quantity: 12 },
    ]);
    expect(await list(other)).toEqual([]);
    expect((await home('POST', `/api/joint/agreements/${ours?.id}/end`, { because: '重签' })).statusCode).toBe(200);
    expect((await list(neighbour))[0]?.state).toBe('ended');
    expect((await home('POST', `/api/joint/agreements/${ours?.id}/end`, { because: '重签' })).json()).toMatchObject({
      code: 'joint-ended',
    });
  });
});
