import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alarmDetailSchema } from '@anlan/kernel/alarm';
import { openDatabase, type Database } from '../access/scoped.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openRegister } from '../ingest/register.ts';
import { openRules } from '../ingest/rules.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from '../ingest/testing/plant.ts';
import { followOutbox, type Outbox } from '../live/outbox.ts';
import { alarmRoutes } from './routes.ts';
import { raise, recover, trailOf, type Raised } from './testing/raise.ts';
import { runDue } from './timers.ts';
import { publish } from './write.ts';
import { batchOfRecord } from '../ingest/record.ts';

const TOWN = 'cn.36.11.02.001.';
const NEXT_TOWN = 'cn.36.11.02.002.';
const MINUTE = 60_000;
const NOW = Date.now();

let stage: Stage;
let db: Database;
let outbox: Outbox;
let app: App;
let plant: Plant;
let duty: Ask;
let second: Ask;
let town: Ask;
let enterprise: Ask;
let leader: Ask;

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  plant = await enterPlant(db, 1, TOWN);
  outbox = await followOutbox(stage.url, db, stage.context.log);
  app = await buildApp({ ...stage.context, outbox }, [alarmRoutes]);
  const people = [
    { account: '李值班', role: 'duty-officer', region: 'cn.36.11.' },
    { account: '王值班', role: 'duty-officer', region: 'cn.36.11.' },
    { account: '邻镇', role: 'town-officer', region: NEXT_TOWN },
    { account: '厂安全员', role: 'safety-officer', organisation: plant.enterprise },
    { account: '赵领导', role: 'leader', region: 'cn.36.11.' },
  ];
  for (const [index, person] of people.entries()) await enterPerson(db, { id: uuid(901 + index), ...person });
  [duty, second, town, enterprise, leader] = (await Promise.all(
    people.map((_, index) => askAs(app, db, uuid(901 + index))),
  )) as [Ask, Ask, Ask, Ask, Ask];
});
beforeEach(() => forgetMonitoring(db));
afterAll(async () => {
  outbox.close();
  await app.close();
  await stage.close();
});

const level = (change: Partial<Parameters<typeof raise>[2]> = {}): Promise<Raised> =>
  raise(db, plant.point('level'), {
    at: NOW,
    regionPath: TOWN,
    organisationId: plant.enterprise,
    deviceId: plant.gateway,
    ...change,
  });
const row = async (id: string) =>
  (await sql<Record<string, unknown>>`SELECT * FROM alarm WHERE id = ${id}`.execute(db)).rows[0]!;
const happenings = async (): Promise<string[]> =>
  (await sql<{ happening: string }>`SELECT happening FROM outbox ORDER BY cursor`.execute(db)).rows.map(
    (event) => event.happening,
  );

