import { connect as dial, type Socket } from 'node:net';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandingListener } from '../listener.ts';
import { FileIntake } from '../testing/intake.ts';
import { silent, until } from '../testing/wait.ts';
import { listenMqtt } from './listen.ts';

const DEVICE = 'mqtt:SR-000001';
const OTHER = 'mqtt:SR-000002';
const NOW = Date.UTC(2026, 2, 1, 4, 0, 0);
const TOPIC = 'anlan/v1/SR-000001/readings';

let intake: FileIntake;
let listener: CommandingListener;
const clients: MqttClient[] = [];
const sockets: Socket[] = [];

beforeEach(async () => {
  intake = new FileIntake({ [DEVICE]: 'secret-1', [OTHER]: 'secret-2' });
  await open({});
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.endAsync(true);
  for (const socket of sockets.splice(0)) socket.destroy();
  await listener.close();
  intake.close();
});

async function open(limits: object): Promise<void> {
  const verify = (identity: string, password: string) => intake.verify(identity, password);
  listener = await listenMqtt({ host: '127.0.0.1', port: 0, intake, clock: () => NOW, log: silent, verify, limits });
}

async function reopen(limits: object): Promise<void> {
  await listener.close();
  await open(limits);
}

async function client(
  username = 'SR-000001',
  password = 'secret-1',
  options: IClientOptions = {},
): Promise<MqttClient> {
  const url = `mqtt://127.0.0.1:${listener.port}`;
  const opened = await connectAsync(url, { username, password, reconnectPeriod: 0, ...options }, false);
  opened.on('error', () => {});
  clients.push(opened);
  return opened;
}

const other = () => client('SR-000002', 'secret-2');
const payload = (value: unknown = 12.3, at: unknown = NOW) =>
  JSON.stringify({ at, readings: [{ point: 'level', value }] });

/** A raw connection, with the bytes to send at once. */
function raw(...bytes: (string | number[])[]): Socket {
  const socket = dial(listener.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  sockets.push(socket);
  for (const part of bytes)
    socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : Uint8Array.from(part));
  return socket;
}

/** CONNECT of the first device, MQTT 3.1.1, clean session, user name and password. */
function connectPacket(keepalive = 60): number[] {
  const text = (value: string) => [value.length >> 8, value.length & 0xff, ...Buffer.from(value)];
  const body = [
    ...text('MQTT'),
    4,
    0xc2,
    keepalive >> 8,
    keepalive & 0xff,
    ...text('x'),
    ...text('SR-000001'),
    ...text('secret-1'),
  ];
  return [0x10, body.length, ...body];
}

describe('a device', () => {
  it('brings readings, acknowledged by PUBACK', async () => {
    const device = await client();
    const readings = [
      { point: 'level', value: 12.3 },
      { point: 'pressure', value: 0.61, quality: 'suspect', at: '2026-03-01T12:00:00+08:00' },
    ];
    await device.publishAsync(TOPIC, JSON.stringify({ at: NOW - 1000, readings }), { qos: 1 });
    expect(intake.stored()).toEqual([
      {
        device: DEVICE,
        receivedAt: NOW,
        signals: [
          { kind: 'reading', point: 'level', at: NOW - 1000, value: 12.3, quality: 'good' },
          { kind: 'reading', point: 'pressure', at: NOW, value: 0.61, quality: 'suspect' },
        ],
      },
    ]);
    expect(intake.sessions).toEqual([`+${DEVICE}`]);
    expect(listener.stats()).toEqual({ sessions: 1, accepted: 1, refused: {} });
    await device.endAsync();
    await until(() => intake.sessions.at(-1) === `-${DEVICE}`);
  });

  it('may publish with any quality of service', async () => {
    const device = await client();
    for (const qos of [0, 1, 2] as const) await device.publishAsync(TOPIC, payload(qos), { qos });
    await until(() => intake.stored().length === 3);
    expect(listener.stats().accepted).toBe(3);
  });

  it('is heard whole when every byte comes alone', async () => {
    const body = [...Buffer.from(payload())];
    const publish = [0x32, 2 + TOPIC.length + 2 + body.length, 0, TOPIC.length, ...Buffer.from(TOPIC), 0, 7, ...body];
    const socket = raw();
    socket.setNoDelay(true);
    const received: number[] = [];
    socket.on('data', (chunk) => received.push(...chunk));
    for (const byte of [...connectPacket(), ...publish]) socket.write(Uint8Array.of(byte));
    await until(() => received.length === 8);
    expect(received).toEqual([0x20, 2, 0, 0, 0x40, 2, 0, 7]);
    expect(intake.stored()).toHaveLength(1);
  });

  it('that connects twice keeps the later connection', async () => {
    const first = await client();
    const second = await client();
    await until(() => !first.connected);
    await second.publishAsync(TOPIC, payload(), { qos: 1 });
    expect(listener.sessions()).toBe(1);
  });

  it("cannot take over another's session by its client identifier", async () => {
    const victim = await client('SR-000001', 'secret-1', { clientId: 'SR-000001' });
    await client('SR-000002', 'secret-2', { clientId: 'SR-000001' });
    expect(listener.sessions()).toBe(2);
    await victim.publishAsync(TOPIC, payload(), { qos: 1 });
  });
});

