import { gunzipSync } from 'node:zlib';
import { readXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportSizeSchema } from '@anlan/kernel/telemetry';
import { askAs, enterPerson, type Ask } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import { trackExportRoutes } from '../position/track-export.ts';
import { readingExportRoutes } from './export.ts';
import { MOST_ROWS, MOST_SHEET_ROWS } from './file.ts';
import { openHistoryStage, type HistoryStage } from './testing/history-stage.ts';

const TOWN = 'cn.36.11.02.001.';
const NEXT_TOWN = 'cn.36.11.02.002.';
/** 2026-10-31 23:59:50 in Asia/Shanghai: the span crosses a month there, and not in UTC. */
const START = Date.UTC(2026, 9, 31, 15, 59, 50);
const MINUTE = 60_000;
const HEAD =
  '单位名称,设备名称,监测点,点位标识,监测值,计量单位,数据质量,监测时间（北京时间）,平台接收时间（北京时间）,数据来源';

let history: HistoryStage;
let plant: Plant;
let other: Plant;
let duty: Ask;
let town: Ask;
let factory: Ask;

beforeAll(async () => {
  history = await openHistoryStage([readingExportRoutes, trackExportRoutes]);
  const { db } = history.stage;
  plant = await enterPlant(db, 1, TOWN);
  other = await enterPlant(db, 2, NEXT_TOWN);
  await sql`UPDATE enterprise SET name = '=信江,"化工"厂' WHERE id = ${plant.enterprise}`.execute(db);
  const people = [
    { account: '值班', role: 'duty-officer', region: 'cn.36.11.' },
    { account: '邻镇', role: 'town-officer', region: NEXT_TOWN },
    { account: '厂', role: 'safety-officer', organisation: plant.enterprise },
  ];
  for (const [index, person] of people.entries()) await enterPerson(db, { id: uuid(9101 + index), ...person });
  [duty, town, factory] = (await Promise.all(people.map((_, index) => askAs(history.app, db, uuid(9101 + index))))) as [
    Ask,
    Ask,
    Ask,
  ];
});
afterAll(() => history.close());

const kept = (point: string, values: readonly object[]) =>
  history.clickhouse.insert({
    table: 'reading',
    format: 'JSONEachRow',
    values: values.map((value) => ({ point, ...value })),
  });
const exports = async () => {
  const { rows } = await sql<{ verb: string; detail: object }>`
    SELECT verb, detail FROM audit WHERE verb IN ('telemetry.export', 'position.export') ORDER BY seq DESC`.execute(
    history.stage.db,
  );
  return rows;
};

describe('raw readings as a file', () => {
  const span = `from=${START}&to=${START + 60 * MINUTE}`;
  const level = (): string => plant.point('level');

  beforeAll(async () => {
    await kept(level(), [
      { at: START, value: 41.25, quality: 'good', received: START + 500 },
      // Sent twice: what came in last counts.
      { at: START + 20_000, value: 1, quality: 'good', received: START + 20_500 },
      { at: START + 10_000, value: null, quality: 'bad', received: START + 10_500 },
    ]);
    await kept(level(), [{ at: START + 20_000, value: 43, quality: 'suspect', received: START + 90_000_000 }]);
    await kept(level(), [{ at: START + 60 * MINUTE, value: 9, quality: 'good', received: START + 60 * MINUTE }]);
  });

  it('has one line for each instant with quality, own time and the time it came in, under official heads', async () => {
    const answer = await duty('GET', `/api/readings/export.csv?points=${level()}&${span}`);
    const named = `"'=信江,""化工""厂",V-101 采集网关,level,level`;
    expect(answer.body.split('\r\n')).toEqual([
      `\uFEFF${HEAD}`,
      `${named},41.25,%,好,2026-10-31 23:59:50.000,2026-10-31 23:59:50.500,模型生成`,
      `${named},,%,坏,2026-11-01 00:00:00.000,2026-11-01 00:00:00.500,模型生成`,
      `${named},43,%,可疑,2026-11-01 00:00:10.000,2026-11-02 00:59:50.000,模型生成`,
      '',
    ]);
    expect(answer.headers['content-disposition']).toContain('readings.csv');
  });

  it('is packed where that is asked for, and a workbook has the same rows', async () => {
    const plain = await duty('GET', `/api/readings/export.csv?points=${level()}&${span}`);
    const packed = await duty('GET', `/api/readings/export.csv?points=${level()}&${span}&gzip=1`);
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body);
    const book = await duty('GET', `/api/readings/export.xlsx?points=${level()}&${span}`);
    const { sheets } = await readXlsx(book.rawPayload);
    expect(sheets[0]!.rows.map((row) => row[4])).toEqual(['监测值', 41.25, null, 43]);
  });

  it('tells its size before it is taken, and is written into the audit with it', async () => {
    const size = exportSizeSchema.parse(
      (await duty('GET', `/api/readings/export?device=${plant.gateway}&${span}`)).json(),
    );
    expect(size).toMatchObject({ objects: 5, most: MOST_ROWS, mostSheet: MOST_SHEET_ROWS });
    expect(size.rows).toBeGreaterThanOrEqual(3);
    await duty('GET', `/api/readings/export.csv?device=${plant.gateway}&${span}`);
    expect((await exports())[0]).toMatchObject({ verb: 'telemetry.export', detail: { format: 'csv', points: 5 } });
  });

  it('reaches no point outside the scope, named or by its device', async () => {
    const before = (await exports()).length;
    for (const wish of [`points=${level()}`, `device=${plant.gateway}`, `points=${other.point('level')},${level()}`])
      expect((await town('GET', `/api/readings/export.csv?${wish}&${span}`)).statusCode).toBe(404);
    expect((await factory('GET', `/api/readings/export.csv?points=${other.point('level')}&${span}`)).statusCode).toBe(
      404,
    );
    expect((await factory('GET', `/api/readings/export.csv?points=${level()}&${span}`)).statusCode).toBe(200);
    expect(await exports()).toHaveLength(before + 1);
  });

  it('has the past of a retired point where it is named, and not among those of its device', async () => {
    await sql`UPDATE public.point SET retired_at = now() WHERE id = ${level()}`.execute(history.stage.db);
    const size = async (wish: string) => (await duty('GET', `/api/readings/export?${wish}&${span}`)).json() as object;
    expect(await size(`points=${level()}`)).toMatchObject({ objects: 1 });
    expect(await size(`device=${plant.gateway}`)).toMatchObject({ objects: 4 });
    await sql`UPDATE public.point SET retired_at = NULL WHERE id = ${level()}`.execute(history.stage.db);
  });

  it('is refused in both languages where a workbook would be too long; as CSV it is given, in order', async () => {
    const point = plant.point('pressure');
    await history.clickhouse.command({
      query: `INSERT INTO reading SELECT '${point}', fromUnixTimestamp64Milli(toInt64(${START} + number * 500)) AS at, number, 'good', at
        FROM numbers(${MOST_SHEET_ROWS + 1})`,
    });
    const days = `from=${START}&to=${START + 1440 * MINUTE}`;
    const refused = await duty('GET', `/api/readings/export.xlsx?points=${point}&${days}`);
    expect(refused.json()).toMatchObject({
      status: 413,
      code: 'export-rows',
      zh: '所选范围约有 100,001 条，一次最多 100,000 条；请缩短时段或减少对象',
      en: 'About 100,001 rows are asked for, at most 100,000 go into one file: choose a shorter span or fewer objects',
    });
    const lines = (await duty('GET', `/api/readings/export.csv?points=${point}&${days}`)).body.split('\r\n');
    expect(lines).toHaveLength(MOST_SHEET_ROWS + 3);
    expect(lines.slice(1, -1).every((line, index) => line.split(',')[4 + 1] === String(index))).toBe(true);
  });

  it('is refused for a span that ends before it begins, and for nothing', async () => {
    const back = await duty('GET', `/api/readings/export.csv?points=${level()}&from=${START}&to=${START}`);
    expect(back.json()).toMatchObject({ code: 'span-days', field: 'to' });
    expect((await duty('GET', `/api/readings/export.csv?${span}`)).json()).toMatchObject({ code: 'field-required' });
  });
});

