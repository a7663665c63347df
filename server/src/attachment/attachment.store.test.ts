import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Medium, SafetyReport } from '@anlan/gateways';
import type { Fix } from '@anlan/kernel/position';
import type { DeviceMedia } from '@anlan/kernel/attachment';
import { lockOutbox } from '../alarm/write.ts';
import { buildApp, type App } from '../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { openRegister, type Register } from '../ingest/register.ts';
import { openRules } from '../ingest/rules.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant, forgetMonitoring, type Plant } from '../ingest/testing/plant.ts';
import { openFiles } from '../store/index.ts';
import { attachmentRoutes, openAttachments, type Attachments } from './index.ts';
import { batchOfRecord } from '../ingest/record.ts';

const TOWN = 'cn.36.11.02.001.';
const IDENTITY = 'jt808:013900000001';
const NOW = Math.floor(Date.now() / 1000) * 1000;
const JPEG = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('a face')]);
const log = pino({ level: 'silent' });

let stage: Stage;
let app: App;
let folder: string;
let plant: Plant;
let register: Register;
let attachments: Attachments;
let duty: Ask;
let neighbour: Ask;

const report = (change: Partial<SafetyReport> = {}): SafetyReport => ({
  sign: `T000001 ${NOW} 0`,
  item: 'dsm',
  type: 1,
  label: '疲劳驾驶报警',
  quantity: 'driver-fatigue',
  level: 2,
  degree: 8,
  at: NOW,
  lon: 117.9,
  lat: 28.4,
  attachments: 1,
  ...change,
});
const medium = (change: Partial<Medium> = {}): Medium => ({
  source: `T000001 ${NOW} 0 a.jpg`,
  sign: `T000001 ${NOW} 0`,
  ordered: false,
  name: 'a.jpg',
  channel: 65,
  type: 'image/jpeg',
  bytes: JPEG,
  at: NOW,
  lon: null,
  lat: null,
  ...change,
});

/** The rules judge what the monitor saw at each second, as the journal brings it. */
async function judge(seen: readonly { readonly second: number; readonly safety?: Fix['safety'] }[]): Promise<void> {
  const rules = await openRules(stage.db, register, log, () => NOW);
  for (const [index, { second, safety }] of seen.entries()) {
    const place = { lon: 117.9 + second / 1e4, lat: 28.4, speed: 60, heading: 0, altitude: null };
    const fix = { at: NOW + second * 1000, ...place, positioned: true, live: true, ...(safety && { safety }) };
    rules.take(
      index + 1,
      batchOfRecord({
        device: plant.terminal,
        receivedAt: fix.at,
        fixes: [{ object: plant.vehicle, fix }],
        readings: [],
      }),
    );
  }
  await rules.close();
}

const fatigue = (severity: 1 | 2, over = false): Fix['safety'] => [
  { quantity: 'driver-fatigue', severity, ...(over && { over }) },
];
const alarms = async (): Promise<{ id: string; level: string; rule: string; recovered_at: Date | null }[]> =>
  (
    await sql<{ id: string; level: string; rule: string; recovered_at: Date | null }>`
    SELECT id, level, rule, recovered_at FROM alarm ORDER BY raised_at`.execute(stage.db)
  ).rows;
