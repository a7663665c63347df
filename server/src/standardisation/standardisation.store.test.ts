import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail } from '@anlan/kernel/case';
import { dayOf, shift } from '@anlan/domain/calendar';
import { SOURCED_RATES, type StandardRates, type StandardTarget } from '@anlan/systems/technology';
import { runAllDefaults } from '../grading/timers.ts';
import { enterFirm, FIRM, openHouse, OTHER, photo, TOWN, type House } from '../grading/testing/house.ts';
import { uuid } from '../ingest/testing/devices.ts';

const today = dayOf(Date.now());
let house: House;

beforeAll(async () => {
  house = await openHouse();
}, 120_000);
afterAll(() => house.close());

const overview = async (query = '') =>
  (await house.city('GET', `/api/standardisation/overview${query}`)).json<
    StandardRates & { targets: StandardTarget[] }
  >();
const read = async (id: string) => (await house.city('GET', `/api/cases/${id}`)).json<CaseDetail>();
const act = async (ask: typeof house.city, id: string, action: string, input: object, files: object[] = []) =>
  ask('POST', `/api/cases/${id}/acts/${action}`, { version: (await read(id)).case.version, input, files });

/** Answers a check of the master's list: every item of these elements is bad, all others are well; and ends it. */
async function answer(run: string, bad: readonly string[]): Promise<void> {
  await sql`
    INSERT INTO check_answer (run_id, item_id, use, result, region_path, organisation_id, sector)
    SELECT r.id, l.item_id, r.use, CASE WHEN v.element = ANY (${[...bad]}::text[]) THEN 'bad' ELSE 'ok' END, r.region_path, r.organisation_id, r.sector
    FROM check_run r JOIN check_list_item l ON l.list_id = r.list_id JOIN check_item_version v ON v.item_id = l.item_id AND v.from_version = l.from_version
    WHERE r.id = ${run}`.execute(house.stage.db);
  await sql`UPDATE check_run SET state = 'done', done_at = now() WHERE id = ${run}`.execute(house.stage.db);
}

interface Runs {
  readonly runs: { id: string; state: string; stage: string; items: number }[];
  readonly gradings: { stage: string; hash: string; result: { score: number; level: string } }[];
}
const begin = async (ask: typeof house.city, id: string, stage: string) =>
  (await ask('POST', `/api/standardisation/applications/${id}/runs`, { stage }))
    .json<Runs>()
    .runs.find((run) => run.stage === stage && run.state === 'open')!;
const score = (ask: typeof house.city, id: string, stage: string, run: string) =>
  ask('POST', `/api/standardisation/applications/${id}/scores`, { stage, run });