describe('escalation by the clock', () => {
  it('[S17.3] tells the next rung when its time has come, each once, and nobody above the top', async () => {
    const { id } = await level();
    expect(await row(id)).toMatchObject({ rungs_reached: 1, escalate_at: new Date(NOW + 3 * MINUTE) });
    const moved = [];
    for (const minutes of [0, 2.99, 3, 3, 5.99, 6, 15.99, 16, 600])
      moved.push(await runDue(db, NOW + minutes * MINUTE));
    expect(moved).toEqual([0, 0, 1, 0, 0, 1, 0, 1, 0]);
    expect((await trailOf(db, id)).slice(1)).toEqual([
      'escalated 180 秒未确认，升级到县值班',
      'escalated 360 秒未确认，升级到市值班',
      'escalated 960 秒未确认，升级到市领导',
    ]);
    expect(await happenings()).toEqual(['raised', 'escalated', 'escalated', 'escalated']);
    expect(await row(id)).toMatchObject({ rungs_reached: 4, escalate_at: null });
  });

  it('survives a restart, and catches up rung by rung on what fell due meanwhile', async () => {
    const { id } = await level();
    const restarted = openDatabase(stage.url, 1);
    expect(await runDue(restarted.db, NOW + 10 * MINUTE)).toBe(1);
    expect(await runDue(restarted.db, NOW + 10 * MINUTE)).toBe(1);
    expect(await runDue(restarted.db, NOW + 10 * MINUTE)).toBe(0);
    await restarted.pool.end();
    expect(await row(id)).toMatchObject({ rungs_reached: 3, escalate_at: new Date(NOW + 16 * MINUTE) });
  });

  it('happens once when several processes look at the same moment', async () => {
    for (let number = 0; number < 20; number += 1) await raise(db, uuid(5000 + number), { at: NOW });
    const moved = await Promise.all([1, 2, 3, 4].map(() => runDue(db, NOW + 3 * MINUTE)));
    expect(moved.reduce((a, b) => a + b)).toBe(20);
    expect((await happenings()).filter((happening) => happening === 'escalated')).toHaveLength(20);
  });

  it('stops with an answer and with recovery', async () => {
    const answered = await level();
    const recovered = await raise(db, uuid(5001), { at: NOW });
    expect((await enterprise('POST', `/api/alarms/${answered.id}/acknowledge`, {})).statusCode).toBe(200);
    await recover(db, recovered, NOW + 1000);
    expect(await runDue(db, NOW + 60 * MINUTE)).toBe(0);
  });

  it('[S17.3] goes on while only a government has answered an enterprise’s alarm, till it writes what it does itself', async () => {
    const [received, handled, nobodys] = [
      await level(),
      await raise(db, uuid(5001), { at: NOW, organisationId: plant.enterprise }),
      await raise(db, uuid(5002), { at: NOW, organisationId: null }),
    ];
    for (const { id } of [received, handled, nobodys])
      expect((await duty('POST', `/api/alarms/${id}/acknowledge`, {})).statusCode).toBe(200);
    await duty('POST', `/api/alarms/${handled.id}/handle`, { note: '已通知应急队到场' });
    expect(await runDue(db, NOW + 3 * MINUTE)).toBe(1);
    expect(await trailOf(db, received.id)).toContain('escalated 企业180 秒未确认，升级到县值班');
    expect(await row(received.id)).toMatchObject({ response: 'acknowledged', rungs_reached: 2 });
    expect((await enterprise('POST', `/api/alarms/${received.id}/acknowledge`, {})).statusCode).toBe(200);
    expect(await row(received.id)).toMatchObject({ escalate_at: null });
  });

  it('pauses while its enterprise has shelved it; the end of shelving brings the alarm back by itself', async () => {
    const { id } = await level();
    const until = NOW + 10 * MINUTE;
    expect((await enterprise('POST', `/api/alarms/${id}/shelve`, { until, reason: '检修' })).statusCode).toBe(200);
    expect(await runDue(db, until - 1)).toBe(0);
    expect(await runDue(db, until)).toBe(2);
    expect(await row(id)).toMatchObject({ shelved_until: null, rungs_reached: 2 });
    expect(await trailOf(db, id)).toContain('unshelved 搁置到时，自动回到列表');
  });

  it('is shelved by an enterprise and by governments apart: neither hides it from the other', async () => {
    const { id } = await level();
    const seen = async (ask: Ask): Promise<unknown> => (await ask('GET', '/api/alarms')).json().counts;
    const open = { unacknowledged: 1, handling: 0, recovered: 0, shelved: 0 };
    const away = { unacknowledged: 0, handling: 0, recovered: 0, shelved: 1 };
    const until = NOW + 10 * MINUTE;
    expect((await duty('POST', `/api/alarms/${id}/shelve`, { until, reason: '已电话核实' })).statusCode).toBe(200);
    expect([await seen(duty), await seen(enterprise)]).toEqual([away, open]);
    expect((await enterprise('GET', `/api/alarms/${id}`)).json().alarm).toMatchObject({ shelvedUntil: null });
    expect(await runDue(db, NOW + 3 * MINUTE)).toBe(1);
    await duty('POST', `/api/alarms/${id}/unshelve`, {});
    expect((await enterprise('POST', `/api/alarms/${id}/shelve`, { until, reason: '检修' })).statusCode).toBe(200);
    expect([await seen(duty), await seen(enterprise)]).toEqual([open, away]);
    expect((await duty('GET', `/api/alarms/${id}`)).json().alarm).toMatchObject({
      shelvedUntil: null,
      plant: { shelvedUntil: until },
    });
  });
});

