import { createSocket } from 'node:dgram';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  decodeSip,
  digestResponse,
  type Document,
  encodePtz,
  encodeSip,
  type Header,
  headerValue,
  parseDigest,
  type SipMessage,
  writeDigest,
} from '@anlan/gb28181';
import type { Envelope, Intake, Receipt } from '@anlan/kernel/telemetry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explainFrames } from '../conformance/index.ts';
import { Agent } from './agent/agent.ts';
import { type Gb28181, startGb28181 } from './listen.ts';
import type { Gb28181Options, Presence } from './options.ts';

const PLATFORM = '36110000002000000001';
const RECORDER = '36112900001180000001';
const [EAST, WEST] = ['36112900001320000001', '36112900001320000002'] as const;
const CHANNELS = Array.from(
  { length: 10 },
  (_, i) => [`3611290000132${String(i + 1).padStart(7, '0')}`, `摄像机 ${i + 1}`] as const,
);
const STREAM = new Uint8Array(readFileSync(new URL('../../../data/packs/media/testsrc.h264', import.meta.url)));
const SECRET = 'a secret of sixteen';
const KINDS = ['camera-intrusion', 'camera-fault', 'camera-call'];

/** Keeps envelopes in memory, and can be full or slow. */
class Kept implements Intake {
  readonly envelopes: Envelope[] = [];
  readonly refusals: string[] = [];
  readonly sessions: string[] = [];
  full = false;
  find(identity: string) {
    const points = new Map(
      [EAST, WEST].flatMap((code) => KINDS.map((kind) => [`${code}/${kind}`, { unit: '' }] as const)),
    );
    return { id: identity, identity, secretHash: null, points };
  }
  async accept(envelope: Envelope): Promise<Receipt> {
    await pause(1);
    if (this.full) return { accepted: false, reason: 'overload' };
    this.envelopes.push(envelope);
    return { accepted: true };
  }
  refused(_: string, reason: string): void {
    this.refusals.push(reason);
  }
  connected(identity: string): void {
    this.sessions.push(`+${identity}`);
  }
  disconnected(identity: string): void {
    this.sessions.push(`-${identity}`);
  }
  values(): [string, number][] {
    return this.envelopes.flatMap(({ signals }) =>
      signals.flatMap((s) => (s.kind === 'reading' ? [[s.point, s.value] as [string, number]] : [])),
    );
  }
}

let intake: Kept;
let presences: Presence[];
let catalogues: { device: string; names: (string | undefined)[] }[];
const closing: (() => unknown)[] = [];

async function platform(more: Partial<Gb28181Options> = {}): Promise<Gb28181> {
  const server = await startGb28181({
    host: '127.0.0.1',
    port: 0,
    code: PLATFORM,
    mediaHost: '127.0.0.1',
    mediaPorts: [42_100, 42_103],
    intake,
    clock: Date.now,
    log: { info: () => {}, warn: () => {} },
    secretsOf: (code) => (code === RECORDER || code === EAST ? [SECRET] : []),
    presence: (change) => presences.push(change),
    catalogue: (device, items) => catalogues.push({ device, names: items.map(({ Name }) => Name) }),
    ...more,
  });
  closing.push(() => server.close());
  return server;
}

interface Told {
  readonly camera: Agent;
  readonly documents: Document[];
  readonly counts: { answered: number; refused: number };
}

function camera(port: number, more: object = {}): Told {
  const documents: Document[] = [];
  const counts = { answered: 0, refused: 0 };
  const one = new Agent({
    stream: STREAM,
    host: '127.0.0.1',
    port,
    code: RECORDER,
    secret: SECRET,
    channels: CHANNELS,
    answered: () => (counts.answered += 1),
    lost: () => {},
    refused: () => (counts.refused += 1),
    told: (document) => documents.push(document),
    ...more,
  });
  one.start();
  closing.push(() => one.end());
  return { camera: one, documents, counts };
}

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 15_000, interval: 10 }).toBe(true);
}

