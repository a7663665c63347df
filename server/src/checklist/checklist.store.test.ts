import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import type { Item, RunDetail, RunView } from '@anlan/kernel/checklist';
import { isRefusal } from '@anlan/kernel/refusal';
import { caseRoutes } from '../case/routes.ts';
import { uploadRoutes } from '../case/uploads.ts';
import { photo } from '../case/testing/theatre.ts';
import { buildApp } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { preventionRoutes } from '../prevention/routes.ts';
import { openFiles } from '../store/index.ts';
import { closeMissed, makeDue } from './calendar.ts';
import { carryOver } from './carry.ts';
import { createRun, figuresBySource } from './index.ts';
import { checklistRoutes } from './routes.ts';

const COUNTY = 'cn.36.11.02.';
const TOWN = 'cn.36.11.02.001.';
const FIRM = randomUUID();
const OTHER = randomUUID();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ROLES = [
  ['team', 'team-worker', 'firm'],
  ['officer', 'safety-officer', 'firm'],
  ['manager', 'enterprise-manager', 'firm'],
  ['inspector', 'inspector', COUNTY],
  ['keeper', 'inspector', 'cn.36.11.'],
  ['stranger', 'inspector', 'cn.36.11.04.'],
] as const;
type Who = (typeof ROLES)[number][0];

let stage: Stage;
let close: () => Promise<void>;
let as: Record<Who, Ask>;

