import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VOICE } from '@anlan/kernel/attachment';
import type { CaseDetail } from '@anlan/kernel/case';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, type Plant } from '../ingest/testing/plant.ts';
import { openFiles } from '../store/index.ts';
import { caseRoutes } from './routes.ts';
import { uploadRoutes } from './uploads.ts';

const WEBM = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.from('what was said')]);
let stage: Stage;
let app: App;
let folder: string;
let officer: Ask;
let plant: Plant;

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'anlan-voice-'));
  app = await buildApp({ ...stage.context, files: await openFiles(pathToFileURL(`${folder}/`).href) }, [
    caseRoutes,
    uploadRoutes,
  ]);
  plant = await enterPlant(stage.db, 1, 'cn.36.11.02.001.');
  await enterPerson(stage.db, {
    id: uuid(931),
    account: '安全员',
    role: 'safety-officer',
    organisation: plant.enterprise,
  });
  officer = await askAs(app, stage.db, uuid(931));
}, 120_000);

afterAll(async () => {
  await app.close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

const bring = (type: string, bytes: Buffer) => officer('POST', '/api/files', bytes, { 'content-type': type });

describe('a voice note of a case', () => {
  it('is kept as it was said, and played back from the trail', async () => {
    const kept = await bring('audio/webm;codecs=opus', WEBM);
    expect(kept.statusCode, kept.body).toBe(201);
    const { sha256, type } = kept.json<{ sha256: string; type: string }>();
    expect(type).toBe('audio/webm');
    const files = [{ sha256, name: '语音 0:34' }];
    const opened = await officer('POST', '/api/cases', { kind: 'hidden-danger', input: { title: '阀门渗漏' }, files });
    expect(opened.statusCode, opened.body).toBe(201);
    const { case: danger, trail } = opened.json<CaseDetail>();
    expect(trail[0]?.files).toEqual([{ sha256, type: 'audio/webm', name: '语音 0:34' }]);
    const played = await officer('GET', `/api/cases/${danger.id}/files/${sha256}`);
    expect(played.headers['content-type']).toBe('audio/webm');
    expect(played.rawPayload.equals(WEBM)).toBe(true);
  });

  it('is refused where its content is another, its kind is none of these, or it is too long', async () => {
    expect((await bring('audio/webm', Buffer.from('<script>'))).json()).toMatchObject({ code: 'file-kind' });
    expect((await bring('audio/mp4', WEBM)).json()).toMatchObject({ code: 'file-kind' });
    expect((await bring('audio/wav', Buffer.from('RIFF....WAVE'))).statusCode).toBe(422);
    const long = await bring('audio/webm', Buffer.concat([WEBM, Buffer.alloc(VOICE.bytes)]));
    expect(long.json()).toMatchObject({ status: 413, code: 'voice-too-long', field: 'files' });
  });
});
