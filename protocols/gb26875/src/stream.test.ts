import { describe, expect, it } from 'vitest';
import {
  confirmationOf,
  denialOf,
  Gb26875Stream,
  encodeFrame,
  type Frame,
  heartbeat,
  messageOf,
  momentOf,
} from './index.ts';
import { objectsOf, replyOf, timeTagOf, wantsConfirmation } from './index.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

// GB/T 26875.3-2011: a smoke detector reports a fire, and the confirmation of the centre.
const FIRE = bytes(
  '404001000101203a091a090c790300000000385b0100000030000202010101280a000200020030303030303030303030303030303030303030300000000000000000000000023a091a090c462323',
);
const CONFIRM = bytes('404001000101233a091a090c385b01000000790300000000000003ab2323');

const at = Date.UTC(2012, 8, 26, 1, 58, 35);

type Items = ReturnType<Gb26875Stream['push']>;
const summary = (items: Items): (string | number)[] =>
  items.map((item) => (item.ok ? item.message.command : item.reason));
const read = (input: Uint8Array): Items => {
  const stream = new Gb26875Stream();
  return [...stream.push(input), ...stream.end()];
};
const altered = (frame: Uint8Array, at: number, value: number): Uint8Array => {
  const copy = frame.slice();
  copy[at < 0 ? copy.length + at : at] = value;
  return copy;
};

describe('a stream', () => {
  it('gives the same however it is cut', () => {
    const input = join(
      bytes('00ff40'),
      FIRE,
      altered(FIRE, -3, 0),
      CONFIRM,
      bytes('4040'),
      CONFIRM,
      FIRE.subarray(0, 40),
    );
    const whole = read(input);
    expect(summary(whole).filter((item) => typeof item === 'number')).toEqual([2, 3, 3]);
    // The 0x40 before the first frame makes a false start whose length is impossible.
    expect(summary(whole).slice(0, 4)).toEqual(['garbage', 'too-long', 2, 'checksum-wrong']);
    for (let at = 0; at <= input.length; at += 1) {
      const stream = new Gb26875Stream();
      const parts = [...stream.push(input.subarray(0, at)), ...stream.push(input.subarray(at)), ...stream.end()];
      expect(parts).toEqual(whole);
    }
    const bytewise = new Gb26875Stream();
    const single = Array.from(input, (byte) => bytewise.push(Uint8Array.of(byte))).flat();
    expect([...single, ...bytewise.end()]).toEqual(whole);
  });

  it.each([
    ['checksum-wrong', altered(FIRE, -3, 0), FIRE.length - 3],
    ['end-flag', altered(FIRE, -1, 0x13), FIRE.length - 2],
    ['too-long', altered(FIRE, 25, 0x05), 24],
    ['unknown-command', altered(altered(CONFIRM, 26, 7), -3, 0xaf), 26],
  ] as const)(
    'refuses a frame as %s, says where, gives its header for the denial, and goes on',
    (reason, frame, at) => {
      const items = read(join(CONFIRM, frame, CONFIRM));
      expect(items[1]).toMatchObject({ reason, offset: CONFIRM.length + at, header: { serial: 1 } });
      expect(items.filter((item) => item.ok)).toHaveLength(2);
    },
  );

  it('takes flags inside a frame for what they are', () => {
    const message = messageOf({ serial: 0x4040, source: 0x2323_2323, destination: 0x4040_4040, at }, 7, [
      { systemType: 64, systemAddress: 64, componentType: 35, componentAddress: 0x2323_4040, description: '@@##@@##' },
    ]);
    const frame = encodeFrame(message) as Uint8Array;
    expect(read(join(frame, frame))).toMatchObject([{ message }, { message }]);
  });

  it('gives up a frame that never comes whole, and finds the one behind it', () => {
    const stream = new Gb26875Stream();
    expect(stream.push(join(FIRE.subarray(0, 40), CONFIRM))).toEqual([]);
    expect(summary(stream.end())).toEqual(['incomplete', 3]);
    expect(summary(stream.push(FIRE))).toEqual([2]);
  });
});

describe('exchanges', () => {
  const received = (read(FIRE)[0] as Frame).message;

  it('a fire report is read with its place, state and time', () => {
    const [state] = objectsOf(received.application, 2);
    expect(state).toMatchObject({ systemType: 1, componentType: 40, componentAddress: 0x0002000a, state: 2 });
    expect(momentOf(state!.time)).toBe(Date.UTC(2012, 8, 26, 1, 58, 2));
    expect(objectsOf(received.application, 1)).toEqual([]);
  });

  it('the confirmation is the one printed in the standard', () => {
    expect(wantsConfirmation(received)).toBe(true);
    expect(encodeFrame(confirmationOf(received, at))).toEqual(CONFIRM);
    expect(wantsConfirmation(confirmationOf(received, at))).toBe(false);
  });

  it('denials, replies and heartbeats carry serial and addresses as they should', () => {
    expect(denialOf(received, at)).toMatchObject({ command: 6, serial: 1, source: 88_888, destination: 889 });
    expect(replyOf(received, at, 21, [{ deviceState: 8, time: timeTagOf(at) }])).toMatchObject({
      command: 5,
      serial: 1,
    });
    const beat = encodeFrame(heartbeat({ serial: 7, source: 889, destination: 88_888, at })) as Uint8Array;
    expect(read(beat)).toMatchObject([{ message: { command: 2, serial: 7, application: undefined } }]);
  });

  it('requests and controls of the centre are those printed in the standard', () => {
    const envelope = { serial: 1, source: 88_888, destination: 889, at: at - 3000 };
    const hex = (message: Parameters<typeof encodeFrame>[0]): string =>
      Buffer.from(encodeFrame(message) as Uint8Array).toString('hex');
    expect(hex(messageOf(envelope, 89, [{ parameter: 0 }]))).toBe(
      '404001000101203a091a090c385b01000000790300000000030001590100032323',
    );
    expect(hex(messageOf(envelope, 91, [{ minutes: 10 }]))).toBe(
      '404001000101203a091a090c385b010000007903000000000300015b010a0f2323',
    );
    expect(hex(messageOf(envelope, 81, [{ parameter: 0 }]))).toBe(
      '404001000101203a091a090c385b01000000790300000000030004510100fe2323',
    );
  });
});
