import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { pushSchema, type Push } from '@anlan/kernel/live';
import type { Database } from '../access/scoped.ts';
import { writeCourses } from '../alarm/course.ts';
import { raise, recover, type Raised } from '../alarm/testing/raise.ts';
import { publish } from '../alarm/write.ts';
import { buildApp, type App } from '../http/index.ts';
import { enterPerson, openStage, type Stage } from '../http/testing/stage.ts';
import { SESSION_COOKIE } from '../identity/index.ts';
import { openSession } from '../identity/session.ts';
import { openLatest, type Latest } from '../ingest/latest.ts';
import { openLink } from '../ingest/link.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import { openMirror, type Mirror } from './mirror.ts';
import { followOutbox, type Outbox } from './outbox.ts';
import { liveRoutes } from './routes.ts';
import { batchOfRecord } from '../ingest/record.ts';

const TOWN = 'cn.36.11.02.001.';
const NEXT_TOWN = 'cn.36.11.02.002.';
const NOW = Date.UTC(2026, 2, 18, 9);
type Event = Extract<Push, { kind: 'event' }>;

let stage: Stage;
let db: Database;
let app: App;
let latest: Latest;
let link: Awaited<ReturnType<typeof openLink>>;
let mirror: Mirror;
let outbox: Outbox;
let plants: Plant[];
let number = 0;
const open: WebSocket[] = [];

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  plants = [await enterPlant(db, 1, TOWN, 'chemical'), await enterPlant(db, 2, NEXT_TOWN, 'port')];
  const people = [
    { id: uuid(901), account: 'city', role: 'duty-officer', region: 'cn.36.11.' },
    { id: uuid(902), account: 'town', role: 'town-officer', region: TOWN },
    { id: uuid(903), account: 'port', role: 'inspector', region: 'cn.36.', sectors: ['port'] },
    { id: uuid(904), account: 'plant', role: 'safety-officer', organisation: plants[0]!.enterprise },
    { id: uuid(905), account: 'auditor', role: 'audit-administrator', region: 'cn.36.11.' },
  ];
  for (const person of people) await enterPerson(db, person);
});
beforeEach(async () => {
  latest = openLatest();
  link = await openLink({ port: 0, token: 't', latest, answers: {} });
  mirror = openMirror({ port: link.port, token: 't' }, stage.context.log);
  outbox = await followOutbox(stage.url, db, stage.context.log);
  app = await buildApp({ ...stage.context, mirror, outbox }, [liveRoutes]);
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate();
  await app.close();
  outbox.close();
  mirror.close();
  await link.close();
});
afterAll(() => stage.close());

interface Browser {
  readonly socket: WebSocket;
  readonly pushes: Push[];
  events(): Event[];
  until(holds: () => boolean): Promise<void>;
}

/** Connects as a person, once greeted. */
async function browser(person: number, cursor?: number): Promise<Browser> {
  const token = await db.transaction().execute((tx) => openSession(tx, uuid(900 + person), 'test'));
  const { port } = app.server.address() as AddressInfo;
  const query = cursor === undefined ? '' : `?cursor=${cursor}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live${query}`, {
    headers: { cookie: `${SESSION_COOKIE}=${token}` },
  });
  open.push(socket);
  const pushes: Push[] = [];
  socket.on('message', (data) => pushes.push(pushSchema.parse(JSON.parse(String(data)))));
  await once(socket, 'open');
  const until = async (holds: () => boolean): Promise<void> => {
    for (let round = 0; round < 400 && !holds(); round += 1) await pause(20);
    expect(holds()).toBe(true);
  };
  await until(() => pushes.some(({ kind }) => kind === 'hello'));
  return { socket, pushes, until, events: () => pushes.filter((push) => push.kind === 'event') };
}

/** An alarm of plant 0 or 1. */
function alarm(of = 0): Promise<Raised> {
  const plant = plants[of]!;
  const place = of === 0 ? { regionPath: TOWN, sector: 'chemical' } : { regionPath: NEXT_TOWN, sector: 'port' };
  return raise(db, uuid(10_000 + number), { at: NOW + (number += 1), organisationId: plant.enterprise, ...place });
}
const happenings = (events: readonly Event[]): string[] =>
  events.map(({ happening, alarm: { id } }) => `${happening} ${id}`);
const greeting = ({ pushes }: Browser) => pushes[0] as Extract<Push, { kind: 'hello' }>;

