import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { fromHex } from '@anlan/wire';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frame, unescape } from './escape.ts';
import { answering, decodeBody, decodeFrame, encodeFrame, MESSAGES, REFUSAL_REASONS } from './index.ts';
import type { Decoded, Header, Message, MessageKind, Version } from './index.ts';

/** Inputs of the mutation test; FUZZ_INPUTS overrides. */
const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 1_000_000);

/** Changed frames that are written back. */
const MUTATIONS = 30_000;

function headerOf(kind: MessageKind, version: Version, bodyLength: number): Header {
  const size = version === 2013 ? 12 : 17;
  return {
    msgId: MESSAGES[kind].id,
    version,
    size,
    bodyLength,
    encryption: 0,
    phone: '1'.padStart(12, '0'),
    serial: 1,
  };
}

const path = new URL('../../../data/packs/vectors/jt808.json', import.meta.url);
const seeds = (JSON.parse(readFileSync(path, 'utf8')) as { hex?: string }[]).flatMap(({ hex }) =>
  hex ? [fromHex(hex)!] : [],
);

/** Bytes that tables tend to accept: small counts and lengths, and text that is mostly ASCII. */
const bodyBytes = fc.oneof(
  fc.uint8Array({ max: 0x7f, maxLength: 300, size: 'max' }),
  fc.uint8Array({ max: 2, minLength: 30, maxLength: 400, size: 'max' }),
  fc.uint8Array({ max: 0, minLength: 30, maxLength: 200, size: 'max' }),
  fc.uint8Array({ maxLength: 300, size: 'max' }),
);

/** U+FFFD stands for bytes that are no text, and 0x80 for '€', which GB 18030 writes with two bytes. */
function isFaithful(body: unknown): boolean {
  return !/[\uFFFD€]/.test(JSON.stringify(body));
}

describe('every message', () => {
  const kinds = Object.keys(MESSAGES) as MessageKind[];
  const accepted = new Map<string, number>();

  it.each(kinds)('%s is the same after encoding and decoding', (kind) => {
    fc.assert(
      fc.property(bodyBytes, fc.constantFrom<Version>(2013, 2019), (bytes, version) => {
        const first = decodeBody(headerOf(kind, version, bytes.length), bytes);
        if (!first.ok || !isFaithful(first.body)) return;
        accepted.set(kind, (accepted.get(kind) ?? 0) + 1);
        const options = { phone: '13912345678', serial: 1, version };
        const again = decodeFrame(encodeFrame({ kind, body: first.body } as Message, options));
        expect(again).toMatchObject({ ok: true, kind });
        expect((again as Decoded).body).toEqual(first.body);
      }),
      { numRuns: 400 },
    );
    expect(accepted.get(kind)).toBeGreaterThan(10);
  });

  it('has an ID and a kind of its own', () => {
    expect(new Set(Object.values(MESSAGES).map(({ id }) => id)).size).toBe(kinds.length);
  });
});

describe('every real frame, and what chance makes of it,', () => {
  it('is the same after encoding and decoding', () => {
    const next = random(19);
    let compared = 0;
    const different: unknown[] = [];
    for (let i = 0; i < MUTATIONS; i++) {
      const seed = seeds[i % seeds.length]!;
      const first = decodeFrame(i < seeds.length ? seed : repaired(mutated(seed, next)));
      if (!first.ok || first.kind === 'part' || first.kind === 'encrypted' || !isFaithful(first.body)) continue;
      const again = decodeFrame(encodeFrame(first, answering(first.header, first.header.serial)));
      if (!again.ok || !isDeepStrictEqual(again.body, first.body)) different.push({ first, again });
      compared++;
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(MUTATIONS / 4);
  });
});

describe('no bytes', () => {
  const ids = Object.values(MESSAGES).map(({ id }) => id);

  it('make a decoder throw or hang', () => {
    const next = random(808);
    const reasons = new Set(Object.keys(REFUSAL_REASONS));
    let decoded = 0;
    for (let i = 0; i < INPUTS; i++) {
      const seed = seeds[next() % seeds.length]!;
      const bytes = i % 4 === 0 ? noise(next) : mutated(seed, next);
      const header: Header = {
        msgId: ids[next() % ids.length]!,
        size: 12,
        encryption: 0,
        phone: '0',
        serial: 1,
        version: next() & 1 ? 2013 : 2019,
        bodyLength: bytes.length,
      };
      // Half the inputs go past the check byte, or nearly all would end there.
      const result = i & 1 ? decodeBody(header, bytes.subarray(13)) : decodeFrame(bytes);
      if (result.ok) decoded++;
      else if (!reasons.has(result.reason)) throw new Error(`reason ${result.reason}`);
    }
    expect(decoded).toBeGreaterThan(INPUTS / 10);
  }, 60_000);
});

/** Marsaglia's xorshift32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>>= 0);
  };
}

function noise(next: () => number): Uint8Array {
  const bytes = new Uint8Array(2 + (next() % 80));
  for (let i = 0; i < bytes.length; i++) bytes[i] = next();
  bytes[0] = bytes[bytes.length - 1] = 0x7e;
  return bytes;
}

function mutated(seed: Uint8Array, next: () => number): Uint8Array {
  const bytes = seed.slice(0, next() % 8 === 0 ? next() % seed.length : seed.length);
  for (let changes = next() % 4; changes > 0 && bytes.length > 0; changes--) bytes[next() % bytes.length] = next();
  return bytes;
}

/** A changed frame with the check byte it needs; other faults stay. */
function repaired(bytes: Uint8Array): Uint8Array {
  const last = bytes.length - 1;
  if (last < 2) return bytes;
  const plain = unescape(bytes, 1, last);
  return typeof plain === 'number' ? bytes : frame(plain.subarray(0, -1));
}
