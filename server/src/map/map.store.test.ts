import '../store/testing/run-source.ts';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  askRowsSchema,
  askSchema,
  decodePlaces,
  idAt,
  insideOf,
  layerViewSchema,
  momentSchema,
  readArea,
  viewSchema,
  writeArea,
  type Area,
} from '@anlan/kernel/map';
import { raise, recover } from '../alarm/testing/raise.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import type { Mirror } from '../live/mirror.ts';
import { openClickhouse, splitStatements, type ClickhouseHandle } from '../store/clickhouse/index.ts';
import { temporaryHome } from '../store/testing/folders.ts';
import { mapRoutes } from './routes.ts';

const TOWN = 'cn.36.11.02.001.';
const NEXT_TOWN = 'cn.36.11.02.002.';
const MINUTE = 60_000;
const NOW = Math.floor(Date.now() / 1000) * 1000;
const NOON = NOW - 60 * MINUTE;

let stage: Stage;
let home: Awaited<ReturnType<typeof temporaryHome>>;
let store: ClickhouseHandle;
let app: App;
let plant: Plant;
let other: Plant;
let duty: Ask;
let town: Ask;
let factory: Ask;
let mirror: { fixes: Map<string, object>; readings: Map<string, object> };

beforeAll(async () => {
  [stage, home] = await Promise.all([openStage(), temporaryHome()]);
  store = await openClickhouse({ home: home.home, clickhouseUrl: undefined });
  for (const file of ['0001-history', '0013-map']) {
    const text = await readFile(new URL(`../../sql/clickhouse/${file}.sql`, import.meta.url), 'utf8');
    for (const query of splitStatements(text)) await store.client.command({ query });
  }
  plant = await enterPlant(stage.db, 1, TOWN);
  other = await enterPlant(stage.db, 2, NEXT_TOWN);
  mirror = { fixes: new Map(), readings: new Map() };
  const context = { ...stage.context, clickhouse: store.client, mirror: mirror as unknown as Mirror };
  app = await buildApp(context, [mapRoutes]);
  const people = [
    { account: '值班', role: 'duty-officer', region: 'cn.36.11.' },
    { account: '邻镇', role: 'town-officer', region: NEXT_TOWN },
    { account: '厂', role: 'safety-officer', organisation: plant.enterprise },
    { account: '系统', role: 'system-administrator', region: 'cn.36.11.' },
  ];
  for (const [index, person] of people.entries()) await enterPerson(stage.db, { id: uuid(9001 + index), ...person });
  [duty, town, factory] = (await Promise.all(people.map((_, i) => askAs(app, stage.db, uuid(9001 + i))))) as [
    Ask,
    Ask,
    Ask,
  ];
});
afterAll(async () => {
  await app.close();
  await store.stop();
  await stage.close();
  await home.remove();
});

const circle: Area = { kind: 'circle', centre: [117.9, 28.4], radius: 3000 };
const questions = (area: Area, more = ''): string => `area=${encodeURIComponent(writeArea(area))}${more}`;
const ask = async (who: Ask, area: Area, more = '') =>
  askSchema.parse((await who('GET', `/api/map/ask?${questions(area, more)}`)).json());
const rows = async (who: Ask, area: Area, group: string, more = '') =>
  askRowsSchema.parse((await who('GET', `/api/map/ask/rows?${questions(area, more)}&group=${group}`)).json());
const countsOf = (asked: Awaited<ReturnType<typeof ask>>): Record<string, number> =>
  Object.fromEntries(asked.groups.filter(({ count }) => count > 0).map(({ key, count }) => [key, count]));

async function fix(object: string, at: number, lon: number, received = at, positioned = 1): Promise<void> {
  const time = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
  await store.client.insert({
    table: 'fix',
    format: 'JSONEachRow',
    values: [
      {
        object,
        at: time(at),
        lon,
        lat: 28.4,
        speed: 60,
        heading: 90,
        positioned,
        live: 1,
        alarm_bits: 0,
        status_bits: 0,
        received: time(received),
      },
    ],
  });
}
const at = async (who: Ask, time: number, knowledge: 'then' | 'now' = 'then', more = '') =>
  momentSchema.parse((await who('GET', `/api/map/at?time=${time}&knowledge=${knowledge}${more}`)).json());

