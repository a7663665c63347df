import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endOfPeriod, statutoryDays } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import type { Ask, Stage } from '../http/testing/stage.ts';
import { done, openTheatre, photo, rectifying, report, TOWN, type Theatre } from '../case/testing/theatre.ts';
import { runDueCases } from '../case/timers.ts';
import { worldFor } from './book.ts';

const DAY = 86_400_000;

let theatre: Theatre;
let stage: Stage;
let officer: Ask;
let inspector: Ask;
let system: Ask;

beforeAll(async () => {
  theatre = await openTheatre();
  ({ stage, officer, inspector, system } = theatre);
}, 120_000);
afterAll(() => theatre.close());

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
    const found = await rectifying(inspector);
    const submitted = await done(officer, found, 'submit', { result: 'x' }, [await photo(officer, 'p')]);
    expect((submitted.case.dueAt as number) - Date.now()).toBeLessThan(8 * DAY);
    const history = (await system('GET', '/api/parameters/danger.verify-within/settings')).json<
      { reason: string; by: string }[]
    >();
    expect(history).toMatchObject([{ reason: '市安委会要求', by: '系统', value: 3 }]);
    await expect(sql`UPDATE parameter_setting SET value = '9'`.execute(stage.db)).rejects.toThrow('never changed');
  });
});

describe('the calendar of a year not announced yet', () => {
  /** A case whose deadline was counted over the turn of the year 2027 into 2028. */
  const provisional = async () => {
    const found = await report(inspector);
    const from = Date.parse('2027-12-30T09:00:00+08:00');
    const due = endOfPeriod(from, 3, 'working-days');
    await sql`
      UPDATE case_file SET due_at = ${new Date(due)}, due_from = ${new Date(from)}, due_count = 3, due_unit = 'working-days', due_provisional = true,
        escalate_at = ${new Date(due)} WHERE id = ${found.case.id}`.execute(stage.db);
    return { id: found.case.id, due };
  };
  const read = async (id: string) => (await inspector('GET', `/api/cases/${id}`)).json<CaseDetail>();
  const YEARS = ['2027', '2028'].flatMap((year) => statutoryDays(year).map((day) => `${day} 休`));
  const set = (key: string, value: unknown, regionPath = 'cn.36.11.') => {
    const body = { regionPath, from: Date.now(), value, reason: '国办通知' };
    return system('POST', `/api/parameters/${key}/settings`, body);
  };

  it('is entered by the city, whole, and moves the deadlines that rested on it, with a line in the trail', async () => {
    const { id, due } = await provisional();
    expect((await read(id)).case).toMatchObject({ dueAt: due, dueProvisional: true });
    const partial = await set('calendar.announced', ['2028-01-01~2028-01-03 休']);
    expect(partial.json()).toMatchObject({ code: 'field-invalid', field: 'value' });
    const entered = await set('calendar.announced', [...YEARS, '2028-01-02~2028-01-03 休', '2028-01-08 班']);
    expect(entered.statusCode, entered.body).toBe(201);
    await runDueCases(stage.db, Date.now() + 1000);
    const after = await read(id);
    expect(after.case).toMatchObject({ dueAt: due + DAY, dueProvisional: false, overdueSince: null });
    expect(after.trail.at(-1)).toMatchObject({
      action: 'recount',
      by: '平台',
      text: '放假安排已公布，期限由 2028-01-04 改为 2028-01-05',
    });
    // Once more changes nothing.
    await runDueCases(stage.db, due + 1000);
    expect((await read(id)).trail).toHaveLength(2);
    // The announcement is corrected by a day: the deadline moves again, and the ladder goes by it.
    const corrected = await set('calendar.announced', [...YEARS, '2028-01-02~2028-01-04 休', '2028-01-08 班']);
    expect(corrected.statusCode, corrected.body).toBe(201);
    await runDueCases(stage.db, Date.now() + 1000);
    const again = await read(id);
    expect(again.trail.at(-1)).toMatchObject({ text: '工作日历有变，期限由 2028-01-05 改为 2028-01-06' });
    await runDueCases(stage.db, due + DAY + 1000);
    expect((await read(id)).case.overdueSince).toBeNull();
    await runDueCases(stage.db, due + 2 * DAY + 1000);
    expect((await read(id)).case.overdueSince).toBe(due + 2 * DAY);
  });

  it('holds the days every jurisdiction has added, the county’s beside the city’s', async () => {
    expect((await set('calendar.off', ['2026-12-24'])).statusCode).toBe(201);
    expect((await set('calendar.off', ['2026-12-25'], 'cn.36.11.02.')).json()).toMatchObject({
      value: ['2026-12-24', '2026-12-25'],
      own: ['2026-12-25'],
      inherits: 'union',
    });
    expect((await worldFor(stage.db, TOWN, Date.now())).days.off).toEqual(['2026-12-24', '2026-12-25']);
    expect((await worldFor(stage.db, 'cn.36.11.04.', Date.now())).days.off).toEqual(['2026-12-24']);
    expect((await set('calendar.off', null, 'cn.36.11.02.')).json()).toMatchObject({ value: ['2026-12-24'], own: [] });
  });
});
