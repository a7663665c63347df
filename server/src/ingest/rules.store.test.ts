import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { evaluateSilence, type Silence } from '@anlan/kernel/alarm';
import { openDatabase, type Database } from '../access/scoped.ts';
import { openStage, type Stage } from '../http/testing/stage.ts';
import { alarmView, type AlarmRow } from '../alarm/row.ts';
import { readHeard, writeHeard, type Transact } from './heard-store.ts';
import { batchOfRecord, type SignalRecord } from './record.ts';
import { openRefusals } from './refusals.ts';
import { openRegister, type Register } from './register.ts';
import { openRules, SILENCE_RULES, type Rules } from './rules.ts';
import { uuid } from './testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from './testing/plant.ts';

const START = Date.UTC(2026, 2, 18, 1);
const log = pino({ level: 'silent' });

let stage: Stage;
let db: Database;
let register: Register;
let plant: Plant;
const crashed: { rules: Rules }[] = [];

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  plant = await enterPlant(db, 1, 'cn.36.11.02.001.', 'chemical');
  register = await openRegister(db);
});
beforeEach(() => forgetMonitoring(db));
afterAll(async () => {
  await Promise.all(crashed.map(({ rules }) => rules.close()));
  await stage.close();
});

const at = (seconds: number): number => START + seconds * 1000;
const read = (seconds: number, kind: string, value: number, quality: 'good' | 'bad' = 'good'): SignalRecord => ({
  device: plant.gateway,
  receivedAt: at(seconds),
  fixes: [],
  readings: [[plant.point(kind), at(seconds), value, quality]],
});
const drive = (seconds: number, speed: number, live = true): SignalRecord => {
  const fix = {
    at: at(seconds),
    lon: 117 + seconds / 1000,
    lat: 28,
    speed,
    heading: 0,
    altitude: null,
    positioned: true,
    live,
  };
  return { device: plant.terminal, receivedAt: at(seconds), fixes: [{ object: plant.vehicle, fix }], readings: [] };
};

/** Runs the entries through rules of their own, from where those before them stopped. */
async function run(entries: readonly SignalRecord[]): Promise<void> {
  const rules = await openRules(db, register, log, () => START);
  for (const [index, record] of entries.entries()) rules.take(index + 1, batchOfRecord(record));
  await rules.close();
  expect(rules.position()).toBe(entries.length);
}

const alarms = async (): Promise<AlarmRow[]> =>
  (await sql<AlarmRow>`SELECT * FROM alarm ORDER BY raised_at, rule`.execute(db)).rows;

