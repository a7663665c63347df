import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail } from '@anlan/kernel/case';
import type { Ask, Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { boundsOf, type EnterprisePrevention, type SpotCheckDraw } from '@anlan/systems/prevention';
import { lockOutbox } from '../alarm/write.ts';
import {
  act,
  done,
  FIRM,
  inDays,
  openTheatre,
  OTHER,
  photo,
  report,
  TOWN,
  type Theatre,
} from '../case/testing/theatre.ts';
import { enterPerson } from '../http/testing/stage.ts';
import { fileAll, issueAll } from './self-check-timers.ts';
import { issueTasks } from './self-check.ts';

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
    const claim = { checked: 40, found: 2, corrected: 2, statement: '如实' };
    // Two dangers are said to be corrected, of which no case tells: a picture is needed.
    expect((await act(officer, detail, 'report', claim)).json()).toMatchObject({ code: 'evidence-required' });
    const reported = await done(officer, detail, 'report', claim, [await photo(officer, 'corrected')]);
    expect(reported.detail['linked']).toBe(0);
    expect(reported.case, 'it waits for the lot, and for nobody').toMatchObject({ state: 'reported', owner: null });
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

describe('self-checks by the rules of each place', () => {
  const OTHER_COUNTY = 'cn.36.11.04.';
  const set = async (key: string, value: unknown, regionPath: string) => {
    const body = { regionPath, from: Date.now(), value, reason: '县里规定' };
    const answer = await theatre.system('POST', `/api/parameters/${key}/settings`, body);
    expect(answer.statusCode, answer.body).toBe(201);
  };
  const tasks = async (id: string): Promise<string[]> =>
    (
      await sql<{
        period: string;
      }>`SELECT period FROM case_self_check WHERE enterprise = ${id} ORDER BY period`.execute(stage.db)
    ).rows.map(({ period }) => period);

  it('set the tasks of each period as it begins, by the enterprise’s own jurisdiction, once [S62.1]', async () => {
    expect(
      (
        await theatre.system('POST', '/api/parameters/self-check.period/settings', {
          regionPath: OTHER_COUNTY,
          from: Date.now(),
          value: 5,
          reason: 'x',
        })
      ).json(),
    ).toMatchObject({ code: 'field-invalid' });
    await set('self-check.period', 3, OTHER_COUNTY);
    await sql`UPDATE enterprise SET created_at = now() - interval '1 year'`.execute(stage.db);
    const clock = () => Date.parse('2030-05-02T03:00:00+08:00');
    expect(await issueAll(stage.db, clock)).toBe(2);
    expect(await issueAll(stage.db, clock)).toBe(0);
    expect(await tasks(FIRM)).toContain('2030-05');
    expect(await tasks(OTHER)).toEqual(['2030-Q2']);
    expect(await issueAll(stage.db, () => Date.parse('2030-06-01T00:01:00+08:00'))).toBe(1);
    expect(await tasks(OTHER)).toEqual(['2030-Q2']);
    expect(await issueAll(stage.db, () => Date.parse('2030-07-01T00:01:00+08:00'))).toBe(2);
    expect(await tasks(OTHER)).toEqual(['2030-Q2', '2030-Q3']);
    // A newcomer begins with the next period, and a place that sets its tasks by hand is left to its hand.
    await sql`UPDATE enterprise SET created_at = '2030-08-15' WHERE id = ${OTHER}`.execute(stage.db);
    await set('self-check.automatic', false, TOWN);
    expect(await issueAll(stage.db, () => Date.parse('2030-09-01T00:01:00+08:00'))).toBe(0);
    expect(await issueAll(stage.db, () => Date.parse('2030-10-01T00:01:00+08:00'))).toBe(1);
    expect(await tasks(OTHER)).toContain('2030-Q4');
  });

  it('by hand are set by the sectors and the period of the enterprise’s place, not of who asks', async () => {
    await set('self-check.sectors', ['fireworks'], OTHER_COUNTY);
    const city = await theatre.system('GET', '/api/parameters?region=cn.36.11.');
    expect(city.statusCode).toBe(200);
    const round = { under: 'cn.36.11.', trades: [], period: '2031-02' };
    const issued = await stage.db.transaction().execute(async (tx) => {
      await lockOutbox(tx);
      return issueTasks(tx, round, { id: null, name: '平台', side: 'authority' }, Date.now());
    });
    // The neighbour's county reports by quarters, and other trades.
    expect(issued).toEqual({ issued: 1, known: 0, left: 0 });
    expect(await tasks(OTHER)).not.toContain('2031-02');
  });

  it('keep the dangers that a report was made of [S62.1]', async () => {
    const period = inDays(0).slice(0, 7);
    await sql`UPDATE case_self_check SET period = '1999-01' WHERE period = ${period}`.execute(stage.db);
    await inspector('POST', '/api/prevention/self-checks', { period });
    const wish = `/api/cases?kind=self-check&state=due&search=${period}`;
    const [task] = (await officer('GET', wish)).json<{ rows: { id: string }[] }>().rows;
    const own = await report(officer, { title: '自查发现' });
    await sql`UPDATE case_file SET state = 'closed', closed_at = now() WHERE id = ${own.case.id}`.execute(stage.db);
    const detail = (await officer('GET', `/api/cases/${task?.id}`)).json<CaseDetail>();
    const reported = await done(officer, detail, 'report', { checked: 9, found: 1, corrected: 1, statement: '如实' });
    expect(reported.detail['linked']).toBe(1);
    expect(reported.related.map(({ id }) => id)).toContain(own.case.id);
  });

  it('are spot-checked by lot: reports and officers drawn by a seed that is kept, and only the drawn check [S62.3]', async () => {
    const period = inDays(0).slice(0, 7);
    const place = { period, region: 'cn.36.11.02.' };
    expect((await officer('POST', '/api/prevention/self-checks/draws', place)).statusCode).toBe(403);
    expect(
      (await inspector('POST', '/api/prevention/self-checks/draws', { ...place, region: OTHER_COUNTY })).statusCode,
    ).toBe(404);
    await enterPerson(stage.db, { id: uuid(777), account: '执法丙', role: 'inspector', region: 'cn.36.11.02.' });
    const answer = await inspector('POST', '/api/prevention/self-checks/draws', { ...place, seed: '彩票 2026135 期' });
    expect(answer.statusCode, answer.body).toBe(201);
    const draw = answer.json<SpotCheckDraw>();
    expect(draw).toMatchObject({ reproducible: true, population: 1, seed: '彩票 2026135 期' });
    const [drawn] = draw.sample;
    expect(new Set(drawn?.officers).size).toBe(2);
    const seen = (await inspector('GET', `/api/cases/${drawn?.id}`)).json<CaseDetail>();
    expect(seen.trail.at(-1)).toMatchObject({ action: 'draw', by: '平台' });
    expect(seen.case).toMatchObject({ state: 'drawn', owner: 'authority' });
    expect(seen.case.dueAt).toBeGreaterThan(Date.now());
    const asks: Record<string, Ask> = { 执法甲: inspector, 执法乙: second };
    for (const [name, ask] of Object.entries(asks)) {
      const files = [await photo(ask, `spot ${name}`)];
      if (drawn?.officers.includes(name)) continue;
      expect((await act(ask, seen, 'confirm', { finding: '属实' }, files)).json()).toMatchObject({ code: 'not-drawn' });
    }
    // Everybody was drawn once; nothing is left, and what was drawn is never changed.
    expect((await inspector('POST', '/api/prevention/self-checks/draws', place)).json()).toMatchObject({
      code: 'field-invalid',
    });
    await expect(sql`UPDATE spot_check_draw SET seed = 'x'`.execute(stage.db)).rejects.toThrow('never changed');
    expect((await stranger('GET', `/api/prevention/self-checks/draws?period=${period}`)).json()).toEqual([]);
  });

  it('are drawn where two officers may go; what has fewer is left and told with the reason [S62.3]', async () => {
    const period = inDays(0).slice(0, 7);
    const place = { period, region: 'cn.36.11.02.', seed: '彩票 2026136 期' };
    const [known] = (
      await sql<{ id: string; sector: string }>`
        SELECT c.id, c.sector FROM case_file c JOIN case_self_check d ON d.case_id = c.id WHERE d.period = ${period} AND c.state = 'drawn'`.execute(
        stage.db,
      )
    ).rows;
    await sql`UPDATE case_file SET state = 'reported' WHERE id = ${known!.id}`.execute(stage.db);
    await sql`UPDATE case_self_check SET drawn_on = NULL, inspectors = NULL, inspector_ids = NULL WHERE case_id = ${known!.id}`.execute(
      stage.db,
    );
    // The same report once more, of a trade that only one of the officers may check.
    const twin = uuid(778);
    const { rows: columns } = await sql<{ name: string }>`
      SELECT column_name AS name FROM information_schema.columns
      WHERE table_name = 'case_file' AND table_schema = current_schema() AND is_generated = 'NEVER'`.execute(stage.db);
    const written = sql.join(columns.map(({ name }) => sql.id(name)));
    const other = JSON.stringify({ id: twin, number: 'ZC-TWIN', sector: 'fireworks' });
    await sql`
      INSERT INTO case_file (${written})
      SELECT ${written} FROM (SELECT (jsonb_populate_record(c, ${other}::jsonb)).* FROM case_file c WHERE c.id = ${known!.id}) AS twin`.execute(
      stage.db,
    );
    await sql`
      INSERT INTO case_self_check SELECT (jsonb_populate_record(d, ${JSON.stringify({ case_id: twin, enterprise: OTHER })}::jsonb)).*
      FROM case_self_check d WHERE d.case_id = ${known!.id}`.execute(stage.db);
    await sql`
      UPDATE access_grant SET scope_sectors = ARRAY[${known!.sector}] WHERE role = 'inspector' AND person_id <> ${uuid(777)}`.execute(
      stage.db,
    );
    const answer = await inspector('POST', '/api/prevention/self-checks/draws', place);
    expect(answer.statusCode, answer.body).toBe(201);
    const draw = answer.json<SpotCheckDraw>();
    expect(draw).toMatchObject({ population: 2, reproducible: true, sample: [{ id: known!.id }] });
    expect(draw.undrawn).toMatchObject([{ id: twin, number: 'ZC-TWIN', officers: 1 }]);
    // It waits on, for a draw that finds two; alone it is refused, and in both languages.
    const refused = (await inspector('POST', '/api/prevention/self-checks/draws', place)).json();
    expect(refused).toMatchObject({ code: 'field-invalid', en: expect.stringContaining('two officers') });
    await sql`UPDATE access_grant SET scope_sectors = NULL WHERE role = 'inspector'`.execute(stage.db);
    const later = (await inspector('POST', '/api/prevention/self-checks/draws', place)).json<SpotCheckDraw>();
    expect(later).toMatchObject({ population: 1, sample: [{ id: twin }], undrawn: [] });
  });

  it('are filed by the platform where no lot fell on them in the time after the period [S62.3]', async () => {
    const [known] = (
      await sql<{ id: string; period: string }>`
        SELECT c.id, d.period FROM case_file c JOIN case_self_check d ON d.case_id = c.id WHERE c.state = 'drawn' ORDER BY c.id LIMIT 1`.execute(
        stage.db,
      )
    ).rows;
    await sql`UPDATE case_file SET state = 'reported', owner = NULL WHERE id = ${known!.id}`.execute(stage.db);
    const over = boundsOf(known!.period).to;
    const state = async () => (await inspector('GET', `/api/cases/${known!.id}`)).json<CaseDetail>().case.state;
    expect(await fileAll(stage.db, () => over + 29 * 86_400_000)).toBe(0);
    expect(await state()).toBe('reported');
    expect(await fileAll(stage.db, () => over + 30 * 86_400_000)).toBe(1);
    expect(await state()).toBe('filed');
    expect(await fileAll(stage.db, () => over + 30 * 86_400_000)).toBe(0);
  });
});

describe('a risk point', () => {
  it('is due for review by the rule of its own place, whoever looks', async () => {
    const late = async (ask: Ask) =>
      (await ask('GET', '/api/prevention/risks')).json<{ unheld: { notReviewed: number } }>().unheld.notReviewed;
    const before = await late(inspector);
    await sql`UPDATE risk_point SET reviewed_on = current_date - 40 WHERE id = ${uuid(701)}`.execute(stage.db);
    expect(await late(inspector)).toBe(before);
    const body = { regionPath: TOWN, from: Date.now(), value: 30, reason: '镇里规定' };
    expect((await theatre.system('POST', '/api/parameters/risk.review-every/settings', body)).statusCode).toBe(201);
    expect(await late(inspector)).toBe(before + 1);
  });
});

describe('an enterprise in the eyes of prevention', () => {
  const about = (ask: Ask, id = FIRM) => ask('GET', `/api/prevention/enterprises/${id}`);
  const read = async () => (await about(inspector)).json<EnterprisePrevention>();

  it('counts its open dangers by level and what is late, and is not there for a neighbour', async () => {
    const before = await read();
    const { case: danger } = await report(officer, { title: '围堰积水' });
    await sql`UPDATE case_file SET level = 'orange', overdue_since = now() WHERE id = ${danger.id}`.execute(stage.db);
    const after = await read();
    expect(after.dangers.open).toBe(before.dangers.open + 1);
    expect(after.dangers.all).toBe(before.dangers.all + 1);
    expect(after.dangers.levels['orange']).toBe((before.dangers.levels['orange'] ?? 0) + 1);
    await sql`UPDATE case_file SET closed_at = now() WHERE id = ${danger.id}`.execute(stage.db);
    expect((await read()).dangers).toEqual({ ...before.dangers, all: before.dangers.all + 1 });
    expect((await about(stranger)).statusCode).toBe(404);
    expect((await about(stranger, OTHER)).statusCode).toBe(200);
  });

  it('counts decided penalties of twelve months with their fines, and the checks of authorities but not its own', async () => {
    const before = await read();
    const penalty = async (n: number, closed: string, fine: number) => {
      await sql`INSERT INTO case_file (id, number, kind, system, title, state, source, organisation_id, organisation_name, region_path, region_name,
          opened_at, opened_by, closed_at)
        SELECT ${uuid(n)}, ${`ZF-${n}`}, 'enforcement', 'S60', '占道', 'concluded', 'case', e.id, e.name, e.region_path, '镇', now(), '执法甲',
          now() - ${closed}::interval FROM enterprise e WHERE e.id = ${FIRM}`.execute(stage.db);
      await sql`INSERT INTO case_enforcement (case_id, region_path, organisation_id, enterprise, title, fine)
        SELECT ${uuid(n)}, e.region_path, e.id, e.id, '占道', ${fine} FROM enterprise e WHERE e.id = ${FIRM}`.execute(
        stage.db,
      );
    };
    await penalty(9101, '1 day', 28_000);
    await penalty(9102, '13 months', 50_000);
    const inspected = async (n: number, ago: string) =>
      sql`INSERT INTO inspection_record (id, number, enterprise, enterprise_name, region_path, organisation_id, opened_at, opened_by, opened_by_id)
        SELECT ${uuid(n)}, ${`JC-${n}`}, e.id, e.name, e.region_path, e.id, now() - ${ago}::interval, '执法甲', ${uuid(n)}
        FROM enterprise e WHERE e.id = ${FIRM}`.execute(stage.db);
    await inspected(9103, '2 days');
    await inspected(9104, '14 months');
    const after = await read();
    expect(after.penalties).toEqual({
      decided: before.penalties.decided + 1,
      fines: before.penalties.fines + 28_000,
      open: before.penalties.open,
    });
    expect(after.checks.done).toBe(before.checks.done + 1);
    expect(after.checks.lastAt).toBeLessThan(after.asOf);
  });
});
