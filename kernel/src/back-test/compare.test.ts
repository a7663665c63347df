import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareExcursions, type Excursion } from './index.ts';

const excursion = (at: number, until: number | null, level: Excursion['level'] = 'orange'): Excursion => ({
  at,
  until,
  level,
  peak: null,
});
/** Excursions one after the other with gaps between them; the last may still last. */
const excursions = fc
  .tuple(
    fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.boolean()), { maxLength: 12 }),
    fc.boolean(),
  )
  .map(([steps, lasts]) => {
    let now = 0;
    return steps.map(([gap, length, red], index): Excursion => {
      const at = now + gap;
      now = at + length;
      return excursion(at, lasts && index === steps.length - 1 ? null : now, red ? 'red' : 'orange');
    });
  });
const end = ({ until }: Excursion): number => until ?? Number.POSITIVE_INFINITY;
const meet = (a: Excursion, b: Excursion): boolean => a.at <= end(b) && b.at <= end(a);

describe('excursions under a changed rule', () => {
  it('each stand in exactly one difference, in order', () => {
    fc.assert(
      fc.property(excursions, excursions, (before, after) => {
        const differences = compareExcursions(before, after);
        expect(differences.flatMap((one) => one.before)).toEqual(before);
        expect(differences.flatMap((one) => one.after)).toEqual(after);
      }),
    );
  });

  it('stand together exactly where a chain of overlaps joins them', () => {
    fc.assert(
      fc.property(excursions, excursions, (before, after) => {
        const nodes = [...before, ...after];
        // Naive: spread each one's group over all it meets on the other side, until nothing changes.
        const group = new Map(nodes.map((node, index) => [node, index]));
        for (let changed = true; changed;) {
          changed = false;
          for (const old of before)
            for (const young of after) {
              if (!meet(old, young)) continue;
              const least = Math.min(group.get(old)!, group.get(young)!);
              changed ||= group.get(old) !== least || group.get(young) !== least;
              group.set(old, least).set(young, least);
            }
        }
        const naive = [...new Set(group.values())].map((key) => nodes.filter((node) => group.get(node) === key));
        const told = compareExcursions(before, after).map((one) => [...one.before, ...one.after]);
        expect(told).toHaveLength(naive.length);
        for (const own of naive)
          expect(told.some((one) => one.length === own.length && own.every((node) => one.includes(node)))).toBe(true);
      }),
    );
  });

  it('say which are as before, earlier, later, worse, new and gone', () => {
    const kinds = (before: Excursion[], after: Excursion[]) => compareExcursions(before, after).map(({ kind }) => kind);
    expect(kinds([excursion(1, 5)], [excursion(1, 5)])).toEqual(['same']);
    expect(kinds([excursion(1, 5)], [excursion(2, 5)])).toEqual(['changed']);
    expect(kinds([excursion(1, 5)], [excursion(1, 5, 'red')])).toEqual(['changed']);
    expect(kinds([excursion(1, 5)], [])).toEqual(['removed']);
    expect(kinds([], [excursion(1, null)])).toEqual(['added']);
    expect(kinds([excursion(1, 2), excursion(4, 6)], [excursion(1, 6)])).toEqual(['changed']);
  });
});
