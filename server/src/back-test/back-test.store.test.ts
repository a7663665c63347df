import '../store/testing/run-source.ts';
import { readFile } from 'node:fs/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { sql } from 'kysely';
import { pino } from 'pino';
import { z } from 'zod';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  backTestLinesSchema,
  backTestPointSchema,
  backTestSchema,
  triableRuleSchema,
  type BackTestLine,
} from '@anlan/kernel/back-test';
import type { Database } from '../access/scoped.ts';
import { limitRoutes } from '../alarm/limit-routes.ts';
import type { App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openRegister } from '../ingest/register.ts';
import { openRules } from '../ingest/rules.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from '../ingest/testing/plant.ts';
import { openClickhouse, splitStatements, type ClickhouseHandle } from '../store/clickhouse/index.ts';
import { temporaryHome } from '../store/testing/folders.ts';
import { backTestRoutes } from './index.ts';
import { perform } from './perform.ts';
import { claim } from './store.ts';
import { batchOfRecord } from '../ingest/record.ts';

const TOWN = 'cn.36.11.02.001.';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 86_400_000;
/** Ninety days ago, at a whole minute. */
const START = Math.floor((Date.now() - 90 * DAY) / MINUTE) * MINUTE;

let stage: Stage;
let db: Database;
let app: App;
let home: Awaited<ReturnType<typeof temporaryHome>>;
let store: ClickhouseHandle;
let clickhouse: ClickHouseClient;
let plant: Plant;
let duty: Ask;
let neighbour: Ask;
let enterprise: Ask;

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  plant = await enterPlant(db, 1, TOWN);
  home = await temporaryHome();
  store = await openClickhouse({ home: home.home, clickhouseUrl: undefined });
  clickhouse = store.client;
  const text = await readFile(new URL('../../sql/clickhouse/0001-history.sql', import.meta.url), 'utf8');
  for (const query of splitStatements(text)) await clickhouse.command({ query });
  app = await stage.app({ modules: [backTestRoutes, limitRoutes] });
  const people = [
    { account: '县值班', role: 'duty-officer', region: 'cn.36.11.02.' },
    { account: '邻县', role: 'duty-officer', region: 'cn.36.11.03.' },
    { account: '厂安全员', role: 'safety-officer', organisation: plant.enterprise },
    { account: '县执法', role: 'inspector', region: 'cn.36.11.02.' },
  ];
  for (const [index, person] of people.entries()) await enterPerson(db, { id: uuid(901 + index), ...person });
  [duty, neighbour, enterprise] = (await Promise.all(people.map((_, index) => askAs(app, db, uuid(901 + index))))) as [
    Ask,
    Ask,
    Ask,
  ];
});
beforeEach(async () => {
  await forgetMonitoring(db);
  await sql`TRUNCATE back_test CASCADE`.execute(db);
  await sql`UPDATE public.point SET limits = '{"L": 15, "LL": 10, "H": 80, "HH": 90}' WHERE id = ${plant.point('level')}`.execute(
    db,
  );
  await clickhouse.command({ query: 'TRUNCATE TABLE reading' });
});
afterAll(async () => {
  await stage.close();
  await store.stop();
  await home.remove();
});

/** Stores a value every ten seconds from `minutes` after the start on. */
async function keep(
  kind: string,
  minutes: number,
  values: readonly (number | null)[],
  quality = 'good',
): Promise<void> {
  await clickhouse.insert({
    table: 'reading',
    format: 'JSONEachRow',
    values: values.map((value, index) => {
      const at = START + minutes * MINUTE + index * 10 * SECOND;
      return { point: plant.point(kind), at, value, quality, received: at + 500 };
    }),
  });
}
const flat = (value: number, count: number): number[] => Array.from({ length: count }, () => value);

