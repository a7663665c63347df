import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changesOf } from './changes.ts';
import { checkCoalMine } from './coal-mine.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../../../data/packs/vectors/coal-mine.json', import.meta.url), 'utf8'),
) as { expect: unknown }[];

describe('Coal-mine file vectors', () => {
  it('all give what is expected, or are refused for the stated fault', () => {
    expect(checkCoalMine(vectors).filter((result) => !result.ok)).toEqual([]);
    expect(vectors.length).toBe(13);
  });

  it('would notice a wrong value at any place of any expectation', () => {
    const unnoticed = vectors.flatMap((vector) =>
      [...changesOf(vector.expect)]
        .filter(({ path }) => path !== '.note')
        .filter(({ changed }) => checkCoalMine([{ ...vector, expect: changed }])[0]!.ok)
        .map(({ path }) => ({ path, vector })),
    );
    expect(unnoticed).toEqual([]);
  });
});
