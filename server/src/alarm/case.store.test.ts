import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail, CasePage } from '@anlan/kernel/case';
import { caseRoutes } from '../case/routes.ts';
import { runDueCases } from '../case/timers.ts';
import type { App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { subject, uuid } from '../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import { openCaseForAlarm } from './case.ts';
import { ruleOf } from './row.ts';
import { raise, recover, trailOf, type Raised } from './testing/raise.ts';
import { lockOutbox, writeChange } from './write.ts';

const COUNTY = 'cn.36.11.02.';
const TOWN = 'cn.36.11.02.001.';
const AT = Date.parse('2026-03-18T10:00:00+08:00');

let stage: Stage;
let app: App;
let inspector: Ask;
let operator: Ask;
let plant: Plant;

beforeAll(async () => {
  stage = await openStage();
  app = await stage.app({ modules: [caseRoutes] });
  plant = await enterPlant(stage.db, 1, TOWN);
  await enterPerson(stage.db, { id: uuid(901), account: '执法', role: 'inspector', region: COUNTY });
  await enterPerson(stage.db, {
    id: uuid(902),
    account: '安全员',
    role: 'safety-officer',
    organisation: plant.enterprise,
  });
  inspector = await askAs(app, stage.db, uuid(901));
  operator = await askAs(app, stage.db, uuid(902));
}, 120_000);

afterAll(() => stage.close());

/** Speeding of the lorry for a minute; what ran before has ended. */
async function lorry(at: number, organisationId: string | null = plant.enterprise): Promise<Raised> {
  const alarm = await speeding(at, organisationId);
  await recover(stage.db, alarm, at + 60_000, 'overspeed');
  return alarm;
}

const speeding = (at: number, organisationId: string | null = plant.enterprise): Promise<Raised> =>
  raise(stage.db, plant.vehicle, {
    rule: 'overspeed',
    level: 'yellow',
    at,
    kind: 'vehicle',
    quantity: 'speed',
    name: '赣E10001',
    placeName: '沪昆高速 K512',
    regionPath: TOWN,
    organisationId,
  });

async function casesOf(alarm: Raised): Promise<CasePage['rows']> {
  return (await inspector('GET', `/api/cases?origin=${alarm.id}`)).json<CasePage>().rows;
}

async function levelRaised({ id, about }: Raised, at: number): Promise<void> {
  const happening = { kind: 'level-raised', at, level: 'red', label: '超速 50 %', value: 130, limit: 120 } as const;
  const change = {
    rule: ruleOf('overspeed')!,
    subject: about,
    happening,
    alarmId: id,
    peak: 130,
    lon: 117.9,
    lat: 28.4,
  };
  await stage.db.transaction().execute((tx) => writeChange(tx, change, at));
}

describe('an alarm whose rule opens a case', () => {
  it('opens exactly one, however often it is told, worsens and recovers', async () => {
    const alarm = await speeding(AT);
    await speeding(AT);
    await levelRaised(alarm, AT + 5000);
    await recover(stage.db, alarm, AT + 60_000, 'overspeed');
    await speeding(AT);
    const rows = await casesOf(alarm);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      kind: 'vehicle-violation',
      state: 'detected',
      source: 'alarm',
      openedBy: '平台',
      organisationId: plant.enterprise,
      regionPath: TOWN,
      level: 'yellow',
    });
    const trail = await trailOf(stage.db, alarm.id);
    expect(trail.slice(0, 2).map((line) => line.split(' ')[0])).toEqual(['raised', 'case-opened']);
    const told = trail.filter((line) => line.startsWith('case-'));
    expect(told).toEqual([`case-opened 已开立事项 ${rows[0]?.number}`]);
  });

  it('is what its case grew out of, with the vehicle it is about', async () => {
    const alarm = await lorry(AT + 3_600_000);
    const [row] = await casesOf(alarm);
    expect(row).toMatchObject({ originKind: 'alarm', originId: alarm.id, subjectId: plant.vehicle });
    const origin = await sql<{ rule: string; subject: string }>`
      SELECT rule, subject_id AS subject FROM alarm WHERE id = ${row?.originId}`.execute(stage.db);
    expect(origin.rows).toEqual([{ rule: 'overspeed', subject: plant.vehicle }]);
    const { detail, labels } = (await inspector('GET', `/api/cases/${row?.id}`)).json<CaseDetail>();
    expect(detail).toMatchObject({ vehicle: plant.vehicle, enterprise: plant.enterprise });
    expect(labels['vehicle']).toBe('赣E10001');
    expect((await operator('GET', `/api/cases/${row?.id}`)).statusCode).toBe(200);
  });

  it('of another excursion opens another', async () => {
    const [first, second] = [await lorry(AT + 7_200_000), await lorry(AT + 10_800_000)];
    const ids = [...(await casesOf(first)), ...(await casesOf(second))].map((row) => row.id);
    expect(new Set(ids).size).toBe(2);
  });

  it('that belongs to nobody leaves a line instead, and the alarm stands', async () => {
    const alarm = await lorry(AT + 14_400_000, null);
    expect(await casesOf(alarm)).toEqual([]);
    expect((await trailOf(stage.db, alarm.id)).filter((line) => line.startsWith('case-'))).toEqual([
      expect.stringContaining('case-refused 未能开立事项'),
    ]);
    await runDueCases(stage.db, AT + 30 * 86_400_000);
  });

  it('when red opens it once, though it becomes red again', async () => {
    const at = AT + 86_400_000;
    const alarm = await raise(stage.db, plant.point('level'), {
      ...subject(plant.point('level')),
      level: 'red',
      at,
      regionPath: TOWN,
      organisationId: plant.enterprise,
      deviceId: plant.gateway,
    });
    const rule = { ...ruleOf('level-high')!, opensCase: { kind: 'hidden-danger', when: 'red' } as const };
    for (let time = 0; time < 2; time += 1) {
      await stage.db.transaction().execute(async (tx) => {
        await lockOutbox(tx);
        await openCaseForAlarm(tx, alarm.id, rule, [], at + time * 1000);
      });
    }
    const rows = await casesOf(alarm);
    expect(rows.map((row) => [row.kind, row.owner])).toEqual([['hidden-danger', 'organisation']]);
    expect((await trailOf(stage.db, alarm.id)).filter((line) => line.startsWith('case-'))).toHaveLength(1);
  });
});
