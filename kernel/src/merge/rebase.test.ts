import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rebase } from './index.ts';

const value = fc.constantFrom<string | number | null>('甲', '乙', 1, null);
const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value);
const of = (values: Readonly<Record<string, unknown>>, field: string): unknown => values[field] ?? null;

describe('what was written without having seen the newest version', () => {
  it('keeps what one side alone changed, whichever side that is, and names every field both changed differently', () => {
    fc.assert(
      fc.property(record, record, record, (seen, mine, now) => {
        const { values, clashes } = rebase(seen, mine, now);
        expect(Object.keys(values)).toEqual(Object.keys(mine));
        for (const field of Object.keys(mine)) {
          const [base, own, theirs] = [of(seen, field), of(mine, field), of(now, field)];
          const clash = clashes.find((one) => one.field === field);
          expect(clash !== undefined).toBe(own !== base && theirs !== base && own !== theirs);
          // Nothing is dropped: either the field has the value that differs from what was seen, or both are named.
          if (clash !== undefined) expect([clash.mine, clash.theirs]).toEqual([own, theirs]);
          else expect(of(values, field)).toBe(own === base ? theirs : own);
        }
      }),
    );
  });

  it('gives the same in either order where nothing clashes, and done twice it changes nothing more', () => {
    fc.assert(
      fc.property(record, record, record, (seen, a, b) => {
        const [whole, other] = [
          { ...seen, ...a },
          { ...seen, ...b },
        ];
        const first = rebase(seen, other, whole);
        const second = rebase(seen, whole, other);
        fc.pre(first.clashes.length === 0);
        expect(second.clashes).toEqual([]);
        const [one, two] = [
          { ...whole, ...first.values },
          { ...other, ...second.values },
        ];
        for (const field of 'abcd') expect(of(one, field)).toBe(of(two, field));
        expect({ ...one, ...rebase(seen, other, one).values }).toEqual(one);
      }),
    );
  });
});
