import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant } from '../ingest/testing/plant.ts';
import { openFiles } from '../store/index.ts';
import { evidenceRoutes } from './evidence.ts';
import { raise, trailOf, type Raised } from './testing/raise.ts';

const TOWN = 'cn.36.11.02.001.';
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('a photo')]);

let stage: Stage;
let app: App;
let folder: string;
let alarm: Raised;
let duty: Ask;
let neighbour: Ask;

const send = (ask: Ask, bytes: Buffer, type = 'image/png') =>
  ask('POST', `/api/alarms/${alarm.id}/evidence`, bytes, { 'content-type': type });

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'anlan-evidence-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  app = await buildApp({ ...stage.context, files }, [evidenceRoutes]);
  const plant = await enterPlant(stage.db, 1, TOWN);
  alarm = await raise(stage.db, plant.point('level'), {
    at: Date.now(),
    regionPath: TOWN,
    organisationId: plant.enterprise,
    deviceId: plant.gateway,
  });
  await enterPerson(stage.db, { id: uuid(901), account: '值班', role: 'duty-officer', region: 'cn.36.11.' });
  await enterPerson(stage.db, { id: uuid(902), account: '邻镇', role: 'town-officer', region: 'cn.36.11.02.002.' });
  [duty, neighbour] = await Promise.all([askAs(app, stage.db, uuid(901)), askAs(app, stage.db, uuid(902))]);
});
afterAll(async () => {
  await app.close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

describe('evidence of an alarm', () => {
  it('is kept under the hash of its content, stands in the trail and reads back unchanged', async () => {
    const stored = await send(duty, PNG);
    expect(stored.statusCode).toBe(201);
    const { sha256 } = stored.json() as { sha256: string };
    const read = await duty('GET', `/api/alarms/${alarm.id}/evidence/${sha256}`);
    expect(read.rawPayload.equals(PNG)).toBe(true);
    expect(read.headers['content-type']).toBe('image/png');
    expect(read.headers['content-security-policy']).toContain('sandbox');
    expect((await trailOf(stage.db, alarm.id)).at(-1)).toMatch(/^evidence 附件/);
  });

  it('may come from several people at the same moment', async () => {
    const sent = await Promise.all(
      Array.from({ length: 6 }, (_, number) => send(duty, Buffer.concat([PNG, Buffer.from([number])]))),
    );
    expect(sent.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201, 201, 201]);
  });

  it('is refused when the content is not what its type says', async () => {
    expect((await send(duty, Buffer.from('<script>'))).json()).toMatchObject({ code: 'file-kind', status: 415 });
    expect((await send(duty, PNG, 'image/jpeg')).json()).toMatchObject({ code: 'file-kind' });
    expect((await send(duty, Buffer.alloc(0))).json()).toMatchObject({ code: 'file-kind' });
  });

  it('does not exist outside the scope, neither to add nor to read', async () => {
    const { sha256 } = (await send(duty, PNG)).json() as { sha256: string };
    expect((await send(neighbour, PNG)).json()).toMatchObject({ code: 'not-found' });
    expect((await neighbour('GET', `/api/alarms/${alarm.id}/evidence/${sha256}`)).json()).toMatchObject({
      code: 'not-found',
    });
  });

  it('is refused beyond 8 MiB', async () => {
    const large = Buffer.concat([PNG, Buffer.alloc(9 * 1024 * 1024)]);
    expect((await send(duty, large)).json()).toMatchObject({ code: 'too-large' });
  });
});
