import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALPHABET, effortShown, makeReceipt, readCode, readPin, seekEffort, sha256 } from './index.ts';

const bytes = fc.uint8Array({ minLength: 24, maxLength: 24 });
const hex = (words: Uint32Array): string => [...words].map((word) => word.toString(16).padStart(8, '0')).join('');

describe('a receipt code', () => {
  it('is read back however it is typed', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const { code, pin } = makeReceipt(random);
        expect(code).toMatch(/^[2-9A-HJ-NP-TV-Z]{5}-[2-9A-HJ-NP-TV-Z]{5}$/);
        expect(readCode(code)).toBe(code);
        expect(readCode(` ${code.toLowerCase().replace('-', ' ')} `)).toBe(code);
        expect(readPin(`${pin.slice(0, 3)} ${pin.slice(3)}`)).toBe(pin);
      }),
    );
  });

  it('notices every single wrong character and every exchange of two', () => {
    const place = fc.nat({ max: 9 });
    fc.assert(
      fc.property(bytes, place, place, fc.constantFrom(...ALPHABET), (random, at, other, wrong) => {
        const body = [...makeReceipt(random).code.replace('-', '')];
        const mistyped = body.with(at, wrong).join('');
        if (mistyped !== body.join('')) expect(readCode(mistyped)).toBeUndefined();
        const swapped = body.with(at, body[other]!).with(other, body[at]!).join('');
        if (swapped !== body.join('')) expect(readCode(swapped)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it('uses all of its characters about equally often, so that none is easier to guess', () => {
    const counts = new Map<string, number>();
    for (let n = 0; n < 4000; n += 1) {
      const random = createHash('sha256').update(String(n)).digest();
      for (const character of makeReceipt(random).code.replace('-', ''))
        counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    const expected = 40_000 / ALPHABET.length;
    const spread = [...ALPHABET].map((character) => ((counts.get(character) ?? 0) - expected) ** 2 / expected);
    // Chi-square with 30 degrees of freedom: 59.7 is exceeded once in a thousand.
    expect(spread.reduce((a, b) => a + b)).toBeLessThan(59.7);
  });

  it.each(['', 'QH7K2', '11111-11111', 'QH7K2-39MDPX', '举报'])('is not %j', (text) => {
    expect(readCode(text)).toBeUndefined();
  });
});

describe('the effort of a sending', () => {
  it('hashes as the standard says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        expect(hex(sha256(data))).toBe(createHash('sha256').update(data).digest('hex'));
      }),
    );
  });

  it('is found, and serves no other sending', () => {
    const effort = seekEffort('a', 0, 1_000_000)!;
    expect(effortShown('a', effort)).toBe(true);
    expect([0, 1, 2, 3, 4, 5].filter((n) => effortShown(`other-${n}`, effort)).length).toBeLessThan(2);
    expect(effortShown('a', -1)).toBe(false);
    expect(effortShown('a', 0.5)).toBe(false);
  });
});