/** Asks for a test and runs it to its end. */
async function tried(draft: object, more: object = {}) {
  const body = { title: '试验', rule: 'level-high', draft, from: START, to: START + 60 * DAY, ...more };
  const asked = await duty('POST', '/api/back-tests', body);
  expect(asked.json()).toMatchObject({ state: 'waiting' });
  const test = await claim(db, new Date());
  await perform(db, clickhouse, test!, Date.now());
  const { id } = asked.json() as { id: string };
  const done = backTestSchema.parse((await duty('GET', `/api/back-tests/${id}`)).json());
  const lines = async (kind?: string): Promise<BackTestLine[]> =>
    backTestLinesSchema.parse(
      (await duty('GET', `/api/back-tests/${id}/lines${kind === undefined ? '' : `?kind=${kind}`}`)).json(),
    ).rows;
  return { ...done, lines };
}

describe('a changed rule over stored readings', () => {
  it('tells which alarms come, go and change in time', async () => {
    await keep('level', 0, [...flat(50, 6), ...flat(83, 12), ...flat(50, 12)]); // two minutes beyond 80
    await keep('level', 60, [...flat(50, 6), ...flat(92, 60), ...flat(50, 12)]); // ten minutes beyond 90
    await keep('level', 120, [...flat(50, 6), ...flat(78, 12), ...flat(50, 12)]); // never beyond 80
    const longer = await tried({ onDelay: { mode: 'set', value: 180 } });
    expect(longer.figures).toMatchObject({ before: 2, after: 1, removed: 1, changed: 1, added: 0, same: 0, known: 0 });
    const [removed] = await longer.lines('removed');
    expect(removed).toMatchObject({ at: START + MINUTE, after: [], before: [{ level: 'orange', peak: 83 }] });
    const [changed] = await longer.lines('changed');
    expect(changed!.after[0]!.at - changed!.before[0]!.at).toBe(180 * SECOND);
    expect(changed!.after[0]).toMatchObject({ level: 'red', peak: 92 });

    const lower = await tried({ H: { mode: 'shift', value: -5 } });
    expect(lower.figures).toMatchObject({ before: 2, after: 3, added: 1, removed: 0 });
    expect((await lower.lines('added'))[0]).toMatchObject({ at: START + 121 * MINUTE, before: [] });
    const same = await tried({ H: { mode: 'scale', value: 1 } });
    expect(same.figures).toMatchObject({ same: 2, added: 0, removed: 0, changed: 0, kept: 0 });
    expect(same.readings).toBe(30 + 78 + 30);
  });

  it('judges exactly as the live rules did', async () => {
    const values = Array.from({ length: 2000 }, (_, index) => 60 + 28 * Math.sin(index / 17) + 9 * Math.sin(index / 3));
    await keep('level', 0, values);
    const register = await openRegister(db);
    const rules = await openRules(db, register, pino({ level: 'silent' }), () => START);
    for (const [index, value] of values.entries()) {
      const at = START + index * 10 * SECOND;
      rules.take(
        index + 1,
        batchOfRecord({
          device: plant.gateway,
          receivedAt: at,
          fixes: [],
          readings: [[plant.point('level'), at, value, 'good']],
        }),
      );
    }
    await rules.close();
    const { rows } = await sql<{ at: number; until: number | null; level: string; peak: number }>`
      SELECT extract(epoch FROM raised_at)::float8 * 1000 AS at, extract(epoch FROM recovered_at)::float8 * 1000 AS until, level, peak
      FROM alarm WHERE rule = 'level-high' ORDER BY raised_at`.execute(db);
    expect(rows.length).toBeGreaterThan(5);
    // A rule that never ends an alarm differs from every one of them: so the lines hold all of the live ones.
    const never = await tried({ H: { mode: 'set', value: 0 }, HH: { mode: 'set', value: 1 } });
    const before = (await never.lines()).flatMap((line) => line.before);
    expect(before.map(({ at, until, level, peak }) => ({ at, until, level, peak }))).toEqual(rows);
  });

  it('says which confirmed alarms would have been missed', async () => {
    await keep('level', 0, [...flat(50, 6), ...flat(83, 12), ...flat(50, 12)]);
    await keep('level', 60, [...flat(50, 6), ...flat(95, 60), ...flat(50, 12)]);
    await keep('level', 180, [...flat(50, 6), ...flat(84, 12), ...flat(50, 12)]);
    const alarm = async (number: number, minutes: number, response: string, trail = ''): Promise<void> => {
      const at = new Date(START + minutes * MINUTE);
      await sql`
        INSERT INTO alarm (id, number, rule, rule_label, system, level, label, response, subject_kind, subject_id, subject_name, place_name,
          region_path, region_name, organisation_id, limit_value, unit, origin, since, raised_at, seen_at, recovered_at)
        VALUES (${uuid(8000 + number)}, ${`A-${number}`}, 'level-high', '高液位', 'S17', 'orange', '高限', ${response}, 'point', ${plant.point('level')},
          'LT-1', '一厂', ${TOWN}, '镇', ${plant.enterprise}, 80, '%', 'generated', ${at}, ${at}, ${at}, ${new Date(at.getTime() + 2 * MINUTE)})`.execute(
        db,
      );
      if (trail !== '')
        await sql`INSERT INTO alarm_entry (alarm_id, seq, at, by, kind, text, region_path) VALUES (${uuid(8000 + number)}, 1, now(), '值班', 'closed', ${trail}, ${TOWN})`.execute(
          db,
        );
    };
    await alarm(1, 1, 'closed', '原因：进料过快；措施：停泵');
    await alarm(2, 61, 'handling');
    await alarm(3, 181, 'closed', '误报。原因：仪表；措施：校验');
    await sql`UPDATE alarm SET close_result = 'false' WHERE id = ${uuid(8003)}`.execute(db);
    await alarm(4, 600, 'closed', '原因：断电；措施：恢复');
    const test = await tried({ H: { mode: 'set', value: 88 }, onDelay: { mode: 'set', value: 30 } });
    expect(test.figures).toMatchObject({ known: 3, missed: 1, later: 1, unseen: 1 });
    expect((await test.lines('missed')).map(({ alarmId }) => alarmId)).toEqual([uuid(8001)]);
    expect((await test.lines('kept')).map(({ alarmId, before }) => [alarmId, before.length])).toEqual([
      [uuid(8002), 1],
      [uuid(8004), 0],
    ]);
  });

  it('leaves out what was out of service or measured badly then, however long ago', async () => {
    await keep('level', 0, [...flat(50, 6), ...flat(83, 12), ...flat(50, 12)]);
    await keep('level', 60, [...flat(50, 6), ...flat(83, 12), ...flat(50, 12)], 'calibration');
    await keep('level', 120, [50, null, null, null, 50]);
    expect((await tried({ H: { mode: 'scale', value: 1 } })).figures).toMatchObject({ before: 1 });
    await sql`
      INSERT INTO out_of_service (id, subject_kind, subject_id, subject_name, reason, from_at, until_at, by, region_path)
      VALUES (${uuid(77)}, 'point', ${plant.point('level')}, 'LT-1', '标定', ${new Date(START)}, ${new Date(START + 30 * MINUTE)}, '厂', ${TOWN})`.execute(
      db,
    );
    expect((await tried({ H: { mode: 'scale', value: 1 } })).figures).toMatchObject({ before: 0 });
  });

  it('takes a reading stored twice once, and gives the same answer again', async () => {
    await keep('level', 0, [...flat(50, 6), ...flat(83, 12), ...flat(50, 12)]);
    const first = await tried({ H: { mode: 'shift', value: 5 } });
    await keep('level', 0, [...flat(50, 6), ...flat(83, 12), ...flat(50, 12)]);
    const second = await tried({ H: { mode: 'shift', value: 5 } });
    expect(second.figures).toEqual(first.figures);
    expect(second.hash).toBe(first.hash);
    // What is run again after a change of the point’s limits is judged by those kept with it.
    await sql`UPDATE public.point SET limits = '{"H": 10}' WHERE id = ${plant.point('level')}`.execute(db);
    await sql`UPDATE back_test SET state = 'waiting' WHERE id = ${first.id}`.execute(db);
    await perform(db, clickhouse, (await claim(db, new Date()))!, Date.now());
    expect((await duty('GET', `/api/back-tests/${first.id}`)).json()).toMatchObject({ hash: first.hash });
  });

  it('ends when somebody cancels it, and is taken up again after a crash', async () => {
    await keep('level', 0, flat(50, 100));
    const body = {
      title: '长',
      rule: 'level-high',
      draft: { H: { mode: 'set', value: 70 } },
      from: START,
      to: START + 60 * DAY,
    };
    const { id } = (await duty('POST', '/api/back-tests', body)).json() as { id: string };
    const test = (await claim(db, new Date()))!;
    expect(await claim(db, new Date())).toBeUndefined();
    expect((await duty('POST', `/api/back-tests/${id}/cancel`, {})).json()).toMatchObject({ state: 'cancelled' });
    await perform(db, clickhouse, test, Date.now());
    expect((await duty('GET', `/api/back-tests/${id}`)).json()).toMatchObject({ state: 'cancelled', figures: null });
    expect((await duty('POST', `/api/back-tests/${id}/cancel`, {})).json()).toMatchObject({ code: 'back-test-ended' });
    await sql`UPDATE back_test SET state = 'running', beat_at = now() - interval '2 minutes' WHERE id = ${id}`.execute(
      db,
    );
    expect((await claim(db, new Date()))?.id).toBe(id);
  });
});

