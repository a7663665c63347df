import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../access/scoped.ts';
import { openStage, type Stage } from '../http/testing/stage.ts';
import { lookForCrowding } from '../position/crowding.ts';
import { settingsOfRule } from './limit-settings.ts';
import { openRegister } from './register.ts';
import { ALL_RULES, openRules } from './rules.ts';
import { enterPlant, forgetMonitoring, type Plant } from './testing/plant.ts';

const TOWN = 'cn.36.11.02.001.';
const DAY = 86_400_000;
const log = pino({ level: 'silent' });

let stage: Stage;
let db: Database;
let plant: Plant;

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  plant = await enterPlant(db, 1, TOWN, 'chemical');
  await sql`UPDATE public.point SET kind = 'oxygen', limits = '{}' WHERE id = ${plant.point('toxic')}`.execute(db);
});
beforeEach(() => forgetMonitoring(db));
afterAll(() => stage.close());

const set = (key: string, place: string, from: number, value: number | null) =>
  sql`
    INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
    VALUES (${randomUUID()}, ${key}, ${place}, ${new Date(from)}, ${value === null ? null : JSON.stringify(value)}::jsonb, '试', '试')`.execute(
    db,
  );

describe('limits that a jurisdiction sets', () => {
  it('[S17.2] hold for its points from their day on, the nearest first, and the point’s own before all', async () => {
    const register = await openRegister(db);
    const oxygen = async () => {
      await register.refresh();
      return register.subject(plant.point('toxic'))!.limits;
    };
    expect(await oxygen()).toMatchObject({ 'oxygen-low': 19.5, 'oxygen-lowest': 18, 'oxygen-high': 23.5 });
    const now = Date.now();
    await set('alarm.oxygen-low.oxygen-low', 'cn.36.', now - DAY, 19.8);
    expect(await oxygen()).toMatchObject({ 'oxygen-low': 19.8 });
    await set('alarm.oxygen-low.oxygen-low', 'cn.36.11.', now - DAY, 20);
    await set('alarm.oxygen-low.oxygen-low', 'cn.50.', now - DAY, 21);
    await set('alarm.oxygen-low.oxygen-low', 'cn.36.11.', now + DAY, 20.5);
    expect(await oxygen()).toMatchObject({ 'oxygen-low': 20 });
    const rule = ALL_RULES.find(({ key }) => key === 'oxygen-low')!;
    expect(await settingsOfRule(db, rule, TOWN, now)).toEqual({ 'oxygen-low': 20, 'oxygen-lowest': 18 });
    expect(await settingsOfRule(db, rule, TOWN, now + 2 * DAY)).toMatchObject({ 'oxygen-low': 20.5 });
    expect(await settingsOfRule(db, rule, TOWN, now - 2 * DAY)).toMatchObject({ 'oxygen-low': 19.5 });
    await sql`UPDATE public.point SET limits = '{"oxygen-low": 19}' WHERE id = ${plant.point('toxic')}`.execute(db);
    expect(await oxygen()).toMatchObject({ 'oxygen-low': 19, 'oxygen-lowest': 18 });
    expect(register.subject(plant.point('pressure'))!.limits).not.toHaveProperty('oxygen-low');
    expect(register.find('mqtt:gw-1')!.subject.limits).toMatchObject({ offset: 30, badSome: 5, unanswered: 1 });
  });
});

describe('a fence with a capacity', () => {
  it('[S34.3] rings when more are inside than it has places for, and is over when they have left', async () => {
    const fence = randomUUID();
    await sql`
      INSERT INTO fence (id, name, region_path, purpose, capacity, shape)
      VALUES (${fence}, '危货停车场', ${TOWN}, 'parking', 2, '{"kind":"circle","centre":[117.9,28.4],"radius":100}')`.execute(
      db,
    );
    const register = await openRegister(db);
    const rules = await openRules(db, register, log, () => Date.now());
    const enter = () =>
      sql`
        INSERT INTO fence_passage (fence_id, object_id, object_kind, object_name, entered_at, region_path)
        VALUES (${fence}, ${randomUUID()}, 'vehicle', '赣E10001', now(), ${TOWN})`.execute(db);
    let now = Date.now();
    const look = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        await lookForCrowding(db, register, rules, now);
        now += 60_000;
      }
    };
    for (let car = 0; car < 2; car += 1) await enter();
    await look(5);
    expect(rules.waiting()).toBe(0);
    await enter();
    await look(5);
    await sql`UPDATE fence_passage SET left_at = now() WHERE fence_id = ${fence}`.execute(db);
    await look(5);
    await rules.close();
    const { rows } = await sql`
      SELECT rule, level, subject_kind, subject_name, value, recovered_at IS NOT NULL AS over FROM alarm`.execute(db);
    expect(rows).toEqual([
      {
        rule: 'fence-over-capacity',
        level: 'yellow',
        subject_kind: 'fence',
        subject_name: '危货停车场',
        value: 3,
        over: true,
      },
    ]);
  });
});
