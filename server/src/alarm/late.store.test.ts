import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../access/scoped.ts';
import { openStage, type Stage } from '../http/testing/stage.ts';
import { subject } from '../ingest/testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from '../ingest/testing/plant.ts';
import { decide } from '../notify/decide.ts';
import { excursionId, type Happened } from './change.ts';
import { alarmView, ruleOf, type AlarmRow } from './row.ts';
import { runDue } from './timers.ts';
import { writeChange } from './write.ts';

const TOWN = 'cn.36.11.02.001.';
const HOUR = 3_600_000;
const RULE = ruleOf('pond-freeboard')!;

let stage: Stage;
let db: Database;
let plant: Plant;
let now: number;

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  plant = await enterPlant(db, 1, TOWN);
});
beforeEach(async () => {
  await forgetMonitoring(db);
  now = Date.now();
});
afterAll(() => stage.close());

/** A happening of one excursion that began five hours ago, told by late data or by live. */
function tell(happening: Happened, retrospective: boolean, rule = RULE): Promise<void> {
  const about = subject(plant.point('level'), { regionPath: TOWN, organisationId: plant.enterprise });
  const alarmId = excursionId(rule.key, about.id, now - 5 * HOUR);
  const change = { rule, subject: about, happening, alarmId, peak: null, lon: null, lat: null, retrospective };
  return db.transaction().execute((tx) => writeChange(tx, change, now));
}
const graded = (level: 'orange' | 'red', at: number) => ({ at, level, label: '安全超高', value: 0.4, limit: 0.5 });
const alarm = async () => (await sql<AlarmRow>`SELECT * FROM alarm`.execute(db)).rows[0]!;
const count = async (table: 'notice' | 'case_file'): Promise<number> =>
  (await sql<{ n: number }>`SELECT count(*)::int AS n FROM ${sql.id(table)}`.execute(db)).rows[0]!.n;
const told = async (happening: string) =>
  db.transaction().execute(async (tx) =>
    decide(tx, {
      topic: 'alarm',
      happening,
      body: alarmView(await alarm()),
      regionPath: TOWN,
      sector: null,
    } as unknown as Parameters<typeof decide>[1]),
  );

describe('an excursion that late data tells step by step', () => {
  it('wakes nobody however bad it gets, climbs no ladder, and tells all who should know when it comes live', async () => {
    await tell({ kind: 'raised', since: now - 5 * HOUR, ...graded('orange', now - 5 * HOUR) }, true);
    await tell({ kind: 'level-raised', ...graded('red', now - 4 * HOUR) }, true);
    expect(await alarm()).toMatchObject({ level: 'red', retrospective: true, rungs_reached: 0, escalate_at: null });
    expect([await count('notice'), await count('case_file')]).toEqual([0, 0]);
    for (const happening of ['raised', 'level-raised', 'escalated']) expect(await told(happening)).toBeUndefined();
    await runDue(db, now + 24 * HOUR);
    expect(await alarm()).toMatchObject({ rungs_reached: 0 });

    await tell({ kind: 'came-live', at: now }, false);
    expect(await alarm()).toMatchObject({ level: 'red', retrospective: false });
    expect((await alarm()).escalate_at).not.toBeNull();
    expect(await count('notice')).toBeGreaterThan(0);
    expect(await told('came-live')).toMatchObject({ level: 'red' });
  });
});

describe('an excursion that is over and begins again within the same millisecond', () => {
  it('is one alarm that goes on, and is called for until somebody answers', async () => {
    const rule = ruleOf('level-high')!;
    const at = now - 5 * HOUR;
    const raised = { kind: 'raised', since: at, ...graded('orange', at) } as const;
    await tell(raised, false, rule);
    await tell({ kind: 'recovered', at, value: 0.1 }, false, rule);
    expect(await alarm()).toMatchObject({ recovered_at: new Date(at), escalate_at: null });
    await tell(raised, false, rule);
    expect(await alarm()).toMatchObject({ recovered_at: null });
    expect((await alarm()).escalate_at).not.toBeNull();
    // One that was over later is not begun again by being told once more.
    await tell({ kind: 'recovered', at: at + 1, value: 0.1 }, false, rule);
    await tell(raised, false, rule);
    expect(await alarm()).toMatchObject({ recovered_at: new Date(at + 1) });
  });
});
