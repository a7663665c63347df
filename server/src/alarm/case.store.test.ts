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
import { runDue } from './timers.ts';
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

  it('[S33.3] that begins within five minutes joins the case, alarm by alarm, and later or handled it is another', async () => {
    const at = AT + 36_000_000;
    const first = await lorry(at);
    const second = await lorry(at + 60_000 + 299_000);
    const third = await lorry(at + 360_000 + 59_000 + 200_000);
    const [only] = await casesOf(first);
    for (const later of [second, third]) {
      expect((await casesOf(later)).map(({ id }) => id)).toEqual([only!.id]);
      expect((await trailOf(stage.db, later.id)).filter((line) => line.startsWith('case-'))).toEqual([
        `case-joined 并入事项 ${only!.number}`,
      ]);
    }
    const { trail } = (await inspector('GET', `/api/cases/${only!.id}`)).json<CaseDetail>();
    const { rows } = await sql<{ number: string; recovered: Date }>`
      SELECT number, recovered_at AS recovered FROM alarm WHERE id = ANY (${[second.id, third.id]}) ORDER BY raised_at`.execute(
      stage.db,
    );
    expect(trail.filter(({ action }) => action === 'join').map(({ text }) => text)).toEqual(
      rows.map(({ number }) => `5 分钟内再次发生，并入报警 ${number}：车辆超速（高限） 82 %`),
    );
    const fourth = await lorry(rows[1]!.recovered.getTime() + 300_000);
    const [another] = await casesOf(fourth);
    expect(another!.id).not.toBe(only!.id);
    await sql`UPDATE case_file SET state = 'handled' WHERE id = ${another!.id}`.execute(stage.db);
    expect((await casesOf(await lorry(rows[1]!.recovered.getTime() + 400_000)))[0]!.id).not.toBe(another!.id);
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

  /** One alarm of a plant's channel by a rule as it is declared, over after a minute. */
  async function once(rule: string, quantity: 'level' | 'pressure' | 'temperature', at: number): Promise<Raised> {
    const home = { regionPath: TOWN, organisationId: plant.enterprise, deviceId: plant.gateway };
    const alarm = await raise(stage.db, plant.point(quantity), { ...home, rule, quantity, level: 'yellow', at });
    await recover(stage.db, alarm, at + 60_000, rule);
    await sql`UPDATE alarm SET closed_at = ${new Date(at + 60_000)}, response = 'closed' WHERE id = ${alarm.id}`.execute(
      stage.db,
    );
    return alarm;
  }
  const HOUR = 3_600_000;

  it('opens it at the second occurrence, and what follows joins it: a leak that was not repaired', async () => {
    const at = AT + 40 * 24 * HOUR;
    const first = await once('combustible-gas', 'pressure', at);
    expect(await casesOf(first)).toEqual([]);
    const second = await once('combustible-gas', 'pressure', at + 5 * HOUR);
    const [danger] = await casesOf(second);
    expect(danger).toMatchObject({
      kind: 'hidden-danger',
      source: 'alarm',
      owner: 'organisation',
      state: 'registered',
    });
    const third = await once('combustible-gas', 'pressure', at + 20 * HOUR);
    expect((await casesOf(third)).map(({ id }) => id)).toEqual([danger!.id]);
    const { trail } = (await inspector('GET', `/api/cases/${danger!.id}`)).json<CaseDetail>();
    expect(trail.map(({ action }) => action)).toEqual(['open', 'join']);
    expect(trail[1]?.text).toContain('24 小时内再次发生');
    // Days later it is a first one again.
    expect(await casesOf(await once('combustible-gas', 'pressure', at + 90 * HOUR))).toEqual([]);
  });

  it('lifts the second occurrence by one level where the rule says so: an interlock taken out once more under an approved change', async () => {
    const at = AT + 50 * 24 * HOUR;
    const levelOf = async ({ id }: Raised) =>
      (
        await sql<{
          level: string;
          base: string;
        }>`SELECT level, base_level AS base FROM alarm WHERE id = ${id}`.execute(stage.db)
      ).rows[0];
    const first = await once('interlock-change', 'temperature', at);
    expect([await levelOf(first), await casesOf(first)]).toEqual([{ level: 'yellow', base: 'yellow' }, []]);
    const second = await once('interlock-change', 'temperature', at + 8 * HOUR);
    expect(await levelOf(second)).toEqual({ level: 'orange', base: 'yellow' });
    expect((await casesOf(second))[0]).toMatchObject({ kind: 'hidden-danger', level: 'orange' });
  });

  it('opens it when nobody answers: toxic gas that is not watched', async () => {
    const at = AT + 60 * 24 * HOUR;
    const home = { regionPath: TOWN, organisationId: plant.enterprise, deviceId: plant.gateway };
    const answered = await raise(stage.db, plant.point('level'), {
      ...home,
      rule: 'toxic-gas',
      quantity: 'level',
      level: 'yellow',
      at,
    });
    await sql`UPDATE alarm SET response = 'acknowledged', acknowledged_at = ${new Date(at)}, escalate_at = NULL WHERE id = ${answered.id}`.execute(
      stage.db,
    );
    const alone = await raise(stage.db, plant.point('pressure'), {
      ...home,
      rule: 'toxic-gas',
      quantity: 'pressure',
      level: 'yellow',
      at,
    });
    await sql`UPDATE alarm SET escalate_at = NULL WHERE id <> ${alone.id}`.execute(stage.db);
    expect(await casesOf(alone)).toEqual([]);
    for (let rung = 0; rung < 3; rung += 1) await runDue(stage.db, at + HOUR);
    expect((await casesOf(alone)).map(({ kind }) => kind)).toEqual(['hidden-danger']);
    expect(await casesOf(answered)).toEqual([]);
  });
});
