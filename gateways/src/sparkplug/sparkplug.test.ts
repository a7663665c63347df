import { sparkplugSettingsSchema, type SparkplugSettings } from '@anlan/kernel/collection';
import * as fc from 'fast-check';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenMqtt, type MqttListener } from '../mqtt/listen.ts';
import { FileIntake } from '../testing/intake.ts';
import { silent, until } from '../testing/wait.ts';
import { numberOf, readPayload, writePayload, type Written } from './payload.ts';
import { maySubscribe, readTopic } from './topic.ts';

const NODE = 'sparkplug:plant/edge-1';
const TANK = 'sparkplug:plant/edge-1/tank-1';
const NOW = Date.UTC(2026, 2, 1, 4, 0, 0);
const at = NOW - 1000;
const COMMANDS = 'spBv1.0/plant/NCMD/edge-1';
const DOUBLE = 10;
const UINT64 = 8;

let intake: FileIntake;
let listener: MqttListener;
let settings: Record<string, SparkplugSettings>;
let now = NOW;
const clients: MqttClient[] = [];

beforeEach(async () => {
  now = NOW;
  settings = {};
  intake = new FileIntake({ [NODE]: 'secret', [TANK]: '', 'sparkplug:plant/edge-2': 'other' });
  listener = await listenMqtt({
    host: '127.0.0.1',
    port: 0,
    intake,
    clock: () => now,
    log: silent,
    verify: (identity, password) => intake.verify(identity, password),
    settingsOf: (identity) => settings[identity],
  });
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.endAsync(true);
  await listener.close();
  intake.close();
});

/** An edge node: connects with its death certificate, hears its commands, counts its messages. */
async function edge(bdSeq = 0, username = 'plant/edge-1', password = 'secret') {
  const [group, node] = username.split('/');
  const will = { topic: `spBv1.0/${group}/NDEATH/${node}`, payload: death(bdSeq), qos: 1 as const, retain: false };
  const options = { username, password, reconnectPeriod: 0, will };
  const client = await connectAsync(`mqtt://127.0.0.1:${listener.port}`, options, false);
  client.on('error', () => {});
  clients.push(client);
  const asked: string[] = [];
  client.on('message', (topic, bytes) => {
    for (const { name, value } of readPayload(bytes)?.metrics ?? []) asked.push(`${topic} ${name} ${String(value)}`);
  });
  let seq = -1;
  const send = (type: string, metrics: Written[], more: { device?: string; seq?: number } = {}) => {
    seq = more.seq ?? (type === 'NBIRTH' ? 0 : (seq + 1) % 256);
    const place = more.device === undefined ? '' : `/${more.device}`;
    const payload = writePayload({ timestamp: at, seq, metrics });
    return client.publishAsync(`spBv1.0/${group}/${type}/${node}${place}`, payload, { qos: 1 });
  };
  return { client, asked, send };
}

const death = (bdSeq: number) => writePayload({ timestamp: at, metrics: [bd(bdSeq)] });
const bd = (value: number): Written => ({ name: 'bdSeq', timestamp: at, datatype: UINT64, value });
const metric = (name: string | undefined, value: Written['value'], more: Partial<Written> = {}): Written => ({
  ...(name === undefined ? {} : { name }),
  timestamp: at,
  datatype: DOUBLE,
  value,
  ...more,
});
const readings = (device: string) =>
  intake
    .stored(device)
    .flatMap(({ signals }) =>
      signals.flatMap((one) => (one.kind === 'reading' ? [[one.point, one.value, one.quality]] : [])),
    );

