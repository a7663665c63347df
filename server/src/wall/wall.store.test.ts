import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Wall } from '@anlan/kernel/map';
import {
  COUNTY,
  done,
  FIRM,
  GRADE,
  inDays,
  openTheatre,
  OTHER,
  report,
  TOWN,
  type Theatre,
} from '../case/testing/theatre.ts';
import { runDueCases } from '../case/timers.ts';
import { flashRoutes } from '../desk/flash-routes.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, type Ask } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { wallRoutes } from './routes.ts';

const DAY = 86_400_000;
let theatre: Theatre;
let app: App;
let duty: Ask;
let stranger: Ask;

beforeAll(async () => {
  theatre = await openTheatre();
  app = await buildApp(theatre.stage.context, [wallRoutes, flashRoutes]);
  await enterPerson(theatre.stage.db, { id: uuid(801), account: '值班', role: 'duty-officer', region: COUNTY });
  await enterPerson(theatre.stage.db, {
    id: uuid(802),
    account: '邻县值班',
    role: 'duty-officer',
    region: 'cn.36.11.04.',
  });
  [duty, stranger] = (await Promise.all([801, 802].map((n) => askAs(app, theatre.stage.db, uuid(n))))) as [Ask, Ask];
}, 120_000);
afterAll(async () => {
  await app.close();
  await theatre.close();
});

const wall = async (ask: Ask): Promise<Wall> => (await ask('GET', '/api/wall')).json();

async function inspection(n: number, firm: string, path: string, closed: boolean): Promise<void> {
  await sql`
    INSERT INTO inspection_record (id, number, enterprise, enterprise_name, region_path, organisation_id, opened_at, opened_by, opened_by_id, closed_at)
    VALUES (${uuid(8800 + n)}, ${`JC-${n}`}, ${firm}, '厂', ${path}, ${firm}, now(), '执法甲', ${uuid(603)}, ${closed ? new Date() : null})`.execute(
    theatre.stage.db,
  );
}

describe('today on the wall', () => {
  it('counts nothing where nothing is done, and says so of each part', async () => {
    expect(await wall(duty)).toMatchObject({
      checks: { inspections: 0, enterprises: 0, closed: 0, rounds: { numerator: 0, denominator: 0 } },
      jobs: { running: [], over: 0 },
      duty: { places: [], people: 0, empty: 0 },
      warnings: { count: 0, first: null },
      events: 0,
      dangers: { overdue: 0 },
    });
  });

  it('counts checks, special work, desks, events and late dangers of the reader’s place', async () => {
    await inspection(1, FIRM, TOWN, true);
    await inspection(2, FIRM, TOWN, false);
    await inspection(3, OTHER, 'cn.36.11.04.', false);
    const job = {
      enterprise: FIRM,
      title: '焊接管线',
      contractor: '安装公司',
      job: 'hot-work',
      level: 'yellow',
      place: '罐区',
      supervisor: '李四',
      measures: '动火监护',
      startsOn: inDays(0),
      endsOn: inDays(2),
    };
    const opened = await theatre.officer('POST', '/api/cases', { kind: 'contractor-job', input: job });
    expect(opened.statusCode, opened.body).toBe(201);
    const id = opened.json<{ case: { id: string } }>().case.id;
    expect((await wall(duty)).jobs).toEqual({ running: [], over: 0 });
    await sql`UPDATE case_file SET state = 'running' WHERE id = ${id}`.execute(theatre.stage.db);
    await sql`UPDATE case_contractor_job SET ends_on = ${inDays(-1)} WHERE case_id = ${id}`.execute(theatre.stage.db);
    const shift = (person: number, place: string, from: number, to: number) =>
      sql`
      INSERT INTO duty_shift (id, person_id, person_name, post, from_at, to_at, by, region_path)
      VALUES (gen_random_uuid(), ${uuid(person)}, '某', 'main', ${new Date(from)}, ${new Date(to)}, '班长', ${place})`.execute(
        theatre.stage.db,
      );
    const now = Date.now();
    await shift(801, COUNTY, now - 3_600_000, now + 3_600_000);
    await shift(801, TOWN, now - 2 * DAY, now - DAY);
    const call = {
      kind: 'work',
      place: '罐区',
      occurredAt: now - 60_000,
      what: '泄漏',
      dead: 0,
      injured: 0,
      missing: 0,
      trapped: 0,
    };
    const told = { ...call, measures: '关阀', reporter: '王师傅', reporterPhone: '13812340000' };
    const first = (await duty('POST', '/api/flash-reports', told)).json<{ id: string }>();
    await duty('POST', '/api/flash-reports', { ...told, follows: first.id });
    await done(theatre.inspector, await report(theatre.inspector), 'grade', GRADE);
    await runDueCases(theatre.stage.db, now + 30 * DAY);
    expect(await wall(duty)).toMatchObject({
      checks: { inspections: 2, enterprises: 1, closed: 1 },
      jobs: {
        running: [{ job: 'hot-work', count: 1 }],
        over: 1,
      },
      duty: { places: [{ kind: 'county', count: 1 }], people: 1, empty: 1 },
      events: 1,
      dangers: { overdue: 1 },
    });
    expect(await wall(stranger)).toMatchObject({
      checks: { inspections: 1, enterprises: 1 },
      jobs: { running: [], over: 0 },
      duty: { places: [], empty: 0 },
      events: 0,
      dangers: { overdue: 0 },
    });
  });
});
