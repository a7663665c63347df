import { randomUUID } from 'node:crypto';
import { readXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { Campaign, CampaignRow, Finding, FireCalendar, KeyCounties } from '@anlan/kernel/campaign';
import { withScope } from '../access/scoped.ts';
import { caseRoutes } from '../case/routes.ts';
import { runDueCases } from '../case/timers.ts';
import { answerRun, finishRun } from '../checklist/index.ts';
import { askAs, askCommissioned, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { figuresOf } from './figures.ts';
import { campaignRoutes } from './routes.ts';
import { gatherFindings } from './runs.ts';

const CITY = 'cn.36.11.';
const XINZHOU = 'cn.36.11.02.';
const GUANGFENG = 'cn.36.11.03.';
const TODAY = dayOf(Date.now());
const YEAR = Number(TODAY.slice(0, 4));
const FIRMS = Array.from({ length: 6 }, () => randomUUID());
/** Two items of the master that go without a photo. */
let ITEM: string;
let OTHER_ITEM: string;

let stage: Stage;
let city: Ask;
let county: Ask;
let second: Ask;
let neighbour: Ask;
let town: Ask;
let firm: Ask;
let inspector: string;
let officer: string;
let commissioned: Ask;

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  const app = await stage.app({ modules: [campaignRoutes, caseRoutes] });
  for (const [index, id] of FIRMS.entries()) {
    const path = index < 4 ? `${XINZHOU}00${(index % 2) + 1}.` : `${GUANGFENG}001.`;
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, credit_code, risk_level, status)
      VALUES (${id}, ${`商场${index + 1}`}, ${path}, ${id}, ${index === 3 ? 'port' : 'public-place'}, ${id}, 'orange', 'running')`.execute(
      db,
    );
  }
  const people = [
    { account: '市执法', role: 'inspector', region: CITY },
    { account: '县执法甲', role: 'inspector', region: XINZHOU },
    { account: '县执法乙', role: 'inspector', region: XINZHOU },
    { account: '邻县执法', role: 'inspector', region: GUANGFENG },
    { account: '镇安监', role: 'town-officer', region: `${XINZHOU}001.` },
    { account: '企业', role: 'safety-officer', organisation: FIRMS[0]! },
  ];
  const asks: Ask[] = [];
  for (const person of people) {
    const id = randomUUID();
    await enterPerson(db, { id, ...person });
    asks.push(await askAs(app, db, id));
    if (person.account === '县执法甲') inspector = id;
    if (person.account === '镇安监') officer = id;
  }
  commissioned = await askCommissioned(app, db, {
    from: inspector,
    to: officer,
    region: `${XINZHOU}001.`,
    verbs: ['case.enforce', 'campaign.write', 'case.read'],
    limits: { document: '3 号', penaltyYuan: 4000 },
  });
  [city, county, second, neighbour, town, firm] = asks as [Ask, Ask, Ask, Ask, Ask, Ask];
  const offered = (await city('GET', '/api/campaigns/items?sectors=public-place'))
    .json<{ id: string }[]>()
    .map((item) => item.id);
  const plain = await sql<{ id: string }>`
    SELECT item_id AS id FROM check_item_version WHERE item_id = ANY (${offered}::uuid[]) AND to_version IS NULL AND photo = 'none' ORDER BY item_id LIMIT 2`.execute(
    db,
  );
  [ITEM, OTHER_ITEM] = plain.rows.map((row) => row.id) as [string, string];
});
afterAll(() => stage.close());

const wish = (more: object = {}) => ({
  name: '人员密集场所消防安全专项整治',
  category: 'fire',
  goal: '消除重大火灾隐患',
  from: TODAY,
  to: shift(TODAY, 30),
  criteria: { sectors: ['public-place'] },
  departments: ['消防救援', '应急管理'],
  ...more,
});
const read = async (ask: Ask, id: string) => (await ask('GET', `/api/campaigns/${id}`)).json<Campaign>();
const partOf = (campaign: Campaign, name: string) => campaign.parts.find((part) => part.name === name)!;
async function act(ask: Ask, caseId: string, action: string, input: object = {}, files: object[] = []) {
  const { version } = (await ask('GET', `/api/cases/${caseId}`)).json<{ case: { version: number } }>().case;
  return ask('POST', `/api/cases/${caseId}/acts/${action}`, { version, input, files });
}
let id: string;

describe('issuing a campaign', () => {
  it('draws the targets from the register by criteria, freezes them with their number, and gives every place its plan [S68.1]', async () => {
    const preview = await city('POST', '/api/campaigns/preview', { sectors: ['public-place'] });
    expect(preview.json()).toMatchObject({
      total: 5,
      places: [
        { name: '信州区', targets: 3 },
        { name: '广丰区', targets: 2 },
      ],
    });
    const requestId = randomUUID();
    const issued = await city('POST', '/api/campaigns', wish({ requestId, share: 60, items: [ITEM, OTHER_ITEM] }));
    expect(issued.statusCode, issued.body).toBe(201);
    const campaign = issued.json<Campaign>();
    ({ id } = campaign);
    expect(
      (await city('POST', '/api/campaigns', wish({ requestId, share: 60, items: [ITEM, OTHER_ITEM] }))).json(),
    ).toMatchObject({ id });
    expect(campaign).toMatchObject({
      frozen: 5,
      fire: true,
      own: true,
      total: { targets: 5, planned: 4, inspected: 0 },
    });
    expect(partOf(campaign, '信州区').figures).toMatchObject({ targets: 3, planned: 2 });
    // Whoever registers later is no target of it.
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, credit_code, risk_level, status)
      VALUES (${randomUUID()}, '新商场', ${`${XINZHOU}001.`}, NULL, 'public-place', 'late', 'blue', 'running')`.execute(
      stage.db,
    );
    expect((await read(city, id)).total.targets).toBe(5);
  });

  it('is refused to who may not, for nobody, and with days the wrong way round', async () => {
    expect((await town('POST', '/api/campaigns', wish())).statusCode).toBe(403);
    expect((await firm('POST', '/api/campaigns', wish())).statusCode).toBe(403);
    expect((await city('POST', '/api/campaigns', wish({ criteria: { sectors: ['fireworks'] } }))).json()).toMatchObject(
      { code: 'campaign-empty' },
    );
    expect((await city('POST', '/api/campaigns', wish({ to: shift(TODAY, -1) }))).json()).toMatchObject({
      field: 'to',
    });
  });

  it('shows every place its own part only, a town its number, an enterprise that it is a target', async () => {
    const own = await read(county, id);
    expect(own.parts.filter(({ parent }) => parent === null).map(({ name }) => name)).toEqual(['信州区']);
    expect(own.total).toMatchObject({ targets: 3, planned: 2 });
    expect((await read(town, id)).total.targets).toBe(2);
    expect((await firm('GET', '/api/campaigns')).json<{ rows: CampaignRow[] }>().rows).toMatchObject([{ id }]);
    expect((await firm('GET', `/api/campaigns/${id}/targets`)).json()).toMatchObject({ total: 1 });
    const foreign = await neighbour('GET', `/api/campaigns/${id}/targets`);
    expect(foreign.json<{ rows: { name: string }[] }>().rows.map(({ name }) => name)).toEqual(['商场5', '商场6']);
  });

  it('lets the issuer set a place’s plan up to its targets, and the county its towns', async () => {
    const campaign = await read(city, id);
    const [own, theirs] = [partOf(campaign, '信州区'), partOf(campaign, '广丰区')];
    const set = (ask: Ask, part: string, planned: number) =>
      ask('POST', `/api/campaigns/${id}/parts/${part}`, { planned });
    expect((await set(city, own.id, 4)).json()).toMatchObject({ code: 'campaign-planned' });
    expect((await set(county, own.id, 1)).statusCode).toBe(403);
    expect((await set(county, theirs.id, 1)).statusCode).toBe(404);
    expect((await set(city, own.id, 3)).json<Campaign>().total.planned).toBe(5);
    const village = (await read(county, id)).parts.find(({ parent }) => parent !== null)!;
    expect((await set(county, village.id, 0)).statusCode).toBe(200);
  });
});