describe('an edge node', () => {
  it('is born with its devices, and then sends by alias', async () => {
    const { send, asked } = await edge();
    await send('NBIRTH', [bd(0), metric('load', 3, { alias: 1 })]);
    await send('DBIRTH', [metric('level', 62.4, { alias: 7 }), metric('name', 'V-101', { datatype: 12 })], {
      device: 'tank-1',
    });
    await send('DDATA', [metric(undefined, 63, { alias: 7 })], { device: 'tank-1' });
    await send('NDATA', [metric('load', 4)]);
    expect(readings(TANK)).toEqual([
      ['level', 62.4, 'good'],
      ['level', 63, 'good'],
    ]);
    expect(readings(NODE)).toEqual([
      ['load', 3, 'good'],
      ['load', 4, 'good'],
    ]);
    expect(intake.stored(TANK)[0]).toMatchObject({ receivedAt: NOW, signals: [{ at }] });
    expect(intake.sessions).toEqual([`+${NODE}`, `+${TANK}`]);
    expect(intake.count('not-a-number', TANK)).toBe(1);
    expect(listener.sparkplug.stats()).toMatchObject({ sessions: 1, accepted: 4 });
    expect(asked).toEqual([]);
  });

  it('that leaves the datatype out of its data is understood by that of the birth, signs too', async () => {
    const { send, client } = await edge();
    await send('NBIRTH', [bd(0)]);
    await send('DBIRTH', [metric('temperature', -4, { alias: 7, datatype: 3 })], { device: 'tank-1' });
    // seq 2; one metric: alias 7, int_value 4294967291.
    const data = Buffer.from('18021208100750fbffffff0f', 'hex');
    await client.publishAsync('spBv1.0/plant/DDATA/edge-1/tank-1', data, { qos: 1 });
    expect(readings(TANK).map(([, value]) => value)).toEqual([-4, -5]);
  });

  it('takes the places the register gives its metrics; others are passed over', async () => {
    settings[TANK] = sparkplugSettingsSchema.parse({
      protocol: 'sparkplug',
      sources: [{ point: 'pressure', metric: 'PT/101', scale: 0.001 }],
    });
    const { send } = await edge();
    await send('NBIRTH', [bd(0)]);
    await send('DBIRTH', [metric('PT/101', 610), metric('TT/101', 20)], { device: 'tank-1' });
    expect(readings(TANK)).toEqual([['pressure', 0.61, 'good']]);
  });

  it('that skips a number is counted and asked for its birth, not more than once in five seconds', async () => {
    const { send, client, asked } = await edge();
    await client.subscribeAsync(COMMANDS);
    await send('NBIRTH', [bd(0), metric('load', 1)]);
    await send('NDATA', [metric('load', 2)], { seq: 5 });
    await send('NDATA', [metric('load', 3)], { seq: 9 });
    await until(() => asked.length === 1);
    expect(asked).toEqual([`${COMMANDS} Node Control/Rebirth true`]);
    expect(intake.count('out-of-order', NODE)).toBe(2);
    now += 6000;
    await send('NDATA', [metric('load', 4)], { seq: 1 });
    await until(() => asked.length === 2);
    expect(readings(NODE).map(([, value]) => value)).toEqual([1, 2, 3, 4]);
  });

  it('counts from 255 to 0', async () => {
    const { send } = await edge();
    await send('NBIRTH', [bd(0), metric('load', 0)]);
    for (let value = 1; value <= 257; value += 1) await send('NDATA', [metric('load', value)]);
    expect(intake.count('out-of-order', NODE)).toBe(0);
    expect(readings(NODE)).toHaveLength(258);
  });

  it('that sends before its birth, or an alias nobody has named, is not guessed at', async () => {
    const { send, client, asked } = await edge();
    await client.subscribeAsync(COMMANDS);
    await send('NDATA', [metric('load', 1)]);
    await until(() => asked.length === 1);
    expect(readings(NODE)).toEqual([]);
    await send('NBIRTH', [bd(0), metric('load', 1, { alias: 1 })]);
    await send('NDATA', [metric(undefined, 2, { alias: 99 })]);
    expect(intake.count('unknown-point', NODE)).toBe(1);
  });

  it('that goes without a word leaves its values stale, its devices too', async () => {
    const { send, client } = await edge();
    await send('NBIRTH', [bd(0)]);
    await send('DBIRTH', [metric('level', 62)], { device: 'tank-1' });
    client.stream.destroy();
    await until(() => readings(TANK).length === 2);
    expect(readings(TANK)[1]).toEqual(['level', 62, 'bad']);
    await until(() => intake.sessions.includes(`-${NODE}`) && intake.sessions.includes(`-${TANK}`));
  });

  it('dies by its own certificate; one of an earlier session says nothing', async () => {
    const { send, client } = await edge(4);
    const die = (bdSeq: number) => client.publishAsync('spBv1.0/plant/NDEATH/edge-1', death(bdSeq), { qos: 1 });
    await send('NBIRTH', [bd(4), metric('load', 1)]);
    await die(3);
    expect(intake.count('out-of-order', NODE)).toBe(1);
    expect(readings(NODE)).toHaveLength(1);
    await die(4);
    expect(readings(NODE)).toEqual([
      ['load', 1, 'good'],
      ['load', 1, 'bad'],
    ]);
  });

  it('tells of a device that died', async () => {
    const { send } = await edge();
    await send('NBIRTH', [bd(0)]);
    await send('DBIRTH', [metric('level', 62)], { device: 'tank-1' });
    await send('DDEATH', [], { device: 'tank-1' });
    expect(readings(TANK).at(-1)).toEqual(['level', 62, 'bad']);
    expect(intake.sessions.at(-1)).toBe(`-${TANK}`);
  });

  it('may say that a value is missing, and what was kept while it was away', async () => {
    const { send } = await edge();
    await send('NBIRTH', [bd(0), metric('load', 5)]);
    await send('NDATA', [metric('load', null), metric('load', 3, { historical: true, timestamp: at - 60_000 })]);
    expect(readings(NODE).slice(1)).toEqual([
      ['load', 5, 'bad'],
      ['load', 3, 'good'],
    ]);
  });

  it('is not told that its values are kept while the intake has no room for them', async () => {
    const { send, client } = await edge();
    await send('NBIRTH', [bd(0), metric('load', 1)]);
    intake.full = true;
    let acknowledged = false;
    client.on('packetreceive', ({ cmd }) => (acknowledged ||= cmd === 'puback'));
    void send('NDATA', [metric('load', 2)]).catch(() => {});
    await until(() => !client.connected);
    expect(acknowledged).toBe(false);
    expect(readings(NODE)).toEqual([['load', 1, 'good']]);
  });

  it('hears that the host is there', async () => {
    const { client } = await edge();
    const states: unknown[] = [];
    client.on('message', (topic, bytes) => topic.includes('STATE') && states.push(JSON.parse(bytes.toString())));
    await client.subscribeAsync('spBv1.0/STATE/anlan', { qos: 1 });
    await until(() => states.length === 1);
    expect(states).toEqual([{ online: true, timestamp: NOW }]);
  });
});

