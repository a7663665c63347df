import { encodeFrames, gmt8Moment, type Item, RESULT } from '@anlan/jt808';
import type { Jt808Settings } from '@anlan/kernel/collection';
import type { Fix } from '@anlan/kernel/position';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { channelWords } from '../channel.ts';
import { explainLine } from '../conformance/line.ts';
import type { CommandingListener } from '../listener.ts';
import { FileIntake } from '../testing/intake.ts';
import { authentication, location, registration, report, Terminal } from '../testing/terminal.ts';
import { silent, until } from '../testing/wait.ts';
import type { DriverReport } from './driver.ts';
import { listenJt808 } from './listen.ts';

const PHONE = '013912345678';
const OTHER = '013912345679';
const DEVICE = `jt808:${PHONE}`;
const BYSTANDER = `jt808:${OTHER}`;
const NOW = Date.UTC(2026, 2, 1, 4, 0, 0);
/** Longer than any wait in a test. */
const PATIENT = { timeout: 45_000 };

let intake: FileIntake;
let listener: CommandingListener;
let witnessed: { direction: string; bytes: Uint8Array; line: string | undefined }[];
let drivers: DriverReport[];
let settings: Jt808Settings | undefined;
const terminals: Terminal[] = [];

beforeEach(async () => {
  intake = new FileIntake({ [DEVICE]: 'code-1', [BYSTANDER]: 'code-2' });
  await open({});
});

afterEach(async () => {
  for (const terminal of terminals.splice(0)) terminal.end();
  await listener.close();
  intake.close();
});

async function open(limits: object): Promise<void> {
  witnessed = [];
  drivers = [];
  settings = undefined;
  listener = await listenJt808({
    host: '127.0.0.1',
    port: 0,
    intake,
    clock: () => NOW,
    log: silent,
    verify: (identity, code) => intake.verify(identity, code),
    issueCode: (identity) => (identity === DEVICE ? 'code-1' : undefined),
    settingsOf: (identity) => (identity === DEVICE ? settings : undefined),
    driver: async (_, report) => void drivers.push(report),
    witness: (identity, direction, bytes, line) => {
      if (identity === DEVICE) witnessed.push({ direction, bytes: bytes.slice(), line });
    },
    limits,
  });
}

async function reopen(limits: object): Promise<void> {
  await listener.close();
  await open(limits);
}

function terminal(phone = PHONE, version: 2013 | 2019 = 2013): Terminal {
  const opened = new Terminal(listener.port, phone, version);
  terminals.push(opened);
  return opened;
}

async function signedOn(phone = PHONE, version: 2013 | 2019 = 2013): Promise<Terminal> {
  const opened = terminal(phone, version);
  await opened.authenticate(phone === PHONE ? 'code-1' : 'code-2');
  expect(opened.results()).toEqual([RESULT.done]);
  return opened;
}

function fixes(device = DEVICE): Fix[] {
  return intake
    .stored(device)
    .flatMap(({ signals }) => signals.flatMap((signal) => (signal.kind === 'fix' ? [signal.fix] : [])));
}