describe('inspecting', () => {
  it('makes each target’s check once; what its answers find becomes a finding with its hidden danger [S68.1]', async () => {
    const make = (ask: Ask, targets: string[]) => ask('POST', `/api/campaigns/${id}/runs`, { targets });
    const first = (await make(county, [FIRMS[0]!])).json<{ run: string; made: number }>();
    expect((await make(county, [FIRMS[0]!])).json()).toMatchObject({ run: first.run });
    expect((await make(neighbour, [FIRMS[0]!])).json()).toMatchObject({ made: 0 });
    expect((await county('POST', `/api/campaigns/${id}/runs`, {})).json()).toMatchObject({ made: 2, left: 0 });
    const by = { id: inspector, name: '县执法甲', side: 'authority' } as const;
    const now = Date.now();
    await stage.db.transaction().execute(async (tx) => {
      const change = (item: string, value: 'bad' | 'ok') => ({
        id: randomUUID(),
        item,
        field: 'result' as const,
        value,
        at: now,
        device: null,
      });
      const note = {
        id: randomUUID(),
        item: ITEM,
        field: 'note' as const,
        value: '二楼安全出口上锁',
        at: now,
        device: null,
      };
      expect(
        await answerRun(tx, first.run, [change(ITEM, 'bad'), note, change(OTHER_ITEM, 'ok')], by, now),
      ).toMatchObject({ taken: 3 });
      const finished = await finishRun(tx, first.run, by, now);
      expect(finished).not.toHaveProperty('refused');
    });
    expect([await gatherFindings(stage.db, 0), await gatherFindings(stage.db, 0)]).toEqual([1, 0]);
    const found = (await county('GET', `/api/campaigns/${id}/findings`)).json<{ rows: Finding[] }>().rows;
    expect(found).toMatchObject([{ what: '二楼安全出口上锁', violation: null, place: '商场1', rectified: false }]);
    expect(found[0]?.caseId).not.toBeNull();
    expect((await read(city, id)).total).toMatchObject({ inspected: 1, found: 1, rectified: 0 });
  });

  it('counts violations by kind, penalties with the lead they open, and closures of places nobody registered [S68.1]', async () => {
    const kinds = (await read(county, id)).kinds;
    const [first] = (await county('GET', `/api/campaigns/${id}/findings`)).json<{ rows: Finding[] }>().rows;
    const decide = (ask: Ask, finding: string, body: object) =>
      ask('POST', `/api/campaigns/findings/${finding}/decide`, body);
    expect((await decide(neighbour, first!.id, { measure: 'order' })).statusCode).toBe(404);
    expect((await decide(town, first!.id, { measure: 'order' })).statusCode).toBe(403);
    expect((await decide(county, first!.id, { measure: 'fine' })).json()).toMatchObject({ field: 'fine' });
    const decision = { measure: 'fine', fine: 2.5, violation: kinds[10] };
    expect((await decide(commissioned, first!.id, decision)).json()).toMatchObject({
      code: 'penalty-beyond',
      facts: { amount: 25_000, most: 4000 },
    });
    for (const _ of [1, 2]) expect((await decide(county, first!.id, decision)).statusCode).toBe(200);
    const lead = await sql<{ n: number }>`SELECT count(*)::int AS n FROM case_file WHERE kind = 'enforcement'`.execute(
      stage.db,
    );
    expect(lead.rows).toEqual([{ n: 1 }]);

    const requestId = randomUUID();
    const illegal = {
      place: '东门无名油漆作坊',
      regionPath: `${XINZHOU}002.`,
      violation: kinds[0],
      what: '无证储存油漆稀料',
      requestId,
    };
    expect(
      (await county('POST', `/api/campaigns/${id}/findings`, { ...illegal, violation: '随便' })).json(),
    ).toMatchObject({ field: 'violation' });
    expect(
      (await county('POST', `/api/campaigns/${id}/findings`, { ...illegal, regionPath: 'cn.36.11.30.001.' })).json(),
    ).toMatchObject({ field: 'regionPath' });
    const entered = (await county('POST', `/api/campaigns/${id}/findings`, illegal)).json<{ id: string }>();
    expect((await county('POST', `/api/campaigns/${id}/findings`, illegal)).json()).toEqual(entered);
    expect((await county('POST', `/api/campaigns/findings/${entered.id}/settle`)).json()).toMatchObject({
      code: 'field-required',
    });
    expect((await decide(county, entered.id, { measure: 'shut' })).statusCode).toBe(200);
    const { total, violations } = await read(city, id);
    expect(total).toMatchObject({ found: 2, penalised: 2, shut: 1, closed: 1, rectified: 1, fines: 2.5 });
    expect(violations).toEqual(
      expect.arrayContaining([
        { violation: kinds[0], found: 1, penalised: 1 },
        { violation: kinds[10], found: 1, penalised: 1 },
      ]),
    );
    expect((await read(neighbour, id)).total.found).toBe(0);
  });

  it('sends joint teams of several departments', async () => {
    const team = { name: '第一联合检查组', leader: '张三', departments: ['消防救援', '公安'] };
    expect((await county('POST', `/api/campaigns/${id}/teams`, team)).json<Campaign>().teams).toMatchObject([team]);
    expect((await county('POST', `/api/campaigns/${id}/teams`, { ...team, departments: [] })).statusCode).toBe(422);
  });
});