describe('draw and ask', () => {
  const tank = async (id: number, lon: number, substance: string, volume: number | null): Promise<void> => {
    await sql`INSERT INTO tank (id, name, region_path, organisation_id, lon, lat, enterprise, substance, cas, volume)
      VALUES (${uuid(id)}, ${`V-${id}`}, ${TOWN}, ${plant.enterprise}, ${lon}, 28.4, ${plant.enterprise}, ${substance}, '67-56-1', ${volume})`.execute(
      stage.db,
    );
  };
  beforeAll(async () => {
    await tank(8001, 117.905, '甲醇', 500);
    await tank(8002, 117.906, '甲醇', 1500);
    await tank(8003, 117.907, '液氨', null);
    await tank(8004, 118.3, '甲醇', 9000);
    await sql`INSERT INTO site (id, name, region_path, organisation_id, lon, lat, enterprise, kind, people)
      VALUES (${uuid(8010)}, '厂区', ${TOWN}, ${plant.enterprise}, 117.9, 28.4, ${plant.enterprise}, 'plant', 77)`.execute(
      stage.db,
    );
    await sql`UPDATE point SET tank_id = ${uuid(8001)} WHERE id = ${plant.point('level')}`.execute(stage.db);
    mirror.readings.set(plant.point('level'), { at: NOW, receivedAt: NOW, value: 40, quality: 'good' });
    mirror.fixes.set(plant.vehicle, { at: NOW, receivedAt: NOW, lon: 117.91, lat: 28.4, speed: 50, heading: 0 });
    mirror.fixes.set(other.vehicle, { at: NOW, receivedAt: NOW, lon: 118.9, lat: 28.4, speed: 50, heading: 0 });
  });

  it('counts enterprises, tanks with substances and quantities, vehicles and people inside', async () => {
    const asked = await ask(duty, circle);
    expect(countsOf(asked)).toEqual({ enterprise: 2, site: 1, tank: 3, device: 4, vehicle: 1 });
    expect(asked.people).toEqual({ employees: 240, present: 77 });
    expect(asked.substances).toEqual([
      { substance: '甲醇', cas: '67-56-1', count: 2, volume: 2000, contents: 200, measured: 1 },
      { substance: '液氨', cas: '67-56-1', count: 1, volume: 0, contents: null, measured: 0 },
    ]);
    const tanks = asked.groups.find(({ key }) => key === 'tank');
    expect(tanks?.sums).toMatchObject([{ field: 'volume', sum: 2000, missing: 1 }]);
    expect(asked.groups.find(({ key }) => key === 'enterprise')?.levels).toEqual({
      red: 2,
      orange: 0,
      yellow: 0,
      blue: 0,
    });
    expect(asked.squareMetres).toBeCloseTo(Math.PI * 9e6, 0);
  });

  it('tells each actor their own scope only', async () => {
    expect(countsOf(await ask(town, circle))).toEqual({ enterprise: 1, device: 2 });
    expect(countsOf(await ask(factory, circle))).toMatchObject({ enterprise: 1, tank: 3 });
    expect((await rows(town, circle, 'tank')).total).toBe(0);
  });

  it('lists a group page by page, nearest first, with what a table shows', async () => {
    const first = await rows(duty, circle, 'tank', '&size=2');
    expect(first.total).toBe(3);
    expect(first.rows.map(({ name }) => name)).toEqual(['V-8001', 'V-8002']);
    expect(first.rows[0]).toMatchObject({
      kind: 'tank',
      facts: { 储存物质: '甲醇', 容积: '500 m³', 所属企业: '信江化工1厂' },
    });
    expect(first.rows[0]?.distance).toBeCloseTo(489, -1);
    expect((await rows(duty, circle, 'tank', '&size=2&offset=2')).rows.map(({ name }) => name)).toEqual(['V-8003']);
    expect((await rows(duty, circle, 'vehicle')).rows[0]).toMatchObject({
      id: plant.vehicle,
      facts: { 货物: '甲醇', 速度: '50 km/h' },
    });
    expect((await duty('GET', `/api/map/ask/rows?${questions(circle)}&group=person`)).statusCode).toBe(404);
    expect((await duty('GET', '/api/map/ask?area=p:1,2')).statusCode).toBe(422);
  });

  it('exports a group as CSV and says so in the audit', async () => {
    const answer = await duty('GET', `/api/map/ask/export?${questions(circle)}&group=tank`);
    expect(answer.headers['content-type']).toContain('text/csv');
    const lines = answer.body.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain('储存物质');
    expect(lines[1]).toContain('V-8001');
    const { rows: audited } = await sql<{
      detail: { rows: number };
    }>`SELECT detail FROM audit WHERE verb = 'map.export'`.execute(stage.db);
    expect(audited[0]?.detail).toMatchObject({ rows: 3, group: 'tank' });
  });

  it('decides in the database exactly as the geometry does', async () => {
    await sql`
      INSERT INTO device (id, name, region_path, lon, lat, identity, protocol, origin)
      SELECT gen_random_uuid(), 'D' || i, ${TOWN}, 116 + 0.02 * (i % 100) + random() / 100, 27 + 0.02 * (i / 100) + random() / 100, 'mqtt:d' || i, 'mqtt', 'generated'
      FROM generate_series(1, 10000) i`.execute(stage.db);
    const { rows: all } = await sql<{
      id: string;
      lon: number;
      lat: number;
    }>`SELECT id, lon, lat FROM device WHERE lon IS NOT NULL`.execute(stage.db);
    const place = fc.tuple(
      fc.double({ min: 115.9, max: 118.1, noNaN: true }),
      fc.double({ min: 26.9, max: 29.1, noNaN: true }),
    );
    const areas: fc.Arbitrary<Area> = fc.oneof(
      fc.record({ kind: fc.constant('circle' as const), centre: place, radius: fc.integer({ min: 500, max: 90_000 }) }),
      fc
        .array(place, { minLength: 3, maxLength: 7 })
        .map((ring): Area => ({
          kind: 'polygon',
          ring: ring.toSorted((a, b) => Math.atan2(a[1] - 28, a[0] - 117) - Math.atan2(b[1] - 28, b[0] - 117)),
        }))
        .filter((area) => readArea(writeArea(area)) !== null),
      fc.record({
        kind: fc.constant('corridor' as const),
        path: fc.array(place, { minLength: 2, maxLength: 5 }),
        metres: fc.integer({ min: 50, max: 15_000 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(areas, async (drawn) => {
        // What is asked is what the address says, to five decimals.
        const asked = await ask(duty, drawn);
        const inside = insideOf(asked.area);
        const expected = all.filter(({ lon, lat }) => inside(lon, lat)).length;
        const found = asked.groups.find(({ key }) => key === 'device')?.count ?? 0;
        // The database takes a tenth of a metre round an edge for the edge.
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }, 60_000);
});

describe('layers', () => {
  const places = async (who: Ask, key: string, more = '') => {
    const answer = await who('GET', `/api/map/places/${key}${more}`);
    const { buffer, byteOffset, byteLength } = answer.rawPayload;
    return decodePlaces(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer)!;
  };

  it('come with counts, and as packed columns of one’s own scope', async () => {
    const layers = layerViewSchema.array().parse((await duty('GET', '/api/map/layers')).json());
    expect(layers.find(({ key }) => key === 'enterprises')).toMatchObject({
      count: 2,
      kind: 'entity',
      of: 'enterprise',
      levels: true,
    });
    const all = await places(duty, 'enterprises');
    expect([all.length, [...all.level], all.names?.toSorted()]).toEqual([2, [4, 4], ['信江化工1厂', '信江化工2厂']]);
    expect([all.lon[0], all.lat[0]]).toEqual([1_179_000_000, 284_000_000]);
    const own = await places(town, 'enterprises');
    expect([own.length, idAt(own.ids, 0)]).toEqual([1, other.enterprise]);
  });

  it('are not sent twice while nothing changed', async () => {
    const first = await duty('GET', '/api/map/places/enterprises');
    const tag = String(first.headers['etag']);
    expect((await duty('GET', '/api/map/places/enterprises', undefined, { 'if-none-match': tag })).statusCode).toBe(
      304,
    );
    await sql`UPDATE enterprise SET updated_at = now() WHERE id = ${plant.enterprise}`.execute(stage.db);
    expect((await duty('GET', '/api/map/places/enterprises', undefined, { 'if-none-match': tag })).statusCode).toBe(
      200,
    );
  });

  it('show a silent point as silent', async () => {
    mirror.readings.set(plant.point('level'), { at: Date.now(), receivedAt: Date.now(), value: 40, quality: 'good' });
    const points = await places(duty, 'hazard-points');
    const silent = Object.fromEntries(
      Array.from({ length: points.length }, (_, i) => [idAt(points.ids, i), points.silent[i]]),
    );
    expect([silent[plant.point('level')], silent[plant.point('pressure')]]).toEqual([0, 1]);
  });

  it('have the risk colour of a past moment', async () => {
    await sql`UPDATE enterprise SET created_at = ${new Date(NOON - MINUTE)}, risk_level = 'blue' WHERE id = ${plant.enterprise}`.execute(
      stage.db,
    );
    await sql`UPDATE enterprise SET created_at = ${new Date(NOW)} WHERE id = ${other.enterprise}`.execute(stage.db);
    for (const [version, minutes, from] of [
      [2, 10, 'red'],
      [3, 20, 'orange'],
    ] as const) {
      await sql`INSERT INTO record_history (entity, id, version, at, by, changes, region_path)
        VALUES ('enterprise', ${plant.enterprise}, ${version}, ${new Date(NOON + minutes * MINUTE)}, '值班',
          ${JSON.stringify([{ field: 'riskLevel', from, to: 'x' }])}::jsonb, ${TOWN})`.execute(stage.db);
    }
    const levelAt = async (time: number) => [...(await places(duty, 'enterprises', `?time=${time}`)).level];
    expect([await levelAt(NOON), await levelAt(NOON + 15 * MINUTE), await levelAt(NOON + 30 * MINUTE)]).toEqual([
      [4],
      [3],
      [1],
    ]);
    expect(await levelAt(NOON - 2 * MINUTE)).toEqual([]);
  });

  it('of cases draw those that stand in the layer’s states, in their colour and one’s own scope, for whoever may read cases', async () => {
    const job = async (n: number, state: string, path: string, firm: string) =>
      sql`INSERT INTO case_file (id, number, kind, system, title, state, level, source, owner, organisation_id, region_path, region_name, lon, lat,
          opened_at, opened_by, closed_at)
        VALUES (${uuid(9100 + n)}, ${`WB-${n}`}, 'contractor-job', 'S71', ${`动火 ${n}`}, ${state}, 'orange', 'self', 'organisation', ${firm}, ${path}, '镇',
          117.9, 28.4, ${new Date(NOON)}, '厂', ${state === 'finished' ? new Date(NOON + 10 * MINUTE) : null})`.execute(
        stage.db,
      );
    await job(1, 'running', TOWN, plant.enterprise);
    await job(2, 'finished', TOWN, plant.enterprise);
    await job(3, 'stopped', NEXT_TOWN, other.enterprise);
    for (const [seq, minutes, state] of [
      [1, 0, 'running'],
      [2, 10, 'finished'],
    ] as const)
      await sql`INSERT INTO case_entry (case_id, seq, at, by, action, to_state, text, region_path)
        VALUES (${uuid(9102)}, ${seq}, ${new Date(NOON + minutes * MINUTE)}, '厂', 'x', ${state}, '', ${TOWN})`.execute(
        stage.db,
      );
    const layers = layerViewSchema.array().parse((await duty('GET', '/api/map/layers')).json());
    expect(layers.find(({ key }) => key === 'contractor-jobs')).toMatchObject({
      count: 2,
      kind: 'cases',
      levels: true,
    });
    const all = await places(duty, 'contractor-jobs');
    expect([all.names?.toSorted(), [...all.level]]).toEqual([
      ['动火 1', '动火 3'],
      [3, 3],
    ]);
    expect((await places(town, 'contractor-jobs')).names).toEqual(['动火 3']);
    // What has ended since was still there then.
    expect((await places(duty, 'contractor-jobs', `?time=${NOON + 5 * MINUTE}`)).length).toBe(3);
    // And what stood in another state then was not.
    await sql`INSERT INTO case_entry (case_id, seq, at, by, action, to_state, text, region_path)
      VALUES (${uuid(9101)}, 1, ${new Date(NOON)}, '厂', 'x', 'applied', '', ${TOWN})`.execute(stage.db);
    expect((await places(duty, 'contractor-jobs', `?time=${NOON + 5 * MINUTE}`)).length).toBe(2);
    const view = '/api/map/view?bounds=117.8,28.3,118,28.5&layers=contractor-jobs';
    expect(viewSchema.parse((await duty('GET', view)).json()).rows.map(({ kind }) => kind)).toEqual([
      'contractor-job',
      'contractor-job',
    ]);
    const blind = await askAs(app, stage.db, uuid(9004));
    expect((await blind('GET', '/api/map/layers')).body).not.toContain('contractor-jobs');
    expect((await blind('GET', '/api/map/places/contractor-jobs')).statusCode).toBe(404);
  });

  it('are listed in words for what is in view', async () => {
    const bounds = '117.8,28.3,118,28.5';
    const read = async (who: Ask, offset = 0) =>
      viewSchema.parse(
        (await who('GET', `/api/map/view?bounds=${bounds}&layers=enterprises,tanks,vehicles&offset=${offset}`)).json(),
      );
    const all = await read(duty);
    expect(all.layers).toEqual([
      { key: 'enterprises', count: 2 },
      { key: 'tanks', count: 3 },
      { key: 'vehicles', count: 1 },
    ]);
    expect(all.rows.map(({ kind }) => kind)).toEqual(['enterprise', 'enterprise', 'tank', 'tank', 'tank', 'vehicle']);
    expect((await read(duty, 4)).rows).toEqual(all.rows.slice(4));
    expect((await read(town)).rows.map(({ id }) => id)).toEqual([other.enterprise]);
  });
});

describe('a past minute', () => {
  it('has the last fix before it, and what came late only in today’s knowledge', async () => {
    await fix(plant.vehicle, NOON - 2 * MINUTE, 117.5);
    await fix(plant.vehicle, NOON - 1 * MINUTE, 117.6, NOON + 30 * MINUTE);
    await fix(plant.vehicle, NOON + 1 * MINUTE, 117.7);
    await fix(plant.vehicle, NOON - 30_000, 0, NOON - 30_000, 0);
    await fix(other.vehicle, NOON - 11 * MINUTE, 118);
    const then = await at(duty, NOON);
    expect(then.positions).toMatchObject({ id: [plant.vehicle], lon: [117.5], time: [NOON - 2 * MINUTE] });
    expect(then.late).toBe(1);
    expect((await at(duty, NOON, 'now')).positions.lon).toEqual([117.6]);
    expect((await at(duty, NOON + MINUTE)).positions.lon).toEqual([117.7]);
    expect((await at(duty, NOON - 9 * MINUTE)).positions.id).toEqual([other.vehicle]);
    expect((await at(town, NOON)).positions.id).toEqual([]);
    expect((await at(duty, NOON, 'now', '&bounds=117.55,28,118,29')).positions.lon).toEqual([117.6]);
    expect((await at(duty, NOON, 'then', '&bounds=117.55,28,118,29')).positions.lon).toEqual([]);
  });

  it('has the alarms that were open, as they stood, within the scope', async () => {
    const first = await raise(stage.db, plant.point('level'), {
      at: NOON,
      regionPath: TOWN,
      organisationId: plant.enterprise,
    });
    await recover(stage.db, first, NOON + 5 * MINUTE);
    await sql`UPDATE alarm SET closed_at = ${new Date(NOON + 8 * MINUTE)}, response = 'closed' WHERE id = ${first.id}`.execute(
      stage.db,
    );
    await raise(stage.db, plant.point('pressure'), {
      at: NOON,
      seenAt: NOON + 20 * MINUTE,
      regionPath: TOWN,
      organisationId: plant.enterprise,
    });
    const open = async (who: Ask, minutes: number, knowledge: 'then' | 'now' = 'then') =>
      (await at(who, NOON + minutes * MINUTE, knowledge)).alarms.map(({ subjectId, recoveredAt }) => [
        subjectId,
        recoveredAt !== null,
      ]);
    expect(await open(duty, -1)).toEqual([]);
    expect(await open(duty, 1)).toEqual([[plant.point('level'), false]]);
    expect(await open(duty, 6)).toEqual([[plant.point('level'), true]]);
    expect(await open(duty, 9)).toEqual([]);
    expect(await open(duty, 9, 'now')).toEqual([[plant.point('pressure'), false]]);
    expect(await open(town, 1)).toEqual([]);
    const asked = await ask(duty, circle, `&time=${NOON + MINUTE}&knowledge=then`);
    expect(countsOf(asked)).toMatchObject({ alarm: 1 });
    expect(countsOf(await ask(duty, circle, `&time=${NOON + 9 * MINUTE}&knowledge=then`))['alarm']).toBeUndefined();
  });

  it('is asked about with the register as it stood: who worked there, in what colour, and what has been closed down since', async () => {
    const then = NOON - 60 * MINUTE;
    await sql`UPDATE enterprise SET created_at = ${new Date(then - MINUTE)}, employees = 80, risk_level = 'blue' WHERE id = ${plant.enterprise}`.execute(
      stage.db,
    );
    await sql`DELETE FROM record_history WHERE entity = 'enterprise'`.execute(stage.db).catch(() => undefined);
    await sql`INSERT INTO record_history (entity, id, version, at, by, changes, region_path)
      VALUES ('enterprise', ${plant.enterprise}, 90, ${new Date(then + MINUTE)}, '值班', ${JSON.stringify([
        { field: 'employees', from: 35, to: 50 },
        { field: 'riskLevel', from: 'red', to: 'blue' },
      ])}::jsonb, ${TOWN}), ('enterprise', ${plant.enterprise}, 91, ${new Date(then + 2 * MINUTE)}, '值班',
        ${JSON.stringify([{ field: 'employees', from: 50, to: 80 }])}::jsonb, ${TOWN})`.execute(stage.db);
    const firms = async (more: string) =>
      (await ask(duty, circle, more)).groups.find(({ key }) => key === 'enterprise')!;
    const before = await firms(`&time=${then}&knowledge=now`);
    const after = await firms('');
    expect(before.sums.find(({ field }) => field === 'employees')!.sum).toBe(35);
    // Today eighty here, and the neighbour that was entered since.
    expect(after.sums.find(({ field }) => field === 'employees')!.sum).toBe(80 + 120);
    expect([before.levels, after.levels]).toMatchObject([{ red: 1, blue: 0 }, { blue: 1 }]);
    const listed = await rows(duty, circle, 'enterprise', `&time=${then}&knowledge=now`);
    expect(listed.rows.map(({ id, level }) => [id, level])).toEqual([[plant.enterprise, 'red']]);
    await sql`UPDATE tank SET created_at = ${new Date(then - MINUTE)}, retired_at = ${new Date(NOON)} WHERE id = ${uuid(8001)}`.execute(
      stage.db,
    );
    const tanks = async (more: string) => countsOf(await ask(duty, circle, more))['tank'] ?? 0;
    expect((await tanks(`&time=${then}&knowledge=now`)) - 1).toBe(0);
    await sql`UPDATE tank SET retired_at = NULL WHERE id = ${uuid(8001)}`.execute(stage.db);
  });

  it('has the newest value of a point then', async () => {
    const point = plant.point('level');
    const time = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
    await store.client.insert({
      table: 'reading',
      format: 'JSONEachRow',
      values: [
        [NOON - MINUTE, 41, NOON - MINUTE],
        [NOON - 30_000, 42, NOON + MINUTE],
        [NOON + MINUTE, 43, NOON + MINUTE],
      ].map(([when, value, received]) => ({
        point,
        at: time(when!),
        value,
        quality: 'good',
        received: time(received!),
      })),
    });
    const values = async (who: Ask, knowledge: string) =>
      (await who('GET', `/api/map/at/values?time=${NOON}&knowledge=${knowledge}&points=${point}`))
        .json<{ value: number }[]>()
        .map(({ value }) => value);
    expect([await values(duty, 'then'), await values(duty, 'now'), await values(town, 'now')]).toEqual([
      [41],
      [42],
      [],
    ]);
  });
});
