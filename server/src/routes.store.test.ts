import './store/testing/run-source.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Database } from './access/scoped.ts';
import { raise, recover } from './alarm/testing/raise.ts';
import { deskRoutes } from './desk/routes.ts';
import { instructionRoutes } from './device/instruction-routes.ts';
import { deviceRoutes } from './device/routes.ts';
import { metricsRoutes } from './health/metrics.ts';
import { healthRoutes } from './health/routes.ts';
import { openMediaLink } from './media/index.ts';
import { homeRoutes } from './home/routes.ts';
import { buildApp, type App } from './http/index.ts';
import { askAs, asker, enterPerson, openStage, type Ask, type Stage } from './http/testing/stage.ts';
import { openLatest, type Latest } from './ingest/latest.ts';
import { openLink } from './ingest/link.ts';
import { uuid } from './ingest/testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from './ingest/testing/plant.ts';
import { openMirror, type Mirror } from './live/mirror.ts';
import type { Outbox } from './live/outbox.ts';
import { mapRoutes } from './map/routes.ts';
import { positionRoutes } from './position/routes.ts';
import { openClickhouse, type ClickhouseHandle } from './store/clickhouse/index.ts';
import { temporaryHome } from './store/testing/folders.ts';
import { makeTables } from './telemetry/testing/history-stage.ts';
import { supervisionRoutes } from './supervision/routes.ts';
import { telemetryRoutes } from './telemetry/routes.ts';
import { batchOfRecord } from './ingest/record.ts';

const TOWN = 'cn.36.11.02.001.';
const NEXT_TOWN = 'cn.36.11.02.002.';
const MINUTE = 60_000;
const NOW = Math.floor(Date.now() / 1000) * 1000;

let home: Awaited<ReturnType<typeof temporaryHome>>;
let store: ClickhouseHandle;
let clickhouse: ClickHouseClient;
let stage: Stage;
let db: Database;
let latest: Latest;
let link: Awaited<ReturnType<typeof openLink>>;
let mirror: Mirror;
let app: App;
let ours: Plant;
let city: Ask;
let keeper: Ask;
let town: Ask;
let sector: Ask;
let plant: Ask;
/** What ingest answers when a device is sent an instruction. */
let instructed: { result: string } | undefined;

beforeAll(async () => {
  [stage, home] = await Promise.all([openStage(), temporaryHome()]);
  store = await openClickhouse({ home: home.home, clickhouseUrl: undefined });
  ({ client: clickhouse } = store);
  await makeTables(clickhouse);
  ({ db } = stage);
  ours = await enterPlant(db, 1, TOWN, 'chemical');
  await enterPlant(db, 2, NEXT_TOWN, 'port');
  latest = openLatest();
  const state = () => ({
    accepted: 3,
    journal: { last: 5, backlog: 0, trouble: null },
    history: { position: 4, behind: 1, waiting: 1, trouble: 'no answer' },
    rules: { position: 5, behind: 0, waiting: 0, trouble: null },
    listeners: [{ name: 'mqtt', port: 1883, sessions: 1, accepted: 3, refused: { 'unknown-device': 2 } }],
  });
  const device = () => ({ connected: true, since: NOW, remote: '10.0.0.7:1', lastSeen: NOW, clockOffsetMs: -40 });
  link = await openLink({ port: 0, token: 't', latest, answers: { state, device, instruct: () => instructed } });
  mirror = openMirror({ port: link.port, token: 't' }, stage.context.log);
  // Nobody answers there.
  const media = openMediaLink({ port: 9, token: 't' });
  // Nothing follows the outbox here.
  const outbox = { cursor: () => 0 } as Outbox;
  app = await buildApp({ ...stage.context, clickhouse, mirror, media, outbox }, [
    deskRoutes,
    deviceRoutes,
    instructionRoutes,
    healthRoutes,
    metricsRoutes,
    homeRoutes,
    mapRoutes,
    positionRoutes,
    supervisionRoutes,
    telemetryRoutes,
  ]);
  const people = [
    { account: 'city', role: 'duty-officer', region: 'cn.36.11.' },
    { account: 'town', role: 'town-officer', region: NEXT_TOWN },
    { account: 'sector', role: 'duty-officer', region: 'cn.36.11.', sectors: ['port'] },
    { account: 'plant', role: 'safety-officer', organisation: ours.enterprise },
    { account: 'keeper', role: 'system-administrator', region: 'cn.36.11.' },
  ];
  for (const [index, person] of people.entries()) await enterPerson(db, { id: uuid(901 + index), ...person });
  [city, town, sector, plant, keeper] = (await Promise.all(
    people.map((_, index) => askAs(app, db, uuid(901 + index))),
  )) as [Ask, Ask, Ask, Ask, Ask];
  await speak();
});
beforeEach(() => forgetMonitoring(db));
afterAll(async () => {
  await app.close();
  mirror.close();
  await link.close();
  await store.stop();
  await home.remove();
  await stage.close();
});

