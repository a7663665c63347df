import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkHj212 } from './hj212.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../../../data/packs/vectors/hj212.json', import.meta.url), 'utf8'),
) as {
  valid: boolean;
  expect: Record<string, unknown>;
}[];

describe('HJ 212 vectors', () => {
  it('all give what is expected, or are refused for the stated fault', () => {
    expect(checkHj212(vectors).filter((result) => !result.ok)).toEqual([]);
    expect(vectors.length).toBeGreaterThan(55);
  });

  it('would notice a wrong expectation in any vector', () => {
    const wrong = vectors.map((vector) => ({ ...vector, expect: { ...vector.expect, crcHj: 'none' } }));
    expect(checkHj212(wrong).filter((result) => result.ok)).toEqual([]);
  });
});
