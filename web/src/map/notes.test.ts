import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeBeside, type Wanted } from './notes.ts';

const SIZE = { width: 1040, height: 820 };
const note = (x: number, y: number, width = 200): Wanted => ({ x, y, width, height: 60 });

describe('notes beside points of a picture', () => {
  it('stand on the side with room', () => {
    const [left, right] = placeBeside([note(100, 100), note(1000, 400)], SIZE);
    expect(left!.left).toBe(144);
    expect(right!.left).toBe(756);
  });

  it('never cover each other, however close their points are, and stay in the picture', () => {
    const points = fc.array(fc.record({ x: fc.integer({ min: 0, max: 1040 }), y: fc.integer({ min: 0, max: 820 }) }), {
      minLength: 2,
      maxLength: 3,
    });
    fc.assert(
      fc.property(points, (all) => {
        const spots = placeBeside(
          all.map(({ x, y }) => note(x, y)),
          SIZE,
        );
        for (const { left, top } of spots) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + 200).toBeLessThanOrEqual(SIZE.width);
          expect(top).toBeGreaterThanOrEqual(0);
          expect(top + 60).toBeLessThanOrEqual(SIZE.height);
        }
        spots.forEach((a, i) =>
          spots.slice(i + 1).forEach((b) => {
            expect(Math.abs(a.left - b.left) >= 200 || Math.abs(a.top - b.top) >= 60).toBe(true);
          }),
        );
      }),
    );
  });

  it('take the room between a note and the edge of the picture, to the pixel', () => {
    const [first, second] = placeBeside([note(0, 69), note(0, 0)], SIZE);
    expect(first).toEqual({ left: 44, top: 43 });
    expect(second).toEqual({ left: 44, top: 111 });
  });
});
