import { COMMAND, heartbeat, timeTagOf } from '@anlan/gb26875';
import type { KnownDevice, KnownPoint, Signal } from '@anlan/kernel/telemetry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandingListener } from '../listener.ts';
import { FileIntake } from '../testing/intake.ts';
import { bytesOf, FireTransmitter } from '../testing/transmitter.ts';
import { silent, until } from '../testing/wait.ts';
import { listenGb26875 } from './listen.ts';

const ADDRESS = 10_001;
const DEVICE = `gb26875:${ADDRESS}`;
const NOW = Date.UTC(2026, 2, 1, 4, 0, 0);
const FIRE = 1 << 1;
const FAULT = 1 << 2;

/** An intake whose register knows the points of the device, as the platform's does. */
class KnowingIntake extends FileIntake {
  points: ReadonlyMap<string, KnownPoint> | undefined;

  override find(identity: string): KnownDevice | undefined {
    const known = super.find(identity);
    return known && this.points ? { ...known, points: this.points } : known;
  }
}

let intake: KnowingIntake;
let listener: CommandingListener;
const devices: FireTransmitter[] = [];

beforeEach(async () => {
  intake = new KnowingIntake({ [DEVICE]: '', 'gb26875:10002': '' });
  await open({});
});

afterEach(async () => {
  for (const device of devices.splice(0)) device.end();
  await listener.close();
  intake.close();
});

async function open(limits: object): Promise<void> {
  listener = await listenGb26875({
    host: '127.0.0.1',
    port: 0,
    intake,
    clock: () => NOW,
    log: silent,
    limits: { request: { wait: 40, times: 3 }, ...limits },
  });
}

async function reopen(limits: object): Promise<void> {
  await listener.close();
  await open(limits);
}

function device(address = ADDRESS, now = NOW): FireTransmitter {
  const opened = new FireTransmitter(listener.port, address, () => now);
  devices.push(opened);
  return opened;
}

type Reading = Extract<Signal, { kind: 'reading' }>;
const readings = (): Reading[] =>
  intake.stored(DEVICE).flatMap(({ signals }) => signals.filter((signal) => signal.kind === 'reading'));
const values = (): Record<string, number> => Object.fromEntries(readings().map(({ point, value }) => [point, value]));

const component = { systemType: 1, systemAddress: 1, componentType: 40, componentAddress: 131_082 };

