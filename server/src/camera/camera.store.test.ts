import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { packFile } from '@anlan/data';
import { demonstrationSecret, Gb28181Agent, openHub, type AccessUnit, type Hub } from '@anlan/gateways/media';
import type { Envelope, Intake } from '@anlan/kernel/telemetry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAs, enterPerson, openStage, OWN_ROUTES, type Ask, type Stage } from '../http/testing/stage.ts';
import { openLatest } from '../ingest/latest.ts';
import { openLink } from '../ingest/link.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import { openDoor } from '../media/door.ts';
import { openMediaLink } from '../media/index.ts';
import { cameraRoutes } from './index.ts';
import { openMediaNotes } from './notes.ts';
import { openCameras, type Cameras } from './open.ts';

const TOWN = 'cn.36.11.29.100.';
const RECORDER = '36112900001180000001';
const CODES = ['36112900001320000001', '36112900001320000002', '36112900001320000003'] as const;
const NVR = uuid(950);
const KEYS = { demonstration: 'of the demonstration', device: 'of real devices' };
const log = { info: () => {}, warn: () => {} };

let stage: Stage;
let plant: Plant;
let hub: Hub;
let cameras: Cameras;
let agent: Gb28181Agent;
let officer: Ask;
let duty: Ask;
let stranger: Ask;
let folder: string;
const told: string[] = [];
const envelopes: Envelope[] = [];
const refusals: string[] = [];
const closing: (() => unknown)[] = [];

/** Where envelopes end up is not this test's matter. */
const intake = {
  find: () => undefined,
  accept: (envelope: Envelope) => (envelopes.push(envelope), Promise.resolve({ accepted: true as const })),
  refused: (listener: string, reason: string) => void refusals.push(`${listener} ${reason}`),
  connected: (identity: string) => void told.push(`+${identity}`),
  disconnected: (identity: string) => void told.push(`-${identity}`),
} satisfies Intake;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(condition, { timeout: 15_000, interval: 20 }).toBe(true);
}

const idOf = async (code: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`SELECT id FROM camera WHERE code = ${code} AND retired_at IS NULL`.execute(
    stage.db,
  );
  return rows[0]?.id ?? '';
};
const input = (code: string, change: object = {}) => ({
  name: `罐区 ${code.slice(-1)}`,
  regionPath: TOWN,
  code,
  enterprise: plant.enterprise,
  protocol: 'gb28181',
  device: NVR,
  place: '罐区',
  ptz: true,
  ...change,
});