describe('what a test may be asked and used for', () => {
  it('lists rules with points in scope, and refuses what cannot be run', async () => {
    const rules = z.array(triableRuleSchema).parse((await duty('GET', '/api/back-tests/rules')).json());
    expect(rules.find(({ key }) => key === 'level-high')).toMatchObject({
      points: 1,
      clause: expect.stringContaining('GB'),
    });
    expect(rules.find(({ key }) => key === 'level-high')!.numbers.map(({ key }) => key)).toEqual([
      'H',
      'HH',
      'onDelay',
      'offDelay',
      'deadband',
    ]);
    const base = {
      title: 'x',
      rule: 'level-high',
      draft: { H: { mode: 'set', value: 70 } },
      from: START,
      to: START + DAY,
    };
    const code = async (who: Ask, more: object) =>
      ((await who('POST', '/api/back-tests', { ...base, ...more })).json() as { code: string }).code;
    expect(await code(duty, { rule: 'overspeed' })).toBe('back-test-rule');
    expect(await code(duty, { draft: { nonsense: { mode: 'set', value: 1 } } })).toBe('limit-key');
    expect(await code(duty, { to: START - 1 })).toBe('span-days');
    expect(await code(duty, { from: Date.now() + DAY, to: Date.now() + 2 * DAY })).toBe('span-days');
    expect(await code(duty, { from: 8.7e15, to: 8.7e15 + 1000 })).toBe('field-invalid');
    expect(await code(neighbour, {})).toBe('back-test-none');
    expect(await code(neighbour, { points: [plant.point('level')] })).toBe('back-test-none');
    expect(await code(await askAs(app, db, uuid(904)), {})).toBe('not-permitted');
    const made = (await duty('POST', '/api/back-tests', base)).json() as { id: string };
    expect((await neighbour('GET', `/api/back-tests/${made.id}`)).statusCode).toBe(404);
    expect((await neighbour('GET', `/api/back-tests/${made.id}/lines`)).statusCode).toBe(404);
  });

  it('is published as the limits of its points, which name it; once', async () => {
    await keep('level', 0, flat(50, 10));
    const point = plant.point('level');
    const test = await tried({ H: { mode: 'scale', value: 0.9 }, onDelay: { mode: 'set', value: 20 } });
    expect(
      backTestPointSchema.parse((await duty('GET', `/api/back-tests/${test.id}/points/${point}`)).json()),
    ).toMatchObject({
      before: { H: 80 },
      after: { H: 72, 'level-high.onDelay': 20 },
      steps: [{ key: 'H' }, { key: 'HH' }],
    });
    expect((await duty('POST', `/api/back-tests/${test.id}/publish`, { reason: '回测后' })).json()).toEqual({
      changed: 2,
    });
    const limits = (await duty('GET', `/api/points/${point}/limits`)).json();
    expect(limits.limits).toMatchObject({ H: 72, HH: 90, 'level-high.onDelay': 20 });
    expect(limits.history.filter((one: { backTest: string | null }) => one.backTest === test.id)).toHaveLength(2);
    expect((await duty('POST', `/api/back-tests/${test.id}/publish`, { reason: '再来' })).json()).toMatchObject({
      code: 'back-test-published',
    });
    // The running rules judge by it.
    const register = await openRegister(db);
    expect(register.subject(point)?.limits).toMatchObject({ H: 72, 'level-high.onDelay': 20 });
    const { rows } = await sql<{
      verb: string;
    }>`SELECT verb FROM audit WHERE verb LIKE 'back-test%' ORDER BY seq`.execute(db);
    expect(rows.map(({ verb }) => verb)).toContain('back-test.publish');
  });

  it('publishes what was tried, also where a limit has been changed since: a share is not taken twice', async () => {
    const point = plant.point('level');
    const test = await tried({ H: { mode: 'scale', value: 0.9 } });
    await duty('POST', `/api/points/${point}/limits`, { key: 'H', value: 75, reason: '先收紧' });
    expect((await duty('POST', `/api/back-tests/${test.id}/publish`, { reason: '回测后' })).json()).toEqual({
      changed: 1,
    });
    const { limits } = (await duty('GET', `/api/points/${point}/limits`)).json();
    expect(limits).toMatchObject({ H: 72 });
  });

  it('lets an enterprise tighten but not loosen, all points or none', async () => {
    const body = {
      title: '放宽',
      rule: 'level-high',
      draft: { H: { mode: 'set', value: 70 }, onDelay: { mode: 'set', value: 600 } },
      from: START,
      to: START + DAY,
    };
    const { id } = (await enterprise('POST', '/api/back-tests', body)).json() as { id: string };
    expect((await enterprise('POST', `/api/back-tests/${id}/publish`, { reason: '早了' })).json()).toMatchObject({
      code: 'back-test-not-done',
    });
    await perform(db, clickhouse, (await claim(db, new Date()))!, Date.now());
    expect((await enterprise('POST', `/api/back-tests/${id}/publish`, { reason: '放宽' })).json()).toMatchObject({
      code: 'limit-loosened',
    });
    const limits = (await enterprise('GET', `/api/points/${plant.point('level')}/limits`)).json();
    expect(limits).toMatchObject({ limits: { H: 80 }, history: [] });
    expect((await enterprise('GET', `/api/back-tests/${id}`)).json()).toMatchObject({ publishedAt: null });
  });
});

