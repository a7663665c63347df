import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlarmDetail } from '@anlan/kernel/alarm';
import type { CaseDetail } from '@anlan/kernel/case';
import type { FlashReport } from '@anlan/kernel/notify';
import { caseRoutes } from '../case/routes.ts';
import { flashRoutes } from '../desk/flash-routes.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import { alarmRoutes } from './routes.ts';
import { raise } from './testing/raise.ts';

const COUNTY = 'cn.36.11.02.';
const TOWN = 'cn.36.11.02.001.';
const AT = Date.parse('2026-03-18T10:00:00+08:00');

let stage: Stage;
let app: App;
let duty: Ask;
let neighbour: Ask;
let leader: Ask;
let plant: Plant;
let hours = 0;

beforeAll(async () => {
  stage = await openStage();
  app = await buildApp(stage.context, [alarmRoutes, caseRoutes, flashRoutes]);
  plant = await enterPlant(stage.db, 1, TOWN);
  const people = [
    { id: uuid(921), account: '值班', role: 'duty-officer', region: COUNTY },
    { id: uuid(922), account: '邻县', role: 'duty-officer', region: 'cn.36.11.04.' },
    { id: uuid(923), account: '领导', role: 'leader', region: COUNTY },
  ];
  for (const person of people) await enterPerson(stage.db, person);
  const asks = await Promise.all(people.map(({ id }) => askAs(app, stage.db, id)));
  [duty, neighbour, leader] = asks as [Ask, Ask, Ask];
}, 120_000);

afterAll(async () => {
  await app.close();
  await stage.close();
});

/** An alarm of its own each time. */
async function ring(organisationId: string | null = plant.enterprise): Promise<string> {
  hours += 1;
  // What rang before is over, though not closed: a channel has one running alarm of a rule.
  await sql`UPDATE alarm SET recovered_at = raised_at WHERE recovered_at IS NULL`.execute(stage.db);
  const at = AT + hours * 3_600_000;
  const home = { regionPath: TOWN, organisationId, deviceId: plant.gateway, placeName: '罐区' };
  return (await raise(stage.db, plant.point('level'), { ...home, level: 'orange', at })).id;
}

const turn = (ask: Ask, alarm: string, more: object = {}) =>
  ask('POST', '/api/cases', { kind: 'hidden-danger', alarm, input: { title: '液位计反复超限' }, ...more });
const card = async (alarm: string): Promise<AlarmDetail> => (await duty('GET', `/api/alarms/${alarm}`)).json();

const call = (alarmId: string, members: object = {}) => ({
  kind: 'work',
  place: '罐区',
  occurredAt: Date.now() - 60_000,
  what: '储罐超液位，已停泵',
  dead: null,
  injured: 0,
  missing: 0,
  trapped: null,
  measures: '停泵',
  reporter: '王师傅',
  reporterPhone: '13812340000',
  alarmId,
  ...members,
});

describe('an alarm turned into a hidden danger (转隐患)', () => {
  it('is the enterprise’s to rectify, with the deadline of its kind, and both know of each other', async () => {
    const alarm = await ring();
    const answer = await turn(duty, alarm);
    expect(answer.statusCode, answer.body).toBe(201);
    const { case: danger, detail } = answer.json<CaseDetail>();
    expect(danger).toMatchObject({
      kind: 'hidden-danger',
      source: 'alarm',
      owner: 'organisation',
      originKind: 'alarm',
      originId: alarm,
      organisationId: plant.enterprise,
      subjectId: plant.point('level'),
      openedBy: '值班',
      title: '液位计反复超限',
    });
    expect(danger.dueAt).toBeGreaterThan(danger.openedAt);
    expect(detail['enterprise']).toBe(plant.enterprise);
    const { cases, trail } = await card(alarm);
    expect(cases).toEqual([expect.objectContaining({ id: danger.id, number: danger.number, closedAt: null })]);
    expect(trail.at(-1)).toMatchObject({ by: '值班', kind: 'case-opened', text: `已开立事项 ${danger.number}` });
    const audit = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM audit WHERE verb = 'case.open' AND subject_id = ${danger.id}`.execute(stage.db);
    expect(audit.rows).toEqual([{ n: 1 }]);
  });

  it('is one: a second is refused and names the open one, and the same request sent twice is no second', async () => {
    const alarm = await ring();
    const requestId = uuid(77_001);
    const first = (await turn(duty, alarm, { requestId })).json<CaseDetail>().case;
    expect((await turn(duty, alarm, { requestId })).json<CaseDetail>().case.id).toBe(first.id);
    const second = await turn(duty, alarm);
    expect(second.statusCode).toBe(409);
    const told = second.json<{ code: string; zh: string; en: string }>();
    expect(told.code).toBe('alarm-has-case');
    expect(told.zh).toBe(`这条报警已转为事故隐患 ${first.number}（待定级），不再重复开立`);
    expect(told.en).toContain(`Hidden danger ${first.number} (To be graded)`);
    expect((await card(alarm)).cases).toHaveLength(1);
  });

  it('is one also for two desks at once', async () => {
    const alarm = await ring();
    const answers = await Promise.all([turn(duty, alarm), turn(duty, alarm), turn(duty, alarm)]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
  });

  it('is refused to who may not report, to who does not see it, once it is closed, and where it is nobody’s', async () => {
    const alarm = await ring();
    expect((await turn(leader, alarm)).json()).toMatchObject({ status: 403, code: 'not-permitted' });
    expect((await turn(neighbour, alarm)).statusCode).toBe(404);
    await sql`UPDATE alarm SET closed_at = now(), response = 'closed' WHERE id = ${alarm}`.execute(stage.db);
    expect((await turn(duty, alarm)).json()).toMatchObject({ code: 'alarm-state' });
    expect((await turn(duty, await ring(null))).json()).toMatchObject({ code: 'alarm-unowned' });
    expect((await turn(duty, await ring(), { kind: 'enforcement' })).statusCode).toBe(404);
    expect((await card(alarm)).cases).toEqual([]);
  });
});

describe('an alarm turned into an event (转事件)', () => {
  it('is a flash report that stands with the alarm, in its trail too', async () => {
    const alarm = await ring();
    const answer = await duty('POST', '/api/flash-reports', call(alarm));
    expect(answer.statusCode, answer.body).toBe(201);
    const report = answer.json<FlashReport>();
    const { reports, trail } = await card(alarm);
    expect(reports).toEqual([expect.objectContaining({ id: report.id, number: report.number, seq: 1 })]);
    expect(trail.at(-1)).toMatchObject({ kind: 'reported', text: `转为事件，电话快报 ${report.number}` });
    expect((await duty('GET', `/api/flash-reports?alarm=${alarm}`)).json()).toHaveLength(1);
  });

  it('is reported once: what is new is a supplement', async () => {
    const alarm = await ring();
    const first = (await duty('POST', '/api/flash-reports', call(alarm))).json<FlashReport>();
    const second = await duty('POST', '/api/flash-reports', call(alarm));
    expect(second.statusCode).toBe(409);
    expect(second.json<{ zh: string }>().zh).toContain(first.number);
    const more = await duty('POST', '/api/flash-reports', call(alarm, { follows: first.id }));
    expect(more.json<FlashReport>().seq).toBe(2);
    expect((await card(alarm)).reports?.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('is closed to who does not see the alarm', async () => {
    const alarm = await ring();
    expect((await neighbour('POST', '/api/flash-reports', call(alarm))).statusCode).toBe(404);
    expect((await card(alarm)).reports).toEqual([]);
  });
});
