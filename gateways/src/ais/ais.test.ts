import { createSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { encodeMessage, type Message } from '@anlan/ais';
import type { Fix } from '@anlan/kernel/position';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Listener } from '../listener.ts';
import { FileIntake } from '../testing/intake.ts';
import { silent, until } from '../testing/wait.ts';
import type { VesselFacts } from './fix.ts';
import type { AisOptions } from './source.ts';
import { listenAisTcp } from './tcp.ts';
import { listenAisUdp } from './udp.ts';

const VESSEL = 'ais:413000001';
const OTHER = 'ais:413000002';
const NOW = Date.UTC(2026, 2, 1, 4, 0, 0);
/** Longer than any wait in a test. */
const PATIENT = { timeout: 45_000 };

const opened: Listener[] = [];
const sockets: Socket[] = [];
let intake: FileIntake;
let now = NOW;

beforeEach(() => {
  now = NOW;
  intake = new FileIntake({ [VESSEL]: '', [OTHER]: '' });
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const listener of opened.splice(0)) await listener.close();
  intake.close();
});

type Listen = (options: AisOptions) => Promise<Listener>;

async function open(listen: Listen, options: Partial<AisOptions> = {}): Promise<Listener> {
  const listener = await listen({ host: '127.0.0.1', port: 0, intake, clock: () => now, log: silent, ...options });
  opened.push(listener);
  return listener;
}

