import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Followed } from '@anlan/kernel/registry';
import { done, FIRM, GRADE, openTheatre, OTHER, report, TOWN, type Theatre } from '../case/testing/theatre.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, type Ask } from '../http/testing/stage.ts';
import { raise } from '../alarm/testing/raise.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { takeEvents } from '../notify/post-office.ts';
import { followRoutes } from './routes.ts';

let theatre: Theatre;
let app: App;
let second: Ask;
let stranger: Ask;

beforeAll(async () => {
  theatre = await openTheatre();
  app = await buildApp(theatre.stage.context, [followRoutes]);
  [second, stranger] = (await Promise.all([604, 605].map((n) => askAs(app, theatre.stage.db, uuid(n))))) as [Ask, Ask];
  await hear();
}, 120_000);
afterAll(async () => {
  await app.close();
  await theatre.close();
});

async function hear(): Promise<void> {
  while ((await takeEvents(theatre.stage.db, Date.now())) > 0);
}

/** What a person was told of a matter, with the reason. */
async function told(person: number, subject: string): Promise<string[]> {
  await hear();
  const { rows } = await sql<{ line: string }>`
    SELECT happening || ' ' || why AS line FROM message WHERE person_id = ${uuid(person)} AND subject_id = ${subject} AND channel = 'in-app'
    ORDER BY at, happening`.execute(theatre.stage.db);
  return rows.map(({ line }) => line);
}

const list = async (ask: Ask): Promise<Followed[]> => (await ask('GET', '/api/followed')).json();
const put = (ask: Ask, id: string, isTold = true) => ask('PUT' as 'POST', `/api/followed/${id}`, { told: isTold });

describe('an enterprise that is followed (关注)', () => {
  it('stands in the list of who follows it, with what is open there, until it is unfollowed', async () => {
    expect(await list(second)).toEqual([]);
    expect((await put(second, FIRM)).statusCode).toBe(204);
    await report(theatre.inspector);
    expect(await list(second)).toEqual([
      expect.objectContaining({
        id: FIRM,
        name: '远山化工',
        riskLevel: 'red',
        alarms: 0,
        open: 1,
        overdue: 0,
        told: true,
      }),
    ]);
    expect(await list(stranger)).toEqual([]);
    expect((await put(second, FIRM, false)).statusCode).toBe(204);
    expect((await list(second)).map((one) => one.told)).toEqual([false]);
    expect((await second('DELETE', `/api/followed/${FIRM}`)).statusCode).toBe(204);
    expect(await list(second)).toEqual([]);
    const audit = await sql<{ verb: string }>`
      SELECT verb FROM audit WHERE subject_id = ${FIRM} AND verb LIKE 'enterprise.%follow' ORDER BY seq`.execute(
      theatre.stage.db,
    );
    expect(audit.rows.map(({ verb }) => verb)).toEqual([
      'enterprise.follow',
      'enterprise.follow',
      'enterprise.unfollow',
    ]);
  });

  it('outside one’s scope cannot be followed, and one that left it is not shown any more', async () => {
    expect((await put(second, OTHER)).statusCode).toBe(404);
    await sql`INSERT INTO followed_enterprise (person_id, enterprise_id) VALUES (${uuid(604)}, ${OTHER})`.execute(
      theatre.stage.db,
    );
    expect(await list(second)).toEqual([]);
  });

  it('tells its followers of new cases and alarms, for that reason, and of steps that are others’ only these', async () => {
    await put(second, FIRM);
    const found = await report(theatre.officer);
    expect(await told(604, found.case.id)).toEqual(['opened 关注的企业']);
    const graded = await report(theatre.inspector);
    await hear();
    await done(theatre.inspector, graded, 'grade', GRADE);
    expect((await told(604, graded.case.id)).filter((line) => line.includes('关注'))).not.toContain('grade 关注的企业');
    const alarm = await raise(theatre.stage.db, uuid(7801), { at: Date.now(), regionPath: TOWN, organisationId: FIRM });
    expect((await told(604, alarm.id)).length).toBe(1);
  });

  it('is silent to who does not want to be told, and to who may no longer see it', async () => {
    await put(second, FIRM, false);
    expect(await told(604, (await report(theatre.officer)).case.id)).toEqual([]);
    // The other county's enterprise is followed by a row of old; its matters are not told.
    const other = await report(theatre.stranger, { enterprise: OTHER });
    expect(await told(604, other.case.id)).toEqual([]);
    await put(second, FIRM);
    await sql`UPDATE access_grant SET ended_at = now() WHERE person_id = ${uuid(604)}`.execute(theatre.stage.db);
    expect(await told(604, (await report(theatre.officer)).case.id)).toEqual([]);
  });
});