const evidence = async (): Promise<{ text: string; file_sha256: string }[]> =>
  (
    await sql<{ text: string; file_sha256: string }>`
    SELECT text, file_sha256 FROM alarm_entry WHERE kind = 'evidence' ORDER BY seq`.execute(stage.db)
  ).rows;

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'anlan-attachment-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  app = await buildApp({ ...stage.context, files }, [attachmentRoutes]);
  plant = await enterPlant(stage.db, 1, TOWN);
  register = await openRegister(stage.db);
  attachments = openAttachments(stage.db, files, register);
  await enterPerson(stage.db, { id: uuid(901), account: '值班', role: 'duty-officer', region: 'cn.36.11.' });
  await enterPerson(stage.db, { id: uuid(902), account: '邻县', role: 'duty-officer', region: 'cn.36.11.03.' });
  [duty, neighbour] = await Promise.all([askAs(app, stage.db, uuid(901)), askAs(app, stage.db, uuid(902))]);
});
beforeEach(async () => {
  await forgetMonitoring(stage.db);
  await sql`TRUNCATE terminal_medium, safety_event CASCADE`.execute(stage.db);
});
afterAll(async () => {
  await app.close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

describe('fatigue that a monitor sees', () => {
  it('is one alarm until five minutes without; red for the second level; over when the terminal says so', async () => {
    await judge([
      { second: 0 },
      { second: 10, safety: fatigue(1) },
      { second: 10 },
      { second: 70, safety: fatigue(2) },
      { second: 130 },
      { second: 200, safety: fatigue(1, true) },
      { second: 431 },
    ]);
    expect(await alarms()).toMatchObject([{ rule: 'driver-fatigue-seen', level: 'red' }]);
    expect((await alarms())[0]!.recovered_at).not.toBeNull();
  });

  it('rings where the receiver has no fix, and together with another report of the same second', async () => {
    await judge([{ second: 5 }, { second: 5, safety: fatigue(2) }]);
    expect(await alarms()).toMatchObject([{ level: 'red', recovered_at: null }]);
  });
});

describe('a photo of an alarm', () => {
  it('waits for an alarm that never comes without holding up what others write', async () => {
    await attachments.safety(IDENTITY, [report()], NOW);
    await attachments.keep(IDENTITY, medium(), NOW);
    await stage.db.transaction().execute(async (tx) => {
      await lockOutbox(tx);
      // Were the lock asked for, this would wait until the transaction ends.
      await attachments.bind();
    });
    await judge([{ second: 0, safety: fatigue(2) }]);
    await attachments.bind();
    expect(await evidence()).toHaveLength(1);
  });

  it('stands in the trail of the alarm once, whether it comes before or after the alarm is written', async () => {
    await attachments.safety(IDENTITY, [report(), report()], NOW);
    await attachments.keep(IDENTITY, medium(), NOW);
    expect(await evidence()).toEqual([]);
    await judge([{ second: 0, safety: fatigue(2) }]);
    await attachments.bind();
    await attachments.keep(IDENTITY, medium(), NOW);
    await Promise.all([attachments.bind(), attachments.bind()]);
    const kept = await evidence();
    expect(kept).toHaveLength(1);
    expect(kept[0]!.text).toMatch(/^疲劳驾驶报警附件 a\.jpg/);
  });

  it('of another time or kind stays with its event, and is no evidence of the alarm', async () => {
    await judge([{ second: 0, safety: fatigue(2) }]);
    const late = { sign: 'T000001 later 0', at: NOW + 3_600_000 };
    const phone = { sign: 'T000001 phone 0', type: 2, label: '接打电话报警', quantity: 'driver-behaviour' as const };
    await attachments.safety(IDENTITY, [report(late), report(phone)], NOW);
    await attachments.keep(IDENTITY, medium({ source: 'late', sign: late.sign }), NOW);
    await attachments.keep(IDENTITY, medium({ source: 'phone', sign: phone.sign }), NOW);
    await attachments.bind();
    const [alarm] = await alarms();
    // The alarm still runs an hour later: that event is of it. The telephone is not.
    const { rows } = await sql<{ sign: string; alarm_id: string | null }>`
      SELECT sign, alarm_id FROM safety_event ORDER BY sign`.execute(stage.db);
    expect(rows).toEqual([
      { sign: late.sign, alarm_id: alarm!.id },
      { sign: phone.sign, alarm_id: null },
    ]);
    expect(await evidence()).toHaveLength(1);
  });

  it('that is none is kept, and never shown as one; others outside the scope do not see it', async () => {
    await attachments.safety(IDENTITY, [report()], NOW);
    await attachments.keep(IDENTITY, medium(), NOW);
    await attachments.keep(IDENTITY, medium({ source: 'html', name: 'b.jpg', bytes: Buffer.from('<script>') }), NOW);
    const listed = await duty('GET', `/api/devices/${plant.terminal}/media`);
    const { media, events } = listed.json() as DeviceMedia;
    expect(media.map(({ type }) => type).toSorted()).toEqual(['application/octet-stream', 'image/jpeg']);
    expect(events).toMatchObject([{ label: '疲劳驾驶报警', degree: 8, attachments: 1, arrived: 2 }]);
    const photo = media.find(({ type }) => type === 'image/jpeg')!;
    const read = await duty('GET', `/api/media/${photo.id}`);
    expect(read.rawPayload.equals(JPEG)).toBe(true);
    const other = await duty('GET', `/api/media/${media.find(({ id }) => id !== photo.id)!.id}`);
    expect(other.headers['content-disposition']).toBe('attachment');
    expect((await neighbour('GET', `/api/media/${photo.id}`)).statusCode).toBe(404);
    expect((await neighbour('GET', `/api/devices/${plant.terminal}/media`)).statusCode).toBe(404);
  });
});