/** Our plant's gateway and lorry speak: a level of 55 ten seconds ago, the lorry at 62 km/h. */
async function speak(): Promise<void> {
  const at = NOW - 10_000;
  const fix = { at, lon: 117.905, lat: 28.4, speed: 62, heading: 90, altitude: null, positioned: true, live: true };
  latest.take(
    batchOfRecord({
      device: ours.gateway,
      receivedAt: NOW,
      fixes: [{ object: ours.vehicle, fix }],
      readings: [[ours.point('level'), at, 55, 'good']],
    }),
  );
  const readings = [0, 10, 20, 90, 100].map((seconds) => ({
    point: ours.point('level'),
    at: NOW - 10 * MINUTE + seconds * 1000,
    value: seconds,
    quality: 'good',
    received: NOW,
  }));
  await clickhouse.insert({ table: 'reading', values: readings, format: 'JSONEachRow' });
  const fixes = [0, 60].map((seconds) => ({
    object: ours.vehicle,
    at: NOW - 10 * MINUTE + seconds * 1000,
    lon: seconds === 0 ? 117.9 : 117.96,
    lat: 28.4,
    speed: 50,
    positioned: 1,
    live: 1,
    received: NOW,
  }));
  await clickhouse.insert({ table: 'fix', values: fixes, format: 'JSONEachRow' });
  for (let round = 0; round < 100 && mirror.fixes.size === 0; round += 1) await pause(20);
}
const get = async (ask: Ask, url: string) => (await ask('GET', url)).json();
async function until(holds: () => boolean): Promise<void> {
  for (let round = 0; round < 100 && !holds(); round += 1) await pause(20);
  expect(holds()).toBe(true);
}
/** A table changed for one look, and put back. */
async function meanwhile<T>(
  change: ReturnType<typeof sql>,
  look: () => Promise<T>,
  back: ReturnType<typeof sql>,
): Promise<T> {
  await change.execute(db);
  try {
    return await look();
  } finally {
    await back.execute(db);
  }
}

describe('figures for those who watch the platform', () => {
  it('are Prometheus text: what comes in, what waits, how long answers take; only for those who may see devices', async () => {
    expect((await asker(app)('GET', '/api/metrics')).statusCode).toBe(401);
    expect((await plant('GET', '/api/map/layers')).statusCode).toBe(200);
    const answer = await city('GET', '/api/metrics');
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    const lines = answer.body.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'anlan_intake_up 1',
        'anlan_journal_last 5',
        'anlan_intake_waiting{lane="history"} 1',
        'anlan_listener_refused{listener="mqtt",reason="unknown-device"} 2',
        'anlan_http_request_seconds_count{method="GET",route="/api/map/layers",status="2xx"} 1',
      ]),
    );
    expect(answer.body).not.toContain(ours.enterprise);
  });
});

