import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastOf, messageAfter, numbered, pack, PER_MESSAGE, unpack } from './pack.ts';

const payloads = fc.array(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  { minLength: 1, maxLength: 20 },
);

describe('entries packed into messages of a stream', () => {
  it('come out as they went in', () => {
    fc.assert(fc.property(payloads, (list) => void expect(unpack(pack(list))).toEqual(list)));
  });

  it('a message that was cut short is not taken for a shorter one', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), (list, cut) => {
        const whole = pack(list);
        const at = 1 + (cut % (whole.length - 1));
        const kept = whole.subarray(0, at);
        const boundaries = list.map((_, index) => pack(list.slice(0, index + 1)).length);
        if (boundaries.includes(at)) return;
        expect(() => unpack(kept)).toThrow('cut short');
      }),
    );
  });

  it('numbers grow over entries and messages, and a position tells which message comes next', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: PER_MESSAGE }), (sequence, count) => {
        const list = Array.from({ length: count }, () => Buffer.alloc(0));
        const numbers = numbered(sequence, list).map(({ seq }) => seq);
        expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
        expect(numbers[0]).toBeGreaterThan(lastOf(sequence - 1));
        expect(numbers.at(-1)).toBe(lastOf(sequence));
        // In the middle of a message it is read again; behind its last entry it is not.
        for (const seq of numbers.slice(0, -1)) expect(messageAfter(seq)).toBe(sequence);
        expect(messageAfter(lastOf(sequence))).toBe(sequence + 1);
      }),
      { numRuns: 50 },
    );
    expect([lastOf(0), messageAfter(0)]).toEqual([0, 1]);
  });
});
