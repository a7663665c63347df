import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Listener } from '@anlan/gateways';
import { PACKED, packReadings } from '@anlan/kernel/telemetry';
import { openIntake } from '../intake.ts';
import { openJournal } from '../journal/journal.ts';
import type { DurableLog } from '../journal/log.ts';
import { batchOf, recordOf } from '../record.ts';
import type { Register } from '../register.ts';
import { device, registerOf, subject, uuid } from '../testing/devices.ts';
import { listenBatch } from './listen.ts';

const NOW = Date.UTC(2026, 2, 18, 9);
const DEVICES = [
  device(uuid(1), 'mqtt:gw-1', { level: subject(uuid(11)), pressure: subject(uuid(12)) }),
  device(uuid(2), 'mqtt:gw-2', { level: subject(uuid(21)) }),
];
const LIST = {
  devices: [
    { device: 'mqtt:gw-1', secret: 'secret of mqtt:gw-1', points: ['level', 'pressure'] },
    { device: 'mqtt:gw-2', secret: 'secret of mqtt:gw-2', points: ['level', 'unheard'] },
  ],
};

let folder: string;
let journal: DurableLog;
let listener: Listener;
let register: Register;
let counted: string[];
let full: boolean;
let pending: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batch-'));
  register = registerOf(...DEVICES);
  [counted, full, pending] = [[], false, 0];
  await open();
});
afterEach(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<void> {
  journal = await openJournal({ folder });
  const disk: DurableLog = {
    ...journal,
    append: (payload) => (full ? Promise.reject(new Error('disk-full')) : journal.append(payload)),
  };
  const refusals = {
    count: (_: string, id: string | null, reason: string, detail: string) =>
      void counted.push(`${id} ${reason} ${detail}`),
    flush: async () => {},
  };
  const intake = openIntake({
    register,
    journal: disk,
    refusals,
    clock: () => NOW,
    pending: () => pending,
    patience: 0,
  });
  const verify = (id: string, secret: string): boolean => secret === `secret of ${id}`;
  const log = { info: () => {}, warn: () => {} };
  listener = await listenBatch({ host: '127.0.0.1', port: 0, intake, journal, register, verify, key: 'key', log });
}
async function close(): Promise<void> {
  await listener.close();
  await journal.close();
}

async function post(path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  const response = await fetch(`http://127.0.0.1:${listener.port}${path}`, { method: 'POST', body, headers });
  return {
    status: response.status,
    retry: response.headers.get('retry-after'),
    json: (await response.json()) as Record<string, unknown>,
  };
}
const declare = (list: object = LIST) => post('/readings/lists', JSON.stringify(list));
async function send(bytes: Uint8Array, token?: string) {
  const list = token ?? ((await declare()).json['list'] as string);
  return post('/readings', new Uint8Array(bytes), { authorization: `Bearer ${list}`, 'content-type': PACKED.type });
}
const batchOfPlaces = (number: number, places: readonly number[], values = places.map(() => 50)): Uint8Array =>
  packReadings({
    batch: new Uint8Array(16).fill(number),
    at: Float64Array.of(NOW),
    value: Float64Array.from(values),
    place: Uint32Array.from(places),
  });
async function kept(): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const { payload } of journal.read(0)) rows.push(recordOf(batchOf(Buffer.concat([payload]))).readings);
  return rows;
}

describe('[S16.2] a batch of readings', () => {
  it('is on disk when it is answered, under the points of the sender’s list', async () => {
    expect((await declare()).json).toMatchObject({ points: 4, unknown: [3] });
    const answer = await send(batchOfPlaces(1, [2, 0, 1], [7, 8, 500]));
    expect(answer).toMatchObject({
      status: 200,
      json: { accepted: 3, refused: { 'out-of-range': 1 }, repeated: false },
    });
    expect(await kept()).toEqual([
      [
        [uuid(21), NOW, 7, 'good'],
        [uuid(11), NOW, 8, 'good'],
        [uuid(12), NOW, 500, 'suspect'],
      ],
    ]);
    expect(counted).toEqual([`${uuid(1)} out-of-range pressure`]);
  });

  it('is taken once under its number, also when it comes again at once or after a restart', async () => {
    const token = (await declare()).json['list'] as string;
    const twice = await Promise.all([send(batchOfPlaces(1, [0]), token), send(batchOfPlaces(1, [0]), token)]);
    expect(twice.map(({ json }) => json['repeated'])).toEqual([false, true]);
    await close();
    await open();
    expect((await send(batchOfPlaces(1, [0]))).json).toEqual({ accepted: 1, refused: {}, repeated: true });
    expect((await send(batchOfPlaces(2, [0]))).json).toMatchObject({ repeated: false });
    expect(await kept()).toHaveLength(2);
  });

  it('is kept without the readings of points that are not registered, which are counted', async () => {
    const answer = await send(batchOfPlaces(1, [0, 3, 99]));
    expect(answer.json).toEqual({ accepted: 1, refused: { 'unknown-point': 2 }, repeated: false });
  });

  it('that the disk refused is not acknowledged, and may come again under its number', async () => {
    full = true;
    expect(await send(batchOfPlaces(1, [0]))).toMatchObject({
      status: 507,
      retry: '1',
      json: { code: 'intake-stopped' },
    });
    full = false;
    pending = 1_000_000;
    expect(await send(batchOfPlaces(1, [0]))).toMatchObject({ status: 503, retry: '1', json: { code: 'intake-busy' } });
    pending = 0;
    expect(await send(batchOfPlaces(1, [0]))).toMatchObject({ status: 200, json: { repeated: false } });
    expect(await kept()).toHaveLength(1);
  });

  it.each([
    ['no list', () => send(batchOfPlaces(1, [0]), 'a-list-that-nobody-sent'), 401, 'list-unknown'],
    ['no batch', () => send(new Uint8Array(40)), 400, 'batch-malformed'],
    ['a list that is none', () => declare({ devices: [] }), 400, 'batch-malformed'],
    ['JSON that is none', () => post('/readings/lists', '{'), 400, 'batch-malformed'],
    ['too much', () => send(new Uint8Array(400_000)), 413, 'batch-too-large'],
    ['a wrong secret', () => declare({ devices: [{ ...LIST.devices[0], secret: 'guess' }] }), 403, 'device-unproven'],
    [
      'an unknown device',
      () => declare({ devices: [{ ...LIST.devices[0], device: 'mqtt:x' }] }),
      403,
      'device-unproven',
    ],
    ['another address', () => post('/else', ''), 404, 'not-found'],
  ] as const)('with %s is refused in both languages', async (_, ask, status, code) => {
    const answer = await ask();
    expect(answer).toMatchObject({ status, json: { code, zh: expect.any(String), en: expect.any(String) } });
    expect(await kept()).toEqual([]);
  });

  it('waits for no more than four lists that are still on their way, and takes one again when they are gone', async () => {
    const slow = Array.from({ length: 4 }, () => {
      const socket = connect(listener.port, '127.0.0.1');
      socket.write('POST /readings/lists HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{');
      return socket;
    });
    await expect.poll(async () => (await declare()).status).toBe(503);
    for (const socket of slow) socket.destroy();
    await expect.poll(async () => (await declare()).status).toBe(200);
  });

  it('of a device that has left the register is no longer taken by its list', async () => {
    const token = (await declare()).json['list'] as string;
    const gone = registerOf(DEVICES[0]!);
    Object.assign(register, { find: gone.find, version: () => 1 });
    expect((await send(batchOfPlaces(1, [0]), token)).status).toBe(401);
  });
});
