import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkAis } from './ais.ts';

const vectors = JSON.parse(readFileSync(new URL('../../../data/packs/vectors/ais.json', import.meta.url), 'utf8')) as {
  valid: boolean;
  expect: Record<string, unknown>;
}[];

describe('AIS vectors', () => {
  it('all decode to what is expected, or are refused as expected', () => {
    expect(checkAis(vectors).filter((result) => !result.ok)).toEqual([]);
    expect(vectors.length).toBeGreaterThan(120);
  });

  it('would notice a wrong expectation in any vector', () => {
    const wrong = vectors.map((vector) => ({ ...vector, expect: { ...vector.expect, bits: -1 } }));
    expect(checkAis(wrong).filter((result) => result.ok)).toEqual([]);
  });
});
