import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openMirror, type Mirror } from '../live/mirror.ts';
import { openLatest, type Latest } from './latest.ts';
import { openLink } from './link.ts';
import { batchOfRecord, type ReadPoint } from './record.ts';
import { uuid } from './testing/devices.ts';

const NOW = Date.UTC(2026, 2, 18, 9);
const P = uuid(11);
const TOKEN = 'only-we-know';
const log = pino({ level: 'silent' });

let latest: Latest;
let link: Awaited<ReturnType<typeof openLink>>;
const mirrors: Mirror[] = [];

const read = (value: number, at = NOW): void =>
  latest.take(batchOfRecord({ device: 'd', receivedAt: at, fixes: [], readings: [[P, at, value, 'good']] }));
const mirror = (token = TOKEN): Mirror => {
  const opened = openMirror({ port: link.port, token }, log);
  mirrors.push(opened);
  return opened;
};
async function until(holds: () => boolean): Promise<void> {
  for (let round = 0; round < 100 && !holds(); round += 1) await pause(20);
  expect(holds()).toBe(true);
}

beforeEach(async () => {
  latest = openLatest();
  const answers = {
    state: () => ({ ready: true }),
    echo: (input: unknown) => input,
    fail: () => Promise.reject(new Error('broken')),
  };
  link = await openLink({ port: 0, token: TOKEN, latest, answers });
});
afterEach(async () => {
  for (const opened of mirrors.splice(0)) opened.close();
  await link.close();
});

describe('the inner door of ingest', () => {
  it('answers nobody without the token', async () => {
    const ask = (authorization?: string) =>
      fetch(`http://127.0.0.1:${link.port}/state`, {
        method: 'POST',
        headers: authorization === undefined ? {} : { authorization },
      });
    expect((await ask()).status).toBe(404);
    expect((await ask('Bearer only-we-knew')).status).toBe(404);
    expect((await ask(`Bearer ${TOKEN}`)).status).toBe(200);
    expect(await mirror('wrong').ask('state')).toBeUndefined();
  });

  it('feeds nobody without the token', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${link.port}/feed`, { headers: { authorization: 'Bearer x' } });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toBeTruthy();
  });

  it('answers questions, and has no answer for others or for its own failures', async () => {
    const own = mirror();
    expect(await own.ask('state')).toEqual({ ready: true });
    expect(await own.ask('echo', { text: '减速' })).toEqual({ text: '减速' });
    expect(await own.ask('fail')).toBeUndefined();
    expect(await own.ask('unknown')).toBeUndefined();
    expect(await own.ask('echo', 'x'.repeat(70_000))).toBeUndefined();
  });

  it('reads a character that comes in two pieces', async () => {
    const body = Buffer.from(JSON.stringify('减速慢行'));
    const socket = connect(link.port, '127.0.0.1');
    socket.write(
      `POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${TOKEN}\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    for (const byte of body) {
      socket.write(Buffer.from([byte]));
      await pause(5);
    }
    let text = '';
    for await (const chunk of socket.setEncoding('utf8')) text += chunk as string;
    expect(text).toContain('"减速慢行"');
  });
});

describe('a mirror', () => {
  it('[S16.3] has every number as it was told, and knows what is missing', async () => {
    const fix = { altitude: null, positioned: true, live: true, lon: 117.943_455_123_4, lat: -28.123_456_789 };
    const rich = { ...fix, at: NOW, speed: 62.5, heading: 0, statusBits: 0xffff_fffe };
    const poor = { ...fix, at: NOW, speed: null, heading: null };
    const gone: ReadPoint = [uuid(12), NOW, Number.NaN, 'bad'];
    const readings: ReadPoint[] = [[P, NOW - 0.5, -1e-9, 'suspect'], gone];
    const fixes = [rich, poor].map((one, index) => ({ object: uuid(21 + index), fix: one }));
    latest.take(batchOfRecord({ device: 'd', receivedAt: NOW, fixes, readings }));
    const own = mirror();
    await until(() => own.fixes.size === 2);
    const told = { lon: fix.lon, lat: fix.lat, at: NOW, receivedAt: NOW };
    expect(own.fixes.get(uuid(21))).toEqual({ ...told, speed: 62.5, heading: 0, statusBits: 0xffff_fffe });
    expect(own.fixes.get(uuid(22))).toEqual({ ...told, speed: null, heading: null });
    expect(own.readings.get(P)).toEqual({ at: NOW - 0.5, value: -1e-9, quality: 'suspect', receivedAt: NOW });
    expect(own.readings.get(uuid(12))).toEqual({ at: NOW, value: null, quality: 'bad', receivedAt: NOW });
  });

  it('[S16.3] has first all, then what changes', async () => {
    read(1);
    const own = mirror();
    await until(() => own.readings.get(P)?.value === 1);
    const changes: unknown[] = [];
    const stop = own.onChange(({ readings }) => changes.push(...readings.map(([id, { value }]) => [id, value])));
    read(2, NOW + 1);
    await until(() => own.readings.get(P)?.value === 2);
    expect(changes).toEqual([[P, 2]]);
    stop();
    read(3, NOW + 2);
    await until(() => own.readings.get(P)?.value === 3);
    expect(changes).toHaveLength(1);
  });

  it('comes back by itself when ingest does, and says when it does not follow', async () => {
    const own = mirror();
    await until(() => own.following());
    const { port } = link;
    await link.close();
    await until(() => !own.following());
    expect(await own.ask('state')).toBeUndefined();
    read(9);
    link = await openLink({ port, token: TOKEN, latest, answers: {} });
    await until(() => own.readings.get(P)?.value === 9);
  });
});