describe('keeping time', () => {
  it('urges places that are late, once a day is past, and extends the campaign with all open tasks [S68.1]', async () => {
    const caseId = partOf(await read(city, id), '信州区').caseId!;
    expect((await city('POST', `/api/campaigns/${id}/urge`, { demand: '三日内完成' })).json()).toEqual({ urged: 0 });
    await sql`UPDATE case_file SET due_at = now() - interval '1 day', escalate_at = now() - interval '1 hour' WHERE id = ${caseId}`.execute(
      stage.db,
    );
    await runDueCases(stage.db, Date.now());
    expect(partOf(await read(city, id), '信州区').late).toBe(true);
    expect((await county('POST', `/api/campaigns/${id}/urge`, { demand: 'x' })).statusCode).toBe(403);
    expect((await city('POST', `/api/campaigns/${id}/urge`, { demand: '三日内完成' })).json()).toEqual({ urged: 1 });
    const to = shift(TODAY, 45);
    expect(
      (await city('POST', `/api/campaigns/${id}/extend`, { to: shift(TODAY, 3), reason: '雨' })).json(),
    ).toMatchObject({ field: 'to' });
    const extended = await city('POST', `/api/campaigns/${id}/extend`, { to, reason: '汛期' });
    expect(extended.statusCode, extended.body).toBe(200);
    const after = await read(city, id);
    expect(after).toMatchObject({ to, firstTo: shift(TODAY, 30) });
    expect(partOf(after, '信州区')).toMatchObject({ late: false, urged: 1 });
    expect(after.trail.map(({ action }) => action)).toEqual(expect.arrayContaining(['issued', 'urged', 'extended']));
  });

  it('closes when every place is accepted by the level that issued it, and not by who summed up; its report is kept and taken away [S68.1]', async () => {
    const finish = () => city('POST', `/api/campaigns/${id}/finish`, { summary: '整治见效' });
    expect((await finish()).json()).toMatchObject({ code: 'campaign-open-parts' });
    const parts = (await read(city, id)).parts.filter(({ caseId }) => caseId !== null);
    for (const [ask, name] of [
      [county, '信州区'],
      [neighbour, '广丰区'],
    ] as const) {
      const { caseId } = parts.find((part) => part.name === name)!;
      expect((await act(ask, caseId!, 'receive')).statusCode).toBe(200);
      expect((await act(ask, caseId!, 'sum', { summary: '已完成' })).statusCode).toBe(200);
      expect((await act(ask, caseId!, 'accept')).json()).toMatchObject({ code: 'same-person' });
      if (name === '信州区')
        // A colleague in the same county is no other level: the place that issued it decides.
        for (const [action, input] of [
          ['accept', {}],
          ['return', { reason: 'x' }],
          ['drop', { reason: 'x' }],
        ] as const)
          expect((await act(second, caseId!, action, input)).json()).toMatchObject({ code: 'campaign-issuer' });
      expect((await act(city, caseId!, 'accept')).statusCode).toBe(200);
    }
    expect((await finish()).statusCode).toBe(200);
    expect((await finish()).json()).toMatchObject({ code: 'campaign-state' });
    expect((await county('POST', `/api/campaigns/${id}/runs`, {})).json()).toMatchObject({ code: 'campaign-state' });
    const kept = await sql<{ report: Campaign }>`SELECT report FROM campaign WHERE id = ${id}`.execute(stage.db);
    expect(kept.rows[0]?.report.total).toMatchObject({ inspected: 1, found: 2, penalised: 2 });
    const file = await city('GET', `/api/campaigns/${id}/report.xlsx`);
    expect(file.statusCode).toBe(200);
    const book = await readXlsx(file.rawPayload);
    const sheet = (name: string) => book.sheets.find((one) => one.name === name)!.rows;
    expect(sheet('总表')).toEqual(
      expect.arrayContaining([
        ['已检查', 1],
        ['发现问题', 2],
      ]),
    );
    expect(sheet('问题清单')).toHaveLength(3);
    const paper = await city('GET', `/api/campaigns/${id}/report.pdf`);
    expect(paper.statusCode).toBe(200);
    expect(paper.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await neighbour('GET', `/api/campaigns/${id}/report.xlsx`)).statusCode).toBe(200);
  });
});

