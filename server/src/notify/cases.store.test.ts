import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail } from '@anlan/kernel/case';
import type { MessageView } from '@anlan/kernel/notify';
import { assign, done, GRADE, openTheatre, photo, rectifying, report, type Theatre } from '../case/testing/theatre.ts';
import { runDueCases } from '../case/timers.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { messageRoutes } from './message-routes.ts';
import { takeEvents } from './post-office.ts';

const DAY = 86_400_000;
const COUNTY = 'cn.36.11.02.';
const ON_DUTY = uuid(701);

let theatre: Theatre;
let stage: Stage;
let app: App;
let officer: Ask;
let inspector: Ask;
let desk: Ask;

beforeAll(async () => {
  theatre = await openTheatre();
  ({ stage, officer, inspector } = theatre);
  for (const person of [
    { id: ON_DUTY, account: '县值班', role: 'duty-officer', region: COUNTY },
    { id: uuid(702), account: '县不当班', role: 'duty-officer', region: COUNTY },
    { id: uuid(703), account: '市值班', role: 'duty-officer', region: 'cn.36.11.' },
    { id: uuid(704), account: '镇值班', role: 'town-officer', region: 'cn.36.11.02.001.' },
  ])
    await enterPerson(stage.db, person);
  await sql`
    INSERT INTO duty_shift (id, person_id, person_name, post, from_at, to_at, by, region_path)
    VALUES (gen_random_uuid(), ${ON_DUTY}, '县值班', 'main', now() - interval '1 hour', now() + interval '10 hours', '班长', ${COUNTY})`.execute(
    stage.db,
  );
  app = await buildApp(stage.context, [messageRoutes]);
  desk = await askAs(app, stage.db, ON_DUTY);
  await hear();
}, 120_000);

afterAll(async () => {
  await app.close();
  await theatre.close();
});

async function hear(): Promise<void> {
  while ((await takeEvents(stage.db, Date.now())) > 0);
}

/** Who was told of a case in the platform since the last time it was asked, by event. */
async function told(id: string): Promise<string[]> {
  await hear();
  const { rows } = await sql<{ who: string }>`
    DELETE FROM message m USING (SELECT id FROM message WHERE subject_id = ${id} AND channel = 'in-app') x WHERE m.id = x.id
    RETURNING happening || ' ' || person_name AS who`.execute(stage.db);
  return rows.map(({ who }) => who).toSorted();
}

describe('a hidden danger', () => {
  it('is told at every step to whom the step belongs, and not to who did it', async () => {
    const found = await report(officer, {}, {});
    const { id } = found.case;
    // Found by the enterprise itself: its own second person hears of the task, no authority.
    expect(await told(id)).toEqual(['opened 负责人']);
    const theirs = await report(inspector);
    expect(await told(theirs.case.id)).toEqual(['opened 县值班']);
    const graded = await done(inspector, theirs, 'grade', GRADE);
    expect(await told(theirs.case.id)).toEqual(['grade 县值班']);
    const assigned = await done(inspector, graded, 'assign', assign());
    expect(await told(theirs.case.id)).toEqual(['assign 安全员', 'assign 负责人']);
    const asked = await done(officer, assigned, 'request-extension', { extendTo: assign().rectifyBy, reason: '备件' });
    expect(await told(theirs.case.id)).toEqual(['request-extension 县值班']);
    const reported = await done(officer, asked, 'progress', { progress: 50, progressNote: '过半' });
    expect(await told(theirs.case.id)).toEqual([]);
    const urged = await done(inspector, reported, 'urge', { demand: '抓紧' });
    expect(await told(theirs.case.id)).toEqual(['urge 安全员', 'urge 负责人']);
    await done(officer, urged, 'submit', { result: '好' }, [await photo(officer, 'told')]);
    expect(await told(theirs.case.id)).toEqual(['submit 县值班']);
  });

  it('that waits for the authority past its time is told to the authority, not to the enterprise', async () => {
    const found = await rectifying(inspector);
    const submitted = await done(officer, found, 'submit', { result: '好' }, [await photo(officer, 'waits')]);
    await told(found.case.id);
    await runDueCases(stage.db, (submitted.case.dueAt as number) + 1);
    expect(await told(found.case.id)).toEqual(['overdue 县值班']);
    await runDueCases(stage.db, (submitted.case.dueAt as number) + 30 * DAY);
    expect(await told(found.case.id)).toEqual(['overdue 市值班']);
  });

  it('left undone leads to an enforcement lead that the bureau hears of, the enterprise does not', async () => {
    const found = await rectifying(inspector);
    await told(found.case.id);
    await runDueCases(stage.db, (found.case.dueAt as number) + 5 * DAY);
    expect(await told(found.case.id)).toEqual(
      ['overdue 安全员', 'overdue 负责人', 'overdue 镇值班', 'overdue 县值班'].toSorted(),
    );
    const after = (await inspector('GET', `/api/cases/${found.case.id}`)).json<CaseDetail>();
    const [lead] = after.related;
    expect(lead?.kind).toBe('enforcement');
    expect(await told(lead!.id)).toEqual(['opened 县值班']);
  });
});

