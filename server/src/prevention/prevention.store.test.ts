import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail } from '@anlan/kernel/case';
import type { Ask, Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { act, done, FIRM, inDays, openTheatre, photo, report, TOWN, type Theatre } from '../case/testing/theatre.ts';

let theatre: Theatre;
let stage: Stage;
let officer: Ask;
let inspector: Ask;
let second: Ask;
let stranger: Ask;

beforeAll(async () => {
  theatre = await openTheatre();
  ({ stage, officer, inspector, second, stranger } = theatre);
}, 120_000);
afterAll(() => theatre.close());

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