describe('the year’s fire campaign', () => {
  const calendar = async (ask: Ask, year: number) =>
    (await ask('GET', `/api/campaigns/fire-calendar?year=${year}`)).json<FireCalendar>();

  it('flags a jurisdiction that has none in the calendar year, and no other [S68.1]', async () => {
    const now = await calendar(city, YEAR);
    expect(now.rows.map(({ name, missing }) => [name, missing])).toEqual([
      ['上饶市', false],
      ['信州区', false],
      ['广丰区', false],
    ]);
    const before = await calendar(city, YEAR - 1);
    expect(before.missing).toBe(3);
    const issued = await county('POST', '/api/campaigns', wish({ name: '县级打非', category: 'strike', criteria: {} }));
    expect(issued.statusCode, issued.body).toBe(201);
    expect((await calendar(county, YEAR)).rows[0]?.campaigns).toHaveLength(1);
  });
});

describe('key counties', () => {
  it('are those with too many accidents or major dangers; listed with plan, rectified, accepted off by another [S68.2]', async () => {
    await sql`
      INSERT INTO flash_report (id, number, chain_id, seq, kind, place, occurred_at, received_at, what, measures, reporter, reporter_phone, receiver, region_path)
      SELECT gen_random_uuid(), 'F' || n, gen_random_uuid(), 1, 'fire', '信州', now() - interval '30 days', now(), '火灾', '扑救', '甲', '1', '乙', ${`${XINZHOU}001.`}
      FROM generate_series(1, 3) n`.execute(stage.db);
    const list = async (ask: Ask) => (await ask('GET', '/api/campaigns/key-counties?trade=fire')).json<KeyCounties>();
    expect((await list(city)).candidates).toMatchObject([{ name: '信州区', accidents: 3, accidentsFrom: 3 }]);
    const body = { region: XINZHOU, trade: 'fire', reason: '近一年火灾 3 起' };
    expect((await county('POST', '/api/campaigns/key-counties', body)).statusCode).toBe(404);
    const made = await city('POST', '/api/campaigns/key-counties', body);
    expect(made.statusCode, made.body).toBe(201);
    expect((await city('POST', '/api/campaigns/key-counties', body)).json()).toMatchObject({ code: 'already-exists' });
    const caseId = made.json<{ id: string }>().id;
    expect((await list(county)).listed).toMatchObject([{ caseId, region: '信州区', accidents: 3, state: 'listed' }]);
    expect((await list(city)).candidates).toEqual([]);
    expect((await list(neighbour)).listed).toEqual([]);
    const plan = { plan: '逐家过筛', responsible: '分管副区长', dueOn: shift(TODAY, 90) };
    expect((await act(county, caseId, 'plan', plan)).statusCode).toBe(200);
    expect((await act(second, caseId, 'submit', { result: '已整治' })).json()).toMatchObject({
      code: 'evidence-required',
    });
    const sha256 = 'a'.repeat(64);
    await sql`INSERT INTO upload (sha256, person_id, type, size) SELECT ${sha256}, id, 'image/png', 1 FROM person WHERE account = '县执法乙'`.execute(
      stage.db,
    );
    expect((await act(second, caseId, 'submit', { result: '已整治' }, [{ sha256 }])).statusCode).toBe(200);
    expect((await act(second, caseId, 'accept', { opinion: '合格' })).json()).toMatchObject({ code: 'same-person' });
    expect((await act(city, caseId, 'accept', { opinion: '合格' })).statusCode).toBe(200);
    const after = await list(city);
    expect(after.listed).toMatchObject([{ state: 'off' }]);
    expect(after.candidates).toHaveLength(1);
    expect((await neighbour('GET', `/api/cases/${caseId}`)).statusCode).toBe(404);
  });
});