function feed(listener: Listener): Socket {
  const socket = connect(listener.port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.on('error', () => {});
  sockets.push(socket);
  return socket;
}

function classA(mmsi: number, second = 10, change: object = {}): Message {
  const at = { lon: 106.55, lat: 29.56, speed: 8.5, course: 92.3, heading: 90, second };
  return {
    type: 1,
    repeat: 0,
    mmsi,
    status: 0,
    turn: 0,
    accuracy: true,
    maneuver: 0,
    raim: false,
    radio: 0,
    ...at,
    ...change,
  };
}

function voyage(mmsi: number): Message {
  const size = { bow: 80, stern: 30, port: 8, starboard: 8 };
  const eta = { etaMonth: 3, etaDay: 2, etaHour: 8, etaMinute: 0 };
  const said = { callsign: 'BXYZ', shipname: 'JIANG YUN 1', shipType: 70, draught: 3.5, destination: 'FULING' };
  return {
    type: 5,
    repeat: 0,
    mmsi,
    aisVersion: 0,
    imo: undefined,
    epfd: 1,
    dte: false,
    ...size,
    ...eta,
    ...said,
  };
}

const lines = (message: Message) =>
  encodeMessage(message)
    .map((line) => `${line}\r\n`)
    .join('');

function fixes(vessel = VESSEL): Fix[] {
  return intake
    .stored(vessel)
    .flatMap(({ signals }) => signals.flatMap((signal) => (signal.kind === 'fix' ? [signal.fix] : [])));
}

describe('a feed over TCP', PATIENT, () => {
  it('gives the position of registered vessels, speed in km/h', async () => {
    const listener = await open(listenAisTcp);
    feed(listener).write(lines(classA(413000001)));
    await until(() => fixes().length === 1);
    const [fix] = fixes();
    expect(fix).toMatchObject({ at: NOW, heading: 90, live: true, positioned: true, altitude: null });
    expect(fix!.speed).toBeCloseTo(8.5 * 1.852, 6);
    expect([fix!.lon, fix!.lat]).toEqual([106.55, 29.56]);
  });

  it('is understood when every byte comes alone', async () => {
    const listener = await open(listenAisTcp);
    const socket = feed(listener);
    for (const byte of Buffer.from(lines(classA(413000001, 1)) + lines(classA(413000002, 2))))
      socket.write(Uint8Array.of(byte));
    await until(() => fixes().length === 1 && fixes(OTHER).length === 1);
    expect(intake.refusals).toEqual([]);
  });

  it('tells static facts of registered vessels, put together from parts', async () => {
    const facts: VesselFacts[] = [];
    const listener = await open(listenAisTcp, { onStatic: (said) => facts.push(said) });
    feed(listener).write(lines(voyage(413000001)) + lines(voyage(413999999)));
    await until(() => intake.count('unknown-device') === 1);
    expect(facts).toMatchObject([
      { identity: VESSEL, name: 'JIANG YUN 1', lengthM: 110, beamM: 16, draughtM: 3.5, destination: 'FULING' },
    ]);
  });

  it('keeps two stations apart though they use the same group number', async () => {
    const facts: VesselFacts[] = [];
    const listener = await open(listenAisTcp, { onStatic: (said) => facts.push(said) });
    const [a, b] = [encodeMessage(voyage(413000001)), encodeMessage(voyage(413000002))];
    const [first, second] = [feed(listener), feed(listener)];
    first.write(`${a[0]}\r\n`);
    await until(() => listener.sessions() === 2);
    second.write(`${b[0]}\r\n${b[1]}\r\n`);
    await until(() => facts.length === 1);
    first.write(`${a[1]}\r\n`);
    await until(() => facts.length === 2);
    expect(facts.map(({ identity }) => identity)).toEqual([OTHER, VESSEL]);
  });

  it('takes the time of the station when told to, as back-filled when it is old', async () => {
    const listener = await open(listenAisTcp, { keepTime: true });
    feed(listener).write(`$PGHP,1,2010,6,11,10,0,5,250,219,0,413000001,1,1E*00\r\n${lines(classA(413000001))}`);
    await until(() => fixes().length === 1);
    expect(fixes()[0]).toMatchObject({ at: Date.UTC(2010, 5, 11, 10, 0, 5, 250), live: false });
  });
});

describe('datagrams', PATIENT, () => {
  it('of several stations are decoded each on its own, with or without line end', async () => {
    const listener = await open(listenAisUdp);
    const senders = [createSocket('udp4'), createSocket('udp4')];
    senders[0]!.send(encodeMessage(classA(413000001))[0]!, listener.port, '127.0.0.1');
    senders[1]!.send(lines(classA(413000002)), listener.port, '127.0.0.1');
    await until(() => fixes().length === 1 && fixes(OTHER).length === 1);
    expect(listener.sessions()).toBe(2);
    for (const sender of senders) sender.close();
  });

  it('beyond what the disk takes are refused as overload, not kept in memory', async () => {
    const listener = await open(listenAisUdp, { limits: { unacknowledged: 3 } });
    const release = intake.stall();
    const sender = createSocket('udp4');
    for (let i = 0; i < 10; i += 1) sender.send(lines(classA(413000001, i)), listener.port, '127.0.0.1');
    await until(() => intake.count('overload', VESSEL) === 7);
    release();
    // Counted when the acknowledgement has come back, a turn or more after the fix is there.
    await until(() => listener.stats().accepted === 3);
    expect(fixes()).toHaveLength(3);
    expect(listener.stats()).toMatchObject({ accepted: 3, refused: { overload: 7 } });
    sender.close();
  });
});

describe('bad input is refused and counted by reason, and the feed goes on', PATIENT, () => {
  const good = () => lines(classA(413000001, 33));
  const broken = (change: (line: string) => string) => () => `${change(encodeMessage(classA(413000001))[0]!)}\r\n`;
  const withSum = (body: string) => {
    const sum = Buffer.from(body).reduce((xor, byte) => xor ^ byte, 0);
    return `!${body}*${sum.toString(16).padStart(2, '0')}`;
  };
  const firstPart = (mmsi: number) => `${encodeMessage(voyage(mmsi))[0]}\r\n`;
  it.each<[string, string, () => string]>([
    ['a wrong checksum', 'checksum', broken((line) => line.replace(/.$/, (last) => (last === '0' ? '1' : '0')))],
    ['no checksum', 'checksum', broken((line) => line.replace(/\*.*/, ''))],
    ['characters outside the alphabet', 'malformed', () => `${withSum('AIVDM,1,1,,A,15M~~~~,0')}\r\n`],
    ['a message too short', 'malformed', () => `${withSum('AIVDM,1,1,,A,15M67F,0')}\r\n`],
    ['an endless line', 'oversized', () => `${'!AIVDM'.repeat(1000)}\r\n`],
    ['a vessel not registered', 'unknown-device', () => lines(classA(413999999))],
    ['another kind of sentence', 'unsupported', () => '!ABVSI,1,2,3*00\r\n'],
    ['the same transmission heard by a second station', 'replayed', () => good() + good()],
    ['a part whose message never becomes whole', 'out-of-order', () => firstPart(413000001) + firstPart(413000002)],
  ])('%s: %s', async (_, reason, bytes) => {
    const listener = await open(listenAisTcp);
    const bystander = feed(listener);
    feed(listener).write(bytes() + lines(classA(413000001, 50)));
    await until(() => intake.count(reason as never) === 1 && fixes().length >= 1);
    bystander.write(lines(classA(413000002)));
    await until(() => fixes(OTHER).length === 1);
    expect(listener.stats().refused).toEqual({ [reason]: 1 });
  });

  it('a clock a year ahead', async () => {
    const listener = await open(listenAisTcp, { keepTime: true });
    feed(listener).write(`$PGHP,1,2027,6,11,10,0,5,250,219,0,413000001,1,1E*00\r\n${lines(classA(413000001))}`);
    await until(() => intake.count('clock-skew', VESSEL) === 1);
    expect(fixes()).toEqual([]);
  });

  it('positions that are not available are no fixes and no faults', async () => {
    const listener = await open(listenAisTcp);
    feed(listener).write(lines(classA(413000001, 5, { lon: undefined, lat: undefined })) + lines(classA(413000002)));
    await until(() => fixes(OTHER).length === 1);
    expect(fixes()).toEqual([]);
    expect(intake.refusals).toEqual([]);
  });

  it('an unfinished line ends the connection as slow, silence as half-open', async () => {
    const listener = await open(listenAisTcp, { limits: { slow: 100, idle: 1500 } });
    const [slow, mute] = [feed(listener), feed(listener)];
    slow.write('!AIVDM,1,1');
    await until(() => slow.closed && mute.closed);
    expect([intake.count('slow'), intake.count('half-open')]).toEqual([1, 1]);
  });
});