describe('telemetry', () => {
  it('[S16.3] shows points with their newest value to those whose scope holds them, and to no other town', async () => {
    const level = (rows: { id: string }[]) => rows.find(({ id }) => id === ours.point('level'));
    for (const ask of [city, plant]) {
      expect(level(await get(ask, '/api/points'))).toMatchObject({
        latest: { at: NOW - 10_000, value: 55, quality: 'good' },
        limits: { H: 80 },
        unit: '%',
      });
    }
    expect(level(await get(town, '/api/points'))).toBeUndefined();
    expect((await get(town, `/api/points/${ours.point('level')}/readings?from=0&to=1`)).code).toBe('not-found');
    expect(await get(city, `/api/points?device=${ours.gateway}`)).toHaveLength(5);
  });

  it('[S17.7] draws a trend with a gap where nothing was measured, and no line across it', async () => {
    const series = await get(
      city,
      `/api/points/${ours.point('level')}/readings?from=${NOW - 10 * MINUTE}&to=${NOW}&max=600`,
    );
    expect(series).toMatchObject({ resolution: 1000, unit: '%' });
    expect(series.value).toEqual([0, 10, 20, null, 90, 100]);
    const wide = await get(
      city,
      `/api/points/${ours.point('level')}/readings?from=${NOW - 10 * MINUTE}&to=${NOW}&max=10`,
    );
    expect(wide).toMatchObject({ resolution: MINUTE });
    expect([Math.min(...wide.low), Math.max(...wide.high)]).toEqual([0, 100]);
  });

  it.each([
    `/api/points/${uuid(110)}/readings?from=0&to=1e300`,
    `/api/points/${uuid(110)}/readings?from=-1&to=5`,
    `/api/tracks/${uuid(104)}?from=1e300`,
    '/api/map/at?time=1e300',
    '/api/map/at?time=',
  ])('is not asked for a time that is none: %s', async (url) => {
    expect([200, 422]).toContain((await city('GET', url)).statusCode);
  });
});

describe('positions', () => {
  it('[S33.1] show each object in scope once, also when its terminal was exchanged or doubled', async () => {
    const ids = async (ask: Ask) => (await get(ask, '/api/positions')).id as string[];
    expect([await ids(city), await ids(plant), await ids(town)]).toEqual([[ours.vehicle], [ours.vehicle], []]);
    const twice = await meanwhile(
      sql`INSERT INTO device (id, name, region_path, organisation_id, identity, protocol, origin, vehicle, retired_at)
        SELECT gen_random_uuid(), 'spare', region_path, organisation_id, 'spare-' || n, protocol, origin, vehicle, CASE n WHEN 1 THEN now() END
        FROM device, generate_series(1, 2) n WHERE id = ${ours.terminal}`,
      async () => [await ids(city), (await get(city, '/api/vehicles/rates'))[1].denominator],
      sql`DELETE FROM device WHERE name = 'spare'`,
    );
    expect(twice).toEqual([[ours.vehicle], 2]);
  });

  it('[S33.1] give the track of an object in scope, and audit the asking for another', async () => {
    const track = await get(city, `/api/tracks/${ours.vehicle}?from=${NOW - 11 * MINUTE}&to=${NOW}`);
    expect(track).toMatchObject({ id: ours.vehicle, lon: [117.9, 117.96], speed: [50, 50] });
    expect((await get(town, `/api/tracks/${ours.vehicle}`)).code).toBe('not-found');
    const vessel = uuid(77);
    await sql`INSERT INTO vessel (id, name, region_path, mmsi) VALUES (${vessel}, '信江1号', ${TOWN}, '413000001')`.execute(
      db,
    );
    expect((await get(town, `/api/tracks/${vessel}`)).code).toBe('not-found');
    const { rows } = await sql<{
      subject_kind: string;
    }>`SELECT subject_kind FROM audit WHERE verb = 'position.read' ORDER BY seq`.execute(db);
    expect(rows.map(({ subject_kind }) => subject_kind)).toEqual(['vehicle', 'vessel']);
    await sql`DELETE FROM vessel`.execute(db);
  });
});

