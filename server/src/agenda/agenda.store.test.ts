import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '@anlan/domain/calendar';
import type { Agenda } from '@anlan/kernel/notify';
import { assign, COUNTY, done, GRADE, openTheatre, report, type Theatre } from '../case/testing/theatre.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, type Ask } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { agendaRoutes } from './routes.ts';

const today = dayOf(Date.now());
let theatre: Theatre;
let app: App;
let inspector: Ask;
let second: Ask;
let stranger: Ask;

beforeAll(async () => {
  theatre = await openTheatre();
  app = await buildApp(theatre.stage.context, [agendaRoutes]);
  const ask = (n: number) => askAs(app, theatre.stage.db, uuid(n));
  [inspector, second, stranger] = await Promise.all([ask(603), ask(604), ask(605)]);
}, 120_000);
afterAll(async () => {
  await app.close();
  await theatre.close();
});

const linesOf = async (ask: Ask) => (await ask('GET', `/api/agenda?day=${today}`)).json<Agenda>().lines;

describe('the schedule of a day', () => {
  it('has the shifts of the roster, and what the person has put in, by time; nobody else’s', async () => {
    await sql`
      INSERT INTO duty_shift (id, person_id, person_name, post, from_at, to_at, by, region_path)
      VALUES (gen_random_uuid(), ${uuid(603)}, '执法甲', 'main', ${`${today}T08:30:00+08:00`}, ${`${today}T16:30:00+08:00`}, '班长', ${COUNTY})`.execute(
      theatre.stage.db,
    );
    const own = { day: today, minute: 16 * 60, title: '县安委办周调度会', note: '3 楼会议室' };
    expect((await inspector('POST', '/api/agenda', own)).statusCode).toBe(204);
    expect((await linesOf(inspector)).map(({ kind, minute, title, note }) => [kind, minute, title, note])).toEqual([
      ['shift', 510, '值班（主班）', expect.stringContaining('08:30–16:30')],
      ['own', 960, '县安委办周调度会', '3 楼会议室'],
    ]);
    expect(await linesOf(second)).toEqual([]);
  });

  it('is adjusted: another time, done, taken out; only by whose it is', async () => {
    const [, line] = await linesOf(inspector);
    const at = `/api/agenda/${line!.lineId}`;
    expect((await inspector('PATCH', at, { minute: 600, done: true })).statusCode).toBe(204);
    expect((await linesOf(inspector))[1]).toMatchObject({ minute: 600, done: true, title: '县安委办周调度会' });
    expect((await inspector('PATCH', at, { done: false })).statusCode).toBe(204);
    expect((await linesOf(inspector))[1]).toMatchObject({ minute: 600, done: false });
    expect((await second('PATCH', at, { minute: 1 })).statusCode).toBe(404);
    expect((await second('DELETE', at)).statusCode).toBe(404);
    expect((await inspector('DELETE', at)).statusCode).toBe(204);
    expect((await linesOf(inspector)).map(({ kind }) => kind)).toEqual(['shift']);
    const acts = await sql`SELECT FROM audit WHERE verb = 'agenda.write' AND actor_id = ${uuid(603)}`.execute(
      theatre.stage.db,
    );
    expect(acts.rows).toHaveLength(4);
    expect((await inspector('POST', '/api/agenda', { day: today, minute: 1 })).json()).toMatchObject({
      field: 'title',
    });
  });

  it('has a case at the time set for it, once, and as done when it is somebody else’s turn', async () => {
    const graded = await done(theatre.inspector, await report(theatre.inspector), 'grade', GRADE);
    const caseId = graded.case.id;
    for (const minute of [540, 630])
      expect((await inspector('POST', '/api/agenda', { day: today, minute, caseId })).statusCode).toBe(204);
    const [, ...cases] = await linesOf(inspector);
    expect(cases).toEqual([expect.objectContaining({ minute: 630, caseId, done: false, href: `/case/${caseId}` })]);
    expect(cases[0]!.note).toContain('远山化工 · 待派单');
    await done(theatre.inspector, graded, 'assign', assign());
    expect((await linesOf(inspector))[1]).toMatchObject({ caseId, done: true });
    expect((await stranger('POST', '/api/agenda', { day: today, minute: 1, caseId })).statusCode).toBe(404);
  });
});
