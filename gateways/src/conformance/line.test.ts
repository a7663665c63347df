import { encodeFrame as encode26875, messageOf, timeTagOf } from '@anlan/gb26875';
import { encodeFrame as encode808, type Message } from '@anlan/jt808';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authentication, report } from '../testing/terminal.ts';
import { type Conformable } from './index.ts';
import { explainLine } from './line.ts';
import type { LineFrame, SeenPiece } from './seen.ts';

const NOW = Date.UTC(2026, 2, 1);
const PHONE = '013912345678';
const HJ =
  '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n';

const of808 = (message: Message, serial: number): Uint8Array =>
  encode808(message, { phone: PHONE, serial, version: 2013 });
const value = { systemType: 11, systemAddress: 1, componentType: 91, componentAddress: 65_539 };
const fire = encode26875(
  messageOf({ serial: 1, source: 5, destination: 6, at: NOW }, 3, [
    { ...value, analogType: 5, valueRaw: 2503, time: timeTagOf(NOW) },
  ]),
) as Uint8Array;
const modbus = Buffer.from('000100000007010304000a4248', 'hex');

/** What good devices say, by protocol: several frames each. */
const GOOD: Readonly<Partial<Record<Conformable, readonly Uint8Array[]>>> = {
  jt808: [
    of808(authentication('code', 2013), 0),
    of808(report(NOW), 1),
    of808({ kind: 'heartbeat', body: {} }, 2),
    of808(report(NOW + 1000, { altitude: 0x7e }), 3),
  ],
  hj212: [Buffer.from(HJ), Buffer.from(HJ), Buffer.from(HJ)],
  gb26875: [fire, fire, fire],
  modbus: [modbus, modbus],
};
const SIGNED_ON = of808({ kind: 'platformAnswer', body: { ackSerial: 0, ackId: 0x0102, result: 0 } }, 0);

function piece(number: number, bytes: Uint8Array, change: Partial<SeenPiece> = {}): SeenPiece {
  return {
    at: NOW + number * 1000,
    direction: 'in',
    bytes,
    line: 'a',
    number,
    opens: number === 0,
    cut: false,
    ...change,
  };
}

/** The bytes cut at the given places, each piece a second after the one before. */
function cutAt(bytes: Uint8Array, places: readonly number[]): SeenPiece[] {
  const ends = [...new Set(places.map((place) => place % bytes.length))].sort((a, b) => a - b);
  const pieces = [0, ...ends].map((from, index) => bytes.subarray(from, ends[index] ?? bytes.length));
  return pieces.filter(({ length }) => length > 0).map((part, index) => piece(index, part));
}

const faults = (frames: readonly LineFrame[]): string[] =>
  frames.flatMap(({ explained }) =>
    explained.verdicts.flatMap(({ rule, state, detail }) => (state === 'broken' ? [`${rule} ${detail}`] : [])),
  );

describe('a line', () => {
  it.each(Object.keys(GOOD) as Conformable[])('of a good %s device breaks no rule however TCP cuts it', (protocol) => {
    const frames = GOOD[protocol]!;
    const whole = Buffer.concat(frames);
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { maxLength: 40 }), (places) => {
        // The terminal signs on and is answered before it goes on.
        const [first, ...rest] = protocol === 'jt808' ? frames : [];
        const pieces = first
          ? [
              piece(0, first),
              piece(1, SIGNED_ON, { direction: 'out', opens: true }),
              ...cutAt(Buffer.concat(rest), places).map((cut) => ({ ...cut, number: cut.number + 2, opens: false })),
            ]
          : cutAt(whole, places);
        const explained = explainLine(protocol, pieces);
        expect(faults(explained)).toEqual([]);
        const heard = explained.filter(({ direction }) => direction === 'in').map(({ bytes }) => Buffer.from(bytes));
        expect(heard.map((bytes) => bytes.toString('hex'))).toEqual(
          frames.map((bytes) => Buffer.from(bytes).toString('hex')),
        );
      }),
      { numRuns: 150 },
    );
  });

  it.each(Object.keys(GOOD) as Conformable[])(
    'of %s is judged without what is no longer or not yet known',
    (protocol) => {
      const whole = Buffer.concat(GOOD[protocol]!);
      // The first piece was forgotten, and the last one is still to come.
      const known = piece(7, whole.subarray(5, whole.length - 3));
      const explained = explainLine(protocol, [known]);
      expect(faults(explained)).toEqual([]);
      expect(explained).toHaveLength(GOOD[protocol]!.length - 2);
      const severed = [piece(0, whole.subarray(0, whole.length - 3), { cut: true }), piece(1, whole.subarray(4))];
      expect(faults(explainLine(protocol, severed).filter(({ stretch }) => stretch === 1))).toEqual([]);
    },
  );

  it('shows what really is broken, at the time its last byte came', () => {
    const bad = Buffer.from(HJ.replace('RtdInterval=30', 'RtdInterval=31'));
    const explained = explainLine('hj212', [
      piece(0, Buffer.from(HJ).subarray(0, 50)),
      piece(1, Buffer.concat([Buffer.from(HJ).subarray(50), bad])),
      piece(2, Buffer.from(HJ.replace('\r\n', ''))),
      piece(3, Buffer.from(HJ)),
    ]);
    expect(explained.map(({ at, explained: { accepted } }) => [at - NOW, accepted])).toEqual([
      [1000, true],
      [1000, false],
      [2000, true],
      [3000, true],
    ]);
    expect(faults(explained)).toEqual([expect.stringContaining('crc-wrong'), '包尾 CR LF 没有回车换行']);
  });

  it('keeps connections and directions apart, and takes whole messages as they are', () => {
    const [first, second] = [fire.subarray(0, 20), fire.subarray(20)];
    const mixed = [
      piece(0, first),
      piece(1, fire, { direction: 'out', opens: true }),
      piece(2, first, { line: 'b', opens: true }),
      piece(3, second),
      piece(4, second, { line: 'b' }),
    ];
    expect(explainLine('gb26875', mixed).map(({ line, direction }) => `${direction} ${line}`)).toEqual([
      'out a',
      'in a',
      'in b',
    ]);
    const alone = [piece(0, fire, { line: null }), piece(1, fire, { line: null, cut: true })];
    expect(explainLine('gb26875', alone).map(({ explained }) => explained.title)).toEqual([
      expect.stringContaining('发送数据'),
      '报文过长，只存开头',
    ]);
  });
});

