import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayOf, shift } from '@anlan/domain/calendar';
import { askAs, enterPerson, openStage, OWN_ROUTES, type Ask, type Stage } from '../http/testing/stage.ts';
import { fireWaterRoutes } from './routes.ts';

const uuid = (number: number): string => `00000000-0000-8000-a000-${String(number).padStart(12, '0')}`;
const TOWN = 'cn.36.11.02.001.';
const today = dayOf(Date.now());
let stage: Stage;
let city: Ask;
let neighbour: Ask;

beforeAll(async () => {
  stage = await openStage();
  Object.assign(stage.context, { mirror: { readings: new Map(), fixes: new Map() } });
  const app = await stage.app({ modules: [...OWN_ROUTES, fireWaterRoutes] });
  for (const [index, region] of ['cn.36.11.', 'cn.36.11.03.'].entries())
    await enterPerson(stage.db, { id: uuid(91 + index), account: region, role: 'duty-officer', region });
  [city, neighbour] = (await Promise.all([91, 92].map((id) => askAs(app, stage.db, uuid(id))))) as [Ask, Ask];
  await sql`
    INSERT INTO building (id, name, region_path, category, key, height, floors)
    VALUES (${uuid(1)}, '楼', ${TOWN}, 'high-public-1', true, 98, 25)`.execute(stage.db);
}, 120_000);
afterAll(() => stage.close());

it('[S44.1] hydrants and valves stand from the top down, with the last flow test and whether the next is late', async () => {
  const enter = (
    number: number,
    name: string,
    kind: string,
    elevation: number | null,
    state: string,
    due: string | null,
  ) =>
    sql`
    INSERT INTO fire_fitting (id, name, region_path, building, kind, elevation, state, tested_on, test_flow, test_pressure, test_due)
    VALUES (${uuid(number)}, ${name}, ${TOWN}, ${uuid(1)}, ${kind}, ${elevation}, ${state}, ${shift(today, -100)}::date, 5.2, 0.35, ${due}::date)`.execute(
      stage.db,
    );
  await enter(11, '分区阀', 'zone-valve', 45, 'closed', shift(today, 1));
  await enter(12, '试验栓', 'test-hydrant', 99, 'in-order', shift(today, -1));
  await enter(13, '接合器', 'adapter', null, 'in-order', null);
  const response = await city('GET', `/api/buildings/${uuid(1)}/fire-water`);
  expect(response.statusCode, response.body).toBe(200);
  const { fittings } = response.json<{ fittings: { name: string; overdue: boolean; state: string }[] }>();
  expect(fittings.map(({ name, overdue, state }) => [name, overdue, state])).toEqual([
    ['试验栓', true, 'in-order'],
    ['分区阀', false, 'closed'],
    ['接合器', false, 'in-order'],
  ]);
  expect(fittings[0]).toMatchObject({ testedOn: shift(today, -100), testFlow: 5.2, testPressure: 0.35 });
  await sql`UPDATE fire_fitting SET retired_at = now() WHERE id = ${uuid(11)}`.execute(stage.db);
  const after = (await city('GET', `/api/buildings/${uuid(1)}/fire-water`)).json<{ fittings: unknown[] }>();
  expect(after.fittings).toHaveLength(2);
  expect((await neighbour('GET', `/api/buildings/${uuid(1)}/fire-water`)).statusCode).toBe(404);
});