describe('a terminal of either edition', PATIENT, () => {
  it.each([2013, 2019] as const)('registers, authenticates, beats and reports (%i)', async (version) => {
    const device = terminal(PHONE, version);
    device.send(registration(version));
    const answer = await device.next('registrationAnswer');
    expect(answer.body).toEqual({ ackSerial: 0, result: 0, authCode: 'code-1' });
    expect(answer.header.version).toBe(version);
    await device.authenticate('code-1');
    device.send({ kind: 'heartbeat', body: {} });
    device.send(report(NOW - 5000));
    await until(() => device.results().length === 3);
    expect(device.results()).toEqual([0, 0, 0]);
    expect(fixes()).toEqual([
      {
        at: NOW - 5000,
        lon: 106.55,
        lat: 29.56,
        speed: 42.5,
        heading: 90,
        altitude: 240,
        positioned: true,
        live: true,
        alarmBits: 0,
        statusBits: 3,
      },
    ]);
    expect(intake.sessions).toEqual([`+${DEVICE}`]);
    expect(listener.stats()).toEqual({ sessions: 1, accepted: 1, refused: {} });
  });

  it('is told when the register does not know it', async () => {
    const device = terminal('013900000000');
    device.send(registration(2013));
    expect((await device.next('registrationAnswer')).body).toEqual({ ackSerial: 0, result: 4 });
    await device.authenticate('anything');
    expect(device.results()).toEqual([RESULT.failed]);
    expect(intake.count('unknown-device')).toBe(2);
  });

  it('whose driver presses the emergency button tells the rules so, for as long as the bit stands', async () => {
    const device = await signedOn();
    device.send(report(NOW - 2000, { alarm: 1 }));
    device.send(report(NOW - 1000));
    await until(() => device.results().length === 3);
    expect(fixes().map(({ safety }) => safety)).toEqual([[{ quantity: 'emergency', severity: 1 }], undefined]);
  });

  it('sends what its items measured for the points it has, and of others once for whoever enrols it', async () => {
    const points = new Map(['fuel', 'tyre.2.pressure'].map((key) => [key, { unit: '' }]));
    const find = intake.find.bind(intake);
    intake.find = (identity) => {
      const known = find(identity);
      return known && { ...known, points };
    };
    const device = await signedOn();
    const place = {
      speed: 60,
      altitude: 20,
      latitude: 29.56,
      longitude: 106.55,
      time: gmt8Moment(NOW),
      vehicleStatus: 1,
    };
    const sign = {
      terminalId: 'T000001',
      time: gmt8Moment(NOW),
      sequence: 0,
      attachments: 0,
      reserved: new Uint8Array(1),
    };
    const wheel = { alarms: 1, pressure: 812, temperature: 41, battery: 90 };
    const wheels = [
      { position: 0, ...wheel },
      { position: 1, ...wheel, pressure: 640 },
    ];
    const items: Item[] = [
      { id: 0x01, name: 'mileage', value: 39_159.5 },
      { id: 0x02, name: 'fuel', value: 61.5 },
      { id: 0x30, name: 'signalStrength', value: 27 },
      { id: 0x66, name: 'tpms', value: { alarmId: 1, flag: 0, ...place, sign, wheels } },
    ];
    for (const ago of [2000, 1000]) device.send(report(NOW - ago, { items }));
    await until(() => device.results().length === 3);
    const told = intake
      .stored(DEVICE)
      .map(({ signals }) =>
        signals.flatMap((one) => (one.kind === 'reading' ? [[one.point, one.value, NOW - one.at]] : [])),
      );
    expect(told).toEqual([
      [
        ['mileage', 39_159.5, 2000],
        ['fuel', 61.5, 2000],
        ['signal-strength', 27, 2000],
        ['tyre.1.pressure', 812, 2000],
        ['tyre.1.temperature', 41, 2000],
        ['tyre.2.pressure', 640, 2000],
        ['tyre.2.temperature', 41, 2000],
      ],
      [
        ['fuel', 61.5, 1000],
        ['tyre.2.pressure', 640, 1000],
      ],
    ]);
    expect(channelWords('jt808', 'tyre.2.pressure')).toMatchObject({ label: '2 号轮胎压', unit: 'kPa' });
    expect(channelWords('jt808', 'fuel')).toMatchObject({ label: '油量', unit: 'L' });
  });

  it('sends held-back positions as a batch, which do not count as live', async () => {
    const device = await signedOn();
    device.send({
      kind: 'locationBatch',
      body: { type: 1, locations: [location(NOW - 90_000), location(NOW - 60_000)] },
    });
    device.send({ kind: 'locationBatch', body: { type: 0, locations: [location(NOW - 1000)] } });
    await until(() => device.results().length === 3);
    expect(fixes().map(({ at, live }) => [NOW - at, live])).toEqual([
      [90_000, false],
      [60_000, false],
      [1000, true],
    ]);
  });

  it('may send a batch in parts; every part is acknowledged once the whole is on disk', async () => {
    const device = await signedOn();
    const locations = Array.from({ length: 60 }, (_, i) => location(NOW - 600_000 + i * 1000));
    const frames = encodeFrames(
      { kind: 'locationBatch', body: { type: 1, locations } },
      { phone: PHONE, serial: 65_535, version: 2013 },
    );
    expect(frames.length).toBe(2);
    device.write(frames[1]!);
    // The answer to a later heartbeat shows that the part has been heard, and was not acknowledged.
    device.send({ kind: 'heartbeat', body: {} });
    await until(() => device.results().length === 2);
    expect(fixes()).toEqual([]);
    device.write(frames[0]!);
    await until(() => device.results().length === 4);
    const acknowledged = device.received.flatMap((frame) =>
      frame.kind === 'platformAnswer' ? [frame.body.ackSerial] : [],
    );
    expect(acknowledged).toEqual([0, 1, 65_535, 0]);
    expect(fixes()).toHaveLength(60);
  });

  it.each([0, 1, 2])(
    'whose part %i of three was lost is asked for it, the last one too, and a few times only',
    async (lost) => {
      await reopen({ missing: { wait: 30, times: 2 } });
      const device = await signedOn();
      const locations = Array.from({ length: 90 }, (_, i) => location(NOW - 600_000 + i * 1000));
      const batch = { kind: 'locationBatch', body: { type: 1, locations } } as const;
      const frames = encodeFrames(batch, { phone: PHONE, serial: 40, version: 2013 });
      expect(frames).toHaveLength(3);
      for (const [index, frame] of frames.entries()) if (index !== lost) device.write(frame);
      const asked = await device.next('platformResend');
      expect(asked.body).toEqual({ firstSerial: 40, parts: [lost + 1] });
      await new Promise((resolve) => setTimeout(resolve, 400));
      const times = device.received.filter(({ kind }) => kind === 'platformResend').length;
      // At once where the end has come, and twice by the clock.
      expect(times).toBe(lost === 2 ? 2 : 3);
      device.write(frames[lost]!);
      await until(() => device.results().length === 4);
      expect(fixes()).toHaveLength(90);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(device.received.filter(({ kind }) => kind === 'platformResend')).toHaveLength(times);
    },
  );

  it('is heard whole when every byte comes alone, and when two frames come in one piece', async () => {
    const device = terminal();
    for (const byte of device.frame(authentication('code-1', 2013))) device.write(Uint8Array.of(byte));
    await until(() => device.results().length === 1);
    const pair = [device.frame(report(NOW - 2000)), device.frame(report(NOW - 1000))];
    device.write(Buffer.concat(pair));
    await until(() => device.results().length === 3);
    expect(fixes().map(({ at }) => at)).toEqual([NOW - 2000, NOW - 1000]);
  });

  it('is heard whole however a frame is cut in two', async () => {
    const device = await signedOn();
    const length = device.frame(report(NOW), 0).length;
    for (let cut = 1; cut < length; cut += 1) {
      const frame = device.frame(report(NOW, { altitude: cut }));
      device.write(frame.subarray(0, cut));
      await new Promise((resolve) => setImmediate(resolve));
      device.write(frame.subarray(cut));
    }
    await until(() => device.results().length === length);
    expect(fixes().map(({ altitude }) => altitude)).toEqual(Array.from({ length: length - 1 }, (_, i) => i + 1));
    expect(intake.refusals).toEqual([]);
  });
});