describe('the live connection', () => {
  it('[S16.3] brings alarms as they happen, in the order of the cursor', async () => {
    const city = await browser(1);
    const first = await alarm();
    const second = await alarm(1);
    await recover(db, first, NOW + 60_000);
    await city.until(() => city.events().length === 3);
    expect(happenings(city.events())).toEqual([`raised ${first.id}`, `raised ${second.id}`, `recovered ${first.id}`]);
    const cursors = city.events().map(({ cursor }) => cursor);
    expect(cursors).toEqual([...cursors].sort((a, b) => a - b));
    expect(greeting(city).cursor).toBeLessThan(cursors[0]!);
  });

  it('brings how running alarms go on, to whom they concern', async () => {
    const [town, port] = [await browser(2), await browser(3)];
    const { id } = await alarm();
    const excursion = (await sql<{ id: string }>`SELECT excursion_id AS id FROM alarm WHERE id = ${id}`.execute(db))
      .rows[0]!.id;
    const courses = ({ pushes }: Browser) => pushes.filter((push) => push.kind === 'course');
    const course = { alarmId: excursion, value: 91.5, peak: 95, at: NOW + 30_000 };
    await db.transaction().execute((tx) => writeCourses(tx, [course]));
    await town.until(() => courses(town).length > 0);
    const index = courses(town)[0]!.id.indexOf(id);
    const { at, value, peak } = courses(town)[0]!;
    expect([at[index], value[index], peak[index]]).toEqual([NOW + 30_000, 91.5, 95]);
    expect(courses(port)).toEqual([]);
  }, 15_000);

  it('[S16.7] brings only what the scope covers: region, sector, organisation', async () => {
    const browsers = await Promise.all([1, 2, 3, 4].map((person) => browser(person)));
    const [ours, theirs] = [await alarm(0), await alarm(1)];
    await browsers[0]!.until(() => browsers[0]!.events().length === 2);
    await pause(50);
    const seen = browsers.map((one) => happenings(one.events()));
    expect(seen).toEqual([
      [`raised ${ours.id}`, `raised ${theirs.id}`],
      [`raised ${ours.id}`],
      [`raised ${theirs.id}`],
      [`raised ${ours.id}`],
    ]);
  });

  it('goes on where a browser stopped: nothing lost, nothing twice, also while events come', async () => {
    const before = await browser(1);
    await alarm();
    await before.until(() => before.events().length === 1);
    const { cursor } = before.events()[0]!;
    before.socket.terminate();
    const missed = [await alarm(), await alarm()];
    const raising = (async () => {
      const raised = [];
      for (let round = 0; round < 10; round += 1) raised.push(await alarm());
      return raised;
    })();
    const back = await browser(1, cursor);
    const expected = [...missed, ...(await raising)];
    await back.until(() => back.events().length >= expected.length);
    await pause(50);
    expect(greeting(back).cursor).toBe(cursor);
    expect(happenings(back.events())).toEqual(expected.map(({ id }) => `raised ${id}`));
  });

  it('tells a browser that missed too much to ask anew, and feeds it from now on', async () => {
    const { id } = await alarm();
    const behind = outbox.cursor();
    await sql`INSERT INTO outbox (topic, happening, region_path, body)
      SELECT 'alarm', 'filler', ${TOWN}, (SELECT body FROM outbox ORDER BY cursor DESC LIMIT 1) FROM generate_series(1, 2500)`.execute(
      db,
    );
    for (let round = 0; round < 150 && outbox.cursor() < behind + 2500; round += 1) await pause(20);
    const far = await browser(1, behind);
    expect(greeting(far).cursor).toBeLessThan(behind);
    const next = await alarm();
    await far.until(() => far.events().length > 0);
    expect(happenings(far.events())).toEqual([`raised ${next.id}`]);
    expect(id).not.toBe(next.id);
  });

  it('tells a browser with a cursor of another outbox to ask anew, and does not keep events from it', async () => {
    await alarm();
    await pause(100);
    const strange = await browser(1, outbox.cursor() + 1_000_000);
    expect(greeting(strange).cursor).toBe(outbox.cursor());
    const next = await alarm();
    await strange.until(() => strange.events().length === 1);
    expect(happenings(strange.events())).toEqual([`raised ${next.id}`]);
  });

  it('[S33.1] brings movements of the objects in scope, and readings of the points asked for', async () => {
    const town = await browser(2);
    const [own, other] = plants.map((plant) => plant.point('level'));
    town.socket.send(JSON.stringify({ watch: [own, other, 'x'] }));
    town.socket.send('not json');
    await pause(100);
    const fix = {
      at: NOW,
      lon: 117.9,
      lat: 28.4,
      speed: 60,
      heading: 90,
      altitude: null,
      positioned: true,
      live: true,
    };
    const fixes = plants.map(({ vehicle }) => ({ object: vehicle, fix }));
    latest.take(
      batchOfRecord({
        device: 'd',
        receivedAt: NOW,
        fixes,
        readings: [
          [own!, NOW, 5, 'good'],
          [other!, NOW, 6, 'good'],
          [plants[0]!.point('toxic'), NOW, 7, 'good'],
        ],
      }),
    );
    await town.until(() => town.pushes.some(({ kind }) => kind === 'read'));
    expect(town.pushes.slice(1)).toEqual([
      { kind: 'moved', id: [plants[0]!.vehicle], time: [NOW], lon: [117.9], lat: [28.4], speed: [60], heading: [90] },
      { kind: 'read', id: [own], at: [NOW], value: [5], quality: ['good'] },
    ]);
  });

  it('is not opened without a session or the right to see alarms', async () => {
    const { port } = app.server.address() as AddressInfo;
    const stranger = new WebSocket(`ws://127.0.0.1:${port}/api/live`);
    expect(((await once(stranger, 'error')) as [Error])[0].message).toContain('401');
    await expect(browser(5)).rejects.toThrow('403');
  });
});

describe('following the outbox', () => {
  /** Connections that do nothing but listen, or nothing at all. */
  const listeners = async (): Promise<number> => {
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND (query = '' OR query LIKE 'LISTEN %')`.execute(db);
    return rows[0]!.n;
  };

  it('survives the loss of its connection: one new connection, and no event missed', async () => {
    const seen: number[] = [];
    outbox.onEvent(({ cursor }) => seen.push(cursor));
    const before = outbox.cursor();
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %outbox%'`.execute(db);
    await alarm();
    await pause(2600);
    expect(await listeners()).toBe(1);
    await alarm();
    await pause(200);
    expect(seen).toHaveLength(2);
    expect(Math.min(...seen)).toBeGreaterThan(before);
  });

  it('hands on nothing of a transaction that was rolled back', async () => {
    const { id } = await alarm();
    await pause(100);
    const seen: string[] = [];
    outbox.onEvent(({ happening }) => seen.push(happening));
    const failing = db.transaction().execute(async (tx) => {
      await publish(tx, id, 'never');
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await db.transaction().execute((tx) => publish(tx, id, 'after'));
    await pause(200);
    expect(seen).toEqual(['after']);
  });
});
