import { fromHex, toHex } from '@anlan/wire';
import { describe, expect, it } from 'vitest';
import {
  assemble,
  crc16,
  crypt,
  decodeFrame,
  encodeFrame,
  epochMsOf,
  FrameSplitter,
  openFrame,
  wallClockMs,
} from './index.ts';
import type { Decoded, EncodeOptions, Message, Opened } from './index.ts';

// Frames with a right CRC from public test suites, see data/packs/vectors/jt809.json.
const POSITION =
  '5b0000005a0200000aa112000000350b0100010000000000b6f5414c45313536000000000000000000000000000212020000002400110407e20a3b1106ccbea501cc71c700000000000098f70144000700000002000000008ce65d';
const LOGIN =
  '5b000000480000008510010133efb8010000000000270f0133efb832303138303932303132372e302e302e31000000000000000000000000000000000000000000000003296a915d';
const QUERY_2019 =
  '5b0000005c00000006930000000000000000000000000000000000689eadf193010000003402b2e24230313834340000000000000000000000000a0000001900000016c6bdcca8b2e9b8dac7ebc7f3cac7b7f1cac7c8cbc0e017f05d';
const ALARM_2019 =
  '5b0000007e00000002140001fec19001020f0000000000000000005f616c491402000000564a43323032305054303838a001000000005f5f7b3e000000005f5f7b3e000000005f5f7b3eb2e2413933323238000000000000000000000000000200000000000000000000000000000000000008b3accab1cda3b3b5f77e5d';
const EXCHANGE_2019 =
  '5b0000008e00000010940000000000000000000000000000000000689eb0ff9403000000664a43323032355054303437000300000198abac778e00000198abe3660ebea941313233343500000000000000000000000000013335303130303030000000000003e900000020b3b5c1beb3accbd9b1a8beafa3acb5b1c7b0cbd9b6c8b3acb9fdcfded6c6d6b53d705d';
const LONG_PLATE =
  '5b0000006300133fea1200000003ea0100000000000000bea950375231333000000000000000000000000000ba94e0038c00000112020000002600160907e80f010806f08d8002602d7a001d000000000000010c00290004000200000000000010215d';

const bytes = (hex: string): Uint8Array => fromHex(hex)!;
const options: EncodeOptions = { edition: 2011, accessCode: 13579, serial: 2721, version: [1, 0, 1] };
const accepted = (hex: string): Decoded => {
  const decoded = decodeFrame(bytes(hex), { strict: true });
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded;
};

describe('a frame', () => {
  it('of a position is read and written back byte for byte', () => {
    const decoded = accepted(POSITION);
    expect(decoded).toMatchObject({
      kind: 'position',
      vehicle: { plate: '鄂ALE156', colour: 2 },
      body: { longitude: 114.081445, latitude: 30.175687, time: '2018-04-17 10:59:17', mileage: 39159, status: 2 },
    });
    expect(toHex(encodeFrame(decoded as Message, options))).toBe(POSITION);
  });

  it('of a log-in tells the sub link and is detected as one of 2011', () => {
    const decoded = accepted(LOGIN);
    expect(decoded.header).toMatchObject({ edition: 2011, accessCode: 20180920 });
    expect(decoded.body).toEqual({
      userId: 20180920,
      password: '20180920',
      downLinkAddress: '127.0.0.1',
      downLinkPort: 809,
    });
  });

  it('of 2019 is told by the time in its header, and carries checks and alarms without a vehicle before them', () => {
    expect(accepted(QUERY_2019)).toMatchObject({
      kind: 'query',
      header: { edition: 2019, sentAt: 1755229681 },
      body: { objectType: 2, objectId: '测B01844', answerTime: 10, infoId: 25, text: '平台查岗请求是否是人类' },
    });
    expect(accepted(ALARM_2019)).toMatchObject({
      kind: 'alarmReport',
      body: { platform: 'JC2020PT088', type: 0xa001, plate: '测A93228', colour: 2, text: '超时停车' },
    });
    expect(accepted(EXCHANGE_2019)).toMatchObject({
      kind: 'alarmExchange',
      body: {
        type: 3,
        plate: '京A12345',
        concernedPlatform: '35010000',
        line: 1001,
        text: '车辆超速报警，当前速度超过限制值',
      },
    });
  });

  it('with a plate longer than its field is refused for its body, with the header read', () => {
    expect(decodeFrame(bytes(LONG_PLATE))).toMatchObject({ ok: false, reason: 'body', header: { accessCode: 1002 } });
  });

  it('whose stated lengths are wrong is taken with warnings when its CRC is right', () => {
    const { header, body } = openFrame(bytes(POSITION)) as Opened;
    body[27] = 35;
    const decoded = decodeFrame(assemble({ ...header, length: 88 }, body));
    expect(decoded).toMatchObject({ ok: true, kind: 'position', body: { mileage: 39159 } });
    expect((decoded as Decoded).warnings.map(({ code }) => code)).toEqual(['frame-length', 'data-length']);
  });

  it.each([
    ['crc', POSITION.replace('8ce65d', '8ce75d')],
    ['escape', POSITION.replace('3b11', '5a11')],
    ['flag', POSITION.slice(2)],
    ['too-short', '5b0000001a5d'],
    ['body', toHex(encodeFrame({ kind: 'unknown', type: 0x1001, body: { bytes: bytes('0102') } }, options))],
  ])('is refused for %s', (reason, hex) => {
    expect(decodeFrame(bytes(hex))).toMatchObject({ ok: false, reason });
  });
});

