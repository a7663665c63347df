import { createServer, type Server } from 'node:net';
import { sql } from 'kysely';
import type { Envelope, Intake } from '@anlan/kernel/telemetry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openCollections, type Attempted, type Collections } from '../ingest/collections.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { collectionRoutes } from './routes.ts';

const TOWN = 'cn.36.11.29.100.';
const PLC = uuid(901);
const SECRET = 'open sesame';

let stage: Stage;
let plant: Plant;
let collections: Collections;
let officer: Ask;
let stranger: Ask;
let server: Server;
let port: number;
const envelopes: Envelope[] = [];

/** Answers 42 in every register. */
function openPlc(): Promise<Server> {
  const plc = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (request: Buffer) => {
      const count = request.readUInt16BE(10);
      const answer = Buffer.alloc(9 + count * 2);
      request.copy(answer, 0, 0, 8);
      answer.writeUInt16BE(3 + count * 2, 4);
      answer[8] = count * 2;
      for (let at = 9; at < answer.length; at += 2) answer.writeUInt16BE(42, at);
      socket.write(answer);
    });
  });
  return new Promise((resolve) => plc.listen(0, '127.0.0.1', () => resolve(plc)));
}

const intake = {
  find: () => undefined,
  accept: (envelope: Envelope) => (envelopes.push(envelope), Promise.resolve({ accepted: true as const })),
  refused: () => {},
  connected: () => {},
  disconnected: () => {},
} satisfies Intake;

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  const { rows } = await sql<{
    path: string;
  }>`SELECT path FROM region WHERE kind = 'town' ORDER BY path LIMIT 2`.execute(db);
  const town = rows[0]?.path ?? TOWN;
  plant = await enterPlant(db, 1, town);
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, identity, protocol, enterprise, origin)
    VALUES (${PLC}, '罐区 PLC', ${town}, ${plant.enterprise}, 'modbus:plc-1', 'modbus', ${plant.enterprise}, 'live')`.execute(
    db,
  );
  server = await openPlc();
  port = (server.address() as { port: number }).port;
  const log = { info: () => {}, warn: () => {} };
  collections = openCollections({ db, intake, clock: Date.now, log, home: stage.context.configuration.home });
  const answers: Record<string, (input: never) => unknown> = {
    collection: ({ identity }: { identity: string }) => collections.state(identity),
    try: (input: Attempted) => collections.attempt(input),
  };
  const mirror = { ask: async (question: string, input: never) => answers[question]!(input) };
  Object.assign(stage.context, { mirror });
  const app = await stage.app({ modules: [collectionRoutes] });
  await enterPerson(db, { id: uuid(911), account: 'safety', role: 'safety-officer', organisation: plant.enterprise });
  await enterPerson(db, { id: uuid(912), account: 'elsewhere', role: 'inspector', region: rows[1]?.path ?? TOWN });
  officer = await askAs(app, db, uuid(911));
  stranger = await askAs(app, db, uuid(912));
});

afterAll(async () => {
  await Promise.all(collections.collectors.map((collector) => collector.close()));
  server.close();
  await stage.close();
});

const path = `/api/devices/${PLC}/collection`;
const point = { key: 'level', name: '液位', kind: 'level', unit: '%', rangeLow: 0, rangeHigh: 100 };
const settings = (more: object = {}) => ({
  protocol: 'modbus',
  host: '127.0.0.1',
  port,
  interval: 0.5,
  sources: [{ point: 'level', table: 'holding', address: 7 }],
  ...more,
});

describe('a collection', () => {
  it('is empty at first, and nobody outside sees it', async () => {
    expect((await officer('GET', path)).json()).toMatchObject({
      settings: null,
      version: 0,
      points: [],
      running: null,
    });
    expect((await stranger('GET', path)).statusCode).toBe(404);
    const given = { settings: settings(), points: [point], enabled: true, version: 0 };
    expect((await stranger('PUT' as 'POST', path, given)).statusCode).toBe(404);
  });

  it('can be tried before it is kept, and the going out is audited', async () => {
    const tried = await officer('POST', `${path}/trial`, { settings: settings() });
    expect(tried.json()).toMatchObject({ ok: true, values: [{ point: 'level', value: 42 }] });
    const { rows } = await sql`SELECT FROM audit a WHERE a::text LIKE '%device.try%'`.execute(stage.db);
    expect(rows).toHaveLength(1);
  });

  it('with its points is kept, and read from then on', async () => {
    const given = { settings: settings(), points: [point], enabled: true, secret: SECRET, version: 0 };
    const kept = await officer('PUT' as 'POST', path, given);
    expect(kept.json()).toMatchObject({ version: 1, hasSecret: true, updatedBy: 'safety', points: [point] });
    expect(kept.body).not.toContain(SECRET);
    await collections.refresh();
    await expect.poll(() => envelopes.length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(envelopes[0]).toMatchObject({
      device: 'modbus:plc-1',
      signals: [{ point: 'level', value: 42, quality: 'good' }],
    });
    expect((await officer('GET', path)).json()).toMatchObject({ running: { state: 'connected' } });
  });

  it('its secret is sealed, and in no audit', async () => {
    const { rows } = await sql<{ sealed: string }>`SELECT sealed FROM device_secret`.execute(stage.db);
    expect(rows[0]?.sealed).not.toContain(SECRET);
    const audit = await sql<{ text: string }>`SELECT string_agg(a::text, '') AS text FROM audit a`.execute(stage.db);
    expect(audit.rows[0]?.text).toContain('device.collect');
    expect(audit.rows[0]?.text).not.toContain(SECRET);
  });

  it('changed by somebody else meanwhile is not overwritten; a wrong one is refused by its field', async () => {
    const put = (given: object) =>
      officer('PUT' as 'POST', path, { points: [point], enabled: true, version: 1, ...given });
    expect((await put({ settings: settings(), version: 0 })).json()).toMatchObject({ code: 'version-conflict' });
    expect((await put({ settings: settings({ port: 99_999 }) })).statusCode).toBe(422);
    const other = { protocol: 'sparkplug', sources: [] };
    expect((await put({ settings: other, points: [] })).json()).toMatchObject({ code: 'field-invalid' });
    expect((await put({ settings: settings(), points: [] })).json().zh).toContain('没有点位 level');
  });

  it('keeps a point with its limits and its history when it is renamed', async () => {
    const before = await sql<{ id: string }>`SELECT id FROM public.point WHERE device_id = ${PLC}`.execute(stage.db);
    await sql`UPDATE public.point SET limits = '{"H": 80}' WHERE device_id = ${PLC}`.execute(stage.db);
    const renamed = { settings: settings(), points: [{ ...point, name: '储罐液位' }], enabled: false, version: 1 };
    expect((await officer('PUT' as 'POST', path, renamed)).statusCode).toBe(200);
    const after = await sql`SELECT id, name, limits FROM public.point WHERE device_id = ${PLC}`.execute(stage.db);
    expect(after.rows).toEqual([{ id: before.rows[0]?.id, name: '储罐液位', limits: { H: 80 } }]);
    await collections.refresh();
    expect(collections.state('modbus:plc-1')).toBeNull();
  });

  it('[S34.1] of a vehicle terminal is a layout of what its tank sends, and its points are the vehicle’s', async () => {
    const terminal = `/api/devices/${plant.terminal}/collection`;
    const tank = { kind: 'cargo-tank-pressure', unit: 'MPa', rangeLow: 0, rangeHigh: 3 };
    const given = {
      settings: {
        protocol: 'jt808',
        sources: [{ point: 'tank-p', message: 0xf1, position: 1, type: 'uint16', scale: 0.001 }],
      },
      points: [{ ...tank, key: 'tank-p', name: '罐体压力' }],
      enabled: true,
      version: 0,
    };
    expect((await officer('PUT' as 'POST', terminal, given)).statusCode).toBe(200);
    const { rows } = await sql`
      SELECT unit_kind, unit_id, system FROM public.point WHERE device_id = ${plant.terminal} AND key = 'tank-p'`.execute(
      stage.db,
    );
    expect(rows).toEqual([{ unit_kind: 'vehicle', unit_id: plant.vehicle, system: 'S34' }]);
    await collections.refresh();
    const identity = await sql<{ identity: string }>`SELECT identity FROM device WHERE id = ${plant.terminal}`.execute(
      stage.db,
    );
    expect(collections.jt808Of(identity.rows[0]!.identity)?.sources).toMatchObject([{ order: 'ABCD', bit: null }]);
    const beyond = { ...given.settings, sources: [{ ...given.settings.sources[0], bit: 9, type: 'uint8' }] };
    expect((await officer('PUT' as 'POST', terminal, { ...given, settings: beyond, version: 1 })).statusCode).toBe(422);
  });
});
