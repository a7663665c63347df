import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { destination } from '@anlan/domain/geo';
import type { CaseDetail } from '@anlan/kernel/case';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { ExternalDistances, Siting } from '@anlan/systems/prevention';
import { CITY, COUNTY, FIRM, openHouse, OTHER, photo, TOWN, type House } from '../grading/testing/house.ts';
import { uuid } from '../ingest/testing/devices.ts';

const PLACE = { lon: 117.9, lat: 28.4 };
let house: House;

beforeAll(async () => {
  house = await openHouse();
  const at = (metres: number, bearing: number) => destination(PLACE, bearing, metres);
  const target = async (id: number, name: string, group: string, metres: number, bearing: number) => {
    const { lon, lat } = at(metres, bearing);
    await sql`
      INSERT INTO protected_object (id, name, region_path, lon, lat, kind, class, people)
      VALUES (${uuid(id)}, ${name}, ${TOWN}, ${lon}, ${lat}, 'school', ${group}, 600)`.execute(house.stage.db);
  };
  await target(901, '实验小学', 'first', 130, 10);
  await target(902, '远郊小区', 'first', 900, 80);
  await target(903, '农户', 'third', 400, 200);
  // Petrol in a tank: no gas that reaches a threshold, so a standard's distance is enough.
  await sql`
    INSERT INTO chemical_holding (id, name, region_path, organisation_id, sector, lon, lat, enterprise, substance, storage, design_quantity)
    VALUES (${uuid(911)}, '汽油罐', ${TOWN}, ${FIRM}, 'hazchem-production', ${PLACE.lon}, ${PLACE.lat}, ${FIRM}, '86290-81-5', 'atmospheric-tank', 60)`.execute(
    house.stage.db,
  );
}, 120_000);
afterAll(() => house.close());

const distances = async (ask = house.city, query = '') =>
  (await ask('GET', `/api/city-risk/distances${query}`)).json<ExternalDistances>();
const evaluate = (ask = house.city, body: object = {}) => ask('POST', '/api/city-risk/distances', body);

