import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apart, fittingsAt, floorLines, floorsBelow, floorsText, heightsOf, pressureEnd } from './riser.ts';

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

describe('[S44.1] what the tank alone reaches', () => {
  const tower = { height: 160, floors: 40 };

  it('the highest of forty floors misses 0.10 MPa (10.2 m of water) with the water 165 m up, the highest two at 163 m', () => {
    // Floor 39 lies at 152 m, its hydrant at 153.1 m: 11.9 m below the water, 0.117 MPa; floor 40 at 157.1 m: 0.077 MPa.
    expect(floorsBelow(tower, 165, 0.1)).toEqual([40]);
    expect(floorsBelow(tower, 163, 0.1)).toEqual([39, 40]);
    expect(floorsBelow(tower, 200, 0.1)).toEqual([]);
    expect(floorsBelow({ height: null, floors: null }, 0, 0.07)).toHaveLength(6);
  });

  it('says runs of floors as spans', () => {
    expect(floorsText([25, 26, 27, 30])).toBe('25～27F、30F');
    expect(floorsText([])).toBe('');
  });
});

describe('[S44.1] hydrants and valves on the riser', () => {
  it('stand at their height, below the tank, none over another', () => {
    const heights = { roof: 45, y: (metres: number) => 500 - 10 * metres };
    const of = (kind: string, elevation: number | null) => ({ kind, elevation });
    const placed = fittingsAt(
      [
        of('test-hydrant', 46.1),
        of('end-test', 43.8),
        of('zone-valve', 30),
        of('adapter', 0.7),
        of('outdoor-hydrant', 0.5),
        of('end-test', null),
      ],
      heights,
    );
    expect(placed.map(({ y, column, onPipe }) => [y, column, onPipe])).toEqual([
      [60, 0, false],
      [62, 1, false],
      [200, 0, true],
      [493, 0, false],
      [495, 1, false],
    ]);
  });
});
