import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { fromHex } from '@anlan/wire';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, decodeFrame, decodeOpened, FrameSplitter, MESSAGES, REFUSAL_REASONS } from './index.ts';
import type { Decoded, Edition, Header, MessageKind } from './index.ts';
import { carrierOf, envelopesOf } from './messages.ts';

/** Inputs of the mutation test; FUZZ_INPUTS overrides. */
const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 1_000_000);
const kinds = Object.keys(MESSAGES) as MessageKind[];
const constants = { m1: 30_000_000, ia1: 20_000_000, ic1: 20_000_000 };
const path = new URL('../../../data/packs/vectors/jt809.json', import.meta.url);
const seeds = (JSON.parse(readFileSync(path, 'utf8')) as { hex: string; kind?: string }[]).flatMap(({ hex, kind }) =>
  kind ? [] : [fromHex(hex)!],
);

const header = (type: number, edition: Edition, encryption = 0): Header => ({
  length: 0,
  serial: 1,
  type,
  accessCode: 1,
  version: [1, 0, 0],
  encryption,
  key: 1,
  edition,
});

/** Data that the tables tend to accept: text that is mostly ASCII, small numbers, zeros. */
const data = fc.oneof(
  fc.uint8Array({ max: 0x7f, maxLength: 400, size: 'max' }),
  fc.uint8Array({ max: 1, minLength: 30, maxLength: 400, size: 'max' }),
  fc.uint8Array({ max: 0, minLength: 30, maxLength: 400, size: 'max' }),
);

/** U+FFFD stands for bytes that are no text, and 0x80 for '€', which GB 18030 writes with two bytes. */
const isFaithful = (value: unknown): boolean => !/[\uFFFD€]/.test(JSON.stringify(value));

describe('every message', () => {
  const accepted = new Map<string, number>();

  it.each(kinds)('%s is the same after encoding and decoding', (kind) => {
    const { id } = MESSAGES[kind];
    const type = carrierOf(id);
    fc.assert(
      fc.property(data, fc.constantFrom<Edition>(2011, 2019), fc.boolean(), (bytes, edition, secret) => {
        const body = envelopesOf(type).length === 0 ? bytes : enveloped(id, bytes);
        const first = decodeOpened({ ok: true, header: header(type, edition), body, warnings: [] });
        if (!first.ok || first.kind === 'encrypted' || !isFaithful(first)) return;
        accepted.set(kind, (accepted.get(kind) ?? 0) + 1);
        const cipher = secret ? { key: 12_345, constants } : undefined;
        const options = { edition, accessCode: 1, serial: 1, sentAt: 1_755_229_681, cipher };
        const again = decodeFrame(encodeFrame(first, options), { edition, constants, strict: true }) as Decoded;
        expect(again).toMatchObject({ ok: true, kind });
        expect(again.body).toEqual(first.body);
      }),
      { numRuns: 300 },
    );
    expect(accepted.get(kind)).toBeGreaterThan(10);
  });

  it('has an ID and a kind of its own', () => {
    expect(new Set(Object.values(MESSAGES).map(({ id }) => id)).size).toBe(kinds.length);
  });
});

/** Data in the envelope its type has first. */
function enveloped(id: number, bytes: Uint8Array): Uint8Array {
  const vehicle =
    envelopesOf(carrierOf(id))[0] === 'vehicle' ? [...new TextEncoder().encode('A'.padEnd(21, '\0')), 2] : [];
  return Uint8Array.of(...vehicle, id >> 8, id & 0xff, 0, 0, bytes.length >> 8, bytes.length & 0xff, ...bytes);
}

describe('no bytes', () => {
  it('make the splitter or a decoder throw or hang', () => {
    const next = random(809);
    const reasons = new Set(Object.keys(REFUSAL_REASONS));
    const splitter = new FrameSplitter(4096);
    const ids = Object.values(MESSAGES).map(({ id }) => id);
    let decoded = 0;
    for (let i = 0; i < INPUTS; i++) {
      const bytes = i % 4 === 0 ? noise(next) : mutated(seeds[next() % seeds.length]!, next);
      const id = ids[next() % ids.length]!;
      // Half the inputs go past the CRC, or nearly all would end there.
      const results =
        i & 1
          ? [
              decodeOpened(
                {
                  ok: true,
                  header: header(carrierOf(id), next() & 1 ? 2011 : 2019, next() & 1),
                  body: bytes.subarray(23),
                  warnings: [],
                },
                constants,
              ),
            ]
          : splitter.push(bytes).map((cut) => (cut.ok ? decodeFrame(cut.frame, { constants }) : cut));
      for (const result of results) {
        if (result.ok) decoded++;
        else if (!reasons.has(result.reason)) throw new Error(`reason ${result.reason}`);
      }
    }
    expect(decoded).toBeGreaterThan(INPUTS / 20);
  }, 120_000);

  it('that are accepted mean something else once written back', () => {
    const next = random(2019);
    const different: unknown[] = [];
    let compared = 0;
    for (let i = 0; i < 20_000; i++) {
      const type = carrierOf(Object.values(MESSAGES)[next() % kinds.length]!.id);
      const edition: Edition = next() & 1 ? 2011 : 2019;
      const body = mutated(seeds[next() % seeds.length]!, next).subarray(edition === 2011 ? 23 : 31, -3);
      const first = decodeOpened({ ok: true, header: header(type, edition), body, warnings: [] });
      if (!first.ok || first.kind === 'encrypted' || !isFaithful(first)) continue;
      const again = decodeFrame(encodeFrame(first, { edition, accessCode: 1, serial: 1 }), { edition });
      if (!again.ok || !isDeepStrictEqual(again.body, first.body)) different.push({ first, again });
      compared++;
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(2000);
  });
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
  bytes[0] = 0x5b;
  bytes[bytes.length - 1] = 0x5d;
  return bytes;
}

function mutated(seed: Uint8Array, next: () => number): Uint8Array {
  const bytes = seed.slice(0, next() % 8 === 0 ? next() % seed.length : seed.length);
  for (let changes = next() % 3; changes > 0 && bytes.length > 0; changes--) bytes[next() % bytes.length] = next();
  return bytes;
}
