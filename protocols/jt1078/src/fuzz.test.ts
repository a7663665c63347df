import { expect, it } from 'vitest';
import { Assembler, type MediaFrame, PacketStream, packetsOf, writePacket } from './index.ts';

const INPUTS = Number(process.env.FUZZ_INPUTS ?? 60_000);
const LONGEST = 1200;

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

const frame = (dataType: MediaFrame['dataType'], size: number): MediaFrame => ({
  ok: true,
  phone: '013912345678',
  channel: 1,
  loadType: 98,
  dataType,
  timestamp: 77n,
  data: new Uint8Array(size).fill(0x30),
});
const SEEDS = [frame('i-frame', 2500), frame('p-frame', 90), frame('audio', 40), frame('transparent', 9)]
  .flatMap((each) => packetsOf(each, 0))
  .flatMap((packet) => [writePacket(packet, 6), writePacket(packet, 10)]);

function mutate(next: () => number): Uint8Array {
  const bytes = (SEEDS[next() % SEEDS.length] as Uint8Array).slice();
  for (let changes = next() % 4; changes > 0; changes -= 1) bytes[next() % Math.min(bytes.length, 40)] = next();
  return next() % 4 === 0 ? bytes.subarray(next() % 8, next() % bytes.length) : bytes;
}

it(`takes ${INPUTS} mutated inputs without throwing or growing`, { timeout: 300_000 }, () => {
  const next = numbers(1_078_016);
  const seen = new Set<string>();
  let stream = new PacketStream({ longestBody: LONGEST });
  const assembler = new Assembler({ largest: 4000 });
  for (let count = 0; count < INPUTS; count += 1) {
    if (count % 50 === 0) stream = new PacketStream({ longestBody: LONGEST });
    for (const item of stream.push(mutate(next))) {
      seen.add(item.ok ? item.dataType : item.reason);
      const made = item.ok ? assembler.push(item) : undefined;
      if (made !== undefined) seen.add(made.ok ? 'frame' : made.reason);
    }
    if (stream.held > 2 * LONGEST + 100 || assembler.held > 4000) throw new Error('more held than allowed');
  }
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'i-frame',
      'audio',
      'transparent',
      'frame',
      'garbage',
      'bad-header',
      'too-long',
      'lost-part',
    ]),
  );
});
