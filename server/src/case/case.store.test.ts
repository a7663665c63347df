import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail } from '@anlan/kernel/case';
import type { Ask, Stage } from '../http/testing/stage.ts';
import { act, done, FIRM, GRADE, openTheatre, photo, rectifying, report, type Theatre } from './testing/theatre.ts';
import { runDueCases } from './timers.ts';

const DAY = 86_400_000;

let theatre: Theatre;
let stage: Stage;
let officer: Ask;
let manager: Ask;
let inspector: Ask;
let stranger: Ask;

beforeAll(async () => {
  theatre = await openTheatre();
  ({ stage, officer, manager, inspector, stranger } = theatre);
}, 120_000);
afterAll(() => theatre.close());

describe('cases', () => {
  it('are seen and worked on inside the scope only, and the attempt outside it is audited', async () => {
    const found = await report(inspector);
    expect((await stranger('GET', `/api/cases/${found.case.id}`)).statusCode).toBe(404);
    expect((await act(stranger, found, 'urge', { demand: 'x' })).statusCode).toBe(404);
    expect(
      (await stranger('POST', '/api/cases', { kind: 'hidden-danger', input: { enterprise: FIRM, title: 'x' } }))
        .statusCode,
    ).toBe(422);
    const list = (await stranger('GET', '/api/cases')).json<{ total: number }>();
    expect(list.total).toBe(0);
    const audit = await sql`SELECT FROM audit WHERE verb = 'case.read' AND outcome = 'refused'`.execute(stage.db);
    expect(audit.rows.length).toBeGreaterThan(0);
  });

  it('take the same request once, however often it is sent', async () => {
    const requestId = randomUUID();
    const first = await report(officer, {}, { requestId });
    const again = await report(officer, {}, { requestId });
    expect(again.case.id).toBe(first.case.id);
    const graded = { version: first.case.version, input: GRADE, requestId: randomUUID() };
    const sent = await officer('POST', `/api/cases/${first.case.id}/acts/grade`, graded);
    const repeated = await officer('POST', `/api/cases/${first.case.id}/acts/grade`, graded);
    expect([sent.statusCode, repeated.statusCode]).toEqual([200, 200]);
    expect(repeated.json<CaseDetail>().trail).toHaveLength(2);
  });

  it('are not changed by somebody who has not seen the newest version', async () => {
    const found = await report(officer);
    await done(officer, found, 'grade', GRADE);
    expect((await act(manager, found, 'grade', GRADE)).json()).toMatchObject({ code: 'version-conflict' });
  });

  it('take two acts at the same time as one', async () => {
    const found = await report(officer);
    const both = await Promise.all([act(officer, found, 'grade', GRADE), act(manager, found, 'grade', GRADE)]);
    expect(new Set(both.map((answer) => answer.statusCode))).toEqual(new Set([200, 409]));
  });

  it('attach only what the actor brought in', async () => {
    const found = await rectifying(inspector);
    const foreign = await photo(inspector, 'not yours');
    expect((await act(officer, found, 'submit', { result: 'x' }, [foreign])).json()).toMatchObject({
      code: 'file-missing',
    });
    const kept = await done(officer, found, 'submit', { result: 'x' }, [
      { ...(await photo(officer, 'mine')), name: '整改后.png' },
    ]);
    const file = kept.trail.at(-1)?.files[0];
    const read = await inspector('GET', `/api/cases/${found.case.id}/files/${file?.sha256}`);
    expect(read.statusCode).toBe(200);
    expect((await stranger('GET', `/api/cases/${found.case.id}/files/${file?.sha256}`)).statusCode).toBe(404);
    expect(
      (await officer('POST', '/api/files', Buffer.from('<svg/>'), { 'content-type': 'image/png' })).statusCode,
    ).toBe(415);
    await sql`
      INSERT INTO upload (sha256, person_id, type, size) SELECT 'full', person_id, type, 2000000000 FROM upload LIMIT 1`.execute(
      theatre.stage.db,
    );
    const answers = await Promise.all(
      [officer, inspector].map((ask) =>
        ask('POST', '/api/files', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('once more')]), {
          'content-type': 'image/png',
        }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 429]);
    await sql`DELETE FROM upload WHERE sha256 = 'full'`.execute(theatre.stage.db);
  });

  it('are listed by what is asked for, with the open ones counted by state', async () => {
    const mine = (await officer('GET', '/api/cases?owner=mine&kind=hidden-danger&sort=due')).json<{
      rows: { owner: string }[];
      total: number;
      states: Record<string, number>;
    }>();
    expect(mine.rows.every((row) => row.owner === 'organisation')).toBe(true);
    expect(mine.total).toBe(mine.rows.length);
    expect(Object.values(mine.states).reduce((sum, n) => sum + n, 0)).toBe(mine.total);
    expect((await officer('GET', '/api/cases?kind=nonsense')).json()).toMatchObject({ total: 0 });
    expect((await officer('GET', '/api/cases?colour=red')).statusCode).toBe(422);
  });

  it('are narrowed to a cell of the matrix: class and colour, filled in or not, and trade', async () => {
    const count = async (wish: string) =>
      (await inspector('GET', `/api/cases?kind=hidden-danger&${wish}`)).json<{ total: number }>().total;
    const all = await count('');
    await report(officer, { class: 'equipment', level: 'orange' });
    await report(officer, { class: undefined });
    expect(await count('class=equipment')).toBe(1);
    expect(await count('class=equipment&level=orange')).toBe(1);
    expect(await count('class=equipment&level=none')).toBe(0);
    expect(await count('class=none')).toBe(1);
    expect(await count('class=none&level=none')).toBe(1);
    expect(await count('class=place,equipment,none')).toBe(all + 2);
    expect(await count('sector=hazchem-production')).toBe(all + 2);
    expect(await count('sector=other')).toBe(0);
  });

  it('are taken away as a file: what the wish names, within the scope, and nothing a spreadsheet would run', async () => {
    await report(officer, { title: '=cmd|calc' });
    const file = await inspector('GET', '/api/cases/export.csv?kind=hidden-danger&search=cmd');
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = file.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\uFEFF编号,种类,事项/);
    expect(lines[1]).toMatch(/^YH-.*,事故隐患,'=cmd\|calc,待定级,/);
    const total = (await inspector('GET', '/api/cases?size=1')).json<{ total: number }>().total;
    expect((await inspector('GET', '/api/cases/export.csv')).body.trimEnd().split('\r\n')).toHaveLength(total + 1);
    expect((await stranger('GET', '/api/cases/export.csv')).body.trimEnd().split('\r\n')).toHaveLength(1);
    const audit = await sql`SELECT FROM audit WHERE verb = 'case.export'`.execute(stage.db);
    expect(audit.rows).toHaveLength(3);
  });

  it('say to each what they may do and why not the rest', async () => {
    const found = await rectifying(inspector);
    const seen = (await inspector('GET', `/api/cases/${found.case.id}`)).json<CaseDetail>();
    const submit = seen.actions.find((action) => action.key === 'submit');
    expect(submit).toMatchObject({ allowed: false });
    expect(submit?.why?.zh).toContain('授权');
    expect(seen.actions.find((action) => action.key === 'urge')?.allowed).toBe(true);
    const theirs = (await officer('GET', `/api/cases/${(await report(inspector)).case.id}`)).json<CaseDetail>();
    expect(theirs.actions.find((action) => action.key === 'grade')?.why?.zh).toBe('监管部门查出的隐患不能由企业定级');
  });

  it('are late only while their clock runs', async () => {
    const period = '2026-02';
    await inspector('POST', '/api/prevention/self-checks', { period });
    const wish = `/api/cases?kind=self-check&search=${period}`;
    const [task] = (await officer('GET', wish)).json<{ rows: CaseDetail['case'][] }>().rows;
    await runDueCases(stage.db, (task?.dueAt as number) + DAY);
    const late = async () => (await inspector('GET', `${wish}&overdue=1`)).json<{ total: number; overdue: number }>();
    const atHome = async () => (await inspector('GET', '/api/home')).json<{ now: { id: string }[] }>();
    expect(await late()).toMatchObject({ total: 1, overdue: 1 });
    // The report comes after the deadline: what was late stays in the trail, and nobody is late any more.
    await sql`UPDATE case_file SET due_at = ${new Date(Date.now() - DAY)} WHERE id = ${task?.id}`.execute(stage.db);
    const detail = (await officer('GET', `/api/cases/${task?.id}`)).json<CaseDetail>();
    await done(officer, detail, 'report', { checked: 40, found: 0, corrected: 0, statement: '如实' });
    expect(await late()).toMatchObject({ total: 0, overdue: 0 });
    expect((await atHome()).now.map(({ id }) => id)).not.toContain(task?.id);
  });
});
