import { expect, it } from 'vitest';
import { applicationOf, checksum, encodeFrame, Gb26875Stream, timeTagOf } from './index.ts';

const INPUTS = Number(process.env.FUZZ_INPUTS ?? 200_000);

const time = timeTagOf(Date.UTC(2024, 0, 1));
const head = { serial: 1, versionMain: 1, versionUser: 1, time, source: 889, destination: 88_888, command: 2 };
const component = { systemType: 1, systemAddress: 1, componentType: 40, componentAddress: 7, state: 2, time };
const SEEDS = [
  undefined,
  applicationOf(2, [{ ...component, description: '3层走廊烟感' }]),
  applicationOf(6, [{ systemType: 1, systemAddress: 1, text: '回路@@##' }]),
  applicationOf(91, [{ minutes: 10 }]),
].map((application) => encodeFrame({ ...head, application }) as Uint8Array);

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

function mutate(next: () => number): Uint8Array {
  if (next() % 5 === 0) return Uint8Array.from({ length: next() % 48 }, () => (next() % 3 === 0 ? 0x40 : next()));
  const frame = SEEDS[next() % SEEDS.length]!.slice();
  for (let changes = next() % 3; changes > 0; changes -= 1) frame[next() % frame.length] = next();
  // Mutants with a right checksum get past the gate.
  if (next() % 2 === 0) frame[frame.length - 3] = checksum(frame);
  return next() % 8 === 0 ? frame.subarray(0, next() % frame.length) : frame;
}

it(`takes ${INPUTS} random and mutated inputs without throwing`, { timeout: 300_000 }, () => {
  const next = numbers(2_687_532);
  const stream = new Gb26875Stream();
  const seen = new Set<string>();
  for (let count = 0; count < INPUTS; count += 1) {
    for (const item of stream.push(mutate(next))) {
      seen.add(item.ok ? 'frame' : item.reason);
      if (item.ok && count % 4 === 0 && !(encodeFrame(item.message) instanceof Uint8Array))
        throw new Error('does not encode again');
    }
  }
  const reached = ['frame', 'garbage', 'checksum-wrong', 'end-flag', 'too-long', 'unknown-command'];
  expect([...seen]).toEqual(expect.arrayContaining(reached));
});