describe('the external safety distance', () => {
  it('is stored as a fact for each hazchem enterprise: actual, required, method and day', async () => {
    expect((await distances()).counts).toMatchObject({ enterprises: 2, measured: 0 });
    expect((await house.officer('POST', '/api/city-risk/distances', {})).statusCode).toBe(403);
    expect((await evaluate()).json()).toEqual({ enterprises: 2, short: 0, undetermined: 1, listed: 0 });
    const { rows, counts } = await distances();
    expect(counts).toEqual({ enterprises: 2, measured: 2, met: 1, short: 0, undetermined: 1, listed: 0 });
    const own = rows.find(({ id }) => id === FIRM)!;
    expect(own.facts).toHaveLength(3);
    expect(own.facts[0]).toMatchObject({
      class: 'first',
      object: '实验小学',
      required: 100,
      verdict: 'met',
      method: 'standard',
    });
    expect(own.facts[0]?.actual).toBeCloseTo(130, 0);
    expect(own.facts[2]).toMatchObject({ class: 'third', object: '农户' });
    expect(own.measuredAt).toBeGreaterThan(Date.now() - 60_000);
    expect(rows.find(({ id }) => id === OTHER)).toMatchObject({ verdict: 'undetermined' });
  });

  it('asks for a risk assessment where gases reach their threshold; without a report it is undetermined', async () => {
    await sql`
      INSERT INTO chemical_holding (id, name, region_path, organisation_id, sector, lon, lat, enterprise, substance, storage, design_quantity)
      VALUES (${uuid(912)}, '液氯', ${TOWN}, ${FIRM}, 'hazchem-production', ${PLACE.lon}, ${PLACE.lat}, ${FIRM}, '7782-50-5', 'pressure-tank', 40)`.execute(
      house.stage.db,
    );
    await evaluate(house.inspector);
    const [own] = (await distances(house.inspector, '?verdict=undetermined')).rows;
    expect(own).toMatchObject({ id: FIRM, verdict: 'undetermined' });
    expect(own?.facts[0]).toMatchObject({ method: 'qra', required: null, basis: '尚无评价报告' });
  });

  it('that is short puts the enterprise on the close-or-relocate list, once, and its report decides [S72.1]', async () => {
    const report = (name: string, metres: number, on: string) =>
      house.officer('POST', '/api/distance-reports', {
        name,
        regionPath: TOWN,
        enterprise: FIRM,
        method: 'qra',
        number: name,
        determinedOn: on,
        firstClass: metres,
      });
    expect((await report('QRA-1', 350, shift(dayOf(Date.now()), -30))).statusCode).toBe(201);
    expect((await evaluate()).json()).toMatchObject({ short: 1, listed: 1 });
    expect((await evaluate()).json()).toMatchObject({ short: 1, listed: 0 });
    const [own] = (await distances(house.city, '?verdict=short')).rows;
    expect(own).toMatchObject({ id: FIRM, caseState: 'identified' });
    expect(own?.facts[0]).toMatchObject({ required: 350, verdict: 'short', within: 1 });
    const listed = (await house.city('GET', `/api/cases/${own?.caseId}`)).json<CaseDetail>();
    expect(listed.detail).toMatchObject({ required: 350, enterprise: FIRM });
    expect(listed.detail['shortfall']).toBeCloseTo(220, 0);
    // Every earlier measuring stays as it was.
    const kept = await sql<{ n: number; newest: number }>`
      SELECT count(*)::int AS n, count(*) FILTER (WHERE newest)::int AS newest FROM safety_distance WHERE enterprise = ${FIRM}`.execute(
      house.stage.db,
    );
    expect(kept.rows[0]).toEqual({ n: 12, newest: 3 });
  });

  it('has a list with states: plan, progress, and off it with a new measuring', async () => {
    const [own] = (await distances(house.city, '?verdict=short')).rows;
    const read = async () => (await house.inspector('GET', `/api/cases/${own?.caseId}`)).json<CaseDetail>();
    const act = async (ask: typeof house.city, action: string, input: object, files: object[] = []) =>
      ask('POST', `/api/cases/${own?.caseId}/acts/${action}`, { version: (await read()).case.version, input, files });
    const plan = {
      measure: 'relocate',
      plan: '两年内迁入园区',
      responsible: '王总',
      finishBy: shift(dayOf(Date.now()), 400),
    };
    expect((await act(house.officer, 'plan', plan)).statusCode).toBe(403);
    expect((await act(house.inspector, 'plan', plan)).json<CaseDetail>().case.state).toBe('planned');
    expect((await act(house.officer, 'begin', { progress: 20 })).json<CaseDetail>().case.state).toBe('working');
    expect((await act(house.officer, 'report', { progress: 10 })).json()).toMatchObject({
      code: 'field-invalid',
      field: 'progress',
    });
    expect((await act(house.officer, 'report', { progress: 60 })).statusCode).toBe(200);
    expect((await act(house.inspector, 'finish', { result: '已拆除' })).json()).toMatchObject({
      code: 'evidence-required',
    });
    const done = await act(house.inspector, 'withdraw', { decision: '复测达标' }, [
      await photo(house.inspector, 'survey'),
    ]);
    expect(done.json<CaseDetail>().case.state).toBe('withdrawn');
    // Still short: the next measuring lists it again.
    expect((await evaluate()).json()).toMatchObject({ short: 1, listed: 1 });
    expect((await evaluate(house.stranger, { enterprise: FIRM })).statusCode).toBe(404);
  });
});

describe('a proposed place', () => {
  it('is examined against what lies around it, and the answer is kept with its day [S72.1]', async () => {
    const ask = (more: object) =>
      house.inspector('POST', '/api/city-risk/sitings', {
        name: '拟选址',
        ...PLACE,
        facility: 'liquefied-hydrocarbon',
        ...more,
      });
    const near = (await ask({})).json<Siting>();
    expect(near).toMatchObject({ required: 150, verdict: 'short' });
    const [first, , third] = near.lines;
    expect(first).toMatchObject({
      verdict: 'short',
      found: [
        { name: '实验小学', inside: true },
        { name: '远郊小区', inside: false },
      ],
    });
    expect(third).toMatchObject({ key: 'target.third', verdict: 'met' });
    expect(near.lines.find(({ key }) => key === 'ground')).toMatchObject({ verdict: 'unknown' });
    const far = (await ask({ ...destination(PLACE, 270, 2000) })).json<Siting>();
    expect(far.verdict).not.toBe('short');
    expect(far.lines.slice(0, 3).map(({ verdict }) => verdict)).toEqual(['met', 'met', 'met']);
    const kept = (await house.inspector('GET', '/api/city-risk/sitings')).json<{ rows: Siting[] }>();
    expect(kept.rows.map(({ number }) => number)).toEqual([far.number, near.number]);
    expect((await house.stranger('GET', '/api/city-risk/sitings')).json()).toEqual({ rows: [] });
    expect(
      (await house.officer('POST', '/api/city-risk/sitings', { name: 'x', ...PLACE, facility: 'other' })).statusCode,
    ).toBe(403);
  });
});

