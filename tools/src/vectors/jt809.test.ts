import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changesOf } from './changes.ts';
import { checkJt809 } from './jt809.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../../../data/packs/vectors/jt809.json', import.meta.url), 'utf8'),
) as { expect: unknown }[];

describe('JT/T 809 vectors', () => {
  it('all give what is expected, or are refused for the stated fault', () => {
    expect(checkJt809(vectors).filter((result) => !result.ok)).toEqual([]);
    expect(vectors.length).toBe(25);
  });

  it('would notice a wrong value at any place of any expectation', () => {
    const unnoticed = vectors.flatMap((vector) =>
      [...changesOf(vector.expect)]

        .filter(({ changed }) => checkJt809([{ ...vector, expect: changed }])[0]!.ok)
        .map(({ path }) => ({ path, vector })),
    );
    expect(unnoticed).toEqual([]);
  });
});
