import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import type { Cover, GradeProposal, Rules, Statement, Suggestion, Technology } from '@anlan/kernel/catalogue';
import { act, done, inDays, photo } from '../case/testing/theatre.ts';
import { lockOutbox } from '../alarm/write.ts';
import { answerRun, finishRun } from '../checklist/index.ts';
import type { Ask } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { FIRM, openHouse, OTHER, TOWN, type House } from './testing/house.ts';

let house: House;
let officer: Ask;
let manager: Ask;

beforeAll(async () => {
  house = await openHouse();
  ({ officer, manager } = house);
}, 120_000);
afterAll(() => house.close());

const today = () => dayOf(Date.now());
const standard = (code: string, when: object, grade: string, level: string, more: object = {}) => ({
  code,
  title: `条目 ${code}`,
  when,
  effect: { kind: 'propose', values: { grade, level } },
  clauses: ['work-safety-law/41'],
  from: '2020-01-01',
  ...more,
});
const save = (ask: Ask, kind: string, item: object) => ask('POST', `/api/catalogues/${kind}/items`, item);
const reported = async (ask: Ask, input: object): Promise<CaseDetail> => {
  const answer = await ask('POST', '/api/cases', { kind: 'hidden-danger', input: { enterprise: FIRM, ...input } });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<CaseDetail>();
};

describe('criteria of major hidden dangers', () => {
  const suggest = async (text: string, ask = officer) =>
    (await ask('GET', `/api/catalogues/major-danger/suggestions?text=${encodeURIComponent(text)}`)).json<
      Suggestion[]
    >();

  it('are suggested while typing, for the trade of the enterprise', async () => {
    const [first] = await suggest('可燃有毒气体泄漏处没有检测报警');
    expect(first).toMatchObject({ code: 'hazchem-criteria/12', grade: 'major', level: 'red' });
    const codes = (await suggest('特种作业人员无证')).map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.every((code) => /^(hazchem|fire)-criteria/.test(code))).toBe(true);
    expect(await suggest('今天天气不错')).toEqual([]);
  });

  it('bring grade, colour and basis with the article when one is chosen', async () => {
    const found = await reported(house.inspector, { title: '未设检测报警', criterion: 'hazchem-criteria/12' });
    expect(found.detail).toMatchObject({ proposedGrade: 'major', proposedLevel: 'red' });
    expect(found.detail['proposedBasis']).toContain('hazchem-criteria/12');
  });
});