describe('the cipher', () => {
  const constants = { m1: 30_000_000, ia1: 20_000_000, ic1: 20_000_000 };
  const cipher = { key: 256_178, constants };
  const login = accepted(LOGIN) as Message;

  it('gives the published check value, both ways', () => {
    expect(toHex(crypt(bytes('01020304050607'), 256_178, constants))).toBe('d34c7078a73a41');
    expect(toHex(crypt(bytes('d34c7078a73a41'), 256_178, constants))).toBe('01020304050607');
    expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x29b1);
  });

  it('hides a body from whoever lacks the constants', () => {
    const frame = encodeFrame(login, { ...options, cipher });
    expect(decodeFrame(frame)).toMatchObject({ kind: 'encrypted', header: { encryption: 1, key: 256_178 } });
    expect(decodeFrame(frame, { constants })).toMatchObject({ kind: 'login', body: login.body });
    expect(decodeFrame(frame, { constants: { ...constants, m1: 1 } })).toMatchObject({ ok: false, reason: 'body' });
  });

  it('is not applied to a plain body whose flag is set by mistake', () => {
    const { header, body } = openFrame(bytes(LOGIN)) as Opened;
    const frame = assemble({ ...header, encryption: 1, key: 5819 }, body);
    const decoded = decodeFrame(frame, { constants });
    expect(decoded).toMatchObject({ kind: 'login', warnings: [{ code: 'plain-body' }] });
  });
});

describe('a stream', () => {
  const stream = bytes(`ff${POSITION}5d00${LOGIN.slice(0, 40)}${QUERY_2019}${POSITION}5b`);
  const read = (...chunks: Uint8Array[]) => {
    const splitter = new FrameSplitter();
    return chunks.flatMap((chunk) => splitter.push(chunk));
  };

  it('gives the same however it is cut', () => {
    const whole = read(stream);
    expect(whole.map((cut) => (cut.ok ? cut.frame.length : `${cut.reason}@${cut.offset}`))).toEqual(
      ['stray@0', 91, 'stray@92', 'unterminated@94', 92, 91].map((value) =>
        value === 91 ? POSITION.length / 2 : value,
      ),
    );
    for (let at = 0; at <= stream.length; at++) {
      expect(read(stream.subarray(0, at), stream.subarray(at))).toEqual(whole);
    }
    expect(read(...Array.from(stream, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  it('holds no more than the longest frame and goes on after a longer one', () => {
    const splitter = new FrameSplitter(100);
    const noise = new Uint8Array(90);
    const cuts = [bytes('5b'), noise, noise, noise, bytes('5d'), bytes(POSITION)].flatMap((chunk) =>
      splitter.push(chunk),
    );
    expect(cuts).toMatchObject([{ ok: false, reason: 'too-long', offset: 0 }, { ok: true }]);
  });
});

describe('times', () => {
  it('are counts in seconds or milliseconds, or wall clocks in China', () => {
    expect(epochMsOf(1_755_229_681)).toBe(1_755_229_681_000);
    expect(epochMsOf(1_755_229_681_123)).toBe(1_755_229_681_123);
    expect(epochMsOf(0)).toBeNull();
    expect(wallClockMs('2018-04-17 10:59:17')).toBe(Date.UTC(2018, 3, 17, 2, 59, 17));
    expect([wallClockMs('2018-02-30 10:59:17'), wallClockMs('2000-00-00 00:00:00')]).toEqual([null, null]);
  });
});
