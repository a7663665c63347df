import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noticeSchema } from '@anlan/kernel/alarm';
import type { Database } from '../access/scoped.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { batchOfRecord, type SignalRecord } from '../ingest/record.ts';
import { openRegister } from '../ingest/register.ts';
import { openRules } from '../ingest/rules.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from '../ingest/testing/plant.ts';
import { followOutbox, type Outbox } from '../live/outbox.ts';
import { limitRoutes } from './limit-routes.ts';
import { noticeRoutes } from './notice-routes.ts';
import { alarmRoutes } from './routes.ts';
import { serviceRoutes } from './service-routes.ts';
import { runDue } from './timers.ts';

const TOWN = 'cn.36.11.02.001.';
const COUNTY = 'cn.36.11.02.';
const CITY = 'cn.36.11.';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const POND = uuid(7001);
const log = pino({ level: 'silent' });

let stage: Stage;
let db: Database;
let outbox: Outbox;
let app: App;
let plant: Plant;
let city: Ask;
let county: Ask;
let town: Ask;
let enterprise: Ask;
let now: number;

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  plant = await enterPlant(db, 1, TOWN);
  await enterPond();
  outbox = await followOutbox(stage.url, db, stage.context.log);
  app = await buildApp({ ...stage.context, outbox }, [alarmRoutes, noticeRoutes, limitRoutes, serviceRoutes]);
  const people = [
    { account: '市值班', role: 'duty-officer', region: CITY },
    { account: '县值班', role: 'duty-officer', region: COUNTY },
    { account: '镇安监', role: 'town-officer', region: TOWN },
    { account: '厂安全员', role: 'safety-officer', organisation: plant.enterprise },
  ];
  for (const [index, person] of people.entries()) await enterPerson(db, { id: uuid(901 + index), ...person });
  [city, county, town, enterprise] = (await Promise.all(
    people.map((_, index) => askAs(app, db, uuid(901 + index))),
  )) as [Ask, Ask, Ask, Ask];
});
beforeEach(async () => {
  await forgetMonitoring(db);
  await sql`UPDATE public.point SET limits = '{"L": 15, "LL": 10, "H": 80, "HH": 90}' WHERE id = ${plant.point('level')}`.execute(
    db,
  );
  now = Date.now();
});
afterAll(async () => {
  outbox.close();
  await app.close();
  await stage.close();
});

