import '../store/testing/run-source.ts';
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import {
  assess,
  estimateRelease,
  placesUnder,
  readingsOf,
  setupOfEstimate,
  startAt,
  substance,
  type Neighbours,
  type Sensor,
  type SensorSeries,
  type Setup,
  type Sources,
  type StationWeather,
  type WindStatistics,
} from '@anlan/kernel/workbench';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant } from '../ingest/testing/plant.ts';
import { openClickhouse, splitStatements, type ClickhouseHandle } from '../store/clickhouse/index.ts';
import { temporaryHome } from '../store/testing/folders.ts';
import { workbenchRoutes } from './routes.ts';

const COUNTY = 'cn.36.11.02.001.';
const [LON, LAT] = [117.9, 28.4];
const METRES = 111_195;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A whole half hour that has just ended: the buckets of the series lie on it. */
const UNTIL = Math.floor(Date.now() / (30 * MINUTE)) * 30 * MINUTE;
const STATION = uuid(930);
const [SPEED, DIRECTION] = [uuid(931), uuid(932)];
const SENSORS = Array.from({ length: 24 }, (_, i) => uuid(3000 + i));

const at = (east: number, north: number): [number, number] => [
  LON + east / (METRES * Math.cos((LAT * Math.PI) / 180)),
  LAT + north / METRES,
];
const spotOf = (i: number): [number, number] => at(-750 + 300 * (i % 6), -600 + 400 * Math.floor(i / 6));

let stage: Stage;
let home: Awaited<ReturnType<typeof temporaryHome>>;
let store: ClickhouseHandle;
let app: App;
let officer: Ask;
let neighbour: Ask;
let enterprise: string;

