import { expect, it } from 'vitest';
import { crc16, Hj212Stream, measuredOf, PartCollection, requestParameters, writePacket } from './index.ts';

const INPUTS = Number(process.env.FUZZ_INPUTS ?? 200_000);

const SEGMENTS = [
  'QN=20160801085857223;ST=32;CN=1062;PW=1;MN=1;Flag=5;CP=&&RtdInterval=30&&',
  'ST=31;CN=2051;PW=1;MN=7;Flag=7;PNUM=2;PNO=1;CP=&&DataTime=20201029121000;a21026-Avg=0.1,a21026-Flag=N&&',
  'ST=91;CN=3020;PW=1;MN=7;CP=&&i11001-Info=//a;b,c//;SB1-RS=1&&',
].map((text) => new TextEncoder().encode(text));

/** A repeatable source of 32-bit numbers (xorshift). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const HEAD = 6;
const HEX = new TextEncoder().encode('0123456789ABCDEF');

/** Writes a value as four digits. */
function digits(bytes: Uint8Array, at: number, value: number, base: 10 | 16): void {
  for (let index = at + 3, rest = value; index >= at; index -= 1, rest = Math.floor(rest / base)) {
    bytes[index] = HEX[rest % base]!;
  }
}

/** The segments as frames with room for their length and check. */
const FRAMES = SEGMENTS.map((segment) => {
  const frame = new Uint8Array(HEAD + segment.length + 6);
  frame.set([35, 35]);
  frame.set(segment, HEAD);
  frame.set([13, 10], HEAD + segment.length + 4);
  return frame;
});

function noise(next: () => number): Uint8Array {
  const bytes = new Uint8Array(next() % 64);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = next() % 3 === 0 ? 35 : next();
  return bytes;
}

function mutate(next: () => number): Uint8Array {
  if (next() % 5 === 0) return noise(next);
  const frame = FRAMES[next() % FRAMES.length]!.slice();
  const end = frame.length - 6;
  for (let changes = next() % 3; changes > 0; changes -= 1) frame[HEAD + (next() % (end - HEAD))] = next();
  digits(frame, 2, next() % 8 === 0 ? next() % 300 : end - HEAD, 10);
  digits(frame, end, crc16(frame.subarray(HEAD, end)), 16);
  for (let changes = next() % 3; changes > 1; changes -= 1) frame[next() % frame.length] = next();
  return next() % 8 === 0 ? frame.subarray(0, next() % frame.length) : frame;
}

it(`takes ${INPUTS} random and mutated inputs without throwing or growing`, { timeout: 300_000 }, () => {
  const next = numbers(2_122_017);
  const stream = new Hj212Stream({ longestSegment: 300 });
  const parts = new PartCollection();
  const seen = new Set<string>();
  for (let count = 0; count < INPUTS; count += 1) {
    for (const item of stream.push(mutate(next))) {
      seen.add(item.ok ? 'frame' : item.reason);
      if (!item.ok || count % 4 !== 0) continue;
      parts.add(item.packet, count);
      measuredOf(item.packet);
      requestParameters(item.packet);
      writePacket(item.packet);
    }
    if (parts.size > 64) throw new Error('more incomplete messages than allowed');
  }
  expect([...seen]).toEqual(expect.arrayContaining(['frame', 'garbage', 'bad-length', 'too-long', 'crc-wrong']));
});
