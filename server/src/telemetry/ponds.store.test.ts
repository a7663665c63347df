import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pondStateSchema } from '@anlan/kernel/telemetry';
import { askAs, enterPerson, openStage, OWN_ROUTES, type Ask, type Stage } from '../http/testing/stage.ts';
import { pondRoutes } from './ponds.ts';

const uuid = (number: number): string => `00000000-0000-8000-a000-${String(number).padStart(12, '0')}`;
const TOWN = 'cn.36.11.02.001.';
const readings = new Map<string, { at: number; value: number; quality: string; receivedAt: number }>();

let stage: Stage;
let city: Ask;
let neighbour: Ask;

async function enterPoint(
  number: number,
  kind: string,
  value: number,
  limits: object = {},
  elevation: number | null = null,
) {
  await sql`
    INSERT INTO public.point (id, device_id, unit_id, key, name, kind, unit, expected_period, system, region_path, organisation_id, limits, elevation)
    VALUES (${uuid(number)}, ${uuid(2)}, ${uuid(10)}, ${String(number)}, ${`${kind} ${number}`}, ${kind}, 'm', 300, 'S21', ${TOWN}, ${uuid(1)},
      ${JSON.stringify(limits)}::jsonb, ${elevation})`.execute(stage.db);
  readings.set(uuid(number), { at: 1000, value, quality: 'good', receivedAt: 1000 });
}
const state = async () => {
  const response = await city('GET', `/api/tailings-ponds/${uuid(10)}/state`);
  expect(response.statusCode, response.body).toBe(200);
  return pondStateSchema.parse(response.json());
};
const tubes = async () => (await state()).points.filter(({ kind }) => kind === 'phreatic-depth');

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  Object.assign(stage.context, { mirror: { readings, fixes: new Map() } });
  const app = await stage.app({ modules: [...OWN_ROUTES, pondRoutes] });
  for (const [index, region] of ['cn.36.11.', 'cn.36.11.03.'].entries())
    await enterPerson(db, { id: uuid(9301 + index), account: region, role: 'duty-officer', region });
  [city, neighbour] = (await Promise.all([9301, 9302].map((id) => askAs(app, db, uuid(id))))) as [Ask, Ask];
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level)
    VALUES (${uuid(1)}, '矿', ${TOWN}, ${uuid(1)}, 'non-coal-mine', 117.9, 28.4, '999999999999999991', 'blue')`.execute(
    db,
  );
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, enterprise, identity, protocol, origin)
    VALUES (${uuid(2)}, '监测站', ${TOWN}, ${uuid(1)}, ${uuid(1)}, 'mqtt:P-1', 'mqtt', 'generated')`.execute(db);
  await sql`
    INSERT INTO tailings_pond (id, name, region_path, organisation_id, enterprise, grade, crest, min_freeboard, min_beach, beach_slope, dam_height, flood_level, lon, lat)
    VALUES (${uuid(10)}, '库', ${TOWN}, ${uuid(1)}, ${uuid(1)}, '4', 400, 0.5, 50, 1.2, 45, 399.4, 117.9, 28.4)`.execute(
    db,
  );
  await enterPoint(21, 'water-level', 398.8);
  await enterPoint(31, 'phreatic-depth', 9, {}, 390);
  await enterPoint(32, 'phreatic-depth', 2, { 'phreatic-red': 7.5 }, 386);
  await enterPoint(33, 'phreatic-depth', 8, {}, 380);
});
afterAll(() => stage.close());

describe('a pond as its section shows it', () => {
  it('[S21.1] freeboard, the straight beach now and at the design flood', async () => {
    const { freeboard, beach, floodBeach } = await state();
    expect([freeboard, beach, floodBeach].map((value) => Math.round(value! * 100) / 100)).toEqual([1.2, 100, 50]);
  });

  it('[S21.1] the control depth of a tube is its own, else the pond’s, else what the standard asks of its height', async () => {
    // 45 m high: between 2 m at 30 m and 4 m at 60 m.
    expect((await tubes()).map(({ control }) => control)).toEqual([3, 7.5, 3]);
    await sql`UPDATE tailings_pond SET min_phreatic = 6 WHERE id = ${uuid(10)}`.execute(stage.db);
    expect((await tubes()).map(({ control }) => control)).toEqual([6, 7.5, 6]);
  });

  it('[S21.1] tubes stand from the crest down, and one far above its neighbours is suspect', async () => {
    expect((await tubes()).map(({ elevation, suspect }) => [elevation, suspect])).toEqual([
      [390, false],
      [386, true],
      [380, false],
    ]);
  });

  it('[S21.1] a surveyed profile comes before the straight beach: of the sections the shortest, of a section the newest', async () => {
    const profile = (number: number, section: string, on: string, text: string) =>
      sql`
      INSERT INTO beach_survey (id, name, region_path, organisation_id, pond, enterprise, section, surveyed_on, profile)
      VALUES (${uuid(number)}, ${section}, ${TOWN}, ${uuid(1)}, ${uuid(10)}, ${uuid(1)}, ${section}, ${on}::date, ${text})`.execute(
        stage.db,
      );
    await profile(61, 'P1', '2025-03-01', '0:400; 10:398');
    await profile(62, 'P1', '2026-03-01', '0:400; 60:399.4; 150:398.5');
    await profile(63, 'P2', '2026-03-01', '0:400; 90:399.4; 200:398');
    const { beach, beachBy, floodBeach, profile: shown } = await state();
    expect([beach, floodBeach].map((value) => Math.round(value!))).toEqual([120, 60]);
    expect(beachBy).toBe('profile');
    expect(shown).toMatchObject({
      section: 'P1',
      on: '2026-03-01',
      points: [
        [0, 400],
        [60, 399.4],
        [150, 398.5],
      ],
    });
    await sql`UPDATE beach_survey SET retired_at = now()`.execute(stage.db);
    expect(await state()).toMatchObject({ beachBy: 'slope', profile: null });
  });

  it('[S21.1] surveys of a borehole lie over each other, with the bend and the pace of the newest', async () => {
    const survey = (number: number, on: string, text: string) =>
      sql`
      INSERT INTO inclinometer_survey (id, name, region_path, organisation_id, pond, enterprise, borehole, observed_on, curve)
      VALUES (${uuid(number)}, ${on}, ${TOWN}, ${uuid(1)}, ${uuid(10)}, ${uuid(1)}, 'IN1', ${on}::date, ${text})`.execute(
        stage.db,
      );
    await survey(71, '2026-03-01', '0:4; 10:4; 12:0; 20:0');
    await survey(72, '2026-03-11', '0:9; 10:9; 12:1; 20:0');
    const { boreholes } = await state();
    expect(boreholes).toMatchObject([{ name: 'IN1', bend: { from: 10, to: 12, perMetre: 4 }, rate: 0.5 }]);
    expect(boreholes[0]!.surveys.map(({ on }) => on)).toEqual(['2026-03-11', '2026-03-01']);
  });

  it('outside the scope it does not exist', async () => {
    expect((await neighbour('GET', `/api/tailings-ponds/${uuid(10)}/state`)).statusCode).toBe(404);
    expect(stage.errors).toEqual([]);
  });
});