describe('the map', () => {
  it('counts its layers as far as the scope reaches, and marks silent points', async () => {
    const counts = async (ask: Ask) =>
      Object.fromEntries(
        (await get(ask, '/api/map/layers')).map(({ key, count }: { key: string; count: number }) => [key, count]),
      );
    expect(await counts(city)).toMatchObject({ vehicles: 1, vessels: 0, 'hazard-points': 10 });
    expect(await counts(town)).toMatchObject({ vehicles: 0, 'hazard-points': 5 });
    const places = await get(plant, '/api/map/layers/hazard-points');
    expect(places.id).toHaveLength(5);
    expect(places.silent[places.id.indexOf(ours.point('level'))]).toBe(false);
    expect(places.silent.filter((silent: boolean) => silent)).toHaveLength(4);
    expect((await get(city, '/api/map/layers/clouds')).code).toBe('not-found');
  });

  it('says who and what is inside a circle, nearest first', async () => {
    const inside = await get(city, '/api/map/inside?lon=117.9&lat=28.4&radius=1000');
    expect(inside).toMatchObject({
      enterprises: { count: 2 },
      devices: { count: 4 },
      vehicles: { count: 1, rows: [{ id: ours.vehicle }] },
      levels: { red: 2 },
      employees: 240,
    });
    expect(inside.vehicles.rows[0].distance).toBeGreaterThan(450);
    expect((await get(town, '/api/map/inside?lon=117.9&lat=28.4&radius=1000')).enterprises.count).toBe(1);
    expect((await get(city, '/api/map/inside?lon=110&lat=28.4&radius=1000')).employees).toBe(0);
  });

  it('shows how things stood at a past minute, and how alarms were spread over the hours', async () => {
    const alarm = await raise(db, ours.point('level'), { at: NOW - 30 * MINUTE, organisationId: ours.enterprise });
    await recover(db, alarm, NOW - 8 * MINUTE);
    const then = await get(city, `/api/map/at?time=${NOW - 9 * MINUTE}`);
    expect(then.positions).toMatchObject({ id: [ours.vehicle], lon: [117.96] });
    expect(then.alarms.map(({ id }: { id: string }) => id)).toEqual([alarm.id]);
    // Recovered, but nobody has closed it: it is still in the queue, then as live.
    expect((await get(city, `/api/map/at?time=${NOW - 5 * MINUTE}`)).alarms).toMatchObject([
      { id: alarm.id, recoveredAt: NOW - 8 * MINUTE },
    ]);
    expect((await get(city, `/api/map/at?time=${NOW - 31 * MINUTE}`)).alarms).toEqual([]);
    expect((await get(town, `/api/map/at?time=${NOW - 9 * MINUTE}`)).positions.id).toEqual([]);
    const { counts, step } = await get(city, '/api/map/alarms?hours=24');
    expect([counts.length, step, counts.reduce((a: number, b: number) => a + b)]).toEqual([96, 15 * MINUTE, 1]);
  });
});

describe('the duty log', () => {
  it('takes lines of a desk and shows them with the alarms’ own, newest first', async () => {
    const alarm = await raise(db, ours.point('level'), { at: NOW - MINUTE, organisationId: ours.enterprise });
    const written = await city('POST', '/api/desk/log', { kind: 'call', text: '已通知企业', alarmId: alarm.id });
    expect(written.statusCode).toBe(201);
    const log = await get(city, '/api/desk/log');
    expect(log.map(({ kind, by }: { kind: string; by: string }) => `${kind} ${by}`)).toEqual([
      'call city',
      'system 系统',
    ]);
    expect(await get(town, '/api/desk/log')).toEqual([]);
    expect((await plant('POST', '/api/desk/log', { kind: 'note', text: 'x' })).json().code).toBe('not-permitted');
  });

  it('is open to a desk of one sector, which reads its own lines', async () => {
    expect((await sector('POST', '/api/desk/log', { kind: 'note', text: '巡查码头' })).statusCode).toBe(201);
    expect(await get(sector, '/api/desk/log')).toMatchObject([{ text: '巡查码头', by: 'sector' }]);
  });
});

