import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changesOf } from './changes.ts';
import { checkCap } from './cap.ts';

const vectors = JSON.parse(readFileSync(new URL('../../../data/packs/vectors/cap.json', import.meta.url), 'utf8')) as {
  expect: unknown;
}[];

describe('CAP vectors', () => {
  it('all give what is expected, or are refused for the stated fault', () => {
    expect(checkCap(vectors).filter((result) => !result.ok)).toEqual([]);
    expect(vectors.length).toBe(8);
  });

  it('would notice a wrong value at any place of any expectation', () => {
    const unnoticed = vectors.flatMap((vector) =>
      [...changesOf(vector.expect)]

        .filter(({ changed }) => checkCap([{ ...vector, expect: changed }])[0]!.ok)
        .map(({ path }) => ({ path, vector })),
    );
    expect(unnoticed).toEqual([]);
  });
});