describe('what is refused', () => {
  it('a wrong password, a node not registered, a payload that is none, the topic of another', async () => {
    await expect(edge(0, 'plant/edge-1', 'wrong')).rejects.toThrow('Not authorized');
    await expect(edge(0, 'plant/edge-9')).rejects.toThrow('Not authorized');
    const { client } = await edge();
    await client.publishAsync('spBv1.0/plant/NBIRTH/edge-1', Buffer.from('ffff', 'hex'), { qos: 1 });
    await client.publishAsync('spBv1.0/plant/NBIRTH/edge-2', death(0), { qos: 1 });
    await client.subscribeAsync('spBv1.0/#').catch(() => {});
    expect(intake.refusals.map(({ listener: by, reason }) => [by, reason])).toEqual([
      ['mqtt', 'unauthenticated'],
      ['mqtt', 'unknown-device'],
      ['sparkplug', 'malformed'],
      ['sparkplug', 'unauthenticated'],
      ['mqtt', 'unauthenticated'],
    ]);
    expect(intake.stored()).toEqual([]);
  });
});

describe('topics', () => {
  it.each([
    ['spBv1.0/plant/NBIRTH/edge-1', { type: 'NBIRTH', node: 'plant/edge-1' }],
    ['spBv1.0/plant/DDATA/edge-1/tank', { type: 'DDATA', node: 'plant/edge-1', device: 'tank' }],
    ['spBv1.0/plant/DDATA/edge-1', undefined],
    ['spBv1.0/plant/NDATA/edge-1/tank', undefined],
    ['spBv1.0/plant/NCMD/edge-1', undefined],
    ['spAv1.0/plant/NDATA/edge-1', undefined],
    ['spBv1.0/plant/NDATA/', undefined],
  ])('%s', (topic, read) => {
    expect(readTopic(topic)).toEqual(read);
  });

  it('a node hears its own commands and the state of the host only', () => {
    expect(
      [COMMANDS, 'spBv1.0/plant/DCMD/edge-1/tank', 'STATE/anlan'].every((topic) => maySubscribe('plant/edge-1', topic)),
    ).toBe(true);
    expect(
      ['#', 'spBv1.0/#', 'spBv1.0/plant/NCMD/edge-2', 'spBv1.0/plant/+/edge-1'].some((topic) =>
        maySubscribe('plant/edge-1', topic),
      ),
    ).toBe(false);
  });
});

describe('payloads', () => {
  it.each([
    [1, -1],
    [2, -300],
    [3, -70_000],
    [4, -5_000_000_000],
    [5, 255],
    [8, 5_000_000_000],
    [9, 0.5],
    [10, -62.4],
    [11, true],
  ])('a value of datatype %i reads as it was written: %s', (datatype, value) => {
    const bytes = writePayload({ timestamp: at, seq: 3, metrics: [{ name: 'x', timestamp: at, datatype, value }] });
    const read = readPayload(bytes);
    expect(read).toMatchObject({ timestamp: at, seq: 3 });
    expect(numberOf(read!.metrics[0]!)).toBe(Number(value));
  });

  it('of any bytes are read without fail', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readPayload(bytes)),
      { numRuns: 20_000 },
    );
  });
});