describe('what is written at the same time', () => {
  it('gives every alarm of a day a number of its own, without gaps, by the day in Shanghai', async () => {
    const lateEvening = Date.UTC(2026, 2, 18, 15, 59);
    await Promise.all(Array.from({ length: 25 }, (_, number) => raise(db, uuid(6000 + number), { at: lateEvening })));
    await raise(db, uuid(7000), { at: lateEvening + MINUTE });
    const { rows } = await sql<{ number: string }>`SELECT number FROM alarm ORDER BY number`.execute(db);
    expect(rows.map(({ number }) => number)).toEqual([
      ...Array.from({ length: 25 }, (_, index) => `A-20260318-${String(index + 1).padStart(4, '0')}`),
      'A-20260319-0001',
    ]);
  });

  it('lets no second alarm run for the same rule and subject', async () => {
    await level();
    await expect(level({ at: NOW + 1 })).rejects.toThrow('alarm_running');
  });

  it('never shows a higher cursor before a lower one', async () => {
    const { id } = await level();
    const others = openDatabase(stage.url, 8);
    const seen: number[] = [];
    let writing = true;
    const reading = (async () => {
      while (writing) {
        const { rows } = await sql<{ cursor: number }>`SELECT cursor FROM outbox ORDER BY cursor`.execute(db);
        const fresh = rows.map(({ cursor }) => cursor).filter((cursor) => !seen.includes(cursor));
        seen.push(...fresh);
      }
    })();
    const writer = (number: number): Promise<void> =>
      others.db.transaction().execute(async (tx) => {
        await publish(tx, id, `w${number}`);
        await sql`SELECT pg_sleep(${((number * 7) % 5) / 200})`.execute(tx);
        await publish(tx, id, `w${number}`);
        if (number % 6 === 0) throw new Error('rolled back');
      });
    const written = await Promise.allSettled(Array.from({ length: 40 }, (_, number) => writer(number)));
    await pause(20);
    writing = false;
    await reading;
    await others.pool.end();
    expect(written.filter(({ status }) => status === 'fulfilled')).toHaveLength(33);
    expect(seen).toHaveLength(67);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('does not let the rules and a person wait for each other', async () => {
    const warned: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void warned.push(line) });
    const register = await openRegister(db);
    const rules = await openRules(db, register, log, () => NOW);
    const sample = (kind: string, seconds: number, value: number) => ({
      device: plant.gateway,
      receivedAt: NOW,
      fixes: [],
      readings: [[plant.point(kind), NOW + seconds * 1000, value, 'good'] as const],
    });
    rules.take(1, batchOfRecord(sample('combustible', 0, 30)));
    for (let round = 0; round < 100 && rules.position() < 1; round += 1) await pause(20);
    const { rows } = await sql<{ id: string }>`SELECT id FROM alarm`.execute(db);
    // The outbox is held, the rules come to wait for it first, then a person acts on the alarm they are to raise in level.
    const other = openDatabase(stage.url, 1);
    let answering: ReturnType<Ask> | undefined;
    await other.db.transaction().execute(async (tx) => {
      await publish(tx, rows[0]!.id, 'held');
      rules.take(
        2,
        batchOfRecord({
          ...sample('toxic', 1, 70),
          readings: [...sample('toxic', 1, 70).readings, ...sample('combustible', 1, 60).readings],
        }),
      );
      await pause(150);
      answering = duty('POST', `/api/alarms/${rows[0]!.id}/acknowledge`, {});
      await pause(150);
    });
    expect((await answering!).statusCode).toBe(200);
    await rules.close();
    await other.pool.end();
    expect(warned).toEqual([]);
    expect(await row(rows[0]!.id)).toMatchObject({ level: 'orange', response: 'acknowledged' });
  });
});