describe('rules over the journal', () => {
  it('[S17.2] keep one alarm an excursion: raised, raised in level, recovered, with its worst value', async () => {
    await run([
      read(0, 'level', 70),
      read(1, 'level', 82),
      read(2, 'level', 85),
      read(3, 'level', 93),
      read(4, 'level', 97),
      read(5, 'level', 84),
      read(6, 'level', 70),
      read(16, 'level', 70),
    ]);
    expect(await alarms()).toMatchObject([
      {
        rule: 'level-high',
        level: 'red',
        label: '高高限',
        value: 93,
        peak: 97,
        since: new Date(at(1)),
        raised_at: new Date(at(1)),
        recovered_at: new Date(at(16)),
      },
    ]);
    const trail = await sql`SELECT kind, by, text FROM alarm_entry ORDER BY seq`.execute(db);
    expect(trail.rows).toEqual([
      { kind: 'raised', by: '系统', text: '高限：82 %，限 80' },
      { kind: 'level-raised', by: '系统', text: '升为高高限：93 %，限 90' },
      { kind: 'recovered', by: '系统', text: '恢复正常：70 %' },
    ]);
    const events =
      await sql`SELECT happening, body->>'level' AS level, body->>'number' AS number, region_path, sector FROM outbox ORDER BY cursor`.execute(
        db,
      );
    const common = { number: 'A-20260318-0001', region_path: 'cn.36.11.02.001.', sector: 'chemical' };
    expect(events.rows).toEqual([
      { happening: 'raised', level: 'orange', ...common },
      { happening: 'level-raised', level: 'red', ...common },
      { happening: 'recovered', level: 'red', ...common },
    ]);
  });

  it('[S17.2] tell how a running alarm goes on without calling anybody again', async () => {
    const outbox = async () => (await sql<{ n: number }>`SELECT count(*)::int AS n FROM outbox`.execute(db)).rows[0]!.n;
    await run([read(0, 'level', 70), read(1, 'level', 82), read(2, 'level', 85)]);
    const [raised] = await alarms();
    const told = await outbox();
    await run([
      read(0, 'level', 70),
      read(1, 'level', 82),
      read(2, 'level', 85),
      read(3, 'level', 89),
      read(4, 'level', 86.5),
    ]);
    const [on] = await alarms();
    expect(on).toMatchObject({ value: raised!.value, peak: 89, now_value: 86.5, now_at: new Date(at(4)) });
    expect(on).toMatchObject({ id: raised!.id, version: raised!.version, recovered_at: null });
    expect(alarmView(on!).now).toEqual({ value: 86.5, at: at(4) });
    expect(await outbox()).toBe(told);
    const course = [70, 82, 85, 89, 86.5, 70, ...Array.from({ length: 11 }, () => 69)];
    await run(course.map((value, second) => read(second, 'level', value)));
    const [over] = await alarms();
    expect(over).toMatchObject({ id: raised!.id, peak: 89, recovered_at: new Date(at(15)) });
    expect(alarmView(over!).now).toBeNull();
  });

  it('[S17.1] judge pressure, temperature, level and leaks, each by its own limits', async () => {
    await run([
      read(0, 'pressure', 70),
      read(5, 'pressure', 70),
      read(6, 'temperature', 50),
      read(36, 'temperature', 50),
      read(37, 'level', 12),
      read(47, 'level', 12),
      read(48, 'combustible', 30),
      read(49, 'toxic', 120),
    ]);
    expect((await alarms()).map(({ rule, level }) => `${rule} ${level}`)).toEqual([
      'pressure-high orange',
      'temperature-high yellow',
      'level-low blue',
      'combustible-gas yellow',
      'toxic-gas orange',
    ]);
  });

  it('[S33.2] raise one overspeed that lasts where the vehicle was, and none for a moment, back-filled or exactly permitted speed', async () => {
    const moment = [drive(0, 80), drive(1, 130, false), drive(2, 100), drive(16.9, 100), drive(17.5, 60)];
    await run(moment);
    expect(await alarms()).toEqual([]);
    await forgetMonitoring(db);
    await run([
      ...moment.slice(0, 3),
      drive(17, 100),
      drive(18, 102),
      drive(19, 60),
      drive(33.9, 60),
      drive(34, 60),
      drive(60, 60),
    ]);
    expect(await alarms()).toMatchObject([
      {
        rule: 'overspeed',
        level: 'red',
        label: '危货车超速 20 km/h',
        value: 100,
        peak: 102,
        lon: 117.017,
        since: new Date(at(2)),
        recovered_at: new Date(at(34)),
      },
    ]);
  });

  it('do not judge what is of bad quality or of a point no longer registered', async () => {
    const gone: SignalRecord = { ...read(1, 'level', 99), readings: [[uuid(9999), at(1), 99, 'good']] };
    await run([read(0, 'level', 99, 'bad'), gone]);
    expect(await alarms()).toEqual([]);
  });

  it('[S17.6] keep an interrupted recording as an alarm of the device until it speaks again', async () => {
    const rules = await openRules(db, register, log, () => START);
    const device = register.find('mqtt:gw-1')!.subject;
    const rule = SILENCE_RULES.find(({ key }) => key === 'recording-gap')!;
    const sweep = (into: Rules, now: number): void =>
      into.judge(rule, device, evaluateSilence(rule.condition as Silence, at(0), 10, now), now);
    for (const second of [100, 301, 305]) sweep(rules, at(second));
    await rules.close();
    const again = await openRules(db, register, log, () => START);
    expect(again.runs(rule, device.id)).toBe(true);
    for (const second of [1700, 1801, 1900]) sweep(again, at(second));
    await again.close();
    const last = await openRules(db, register, log, () => START);
    sweep(last, at(7300));
    last.judge(rule, device, { state: 'normal', value: null }, at(7400));
    await last.close();
    expect(await alarms()).toMatchObject([
      {
        rule: 'recording-gap',
        level: 'orange',
        value: null,
        since: new Date(at(0)),
        raised_at: new Date(at(301)),
        recovered_at: new Date(at(7400)),
      },
    ]);
    const { rows } = await sql<{ kind: string; text: string }>`
      SELECT kind, text FROM alarm_entry WHERE kind IN ('raised', 'level-raised') ORDER BY at`.execute(db);
    expect(rows).toEqual([
      { kind: 'raised', text: '数据中断：超过 300 s 没有数据' },
      { kind: 'level-raised', text: '升为数据中断 30 min：超过 1800 s 没有数据' },
      { kind: 'level-raised', text: '升为数据中断 2 h：超过 7200 s 没有数据' },
    ]);
  });

  it('keep memories and position without any alarm too', async () => {
    await run([read(0, 'temperature', 50), read(10, 'temperature', 50)]);
    expect((await sql`SELECT position FROM journal_cursor WHERE consumer = 'rules'`.execute(db)).rows).toEqual([
      { position: 2 },
    ]);
    const again = await openRules(db, register, log, () => START);
    again.take(2, batchOfRecord(read(10, 'temperature', 50)));
    again.take(3, batchOfRecord(read(30, 'temperature', 50)));
    await again.close();
    expect(await alarms()).toMatchObject([
      { rule: 'temperature-high', since: new Date(at(0)), raised_at: new Date(at(30)) },
    ]);
  });

  it('shelve no red alarm: one that rises while shelved comes back to the list', async () => {
    await run([read(0, 'level', 82)]);
    await sql`UPDATE alarm SET shelved_until = ${new Date(at(3600))}`.execute(db);
    await run([read(0, 'level', 82), read(1, 'level', 95)]);
    const { rows } = await sql`SELECT level, shelved_until FROM alarm`.execute(db);
    expect(rows).toEqual([{ level: 'red', shelved_until: null }]);
  });

  it('ring anew at a higher level when the lower one was acknowledged, still one alarm', async () => {
    await run([read(0, 'level', 82)]);
    await sql`UPDATE alarm SET escalate_at = NULL, rungs_reached = 2, response = 'acknowledged', acknowledged_at = now(), acknowledged_by = '值班'`.execute(
      db,
    );
    await run([read(0, 'level', 82), read(1, 'level', 95)]);
    const { rows } = await sql<{ escalate_at: Date | null }>`
      SELECT level, response, acknowledged_at, closed_at, rungs_reached, escalate_at FROM alarm`.execute(db);
    expect(rows).toMatchObject([
      { level: 'red', response: 'unacknowledged', acknowledged_at: null, closed_at: null, rungs_reached: 1 },
    ]);
    expect(rows[0]?.escalate_at).toBeInstanceOf(Date);
  });

  it('[S17.3] are a new alarm when it gets worse after the first was closed as false; that one stays closed', async () => {
    await run([read(0, 'level', 82)]);
    await sql`UPDATE alarm SET response = 'closed', closed_at = ${new Date(at(0.5))}, escalate_at = NULL`.execute(db);
    const worse = [read(0, 'level', 82), read(1, 'level', 95)];
    await run(worse);
    await run([...worse, read(2, 'level', 96), read(3, 'level', 60), read(13, 'level', 60)]);
    const found = await sql<{ id: string; follows_id: string }>`
      SELECT id, follows_id, level, response, occurrence, raised_at, recovered_at FROM alarm ORDER BY raised_at`.execute(
      db,
    );
    expect(found.rows).toMatchObject([
      { level: 'orange', response: 'closed', recovered_at: new Date(at(1)) },
      {
        level: 'red',
        response: 'unacknowledged',
        raised_at: new Date(at(1)),
        recovered_at: new Date(at(13)),
        occurrence: 1,
      },
    ]);
    expect(found.rows[1]!.follows_id).toBe(found.rows[0]!.id);
  });
});