describe('10⁴ targets', () => {
  it('are counted by place with runs and findings in one query of well under a second', async () => {
    const big = randomUUID();
    const part = randomUUID();
    const references = await sql<{ table: string; name: string }>`
      SELECT conrelid::regclass::text AS table, conname AS name FROM pg_constraint
      WHERE conrelid IN ('campaign_target'::regclass, 'check_run'::regclass) AND contype = 'f'`.execute(stage.db);
    for (const { table, name } of references.rows)
      await sql`ALTER TABLE ${sql.table(table)} DROP CONSTRAINT ${sql.id(name)}`.execute(stage.db);
    await sql`
      INSERT INTO campaign (id, number, name, category, fire, goal, home_path, home_name, from_on, to_on, first_to_on, state, targets, issued_by)
      VALUES (${big}, 'XD-BIG', '万家', 'strike', false, 'x', ${CITY}, '上饶市', ${TODAY}, ${TODAY}, ${TODAY}, 'running', 10000, 'x')`.execute(
      stage.db,
    );
    await sql`INSERT INTO campaign_part (id, campaign_id, name, targets, planned, region_path) VALUES (${part}, ${big}, '信州区', 10000, 10000, ${XINZHOU})`.execute(
      stage.db,
    );
    await sql`
      INSERT INTO campaign_target (campaign_id, enterprise_id, part_id, name, region_path)
      SELECT ${big}, md5('e' || n)::uuid, ${part}, '企业' || n, ${XINZHOU} || '00' || (n % 8 + 1) || '.' FROM generate_series(1, 10000) n`.execute(
      stage.db,
    );
    await sql`
      INSERT INTO check_run (id, number, list_id, use, title, period, state, master_version, organisation_id, organisation_name, region_path, region_name,
        source_kind, source_id, opens_at, due_at, done_at, items)
      SELECT gen_random_uuid(), 'JC-BIG-' || n, gen_random_uuid(), 'campaign', 'x', ${TODAY}, 'done', 1, md5('e' || n)::uuid, 'x', ${`${XINZHOU}001.`}, 'x',
        'campaign', ${big}, now(), now(), now(), 1 FROM generate_series(1, 7000) n`.execute(stage.db);
    await sql`
      INSERT INTO campaign_finding (id, campaign_id, part_id, place, what, found_at, found_by, measure, region_path)
      SELECT gen_random_uuid(), ${big}, ${part}, 'x', 'x', now(), 'x', CASE WHEN n % 3 = 0 THEN 'fine' END, ${XINZHOU} || '00' || (n % 8 + 1) || '.'
      FROM generate_series(1, 5000) n`.execute(stage.db);
    await sql`ANALYZE`.execute(stage.db);
    const scope = { kind: 'region', path: CITY } as const;
    await withScope(stage.db, scope, (tx) => figuresOf(tx, [big]));
    const began = performance.now();
    const places = await withScope(stage.db, scope, (tx) => figuresOf(tx, [big]));
    const took = performance.now() - began;
    const sum = (key: 'targets' | 'inspected' | 'found' | 'penalised') =>
      places.reduce((all, place) => all + place[key], 0);
    expect([sum('targets'), sum('inspected'), sum('found'), sum('penalised')]).toEqual([10_000, 7000, 5000, 1666]);
    expect(took).toBeLessThan(1000);
  });
});
