import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkGb26875 } from './gb26875.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../../../data/packs/vectors/gb26875.json', import.meta.url), 'utf8'),
) as {
  valid: boolean;
  expect: Record<string, unknown>;
}[];

describe('GB/T 26875.3 vectors', () => {
  it('all give what is expected, or are refused for the stated fault', () => {
    expect(checkGb26875(vectors).filter((result) => !result.ok)).toEqual([]);
    expect(vectors.length).toBeGreaterThan(25);
  });

  it('would notice a wrong expectation in any vector', () => {
    const wrong = vectors.map((vector) => ({
      ...vector,
      expect: { ...vector.expect, app: -1, checksumComputed: 'none' },
    }));
    expect(checkGb26875(wrong).filter((result) => result.ok)).toEqual([]);
  });
});
