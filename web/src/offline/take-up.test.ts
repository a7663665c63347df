import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openDevice, startApp, type Device } from './testing/device.ts';

const WANG = { id: 'wang', name: '王建国' };
const RECORD = 'inspection/5d0a0a93-0c01-8dbb-b056-db42e280273b';
const load = async () => ({
  ...(await import('./drafts.ts')),
  ...(await import('./take-up.ts')),
  ...(await import('./record.ts')),
});

let device: Device;
let app: Awaited<ReturnType<typeof load>>;

beforeEach(async () => {
  device = await openDevice();
  device.holdFor(WANG);
  app = await load();
  await app.beginRecord(RECORD, { title: '万年县青云涂料有限公司' });
});
afterEach(async () => {
  (await device.database()).close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.resetModules();
  localStorage.clear();
});

const changes = async () =>
  (await app.localRecord(RECORD))?.replica.changes.map(({ field, value }) => ({ field, value }));

it('a word half typed when the application was killed becomes a change when it is started again, once', async () => {
  app.keepDraft(RECORD, 'findings', '压力表已过期');
  (await device.database()).close();
  device = { ...device, ...(await startApp()) };
  app = await load();
  await app.takeUpDrafts();
  await app.takeUpDrafts();
  expect(await changes()).toEqual([{ field: 'findings', value: '压力表已过期' }]);
  expect((await device.waiting()).map(({ label }) => label)).toEqual(['检查情况']);
  expect(app.readDraft(RECORD, 'findings')).toBeNull();
});

it('leaves alone what a field on the screen takes care of, until it is gone', async () => {
  app.keepDraft(RECORD, 'findings', '压力');
  const gone = app.showsDraft(RECORD, 'findings');
  await app.takeUpDrafts();
  expect(await changes()).toEqual([]);
  gone();
  await app.takeUpDrafts();
  expect(await changes()).toEqual([{ field: 'findings', value: '压力' }]);
});

it('does not make one person’s draft a change of another, nor loses it', async () => {
  app.keepDraft(RECORD, 'findings', '压力表已过期');
  device.holdFor({ id: 'li', name: '李敏' });
  await app.takeUpDrafts();
  expect(await device.waiting()).toEqual([]);
  device.holdFor(WANG);
  expect(app.readDraft(RECORD, 'findings')).toBe('压力表已过期');
});

it('keeps a draft the device has no room for', async () => {
  await device.writeFact('room', 10);
  app.keepDraft(RECORD, 'findings', '压力表已过期');
  await app.takeUpDrafts();
  expect(await changes()).toEqual([]);
  expect(app.readDraft(RECORD, 'findings')).toBe('压力表已过期');
});
