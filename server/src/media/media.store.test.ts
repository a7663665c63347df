import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { networksOf, openHub, rtspSource, type Hub } from '@anlan/gateways/media';
import { recordedPictures, RtspServer } from '@anlan/gateways/media/testing';
import type { KeptMedium } from '@anlan/kernel/media';
import { evidenceRoutes } from '../alarm/evidence.ts';
import { caseRoutes } from '../case/routes.ts';
import { SESSION_COOKIE } from '../identity/index.ts';
import { openSession } from '../identity/session.ts';
import { openSecretBox } from '../identity/secret-box.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { openFiles, type FileStore } from '../store/index.ts';
import { openDoor } from './door.ts';
import { mediaRoutes, openMediaLink } from './index.ts';
import { rtspCameras } from './rtsp-cameras.ts';

const TOWN = 'cn.36.11.02.001.';
const [CAMERA, FOREIGN, NOWHERE] = [uuid(701), uuid(702), uuid(703)];
const [DUTY, NEIGHBOUR, WORKER] = [uuid(901), uuid(902), uuid(903)];
const ALARM = uuid(801);
const JPEG = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('a picture')]);
const PASSWORD = 'Lens-7781';
const silent = { info: () => {}, warn: () => {} };

let stage: Stage;
let folder: string;
let files: FileStore;
let server: RtspServer;
let hub: Hub;
let door: Awaited<ReturnType<typeof openDoor>>;
let app: App;
let url: string;
let duty: Ask;
let neighbour: Ask;
let worker: Ask;

async function enterCamera(id: string, address: string): Promise<void> {
  await sql`
    INSERT INTO camera (id, name, region_path, protocol, address, place) VALUES (${id}, '罐区东', ${TOWN}, 'rtsp', ${address}, '一号罐区')`.execute(
    stage.db,
  );
}

async function enterAlarm(): Promise<void> {
  await sql`
    INSERT INTO alarm (id, number, rule, rule_label, system, level, base_level, label, subject_kind, subject_id, subject_name, place_name,
      region_path, region_name, origin, since, raised_at, seen_at, value, limit_value, unit)
    VALUES (${ALARM}, 'A-1', 'tank-level', '液位', 'S17', 'red', 'red', '液位高', 'point', ${uuid(5)}, '储罐液位', '一号罐区', ${TOWN}, '某镇', 'live',
      now(), now(), now(), 1, 1, 'm')`.execute(stage.db);
}

async function enterCase(): Promise<string> {
  const id = uuid(811);
  await sql`
    INSERT INTO case_file (id, number, kind, system, title, state, source, region_path, region_name, opened_at, opened_by)
    VALUES (${id}, 'H-1', 'hidden-danger', 'S61', '罐区巡查', 'reported', 'self', ${TOWN}, '某镇', now(), '值班')`.execute(
    stage.db,
  );
  return id;
}