describe('a track as a file', () => {
  const span = `from=${START}&to=${START + 60 * MINUTE}`;

  beforeAll(() =>
    history.clickhouse.insert({
      table: 'fix',
      format: 'JSONEachRow',
      values: [
        {
          at: START,
          lon: 117.9,
          lat: 28.4,
          speed: 40,
          heading: 90,
          altitude: 55,
          positioned: 1,
          live: 1,
          recorded: 42.5,
          odometer: 20_000.4,
        },
        {
          at: START + 10_000,
          lon: 117.91,
          lat: 28.4,
          speed: null,
          heading: null,
          altitude: null,
          positioned: 1,
          live: 0,
        },
        { at: START + 20_000, lon: 0, lat: 0, speed: 0, heading: 0, altitude: 0, positioned: 0, live: 1 },
        { at: START + 30 * MINUTE, lon: 118, lat: 28.5, speed: 0, heading: 0, altitude: 55, positioned: 1, live: 1 },
      ].map((fix) => ({ object: plant.vehicle, alarm_bits: 0, status_bits: 0, received: fix.at + 1000, ...fix })),
    }),
  );

  it('has every fix as CSV, and lines broken where nobody knows where it was as GeoJSON', async () => {
    const csv = (await duty('GET', `/api/tracks/${plant.vehicle}/export.csv?${span}`)).body.split('\r\n');
    expect(csv.slice(1, 4)).toEqual([
      '车辆,赣E10001,2026-10-31 23:59:50.000,2026-10-31 23:59:51.000,117.9,28.4,40,90,55,是,实时,42.5,20000.4',
      '车辆,赣E10001,2026-11-01 00:00:00.000,2026-11-01 00:00:01.000,117.91,28.4,,,,是,补传,,',
      '车辆,赣E10001,2026-11-01 00:00:10.000,2026-11-01 00:00:11.000,0,0,0,0,0,否,实时,,',
    ]);
    const { features } = (await duty('GET', `/api/tracks/${plant.vehicle}/export.geojson?${span}`)).json() as {
      features: object[];
    };
    expect(features).toMatchObject([
      {
        geometry: {
          type: 'LineString',
          coordinates: [
            [117.9, 28.4],
            [117.91, 28.4],
          ],
        },
        properties: {
          name: '赣E10001',
          coordTimes: ['2026-10-31T15:59:50.000Z', '2026-10-31T16:00:00.000Z'],
          live: [true, false],
        },
      },
      { geometry: { type: 'Point', coordinates: [118, 28.5] } },
    ]);
    expect((await exports()).slice(0, 2).map(({ verb }) => verb)).toEqual(['position.export', 'position.export']);
  });

  it('is nobody’s outside the scope', async () => {
    for (const form of ['export', 'export.csv', 'export.geojson'])
      expect((await town('GET', `/api/tracks/${plant.vehicle}/${form}?${span}`)).statusCode).toBe(404);
    expect((await duty('GET', `/api/tracks/${plant.vehicle}/export?${span}`)).json()).toMatchObject({
      objects: 1,
      rows: 4,
    });
  });
});
