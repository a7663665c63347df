import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apart, floorLines, heightsOf, pressureEnd } from './riser.ts';

describe('the picture of a riser', () => {
  it('puts higher points higher, and everything inside', () => {
    const { y, low, high } = heightsOf({ height: 99, floors: 26, points: [] }, 20, 620);
    expect(y(99)).toBeLessThan(y(50));
    expect(y(low)).toBeCloseTo(620);
    expect(y(high)).toBeCloseTo(20);
  });

  it('draws at most forty floors, whatever the tower', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 150 }), (floors) => floorLines(floors).length <= 40));
    expect(floorLines(3)).toEqual([1, 2, 3]);
  });

  it('ends the pressure axis beyond every value', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 9, noNaN: true })), (values) =>
        values.every((value) => pressureEnd(values) > value),
      ),
    );
  });

  it('keeps labels apart and in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 12 }), (wanted) => {
        const placed = apart(wanted, 18).toSorted((a, b) => a - b);
        return placed.every((y, i) => i === 0 || y - placed[i - 1]! >= 18);
      }),
    );
  });
});