describe('a JT/T 808 connection', () => {
  const line = (...said: readonly (readonly ['in' | 'out', Message, serial: number, seconds?: number])[]) =>
    explainLine(
      'jt808',
      said.map(([direction, message, serial, seconds], number) => {
        const opens = said.findIndex(([other]) => other === direction) === number;
        const at = NOW + (seconds ?? number) * 1000;
        return piece(number, of808(message, serial), { direction, opens, at });
      }),
    );
  const signOn = ['in', authentication('code', 2013), 0] as const;
  const taken = ['out', { kind: 'platformAnswer', body: { ackSerial: 0, ackId: 0x0102, result: 0 } }, 0] as const;
  const refusedCode = ['out', { kind: 'platformAnswer', body: { ackSerial: 0, ackId: 0x0102, result: 1 } }, 0] as const;
  const text: Message = { kind: 'text', body: { flag: 4, text: '减速' } };

  it('may say nothing before its sign-on was taken', () => {
    expect(faults(line(['in', report(NOW), 0]))).toEqual(['鉴权成功前不发其他消息 0x0200 先于鉴权成功']);
    expect(faults(line(signOn, ['in', report(NOW), 1]))).toHaveLength(1);
    expect(faults(line(signOn, refusedCode, ['in', report(NOW), 1]))).toHaveLength(1);
    expect(faults(line(signOn, taken, ['in', report(NOW), 1]))).toEqual([]);
  });

  it('counts its messages; a repeated one is a deviation, a jump a fault', () => {
    expect(faults(line(signOn, taken, ['in', report(NOW), 5]))).toEqual(['消息流水号循环累加 上一条 0，本条 5']);
    const again = line(signOn, taken, ['in', report(NOW), 1], ['in', report(NOW), 1]);
    expect(faults(again)).toEqual([]);
    expect(again.at(-1)?.explained.verdicts).toContainEqual(
      expect.objectContaining({ rule: '消息流水号循环累加', state: 'note', detail: '重发 1' }),
    );
    const round = ['in', report(NOW), 65_535] as const;
    expect(faults(line(round, ['in', report(NOW), 0]).slice(1))).toEqual([expect.stringContaining('鉴权')]);
  });

  it('gives signs of life, and an answer to what it is asked', () => {
    const late = line(signOn, taken, ['out', text, 9], ['in', report(NOW), 1, 400]);
    expect(faults(late)).toEqual(['对平台下发的消息作应答 0x8300（流水号 9）60 s 未应答']);
    expect(late.at(-1)?.explained.verdicts).toContainEqual(
      expect.objectContaining({ rule: '无数据时发送心跳', state: 'note', detail: '静默 400 s' }),
    );
    const answer: Message = { kind: 'terminalAnswer', body: { ackSerial: 9, ackId: 0x8300, result: 0 } };
    expect(faults(line(signOn, taken, ['out', text, 9], ['in', answer, 1], ['in', report(NOW), 2, 100]))).toEqual([]);
  });
});