/** A pond of 100 m crest and 0.5 m least freeboard, with one water gauge, 230 people living below. */
async function enterPond(): Promise<void> {
  const place = sql`${TOWN}, ${plant.enterprise}, NULL, 117.9, 28.4`;
  await sql`
    INSERT INTO tailings_pond (id, name, region_path, organisation_id, sector, lon, lat, enterprise, grade, crest, min_freeboard, head_top,
      downstream_people, downstream_distance, downstream_places)
    VALUES (${POND}, '银山尾矿库', ${place}, ${plant.enterprise}, '4', 100, 0.5, true, 230, 420, '银山村、村小学')`.execute(
    db,
  );
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, sector, lon, lat, identity, protocol, enterprise, origin)
    VALUES (${uuid(7002)}, '尾矿库监测站', ${place}, 'mqtt:pond-1', 'mqtt', ${plant.enterprise}, 'generated')`.execute(
    db,
  );
  await sql`
    INSERT INTO public.point (id, device_id, key, name, kind, unit, range_low, range_high, expected_period, limits, system, region_path,
      organisation_id, unit_kind, unit_id)
    VALUES (${uuid(7003)}, ${uuid(7002)}, 'water-level', '库水位', 'water-level', 'm', 0, 1500, 300, '{}', 'S21', ${TOWN}, ${plant.enterprise},
      'tailings-pond', ${POND})`.execute(db);
}

const reading = (point: string, at: number, value: number, receivedAt = at): SignalRecord => ({
  device: plant.gateway,
  receivedAt,
  fixes: [],
  readings: [[point, at, value, 'good']],
});
const level = (at: number, value: number, receivedAt = at): SignalRecord =>
  reading(plant.point('level'), at, value, receivedAt);

let seq = 0;
/** Lets rules of their own judge the entries at their own times, as after a start; `then` before they end. */
async function judge(entries: readonly SignalRecord[], tendAt?: number): Promise<void> {
  const rules = await openRules(db, await openRegister(db), log, () => now);
  seq = rules.position();
  for (const entry of entries) rules.take((seq += 1), batchOfRecord(entry));
  if (tendAt !== undefined) rules.tend(tendAt);
  await rules.close();
}

interface Row {
  id: string;
  rule: string;
  level: string;
  base_level: string;
  occurrence: number;
  chattering: boolean;
  first_out_id: string | null;
  retrospective: boolean;
  escalate_at: Date | null;
  recovered_at: Date | null;
  since: Date;
}
const alarms = async (): Promise<Row[]> =>
  (await sql<Row>`SELECT * FROM alarm ORDER BY raised_at, rule`.execute(db)).rows;
const trail = async (id: string): Promise<string[]> =>
  (
    await sql<{
      line: string;
    }>`SELECT kind || ' ' || text AS line FROM alarm_entry WHERE alarm_id = ${id} ORDER BY seq`.execute(db)
  ).rows.map(({ line }) => line);
const notices = async (ask: Ask) => noticeSchema.array().parse((await ask('GET', '/api/notices')).json());

describe('a notice to a government is not the enterprise’s alarm', () => {
  it('[S21.2] red freeboard tells mine, county, town and city, and lists who lives below', async () => {
    await judge([reading(uuid(7003), now - 31 * MINUTE, 99.6, now - 31 * MINUTE), reading(uuid(7003), now, 99.7)]);
    expect(await alarms()).toMatchObject([{ rule: 'pond-freeboard', level: 'red', recovered_at: null }]);
    const told = await notices(city);
    expect(told.map(({ government, regionPath }) => `${government} ${regionPath}`).sort()).toEqual([
      `city ${CITY}`,
      `county ${COUNTY}`,
      `town ${TOWN}`,
    ]);
    for (const { text } of told)
      expect(text).toContain('头顶库下游，1 km 内 230 人，距最近居民点 420 m，银山村、村小学');
    const mine = (await enterprise('GET', '/api/alarms')).json().alarms;
    expect(mine).toMatchObject([{ rule: 'pond-freeboard', subjectKind: 'tailings-pond', subjectName: '银山尾矿库' }]);
    expect(await notices(enterprise)).toEqual([]);
    expect((await notices(town)).map(({ government }) => government)).toEqual(['town']);
  });

  it('[S17.3] a government that acknowledges receives its own notice and does not answer for the enterprise', async () => {
    await judge([reading(uuid(7003), now - 31 * MINUTE, 99.6), reading(uuid(7003), now, 99.7)]);
    const [alarm] = await alarms();
    const first = await county('POST', `/api/alarms/${alarm!.id}/acknowledge`, {});
    expect(first.json().alarm).toMatchObject({
      response: 'acknowledged',
      acknowledgedBy: '县值班',
      plant: { acknowledgedAt: null },
    });
    expect(
      (await notices(city))
        .map(({ government, seenBy }) => [government, seenBy])
        .sort((a, b) => String(a).localeCompare(String(b))),
    ).toEqual([
      ['city', null],
      ['county', '县值班'],
      ['town', null],
    ]);
    expect((await town('POST', `/api/alarms/${alarm!.id}/acknowledge`, {})).statusCode).toBe(200);
    const own = await enterprise('POST', `/api/alarms/${alarm!.id}/acknowledge`, {});
    expect(own.json().alarm).toMatchObject({ acknowledgedBy: '县值班', plant: { acknowledgedBy: '厂安全员' } });
    expect((await enterprise('POST', `/api/alarms/${alarm!.id}/acknowledge`, {})).statusCode).toBe(409);
    expect((await county('POST', `/api/alarms/${alarm!.id}/acknowledge`, {})).statusCode).toBe(409);
    expect(await trail(alarm!.id)).toEqual([
      expect.stringContaining('raised'),
      expect.stringContaining('notice-seen'),
      expect.stringContaining('acknowledged'),
      expect.stringContaining('notice-seen'),
      expect.stringContaining('plant-acknowledged'),
    ]);
  });

  it('[S16.5] [S17.3] supervises the enterprise by its own notice only; what goes down and what comes back up is shared', async () => {
    await judge([reading(uuid(7003), now - 31 * MINUTE, 99.6), reading(uuid(7003), now, 99.7)]);
    const told = await notices(city);
    const ofCounty = told.find(({ government }) => government === 'county')!;
    expect((await city('POST', `/api/notices/${ofCounty.id}/supervise`, { text: '降水位' })).statusCode).toBe(404);
    expect((await enterprise('POST', `/api/notices/${ofCounty.id}/seen`)).statusCode).toBe(403);
    const done = await county('POST', `/api/notices/${ofCounty.id}/supervise`, { text: '两小时内降水位 30 cm' });
    expect(done.json()).toMatchObject({
      supervisedBy: '县值班',
      seenBy: '县值班',
      supervision: '两小时内降水位 30 cm',
    });
    expect((await county('POST', `/api/notices/${ofCounty.id}/seen`)).json()).toMatchObject({ code: 'notice-seen' });
    const detail = (await enterprise('GET', `/api/alarms/${ofCounty.alarmId}`)).json();
    expect(detail.trail.at(-1)).toMatchObject({
      by: '县值班',
      kind: 'supervised',
      text: expect.stringContaining('降水位 30 cm'),
    });
    await enterprise('POST', `/api/alarms/${ofCounty.alarmId}/handle`, { note: '已开启两台泵' });
    for (const ask of [town, county, city]) {
      const shared = (await ask('GET', `/api/alarms/${ofCounty.alarmId}`)).json();
      expect(shared.trail.at(-1)).toMatchObject({ by: '厂安全员', text: '已开启两台泵' });
    }
  });

  it('the ladder tells a government when its rung is reached', async () => {
    await judge([level(now, 82)]);
    expect(await notices(city)).toEqual([]);
    await runDue(db, now + 3 * MINUTE);
    expect((await notices(city)).map(({ government, cause }) => `${government} ${cause}`)).toEqual(['county ladder']);
  });
});

describe('marks of an alarm', () => {
  it('second occurrence: again within a day after closing; chattering: the third within a minute', async () => {
    const bounce = (start: number): SignalRecord[] => [
      level(start, 82),
      level(start + 1000, 70),
      level(start + 12_000, 70),
    ];
    await judge([...bounce(now), ...bounce(now + 15_000), ...bounce(now + 30_000)]);
    expect((await alarms()).map(({ occurrence, chattering }) => [occurrence, chattering])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    await judge(bounce(now + 30 * HOUR));
    expect((await alarms()).at(-1)).toMatchObject({ occurrence: 1, chattering: false });
  });

  it('first-out: of the alarms of one unit that begin together the first is the likely cause', async () => {
    await judge([
      reading(plant.point('combustible'), now, 30),
      reading(plant.point('level'), now + 20_000, 92),
      reading(plant.point('toxic'), now + 6 * MINUTE, 120),
    ]);
    const [first, second, later] = await alarms();
    expect(first).toMatchObject({ rule: 'combustible-gas', first_out_id: first!.id });
    expect(second).toMatchObject({ rule: 'level-high', first_out_id: first!.id });
    expect(later).toMatchObject({ rule: 'toxic-gas', first_out_id: null });
    const view = (await city('GET', `/api/alarms/${second!.id}`)).json().alarm;
    expect(view.marks).toMatchObject({ firstOut: 'follows', firstOutId: first!.id });
  });
});

describe('late data', () => {
  it('[S17.5] is judged at its own time and wakes nobody; what still lasts in live data rings', async () => {
    await judge([
      level(now, 50),
      level(now - 2 * HOUR, 50, now),
      level(now - 100 * MINUTE, 85, now),
      level(now - 90 * MINUTE, 60, now),
      level(now - 89 * MINUTE, 60, now),
    ]);
    const [found] = await alarms();
    expect(found).toMatchObject({ retrospective: true, escalate_at: null, recovered_at: new Date(now - 89 * MINUTE) });
    expect(await runDue(db, now + HOUR)).toBe(0);
    expect(await trail(found!.id)).toEqual([expect.stringMatching(/^found 补传数据：/)]);
  });

  it('in order after an outage is retrospective until live data goes on with it', async () => {
    const before = [level(now - 3 * HOUR, 50)];
    await judge([...before, level(now - 2 * HOUR, 85, now), level(now - HOUR, 86, now)]);
    expect(await alarms()).toMatchObject([{ retrospective: true, escalate_at: null }]);
    await judge([level(now, 86)]);
    const [alarm] = await alarms();
    expect(alarm).toMatchObject({ retrospective: false, since: new Date(now - 2 * HOUR) });
    expect(alarm!.escalate_at).not.toBeNull();
  });

  it('of an excursion already known adds to it and makes no second alarm', async () => {
    await judge([level(now - HOUR, 50), level(now, 85), level(now + 1000, 60), level(now + 12_000, 60)]);
    await judge(
      [
        level(now - 30 * MINUTE, 84, now + 15 * MINUTE),
        level(now - 20_000, 84, now + 15 * MINUTE),
        level(now - 10_000, 84, now + 15 * MINUTE),
      ],
      now + 2 * HOUR,
    );
    expect(await alarms()).toMatchObject([{ since: new Date(now - 30 * MINUTE) }]);
  });
});

describe('limits', () => {
  it('[S16.4] [S17.2] are dated: a reading is judged by the limit in force at its time, and the history says who changed it and why', async () => {
    const changed = await city('POST', `/api/points/${plant.point('level')}/limits`, {
      key: 'H',
      value: 70,
      reason: '汛期收紧',
    });
    expect(changed.json()).toMatchObject({ limits: { H: 70, HH: 90 } });
    expect(changed.json().history[0]).toMatchObject({
      key: 'H',
      value: 70,
      by: '市值班',
      setBy: 'regulator',
      reason: '汛期收紧',
      inForce: true,
    });
    await judge([level(now - HOUR, 75), level(now + 5000, 75)]);
    expect(await alarms()).toMatchObject([{ rule: 'level-high', level: 'orange', since: new Date(now + 5000) }]);
  });

  it('[S17.2] set by a regulator may be tightened by the enterprise, not loosened', async () => {
    const url = `/api/points/${plant.point('level')}/limits`;
    expect((await enterprise('POST', url, { key: 'H', value: 85, reason: '试' })).statusCode).toBe(200);
    expect((await county('POST', url, { key: 'H', value: 78, reason: '整改要求' })).statusCode).toBe(200);
    expect((await enterprise('POST', url, { key: 'H', value: 79, reason: '太紧' })).json()).toMatchObject({
      code: 'limit-loosened',
    });
    expect((await enterprise('POST', url, { key: 'H', value: null, reason: '取消' })).json()).toMatchObject({
      code: 'limit-loosened',
    });
    expect((await enterprise('POST', url, { key: 'H', value: 75, reason: '更紧' })).statusCode).toBe(200);
    expect((await county('POST', url, { key: 'nothing', value: 1, reason: 'x' })).json()).toMatchObject({
      code: 'limit-key',
    });
    expect((await county('POST', url, { key: 'H', value: 170, reason: 'x' })).json()).toMatchObject({
      code: 'limit-range',
    });
  });

  it('of a later day hold from that day', async () => {
    const from = now + HOUR;
    const answer = await city('POST', `/api/points/${plant.point('level')}/limits`, {
      key: 'H',
      value: 60,
      from,
      reason: '检修后',
    });
    expect(answer.json().limits).toMatchObject({ H: 80 });
    await judge([level(from - 1000, 65), level(from + 1000, 65)]);
    expect(await alarms()).toMatchObject([{ since: new Date(from + 1000) }]);
    await runDue(db, from + 2000);
    expect((await city('GET', `/api/points/${plant.point('level')}/limits`)).json().limits).toMatchObject({ H: 60 });
  });
});

describe('what is not judged', () => {
  it('out of service: listed, its alarm ends with the reason, and it comes back by itself', async () => {
    await judge([level(now - 1000, 85)]);
    const until = now + HOUR;
    const url = `/api/points/${plant.point('level')}/out-of-service`;
    expect((await enterprise('POST', url, { reason: '液位计检修', until })).statusCode).toBe(201);
    expect((await city('POST', url, { reason: '又', until })).json()).toMatchObject({ code: 'already-out-of-service' });
    expect((await city('GET', '/api/out-of-service')).json()).toMatchObject([
      { subjectId: plant.point('level'), by: '厂安全员', until },
    ]);
    await judge([], now + 5000);
    const [ended] = await alarms();
    expect(ended!.recovered_at).toEqual(new Date(now + 5000));
    expect((await trail(ended!.id)).at(-1)).toBe('recovered 停用：液位计检修');
    await judge([level(now + 10 * MINUTE, 95), level(until + 1000, 95)]);
    expect(await alarms()).toMatchObject([{ id: ended!.id }, { level: 'red', since: new Date(until + 1000) }]);
  });

  it('a declared operating state: rules that are suppressed by design in it are silent, the others are not', async () => {
    const standing = () => enterprise('GET', `/api/devices/${plant.gateway}/operation`);
    const [unit] = (await standing()).json().units as { id: string; points: { id: string }[]; state: unknown }[];
    expect(unit).toMatchObject({ state: null });
    expect(unit!.points.map(({ id }) => id)).toContain(plant.point('level'));
    const until = now + HOUR;
    const url = `/api/units/${unit!.id}/state`;
    expect((await enterprise('POST', url, { state: 'asleep', reason: '清罐', until })).statusCode).toBe(422);
    expect((await town('POST', url, { state: 'cleaning', reason: '清罐', until })).statusCode).toBe(403);
    expect((await enterprise('POST', url, { state: 'cleaning', reason: '年度清罐', until })).statusCode).toBe(201);
    expect((await standing()).json().units[0]).toMatchObject({ state: { state: 'cleaning', until } });
    expect((await city('GET', '/api/unit-states')).json()).toMatchObject([{ unitId: unit!.id, by: '厂安全员' }]);
    const lowThenHigh = [level(now + 1000, 5), level(now + 12_000, 5), level(now + 13_000, 85)];
    await judge(lowThenHigh);
    expect((await alarms()).map(({ rule }) => rule)).toEqual(['level-high']);
    const { id } = (await standing()).json().units[0].state;
    expect((await enterprise('POST', `/api/unit-states/${id}/end`)).json()).toEqual([]);
    await judge([level(now + 20_000, 5), level(now + 32_000, 5)]);
    expect((await alarms()).map(({ rule }) => rule)).toEqual(['level-high', 'level-low']);
  });

  it('a retired device: its running alarms end with a reason', async () => {
    await judge([level(now, 85)]);
    await sql`UPDATE device SET retired_at = now() WHERE id = ${plant.gateway}`.execute(db);
    await judge([], now + 5000);
    await sql`UPDATE device SET retired_at = NULL WHERE id = ${plant.gateway}`.execute(db);
    const [alarm] = await alarms();
    expect(alarm!.recovered_at).toEqual(new Date(now + 5000));
    expect((await trail(alarm!.id)).at(-1)).toBe('recovered 设备或点位已注销');
  });
});
