import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../access/scoped.ts';
import { buildApp } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from '../ingest/testing/plant.ts';
import { followOutbox, type Outbox } from '../live/outbox.ts';
import { alarmRoutes } from './routes.ts';
import type { AlarmRow } from './row.ts';
import { raise, recover, type Raised } from './testing/raise.ts';
import { runDue } from './timers.ts';

const TOWN = 'cn.36.11.02.001.';
const COUNTY = 'cn.36.11.02.';
const MINUTE = 60_000;

let stage: Stage;
let db: Database;
let outbox: Outbox;
let plant: Plant;
let county: Ask;
let now: number;

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  plant = await enterPlant(db, 1, TOWN);
  outbox = await followOutbox(stage.url, db, stage.context.log);
  const app = await buildApp({ ...stage.context, outbox }, [alarmRoutes]);
  await enterPerson(db, { id: uuid(901), account: '县值班', role: 'duty-officer', region: COUNTY });
  county = await askAs(app, db, uuid(901));
});
beforeEach(async () => {
  await forgetMonitoring(db);
  now = Date.now() - 60 * MINUTE;
});
afterAll(async () => {
  outbox.close();
  await stage.close();
});

const fire = (at: number, rule = 'fire-alarm'): Promise<Raised> =>
  raise(db, plant.point('level'), { rule, level: 'red', at, regionPath: TOWN, organisationId: plant.enterprise });
const alarms = async () => (await sql<AlarmRow>`SELECT * FROM alarm ORDER BY raised_at`.execute(db)).rows;
const does = (id: string, verb: string, body: object) => county('POST', `/api/alarms/${id}/${verb}`, body);
const counts = async () => (await county('GET', '/api/alarms')).json().counts as Record<string, number>;
const DONE = { cause: '探测器误动', measure: '已更换' };

describe('an alarm of a latched rule', () => {
  it('[S18.4] stands when its condition is over, until a person resets it with a reason; then it can be closed', async () => {
    const raised = await fire(now);
    expect((await does(raised.id, 'reset', { reason: '查过' })).json()).toMatchObject({ code: 'reset-lasting' });
    await recover(db, raised, now + MINUTE, 'fire-alarm');
    const [row] = await alarms();
    expect(row!.recovered_at?.getTime()).toBe(now + MINUTE);
    expect(row!.latched_at?.getTime()).toBe(now + MINUTE);
    expect(await counts()).toMatchObject({ unacknowledged: 1, recovered: 0 });
    // Nobody has answered it yet: the ladder goes on.
    await runDue(db, now + 30 * MINUTE);
    expect((await alarms())[0]!.rungs_reached).toBeGreaterThan(1);

    expect((await does(raised.id, 'close', DONE)).json()).toMatchObject({ code: 'alarm-latched' });
    expect((await does(raised.id, 'reset', { reason: ' ' })).json()).toMatchObject({ code: 'reason-required' });
    const reset = (await does(raised.id, 'reset', { reason: '现场无火，探测器已复位' })).json();
    expect(reset).toMatchObject({ alarm: { latchedAt: null, response: 'acknowledged', acknowledgedBy: '县值班' } });
    expect(reset.trail.at(-1)).toMatchObject({ kind: 'reset', by: '县值班', text: '现场无火，探测器已复位' });
    expect(reset.why.condition).toContain('锁存');
    expect(await counts()).toMatchObject({ unacknowledged: 0, recovered: 1 });
    expect((await does(raised.id, 'close', DONE)).statusCode).toBe(200);
  });

  it('is the same alarm when its condition is back before the reset, and asks everybody anew; after it another', async () => {
    const first = await fire(now);
    await does(first.id, 'acknowledge', {});
    await recover(db, first, now + MINUTE, 'fire-alarm');
    const second = await fire(now + 5 * MINUTE);
    expect(await alarms()).toHaveLength(1);
    expect((await alarms())[0]).toMatchObject({
      id: first.id,
      response: 'unacknowledged',
      acknowledged_by: null,
      recovered_at: null,
      latched_at: null,
    });
    // What happens to the second excursion happens to the one alarm.
    await recover(db, second, now + 6 * MINUTE, 'fire-alarm');
    const [row] = await alarms();
    expect(row!.latched_at?.getTime()).toBe(now + 6 * MINUTE);
    await does(first.id, 'reset', { reason: '明火已扑灭' });
    await fire(now + 10 * MINUTE);
    expect((await alarms()).map(({ recovered_at: over }) => over === null)).toEqual([false, true]);
  });

  it('stays one alarm when what happened is stored once more, as after an answer that was lost', async () => {
    const first = await fire(now);
    await recover(db, first, now + MINUTE, 'fire-alarm');
    for (let time = 0; time < 2; time += 1) {
      await fire(now + 5 * MINUTE);
      const rows = await alarms();
      expect(rows.map(({ id, recovered_at: over }) => [id, over])).toEqual([[first.id, null]]);
    }
    const second = await fire(now + 5 * MINUTE);
    await recover(db, second, now + 6 * MINUTE, 'fire-alarm');
    await fire(now + 5 * MINUTE);
    expect((await alarms()).map(({ latched_at: since }) => since?.getTime())).toEqual([now + 6 * MINUTE]);
  });

  it('does not latch what was closed as false while it lasted, nor what other rules find', async () => {
    const closed = await fire(now);
    await does(closed.id, 'close', { ...DONE, falseAlarm: true });
    await recover(db, closed, now + MINUTE, 'fire-alarm');
    const plain = await fire(now + 2 * MINUTE, 'level-high');
    await recover(db, plain, now + 3 * MINUTE);
    expect((await alarms()).map((row) => row.latched_at)).toEqual([null, null]);
  });
});
