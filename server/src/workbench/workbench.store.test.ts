import { sql } from 'kysely';
import { startAt, type SavedScenario } from '@anlan/kernel/workbench';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant } from '../ingest/testing/plant.ts';
import { mapRoutes } from '../map/routes.ts';
import { workbenchRoutes } from './routes.ts';

const COUNTY = 'cn.36.11.02.001.';
let stage: Stage;
let app: App;
let officer: Ask;
let neighbour: Ask;
let leader: Ask;
const setup = startAt(117.9, 28.4);
const tank = uuid(905);

beforeAll(async () => {
  stage = await openStage();
  app = await buildApp(
    { ...stage.context, mirror: { readings: new Map(), fixes: new Map() } as unknown as Stage['context']['mirror'] },
    [workbenchRoutes, mapRoutes],
  );
  const plant = await enterPlant(stage.db, 9, COUNTY);
  await sql`
    INSERT INTO tank (id, name, region_path, organisation_id, lon, lat, enterprise, substance, cas, volume)
    VALUES (${tank}, '液氯储罐 V-101', ${COUNTY}, ${plant.enterprise}, 117.9, 28.4, ${plant.enterprise}, '液氯', '7782-50-5', 50)`.execute(
    stage.db,
  );
  const people = [
    { id: uuid(911), account: '甲', role: 'duty-officer', region: COUNTY },
    { id: uuid(912), account: '乙', role: 'duty-officer', region: 'cn.36.11.04.' },
    { id: uuid(913), account: '丙', role: 'leader', region: 'cn.36.11.' },
  ];
  for (const person of people) await enterPerson(stage.db, person);
  [officer, neighbour, leader] = (await Promise.all(people.map(({ id }) => askAs(app, stage.db, id)))) as [
    Ask,
    Ask,
    Ask,
  ];
}, 120_000);

afterAll(async () => {
  await app.close();
  await stage.close();
});

const wish = (members: object = {}) => ({ name: '孔泄漏', note: '', setup, ...members });

describe('a saved scenario', () => {
  const id = uuid(920);

  it('sent twice is one, and belongs where its tank stands', async () => {
    const origin = { kind: 'tank', id: tank, name: '' };
    const body = wish({ id, setup: { ...setup, origin } });
    const first = await officer('POST', '/api/workbench/scenarios', body);
    expect(first.statusCode, first.body).toBe(201);
    expect((await officer('POST', '/api/workbench/scenarios', body)).json()).toEqual(first.json());
    const list = (await officer('GET', '/api/workbench/scenarios')).json<SavedScenario[]>();
    expect(list.map((one) => [one.id, one.tank, one.mine])).toEqual([[id, tank, true]]);
    expect(list[0]?.setup.vessel).toEqual(setup.vessel);
  });

  it('is seen above, not beside; the attempt from beside is in the audit', async () => {
    expect((await leader('GET', `/api/workbench/scenarios/${id}`)).json<SavedScenario>().mine).toBe(false);
    expect((await neighbour('GET', `/api/workbench/scenarios/${id}`)).statusCode).toBe(404);
    expect((await neighbour('PATCH', `/api/workbench/scenarios/${id}`, wish({ version: 1 }))).statusCode).toBe(404);
    expect((await neighbour('DELETE', `/api/workbench/scenarios/${id}`)).statusCode).toBe(404);
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM audit WHERE outcome = 'refused' AND subject_id = ${id}`.execute(stage.db);
    expect(rows[0]?.n).toBe(3);
  });

  it('is changed against its version, and not by who may only look', async () => {
    const put = (ask: Ask, version: number) =>
      ask('PATCH', `/api/workbench/scenarios/${id}`, wish({ name: '改名', version }));
    expect((await put(leader, 1)).statusCode).toBe(403);
    expect((await put(officer, 1)).json<SavedScenario>()).toMatchObject({ name: '改名', version: 2 });
    expect((await put(officer, 1)).json()).toMatchObject({ code: 'version-conflict' });
    const both = await Promise.all([put(officer, 2), put(officer, 2)]);
    expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it('cannot claim a tank outside the scope, nor carry what is no setup', async () => {
    const origin = { kind: 'tank', id: tank, name: '' };
    expect(
      (await neighbour('POST', '/api/workbench/scenarios', wish({ setup: { ...setup, origin } }))).statusCode,
    ).toBe(404);
    const broken = wish({ setup: { ...setup, place: [500, 0] } });
    expect((await officer('POST', '/api/workbench/scenarios', broken)).statusCode).toBe(422);
  });

  it('is retired, not removed', async () => {
    expect((await officer('DELETE', `/api/workbench/scenarios/${id}`)).statusCode).toBe(204);
    expect((await officer('GET', '/api/workbench/scenarios')).json()).toEqual([]);
    const { rows } = await sql`SELECT 1 FROM consequence_scenario WHERE id = ${id}`.execute(stage.db);
    expect(rows).toHaveLength(1);
  });
});

describe('a tank', () => {
  it('fills in the setup and says from where; without a gauge the vapour pressure stands in', async () => {
    const found = (await officer('GET', `/api/workbench/tanks/${tank}`)).json<{
      setup: SavedScenario['setup'];
      missing: string | null;
    }>();
    expect(found.missing).toBeNull();
    expect(found.setup).toMatchObject({
      substance: '7782-50-5',
      place: [117.9, 28.4],
      origin: { kind: 'tank', id: tank },
    });
    expect(found.setup.vessel.amount).toBeGreaterThan(30_000);
    expect(found.setup.filled.map(({ field }) => field)).toContain('amount');
    expect((await neighbour('GET', `/api/workbench/tanks/${tank}`)).statusCode).toBe(404);
  });
});

describe('the map’s question about a narrow polygon', () => {
  it('counts what is inside and not what stands some metres off an edge', async () => {
    // The tank stands at 117.9, 28.4; a slim triangle some 40 m to its east.
    const east = 'p:117.90040,28.39980;117.90060,28.39980;117.90050,28.40060';
    const around = 'p:117.89990,28.39990;117.90010,28.39990;117.90000,28.40020';
    const tanks = async (area: string): Promise<number | undefined> =>
      (await officer('GET', `/api/map/ask?area=${encodeURIComponent(area)}`))
        .json<{ groups: { key: string; count: number }[] }>()
        .groups.find(({ key }) => key === 'tank')?.count;
    expect(await tanks(around)).toBe(1);
    expect(await tanks(east)).toBe(0);
  });
});

describe('a span of stored readings', () => {
  it('ends at a time of the calendar', async () => {
    const until = (value: string) => officer('GET', `/api/workbench/trace?point=${tank}&until=${value}`);
    expect((await until('1e300')).statusCode).toBe(422);
    expect((await until('4102444800001')).statusCode).toBe(422);
    expect((await until('1780000000000')).statusCode).toBe(404);
  });
});

describe('exports', () => {
  it('refuse a setup outside the formulas with the reason in both languages', async () => {
    const calm = { ...setup, weather: { ...setup.weather, wind10: 0.2 } };
    const answer = await officer('POST', '/api/workbench/cap', { setup: calm, name: '' });
    expect(answer.json()).toMatchObject({ code: 'scenario-refused', zh: expect.stringContaining('静风') as string });
    expect(answer.json<{ en: string }>().en).toContain('calm');
  });
});