describe('what needs me now', () => {
  it('puts the worst first, counts all of it, and names the next rung', async () => {
    for (let number = 0; number < 3; number += 1)
      await raise(db, uuid(5000 + number), {
        at: NOW - MINUTE + number,
        level: (['blue', 'red', 'yellow'] as const)[number],
      });
    const page = await get(city, '/api/home');
    expect(page.now.map(({ level }: { level: string }) => level)).toEqual(['red', 'yellow', 'blue']);
    expect(page.now[0]).toMatchObject({ due: '升级到县值班', verb: { label: '去确认', primary: true } });
    expect(page.levels).toMatchObject({ red: 2 });
    expect((await get(town, '/api/home')).levels).toMatchObject({ red: 1 });
  });

  it('counts more alarms than it shows, and shows an old red one before new blue ones', async () => {
    const { id } = await raise(db, ours.point('level'), { at: NOW - MINUTE, level: 'blue' });
    await sql`
      INSERT INTO alarm SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'number', n::text, 'subject_id', gen_random_uuid()))).*
      FROM alarm a, generate_series(1, 399) n WHERE a.id = ${id}`.execute(db);
    const red = await raise(db, uuid(5000), { at: NOW - 600 * MINUTE, level: 'red' });
    const page = await get(city, '/api/home');
    const value = (key: string) => page.counts.find((count: { key: string }) => count.key === key).value;
    expect([value('active'), value('mine')]).toEqual([401, 401]);
    expect(page.now[0].id).toBe(red.id);
  });
});

describe('supervision', () => {
  it('[S16.5] reports by county or town who is registered and who is heard', async () => {
    expect(await get(city, '/api/coverage')).toEqual([
      {
        regionPath: 'cn.36.11.02.',
        region: expect.any(String),
        registered: 2,
        connected: 1,
        towns: 2,
        townsConnected: 1,
      },
    ]);
    expect(await get(town, '/api/coverage')).toMatchObject([{ regionPath: NEXT_TOWN, registered: 1, connected: 0 }]);
  });

  it('counts no enterprise as connected for what the platform computes itself', async () => {
    const connected = async () => (await get(city, '/api/coverage'))[0].connected;
    const devices = async () =>
      (await get(keeper, '/api/home')).counts.find(({ key }: { key: string }) => key === 'devices').value;
    const before = [await connected(), await devices()];
    const { rows } = await sql<{ point: string }>`
      WITH speaker AS (
        INSERT INTO device (id, name, region_path, organisation_id, identity, protocol, origin)
        SELECT ${uuid(7801)}, '反应工段（工况模型）', region_path, organisation_id, 'watch:7801', 'watch', 'generated'
        FROM device WHERE region_path = ${NEXT_TOWN} AND organisation_id IS NOT NULL LIMIT 1
        RETURNING id, region_path, organisation_id)
      INSERT INTO public.point (id, device_id, key, name, kind, unit, expected_period, limits, system, region_path, organisation_id)
      SELECT ${uuid(7802)}, id, 'deviation', '偏离度', 'process-deviation', '倍', 10, '{}', 'S17', region_path, organisation_id FROM speaker
      RETURNING id AS point`.execute(db);
    const [{ point }] = rows as [{ point: string }];
    latest.take(
      batchOfRecord({ device: uuid(7801), receivedAt: Date.now(), fixes: [], readings: [[point, NOW, 1, 'good']] }),
    );
    await until(() => mirror.readings.get(point) !== undefined);
    expect([await connected(), await devices()]).toEqual(before);
    await sql`DELETE FROM public.point WHERE device_id = ${uuid(7801)}`.execute(db);
    await sql`DELETE FROM device WHERE id = ${uuid(7801)}`.execute(db);
  });

  it('[S38.5] reports by river how many vessels are heard', async () => {
    const rivers = await meanwhile(
      sql`INSERT INTO vessel (id, name, region_path, mmsi, waterway) VALUES (${uuid(71)}, 'a', ${TOWN}, '413000001', '信江'), (${uuid(72)}, 'b', ${TOWN}, '413000002', '信江'), (${uuid(73)}, 'c', ${TOWN}, '413000003', NULL)`,
      async () => {
        const fix = { at: NOW, lon: 117, lat: 28, speed: 9, heading: 90, altitude: null, positioned: true, live: true };
        latest.take(
          batchOfRecord({ device: 'ais', receivedAt: Date.now(), fixes: [{ object: uuid(71), fix }], readings: [] }),
        );
        for (let round = 0; round < 100 && !mirror.fixes.has(uuid(71)); round += 1) await pause(20);
        return get(city, '/api/waterways/coverage') as Promise<object[]>;
      },
      sql`DELETE FROM vessel`,
    );
    expect(rivers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ waterway: '信江', vessels: 2, heard: 1 }),
        expect.objectContaining({ waterway: '未填', vessels: 1, heard: 0 }),
      ]),
    );
  });
});