beforeAll(async () => {
  stage = await openStage();
  const folder = await mkdtemp(join(tmpdir(), 'anlan-check-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  const app = await buildApp({ ...stage.context, files }, [
    caseRoutes,
    uploadRoutes,
    preventionRoutes,
    checklistRoutes,
  ]);
  for (const [id, name, path, code] of [
    [FIRM, '远山化工', TOWN, 'C1'],
    [OTHER, '邻县化工', 'cn.36.11.04.', 'C2'],
  ])
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level, status)
      VALUES (${id}, ${name}, ${path}, ${id}, 'ammonia-refrigeration', 117.9, 28.4, ${code}, 'red', 'running')`.execute(
      stage.db,
    );
  const asks = await Promise.all(
    ROLES.map(async ([account, role, place]) => {
      const id = randomUUID();
      await enterPerson(stage.db, {
        id,
        account,
        role,
        ...(place === 'firm' ? { organisation: FIRM } : { region: place }),
      });
      return [account, await askAs(app, stage.db, id)] as const;
    }),
  );
  as = Object.fromEntries(asks) as Record<Who, Ask>;
  close = async () => {
    await app.close();
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  };
}, 120_000);
afterAll(() => close());

const SHIFTS = {
  shifts: [{ name: '全天班', from: '00:00', to: '00:00' }],
  departments: ['制冷部'],
  manager: true,
  daysOff: true,
  paused: false,
};
const change = (item: string, field: string, value: unknown, at = Date.now()) => ({
  id: randomUUID(),
  item,
  field,
  value,
  at,
});
const answers = (ask: Ask, run: string, changes: object[], finish = false) =>
  ask('POST', `/api/checks/${run}/answers`, { changes, finish });
/** Sets the enterprise's rounds and makes those of a day, as the timer would. */
async function roundsAt(now: number): Promise<RunView[]> {
  await sql`UPDATE check_plan SET made_until = ${new Date(now - DAY)}, next_at = ${new Date(now - 1)}`.execute(
    stage.db,
  );
  await makeDue(stage.db, now);
  return (await as.officer('GET', '/api/checks?size=200')).json<{ rows: RunView[] }>().rows;
}

describe('three lists from one master', () => {
  it('change together at one version when an item is edited, and a draft alone changes nothing [S97.1] [S97.3]', async () => {
    const lists = async () =>
      (await as.officer('GET', '/api/checklist/lists?sector=ammonia-refrigeration')).json<{
        version: number;
        lists: { use: string; version: number; items: Item[] }[];
      }>();
    const before = await lists();
    const item = before.lists[0]!.items.find(({ uses }) => uses.length === 3) as Item;
    const { id, code, from: _f, to: _t, ...content } = item;
    const edited = { ...content, title: '交接班记录完整，班组长与接班人双方签字', level: 'yellow' };
    expect(
      (await as.inspector('POST', '/api/checklist/drafts', { itemId: id, code, content: edited })).json(),
    ).toMatchObject({ code: 'check-master-city' });
    expect((await as.officer('POST', '/api/checklist/drafts', { itemId: id, code, content: edited })).statusCode).toBe(
      403,
    );
    expect((await as.keeper('POST', '/api/checklist/drafts', { itemId: id, code, content: edited })).statusCode).toBe(
      201,
    );
    expect(await lists()).toEqual(before);
    expect(
      (await as.keeper('POST', '/api/checklist/publish', { base: before.version + 4, reason: '修订' })).json(),
    ).toMatchObject({ code: 'version-conflict' });
    const published = await as.keeper('POST', '/api/checklist/publish', { base: before.version, reason: '交接班双签' });
    expect(published.json()).toEqual({ version: before.version + 1, added: 0, changed: 1, retired: 0 });
    const after = await lists();
    for (const list of after.lists) {
      expect(list.version).toBe(before.version + 1);
      expect(list.items.find((one) => one.id === id)).toMatchObject({
        title: edited.title,
        level: 'yellow',
        from: before.version + 1,
      });
    }
    const old = (
      await as.officer('GET', `/api/checklist/lists?sector=ammonia-refrigeration&version=${before.version}`)
    ).json<{ lists: { items: Item[] }[] }>();
    expect(old.lists[0]!.items.find((one) => one.id === id)?.title).toBe(item.title);
    expect(
      (await as.keeper('POST', '/api/checklist/publish', { base: after.version, reason: '没有变更' })).json(),
    ).toMatchObject({ code: 'check-draft-empty' });
  });

  it('gain what is added and lose what is retired; no list takes an item outside the master [S97.2]', async () => {
    const content = {
      title: '贮氨器液位不超 80 %',
      class: 'process',
      level: 'red',
      grade: 'general',
      uses: ['self', 'enforcement'],
      tiers: ['manager'],
    };
    const add = async (code: string) =>
      (await as.keeper('POST', '/api/checklist/drafts', { code, content })).statusCode;
    expect(await add('ZL-900')).toBe(201);
    const version = async () =>
      (await as.keeper('GET', '/api/checklist/items?size=1')).json<{ version: number }>().version;
    const publish = async () => as.keeper('POST', '/api/checklist/publish', { base: await version(), reason: '增减' });
    expect((await publish()).json()).toMatchObject({ added: 1 });
    const find = async () =>
      (await as.keeper('GET', '/api/checklist/items?search=ZL-900')).json<{ rows: Item[] }>().rows[0];
    const item = (await find()) as Item;
    const run = (items: string[]) =>
      stage.db.transaction().execute((tx) =>
        createRun(tx, {
          use: 'enforcement',
          organisationId: FIRM,
          title: '抽查',
          period: dayOf(Date.now()),
          items,
          opensAt: Date.now(),
          dueAt: Date.now() + DAY,
        }),
      );
    const narrow = await run([item.id]);
    expect(narrow).toMatchObject({ items: 1 });
    expect(await run([item.id, randomUUID()])).toMatchObject({ refused: 'check-outside-master' });
    await as.keeper('POST', '/api/checklist/drafts', { itemId: item.id, code: item.code, content: null });
    expect((await publish()).json()).toMatchObject({ retired: 1 });
    expect(await find()).toBeUndefined();
    expect(await run([item.id])).toMatchObject({ refused: 'check-outside-master' });
    if (isRefusal(narrow)) throw new Error('no run');
    // The check begun before keeps what it began with.
    const kept = (await as.inspector('GET', `/api/checks/${narrow.id}`)).json<RunDetail>();
    expect(kept.items.map(({ code }) => code)).toEqual(['ZL-900']);
    await expect(
      sql`INSERT INTO check_list_item (list_id, seq, item_id, from_version) VALUES (${narrow.list_id}, 2, ${randomUUID()}, 1)`.execute(
        stage.db,
      ),
    ).rejects.toThrow(/foreign key/);
  });

  it('go out as a workbook and come in again unchanged; what is wrong in a row is said, nothing is written unasked', async () => {
    const bytes = (await as.keeper('GET', '/api/checklist/items.xlsx')).rawPayload;
    const XLSX = { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
    const same = await as.keeper('POST', '/api/checklist/import', bytes, XLSX);
    const total = (await as.keeper('GET', '/api/checklist/items?size=1')).json<{ total: number }>().total;
    expect(same.json()).toEqual({ added: 0, changed: 0, same: total, drafted: 0, problems: [] });
    const { masterSheet } = await import('./sheet.ts');
    const { masterAt, presentVersion } = await import('./lists.ts');
    const [first, second] = (await masterAt(stage.db, await presentVersion(stage.db))) as [Item, Item];
    const sheet = Buffer.from(
      await masterSheet([
        { ...first, title: '改过的标题' },
        { ...second, code: 'xx' },
        { ...second, code: 'NEW-1', uses: ['self'], tiers: [] },
      ]),
    );
    const looked = await as.keeper('POST', '/api/checklist/import', sheet, XLSX);
    expect(looked.json()).toMatchObject({
      added: 0,
      changed: 1,
      drafted: 0,
      problems: [{ row: 3 }, { row: 4, code: 'NEW-1' }],
    });
    expect((await as.keeper('GET', '/api/checklist/items?size=1')).json()).toMatchObject({ drafts: [] });
    expect((await as.keeper('POST', '/api/checklist/import?confirm=1', sheet, XLSX)).json()).toMatchObject({
      drafted: 1,
    });
    const { drafts } = (await as.keeper('GET', '/api/checklist/items?size=1')).json<{ drafts: { itemId: string }[] }>();
    expect((await as.keeper('DELETE', `/api/checklist/drafts/${drafts[0]?.itemId}`)).statusCode).toBe(204);
  });
});

describe('rounds of the day, week and month', () => {
  let run: RunView;
  let detail: RunDetail;

  it('are made by the calendar for each level, once, also where two timers ask and after a stop [S60.1]', async () => {
    const path = `/api/enterprises/${FIRM}/check-plan`;
    expect((await as.team('POST', path, SHIFTS)).statusCode).toBe(403);
    expect((await as.manager('POST', path, SHIFTS)).statusCode).toBe(200);
    // A first of the month that is a Monday: every level has a round on it.
    const first = Date.parse('2026-06-01T10:00:00+08:00');
    await roundsAt(first);
    const before = (await roundsAt(first)).length;
    await Promise.all([roundsAt(first), roundsAt(first)]);
    const rows = await roundsAt(first);
    expect(rows).toHaveLength(before);
    expect(
      rows
        .filter(({ period }) => period.startsWith('2026-06'))
        .map(({ tier, unit }) => [tier, unit])
        .toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
    ).toEqual([
      ['department', '制冷部'],
      ['manager', null],
      ['shift', '全天班'],
    ]);
    // Stopped for two days: what ended meanwhile is there, and nobody is blamed for it.
    await sql`UPDATE check_plan SET made_until = ${new Date(first)}, next_at = ${new Date(first)}`.execute(stage.db);
    await makeDue(stage.db, first + 2 * DAY);
    const after = (await as.officer('GET', '/api/checks?size=200&tier=shift')).json<{ rows: RunView[] }>().rows;
    expect(after.filter(({ period }) => period > '2026-06-01').map(({ period, state }) => [period, state])).toEqual([
      ['2026-06-03', 'open'],
      ['2026-06-02', 'excused'],
    ]);
  });

  it('are answered by their own level, each field once, with the photo the item asks for', async () => {
    const now = Date.now();
    const rows = await roundsAt(now);
    run = rows.find(({ tier, period }) => tier === 'shift' && period === dayOf(now)) as RunView;
    detail = (await as.team('GET', `/api/checks/${run.id}`)).json<RunDetail>();
    expect(detail.mayAnswer).toBe(true);
    expect((await as.stranger('GET', `/api/checks/${run.id}`)).statusCode).toBe(404);
    expect((await answers(as.inspector, run.id, [])).json()).toMatchObject({ code: 'check-tier' });
    const monthly = rows.find(({ tier }) => tier === 'manager');
    if (monthly !== undefined)
      expect((await answers(as.team, monthly.id, [])).json()).toMatchObject({ code: 'check-tier' });
    const bad = detail.items.find(({ photo: wanted }) => wanted === 'bad') as Item;
    const changes = detail.items.map(({ id }) => change(id, 'result', id === bad.id ? 'bad' : 'ok'));
    expect((await answers(as.team, run.id, changes.slice(1))).json()).toMatchObject({
      taken: changes.length - 1,
      known: 0,
    });
    expect((await answers(as.team, run.id, changes.slice(1))).json()).toMatchObject({
      taken: 0,
      known: changes.length - 1,
    });
    expect((await answers(as.team, run.id, [], true)).json()).toMatchObject({ code: 'check-incomplete' });
    await answers(as.team, run.id, changes);
    expect((await answers(as.team, run.id, [], true)).json()).toMatchObject({ code: 'check-photo' });
    const stolen = await photo(as.officer, 'not the team’s');
    expect((await answers(as.team, run.id, [change(bad.id, `photo:${stolen.sha256}`, '{}')])).json()).toMatchObject({
      code: 'file-missing',
    });
    const { sha256 } = await photo(as.team, 'blocked');
    const always = detail.items
      .filter((item) => item.photo === 'always')
      .map(({ id }) => change(id, `photo:${sha256}`, '{}'));
    const more = [change(bad.id, `photo:${sha256}`, '{}'), change(bad.id, 'note', '空呼缺一套'), ...always];
    expect((await answers(as.team, run.id, more)).statusCode).toBe(200);
  });

  it('of two people who did not see each other are all kept: photos side by side, other fields silently, a clash for a person', async () => {
    const item = detail.items.find(({ photo: wanted }) => wanted === 'none') as Item;
    const of = async () =>
      (await as.team('GET', `/api/checks/${run.id}`))
        .json<RunDetail>()
        .answers.find(({ itemId }) => itemId === item.id)!;
    const { standing } = await of();
    const based = (field: string, value: unknown, at?: number) => ({
      ...change(item.id, field, value, at),
      base: standing[field] ?? [],
    });
    const [one, two] = [await photo(as.team, 'left'), await photo(as.team, 'right')];
    // The first phone's clock is an hour behind: what it wrote is not dropped for that.
    const first = [based('result', 'na', Date.now() - HOUR), based(`photo:${one.sha256}`, '{}'), based('note', '停用')];
    const second = [based('result', 'bad'), based(`photo:${two.sha256}`, '{}')];
    await answers(as.team, run.id, second);
    await answers(as.team, run.id, first);
    await answers(as.team, run.id, second);
    const both = await of();
    expect([...both.photos].toSorted()).toEqual([one.sha256, two.sha256].toSorted());
    expect(both.note).toBe('停用');
    expect(both.conflicts.map(({ field, versions }) => [field, versions.map(({ value }) => value)])).toEqual([
      ['result', ['na', 'bad']],
    ]);
    expect((await answers(as.team, run.id, [], true)).json()).toMatchObject({ code: 'check-conflict' });
    const chosen = { ...change(item.id, 'result', 'ok'), base: both.standing['result'] };
    await answers(as.team, run.id, [chosen, change(item.id, `photo:${two.sha256}`, null)]);
    expect(await of()).toMatchObject({ result: 'ok', conflicts: [], photos: [one.sha256] });
    expect((await of()).known).toEqual(
      expect.arrayContaining([...first, ...second].filter(({ field }) => field === 'result').map(({ id }) => id)),
    );
  });

  it('brought in as a whole keep what nobody changes', async () => {
    const item = detail.items.find(({ photo: wanted, id }) => wanted === 'none' && id !== detail.items[0]?.id) as Item;
    const known = 'c'.repeat(64);
    await sql`DELETE FROM check_answer WHERE run_id = ${run.id} AND item_id = ${item.id}`.execute(stage.db);
    await sql`
      INSERT INTO check_answer (run_id, item_id, use, result, photos, region_path, organisation_id, sector)
      SELECT id, ${item.id}, use, 'ok', ${[known]}, region_path, organisation_id, sector FROM check_run WHERE id = ${run.id}`.execute(
      stage.db,
    );
    await sql`ALTER TABLE check_change DISABLE TRIGGER USER`.execute(stage.db);
    await sql`DELETE FROM check_change WHERE run_id = ${run.id} AND item_id = ${item.id}`.execute(stage.db);
    await sql`ALTER TABLE check_change ENABLE TRIGGER USER`.execute(stage.db);
    await answers(as.team, run.id, [change(item.id, 'note', '已复核')]);
    const kept = (await as.team('GET', `/api/checks/${run.id}`)).json<RunDetail>();
    expect(kept.answers.find(({ itemId }) => itemId === item.id)).toMatchObject({
      result: 'ok',
      note: '已复核',
      photos: [known],
    });
  });

  it('are signed for by whoever ends the check, with a picture of their own', async () => {
    const of = 'a'.repeat(64);
    const foreign = await photo(as.officer, 'somebody else’s hand');
    const wrong = { changes: [], finish: true, signature: { ...foreign, who: '王五', at: Date.now(), of } };
    expect((await as.team('POST', `/api/checks/${run.id}/answers`, wrong)).json()).toMatchObject({
      code: 'file-missing',
    });
  });

  it('open a danger for what is bad, once, with the item, its colour and class, and a deadline [S60.2]', async () => {
    const [one, two] = await Promise.all([answers(as.team, run.id, [], true), answers(as.team, run.id, [], true)]);
    expect([one.statusCode, two.statusCode]).toEqual([200, 200]);
    const ended = one.json<{ detail: RunDetail }>().detail;
    expect(ended.run).toMatchObject({ state: 'done', bad: 1, doneBy: 'team' });
    const answer = ended.answers.find(({ result }) => result === 'bad')!;
    const item = ended.items.find(({ id }) => id === answer.itemId)!;
    const found = (await as.officer('GET', '/api/cases?kind=hidden-danger')).json<{
      rows: { id: string }[];
      total: number;
    }>();
    expect(found.total).toBe(1);
    const danger = (await as.officer('GET', `/api/cases/${answer.caseId}`)).json<CaseDetail>();
    expect(danger.case).toMatchObject({
      source: 'self',
      subjectKind: 'check-item',
      subjectId: item.id,
      title: '空呼缺一套',
      level: item.level,
    });
    expect(danger.case.dueAt).toBeGreaterThan(Date.now());
    expect(danger.detail).toMatchObject({ class: item.class, round: 'shift', proposedGrade: item.grade });
    expect(danger.trail[0]?.files).toHaveLength(1);
    expect((await answers(as.team, run.id, [change(item.id, 'result', 'ok')])).json()).toMatchObject({
      code: 'check-finished',
    });
  });

  it('are counted as missed when their time is over, also where they are made afterwards', async () => {
    const [team] = (await as.team('GET', '/api/checks?state=open&tier=shift')).json<{ rows: RunView[] }>().rows as [
      RunView,
    ];
    await sql`UPDATE check_run SET opens_at = now() - interval '3 hours', due_at = now() - interval '1 hour' WHERE id = ${team.id}`.execute(
      stage.db,
    );
    await closeMissed(stage.db, Date.now());
    expect(await closeMissed(stage.db, Date.now())).toBe(0);
    const { items } = (await as.team('GET', `/api/checks/${team.id}`)).json<RunDetail>();
    const late = await answers(
      as.team,
      team.id,
      items.map(({ id }) => change(id, 'result', 'na')),
      true,
    );
    expect(late.json<{ detail: RunDetail }>().detail.run).toMatchObject({ state: 'missed', doneBy: 'team' });
    const figures = (await as.inspector('GET', '/api/checks/figures')).json<{
      tiers: object[];
      enterprises: object[];
      should: number;
      planned: number;
    }>();
    expect(figures).toMatchObject({ should: 1, planned: 1 });
    expect(figures.tiers).toContainEqual(
      expect.objectContaining({ tier: 'shift', missed: 1, late: 1, done: 1, due: 2 }),
    );
    expect((await as.stranger('GET', '/api/checks/figures')).json()).toMatchObject({ enterprises: [], planned: 0 });
  });

  it('hand on what is not cleared: day to week to month to quarter, each move in the trail, the origin kept [S60.3]', async () => {
    const monday = Date.parse('2026-06-01T09:00:00+08:00');
    const { rows } = await sql<{ id: string }>`
      UPDATE case_file SET opened_at = ${new Date(monday)} WHERE kind = 'hidden-danger' RETURNING id`.execute(stage.db);
    const id = rows[0]!.id;
    expect(await carryOver(stage.db, monday + HOUR)).toBe(0);
    const lists = async () =>
      (await as.inspector('GET', '/api/checks/clearing')).json<{
        rows: { tier: string; foundAt: number; moves: { text: string }[] }[];
      }>().rows[0];
    for (const [day, tier, owner] of [
      ['2026-06-02', 'week', '部门负责人'],
      ['2026-06-08', 'month', '经理'],
      ['2026-07-01', 'quarter', '企业主要负责人'],
    ] as const) {
      const midnight = Date.parse(`${day}T00:00:00+08:00`);
      expect(await carryOver(stage.db, midnight - 1)).toBe(0);
      expect(await carryOver(stage.db, midnight)).toBe(1);
      expect(await carryOver(stage.db, midnight)).toBe(0);
      const row = await lists();
      expect(row).toMatchObject({ tier, foundAt: monday });
      expect(row?.moves.at(-1)?.text).toContain(owner);
      expect(row?.moves.at(-1)?.text).toContain('首次发现：2026-06-01');
    }
    const { trail } = (await as.officer('GET', `/api/cases/${id}`)).json<CaseDetail>();
    expect(trail.filter(({ action }) => action === 'carry')).toHaveLength(3);
  });

  it('show what is open by colour and class, for each list and all together [S60.2]', async () => {
    const all = (await as.inspector('GET', '/api/checks/clearing')).json<{
      cells: { level: string; class: string; count: number }[];
      tiers: object[];
    }>();
    expect(all.cells.reduce((sum, { count }) => sum + count, 0)).toBe(1);
    const { level, class: kind } = all.cells[0]!;
    expect(all.tiers).toContainEqual({ tier: 'quarter', open: 1 });
    const narrowed = async (more: string) =>
      (await as.inspector('GET', `/api/checks/clearing?${more}`)).json<{ total: number }>().total;
    expect(await narrowed(`tier=quarter&level=${level}&class=${kind}`)).toBe(1);
    expect(await narrowed('tier=day')).toBe(0);
    expect((await as.stranger('GET', '/api/checks/clearing')).json()).toMatchObject({ total: 0 });
  });
});

describe('what both sides saw', () => {
  it('stands side by side for one item, and an officer’s finding against an own “met” is counted', async () => {
    const mine = (await as.team('GET', '/api/checks?tier=shift&state=done')).json<{ rows: RunView[] }>().rows[0]!;
    const own = (await as.team('GET', `/api/checks/${mine.id}`)).json<RunDetail>();
    const said = own.answers.find(({ result }) => result === 'ok')!;
    const id = randomUUID();
    const begun = await as.inspector('POST', '/api/checks', { id, enterprise: FIRM });
    expect(begun.statusCode).toBe(201);
    expect((await as.inspector('POST', '/api/checks', { id, enterprise: FIRM })).json<RunDetail>().run.number).toBe(
      begun.json<RunDetail>().run.number,
    );
    expect((await as.stranger('POST', '/api/checks', { enterprise: FIRM })).statusCode).toBe(404);
    await answers(as.inspector, id, [change(said.itemId, 'result', 'bad')]);
    const compared = (await as.inspector('GET', '/api/checks/compare')).json<{ rows: { id: string }[] }>();
    expect(compared.rows[0]).toMatchObject({
      id: said.itemId,
      selfChecked: 1,
      selfBad: 0,
      officerChecked: 1,
      officerBad: 1,
      contradicted: 1,
    });
    expect((await as.team('GET', '/api/checks/compare')).statusCode).toBe(403);
  });

  it('is summed up for whatever a check belongs to', async () => {
    const source = randomUUID();
    await stage.db.transaction().execute((tx) =>
      createRun(tx, {
        use: 'campaign',
        organisationId: FIRM,
        title: '专项',
        period: dayOf(Date.now()),
        source: { kind: 'campaign', id: source },
        opensAt: Date.now(),
        dueAt: Date.now() + DAY,
      }),
    );
    const figures = await figuresBySource(stage.db, 'campaign', [source, randomUUID()]);
    expect([...figures.keys()]).toEqual([source]);
    expect(figures.get(source)).toMatchObject({ runs: 1, done: 0, open: 1, bad: 0, dangers: 0 });
  });
});

describe('the self-report', () => {
  it('takes its numbers from the checks of the period and says so; other numbers are refused [S62.1]', async () => {
    const period = dayOf(Date.now()).slice(0, 7);
    await as.inspector('POST', '/api/prevention/self-checks', { period });
    const [task] = (await as.officer('GET', '/api/cases?kind=self-check')).json<{ rows: { id: string }[] }>().rows;
    // Ammonia refrigeration reports by the platform's first list of trades.
    const detail = (await as.officer('GET', `/api/cases/${task?.id}`)).json<CaseDetail>();
    const known = (await as.officer('GET', `/api/checks/self-report?period=${period}`)).json<{
      checks: number;
      checked: number;
      found: number;
      corrected: number;
      origin: string;
    }>();
    expect(known.checks).toBe(2);
    expect(known.checked).toBeGreaterThan(20);
    const report = (input: object) =>
      as.officer('POST', `/api/cases/${task?.id}/acts/report`, {
        version: detail.case.version,
        input: { statement: '如实自查', ...input },
        files: [],
      });
    expect((await report({ checked: 999, found: 0, corrected: 0 })).json()).toMatchObject({
      code: 'self-check-known',
      field: 'checked',
    });
    const { checked, found, corrected } = known;
    const done = await report({ checked, found, corrected });
    expect(done.statusCode, done.body).toBe(200);
    expect(done.json<CaseDetail>().detail).toMatchObject({ checked, origin: known.origin });
  });
});