async function openMedia(): Promise<void> {
  const notes = openMediaNotes(intake);
  const link = await openLink({ port: 0, token: 'inner', latest: openLatest(), answers: notes.answers });
  const { configuration } = stage.context;
  cameras = await openCameras({
    db: stage.db,
    postgres: stage.url,
    configuration: { ...configuration, gb28181Port: 0, gb28181MediaPorts: [42_200, 42_209] },
    keys: KEYS,
    ingest: { port: link.port, token: 'inner' },
    clock: Date.now,
    log,
    limits: { keepalive: 300 },
  });
  folder = await mkdtemp(join(tmpdir(), 'anlan-camera-'));
  hub = await openHub({ sources: { gb28181: cameras.source }, folder: join(folder, 'ring'), log, clock: Date.now });
  const state = () => ({ since: 0, streams: {}, jt1078: null, trouble: null });
  const door = await openDoor({ port: 0, token: 'door', hub, clock: Date.now, state, answers: { ...cameras.answers } });
  Object.assign(stage.context, { media: openMediaLink({ port: door.port, token: 'door' }) });
  closing.push(
    () => door.close(),
    () => hub.close(),
    () => cameras.close(),
    () => link.close(),
  );
}

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  plant = await enterPlant(db, 1, TOWN);
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, identity, protocol, enterprise, origin)
    VALUES (${NVR}, '罐区录像机', ${TOWN}, ${plant.enterprise}, ${`gb28181:${RECORDER}`}, 'gb28181', ${plant.enterprise}, 'live')`.execute(
    db,
  );
  await openMedia();
  const app = await stage.app({ modules: [...OWN_ROUTES, cameraRoutes] });
  await enterPerson(db, { id: uuid(911), account: 'officer', role: 'inspector', region: 'cn.36.11.29.' });
  await enterPerson(db, { id: uuid(912), account: 'duty', role: 'duty-officer', region: 'cn.36.11.' });
  await enterPerson(db, { id: uuid(913), account: 'elsewhere', role: 'duty-officer', region: 'cn.50.' });
  officer = await askAs(app, db, uuid(911));
  duty = await askAs(app, db, uuid(912));
  stranger = await askAs(app, db, uuid(913));
});

afterAll(async () => {
  agent?.end(true);
  for (const close of closing) await close();
  await rm(folder, { recursive: true, force: true });
  await stage.close();
});

describe('a camera of the register', () => {
  it('has a code whose parts are right, and what its protocol needs', async () => {
    const refused = async (change: object) => (await officer('POST', '/api/cameras', input(CODES[0], change))).json();
    expect(await refused({ code: '36112900001180000009' })).toMatchObject({ code: 'field-invalid' });
    expect((await refused({ code: '36112900001180000009' })).zh).toContain('不是摄像机');
    expect((await refused({ code: '00112900001320000009' })).zh).toContain('前两位 00');
    expect(await refused({ device: null })).toMatchObject({ code: 'field-required' });
    expect(await refused({ protocol: 'rtsp', address: 'rtsp://user:word@10.0.0.1/1' })).toMatchObject({
      code: 'field-invalid',
    });
    for (const code of CODES.slice(0, 2))
      expect((await officer('POST', '/api/cameras', input(code))).statusCode).toBe(201);
    expect((await refused({})).code).toBe('already-exists');
  });

  it('has a point for each kind of alarm it may notify, which another camera of its code takes over', async () => {
    const keys = () =>
      sql<{
        key: string;
      }>`SELECT key FROM public.point WHERE device_id = ${NVR} AND key NOT LIKE 'retired%' ORDER BY key`.execute(
        stage.db,
      );
    const kinds = ['camera-call', 'camera-fault', 'camera-intrusion'];
    const own = CODES.slice(0, 2).flatMap((code) => kinds.map((kind) => ({ key: `${code}/${kind}` })));
    expect((await keys()).rows).toEqual(own);
    await sql`UPDATE camera SET retired_at = now() WHERE code = ${CODES[1]}`.execute(stage.db);
    expect((await officer('POST', '/api/cameras', input(CODES[1], { name: '换过的' }))).statusCode).toBe(201);
    expect((await keys()).rows).toEqual(own);
    expect((await sql`SELECT FROM public.point WHERE device_id = ${NVR}`.execute(stage.db)).rows).toHaveLength(9);
  });

  it('signs on with the secret of its device, tells what is connected, and is on line', async () => {
    const stream = await readFile(packFile('media/testsrc.h264'));
    agent = new Gb28181Agent({
      host: '127.0.0.1',
      port: cameras.source.port,
      code: RECORDER,
      secret: demonstrationSecret(KEYS.device, `gb28181:${RECORDER}`),
      channels: CODES.map((code, i) => [code, `通道 ${i + 1}`] as const),
      stream,
      keepAliveMs: 100,
      answered: () => {},
      lost: () => {},
      refused: () => {},
      told: (document) =>
        told.push(document.name === 'Control/DeviceControl' ? (document.fields.PTZCmd ?? '') : document.name),
    });
    agent.start();
    const list = async () => (await officer('GET', '/api/video/cameras')).json();
    await until(async () => (await list()).rows.every(({ online }: { online: boolean | null }) => online === true));
    expect(await list()).toMatchObject({ total: 2, rows: [{ why: '目录报在线', region: expect.any(String) }, {}] });
    const catalogue = (await officer('GET', `/api/video/cameras/${await idOf(CODES[0])}/catalogue`)).json();
    expect(
      catalogue.rows.map((row: { code: string; cameraId: string | null }) => [row.code, row.cameraId !== null]),
    ).toEqual(
      [
        [CODES[0], true],
        [CODES[1], false],
        [CODES[2], false],
      ].map(([code, known]) => [code, known || code === CODES[1]]),
    );
    await until(() => told.includes(`+gb28181:${RECORDER}`));
  });

  it('gives pictures while somebody watches', async () => {
    const units: AccessUnit[] = [];
    const close = await cameras.source.open(`${RECORDER}/${CODES[0]}`, {
      push: (unit) => units.push(unit),
      end: () => {},
    });
    await until(() => units.length > 5);
    expect(units[0]).toMatchObject({ codec: 'h264', key: true });
    close();
    await until(() => agent.streams === 0);
    const written: Uint8Array[] = [];
    const address = { id: 'one', source: 'gb28181', channel: `${RECORDER}/${CODES[1]}` };
    const watching = await hub.watch(address, { write: (bytes) => written.push(bytes) > 0, end: () => {} });
    expect(watching).toMatchObject({ mime: expect.stringContaining('avc1') });
    await until(() => written.length > 3);
    if (typeof watching === 'object') watching.leave();
  });

  it('notifies an alarm, which comes through the one door for signals', async () => {
    const before = envelopes.length;
    agent.alarm(CODES[1], 5, 5);
    await until(() => envelopes.length > before);
    expect(envelopes.at(-1)).toMatchObject({
      device: `gb28181:${RECORDER}`,
      signals: [{ kind: 'reading', point: `${CODES[1]}/camera-intrusion`, value: 505 }],
    });
    agent.alarm(CODES[2], 5, 5);
    await until(() => refusals.includes('gb28181 unknown-point'));
  });

  it('is moved by those who may, and it is written down who', async () => {
    const path = `/api/video/cameras/${await idOf(CODES[0])}/ptz`;
    expect((await officer('POST', path, { move: 'left' })).statusCode).toBe(403);
    expect((await stranger('POST', path, { move: 'left' })).statusCode).toBe(404);
    expect((await duty('POST', path, { move: 'sideways' })).statusCode).toBe(422);
    expect((await duty('POST', path, { move: 'left', speed: 1 })).json()).toEqual({ result: 'done' });
    expect((await duty('POST', path, { move: 'stop' })).json()).toEqual({ result: 'done' });
    // A5 0F, address 1, left at full speed.
    expect(told.filter((text) => text.startsWith('A50F'))).toEqual(['A50F0102FF0000B6', 'A50F0100000000B5']);
    const view = (await duty('GET', path.replace('/ptz', ''))).json();
    expect(view.views).toMatchObject([{ kind: 'control', by: 'duty', note: 'left' }]);
    const audit = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM audit WHERE verb = 'camera.control' AND outcome = 'done'`.execute(stage.db);
    expect(audit.rows[0]?.n).toBe(1);
    await sql`UPDATE camera SET ptz = false WHERE code = ${CODES[1]}`.execute(stage.db);
    const fixed = `/api/video/cameras/${await idOf(CODES[1])}/ptz`;
    expect((await duty('POST', fixed, { move: 'left' })).json()).toMatchObject({ code: 'camera-fixed' });
  });

  it('says what its device recorded', async () => {
    const path = `/api/video/cameras/${await idOf(CODES[0])}/recordings`;
    const [from, to] = [Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 2)];
    const found = (await duty('GET', `${path}?from=${from}&to=${to}`)).json();
    expect(found.rows).toMatchObject([{ name: '录像', from: '2026-03-01T08:00:00', to: '2026-03-02T08:00:00' }]);
    expect((await duty('GET', `${path}?from=${to}&to=${from}`)).statusCode).toBe(422);
  });

  it('watches what it is tied to, and is the camera beside its alarm', async () => {
    const id = await idOf(CODES[0]);
    const put = (ask: Ask, subjects: object) => ask('PUT' as 'POST', `/api/video/cameras/${id}/subjects`, { subjects });
    expect((await put(officer, [{ kind: 'tank', id: uuid(1) }])).statusCode).toBe(422);
    expect((await put(stranger, [])).statusCode).toBe(403);
    // What somebody else tied to it stays when it lies outside of the officer's sight.
    await sql`INSERT INTO camera_subject (camera_id, kind, subject_id, region_path) VALUES (${id}, 'tank', ${uuid(5)}, ${TOWN})`.execute(
      stage.db,
    );
    for (let twice = 0; twice < 2; twice += 1) {
      expect((await put(officer, [{ kind: 'point', id: plant.point('level') }])).statusCode).toBe(200);
      const tied = await sql`SELECT subject_id FROM camera_subject WHERE camera_id = ${id} ORDER BY kind`.execute(
        stage.db,
      );
      expect(tied.rows).toEqual([{ subject_id: plant.point('level') }, { subject_id: uuid(5) }]);
    }
    const alarm = uuid(970);
    await sql`
      INSERT INTO alarm (id, number, rule, rule_label, system, level, label, subject_kind, subject_id, subject_name, device_id, place_name,
        region_path, region_name, organisation_id, limit_value, unit, origin, lon, lat, since, raised_at, seen_at)
      VALUES (${alarm}, 'A-1', 'level-high', '液位高', 'S17', 'red', '高高', 'point', ${plant.point('level')}, '液位', ${plant.gateway}, '厂',
        ${TOWN}, '镇', ${plant.enterprise}, 80, '%', 'live', 117.9, 28.4, now(), now(), now())`.execute(stage.db);
    await sql`UPDATE camera SET lon = 117.9005, lat = 28.4 WHERE code = ${CODES[1]}`.execute(stage.db);
    const beside = (await duty('GET', `/api/alarms/${alarm}/cameras`)).json();
    expect(beside).toMatchObject([
      { id, why: '监看报警对象', online: true },
      { id: await idOf(CODES[1]), why: '就近', metres: expect.closeTo(49, 0) },
    ]);
    expect((await stranger('GET', `/api/alarms/${alarm}/cameras`)).statusCode).toBe(404);
    expect((await duty('GET', `/api/video/cameras/${id}`)).json()).toMatchObject({
      alarms: [{ id: alarm, own: false }],
    });
  });

  it('asked by address keeps its password sealed, and never shows it', async () => {
    const made = await officer('POST', '/api/cameras', {
      ...input(CODES[0], { code: null, protocol: 'rtsp', device: null, address: 'rtsp://10.0.0.1/1', name: '大门' }),
    });
    const { id } = made.json();
    const put = await officer('PUT' as 'POST', `/api/video/cameras/${id}/secret`, {
      secret: { user: 'admin', password: 'open sesame' },
    });
    expect(put.json()).toEqual({ result: 'done' });
    const view = await officer('GET', `/api/video/cameras/${id}`);
    expect(view.json()).toMatchObject({ hasSecret: true, online: null });
    const all = await sql<{ text: string }>`
      SELECT concat((SELECT string_agg(a::text, '') FROM audit a), (SELECT string_agg(s::text, '') FROM camera_secret s)) AS text`.execute(
      stage.db,
    );
    expect(`${view.body}${all.rows[0]?.text}`).not.toContain('sesame');
  });

  it('whose device falls silent is off line, and its share of the time is counted', async () => {
    agent.end(true);
    const list = async () => (await duty('GET', '/api/video/cameras?state=offline')).json();
    await until(async () => (await list()).total === 2);
    expect((await list()).rows[0]).toMatchObject({ online: false, why: '三次心跳未到' });
    const { rows } = await sql<{ online: boolean; ended: boolean }>`
      SELECT online, until_at IS NOT NULL AS ended FROM camera_span WHERE camera_id = ${await idOf(CODES[0])} ORDER BY from_at`.execute(
      stage.db,
    );
    expect(rows).toEqual([
      { online: true, ended: true },
      { online: false, ended: false },
    ]);
    const path = `/api/video/cameras/${await idOf(CODES[0])}/ptz`;
    expect((await duty('POST', path, { move: 'left' })).json()).toMatchObject({ code: 'camera-offline' });
    // Half of the last ten days, as if it had been so.
    await sql`UPDATE camera_span SET from_at = now() - interval '10 days', until_at = now() - interval '5 days' WHERE online`.execute(
      stage.db,
    );
    await sql`UPDATE camera_span SET from_at = now() - interval '5 days' WHERE NOT online`.execute(stage.db);
    const rates = (await duty('GET', '/api/video/rates?by=enterprise')).json();
    expect(rates.total).toMatchObject({ cameras: 3, online: 0, never: 1, share: expect.closeTo(0.5, 3) });
    expect(rates.groups).toMatchObject([{ key: plant.enterprise, cameras: 3 }]);
    expect(rates.days).toHaveLength(30);
    expect(rates.days.filter(({ share }: { share: number | null }) => share === 1).length).toBeGreaterThanOrEqual(4);
    const counties = (await duty('GET', '/api/video/rates')).json();
    expect(counties.groups).toMatchObject([{ key: 'cn.36.11.29.', cameras: 3 }]);
    expect((await stranger('GET', '/api/video/rates')).json().total.cameras).toBe(0);
  });
});