/** Every rule's delays, levels and recoveries, several at once, with late and bad samples. */
const HISTORY = (): SignalRecord[] => [
  read(0, 'level', 70),
  read(0, 'temperature', 50),
  drive(1, 90),
  read(2, 'level', 82),
  read(5, 'temperature', 52),
  drive(6, 99),
  read(7, 'pressure', 65),
  read(8, 'level', 92),
  read(9, 'level', 79, 'bad'),
  read(12, 'pressure', 66),
  read(12, 'level', 77),
  read(15, 'combustible', 60),
  drive(17, 99),
  read(20, 'level', 77),
  drive(20, 60),
  read(22, 'level', 76),
  read(30, 'temperature', 58),
  read(29, 'temperature', 20),
  drive(35, 60),
  read(34, 'level', 85),
  read(36, 'temperature', 58),
  drive(42, 125),
  read(40, 'combustible', 5),
  read(50, 'combustible', 5),
  drive(58, 125),
  read(60, 'temperature', 58),
  read(61, 'level', 50),
  read(71, 'level', 12),
  read(80, 'temperature', 30),
  read(81, 'level', 9),
  drive(90, 10),
  read(95, 'level', 9),
  drive(110, 10),
  read(141, 'temperature', 30),
  read(150, 'level', 60),
  read(160, 'level', 60),
];