describe('a transmission device', () => {
  it('sends water pressure, and is confirmed with its serial once the value is on disk', async () => {
    const box = device();
    const message = box.analog(2503);
    const release = intake.stall();
    box.send(message);
    await until(() => intake.waiting === 1);
    expect(box.received).toEqual([]);
    release();
    await until(() => box.received.length === 1);
    expect(box.received[0]).toMatchObject({
      serial: message.serial,
      command: COMMAND.confirm,
      source: message.destination,
      destination: ADDRESS,
      application: undefined,
    });
    expect(readings()).toEqual([{ kind: 'reading', point: '11.1.65537.5', at: NOW, value: 250.3, quality: 'good' }]);
    expect(listener.stats()).toEqual({ sessions: 1, accepted: 1, refused: {} });
  });

  it.each([
    ['0.1 kPa into MPa', 5, 2503, { unit: 'MPa' }, 0.2503],
    ['0.1 MPa into kPa', 4, 12, { unit: 'kPa' }, 1200],
    ['its own step of 0.001 MPa under kind 4', 4, 352, { unit: 'MPa', scale: 0.001 }, 0.352],
    ['a kind of its own', 200, 77, { unit: 'm', scale: 0.01 }, 0.77],
  ])('sends %s as the register says', async (_, analogType, raw, point, expected) => {
    intake.points = new Map([[`11.1.65537.${analogType}`, point]]);
    const box = device();
    await box.deliver(box.analog(raw, { analogType }));
    expect(readings().map(({ value }) => value)).toEqual([expected]);
  });

  it('sends states bit by bit where the register has a point for the bit, at their own time', async () => {
    const key = '1.1.131082';
    intake.points = new Map(
      [`${key}.fire`, `${key}.fault`, '1.1.fire', 'device.mainPowerFault'].map((name) => [name, { unit: '' }]),
    );
    const box = device();
    const time = timeTagOf(NOW - 60_000);
    await box.deliver(box.message(2, [{ ...component, state: FIRE, description: '三层走道', time }]));
    await box.deliver(box.message(1, [{ systemType: 1, systemAddress: 1, state: FIRE | FAULT, time }]));
    await box.deliver(box.message(21, [{ deviceState: 1 << 3, time }]));
    expect(values()).toEqual({ [`${key}.fire`]: 1, [`${key}.fault`]: 0, '1.1.fire': 1, 'device.mainPowerFault': 1 });
    expect(new Set(readings().map(({ at }) => at))).toEqual(new Set([NOW - 60_000]));
    expect(intake.refusals).toEqual([]);
  });

  it.each(['fire', 'fault', 'shielded', 'supervised', 'started', 'feedback', 'delayed', 'powerFault'])(
    'tells the component state %s from the others',
    async (name) => {
      intake.points = new Map([[`1.1.131082.${name}`, { unit: '' }]]);
      const box = device();
      const bit = [
        'normal',
        'fire',
        'fault',
        'shielded',
        'supervised',
        'started',
        'feedback',
        'delayed',
        'powerFault',
      ].indexOf(name);
      const time = timeTagOf(NOW);
      for (const state of [0, 1 << bit, 0x1ff & ~(1 << bit)]) {
        await box.deliver(box.message(2, [{ ...component, state, description: '', time }]));
      }
      expect(readings().map(({ value }) => value)).toEqual([0, 1, 0]);
    },
  );

  it('beats without data and is confirmed; nothing is kept', async () => {
    const box = device();
    const beat = heartbeat({ serial: 9, source: ADDRESS, destination: 1, at: NOW });
    expect(await box.deliver(beat)).toBe(COMMAND.confirm);
    expect(intake.stored()).toEqual([]);
    expect(intake.refusals).toEqual([]);
  });

  it('that did not hear the confirmation sends again: kept once, confirmed twice', async () => {
    const box = device();
    const message = box.analog(100);
    box.send(message);
    box.send(message);
    await until(() => box.answers(message.serial).length === 2);
    expect(readings()).toHaveLength(1);
    expect(intake.count('replayed', DEVICE)).toBe(1);
  });

  it('is heard whole byte by byte and glued; a false start flag does not hold back what follows', async () => {
    await reopen({ stuck: 60 });
    const box = device();
    for (const byte of bytesOf(box.analog(1))) box.write(Uint8Array.of(byte));
    box.write(Buffer.concat([bytesOf(box.analog(2)), bytesOf(box.analog(3))]));
    await until(() => readings().length === 3);
    const falseStart = Uint8Array.from([0x40, 0x40, ...Array.from({ length: 22 }, () => 0), 0x90, 0x01, 2]);
    box.write(Buffer.concat([falseStart, bytesOf(box.analog(4))]));
    await until(() => readings().length === 4);
    expect(readings().map(({ value }) => value)).toEqual([0.1, 0.2, 0.3, 0.4]);
  });

  it('with BCD time tags keeps its own times, and with none gets the time of arrival', async () => {
    const box = device();
    const bcd = { year: 2000 + 0x26, month: 3, day: 1, hour: 0x11, minute: 0x59, second: 0x30 };
    const time = { year: 2000, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
    const analog = {
      systemType: 11,
      systemAddress: 1,
      componentType: 99,
      componentAddress: 1,
      analogType: 5,
      valueRaw: 1,
    };
    await box.deliver(box.message(3, [{ ...analog, time: bcd }]));
    await box.deliver(box.message(3, [{ ...analog, time }]));
    expect(readings().map(({ at }) => at - NOW)).toEqual([-30_000, 0]);
  });

  it('whose clock is far off has it set, once', async () => {
    const box = device(ADDRESS, NOW - 3_600_000);
    await box.deliver(box.analog(1));
    await box.deliver(box.analog(2));
    await until(() => box.received.some(({ application }) => application?.typeFlag === 90));
    const set = box.received.filter(({ application }) => application?.typeFlag === 90);
    expect(set).toHaveLength(1);
    expect(set[0]!.application!.objects).toEqual([{ time: timeTagOf(NOW) }]);
    expect(intake.count('clock-skew', DEVICE)).toBe(1);
  });
});

describe('what is refused is counted by its reason', () => {
  it('an unknown address is denied and after ten frames the connection ends', async () => {
    const stranger = device(77);
    for (let i = 0; i < 10; i += 1) stranger.send(stranger.analog(i));
    await until(() => stranger.closed);
    expect(intake.count('unknown-device')).toBe(10);
    expect(intake.stored()).toEqual([]);
    expect(stranger.received[0]?.command).toBe(COMMAND.deny);
  });

  it('a wrong checksum and a foreign source are denied, an unknown type is confirmed and counted', async () => {
    const box = device();
    await box.deliver(box.analog(1));
    const broken = bytesOf(box.analog(2));
    broken[broken.length - 3]! ^= 1;
    box.write(broken);
    const foreign = { ...box.analog(3), source: 10_002 };
    box.send(foreign);
    await until(() => box.received.filter(({ command }) => command === COMMAND.deny).length === 2);
    const user = { ...box.analog(4), application: { typeFlag: 150, count: 1, objects: [], surplus: Uint8Array.of(1) } };
    expect(await box.deliver(user)).toBe(COMMAND.confirm);
    expect(readings()).toHaveLength(1);
    expect(['checksum', 'unauthenticated', 'unsupported'].map((r) => intake.count(r as 'checksum', DEVICE))).toEqual([
      1, 1, 1,
    ]);
  });

  it('a silent connection ends, before and after its first frame', async () => {
    await reopen({ idle: 150, connect: 60 });
    const box = device();
    await box.deliver(box.analog(1));
    const mute = device(10_002);
    await until(() => box.closed && mute.closed);
    expect(intake.count('half-open')).toBe(2);
    await until(() => listener.sessions() === 0);
  });

  it('nothing is confirmed while the disk fails, and the connection ends', async () => {
    const box = device();
    intake.fail(new Error('disk full'));
    box.send(box.analog(1));
    await until(() => box.closed);
    expect(box.received).toEqual([]);
  });

  it('a second connection of a device replaces the first', async () => {
    const first = device();
    await first.deliver(first.analog(1));
    const second = device();
    await second.deliver(second.analog(2));
    await until(() => first.closed);
    expect(listener.sessions()).toBe(1);
  });
});

describe('what the centre asks', () => {
  async function known(): Promise<FireTransmitter> {
    intake.points = new Map([['11.1.65537.5', { unit: 'kPa' }]]);
    const box = device();
    await box.deliver(box.analog(1000));
    return box;
  }

  it('the clock is set and the post query sent, done when confirmed', async () => {
    const box = await known();
    expect(await listener.send(DEVICE, { kind: 'clock' })).toEqual({ result: 'done' });
    expect(await listener.send(DEVICE, { kind: 'post-check', minutes: 10 })).toEqual({ result: 'done' });
    const controls = box.received.filter(({ command }) => command === COMMAND.control);
    expect(controls.map(({ application }) => application?.typeFlag)).toEqual([90, 91]);
    expect(controls[1]!.application!.objects).toEqual([{ minutes: 10 }]);
    expect(controls.map(({ source, destination }) => [source, destination])).toEqual([
      [88_888, ADDRESS],
      [88_888, ADDRESS],
    ]);
  });

  it('a query reads the state of the device and the values the register knows, and keeps them', async () => {
    const box = await known();
    expect(await listener.send(DEVICE, { kind: 'query' })).toEqual({ result: 'done' });
    // On a busy machine a question may have been sent again before its answer came.
    const requests = box.received.filter(({ command }) => command === COMMAND.request);
    const asked = [...new Map(requests.map((request) => [request.serial, request])).values()];
    expect(asked.map(({ application }) => [application?.typeFlag, application?.objects])).toEqual([
      [81, [{ parameter: 0 }]],
      [63, [{ systemType: 11, systemAddress: 1, componentAddress: 65_537 }]],
    ]);
    expect(readings().map(({ value }) => value)).toEqual([100, 200]);
  });

  it('denial, silence and absence are told apart; silence is asked three times', async () => {
    expect(await listener.send(DEVICE, { kind: 'clock' })).toEqual({ result: 'offline' });
    const box = await known();
    box.obeys = 'no';
    expect(await listener.send(DEVICE, { kind: 'clock' })).toEqual({ result: 'failed', detail: '否认' });
    box.obeys = 'silent';
    expect(await listener.send(DEVICE, { kind: 'clock' })).toEqual({ result: 'timeout' });
    expect(box.received.filter(({ command }) => command === COMMAND.control)).toHaveLength(4);
    expect(await listener.send(DEVICE, { kind: 'text', text: 'x' })).toEqual({ result: 'unsupported' });
    const lost = listener.send(DEVICE, { kind: 'clock' });
    box.end();
    expect(await lost).toEqual({ result: 'offline' });
  });

  it('a device that asks for the time gets it', async () => {
    const box = await known();
    const question = { ...box.message(90, [{ time: timeTagOf(NOW - 5000) }]), command: COMMAND.request };
    expect(await box.deliver(question)).toBe(COMMAND.reply);
    expect(box.received.at(-1)!.application!.objects).toEqual([{ time: timeTagOf(NOW) }]);
  });
});