beforeEach(() => {
  intake = new Kept();
  presences = [];
  catalogues = [];
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe.each(['UDP', 'TCP'] as const)('a recorder over %s', (transport) => {
  it('signs on, tells its catalogue in parts, sends a stream when invited, and stops', async () => {
    const seen: string[] = [];
    const rules: string[] = [];
    const server = await platform({
      witness: (identity, direction, bytes) => {
        expect(identity).toBe(`gb28181:${RECORDER}`);
        const [frame] = explainFrames('gb28181', bytes);
        seen.push(`${direction} ${frame!.title}`);
        rules.push(...frame!.verdicts.filter(({ state }) => state === 'broken').map(({ rule }) => rule));
      },
    });
    const { camera: recorder } = camera(server.port, { transport, together: 3 });
    await until(() => catalogues.length === 1);
    expect(catalogues[0]).toEqual({ device: RECORDER, names: CHANNELS.map(([, name]) => name) });
    expect(presences[0]).toMatchObject({ device: RECORDER, online: true, why: 'registered' });
    expect(presences.filter(({ why }) => why === 'catalogue-on')).toHaveLength(10);
    expect(server.state(RECORDER)).toMatchObject({ transport, channels: 10, streams: [] });

    const units: { key: boolean; at: number; nals: number }[] = [];
    let ended = '';
    const close = await server.open(`${RECORDER}/${WEST}`, {
      push: ({ key, at, nals }) => units.push({ key, at, nals: nals.length }),
      end: (reason) => (ended = reason),
    });
    await until(() => units.length >= 5);
    expect(units[0]).toEqual({ key: true, at: 0, nals: 3 });
    expect(units.slice(0, 5).map(({ at }) => Math.round(at))).toEqual([0, 80, 160, 240, 320]);
    expect(server.state(RECORDER)?.streams).toMatchObject([{ channel: WEST, lost: 0 }]);
    close();
    await until(() => recorder.streams === 0);
    expect(ended).toBe('idle');
    expect(server.state(RECORDER)?.streams).toEqual([]);
    expect(intake.refusals).toEqual([]);
    expect(seen).toEqual(expect.arrayContaining(['out MESSAGE 消息 设备目录查询', 'in MESSAGE 消息 设备目录应答']));
    expect(rules).toEqual([]);
  });

  it('notifies an alarm, which is a reading, once, and is over after a while', async () => {
    const server = await platform({ limits: { alarmOver: 300 } });
    const { camera: recorder, documents } = camera(server.port, { transport });
    await until(() => recorder.ready && intake.envelopes.length === 1);
    // What stood when the platform was stopped is put to rest.
    expect(intake.values()).toHaveLength(6);
    const at = Math.floor(Date.now() / 1000) * 1000;
    recorder.alarm(WEST, 5, 6, at);
    await until(() => documents.some(({ name }) => name === 'Response/Alarm'));
    expect(intake.envelopes[1]).toMatchObject({
      device: `gb28181:${RECORDER}`,
      signals: [{ point: `${WEST}/camera-intrusion`, at, value: 506, quality: 'good' }],
    });
    await until(() => intake.envelopes.length === 3);
    expect(intake.envelopes[2]?.signals).toMatchObject([{ point: `${WEST}/camera-intrusion`, at: at + 300, value: 0 }]);
    recorder.alarm('36112900001340000099', 2, 1);
    await until(() => intake.refusals.length > 0);
    expect(intake.refusals).toEqual(['unknown-point']);
  });

  it('signs off, and what is open ends', async () => {
    const server = await platform();
    const { camera: recorder } = camera(server.port, { transport });
    await until(() => catalogues.length === 1);
    let ended = '';
    await server.open(`${RECORDER}/${EAST}`, { push: () => {}, end: (reason) => (ended = reason) });
    recorder.end();
    await until(() => ended !== '');
    // The media connection may end before the signing off is heard.
    expect(ended).toMatch(/^(offline|lost)$/);
    await until(() => presences.at(-1)?.online === false);
    expect(presences.at(-1)).toMatchObject({ device: RECORDER, online: false, why: 'signed-off' });
    await expect(server.open(`${RECORDER}/${EAST}`, { push: () => {}, end: () => {} })).rejects.toThrow(
      'not signed on',
    );
  });
});

describe('a recorder', () => {
  it('that falls silent is off line after three missed keep-alives', async () => {
    const server = await platform({ limits: { keepalive: 100 } });
    const { camera: recorder } = camera(server.port);
    await until(() => recorder.ready);
    recorder.end(true);
    await until(() => presences.at(-1)?.why === 'silent');
    expect(intake.sessions).toEqual([`+gb28181:${RECORDER}`, `-gb28181:${RECORDER}`]);
    expect(server.sessions()).toBe(0);
  });

  it('plays what it recorded between two times to its end', async () => {
    const server = await platform();
    const { camera: recorder } = camera(server.port);
    await until(() => recorder.ready);
    const from = Date.UTC(2026, 2, 1);
    expect(await server.recordings(RECORDER, EAST, from, from + 3_600_000)).toMatchObject({
      result: 'done',
      items: [{ DeviceID: EAST, StartTime: '2026-03-01T08:00:00', EndTime: '2026-03-01T09:00:00' }],
    });
    let [units, ended] = [0, ''];
    await server.open(`${RECORDER}/${EAST}?from=${from}&to=${from + 2000}`, {
      push: () => (units += 1),
      end: (reason) => (ended = reason),
    });
    await until(() => ended !== '');
    expect([ended, units >= 23 && units <= 25]).toEqual(['over', true]);
  });

  it('is moved, and hears the eight bytes of the command', async () => {
    const server = await platform();
    const { camera: recorder, documents } = camera(server.port);
    await until(() => recorder.ready);
    const command = { kind: 'move', pan: -1, tilt: 0, zoom: 0, speed: 0.5 } as const;
    expect(await server.move(RECORDER, WEST, command)).toBe('done');
    expect(documents.at(-1)).toMatchObject({ deviceId: WEST, fields: { PTZCmd: encodePtz(command) } });
    expect(await server.move('36112900001180000009', WEST, command)).toBe('offline');
  });

  it('whose alarm finds no room is told to send it again, and it is kept then', async () => {
    const server = await platform();
    const { camera: recorder, counts } = camera(server.port);
    await until(() => recorder.ready && intake.envelopes.length === 1);
    intake.full = true;
    recorder.alarm(EAST, 6, 1);
    await until(() => counts.refused === 1);
    intake.full = false;
    recorder.alarm(EAST, 6, 1);
    await until(() => intake.envelopes.length === 2);
    expect(intake.values().at(-1)).toEqual([`${EAST}/camera-fault`, 601]);
  });

  it('more than there are ports for is refused, and a port is free again after its stream', async () => {
    const server = await platform({ mediaPorts: [42_110, 42_111] });
    const { camera: recorder } = camera(server.port);
    await until(() => recorder.ready);
    const open = (channel: string) => server.open(`${RECORDER}/${channel}`, { push: () => {}, end: () => {} });
    const close = await open(CHANNELS[0]![0]);
    await open(CHANNELS[1]![0]);
    await expect(open(CHANNELS[2]![0])).rejects.toMatchObject({ end: 'full' });
    close();
    await open(CHANNELS[2]![0]);
  });
});

describe('whoever calls', () => {
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

  /** Says a thing by hand and waits for the answer. */
  function caller(port: number) {
    const socket = createSocket('udp4');
    closing.push(() => socket.close());
    let count = 0;
    return (method: string, more: readonly Header[], code = RECORDER, body = ''): Promise<SipMessage> => {
      count += 1;
      const headers: Header[] = [
        ['Via', `SIP/2.0/UDP 127.0.0.1:1;rport;branch=z9hG4bK${Math.random()}`],
        ['From', `<sip:${code}@3611290000>;tag=1`],
        ['To', `<sip:${code}@3611290000>`],
        ['Call-ID', 'a'],
        ['CSeq', `${count} ${method}`],
        ...more,
      ];
      const request = { kind: 'request', method, uri: 'sip:p@p', headers, body: Buffer.from(body) } as const;
      return new Promise((resolve) => {
        // A platform that has just taken it in asks questions of its own between.
        const heard = (bytes: Uint8Array): void => {
          const message = decodeSip(bytes) as SipMessage;
          if (message.kind !== 'response') return;
          socket.off('message', heard);
          resolve(message);
        };
        socket.on('message', heard);
        socket.send(encodeSip(request), port, '127.0.0.1');
      });
    };
  }

  function answerTo(challenge: SipMessage, secret = SECRET, username = RECORDER): Header {
    const { realm = '', nonce = '' } = parseDigest(headerValue(challenge, 'WWW-Authenticate') ?? '') ?? {};
    const response = digestResponse(
      { username, realm, password: secret, method: 'REGISTER', uri: 'sip:p', nonce },
      md5,
    );
    return ['Authorization', writeDigest({ username, realm, nonce, uri: 'sip:p', response }, 'answer')];
  }

  it('must know the secret, answers a challenge once, and in time', async () => {
    let now = Date.now();
    const server = await platform({ clock: () => now });
    const say = caller(server.port);
    expect(await say('REGISTER', [], '36112900001180000077')).toMatchObject({ status: 403 });
    const challenge = await say('REGISTER', []);
    expect(challenge).toMatchObject({ status: 401 });
    expect(await say('REGISTER', [answerTo(challenge, 'guessed')])).toMatchObject({ status: 403 });
    expect(await say('REGISTER', [answerTo(challenge, SECRET, EAST)])).toMatchObject({ status: 403 });
    expect(await say('REGISTER', [answerTo(challenge), ['Expires', '60']])).toMatchObject({ status: 200 });
    expect(await say('REGISTER', [answerTo(challenge)])).toMatchObject({ status: 403 });
    const late = await say('REGISTER', []);
    now += 61_000;
    const stale = await say('REGISTER', [answerTo(late)]);
    expect([stale, headerValue(stale, 'WWW-Authenticate')]).toEqual([
      expect.objectContaining({ status: 401 }),
      expect.stringContaining('stale=true'),
    ]);
    expect(intake.refusals).toEqual(['unknown-device', 'unauthenticated', 'unauthenticated', 'replayed']);
  });

  it('may know either secret while one is being rotated; a wrong one still spends no challenge', async () => {
    const server = await platform({ secretsOf: (code) => (code === RECORDER ? ['of tomorrow', SECRET] : []) });
    const say = caller(server.port);
    const challenge = await say('REGISTER', []);
    expect(await say('REGISTER', [answerTo(challenge, 'guessed')])).toMatchObject({ status: 403 });
    expect(await say('REGISTER', [answerTo(challenge)])).toMatchObject({ status: 200 });
    expect(await say('REGISTER', [answerTo(challenge)])).toMatchObject({ status: 403 });
    expect(await say('REGISTER', [answerTo(await say('REGISTER', []), 'of tomorrow')])).toMatchObject({ status: 200 });
    expect(intake.refusals).toEqual(['unauthenticated', 'replayed']);
  });

  it('without having signed on is not listened to; nonsense is counted and harms nobody', async () => {
    const server = await platform();
    const say = caller(server.port);
    expect(await say('MESSAGE', [], RECORDER, '<Notify/>')).toMatchObject({ status: 403 });
    expect(await say('SUBSCRIBE', [])).toMatchObject({ status: 405 });
    const noise = createSocket('udp4');
    closing.push(() => noise.close());
    for (const text of ['', '\r\n\r\n', 'hello', 'REGISTER sip:a SIP/2.0\r\n\r\n', 'SIP/2.0 200 OK\r\n\r\n'])
      noise.send(text, server.port, '127.0.0.1');
    const { camera: recorder } = camera(server.port);
    await until(() => recorder.ready);
    expect(intake.refusals).toEqual(expect.arrayContaining(['unauthenticated', 'unsupported', 'malformed']));
  });

  it('media of a stranger are left out and counted', async () => {
    const server = await platform({ mediaPorts: [42_120, 42_120] });
    const { camera: recorder } = camera(server.port);
    await until(() => recorder.ready);
    let units = 0;
    await server.open(`${RECORDER}/${EAST}`, { push: () => (units += 1), end: () => {} });
    await until(() => units > 2);
    const before = server.state(RECORDER)!.streams[0]!;
    const stranger = createSocket('udp4');
    closing.push(() => stranger.close());
    // Another source than the one agreed on, and no RTP at all.
    stranger.send(Uint8Array.of(0x80, 96, 0, 1, 0, 0, 0, 0, 9, 9, 9, 9, 0, 0, 1, 0xba), 42_120, '127.0.0.1');
    stranger.send('hello, stream', 42_120, '127.0.0.1');
    await until(() => intake.refusals.includes('unauthenticated') || intake.refusals.includes('malformed'));
    await until(() => server.state(RECORDER)!.streams[0]!.units > before.units + 2);
    expect(server.state(RECORDER)!.streams[0]!.lost).toBe(0);
  });
});