describe('rates', () => {
  it('equal the printed 48.9 %, 44.6 % and 75.0 % from the counts of D4:103, as of a day [S96.2]', async () => {
    const { db } = house.stage;
    for (const { trade, numerator, denominator } of SOURCED_RATES) {
      await sql`
        INSERT INTO enterprise (id, name, region_path, organisation_id, sector, credit_code, risk_level, established_on)
        SELECT md5(${trade} || i)::uuid, ${trade} || i, ${TOWN}, md5(${trade} || i)::uuid, ${trade}, ${trade} || i, 'blue', '2014-01-01'::date
        FROM generate_series(1, ${denominator}) AS i`.execute(db);
      await sql`
        INSERT INTO standardisation_certificate (id, name, region_path, organisation_id, sector, enterprise, number, grade, issued_on, valid_until)
        SELECT gen_random_uuid(), 'c', region_path, id, sector, id, ${trade} || '-' || name, 'three', '2015-06-01'::date, '2018-05-31'::date
        FROM enterprise WHERE sector = ${trade} AND id <> ${FIRM} AND id <> ${OTHER} ORDER BY name LIMIT ${numerator}`.execute(
        db,
      );
    }
    // The two enterprises of the stage are older; on the day they count as well, so they are taken out of this cohort.
    await sql`UPDATE enterprise SET established_on = '2019-01-01' WHERE id IN (${FIRM}, ${OTHER})`.execute(db);
    const then = await overview('?day=2015-12-31');
    for (const { trade, numerator, denominator, percent } of SOURCED_RATES)
      expect(then.bySector.find(({ key }) => key === trade)).toMatchObject({ numerator, denominator, percent });
    expect((await overview('?day=2013-12-31')).enterprise).toMatchObject({ denominator: 0, percent: null });
    expect((await overview()).enterprise).toMatchObject({ numerator: 0, denominator: 419 });
    expect((await house.stranger('GET', '/api/standardisation/overview?day=2015-12-31')).json()).toMatchObject({
      enterprise: { denominator: 0 },
    });
  });

  it('are counted for posts, specialties and sites too, and measured against dated targets [S96.2]', async () => {
    const unit = (name: string, kind: string, reachedOn: string | null) =>
      house.officer('POST', '/api/standardisation-units', {
        name,
        regionPath: TOWN,
        enterprise: FIRM,
        kind,
        since: '2020-01-01',
        ...(reachedOn !== null && { reachedOn }),
      });
    expect((await unit('内操', 'post', shift(today, -5))).statusCode).toBe(201);
    await unit('外操', 'post', null);
    await unit('仪表', 'specialty', shift(today, -5));
    const now = await overview();
    expect(now).toMatchObject({
      post: { numerator: 1, denominator: 2, percent: 50 },
      specialty: { percent: 100 },
      site: { percent: null },
    });
    expect((await overview(`?day=${shift(today, -6)}`)).post).toMatchObject({ numerator: 0, denominator: 2 });
    const set = await house.inspector('POST', '/api/standardisation/targets', {
      trade: 'hazchem-production',
      kind: 'post',
      share: 50,
      dueOn: shift(today, 30),
      basis: '年度计划',
    });
    expect(set.json<{ rows: StandardTarget[] }>().rows).toMatchObject([
      { kind: 'post', met: true, past: false, reached: { numerator: 1, denominator: 2 } },
    ]);
    expect(
      (await house.officer('POST', '/api/standardisation/targets', { trade: 'x', dueOn: today, basis: 'x' }))
        .statusCode,
    ).toBe(403);
  });
});