describe('devices', () => {
  it('[S16.1] show session and refused input of a device to its own scope', async () => {
    await sql`INSERT INTO intake_refusal VALUES ('mqtt', ${ours.gateway}, 'unknown-point', 3, now(), 'x'), ('mqtt', NULL, 'unknown-device', 2, now(), 'y')`.execute(
      db,
    );
    expect(await get(city, `/api/devices/${ours.gateway}/intake`)).toMatchObject({
      connected: true,
      clockOffsetMs: -40,
      counters: [{ reason: 'unknown-point', label: '未登记点位', count: 3 }],
    });
    expect((await get(town, `/api/devices/${ours.gateway}/intake`)).code).toBe('not-found');
    expect(await get(city, '/api/intake')).toMatchObject([
      { listener: 'mqtt', sessions: 1, refusals: [{ count: 3 }, { reason: 'unknown-device', count: 2 }] },
    ]);
  });

  it('[S16.6] deliver an instruction, keep how it was answered, and say when the device is offline', async () => {
    const send = (body: object, ask = city) => ask('POST', `/api/devices/${ours.gateway}/instruction`, body);
    const outcomes = [];
    for (const result of ['done', 'timeout', 'failed', 'offline']) {
      instructed = { result };
      const answer = await send({ kind: 'text', text: '减速' });
      outcomes.push(answer.json().state ?? answer.json().code);
    }
    instructed = undefined;
    outcomes.push((await send({ kind: 'query' })).json().code);
    expect(outcomes).toEqual(['acknowledged', 'timed-out', 'refused', 'device-offline', 'device-offline']);
    expect(
      (await get(city, `/api/devices/${ours.gateway}/instructions`)).map(({ state }: { state: string }) => state),
    ).toEqual(['refused', 'refused', 'refused', 'timed-out', 'acknowledged']);
    expect((await send({ kind: 'text' })).json()).toMatchObject({ code: 'field-required', field: 'text' });
    expect((await send({ kind: 'query' }, plant)).json().code).toBe('not-permitted');
    const { rows } = await sql<{
      outcome: string;
    }>`SELECT outcome FROM audit WHERE verb = 'device.answer' ORDER BY seq`.execute(db);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['done', 'failed', 'failed', 'failed', 'failed']);
  });
});

describe('health', () => {
  it('names the state of every part to whoever watches, without signing in', async () => {
    const health = await get(asker(app), '/api/health');
    expect(health.state).toBe('trouble');
    expect(
      Object.fromEntries(
        health.parts.map(({ name, state, detail }: { name: string; state: string; detail: string }) => [
          name,
          `${state} ${detail}`,
        ]),
      ),
    ).toEqual({
      postgresql: 'ready null',
      clickhouse: 'ready null',
      ingest: 'ready 已收 3 条',
      journal: 'ready 到第 5 条',
      history: 'trouble no answer',
      rules: 'ready 落后 0 条',
      media: 'trouble 视频进程没有应答',
    });
  });
});