describe('tests that wait', () => {
  const ask = (who: Ask, title: string) =>
    who('POST', '/api/back-tests', {
      title,
      rule: 'level-high',
      draft: { H: { mode: 'set', value: 78 } },
      from: START,
      to: START + DAY,
    });

  it('are five of one owner at most; of askers at once none slips through', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => ask(duty, `试验 ${index}`)));
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(5);
    const refused = answers.find(({ statusCode }) => statusCode !== 201)!;
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({ code: 'back-test-queue', facts: { open: 5, most: 5 } });
    const [first] = (await duty('GET', '/api/back-tests')).json() as { id: string }[];
    await duty('POST', `/api/back-tests/${first!.id}/cancel`);
    expect((await ask(duty, '又一个')).statusCode).toBe(201);
  });

  it('take turns: another owner is served before the second of one who asked earlier', async () => {
    for (const title of ['甲 1', '甲 2', '甲 3']) await ask(duty, title);
    await db.transaction().execute(async (tx) => {
      await sql`
        INSERT INTO back_test (id, number, rule, rule_label, title, numbers, points, from_at, to_at, by, region_path)
        SELECT gen_random_uuid(), 'BT-other', rule, rule_label, '乙 1', numbers, points, from_at, to_at, '乙', 'cn.36.11.03.'
        FROM back_test LIMIT 1`.execute(tx);
    });
    const order: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const { id } = (await claim(db, new Date(Date.now() + turn)))!;
      const { rows } = await sql<{ title: string }>`
        UPDATE back_test SET state = 'done' WHERE id = ${id} RETURNING title`.execute(db);
      order.push(rows[0]!.title);
    }
    expect(order).toEqual(['甲 1', '乙 1', '甲 2', '甲 3']);
  });
});