describe('an application', () => {
  let id: string;

  it('is scored by the standardisation check, evaluated, announced and granted; nobody types a score [S96.1]', async () => {
    const opened = await house.officer('POST', '/api/cases', {
      kind: 'standardisation',
      input: { enterprise: FIRM, title: '定级申请', target: 'two' },
    });
    id = opened.json<CaseDetail>().case.id;
    expect((await act(house.officer, id, 'apply', { statement: '真实' })).json()).toMatchObject({
      code: 'standardisation-unscored',
    });
    expect((await act(house.officer, id, 'score', { selfRun: 'x', selfScore: 99 })).json()).toMatchObject({
      code: 'case-side',
    });
    expect(
      (await house.inspector('POST', `/api/standardisation/applications/${id}/runs`, { stage: 'self' })).statusCode,
    ).toBe(403);
    const run = await begin(house.officer, id, 'self');
    expect(run.items).toBeGreaterThan(30);
    expect((await score(house.officer, id, 'self', run.id)).json()).toMatchObject({ code: 'standardisation-unscored' });
    await answer(run.id, ['目标职责']);
    // That element weighs 10 of 100.
    expect((await score(house.officer, id, 'self', run.id)).json()).toMatchObject({ score: 90, grade: 'one' });
    expect((await act(house.officer, id, 'apply', { statement: '真实' })).statusCode).toBe(200);
    await act(house.inspector, id, 'organise', { evaluator: '协会', visitOn: today });
    expect((await score(house.officer, id, 'evaluation', run.id)).statusCode).toBe(403);
    // The enterprise's own check is no evaluation.
    expect((await score(house.inspector, id, 'evaluation', run.id)).statusCode).toBe(404);
    const visit = await begin(house.inspector, id, 'evaluation');
    await answer(visit.id, ['目标职责', '应急管理']);
    expect((await score(house.inspector, id, 'evaluation', visit.id)).json()).toMatchObject({
      score: 80,
      grade: 'two',
    });
    const announced = await read(id);
    expect(announced.case.state).toBe('announced');
    expect((await house.inspector('POST', `/api/standardisation/applications/${id}/grant`)).json()).toMatchObject({
      code: 'field-invalid',
    });
    await sql`UPDATE case_standardisation SET announced_until = ${today}::date WHERE case_id = ${id}`.execute(
      house.stage.db,
    );
    expect((await house.stranger('POST', `/api/standardisation/applications/${id}/grant`)).statusCode).toBe(404);
    const granted = await house.inspector('POST', `/api/standardisation/applications/${id}/grant`);
    expect(granted.statusCode, granted.body).toBe(201);
    expect((await read(id)).case.state).toBe('granted');
    expect((await house.inspector('POST', `/api/standardisation/applications/${id}/grant`)).json()).toMatchObject({
      code: 'standardisation-state',
    });
    const holder = (await house.inspector('GET', `/api/standardisation/enterprises?q=远山`)).json<{ rows: object[] }>();
    expect(holder.rows[0]).toMatchObject({
      grade: 'two',
      holds: true,
      issuedOn: today,
      number: granted.json<{ certificate: string }>().certificate,
    });
    expect((await house.officer('GET', `/api/enterprises/${FIRM}`)).json()).toMatchObject({ standardisation: 'two' });
  });

  it('keeps what its points came from, derived again the same [S96.1]', async () => {
    const { gradings } = (await house.officer('GET', `/api/standardisation/applications/${id}`)).json<Runs>();
    expect(gradings.map(({ stage, result }) => [stage, result.score, result.level])).toEqual([
      ['self', 90, 'one'],
      ['evaluation', 80, 'two'],
    ]);
    expect((await house.city('GET', '/api/gradings/verification?model=standardisation')).json()).toMatchObject({
      checked: 2,
      same: 2,
    });
  });

  it('runs out: listed before its day, counted no more after it [S96.1]', async () => {
    const until = (await house.inspector('GET', '/api/standardisation/enterprises?q=远山')).json<{
      rows: { validUntil: string }[];
    }>().rows[0]!.validUntil;
    expect(until > shift(today, 1090)).toBe(true);
    const filter = async (name: string, day: string) =>
      (await house.inspector('GET', `/api/standardisation/enterprises?q=远山&filter=${name}&day=${day}`)).json<{
        total: number;
      }>().total;
    expect(await filter('expiring', today)).toBe(0);
    expect(await filter('expiring', shift(until, -30))).toBe(1);
    expect(await filter('holding', until)).toBe(1);
    expect(await filter('expired', shift(until, 1))).toBe(1);
  });

  it('is vetoed where a major danger is late, whatever the points', async () => {
    const opened = await house.officer('POST', '/api/cases', {
      kind: 'standardisation',
      input: { enterprise: FIRM, title: '再申请', target: 'one' },
    });
    const again = opened.json<CaseDetail>().case.id;
    const danger = (
      await house.officer('POST', '/api/cases', {
        kind: 'hidden-danger',
        input: { enterprise: FIRM, title: '联锁摘除' },
      })
    ).json<CaseDetail>();
    await sql`UPDATE case_hidden_danger SET grade = 'major' WHERE case_id = ${danger.case.id}`.execute(house.stage.db);
    await sql`UPDATE case_file SET overdue_since = now() WHERE id = ${danger.case.id}`.execute(house.stage.db);
    const run = await begin(house.officer, again, 'self');
    await answer(run.id, []);
    expect((await score(house.officer, again, 'self', run.id)).json()).toMatchObject({ score: 100, grade: 'none' });
    // What waits for the authority is the authority's lateness, and no veto.
    await sql`UPDATE case_file SET owner = 'authority' WHERE id = ${danger.case.id}`.execute(house.stage.db);
    const graded = (await score(house.officer, again, 'self', run.id)).json<{ grade: string }>();
    expect(graded.grade).not.toBe('none');
  });
});