describe('the witness of a terminal', PATIENT, () => {
  it('sees the connection from its first byte, both ways, and a frame cut by TCP breaks no rule', async () => {
    const device = terminal();
    const beginning = device.frame(registration(2013));
    device.write(beginning.subarray(0, 11));
    await new Promise((resolve) => setTimeout(resolve, 30));
    device.write(beginning.subarray(11));
    await device.next('registrationAnswer');
    await device.authenticate('code-1');
    const frame = device.frame(report(NOW));
    device.write(frame.subarray(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 30));
    device.write(frame.subarray(20));
    await until(() => device.results().length === 2);
    const opens = (at: number): boolean =>
      witnessed.findIndex(({ direction }) => direction === witnessed[at]!.direction) === at;
    const pieces = witnessed.map(({ direction, bytes, line }, number) => ({
      at: NOW,
      direction: direction as 'in' | 'out',
      bytes,
      line: line ?? null,
      number,
      opens: opens(number),
      cut: false,
    }));
    const frames = explainLine('jt808', pieces);
    expect(frames.map(({ direction, explained }) => `${direction} ${explained.title.slice(0, 6)}`)).toEqual([
      'in 0x0100',
      'out 0x8100',
      'in 0x0102',
      'out 0x8001',
      'in 0x0200',
      'out 0x8001',
    ]);
    expect(new Set(pieces.map(({ line }) => line)).size).toBe(1);
    expect(frames.flatMap(({ explained }) => explained.verdicts.filter(({ state }) => state !== 'kept'))).toEqual([]);
  });
});