/** What a browser gets over its socket: the words, and the pieces of film. */
async function watch(
  cookie: string,
  stream: string,
  pieces: number,
  origin = url,
): Promise<{ words: { kind: string; code?: string }[]; film: Buffer }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/streams/${stream}/live`, {
    headers: { cookie: `${SESSION_COOKIE}=${cookie}`, origin },
  });
  const words: { kind: string; code?: string }[] = [];
  const film: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    socket.on('message', (data: Buffer, binary) => {
      if (binary) film.push(data);
      else words.push(JSON.parse(data.toString()) as { kind: string });
      if (film.length >= pieces) socket.close();
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
  return { words, film: Buffer.concat(film) };
}

const cookieOf = (person: string): Promise<string> =>
  stage.db.transaction().execute((tx) => openSession(tx, person, 'test'));
const verbs = async (): Promise<string[]> =>
  (
    await sql<{
      verb: string;
      outcome: string;
    }>`SELECT verb, outcome FROM audit WHERE verb LIKE 'camera.%' ORDER BY seq`.execute(stage.db)
  ).rows.map(({ verb, outcome }) => `${verb} ${outcome}`);

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'anlan-media-'));
  files = await openFiles(pathToFileURL(`${folder}/files/`).href);
  server = await new RtspServer({
    units: recordedPictures('h264'),
    loop: true,
    speed: 8,
    user: 'duty',
    password: PASSWORD,
  }).listen();
  const find = rtspCameras(stage.db, stage.context.configuration.home);
  const source = rtspSource({ find, networks: networksOf(['loopback']), log: silent, patience: 3000 });
  hub = await openHub({
    sources: { rtsp: source },
    folder: join(folder, 'ring'),
    log: silent,
    clock: Date.now,
    limits: { grace: 50 },
  });
  const state = () => ({ since: 0, streams: hub.figures(), jt1078: null, trouble: null });
  door = await openDoor({ port: 0, token: 't', hub, clock: Date.now, state });
  const media = openMediaLink({ port: door.port, token: 't' });
  app = await buildApp({ ...stage.context, files, media }, [mediaRoutes, evidenceRoutes, caseRoutes]);
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  await enterCamera(CAMERA, `rtsp://127.0.0.1:${server.port}/1`);
  await enterCamera(FOREIGN, 'rtsp://10.9.9.9/1');
  await enterCamera(NOWHERE, 'rtsp://127.0.0.1:9/1');
  const sealed = (await openSecretBox(stage.context.configuration.home)).seal(
    JSON.stringify({ user: 'duty', password: PASSWORD }),
  );
  await sql`INSERT INTO camera_secret (camera_id, sealed) VALUES (${CAMERA}, ${sealed})`.execute(stage.db);
  await enterAlarm();
  await enterPerson(stage.db, { id: DUTY, account: '值班', role: 'duty-officer', region: 'cn.36.11.' });
  await enterPerson(stage.db, { id: NEIGHBOUR, account: '邻县', role: 'duty-officer', region: 'cn.36.11.03.' });
  await enterPerson(stage.db, { id: WORKER, account: '班组', role: 'team-worker', region: 'cn.36.11.' });
  [duty, neighbour, worker] = (await Promise.all([DUTY, NEIGHBOUR, WORKER].map((id) => askAs(app, stage.db, id)))) as [
    Ask,
    Ask,
    Ask,
  ];
});
beforeEach(() => sql`TRUNCATE camera_medium, camera_view`.execute(stage.db));
afterAll(async () => {
  await app.close();
  await door.close();
  await hub.close();
  await server.close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

describe('who watches a camera', () => {
  it('gets pictures, stands in the audit and in the camera’s own list, and leaves it alone afterwards', async () => {
    const before = (await verbs()).length;
    const { words, film } = await watch(await cookieOf(DUTY), CAMERA, 20);
    expect(words[0]).toMatchObject({ kind: 'hello', mime: 'video/mp4; codecs="avc1.4d4016"' });
    expect(film.toString('latin1', 4, 8)).toBe('ftyp');
    expect((await verbs()).slice(before)).toEqual(['camera.watch done']);
    await expect
      .poll(
        async () =>
          (
            await sql<{ by: string; open: boolean }>`SELECT by, until_at IS NULL AS open FROM camera_view`.execute(
              stage.db,
            )
          ).rows,
      )
      .toEqual([{ by: '值班', open: false }]);
    await expect.poll(() => server.sockets.size).toBe(0);
    expect(JSON.stringify([words, stage.errors, server.requests.map((line) => line.split('\r\n')[0])])).not.toContain(
      PASSWORD,
    );
  });

  it('over HTTP gets the same film', async () => {
    const response = await fetch(`${url}/api/streams/${CAMERA}/live`, {
      headers: { cookie: `${SESSION_COOKIE}=${await cookieOf(DUTY)}` },
    });
    expect(response.headers.get('content-type')).toContain('avc1.4d4016');
    const first = await response.body?.getReader().read();
    expect(Buffer.from(first?.value ?? []).toString('latin1', 4, 8)).toBe('ftyp');
  });

  it('must be in the camera’s place and hold the right; both attempts are audited or refused by name', async () => {
    const before = (await verbs()).length;
    expect((await watch(await cookieOf(NEIGHBOUR), CAMERA, 1)).words).toMatchObject([
      { kind: 'end', code: 'not-found' },
    ]);
    expect((await neighbour('GET', `/api/streams/${CAMERA}`)).statusCode).toBe(404);
    expect((await verbs()).slice(before)).toEqual(['camera.watch refused', 'camera.watch refused']);
    expect((await worker('GET', `/api/streams/${CAMERA}/live`)).json()).toMatchObject({ code: 'not-permitted' });
    await expect(watch(await cookieOf(WORKER), CAMERA, 1)).rejects.toThrow('403');
    await expect(watch('nobody', CAMERA, 1)).rejects.toThrow('401');
    await expect(watch(await cookieOf(DUTY), CAMERA, 1, 'https://evil.example')).rejects.toThrow('403');
  });

  it.each([
    [FOREIGN, 'camera-network'],
    [NOWHERE, 'camera-offline'],
    [uuid(799), 'not-found'],
  ])('is told why there are no pictures (%#)', async (camera, code) => {
    const { words } = await watch(await cookieOf(DUTY), camera, 1);
    expect(words).toMatchObject([{ kind: 'end', code }]);
    expect((await duty('GET', `/api/streams/${camera}/live`)).json()).toMatchObject({ code });
  });

  it('is told that the relay is away', async () => {
    const media = openMediaLink({ port: 9, token: 't' });
    const alone = await buildApp({ ...stage.context, files, media }, [mediaRoutes]);
    const ask = await askAs(alone, stage.db, DUTY);
    expect((await ask('GET', `/api/streams/${CAMERA}/live`)).json()).toMatchObject({ code: 'media-unreachable' });
    await alone.close();
  });
});

describe('what is kept of a stream', () => {
  it('is bound by its hash to the alarm: the picture shown, and the key picture the camera sent', async () => {
    const kept = (
      await duty('POST', `/api/streams/${CAMERA}/snapshots?alarm=${ALARM}`, JPEG as unknown as string, {
        'content-type': 'image/jpeg',
      })
    ).json() as KeptMedium[];
    expect(kept.map(({ kind, alarmId }) => [kind, alarmId])).toEqual([
      ['picture', ALARM],
      ['key-picture', ALARM],
    ]);
    expect(kept[0]?.sha256).toBe(createHash('sha256').update(JPEG).digest('hex'));
    const evidence = await sql<{
      file_sha256: string;
      text: string;
    }>`SELECT file_sha256, text FROM alarm_entry WHERE kind = 'evidence' ORDER BY seq`.execute(stage.db);
    expect(evidence.rows.map((row) => row.file_sha256)).toEqual(kept.map(({ sha256 }) => sha256));
    expect(evidence.rows[1]?.text).toContain(kept[1]?.sha256.slice(0, 12));
    for (const { id, sha256 } of kept) {
      const read = await duty('GET', `/api/streams/media/${id}`);
      expect(createHash('sha256').update(read.rawPayload).digest('hex')).toBe(sha256);
      expect((await duty('GET', `/api/alarms/${ALARM}/evidence/${sha256}`)).rawPayload.equals(read.rawPayload)).toBe(
        true,
      );
      expect((await neighbour('GET', `/api/streams/media/${id}`)).statusCode).toBe(404);
    }
    expect((await verbs()).slice(-4)).toEqual([
      'camera.read done',
      'camera.watch refused',
      'camera.read done',
      'camera.watch refused',
    ]);
  });

  it('begins before the moment it is asked for, where somebody watched', async () => {
    const watching = watch(await cookieOf(DUTY), CAMERA, 200);
    await expect.poll(() => Object.keys(hub.figures()).length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const asked = Date.now();
    const clip = (
      await duty('POST', `/api/streams/${CAMERA}/clips`, { before: 10, after: 0, alarm: ALARM })
    ).json() as KeptMedium;
    expect(clip).toMatchObject({ kind: 'clip', type: 'video/mp4', alarmId: ALARM });
    expect(asked - clip.from).toBeGreaterThan(1000);
    expect(clip.until).toBeGreaterThanOrEqual(asked - 100);
    const film = (await duty('GET', `/api/streams/media/${clip.id}`)).rawPayload;
    expect(film.toString('latin1', 4, 8)).toBe('ftyp');
    expect((await duty('GET', `/api/streams/${CAMERA}`)).json()).toMatchObject({
      name: '罐区东',
      media: [{ id: clip.id }],
    });
    await watching;
  });

  it('stands in the trail of a case', async () => {
    const id = await enterCase();
    const kept = (
      await duty('POST', `/api/streams/${CAMERA}/clips`, { before: 0, after: 1, case: id })
    ).json() as KeptMedium;
    const { rows } = await sql<{ action: string; sha256: string }>`
      SELECT e.action, a.sha256 FROM case_entry e JOIN case_attachment a USING (case_id, seq) WHERE e.case_id = ${id}`.execute(
      stage.db,
    );
    expect(rows).toEqual([{ action: 'camera', sha256: kept.sha256 }]);
    const read = await duty('GET', `/api/cases/${id}/files/${kept.sha256}`);
    expect(read.headers['content-type']).toBe('video/mp4');
  });

  it('is refused for what is no picture, for alarms outside the scope, and beyond the limits of time', async () => {
    const post = (path: string, body: object | Buffer, type = 'application/json') =>
      duty('POST', `/api/streams/${CAMERA}/${path}`, body, { 'content-type': type });
    expect((await post('snapshots', Buffer.from('<script>'), 'image/jpeg')).json()).toMatchObject({
      code: 'file-kind',
    });
    expect((await post(`snapshots?alarm=${uuid(888)}`, JPEG, 'image/jpeg')).json()).toMatchObject({
      code: 'not-found',
    });
    expect((await post('clips', { before: 5000 })).statusCode).toBe(422);
    expect((await post('clips', { before: 1, after: 1, alarm: 'x' })).statusCode).toBe(422);
    // Of a recording both ends are asked for, in their order, a day apart at most.
    for (const past of ['from=1', 'from=2&to=1', 'from=0&to=86400001'])
      expect((await duty('GET', `/api/streams/${CAMERA}/live?${past}`)).json()).toMatchObject({ field: 'to' });
    expect((await post('clips', { from: 1 })).statusCode).toBe(422);
    expect((await neighbour('POST', `/api/streams/${CAMERA}/clips`, {})).statusCode).toBe(404);
    const { rows } = await sql`SELECT FROM camera_medium`.execute(stage.db);
    expect(rows).toEqual([]);
  });
});

it('the relay’s inner door answers nobody without its token', async () => {
  for (const path of ['live', 'state', 'clip', 'still', 'ask'])
    expect((await fetch(`http://127.0.0.1:${door.port}/${path}`)).status).toBe(404);
});