/** Everything the rules left behind but times of writing. */
async function left(): Promise<unknown> {
  const { rows: kept } = await sql`SELECT * FROM alarm ORDER BY number`.execute(db);
  const { rows: trail } =
    await sql`SELECT alarm_id, seq, at, kind, text FROM alarm_entry ORDER BY alarm_id, seq`.execute(db);
  const { rows: events } = await sql`SELECT happening, body FROM outbox WHERE topic = 'alarm' ORDER BY cursor`.execute(
    db,
  );
  const { rows: memory } = await sql`SELECT * FROM rule_memory ORDER BY rule, subject_id`.execute(db);
  const { rows: cursor } = await sql`SELECT * FROM journal_cursor`.execute(db);
  const { rows: cases } = await sql`SELECT number, kind, state, origin_id FROM case_file ORDER BY number`.execute(db);
  return { kept, trail, events, memory, cursor, cases };
}

/** Takes the first entries, waits a little, and is gone as by SIGKILL: connections cut, nothing closed. */
async function crashAfter(entries: readonly SignalRecord[], wait: number): Promise<void> {
  const name = `crash-${crashed.length}`;
  const url = new URL(stage.url);
  url.searchParams.set('application_name', name);
  const own = openDatabase(url.href, 2);
  const rules = await openRules(own.db, register, log, () => START);
  crashed.push({ rules });
  for (const [index, record] of entries.entries()) rules.take(index + 1, batchOfRecord(record));
  await pause(wait);
  const ended = own.pool.end();
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ${name}`.execute(db);
  await ended.catch(() => {});
}

describe('a crash', () => {
  it('before anything heard was stored: the log is listened to from its beginning, and nothing sent again is raised again', async () => {
    const entries = [read(0, 'level', 82), read(30, 'level', 50), read(90, 'level', 50)];
    await crashAfter(entries, 700);
    const rules = await openRules(db, register, log, () => START);
    expect(rules.position()).toBeGreaterThan(0);
    expect(rules.keeps()).toBe(0);
    for (const [index, record] of [...entries, ...entries].entries()) rules.take(index + 1, batchOfRecord(record));
    await rules.close();
    const { rows } = await sql`SELECT kind FROM alarm_entry ORDER BY alarm_id, seq`.execute(db);
    expect(rows).toEqual([{ kind: 'raised' }, { kind: 'recovered' }]);
  });

  it('[S17.3] at any place of the journal leaves the very alarms of an undisturbed run', async () => {
    const history = HISTORY();
    await run(history);
    const undisturbed = await left();
    expect(await alarms()).toHaveLength(8);
    const positions = new Set<number>();
    for (let cut = 0; cut <= history.length; cut += 1) {
      await forgetMonitoring(db);
      await crashAfter(history.slice(0, cut), (cut * 7) % 23);
      const { rows } = await sql<{ position: number }>`SELECT position FROM journal_cursor`.execute(db);
      positions.add((rows[0]?.position ?? 0) - cut);
      await run(history);
      expect(await left(), `after ${cut} entries`).toEqual(undisturbed);
    }
    // The crashes fell before, between and after commits, else this would prove little.
    expect(positions.size).toBeGreaterThan(2);
  });
});

describe('closing', () => {
  it('ends only when an alarm that came during a checkpoint is stored', async () => {
    const rules = await openRules(db, register, log, () => START);
    const [first, second] = [openDatabase(stage.url, 1), openDatabase(stage.url, 1)];
    const release: (() => void)[] = [];
    const hold = (own: Database, table: string): Promise<void> => {
      let held!: () => void;
      const holding = new Promise<void>((resolve) => (held = resolve));
      const done = own.transaction().execute(async (tx) => {
        await sql`LOCK TABLE ${sql.id(table)} IN EXCLUSIVE MODE`.execute(tx);
        held();
        await new Promise<void>((resolve) => release.push(resolve));
      });
      return Promise.race([holding, done]);
    };
    await hold(first.db, 'journal_cursor');
    await hold(second.db, 'running_number');
    rules.take(1, batchOfRecord(read(0, 'level', 50)));
    await pause(2300);
    rules.take(2, batchOfRecord(read(1, 'level', 82)));
    let closed = false;
    const closing = rules.close().then(() => (closed = true));
    release[0]!();
    await pause(300);
    expect(closed).toBe(false);
    release[1]!();
    await closing;
    expect(await alarms()).toMatchObject([{ rule: 'level-high' }]);
    expect(rules.position()).toBe(2);
    await Promise.all([first.pool.end(), second.pool.end()]);
  });

  it('gives up on a store that is gone, and leaves its position where it was', async () => {
    const own = openDatabase(stage.url, 1);
    const rules = await openRules(own.db, register, log, () => START);
    await own.pool.end();
    rules.take(1, batchOfRecord(read(0, 'level', 82)));
    await rules.close();
    expect(rules.trouble()).toBeTruthy();
    expect(rules.position()).toBe(0);
  });
});

describe('up to when points were heard', () => {
  const calm = new AbortController();
  const piece = (mark: number) => ({ ids: new Uint8Array(16).fill(mark), last: new Uint8Array(8).fill(mark) });
  const kept = () => db.transaction().execute((tx) => readHeard(tx, 100));
  const marks = async (): Promise<unknown> => {
    const { heard, heardAt } = await kept();
    return [heardAt, heard?.map(({ ids }) => ids[0])];
  };

  it('is as it was last known whole, until all pieces of the next time are there', async () => {
    const transact: Transact = (work) => db.transaction().execute(work);
    await writeHeard(transact, [piece(1), piece(2), piece(3)], 10, calm.signal);
    expect(await marks()).toEqual([10, [1, 2, 3]]);
    let written = 0;
    const broken: Transact = (work) =>
      (written += 1) > 3 ? Promise.reject(new Error('gone')) : db.transaction().execute(work);
    await expect(writeHeard(broken, [piece(4), piece(5), piece(6)], 20, calm.signal)).rejects.toThrow('gone');
    expect(await marks()).toEqual([10, [1, 2, 3]]);
    await writeHeard(transact, [piece(7)], 30, calm.signal);
    expect(await marks()).toEqual([30, [7]]);
    expect((await sql`SELECT count(*)::int AS n FROM rule_heard`.execute(db)).rows).toEqual([{ n: 1 }]);
  });

  it('counts for nothing when it is ahead of what was judged', async () => {
    await writeHeard((work) => db.transaction().execute(work), [piece(1)], 200, calm.signal);
    expect(await kept()).toEqual({});
  });
});

describe('counts of refused input', () => {
  it('add up by listener, device and reason, whatever a device wrote into the detail', async () => {
    const refusals = openRefusals(db);
    refusals.count('mqtt', plant.gateway, 'unknown-point', 'a\0b', START);
    refusals.count('mqtt', plant.gateway, 'unknown-point', `${'x'.repeat(199)}😀`, START + 1);
    refusals.count('mqtt', null, 'malformed', '', START);
    await refusals.flush();
    refusals.count('mqtt', null, 'malformed', '\ud800 last', START + 5);
    await refusals.flush();
    const { rows } =
      await sql`SELECT device_id, reason, count, last_detail FROM intake_refusal ORDER BY reason`.execute(db);
    expect(rows).toEqual([
      { device_id: null, reason: 'malformed', count: 2, last_detail: '\ufffd last' },
      { device_id: plant.gateway, reason: 'unknown-point', count: 2, last_detail: `${'x'.repeat(199)}\ufffd` },
    ]);
  });

  it('are not lost with the store: the next flush brings them', async () => {
    const refusals = openRefusals(db);
    await sql`ALTER TABLE intake_refusal RENAME TO elsewhere`.execute(db);
    refusals.count('mqtt', null, 'malformed', 'first', START);
    await refusals.flush();
    await sql`ALTER TABLE elsewhere RENAME TO intake_refusal`.execute(db);
    refusals.count('mqtt', null, 'malformed', 'second', START);
    await refusals.flush();
    expect((await sql`SELECT count, last_detail FROM intake_refusal`.execute(db)).rows).toEqual([
      { count: 2, last_detail: 'second' },
    ]);
  });
});