describe('acknowledgement', PATIENT, () => {
  it('comes after the disk, never before, and heartbeats do not wait for it', async () => {
    const device = await signedOn();
    const release = intake.stall();
    device.send(report(NOW - 1000), 7);
    device.send({ kind: 'heartbeat', body: {} }, 8);
    await until(() => device.results().length === 2);
    const ids = () => device.received.flatMap((frame) => (frame.kind === 'platformAnswer' ? [frame.body.ackId] : []));
    expect(ids()).toEqual([0x0102, 0x0002]);
    expect(fixes()).toEqual([]);
    release();
    await until(() => device.results().length === 3);
    expect(ids()).toEqual([0x0102, 0x0002, 0x0200]);
    expect(fixes()).toHaveLength(1);
  });

  it('is withheld and the connection closed when the disk fails', async () => {
    const device = await signedOn();
    intake.fail(new Error('no space left on device'));
    device.send(report(NOW));
    await until(() => device.closed);
    expect(device.results()).toEqual([RESULT.done]);
  });

  it('slows the sender down: the socket is not read while too much waits for the disk', async () => {
    await reopen({ unacknowledged: 4 });
    const device = await signedOn();
    const release = intake.stall();
    const count = 3000;
    const frames = Array.from({ length: count }, (_, i) => device.frame(report(NOW - count + i)));
    device.write(Buffer.concat(frames));
    await until(() => intake.waiting >= 4);
    // A second terminal is served to the end meanwhile: the listener had every chance to read on.
    await signedOn(OTHER);
    // What had been read in one piece, at most 64 KiB, and no more.
    expect(intake.waiting).toBeLessThan(65_536 / 40);
    release();
    await until(() => device.results().length === count + 1, 40_000);
    expect(intake.stored(DEVICE)).toHaveLength(count);
  });

  it('waits in the sockets of all terminals together, and keeps the order of each', async () => {
    await reopen({ onTheWay: 4 });
    const both = [await signedOn(), await signedOn(OTHER)];
    const release = intake.stall();
    const [first, second] = both as [Terminal, Terminal];
    for (let i = 0; i < 4; i += 1) {
      first.send(report(NOW - 100 + i));
      await until(() => intake.waiting === i + 1);
    }
    for (let i = 4; i < 20; i += 1) first.send(report(NOW - 100 + i));
    for (let i = 0; i < 20; i += 1) second.send(report(NOW - 100 + i));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(intake.waiting).toBe(4);
    release();
    await until(() => both.every((device) => device.results().length === 21), 10_000);
    for (const device of [DEVICE, BYSTANDER]) {
      const times = fixes(device).map(({ at }) => at);
      expect(times).toHaveLength(20);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });
});

describe('bad input is refused, counted by reason, and disturbs nobody', PATIENT, () => {
  const flip = (frame: Uint8Array) => frame.map((byte, at) => (at === 20 ? byte ^ 1 : byte));
  const shortBody = (device: Terminal) =>
    device.frame({ kind: 'unknown', msgId: 0x0200, body: { bytes: new Uint8Array(5) } });
  const cases: [string, string, (device: Terminal) => Uint8Array, number?][] = [
    ['a body shorter than its layout', 'malformed', shortBody, RESULT.wrong],
    ['bytes that are no frame', 'malformed', () => Uint8Array.of(0x7e, 1, 2, 3, 0x7e)],
    ['an illegal escape', 'malformed', () => Uint8Array.of(0x7e, 0x7d, 9, ...new Uint8Array(15), 0x7e)],
    ['a wrong check byte', 'checksum', (device) => flip(device.frame(report(NOW))), RESULT.wrong],
    ['a frame that never ends', 'oversized', () => new Uint8Array(5000).fill(0x55).with(0, 0x7e)],
    [
      'a message of another phone',
      'unauthenticated',
      () => new Terminal(listener.port, OTHER).frame(report(NOW)),
      RESULT.failed,
    ],
    ['a time two days ahead', 'clock-skew', (device) => device.frame(report(NOW + 2 * 86_400_000)), RESULT.wrong],
    ['a place not on earth', 'out-of-range', (device) => device.frame(report(NOW, { latitude: 99 })), RESULT.wrong],
    [
      'a message not supported',
      'unsupported',
      (device) => device.frame({ kind: 'unknown', msgId: 0x0f00, body: { bytes: new Uint8Array(3) } }),
      RESULT.unsupported,
    ],
    [
      'an answer to nothing',
      'out-of-order',
      (device) => device.frame({ kind: 'terminalAnswer', body: { ackSerial: 9, ackId: 0x8300, result: 0 } }),
    ],
  ];

  it.each(cases)('%s: %s', async (_, reason, bytes, result) => {
    const bystander = await signedOn(OTHER);
    const device = await signedOn();
    device.write(bytes(device));
    await until(() => intake.count(reason as never, DEVICE) === 1);
    device.write(Uint8Array.of(0x7e));
    device.send(report(NOW));
    await until(() => fixes().length === 1);
    const expected = result === undefined ? [RESULT.done, RESULT.done] : [RESULT.done, result, RESULT.done];
    await until(() => device.results().length === expected.length);
    expect(device.results()).toEqual(expected);
    bystander.send(report(NOW));
    await until(() => bystander.results().length === 2);
    expect(intake.refusals.filter(({ identity }) => identity === BYSTANDER)).toEqual([]);
    expect(listener.stats().refused).toEqual({ [reason]: 1 });
  });

  it('a repeated message is acknowledged again and kept once', async () => {
    const device = await signedOn();
    const frame = device.frame(report(NOW - 1000));
    device.write(frame);
    await until(() => device.results().length === 2);
    device.end();
    const again = await signedOn();
    again.write(frame);
    await until(() => again.results().length === 2);
    expect(again.results()).toEqual([0, 0]);
    expect(fixes()).toHaveLength(1);
    expect(intake.count('replayed', DEVICE)).toBe(1);
  });

  it('a repetition is not acknowledged before the original is on disk', async () => {
    const device = await signedOn();
    const release = intake.stall();
    const frame = device.frame(report(NOW - 1000));
    device.write(Buffer.concat([frame, frame]));
    await until(() => intake.count('replayed') === 1);
    expect(device.results()).toEqual([0]);
    release();
    await until(() => device.results().length === 3);
    expect(fixes()).toHaveLength(1);
  });

  it('a position older than the newest is kept, but not as live', async () => {
    const device = await signedOn();
    device.send(report(NOW - 1000));
    device.send(report(NOW - 60_000));
    await until(() => device.results().length === 3);
    expect(fixes().map(({ live }) => live)).toEqual([true, false]);
    expect(intake.count('out-of-order', DEVICE)).toBe(1);
  });

  it('nothing is taken before authentication, and the connection ends after a few tries', async () => {
    const device = terminal();
    for (let i = 0; i < 12; i += 1) device.send(report(NOW));
    await until(() => device.closed);
    expect(device.results()).toEqual(Array.from({ length: 10 }, () => RESULT.failed));
    expect(intake.stored()).toEqual([]);
    expect(intake.count('unauthenticated')).toBe(10);
  });

  it('a wrong code signs nobody on', async () => {
    const device = terminal();
    await device.authenticate('wrong');
    expect(device.results()).toEqual([RESULT.failed]);
    expect(intake.count('unauthenticated', DEVICE)).toBe(1);
    expect(listener.sessions()).toBe(0);
  });

  it('after signing off a terminal must sign on again', async () => {
    const device = await signedOn();
    device.send({ kind: 'logout', body: {} });
    device.send(report(NOW));
    await until(() => device.results().length === 3);
    expect(device.results()).toEqual([0, 0, RESULT.failed]);
    expect(intake.sessions).toEqual([`+${DEVICE}`, `-${DEVICE}`]);
  });

  it('an unfinished frame ends the connection as slow, not the neighbour', async () => {
    await reopen({ slow: 100 });
    const bystander = await signedOn(OTHER);
    const device = await signedOn();
    const frame = device.frame(report(NOW));
    device.write(frame.subarray(0, 10));
    await until(() => device.closed);
    expect(intake.count('slow', DEVICE)).toBe(1);
    expect(bystander.closed).toBe(false);
  });

  it('a silent connection ends as half-open, before and after signing on', async () => {
    await reopen({ idle: 150 });
    const device = await signedOn();
    await until(() => device.closed);
    expect(intake.count('half-open', DEVICE)).toBe(1);
    await until(() => listener.sessions() === 0);
    await reopen({ connect: 60 });
    const mute = terminal(OTHER);
    await until(() => mute.closed);
    expect(intake.count('half-open')).toBe(2);
    await until(() => listener.sessions() === 0);
  });

  it('connections beyond the limit are refused', async () => {
    await reopen({ connections: 1 });
    const device = await signedOn();
    const late = terminal(OTHER);
    await until(() => late.closed);
    expect(intake.count('overload')).toBe(1);
    expect(device.closed).toBe(false);
  });
});

describe('a second connection of a terminal', PATIENT, () => {
  it('replaces the first, and the terminal stays connected', async () => {
    const first = await signedOn();
    const second = await signedOn();
    await until(() => first.closed);
    expect(listener.sessions()).toBe(1);
    expect(intake.sessions).toEqual([`+${DEVICE}`, `+${DEVICE}`]);
    second.send(report(NOW));
    await until(() => second.results().length === 2);
  });
});

describe('[S34.1] transparent data', PATIENT, () => {
  const content = Uint8Array.of(0x01, 0x04, 0xe2, 0xff, 0x9c, 0x03, 0x52, 0x01);
  const source = { message: 0xf1, order: 'ABCD', bit: null, scale: 1, offset: 0 } as const;
  const layout: Jt808Settings = {
    protocol: 'jt808',
    sources: [
      { ...source, point: 'tank-p', position: 1, type: 'uint16', scale: 0.001 },
      { ...source, point: 'tank-t', position: 3, type: 'int16', scale: 0.1 },
      { ...source, point: 'tank-l', position: 5, type: 'uint16', order: 'BADC', scale: 0.001, offset: 1 },
      { ...source, point: 'valve', position: 7, type: 'uint8', bit: 0 },
      { ...source, point: 'beyond', position: 7, type: 'uint16' },
      { ...source, point: 'other', message: 0xf2, position: 0, type: 'uint8' },
    ],
  };

  it('becomes readings by the declared layout, acknowledged once they are on disk; what is beyond its end is counted', async () => {
    settings = layout;
    const device = await signedOn();
    device.send({ kind: 'transparentUp', body: { type: 0xf1, content } });
    await until(() => device.results().length === 2);
    expect(device.results()).toEqual([RESULT.done, RESULT.done]);
    const [envelope] = intake.stored(DEVICE);
    expect(envelope!.signals).toEqual([
      { kind: 'reading', point: 'tank-p', at: NOW, value: expect.closeTo(1.25), quality: 'good' },
      { kind: 'reading', point: 'tank-t', at: NOW, value: expect.closeTo(-10), quality: 'good' },
      { kind: 'reading', point: 'tank-l', at: NOW, value: expect.closeTo(21.995 + 0), quality: 'good' },
      { kind: 'reading', point: 'valve', at: NOW, value: 1, quality: 'good' },
    ]);
    expect(listener.stats().refused).toEqual({ malformed: 1 });
  });

  it('without a layout, or of another type, is not supported and disturbs nobody', async () => {
    const device = await signedOn();
    device.send({ kind: 'transparentUp', body: { type: 0xf1, content } });
    await until(() => device.results().length === 2);
    settings = layout;
    device.send({ kind: 'transparentUp', body: { type: 0xf3, content } });
    device.send({ kind: 'transparentUp', body: { type: 0xf1, content: new Uint8Array(0) } });
    await until(() => device.results().length === 4);
    expect(device.results()).toEqual([RESULT.done, RESULT.unsupported, RESULT.unsupported, RESULT.wrong]);
    expect(intake.stored(DEVICE)).toEqual([]);
  });
});

describe('commands', PATIENT, () => {
  it.each([2013, 2019] as const)('a text is shown and its result told (%i)', async (version) => {
    const device = await signedOn(PHONE, version);
    const result = listener.send(DEVICE, { kind: 'text', text: '前方事故，请减速' });
    const { body, header } = await device.next('text');
    expect(body.text).toBe('前方事故，请减速');
    device.send({ kind: 'terminalAnswer', body: { ackSerial: header.serial, ackId: 0x8300, result: 0 } });
    expect(await result).toEqual({ result: 'done' });
  });

  it('a text in parts is done when the last is answered; lost parts are sent again as they were', async () => {
    const device = await signedOn(PHONE, 2019);
    const result = listener.send(DEVICE, { kind: 'text', text: '前方道路封闭请绕行'.repeat(70) });
    const third = await device.next('part', 2);
    const first = (third.header.serial - third.header.part!.index + 1) & 0xffff;
    device.send({ kind: 'terminalResend', body: { firstSerial: first, parts: [2, 2, 9] } });
    expect(await device.next('part', 3)).toEqual(third);
    device.send({ kind: 'terminalResend', body: { firstSerial: 999, parts: [1] } });
    await until(() => device.results().length === 2);
    expect(device.results()).toEqual([RESULT.done, RESULT.failed]);
    device.send({ kind: 'terminalAnswer', body: { ackSerial: first, ackId: 0x8300, result: 0 } });
    device.send({ kind: 'terminalAnswer', body: { ackSerial: first + 1, ackId: 0x8300, result: 0 } });
    expect(await result).toEqual({ result: 'done' });
    expect(intake.refusals).toEqual([]);
    expect(device.received.filter(({ kind }) => kind === 'part')).toHaveLength(3);
  });

  it('a query brings the position, which is kept as well', async () => {
    const device = await signedOn();
    const result = listener.send(DEVICE, { kind: 'query' });
    const { header } = await device.next('queryLocation');
    device.send({ kind: 'locationAnswer', body: { ackSerial: header.serial, location: location(NOW) } });
    expect(await result).toMatchObject({ result: 'done', fix: { at: NOW, lon: 106.55 } });
    await until(() => fixes().length === 1);
    expect(device.results()).toEqual([0]);
  });

  it('parameters are read, all or those named, and set', async () => {
    const device = await signedOn(PHONE, 2019);
    const parameters = [
      { id: 0x0029, value: 30 },
      { id: 0x0013, value: '10.0.0.1' },
      { id: 0xf367, value: Uint8Array.of(1, 2, 3) },
    ];
    const named = listener.send(DEVICE, { kind: 'parameters', ids: [0x0029] });
    const asked = await device.next('queryListedParameters');
    expect(asked.body).toEqual({ ids: [0x0029] });
    // Some terminals say first that they have understood.
    device.send({ kind: 'terminalAnswer', body: { ackSerial: asked.header.serial, ackId: 0x8106, result: 0 } });
    device.send({ kind: 'parametersAnswer', body: { ackSerial: asked.header.serial, parameters } });
    expect(await named).toEqual({
      result: 'done',
      parameters: [
        { id: 0x0029, value: 30 },
        { id: 0x0013, value: '10.0.0.1' },
        { id: 0xf367, value: '010203' },
      ],
    });
    const all = listener.send(DEVICE, { kind: 'parameters' });
    const { header } = await device.next('queryParameters');
    device.send({ kind: 'parametersAnswer', body: { ackSerial: header.serial, parameters: [] } });
    expect(await all).toMatchObject({ result: 'done', parameters: [] });
    const set = listener.send(DEVICE, { kind: 'set-parameters', parameters: [{ id: 0x0055, value: 80 }] });
    const given = await device.next('setParameters');
    expect(given.body).toEqual({ parameters: [{ id: 0x0055, value: 80 }] });
    device.send({ kind: 'terminalAnswer', body: { ackSerial: given.header.serial, ackId: 0x8103, result: 1 } });
    expect(await set).toEqual({ result: 'failed' });
    expect(await listener.send(DEVICE, { kind: 'set-parameters', parameters: [{ id: 0x9999, value: 1 }] })).toEqual({
      result: 'unsupported',
    });
    expect(intake.refusals).toEqual([]);
  });

  it('an urgent text says so, and an alarm is confirmed by its bit', async () => {
    const device = await signedOn(PHONE, 2019);
    void listener.send(DEVICE, { kind: 'text', text: '紧急', urgent: true });
    void listener.send(DEVICE, { kind: 'text', text: '平常' });
    const flags = [await device.next('text', 1), await device.next('text', 2)].map(({ body }) => body.flag & 3);
    expect(flags).toEqual([2, 1]);
    const confirmed = listener.send(DEVICE, { kind: 'confirm-alarm', bits: 1 });
    const { header, body } = await device.next('confirmAlarm');
    expect(body).toEqual({ alarmSerial: 0, types: 1 });
    device.send({ kind: 'terminalAnswer', body: { ackSerial: header.serial, ackId: 0x8203, result: 0 } });
    expect(await confirmed).toEqual({ result: 'done' });
  });

  it('who drives is kept when the card says so, asked or not, and acknowledged after that', async () => {
    const device = await signedOn(PHONE, 2019);
    const time = gmt8Moment(NOW - 1000);
    const card = {
      name: '张三',
      qualification: '500100199001011234',
      issuer: '重庆市道路运输管理局',
      expiry: '20301231',
    };
    device.send({ kind: 'driverIdentity', body: { status: 1, time, cardResult: 0, ...card, idCard: '' } });
    await until(() => device.results().length === 2);
    expect(drivers).toEqual([
      {
        state: 'on',
        at: NOW - 1e3,
        problem: null,
        name: '张三',
        idCard: null,
        validUntil: '2030-12-31',
        qualification: card.qualification,
        issuer: card.issuer,
      },
    ]);
    const asked = listener.send(DEVICE, { kind: 'driver' });
    const { header } = await device.next('queryDriver');
    device.send({ kind: 'terminalAnswer', body: { ackSerial: header.serial, ackId: 0x8702, result: 0 } });
    device.send({ kind: 'driverIdentity', body: { status: 1, time, cardResult: 2 } });
    expect(await asked).toEqual({ result: 'done' });
    expect(drivers.at(-1)).toMatchObject({ state: 'unreadable', problem: '卡片已被锁定', name: null });
    device.send({ kind: 'driverIdentity', body: { status: 2, time } });
    await until(() => drivers.length === 3);
    expect(drivers.at(-1)).toMatchObject({ state: 'off' });
    expect(intake.refusals).toEqual([]);
  });

  it.each([
    [2013, 'control', { command: 0x64, args: '' }],
    [2019, 'vehicleControl', { items: [{ id: 0x64, value: 1 }] }],
  ] as const)('oil and power of a %i terminal are cut only while it stands', async (version, kind, body) => {
    const device = await signedOn(PHONE, version);
    const cut = { kind: 'cut', code: 0x64, standstill: { fresh: 30_000, still: 60_000 } } as const;
    const say = async (ago: number, speed: number): Promise<void> => {
      const before = device.results().length;
      device.send(report(NOW - ago, { speed }));
      await until(() => device.results().length > before);
    };
    expect(await listener.send(DEVICE, cut)).toEqual({ result: 'unsafe', detail: 'no-fix' });
    await say(70_000, 12);
    await say(65_000, 0);
    expect(await listener.send(DEVICE, cut)).toEqual({ result: 'unsafe', detail: 'stale-fix' });
    await say(10_000, 0);
    expect(device.received.filter((frame) => frame.kind === kind)).toEqual([]);
    const result = listener.send(DEVICE, cut);
    const sent = await device.next(kind);
    expect(sent.body).toEqual(body);
    device.send({
      kind: 'terminalAnswer',
      body: { ackSerial: sent.header.serial, ackId: sent.header.msgId, result: 3 },
    });
    expect(await result).toEqual({ result: 'unsupported' });
    await say(5000, 3);
    expect(await listener.send(DEVICE, cut)).toEqual({ result: 'unsafe', detail: 'moving' });
    const restored = listener.send(DEVICE, { kind: 'restore', code: 0x65 });
    const back = await device.next(kind, 2);
    if (version === 2019)
      device.send({ kind: 'vehicleControlAnswer', body: { ackSerial: back.header.serial, location: location(NOW) } });
    else device.send({ kind: 'terminalAnswer', body: { ackSerial: back.header.serial, ackId: 0x8105, result: 0 } });
    expect(await restored).toEqual({ result: 'done' });
  });

  it('nobody there, no answer, and a lost connection are told apart', async () => {
    await reopen({ command: 80 });
    expect(await listener.send(DEVICE, { kind: 'query' })).toEqual({ result: 'offline' });
    await signedOn();
    expect(await listener.send(DEVICE, { kind: 'query' })).toEqual({ result: 'timeout' });
    await reopen({});
    const device = await signedOn();
    const lost = listener.send(DEVICE, { kind: 'query' });
    device.end();
    expect(await lost).toEqual({ result: 'offline' });
  });
});