describe("an enterprise's own grading standard", () => {
  it('is kept by the enterprise alone, dated, checked against what it may ask [S61.1]', async () => {
    const item = standard(
      'G-1',
      {
        all: [
          { fact: 'class', is: ['equipment'] },
          { fact: 'text', has: ['联锁'] },
        ],
      },
      'major',
      'red',
    );
    expect((await save(officer, 'grading-standard', item)).statusCode).toBe(201);
    expect(
      (
        await save(
          officer,
          'grading-standard',
          standard('G-2', { fact: 'class', is: ['equipment'] }, 'general', 'yellow'),
        )
      ).statusCode,
    ).toBe(201);
    expect(
      (await save(officer, 'grading-standard', standard('G-3', { fact: 'exposed', least: 10 }, 'major', 'orange')))
        .statusCode,
    ).toBe(201);
    expect((await save(house.leader, 'grading-standard', item)).statusCode).toBe(403);
    const unknown = await save(
      officer,
      'grading-standard',
      standard('G-4', { fact: 'weather', is: ['rain'] }, 'general', 'blue'),
    );
    expect(unknown.json()).toMatchObject({ code: 'field-invalid', field: 'when' });
    const read = async (ask: Ask) =>
      (await ask('GET', `/api/catalogues/grading-standard/items?organisation=${FIRM}`)).json<object[]>();
    expect(await read(officer)).toHaveLength(3);
    expect(await read(house.inspector)).toHaveLength(3);
    expect(await read(house.neighbour)).toHaveLength(0);
  });

  it('keeps what held before when an item is changed, and refuses to rewrite the past', async () => {
    const at = today();
    const next = standard('G-2', { fact: 'class', is: ['equipment'] }, 'general', 'orange', { from: at });
    expect((await save(officer, 'grading-standard', next)).statusCode).toBe(201);
    const { rows } = await sql<{ from: string; until: string | null }>`
      SELECT valid_from AS "from", valid_until AS until FROM catalogue_item WHERE code = 'G-2' AND organisation_id = ${FIRM} ORDER BY valid_from`.execute(
      house.stage.db,
    );
    expect(rows).toEqual([
      { from: '2020-01-01', until: at },
      { from: at, until: null },
    ]);
    const earlier = await save(officer, 'grading-standard', { ...next, from: '2021-01-01' });
    expect(earlier.json()).toMatchObject({ field: 'from' });
  });

  it('proposes the grade of a new danger; another grade needs a reason, which is kept [S61.1]', async () => {
    const found = await reported(officer, { title: '液位联锁摘除未恢复', class: 'equipment' });
    expect(found.detail).toMatchObject({ proposedGrade: 'major', proposedLevel: 'red' });
    const { proposal } = (await officer('GET', `/api/cases/${found.case.id}/proposal`)).json<{
      proposal: GradeProposal;
    }>();
    expect(proposal?.matches.map(({ code }) => code)).toEqual(['G-1', 'G-2']);
    const other = { grade: 'general', level: 'yellow', class: 'equipment', basis: '一般' };
    const refused = await act(officer, found, 'grade', other);
    expect(refused.json()).toMatchObject({ code: 'grade-reason', field: 'gradeReason' });
    const graded = await done(officer, found, 'grade', { ...other, gradeReason: '该回路已停用并锁定' });
    expect(graded.detail).toMatchObject({
      grade: 'general',
      gradeReason: '该回路已停用并锁定',
      proposedGrade: 'major',
    });
    expect(graded.trail.at(-1)?.text).toContain('该回路已停用并锁定');
  });

  it('judges by what is filled in when grading: numbers and class count [S61.1]', async () => {
    const found = await reported(officer, { title: '通道堆料' });
    expect(found.detail['proposedGrade']).toBeNull();
    const graded = { grade: 'general', level: 'yellow', class: 'place', basis: '一般', exposed: 12 };
    expect((await act(officer, found, 'grade', graded)).json()).toMatchObject({ code: 'grade-reason' });
    await done(officer, found, 'grade', { ...graded, exposed: 3 });
  });

  it("does not speak about what an authority found: that is judged by the jurisdiction's", async () => {
    const found = await reported(house.inspector, { title: '联锁摘除', class: 'equipment' });
    expect(found.detail['proposedGrade']).toBeNull();
    await done(house.inspector, found, 'grade', { grade: 'general', level: 'blue', class: 'equipment', basis: '一般' });
  });
});

describe('the responsibility list', () => {
  it('lists posts without anything to look at, and hides names from others [S61.1]', async () => {
    const post = { enterprise: FIRM, area: '罐区', tier: 'shift', regionPath: TOWN };
    const made = await officer('POST', '/api/safety-posts', { ...post, name: '罐区操作岗', holder: '张建国' });
    expect(made.statusCode, made.body).toBe(201);
    await officer('POST', '/api/safety-posts', { ...post, name: '装卸监护' });
    const duty = {
      enterprise: FIRM,
      post: made.json<{ id: string }>().id,
      name: '液位高高联锁',
      cycle: 'shift',
      regionPath: TOWN,
    };
    expect((await officer('POST', '/api/post-duties', duty)).statusCode).toBe(201);
    const read = async (ask: Ask) => (await ask('GET', `/api/internal-rules/${FIRM}/posts`)).json<Rules>();
    const own = await read(officer);
    expect(own.without).toBe(1);
    expect(own.posts.map(({ name, duties }) => [name, duties.length])).toEqual([
      ['罐区操作岗', 1],
      ['装卸监护', 0],
    ]);
    expect(own.posts[0]?.holder).toBe('张建国');
    expect((await read(house.inspector)).posts[0]?.holder).toBe('张**');
    expect((await house.neighbour('GET', `/api/internal-rules/${FIRM}/posts`)).statusCode).toBe(404);
    const cover = (await house.inspector('GET', '/api/internal-rules?lacking=without')).json<Cover>();
    expect(cover.rows.map(({ id, without }) => [id, without])).toEqual([[FIRM, 1]]);
    const all = (await house.inspector('GET', '/api/internal-rules')).json<Cover>();
    expect(all.have).toMatchObject({ all: 2, standard: 1, complete: 0 });
    expect(all.rows.map(({ id }) => id)).toContain(OTHER);
  });
});