describe('an alarm’s routes', () => {
  it('[S17.3] lead from acknowledging over handling to closing, with trail, audit and who did it', async () => {
    const raised = await level({ at: NOW + 10 });
    const acknowledged = await duty('POST', `/api/alarms/${raised.id}/acknowledge`, { note: '我去看' });
    expect(alarmDetailSchema.parse(acknowledged.json()).alarm).toMatchObject({
      response: 'acknowledged',
      acknowledgedBy: '李值班',
      escalateAt: NOW + 10 + 3 * MINUTE,
    });
    expect(
      (await enterprise('POST', `/api/alarms/${raised.id}/handle`, { note: '已停进料' })).json().alarm,
    ).toMatchObject({ response: 'handling', escalateAt: null });
    const early = await duty('POST', `/api/alarms/${raised.id}/close`, { cause: '满', measure: '倒罐' });
    expect(early.json()).toMatchObject({ status: 409, code: 'alarm-not-recovered' });
    await recover(db, raised, NOW + 1000);
    expect((await duty('POST', `/api/alarms/${raised.id}/close`, { cause: '满', measure: ' ' })).json()).toMatchObject({
      code: 'handling-record-required',
      field: 'measure',
    });
    const closed = await duty('POST', `/api/alarms/${raised.id}/close`, { cause: '满', measure: '倒罐' });
    expect(closed.json().alarm).toMatchObject({ response: 'closed', acknowledgedBy: '李值班', peak: 90 });
    expect(closed.json().trail.map(({ by, kind }: { by: string; kind: string }) => `${by} ${kind}`)).toEqual([
      '系统 raised',
      '李值班 acknowledged',
      '厂安全员 handled',
      '系统 recovered',
      '李值班 closed',
    ]);
    expect(await happenings()).toEqual(['raised', 'acknowledged', 'handled', 'recovered', 'closed']);
    const audit = await sql<{
      verb: string;
    }>`SELECT verb FROM audit WHERE subject_id = ${raised.id} AND outcome = 'done' ORDER BY seq`.execute(db);
    expect(audit.rows.map(({ verb }) => verb)).toEqual(['alarm.acknowledge', 'alarm.handle', 'alarm.close']);
    expect((await duty('POST', `/api/alarms/${raised.id}/handle`, { note: '又' })).json()).toMatchObject({
      status: 409,
      code: 'alarm-state',
    });
  });

  it('let one of two people acknowledge; the other learns in both languages how the alarm stands', async () => {
    const { id } = await level();
    const answers = await Promise.all(
      [duty, second, duty, second].map((ask) => ask('POST', `/api/alarms/${id}/acknowledge`, {})),
    );
    const lost = answers.filter(({ statusCode }) => statusCode !== 200);
    expect(lost).toHaveLength(3);
    for (const answer of lost) {
      expect(answer.json()).toMatchObject({
        code: 'alarm-state',
        zh: '报警已是「已确认」，不能再「确认」',
        en: 'The alarm is acknowledged and cannot be acknowledged',
      });
    }
    expect(await happenings()).toEqual(['raised', 'acknowledged']);
  });

  it('do not exist outside one’s scope, nor for a role without the verb; both are audited', async () => {
    const { id } = await level({ at: NOW + 20 });
    expect((await town('GET', `/api/alarms/${id}`)).json().code).toBe('not-found');
    expect((await town('POST', `/api/alarms/${id}/acknowledge`, {})).json().code).toBe('not-found');
    expect((await town('GET', '/api/alarms')).json()).toMatchObject({ alarms: [], counts: { unacknowledged: 0 } });
    expect((await leader('POST', `/api/alarms/${id}/acknowledge`, {})).json().code).toBe('not-permitted');
    expect((await enterprise('GET', '/api/alarms')).json().alarms).toHaveLength(1);
    const { rows } = await sql`SELECT actor, verb, outcome FROM audit WHERE subject_id = ${id} ORDER BY seq`.execute(
      db,
    );
    expect(rows).toEqual(
      ['alarm.read', 'alarm.acknowledge'].map((verb) => ({ actor: '邻镇', verb, outcome: 'refused' })),
    );
    expect(await row(id)).toMatchObject({ response: 'unacknowledged' });
  });

  it('hold to what the place has set: how long may be shelved, what is the same alarm again', async () => {
    const set = (key: string, value: number) =>
      sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      VALUES (gen_random_uuid(), ${key}, ${TOWN}, now() - interval '1 hour', ${value}::text::jsonb, '值班每两小时轮换', '测试')`.execute(
        db,
      );
    await set('alarm.practice.shelveHours', 2);
    await set('alarm.practice.secondHours', 1);
    const { id } = await raise(db, uuid(5005), { at: NOW, regionPath: TOWN });
    const three = await duty('POST', `/api/alarms/${id}/shelve`, { until: Date.now() + 180 * MINUTE, reason: '检修' });
    expect(three.json()).toMatchObject({ code: 'shelve-too-long', zh: '搁置最长 2 小时' });
    expect((await duty('GET', `/api/alarms/${id}`)).json()).toMatchObject({ shelveHours: 2 });
    const elsewhere = await raise(db, uuid(5004), { at: NOW, regionPath: 'cn.36.11.02.' });
    expect((await duty('GET', `/api/alarms/${elsewhere.id}`)).json()).toMatchObject({ shelveHours: 8 });
    const one = await level({ at: NOW + 10 * MINUTE });
    expect((await row(one.id))['occurrence']).toBe(1);
    await recover(db, one, NOW + 11 * MINUTE);
    const two = await level({ at: NOW + 40 * MINUTE });
    expect((await row(two.id))['occurrence']).toBe(2);
    await recover(db, two, NOW + 41 * MINUTE);
    expect((await row((await level({ at: NOW + 102 * MINUTE })).id))['occurrence']).toBe(1);
    await sql`
      INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
      SELECT gen_random_uuid(), key, region_path, now(), NULL, '恢复', '测试' FROM parameter_setting`.execute(db);
  });

  it('list by state, level, words, subject and owner, and count each group', async () => {
    const one = await level({ level: 'red' });
    const two = await raise(db, uuid(5002), {
      at: NOW - 1000,
      name: '压力 PT-3',
      organisationId: null,
      level: 'yellow',
    });
    const three = await raise(db, uuid(5003), { at: NOW - 2000, level: 'yellow' });
    await recover(db, three, NOW);
    await duty('POST', `/api/alarms/${two.id}/shelve`, { until: NOW + 60 * MINUTE, reason: '检修' });
    const ids = async (query: string): Promise<string[]> =>
      (await duty('GET', `/api/alarms?${query}`)).json().alarms.map(({ id }: { id: string }) => id);
    expect(await ids('')).toEqual([one.id, two.id, three.id]);
    expect(await ids('level=red,orange')).toEqual([one.id]);
    expect(await ids('search=pt-3')).toEqual([two.id]);
    expect(await ids(`subject=${plant.gateway}`)).toEqual([one.id]);
    expect(await ids(`organisation=${plant.enterprise}`)).toEqual([one.id]);
    expect(await ids('state=mine')).toEqual([]);
    expect((await duty('GET', '/api/alarms')).json().counts).toEqual({
      unacknowledged: 1,
      handling: 0,
      recovered: 1,
      shelved: 1,
    });
  });

  it('say on the card why it rang, its limits and what to do; of silence how long it was allowed', async () => {
    const { id } = await level();
    expect((await duty('GET', `/api/alarms/${id}`)).json()).toMatchObject({
      why: {
        condition: '≥ 80 %（高限）、≥ 90 %（高高限） · 回差 2 %',
        clause: expect.stringMatching(/^GB 17681-2024；AQ 3036-2010 液位高高联锁/),
        en: {
          condition: '≥ 80 % (High), ≥ 90 % (High-high) · deadband 2 %',
          clause: expect.stringMatching(/^GB 17681-2024; AQ 3036-2010, interlock on high-high level/),
        },
      },
      limits: [
        { key: 'H', level: 'orange', value: 80 },
        { key: 'HH', level: 'red', labelEn: 'High-high', value: 90 },
      ],
      sameSubject30d: 1,
    });
    const silent = await raise(db, plant.point('pressure'), { rule: 'recording-gap', at: NOW });
    await sql`UPDATE alarm SET limit_value = 1800 WHERE id = ${silent.id}`.execute(db);
    expect((await duty('GET', `/api/alarms/${silent.id}`)).json()).toMatchObject({
      why: {
        condition: '超过 1800 s 没有数据，7200 s 升为数据中断 2 h',
        en: { condition: 'no data for more than 1800 s, after 7200 s: No data for 2 h' },
      },
      limits: [],
    });
  });
});