async function enterDevice(
  id: string,
  [lon, lat]: readonly [number, number],
  points: readonly (readonly [id: string, kind: string, unit: string])[],
): Promise<void> {
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, lon, lat, identity, protocol, enterprise, origin)
    VALUES (${id}, ${`探头 ${id.slice(-4)}`}, ${COUNTY}, ${enterprise}, ${lon}, ${lat}, ${`mqtt:${id}`}, 'mqtt', ${enterprise}, 'generated')`.execute(
    stage.db,
  );
  for (const [point, kind, unit] of points)
    await sql`
      INSERT INTO public.point (id, device_id, key, name, kind, unit, expected_period, limits, system, region_path, organisation_id)
      VALUES (${point}, ${id}, ${kind}, ${kind}, ${kind}, ${unit}, 60, '{}', 'S17', ${COUNTY}, ${enterprise})`.execute(
      stage.db,
    );
}

interface Row {
  readonly point: string;
  readonly at: number;
  readonly value: number;
}

const keep = (rows: readonly Row[]) =>
  store.client.insert({
    table: 'reading',
    values: rows.map((row) => ({ ...row, quality: 'good', received: row.at })),
    format: 'JSONEachRow',
  });

/** The wind of the last half hour, five minutes each. */
const WINDS = [25, 35, 45, 55, 65, 75] as const;
const [cx, cy] = at(60, -80);
const truth: Setup = {
  ...startAt(cx, cy),
  model: 'neutral',
  breach: { ...startAt(cx, cy).breach, kind: 'steady', rate: 0.8 },
  weather: { ...startAt(cx, cy).weather, wind10: 3 },
};

/** What the leak gives at the detectors while the wind turns, a value a minute. */
function leaking(): Row[] {
  return WINDS.flatMap((from, k) => {
    const under = placesUnder({ ...truth, weather: { ...truth.weather, from } });
    if (!under.ok) throw new Error(under.refusal.reason);
    return [0, 1, 2, 3, 4].flatMap((minute) => {
      const when = UNTIL - 30 * MINUTE + (5 * k + minute) * MINUTE;
      const seen = SENSORS.map((point, i) => {
        const { peak } = under.value.at(spotOf(i));
        const value = peak * Math.exp(0.3 * Math.sin(12.9898 * (i + 1) + 78.233 * (k + minute)));
        return { point, at: when, value: value < 0.5 ? 0 : value };
      });
      return [...seen, { point: SPEED, at: when, value: 3 }, { point: DIRECTION, at: when, value: from }];
    });
  });
}

beforeAll(async () => {
  [stage, home] = await Promise.all([openStage(), temporaryHome()]);
  store = await openClickhouse({ home: home.home, clickhouseUrl: undefined });
  const text = await readFile(new URL('../../sql/clickhouse/0001-history.sql', import.meta.url), 'utf8');
  for (const query of splitStatements(text)) await store.client.command({ query });
  const mirror = { readings: new Map(), fixes: new Map() } as unknown as Stage['context']['mirror'];
  app = await buildApp({ ...stage.context, clickhouse: store.client, mirror }, [workbenchRoutes]);
  ({ enterprise } = await enterPlant(stage.db, 9, COUNTY));
  await enterDevice(STATION, at(400, 300), [
    [SPEED, 'wind-speed', 'm/s'],
    [DIRECTION, 'wind-direction', '°'],
  ]);
  for (const [i, point] of SENSORS.entries()) await enterDevice(uuid(4000 + i), spotOf(i), [[point, 'toxic', 'ppm']]);
  await keep(leaking());
  // Ten days before: 3 m/s from the north by night, 5 m/s from the south by day; an hour of calm each day.
  const days = Array.from({ length: 240 }, (_, i) => Math.floor(UNTIL / HOUR) * HOUR - (i + 24) * HOUR);
  await keep(
    days.flatMap((hour) => {
      const local = new Date(hour + 8 * HOUR).getUTCHours();
      const day = local >= 7 && local < 18;
      const speed = local === 12 ? 0.4 : day ? 5 : 3;
      return [
        { point: SPEED, at: hour, value: speed },
        // Around north the mean goes over the circle: 350° and 10°.
        { point: DIRECTION, at: hour, value: day ? 180 : 350 },
        { point: DIRECTION, at: hour + MINUTE, value: day ? 180 : 10 },
      ];
    }),
  );
  const people = [
    { id: uuid(911), account: '甲', role: 'duty-officer', region: COUNTY },
    { id: uuid(912), account: '乙', role: 'duty-officer', region: 'cn.36.11.04.' },
  ];
  for (const person of people) await enterPerson(stage.db, person);
  [officer, neighbour] = (await Promise.all(people.map(({ id }) => askAs(app, stage.db, id)))) as [Ask, Ask];
}, 180_000);

afterAll(async () => {
  await app.close();
  await store.stop();
  await stage.close();
  await home.remove();
});

const near = (radius: number): string => `lon=${LON}&lat=${LAT}&radius=${radius}`;

describe('a station’s stored series', () => {
  it('gives the mean wind before a moment, with its turning; nothing outside the scope', async () => {
    const asked = `/api/workbench/stations/${STATION}/weather?until=${UNTIL}&minutes=30`;
    const found = (await officer('GET', asked)).json<StationWeather>();
    expect(found).toMatchObject({ speed: 3, minutes: 30, samples: 30, temperature: null });
    expect(found.from).toBeCloseTo(50, 0);
    // Six directions 10° apart have a standard deviation of 17°.
    expect(found.spread).toBeGreaterThan(14);
    expect(found.spread).toBeLessThan(20);
    expect((await neighbour('GET', asked)).statusCode).toBe(404);
    expect((await officer('GET', `/api/workbench/stations/${STATION}/weather?until=1000`)).statusCode).toBe(404);
  });

  it('gives classes with roses whose shares sum to one; calm hours count as 1 m/s; north is north over the circle', async () => {
    const found = (
      await officer('GET', `/api/workbench/stations/${STATION}/statistics?days=30`)
    ).json<WindStatistics>();
    expect(found.hours).toBeGreaterThanOrEqual(240);
    expect(found.calm).toBeCloseTo(10 / found.hours, 2);
    expect(found.classes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    for (const { rose } of found.classes) expect(rose.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
    const night = found.classes.toSorted((a, b) => b.share - a.share)[0];
    expect(night?.rose[0]).toBeGreaterThan(0.8);
    expect(Math.min(...found.classes.map(({ wind10 }) => wind10))).toBeGreaterThanOrEqual(1);
  });
});

describe('a leak that detectors of the platform saw', () => {
  it('is found from their stored values and the station’s wind, and its zones are redrawn', async () => {
    const sensors = (await officer('GET', `/api/workbench/sensors?${near(2000)}`)).json<Sensor[]>();
    const [nearest] = sensors;
    expect(sensors.map(({ id }) => id)).toEqual(expect.arrayContaining(SENSORS));
    expect(Math.min(...sensors.map(({ distance }) => distance))).toBe(nearest?.distance);
    const asked = `/api/workbench/series?${near(2000)}&until=${UNTIL}&minutes=30&step=5`;
    const series = (await officer('GET', asked)).json<SensorSeries>();
    expect(series.station?.id).toBe(STATION);
    expect(new Set(series.means.map(({ from }) => Math.round(from ?? -1)))).toEqual(new Set(WINDS));
    const setup = startAt(LON, LAT);
    const readings = readingsOf(setup, substance('7782-50-5')!, sensors, series, UNTIL);
    const found = estimateRelease({
      readings,
      within: { west: -1500, south: -1500, east: 1500, north: 1500 },
      releaseHeight: 1,
    });
    if (!found.ok) throw new Error(found.refusal.reason);
    const { rate, best, radius } = found.value;
    expect(rate.low).toBeLessThan(0.8);
    expect(rate.high).toBeGreaterThan(0.8);
    expect(Math.hypot(best.east - 60, best.north + 80)).toBeLessThan(radius + 80);
    const redrawn = assess(setupOfEstimate({ ...setup, model: 'neutral', weather: truth.weather }, found.value));
    const wanted = assess(truth);
    if (!redrawn.ok || !wanted.ok) throw new Error('refused');
    const ratio = (redrawn.zones[1]?.distance ?? 0) / (wanted.zones[1]?.distance ?? 1);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('is nobody else’s to see', async () => {
    expect((await neighbour('GET', `/api/workbench/sensors?${near(2000)}`)).json()).toEqual([]);
    const series = (await neighbour('GET', `/api/workbench/series?${near(2000)}&until=${UNTIL}`)).json<SensorSeries>();
    expect(series).toMatchObject({ station: null, means: [] });
  });
});

describe('what stands around a source', () => {
  beforeAll(async () => {
    const tanks = [
      [uuid(951), '液氯储罐', '液氯', '7782-50-5', at(0, 0)],
      [uuid(952), '苯储罐', '苯', '71-43-2', at(60, 0)],
      [uuid(953), '柴油罐', '柴油', null, at(0, 80)],
      [uuid(954), '远处储罐', '苯', '71-43-2', at(2500, 0)],
    ] as const;
    for (const [id, name, what, cas, [lon, lat]] of tanks)
      await sql`
        INSERT INTO tank (id, name, region_path, organisation_id, lon, lat, enterprise, substance, cas, volume)
        VALUES (${id}, ${name}, ${COUNTY}, ${enterprise}, ${lon}, ${lat}, ${enterprise}, ${what}, ${cas}, 50)`.execute(
        stage.db,
      );
    const buildings = [
      [uuid(961), '横峰街道小学', '学校', at(300, 100)],
      [uuid(962), '厂房', '厂房', at(100, 0)],
      [uuid(963), '无用途建筑', null, at(50, 0)],
    ] as const;
    for (const [id, name, purpose, [lon, lat]] of buildings)
      await sql`
        INSERT INTO building (id, name, region_path, lon, lat, category, purpose, key)
        VALUES (${id}, ${name}, ${COUNTY}, ${lon}, ${lat}, 'public', ${purpose}, false)`.execute(stage.db);
  });

  it('are units by kind of vessel and protection targets by their class, nearest first', async () => {
    const { units, targets } = (await officer('GET', `/api/workbench/neighbours?${near(1000)}`)).json<Neighbours>();
    expect(units.map(({ name, vessel }) => [name, vessel])).toEqual([
      ['液氯储罐', 'pressurised vessel'],
      ['苯储罐', 'atmospheric vessel'],
      ['柴油罐', 'atmospheric vessel'],
    ]);
    expect(targets.map(({ name, target }) => [name, target])).toEqual([['横峰街道小学', '高敏感防护目标']]);
    expect((await neighbour('GET', `/api/workbench/neighbours?${near(1000)}`)).json()).toEqual({
      units: [],
      targets: [],
    });
  });

  it('are the site’s tanks as setups, and those without properties named with the reason', async () => {
    const { sources, left } = (await officer('GET', `/api/workbench/sources?${near(500)}`)).json<Sources>();
    expect(sources.map(({ name, setup }) => [name, setup.substance, setup.vessel.kind])).toEqual([
      ['液氯储罐', '7782-50-5', expect.any(String)],
      ['苯储罐', '71-43-2', expect.any(String)],
    ]);
    expect(left).toEqual([{ name: '柴油罐', reason: expect.stringContaining('没有物性数据') as string }]);
  });
});
