import { COMMAND, Gb26875Stream, messageOf, timeTagOf, type Message as FireMessage } from '@anlan/gb26875';
import { encodeFrame, type Decoded, type Message } from '@anlan/jt808';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenGb26875 } from './gb26875/listen.ts';
import { listenJt808 } from './jt808/listen.ts';
import type { CommandingListener } from './listener.ts';
import { DatagramCaller } from './testing/datagrams.ts';
import { FileIntake } from './testing/intake.ts';
import { authentication, framesOf, report, Terminal } from './testing/terminal.ts';
import { bytesOf } from './testing/transmitter.ts';
import { silent, until } from './testing/wait.ts';

const PHONE = '013912345678';
const DEVICE = `jt808:${PHONE}`;
const FIRE_DEVICE = 'gb26875:10001';
const NOW = Date.UTC(2026, 2, 1, 4, 0, 0);
const PATIENT = { timeout: 45_000 };

let intake: FileIntake;
let listener: CommandingListener;
const callers: { end(): void }[] = [];

beforeEach(() => {
  intake = new FileIntake({ [DEVICE]: 'code-1', [FIRE_DEVICE]: '' });
});

afterEach(async () => {
  for (const caller of callers.splice(0)) caller.end();
  await listener.close();
  intake.close();
});

const common = { host: '127.0.0.1', port: 0, udpPort: 0, clock: () => NOW, log: silent };

class Vehicle extends DatagramCaller<Decoded> {
  #serial = 0;

  constructor() {
    super(listener.udpPort!, framesOf());
    callers.push(this);
  }

  frame(message: Message, serial = this.#serial++): Uint8Array {
    return encodeFrame(message, { phone: PHONE, serial, version: 2013 });
  }

  send(message: Message, serial?: number): void {
    this.write(this.frame(message, serial));
  }

  results = (): number[] =>
    this.received.flatMap((frame) => (frame.kind === 'platformAnswer' ? [frame.body.result] : []));

  async signOn(): Promise<this> {
    this.send(authentication('code-1', 2013));
    await until(() => this.results().length === 1);
    return this;
  }
}

const times = (): number[] =>
  intake.stored(DEVICE).flatMap(({ signals }) => signals.flatMap((one) => (one.kind === 'fix' ? [one.fix.at] : [])));