describe('the risk sources and the score of a city', () => {
  it('are counted by area and kind, and graded with every point’s fact [S72.1]', async () => {
    for (const [id, level, kind] of [
      [921, 'red', 'hidden'],
      [922, 'blue', 'crowd'],
    ] as const)
      await sql`
        INSERT INTO risk_source (id, name, region_path, lon, lat, kind, level, people, hidden)
        VALUES (${uuid(id)}, ${kind}, ${TOWN}, 117.9, 28.4, ${kind}, ${level}, 300, ${kind === 'hidden'})`.execute(
        house.stage.db,
      );
    const sources = (await house.city('GET', '/api/city-risk/sources')).json();
    expect(sources).toMatchObject({ total: 2, regions: [{ path: COUNTY }] });
    const scored = (await house.city('POST', '/api/city-risk/scores')).json<{
      rows: {
        id: string;
        path: string;
        score: number;
        result: { lines: { factor: string; fact: { known: { value: number } | null } }[] };
      }[];
    }>();
    const own = scored.rows.find(({ path }) => path === COUNTY)!;
    expect(scored.rows[0]?.path).toBe(CITY);
    const line = (factor: string) => own.result.lines.find((one) => one.factor === factor);
    expect(line('distanceShort')?.fact.known?.value).toBe(100);
    expect(line('graveSourceShare')?.fact.known?.value).toBe(50);
    expect(line('hiddenSurveyed')?.fact.known?.value).toBe(0);
    expect((await house.officer('POST', '/api/city-risk/scores')).statusCode).toBe(403);
  });

  it('come out the same when derived again, and as they were on a day', async () => {
    const check = (await house.city('GET', '/api/gradings/verification')).json<{ checked: number; same: number }>();
    expect(check.same).toBe(check.checked);
    expect(check.checked).toBeGreaterThan(3);
    const now = (await house.city('GET', `/api/gradings?model=city-risk&kind=region&subject=${COUNTY}`)).json<{
      id: string;
      hash: string;
      again: { same: boolean };
      explained: string[];
      result: { at: number };
    }>();
    expect(now.again).toMatchObject({ same: true });
    expect(now.explained.join()).toContain('外部安全距离普查：1 / 1 家');
    const before = await house.city(
      'GET',
      `/api/gradings?model=city-risk&kind=region&subject=${COUNTY}&at=${now.result.at - 1}`,
    );
    expect(before.statusCode).toBe(404);
    // What somebody changed behind the platform's back is found out: the database refuses, and a copy does not match.
    await expect(
      sql`UPDATE grading_result SET score = 99 WHERE id = ${now.id}`.execute(house.stage.db),
    ).rejects.toThrow(/never changed/);
    await expect(sql`DELETE FROM grading_model`.execute(house.stage.db)).rejects.toThrow(/never changed/);
    await sql`
      INSERT INTO grading_result SELECT gen_random_uuid(), model, version, subject_kind, subject_id, subject_name, at + interval '1 second', 99, level, facts, result, 'x', by,
        demonstration, region_path, organisation_id, sector FROM grading_result WHERE id = ${now.id}`.execute(
      house.stage.db,
    );
    const again = (await house.city('GET', '/api/gradings/verification')).json<{
      different: { subjectName: string }[];
    }>();
    expect(again.different).toHaveLength(1);
    expect((await house.stranger('GET', `/api/gradings/${now.id}`)).statusCode).toBe(404);
  });
});
