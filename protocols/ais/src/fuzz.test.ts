import { expect, it } from 'vitest';
import { AisStream, decodeSentence } from './index.ts';

const INPUTS = Number(process.env.FUZZ_INPUTS ?? 200_000);

const SEEDS = [
  '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n',
  '!AIVDM,2,1,3,B,55NBjP01mtGIL@CW;SM<D60P5Ld000000000000P0`<3557l0<50@kk@,0*66\r\n',
  '!AIVDM,2,2,3,B,K5h@00000000000,2*72\r\n',
  '\\s:r003669945,c:1241544035*61\\!AIVDM,1,1,,B,H5NHBTTU653hhhiG45oqkp1@D340,0*39\r\n',
  '$PGHP,1,2010,6,11,11,46,12,386,219,24,992190924,1,12*20\r\n',
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

function mutate(next: () => number): Uint8Array {
  if (next() % 4 === 0) return Uint8Array.from({ length: next() % 96 }, () => next());
  const bytes = Uint8Array.from(SEEDS[next() % SEEDS.length]!);
  for (let changes = next() % 4; changes > 0; changes -= 1) bytes[next() % bytes.length] = next();
  if (next() % 2 === 0) fixChecksum(bytes);
  return next() % 8 === 0 ? bytes.subarray(0, next() % bytes.length) : bytes;
}

// Mutants with a right checksum get past the first gate.
function fixChecksum(bytes: Uint8Array): void {
  const star = bytes.lastIndexOf(42);
  const start = bytes.lastIndexOf(33, star) + 1;
  if (start < 1 || star < start || star + 2 >= bytes.length) return;
  let sum = 0;
  for (let at = start; at < star; at += 1) sum ^= bytes[at]!;
  bytes.set(new TextEncoder().encode(sum.toString(16).padStart(2, '0')), star + 1);
}

it(`takes ${INPUTS} random and mutated inputs without throwing or growing`, { timeout: 300_000 }, () => {
  const next = numbers(20_100_611);
  const stream = new AisStream();
  const reasons = new Set<string>();
  for (let count = 0; count < INPUTS; count += 1) {
    const bytes = mutate(next);
    for (const item of stream.push(bytes, count)) reasons.add(item.ok ? `type ${item.message.type}` : item.reason);
    if (count % 16 === 0) decodeSentence(String.fromCharCode(...bytes.subarray(0, 64)));
    if (stream.incomplete > 64) throw new Error('more incomplete messages than allowed');
  }
  // The inputs reached decoding and most refusals.
  expect([...reasons]).toEqual(
    expect.arrayContaining(['type 1', 'checksum-wrong', 'bad-field', 'fragments-incomplete']),
  );
  expect(reasons.size).toBeGreaterThan(20);
});