describe('acknowledgement', () => {
  it.each([1, 2] as const)('comes after the disk, never before (quality of service %i)', async (qos) => {
    const device = await client();
    const release = intake.stall();
    let acknowledged = false;
    device.on('packetreceive', ({ cmd }) => (acknowledged ||= cmd === 'puback' || cmd === 'pubrec'));
    const published = device.publishAsync(TOPIC, payload(), { qos });
    await until(() => intake.waiting === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(acknowledged).toBe(false);
    expect(intake.stored()).toEqual([]);
    release();
    await published;
    expect(intake.stored()).toHaveLength(1);
  });

  it.each<[string, () => void]>([
    ['the disk fails', () => intake.fail(new Error('no space left on device'))],
    ['the intake has no room', () => void (intake.full = true)],
  ])('is withheld and the connection closed when %s', async (_, fail) => {
    const device = await client();
    let acknowledged = false;
    device.on('packetreceive', ({ cmd }) => (acknowledged ||= cmd === 'puback'));
    fail();
    device.publish(TOPIC, payload(), { qos: 1 });
    await until(() => !device.connected);
    expect(acknowledged).toBe(false);
  });

  it('of a repetition waits for the original, which is kept once', async () => {
    const device = await client();
    const release = intake.stall();
    let acknowledged = 0;
    const both = [1, 2].map(() => device.publishAsync(TOPIC, payload(), { qos: 1 }).then(() => (acknowledged += 1)));
    await until(() => intake.count('replayed', DEVICE) === 1);
    expect(acknowledged).toBe(0);
    release();
    await Promise.all(both);
    expect(intake.stored()).toHaveLength(1);
  });
});

describe('bad input is refused, counted by reason, and disturbs nobody', () => {
  it.each<[string, string, string]>([
    ['no JSON', 'malformed', 'level=12'],
    ['no object', 'malformed', '[1]'],
    ['no time', 'malformed', '{"readings":[{"point":"level","value":1}]}'],
    ['a time without zone', 'malformed', payload(1, '2026-03-01T12:00:00')],
    ['no readings', 'malformed', `{"at":${NOW},"readings":[]}`],
    ['no point', 'malformed', `{"at":${NOW},"readings":[{"value":1}]}`],
    ['an unknown quality', 'malformed', `{"at":${NOW},"readings":[{"point":"level","value":1,"quality":"fine"}]}`],
    ['a value that is no number', 'not-a-number', payload('12')],
    ['a value too large for a number', 'not-a-number', `{"at":${NOW},"readings":[{"point":"level","value":1e999}]}`],
    [
      'too many readings',
      'oversized',
      JSON.stringify({ at: NOW, readings: Array.from({ length: 1001 }, () => ({ point: 'a', value: 1 })) }),
    ],
    ['a payload above 64 KiB', 'oversized', ' '.repeat(65_537)],
    ['a time two days ahead', 'clock-skew', payload(1, NOW + 2 * 86_400_000)],
  ])('%s: %s', async (_, reason, bytes) => {
    const bystander = await other();
    const device = await client();
    await device.publishAsync(TOPIC, bytes, { qos: 1 });
    expect(intake.count(reason as never, DEVICE)).toBe(1);
    await device.publishAsync(TOPIC, payload(), { qos: 1 });
    await bystander.publishAsync('anlan/v1/SR-000002/readings', payload(), { qos: 1 });
    expect(intake.stored()).toHaveLength(2);
    expect(listener.stats().refused).toEqual({ [reason]: 1 });
  });

  const publishHead = (length: number[]) => [0x30, ...length];
  it.each<[string, string, () => (string | number[])[]]>([
    [
      'a packet of 200 MiB, refused before it is read',
      'oversized',
      () => [connectPacket(), publishHead([0x80, 0x80, 0x80, 0x64])],
    ],
    ['a length of five bytes', 'malformed', () => [connectPacket(), publishHead([0xff, 0xff, 0xff, 0xff, 1])]],
    ['a packet that is no MQTT', 'malformed', () => [connectPacket(), [0x00, 0x00]]],
    ['another protocol', 'malformed', () => ['\x16\x03\x01\x02\x00\x01\x00']],
    ['a message before CONNECT', 'unauthenticated', () => [[0x30, 5, 0, 1, 97, 1, 1]]],
    ['a second CONNECT', 'out-of-order', () => [connectPacket(), connectPacket()]],
    ['a packet only brokers send', 'out-of-order', () => [connectPacket(), [0x20, 2, 0, 0]]],
  ])('%s: %s ends the connection', async (_, reason, bytes) => {
    const bystander = await other();
    const socket = raw(...bytes());
    await until(() => socket.closed);
    expect(intake.refusals.map((refusal) => refusal.reason)).toEqual([reason]);
    await bystander.publishAsync('anlan/v1/SR-000002/readings', payload(), { qos: 1 });
  });

  it.each<[string, string | undefined, string | undefined, string]>([
    ['a wrong password', 'SR-000001', 'wrong', 'unauthenticated'],
    ['no password', 'SR-000001', undefined, 'unauthenticated'],
    ['a device not registered', 'SR-999999', 'secret-1', 'unknown-device'],
    ['no name', undefined, undefined, 'unknown-device'],
    ['a name with a wildcard', '+', 'x', 'unknown-device'],
  ])('%s signs nobody on: %s %s %s', async (_, username, password, reason) => {
    const url = `mqtt://127.0.0.1:${listener.port}`;
    const refused = connectAsync(url, { username, password, reconnectPeriod: 0 }, false);
    await expect(refused).rejects.toThrow('Not authorized');
    expect(intake.refusals.map((refusal) => refusal.reason)).toEqual([reason]);
    expect(listener.sessions()).toBe(0);
  });

  it('a secret given up while its device is connected ends the connection with the next message, and nothing is kept', async () => {
    await listener.close();
    let good = 'secret-1';
    const verify = (_: string, password: string) => password === good;
    listener = await listenMqtt({ host: '127.0.0.1', port: 0, intake, clock: () => NOW, log: silent, verify });
    const device = await client();
    await device.publishAsync(TOPIC, payload(), { qos: 1 });
    good = 'secret-of-tomorrow';
    device.publish(TOPIC, payload(99), { qos: 1 });
    await until(() => !device.connected);
    expect(intake.stored()).toHaveLength(1);
    expect(intake.count('unauthenticated', DEVICE)).toBe(1);
  });

  it.each(['anlan/v1/SR-000002/readings', 'anlan/v1/SR-000001/command', '$SYS/x', 'else'])(
    'publishing to %s ends the connection',
    async (topic) => {
      const device = await client();
      device.publish(topic, payload(), { qos: 1 });
      await until(() => !device.connected);
      expect(intake.stored()).toEqual([]);
      expect(intake.count('unauthenticated', DEVICE)).toBe(1);
    },
  );

  it.each(['#', 'anlan/v1/+/command', 'anlan/v1/SR-000002/command', '$SYS/#'])(
    'subscribing to %s is denied',
    async (topic) => {
      const device = await client();
      await device.subscribeAsync(topic).catch(() => {});
      expect(intake.count('unauthenticated', DEVICE)).toBe(1);
      expect(device.connected).toBe(true);
    },
  );

  it('an unfinished packet ends the connection as slow', async () => {
    await reopen({ slow: 100 });
    const socket = raw(connectPacket(), [0x30, 50, 0, 1]);
    await until(() => socket.closed);
    expect(intake.count('slow', DEVICE)).toBe(1);
  });

  it('silence ends a connection as half-open, before CONNECT and after its keep-alive', async () => {
    await reopen({ connect: 80, keepalive: 1 });
    const [mute, dead] = [raw(), raw(connectPacket(0))];
    await until(() => mute.closed && dead.closed);
    expect(intake.refusals.map(({ reason, identity }) => [reason, identity])).toEqual([
      ['half-open', undefined],
      ['half-open', DEVICE],
    ]);
  });
});

describe('commands', () => {
  const COMMAND = 'anlan/v1/SR-000001/command';

  it('reach the device that subscribed, and its answer comes back', async () => {
    const device = await client();
    await device.subscribeAsync(COMMAND, { qos: 1 });
    device.on('message', (topic, bytes) => {
      const { id, kind } = JSON.parse(bytes.toString()) as { id: string; kind: string };
      device.publish(`${topic}/ack`, JSON.stringify({ id, result: 'done', detail: kind }), { qos: 1 });
    });
    expect(await listener.send(DEVICE, { kind: 'query' })).toEqual({ result: 'done', detail: 'query' });
    expect(await listener.send(DEVICE, { kind: 'text', text: '注意' })).toEqual({ result: 'done', detail: 'text' });
  });

  it('nobody there, not subscribed, no answer and an answer to nothing are told apart', async () => {
    await reopen({ command: 80 });
    expect(await listener.send(DEVICE, { kind: 'query' })).toEqual({ result: 'offline' });
    const device = await client();
    expect(await listener.send(DEVICE, { kind: 'query' })).toMatchObject({ result: 'unsupported' });
    await device.subscribeAsync(COMMAND);
    expect(await listener.send(DEVICE, { kind: 'query' })).toEqual({ result: 'timeout' });
    await device.publishAsync(`${COMMAND}/ack`, '{"id":"77","result":"done"}', { qos: 1 });
    expect(intake.count('out-of-order', DEVICE)).toBe(1);
  });
});