describe('notices of one sort', () => {
  it('are gathered under the unread one, called out once, and read together; a red one stands alone', async () => {
    await sql`DELETE FROM message`.execute(stage.db);
    await sql`INSERT INTO contact (person_id, channel, address) VALUES (${ON_DUTY}, 'sms', '13900000001')`.execute(
      stage.db,
    );
    for (let index = 0; index < 5; index += 1) await report(inspector, { title: `隐患 ${index}` });
    await report(inspector, { title: '红色隐患', level: 'red' });
    await hear();
    const mine = async () =>
      (await desk('GET', '/api/messages?unread=1')).json<{ unread: number; messages: MessageView[] }>();
    const { unread, messages } = await mine();
    expect(unread).toBe(2);
    expect(messages.find(({ level }) => level === 'red')?.gathered).toBe(0);
    expect(messages.find(({ level }) => level === null)?.gathered).toBe(4);
    const outside = await sql<{ level: string }>`SELECT level FROM message WHERE channel = 'sms'`.execute(stage.db);
    expect(outside.rows).toEqual([{ level: 'red' }]);
    // Each keeps a row of its own: who was told of the fifth is known.
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM message WHERE person_id = ${ON_DUTY} AND channel = 'in-app'`.execute(stage.db);
    expect(rows).toEqual([{ n: 6 }]);
    await desk('POST', '/api/messages/read', { ids: messages.map(({ id }) => id) });
    expect((await mine()).unread).toBe(0);
    const left =
      await sql`SELECT FROM message WHERE person_id = ${ON_DUTY} AND channel = 'in-app' AND read_at IS NULL`.execute(
        stage.db,
      );
    expect(left.rows).toHaveLength(0);
  });

  it('leave the platform as the jurisdiction of the matter says: by level, and when late without one', async () => {
    await sql`DELETE FROM message`.execute(stage.db);
    const set = async (key: string, value: unknown) => {
      const body = { regionPath: COUNTY, from: Date.now(), value, reason: '县局要求' };
      const answer = await theatre.system('POST', `/api/parameters/${key}/settings`, body);
      expect(answer.statusCode, answer.body).toBe(201);
    };
    const texts = async () =>
      (
        await sql<{
          text: string;
        }>`SELECT happening || ' ' || coalesce(level, '—') AS text FROM message WHERE channel = 'sms'`.execute(stage.db)
      ).rows.map(({ text }) => text);
    const bad = { regionPath: COUNTY, from: Date.now(), value: ['purple'], reason: 'x' };
    expect((await theatre.system('POST', '/api/parameters/notify.outside.levels/settings', bad)).json()).toMatchObject({
      code: 'field-invalid',
    });
    await set('notify.outside.levels', ['yellow']);
    await report(inspector, { title: '黄色', level: 'yellow' });
    await report(inspector, { title: '红色', level: 'red' });
    await hear();
    expect(await texts()).toEqual(['opened yellow']);
    // Only this one becomes late: what else is late would gather it.
    await sql`UPDATE case_file SET escalate_at = NULL`.execute(stage.db);
    const quiet = await report(inspector, { title: '未定级' });
    await hear();
    await runDueCases(stage.db, (quiet.case.dueAt as number) + 1);
    await hear();
    expect((await texts()).toSorted()).toContain('overdue —');
    await sql`DELETE FROM message`.execute(stage.db);
    await set('notify.outside.late', false);
    const second = await report(inspector, { title: '未定级二' });
    await runDueCases(stage.db, (second.case.dueAt as number) + 1);
    await hear();
    expect(await texts()).toEqual([]);
  });
});