describe('the monthly statement', () => {
  const month = '2026-03';
  const path = `/api/internal-rules/${FIRM}/rewards/${month}`;
  const rule = (code: string, when: object, points: number, amount: number, whom: string) => ({
    code,
    title: code,
    when,
    effect: { kind: 'propose', values: { points, amount, whom } },
    from: '2026-01-01',
  });

  it('is the sum over the rules over the records, each line with its case [S61.2]', async () => {
    await save(officer, 'reward-rule', rule('J-1', { fact: 'event', is: ['found'] }, 2, 30, 'finder'));
    await save(officer, 'reward-rule', rule('F-1', { fact: 'event', is: ['overdue'] }, -5, -200.5, 'responsible'));
    await danger(1, '2026-03-02', '2026-03-05', '2026-03-04');
    await danger(2, '2026-03-03', '2026-03-06', '2026-03-09');
    await danger(3, '2026-02-27', '2026-03-01', null);
    const statement = (await officer('GET', path)).json<Statement>();
    expect(statement.state).toBe('draft');
    expect(
      statement.lines.map(({ ruleCode, caseNumber, person, amount }) => [ruleCode, caseNumber, person, amount]),
    ).toEqual([
      ['F-1', 'YH-3', '李四', -200.5],
      ['J-1', 'YH-1', '张三', 30],
      ['J-1', 'YH-2', '张三', 30],
      ['F-1', 'YH-2', '李四', -200.5],
    ]);
    expect(statement.total).toEqual({ lines: 4, points: -6, amount: -341 });
    const sum = statement.rules.reduce((total, { amount }) => total + amount, 0);
    expect(sum).toBe(statement.total.amount);
    const file = await officer('GET', `${path}/export.csv`);
    expect(file.body).toContain('合计');
    expect(file.body).toContain('YH-3');
  });

  it('is approved by another person than who put it forward, and then stays as it was [S61.2]', async () => {
    const submit = (ask: Ask, at = path) => ask('POST', `${at}/submit`, {});
    const running = `/api/internal-rules/${FIRM}/rewards/${today().slice(0, 7)}`;
    expect((await submit(officer, running)).json()).toMatchObject({ code: 'invalid-input' });
    expect((await submit(house.inspector)).statusCode).toBe(404);
    expect((await submit(house.neighbour)).statusCode).toBe(404);
    const put = (await submit(officer)).json<Statement>();
    expect(put).toMatchObject({ state: 'submitted', may: { submit: false, decide: false } });
    expect((await submit(manager)).statusCode).toBe(409);
    const decide = (ask: Ask, body: object) => ask('POST', `${path}/decide`, body);
    expect((await decide(officer, { approve: true })).json()).toMatchObject({ code: 'same-person' });
    expect((await decide(manager, { approve: false })).json()).toMatchObject({ code: 'reason-required' });
    expect((await decide(manager, { approve: true })).statusCode).toBe(204);
    await danger(4, '2026-03-20', '2026-03-25', '2026-03-21');
    const after = (await manager('GET', path)).json<Statement>();
    expect(after).toMatchObject({ state: 'approved', total: put.total, sha256: put.sha256, decidedBy: '负责人' });
    expect((await decide(manager, { approve: true })).statusCode).toBe(404);
  });

  /** A danger as the trail keeps it: found, assigned until `due`, submitted. */
  async function danger(number: number, found: string, due: string, submitted: string | null): Promise<void> {
    const id = uuid(7300 + number);
    const at = (day: string, hour: number) => new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+08:00`);
    const { db } = house.stage;
    await sql`
      INSERT INTO case_file (id, number, kind, system, title, state, source, organisation_id, organisation_name, region_path, region_name, sector, opened_at, opened_by)
      VALUES (${id}, ${`YH-${number}`}, 'hidden-danger', 'S59', '隐患', 'rectifying', 'self', ${FIRM}, '远山化工', ${TOWN}, '某镇', 'hazchem-production', ${at(found, 8)}, '张三')`.execute(
      db,
    );
    await sql`
      INSERT INTO case_hidden_danger (case_id, region_path, organisation_id, enterprise, title, grade, level, responsible)
      VALUES (${id}, ${TOWN}, ${FIRM}, ${FIRM}, '隐患', 'general', 'yellow', '李四')`.execute(db);
    const lines = [
      ['open', at(found, 8), '张三', {}],
      ['assign', at(found, 9), '张三', { rectifyBy: due }],
      ...(submitted === null ? [] : [['submit', at(submitted, 10), '李四', {}]]),
    ] as [string, Date, string, object][];
    for (const [index, [action, when, by, input]] of lines.entries())
      await sql`
        INSERT INTO case_entry (case_id, seq, at, by, side, action, to_state, text, input, region_path, organisation_id)
        VALUES (${id}, ${index + 1}, ${when}, ${by}, 'organisation', ${action}, 'rectifying', '', ${JSON.stringify(input)}::jsonb, ${TOWN}, ${FIRM})`.execute(
        db,
      );
  }
});

describe('new technology', () => {
  const conditionRuns = async (id: string) => {
    const { rows } = await sql<object>`
      SELECT r.use, r.items, r.state, (SELECT array_agg(w.title ORDER BY l.seq) FROM check_list_item l
        JOIN check_item_version w ON w.item_id = l.item_id AND w.from_version = l.from_version WHERE l.list_id = r.list_id) AS titles
      FROM check_run r WHERE r.source_kind = 'new-technology' AND r.source_id = ${id}`.execute(house.stage.db);
    return rows;
  };

  const register = async (ask: Ask, wish = '') => (await ask('GET', `/api/new-technology${wish}`)).json<Technology>();

  it('is not permitted before an accepted assessment; approval opens a monitored period, and its end permits it [S70.1]', async () => {
    const made = await officer('POST', '/api/novel-items', {
      name: '微通道连续硝化',
      enterprise: FIRM,
      category: 'process',
      description: '替代间歇釜',
      regionPath: TOWN,
    });
    expect(made.statusCode, made.body).toBe(201);
    const item = made.json<{ id: string }>().id;
    const permission = async () => (await register(house.inspector)).rows.find(({ id }) => id === item)?.permission;
    expect(await permission()).toBe('forbidden');
    const input = { enterprise: FIRM, item, title: '硝化评估', hazards: '堵塞憋压', measures: '联锁' };
    const bare = await officer('POST', '/api/cases', { kind: 'new-technology', input });
    expect(bare.json()).toMatchObject({ code: 'evidence-required' });
    const paper = async (ask: Ask) => [await photo(ask, Math.random().toString())];
    const opened = (
      await officer('POST', '/api/cases', { kind: 'new-technology', input, files: await paper(officer) })
    ).json<CaseDetail>();
    let found = await done(house.inspector, opened, 'assign', { experts: '张教授', assessBy: inDays(20) });
    const verdict = { likelihood: 3, severity: 5, level: 'orange', conclusion: 'not-accepted', opinion: '论证不足' };
    const back = await done(house.inspector, found, 'assess', verdict, await paper(house.inspector));
    expect((await act(house.second, back, 'approve', { monitorUntil: inDays(30) })).json()).toMatchObject({
      code: 'not-accepted',
    });
    const returned = await done(house.inspector, back, 'return', { reason: '补充中试数据' });
    found = await done(
      officer,
      returned,
      'resubmit',
      { hazards: '堵塞憋压、失温', measures: '联锁与泄放' },
      await paper(officer),
    );
    found = await done(house.inspector, found, 'assign', { experts: '张教授', assessBy: inDays(20) });
    const accepted = {
      ...verdict,
      conclusion: 'conditional',
      conditions: '1. 联锁投用\n2. 首月每班记录',
      opinion: '可接受',
    };
    found = await done(house.inspector, found, 'assess', accepted, await paper(house.inspector));
    expect((await act(house.inspector, found, 'approve', { monitorUntil: inDays(30) })).json()).toMatchObject({
      code: 'same-person',
    });
    expect(await permission()).toBe('forbidden');
    found = await done(house.second, found, 'approve', { monitorUntil: inDays(30), conditions: accepted.conditions });
    expect(found.case.state).toBe('monitoring');
    expect(await permission()).toBe('monitored');
    expect((await register(house.inspector, '?permission=monitored')).counts).toEqual({
      forbidden: 0,
      monitored: 1,
      permitted: 0,
    });
    const [run] = await conditionRuns(found.case.id);
    expect(run).toMatchObject({ use: 'conditions', items: 2, state: 'open', titles: ['联锁投用', '首月每班记录'] });
    const early = await act(house.second, found, 'end', { summary: '正常' });
    expect(early.json()).toMatchObject({ code: 'monitoring-runs' });
    await sql`UPDATE case_new_technology SET monitor_until = ${today()} WHERE case_id = ${found.case.id}`.execute(
      house.stage.db,
    );
    expect((await act(house.second, found, 'end', { summary: '正常' })).json()).toMatchObject({
      code: 'conditions-open',
    });
    const stopped = await done(house.second, found, 'suspend', { reason: '温差异常' });
    expect(await permission()).toBe('forbidden');
    expect(stopped.case.dueAt).toBeNull();
    expect((await register(house.neighbour)).rows).toEqual([]);

    const resumed = await done(house.second, stopped, 'resume', { reason: '已消除', monitorUntil: inDays(1) });
    await sql`UPDATE case_new_technology SET monitor_until = ${today()} WHERE case_id = ${found.case.id}`.execute(
      house.stage.db,
    );
    await checkConditions(resumed.case.id);
    const ended = await done(house.second, resumed, 'end', { summary: '监控期内无异常' });
    expect(ended.case.state).toBe('permitted');
    expect(await permission()).toBe('permitted');
  });

  /** Answers every condition as met and finishes the check. */
  async function checkConditions(id: string): Promise<void> {
    const { db } = house.stage;
    const by = { id: uuid(715), name: '执法乙', side: 'authority' } as const;
    await db.transaction().execute(async (tx) => {
      await lockOutbox(tx);
      const { rows } = await sql<{ run: string; item: string }>`
        SELECT r.id AS run, l.item_id AS item FROM check_run r JOIN check_list_item l ON l.list_id = r.list_id WHERE r.source_id = ${id}`.execute(
        tx,
      );
      const change = (item: string) =>
        ({ id: randomUUID(), item, field: 'result', value: 'ok', at: Date.now(), device: null }) as const;
      const taken = await answerRun(
        tx,
        rows[0]!.run,
        rows.map(({ item }) => change(item)),
        by,
        Date.now(),
      );
      expect(taken).toMatchObject({ taken: 2 });
      expect(await finishRun(tx, rows[0]!.run, by, Date.now())).toMatchObject({ state: 'done' });
    });
  }
});