describe('a default', () => {
  const LATE = uuid(851);

  it('past the target date opens one suspension proposal and raises the inspection weight [S96.3] [S96.4]', async () => {
    await enterFirm(house.stage, LATE, '拖延机械', TOWN, 'X9', 'machinery', 117.8, 28.3);
    const set = (dueOn: string) =>
      house.city('POST', '/api/standardisation/targets', {
        trade: 'machinery',
        grade: 'three',
        dueOn,
        basis: '市安委会〔2025〕8号',
      });
    await set(shift(today, 0));
    const run = () => house.city('POST', '/api/standardisation/defaults');
    // On the day itself nobody is late.
    expect((await run()).json()).toMatchObject({ opened: 0 });
    // The next day the clock of the platform finds it, without anybody asking.
    expect(await runAllDefaults(house.stage.db, Date.now() + 86_400_000)).toEqual({ opened: 1, reached: 0 });
    expect((await run()).json()).toEqual({ opened: 0, reached: 0, left: 0 });
    const [row] = (await house.city('GET', '/api/cases?kind=standardisation-default')).json<{
      rows: { id: string }[];
    }>().rows;
    const found = await read(row!.id);
    expect(found.case).toMatchObject({ state: 'proposed', organisationId: LATE });
    expect(found.detail).toMatchObject({ targetOn: today, basis: '市安委会〔2025〕8号' });
    const weights = (await house.city('GET', `/api/inspection-weights?enterprise=${LATE}`)).json<{ rows: object[] }>();
    expect(weights.rows).toMatchObject([{ factor: 2, reason: 'standardisation-default', caseId: row!.id }]);
    expect((await overview()).defaults).toBe(1);
    expect((await house.officer('POST', '/api/standardisation/defaults')).statusCode).toBe(403);
    expect((await house.stranger('GET', `/api/cases/${row!.id}`)).statusCode).toBe(404);
  });

  it('is decided by an officer with a document, and ends by itself when the grade is reached [S96.3]', async () => {
    const [row] = (await house.city('GET', '/api/cases?kind=standardisation-default')).json<{
      rows: { id: string }[];
    }>().rows;
    const input = {
      document: '应急暂扣〔2026〕1 号',
      suspendedUntil: shift(today, 60),
      decision: '暂扣安全生产许可证',
    };
    expect((await act(house.inspector, row!.id, 'suspend', input)).json()).toMatchObject({ code: 'evidence-required' });
    const suspended = await act(house.inspector, row!.id, 'suspend', input, [await photo(house.inspector, 'decision')]);
    expect(suspended.json<CaseDetail>().case.state).toBe('suspended');
    await sql`
      INSERT INTO standardisation_certificate (id, name, region_path, organisation_id, sector, enterprise, number, grade, issued_on, valid_until)
      VALUES (${randomUUID()}, 'c', ${TOWN}, ${LATE}, 'machinery', ${LATE}, 'T-1', 'three', ${today}::date, ${shift(today, 1000)}::date)`.execute(
      house.stage.db,
    );
    expect((await house.city('POST', '/api/standardisation/defaults')).json()).toMatchObject({ reached: 1 });
    expect((await read(row!.id)).case.state).toBe('lifted');
    expect((await house.city('GET', `/api/inspection-weights?enterprise=${LATE}`)).json()).toEqual({ rows: [] });
    const left = await sql<{
      until: Date | null;
    }>`SELECT until FROM inspection_weight WHERE enterprise = ${LATE}`.execute(house.stage.db);
    expect(left.rows[0]?.until).not.toBeNull();
    expect(
      (
        await house.city('POST', '/api/standardisation/targets/00000000-0000-4000-8000-000000000000/withdraw', {
          reason: 'x',
        })
      ).statusCode,
    ).toBe(404);
  });
});