describe('a JT/T 808 terminal that speaks by datagrams', PATIENT, () => {
  beforeEach(async () => {
    listener = await listenJt808({
      ...common,
      intake,
      verify: (identity, code) => intake.verify(identity, code),
      issueCode: () => 'code-1',
      limits: { again: { wait: 40, times: 3 }, command: 300, connect: 400, idle: 400, slow: 400 },
    });
  });

  it('signs on, reports, and is acknowledged when its position is on disk', async () => {
    const device = await new Vehicle().signOn();
    const release = intake.stall();
    device.send(report(NOW - 1000));
    await until(() => intake.waiting === 1);
    expect(device.results()).toHaveLength(1);
    release();
    await until(() => device.results().length === 2);
    expect(device.results()).toEqual([0, 0]);
    expect(times()).toEqual([NOW - 1000]);
    expect(listener.stats()).toMatchObject({ sessions: 1, accepted: 1, refused: {} });
  });

  it('whose acknowledgement was lost says it again: acknowledged again, kept once', async () => {
    const device = await new Vehicle().signOn();
    device.loses = 1;
    device.send(report(NOW - 1000), 7);
    await until(() => device.loses === 0);
    device.send(report(NOW - 1000), 7);
    await until(() => device.results().length === 2);
    expect(times()).toEqual([NOW - 1000]);
    expect(intake.count('replayed', DEVICE)).toBe(1);
  });

  it('is asked again when the question was lost, with the same serial, and at most three times', async () => {
    const device = await new Vehicle().signOn();
    device.loses = 1;
    const asked = (): Decoded[] => device.received.filter(({ kind }) => kind === 'text');
    const answer = listener.send(DEVICE, { kind: 'text', text: '减速慢行' });
    await until(() => asked().length === 1);
    const { serial } = asked()[0]!.header;
    device.send({ kind: 'terminalAnswer', body: { ackSerial: serial, ackId: 0x8300, result: 0 } });
    expect(await answer).toEqual({ result: 'done' });
    const silentAnswer = listener.send(DEVICE, { kind: 'text', text: '无人应答' });
    expect(await silentAnswer).toEqual({ result: 'timeout' });
    const second = asked().slice(1);
    expect(second).toHaveLength(3);
    expect(new Set(second.map(({ header }) => header.serial)).size).toBe(1);
  });

  it('has its place taken by nobody who only knows its number; where it signs on anew it is spoken to', async () => {
    const device = await new Vehicle().signOn();
    const stranger = new Vehicle();
    stranger.send(report(NOW - 500));
    await until(() => stranger.results().length === 1);
    expect(stranger.results()).toEqual([1]);
    expect([times(), intake.count('unauthenticated')]).toEqual([[], 1]);
    const moved = await new Vehicle().signOn();
    expect(listener.sessions()).toBe(1);
    void listener.send(DEVICE, { kind: 'text', text: '在吗' });
    await until(() => moved.received.some(({ kind }) => kind === 'text'));
    expect(device.received.some(({ kind }) => kind === 'text')).toBe(false);
  });

  it('and the same terminal by TCP are one: the newer takes the place of the older', async () => {
    await new Vehicle().signOn();
    const terminal = new Terminal(listener.port, PHONE);
    callers.push(terminal);
    await terminal.authenticate('code-1');
    expect(listener.sessions()).toBe(1);
    const answer = listener.send(DEVICE, { kind: 'text', text: '在吗' });
    const { header } = await terminal.next('text');
    terminal.send({ kind: 'terminalAnswer', body: { ackSerial: header.serial, ackId: 0x8300, result: 0 } });
    expect(await answer).toEqual({ result: 'done' });
  });

  it('of which a datagram is cut short loses that one only', async () => {
    const device = await new Vehicle().signOn();
    const length = device.frame(report(NOW)).length;
    for (let cut = 1; cut < length; cut += 7) {
      device.write(device.frame(report(NOW - 100_000 + cut)).subarray(0, cut));
      const before = device.results().length;
      device.send(report(NOW - 50_000 + cut));
      await until(() => device.results().length > before);
    }
    const wanted = Array.from({ length: Math.ceil((length - 1) / 7) }, (_, i) => NOW - 50_000 + 1 + i * 7);
    // JT/T 808 tells whole seconds.
    expect(times()).toEqual(wanted.map((at) => Math.floor(at / 1000) * 1000));
  });

  it('that falls silent is no longer there', async () => {
    await new Vehicle().signOn();
    await until(() => listener.sessions() === 0);
    expect(intake.sessions).toEqual([`+${DEVICE}`, `-${DEVICE}`]);
    expect(intake.count('half-open', DEVICE)).toBe(1);
  });
});

describe('a fire transmission device that speaks by datagrams', PATIENT, () => {
  class Box extends DatagramCaller<FireMessage> {
    constructor() {
      const stream = new Gb26875Stream();
      super(listener.udpPort!, (datagram) => stream.push(datagram).flatMap((item) => (item.ok ? [item.message] : [])));
      callers.push(this);
    }
  }

  const pressure = (serial: number): FireMessage => {
    const component = { systemType: 11, systemAddress: 1, componentType: 99, componentAddress: 65_537 };
    const envelope = { serial, source: 10_001, destination: 88_888, at: NOW };
    return messageOf(envelope, 3, [{ ...component, analogType: 5, valueRaw: 2503, time: timeTagOf(NOW) }]);
  };

  it('is confirmed once its value is on disk; what it says twice is kept once and confirmed again', async () => {
    listener = await listenGb26875({ ...common, intake, limits: { request: { wait: 40, times: 3 } } });
    const box = new Box();
    box.write(bytesOf(pressure(4)));
    await until(() => box.received.length === 1);
    expect(box.received[0]).toMatchObject({ serial: 4, command: COMMAND.confirm });
    box.write(bytesOf(pressure(4)));
    await until(() => box.received.length === 2);
    expect(intake.stored(FIRE_DEVICE)).toHaveLength(1);
    expect(intake.count('replayed', FIRE_DEVICE)).toBe(1);
    // A question that nobody answers is put three times (GB/T 26875.3-2011 7.2.2).
    expect(await listener.send(FIRE_DEVICE, { kind: 'post-check', minutes: 5 })).toEqual({ result: 'timeout' });
    await until(() => box.received.length === 5);
    expect(listener.stats()).toMatchObject({ sessions: 1, accepted: 1 });
  });
});

describe('a port for datagrams', PATIENT, () => {
  it('taken by another is said, and the one beside it is given back', async () => {
    listener = await listenGb26875({ ...common, intake });
    const { udpPort } = listener;
    const options = { ...common, intake, port: listener.port + 1, udpPort: udpPort! };
    await expect(listenGb26875(options)).rejects.toThrow('EADDRINUSE');
    const free = await listenGb26875({ ...options, udpPort: 0 });
    expect(free.port).toBe(options.port);
    await free.close();
  });
});
