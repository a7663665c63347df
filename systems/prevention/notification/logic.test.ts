import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageOf } from './logic.ts';

const workers = [
  { id: 'a', post: '操作工' },
  { id: 'b', post: '操作工' },
  { id: 'c', post: '电工' },
];

describe('the notification rate', () => {
  it('counts who signed every card of the own post and of everybody', () => {
    const cards = [
      { id: 'post', post: '操作工' },
      { id: 'gas', post: '' },
    ];
    const coverage = coverageOf(workers, cards, new Set(['post a', 'gas a', 'post b', 'gas c']));
    expect(coverage).toMatchObject({ employees: 3, signed: 2, rate: 2 / 3 });
    expect(coverage.missing).toEqual([{ worker: 'b', cards: ['gas'] }]);
  });

  it('does not take somebody for told whose post has no card', () =>
    expect(coverageOf(workers, [], new Set()).missing.map(({ worker }) => worker)).toEqual(['a', 'b', 'c']));

  it('is 100 % exactly where nobody is missing, and no signature lowers it', () => {
    const pairs = fc.array(fc.constantFrom('post a', 'post b', 'gas a', 'gas b', 'gas c', 'old a'));
    const cards = [
      { id: 'post', post: '操作工' },
      { id: 'gas', post: '' },
    ];
    fc.assert(
      fc.property(pairs, pairs, (some, more) => {
        const before = coverageOf(workers, cards, new Set(some));
        const after = coverageOf(workers, cards, new Set([...some, ...more]));
        expect(before.rate === 1).toBe(before.missing.length === 0);
        expect(after.signed).toBeGreaterThanOrEqual(before.signed);
      }),
    );
  });
});
