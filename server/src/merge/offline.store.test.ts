import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { envelopeText, type Inspection, type MergedView } from '@anlan/kernel/merge';
import { uploadRoutes } from '../case/uploads.ts';
import { buildApp } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { openFiles } from '../store/index.ts';
import { offlineRoutes } from './index.ts';

const FIRM = uuid(801);
const COUNTY = 'cn.36.11.02.';
const PEOPLE = [
  { id: uuid(811), account: '主办', role: 'inspector', region: COUNTY },
  { id: uuid(812), account: '协办', role: 'inspector', region: COUNTY },
  { id: uuid(813), account: '邻县', role: 'inspector', region: 'cn.36.11.04.' },
  { id: uuid(814), account: '安全员', role: 'safety-officer', organisation: FIRM },
];

let stage: Stage;
let folder: string;
let close: () => Promise<void>;
let first: Ask;
let second: Ask;
let stranger: Ask;
let officer: Ask;

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'anlan-offline-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, credit_code, risk_level, lon, lat)
    VALUES (${FIRM}, '远山化工', 'cn.36.11.02.001.', ${FIRM}, 'hazchem', 'F1', 'orange', 117.9, 28.4)`.execute(
    stage.db,
  );
  for (const person of PEOPLE) await enterPerson(stage.db, person);
  const app = await buildApp({ ...stage.context, files }, [offlineRoutes, uploadRoutes]);
  close = () => app.close();
  [first, second, stranger, officer] = (await Promise.all(PEOPLE.map(({ id }) => askAs(app, stage.db, id)))) as [
    Ask,
    Ask,
    Ask,
    Ask,
  ];
});
afterAll(async () => {
  await close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

interface Device {
  readonly key: string;
  readonly secret: KeyObject;
}

async function deviceOf(ask: Ask): Promise<Device> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const made = await ask('POST', '/api/account/devices', { publicKey: spki, name: '手机' });
  return { key: made.json<{ id: string }>().id, secret: privateKey };
}

function sealed(path: string, content: object, device: Device | null, id: string = randomUUID()) {
  const bare = {
    id,
    method: 'POST' as const,
    path,
    body: JSON.stringify({ ...content, requestId: id }),
    madeAt: Date.now(),
    key: device?.key ?? null,
  };
  const signature =
    device === null
      ? null
      : sign('sha256', Buffer.from(envelopeText(bare)), { key: device.secret, dsaEncoding: 'ieee-p1363' }).toString(
          'base64',
        );
  return { ...bare, label: '现场检查', offset: 1500, signature };
}

const opening = (id: string) => ({ id, enterprise: FIRM, openedAt: Date.now() });
const change = (field: string, value: string, base: string[] = [], ms = Date.now()) => ({
  id: randomUUID(),
  field,
  value,
  base,
  at: { ms, n: 0 },
  device: 'd1',
});
const send = (ask: Ask, id: string, changes: object[]) =>
  ask('POST', '/api/changes', { requestId: randomUUID(), record: `inspection/${id}`, changes });

async function openRecord(): Promise<string> {
  const id = randomUUID();
  expect((await first('POST', '/api/inspections', { ...opening(id), requestId: randomUUID() })).statusCode).toBe(201);
  return id;
}

describe('an envelope', () => {
  it('signed by a live key is carried out once, however often it comes, and the record shows its signature', async () => {
    const device = await deviceOf(first);
    const id = randomUUID();
    const envelope = sealed('/inspections', opening(id), device);
    for (let time = 0; time < 3; time += 1) {
      const answer = await first('POST', '/api/envelopes', envelope);
      expect(answer.json()).toMatchObject({ state: 'done', verdict: 'signed', status: 201 });
    }
    const { rows } = await sql`SELECT FROM inspection_record WHERE id = ${id}`.execute(stage.db);
    expect(rows).toHaveLength(1);
    expect((await first('GET', `/api/inspections/${id}`)).json()).toMatchObject({
      verdict: 'signed',
      enterpriseName: '远山化工',
    });
  });

  it('refused by a rule may come again corrected under the same id; its words come back', async () => {
    const device = await deviceOf(first);
    const id = randomUUID();
    const bad = sealed('/inspections', { ...opening(id), enterprise: uuid(999) }, device);
    const refused = (await first('POST', '/api/envelopes', bad)).json();
    expect(refused).toMatchObject({ state: 'refused', status: 404, answer: { code: 'not-found' } });
    const good = sealed('/inspections', opening(id), device, bad.id);
    expect((await first('POST', '/api/envelopes', good)).json()).toMatchObject({ state: 'done' });
  });

  it.each([
    ['unsigned', () => sealed('/inspections', opening(randomUUID()), null)],
    ['wrong-signature', (device: Device) => ({ ...sealed('/inspections', opening(randomUUID()), device), madeAt: 1 })],
    [
      'unknown-key',
      (device: Device) => ({ ...sealed('/inspections', opening(randomUUID()), device), key: 'f'.repeat(64) }),
    ],
    ['revoked-key', (device: Device) => sealed('/inspections', opening(randomUUID()), device)],
  ])('%s is kept and waits for another person, who lets it in or keeps it out', async (verdict, make) => {
    const device = await deviceOf(first);
    if (verdict === 'revoked-key') {
      expect((await first('DELETE', `/api/account/devices/${device.key}`)).statusCode).toBe(204);
      const keys = (await first('GET', '/api/account/devices')).json<{ id: string; revokedAt: number | null }[]>();
      expect(keys.find(({ id }) => id === device.key)?.revokedAt).not.toBeNull();
    }
    const envelope = make(device);
    expect((await first('POST', '/api/envelopes', envelope)).json()).toMatchObject({ state: 'quarantined', verdict });
    const record = (JSON.parse(envelope.body) as { id: string }).id;
    const inRecords = async () =>
      (await sql`SELECT FROM inspection_record WHERE id = ${record}`.execute(stage.db)).rows.length;
    expect(await inRecords()).toBe(0);
    const decide = (ask: Ask) =>
      ask('POST', `/api/envelopes/${envelope.id}/decide`, { take: true, reason: '已电话核实' });
    expect((await decide(first)).json()).toMatchObject({ code: 'same-person' });
    expect((await decide(stranger)).statusCode).toBe(404);
    const waiting = (await second('GET', '/api/envelopes')).json<{ id: string; person: string }[]>();
    expect(waiting.find(({ id }) => id === envelope.id)?.person).toBe('主办');
    expect((await decide(second)).json()).toMatchObject({ state: 'released', decidedBy: '协办' });
    expect(await inRecords()).toBe(1);
  });

  it('cannot carry what belongs to a session, nor a body without its own id', async () => {
    const device = await deviceOf(first);
    for (const path of ['/people', '/envelopes', '/session/grant', '/account/devices', '/inspections/../people'])
      expect((await first('POST', '/api/envelopes', sealed(path, {}, device))).statusCode).toBe(422);
    const foreign = sealed('/inspections', opening(randomUUID()), device);
    expect((await first('POST', '/api/envelopes', { ...foreign, id: randomUUID() })).statusCode).toBe(422);
    await first('POST', '/api/envelopes', foreign);
    expect((await second('POST', '/api/envelopes', foreign)).json()).toMatchObject({ code: 'already-exists' });
  });
});

describe('changes of fields', () => {
  it('of two people to different fields are both kept, in whatever order and however often they arrive', async () => {
    const id = await openRecord();
    const [a, b] = [change('place', '速冻间'), change('findings', '压力表已过期')];
    await send(second, id, [b]);
    await send(first, id, [a]);
    const last = await send(second, id, [b, b]);
    const merged = last.json<MergedView>();
    expect(merged.conflicts).toEqual([]);
    expect(merged.fields).toMatchObject({ place: { value: '速冻间' }, findings: { value: '压力表已过期' } });
    expect(merged.history.map(({ by }) => by).sort()).toEqual(['主办', '协办']);
  });

  it('of one field that did not see each other stand side by side until somebody decides; both stay in the history', async () => {
    const id = await openRecord();
    const [a, b] = [change('result', '符合'), change('result', '不符合')];
    await send(first, id, [a]);
    const clash = (await send(second, id, [b])).json<MergedView>();
    expect(clash.conflicts).toMatchObject([{ field: 'result' }]);
    expect(new Set(clash.conflicts[0]!.versions.map(({ value }) => value))).toEqual(new Set(['符合', '不符合']));
    expect((await first('GET', '/api/inspections?conflicts=1')).json<Inspection[]>().map((one) => one.id)).toContain(
      id,
    );
    const early = await first('POST', `/api/inspections/${id}/close`, { requestId: randomUUID() });
    expect(early.json()).toMatchObject({ code: 'changes-in-conflict' });
    const decision = { ...change('result', '不符合', [a.id, b.id]), reason: '以复测为准' };
    const settled = (await send(first, id, [decision])).json<MergedView>();
    expect(settled.conflicts).toEqual([]);
    expect(settled.history).toHaveLength(3);
    const back = (await send(second, id, [change('result', '符合', [decision.id])])).json<MergedView>();
    expect(back.fields['result']).toMatchObject({ value: '符合', settled: true });
    expect(
      (await first('POST', `/api/inspections/${id}/close`, { requestId: randomUUID() })).json<Inspection>().closedAt,
    ).not.toBeNull();
    expect((await send(first, id, [change('note', '迟到')])).json()).toMatchObject({ code: 'case-state' });
  });

  it('are refused with another content under a known id, with a value the field does not take, and from outside the scope', async () => {
    const id = await openRecord();
    const a = change('note', '一');
    await send(first, id, [a]);
    expect((await send(first, id, [{ ...a, value: '二' }])).json()).toMatchObject({ code: 'already-exists' });
    expect((await send(first, id, [change('result', '大概')])).json()).toMatchObject({
      code: 'field-invalid',
      field: 'result',
    });
    expect((await send(first, id, [change('secret', 'x')])).json()).toMatchObject({ code: 'field-invalid' });
    expect((await send(stranger, id, [change('note', 'x')])).statusCode).toBe(404);
    expect((await send(first, id, [change(`photo:${'a'.repeat(64)}`, '{}')])).json()).toMatchObject({
      code: 'file-missing',
    });
  });

  it('of an open record are hidden from the inspected enterprise, which sees the closed one', async () => {
    const id = await openRecord();
    await send(first, id, [change('note', '内部')]);
    expect((await officer('GET', `/api/inspections/${id}`)).statusCode).toBe(404);
    expect((await officer('GET', `/api/changes?record=inspection/${id}`)).statusCode).toBe(404);
    await first('POST', `/api/inspections/${id}/close`, { requestId: randomUUID() });
    expect((await officer('GET', `/api/inspections/${id}`)).statusCode).toBe(200);
    expect(
      (await officer('POST', '/api/inspections', { ...opening(randomUUID()), requestId: randomUUID() })).statusCode,
    ).toBe(403);
  });

  it('are never altered or removed in the table', async () => {
    await expect(sql`UPDATE field_change SET value = '"x"'`.execute(stage.db)).rejects.toThrow('never altered');
    await expect(sql`DELETE FROM field_change`.execute(stage.db)).rejects.toThrow('never');
  });
});

describe('a photo of a record', () => {
  it('is a field of its own, and is read by whoever sees the record', async () => {
    const id = await openRecord();
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('photo')]);
    const put = await first('POST', '/api/files', png, { 'content-type': 'image/png' });
    const { sha256 } = put.json<{ sha256: string }>();
    await send(first, id, [change(`photo:${sha256}`, '{"takenAt":1}')]);
    const read = await second('GET', `/api/inspections/${id}/files/${sha256}`);
    expect([read.statusCode, read.headers['content-type']]).toEqual([200, 'image/png']);
    expect((await stranger('GET', `/api/inspections/${id}/files/${sha256}`)).statusCode).toBe(404);
  });
});

describe('the plan of a day', () => {
  it('takes along what is near within the scope, and says how much room there is', async () => {
    const plan = (await first('GET', '/api/offline/plan?lon=117.9&lat=28.4')).json();
    expect(plan).toMatchObject({ room: 500e6, enterprises: [FIRM] });
    expect(plan.inspections.length).toBeGreaterThan(0);
    expect((await stranger('GET', '/api/offline/plan')).json()).toMatchObject({ enterprises: [], inspections: [] });
  });
});
