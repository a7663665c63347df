import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circle, contains } from './polygon.ts';
import { boundsOf, depth, gridOf, isShape, metresToPath, type Place, type Shape } from './shape.ts';
import { simplify } from './simplify.ts';
import { destination, distance } from './sphere.ts';

const SQUARE: Shape = {
  kind: 'polygon',
  polygons: [
    [
      [
        [117, 28],
        [117.1, 28],
        [117.1, 28.1],
        [117, 28.1],
      ],
      [
        [117.04, 28.04],
        [117.06, 28.04],
        [117.06, 28.06],
        [117.04, 28.06],
      ],
    ],
  ],
};
const place = fc.tuple(
  fc.double({ min: 116.8, max: 117.3, noNaN: true }),
  fc.double({ min: 27.8, max: 28.3, noNaN: true }),
);
const line = fc.array(place, { minLength: 2, maxLength: 8 });
const shape: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({
    kind: fc.constant('circle' as const),
    centre: place,
    radius: fc.double({ min: 10, max: 9000, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('corridor' as const),
    path: line,
    halfWidth: fc.double({ min: 5, max: 2000, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('polygon' as const),
    polygons: fc.array(fc.array(fc.array(place, { minLength: 3, maxLength: 7 }), { minLength: 1, maxLength: 2 }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
);

/** Slow reference: walks along every edge in small steps and measures on the sphere. */
function slowToPath(from: Place, path: readonly Place[]): number {
  const at = { lon: from[0], lat: from[1] };
  let least = Infinity;
  for (let index = 1; index < path.length; index += 1) {
    const [a, b] = [path[index - 1] as Place, path[index] as Place];
    for (let step = 0; step <= 400; step += 1) {
      const t = step / 400;
      least = Math.min(least, distance(at, { lon: a[0] + (b[0] - a[0]) * t, lat: a[1] + (b[1] - a[1]) * t }));
    }
  }
  return least;
}

describe('depth in a shape', () => {
  it('is the distance to the nearest edge, holes and outer edge alike', () => {
    expect(depth(SQUARE, [117.02, 28.05])).toBeCloseTo(
      distance({ lon: 117.02, lat: 28.05 }, { lon: 117, lat: 28.05 }),
      -1,
    );
    expect(depth(SQUARE, [117.05, 28.05])).toBeLessThan(-900);
    expect(depth(SQUARE, [116.99, 28.05])).toBeLessThan(-900);
    expect(depth(SQUARE, [117, 28.05])).toBeGreaterThanOrEqual(0);
    expect(depth({ kind: 'circle', centre: [117, 28], radius: 500 }, [117, 28])).toBe(500);
  });

  it('has the sign of containment by an independent test', () => {
    const [rings] = SQUARE.polygons;
    fc.assert(
      fc.property(place, (at) => {
        const inside = contains(
          rings!.map((ring) => ring.map(([lon, lat]) => ({ lon, lat }))),
          { lon: at[0], lat: at[1] },
        );
        const deep = depth(SQUARE, at);
        return Math.abs(deep) < 0.01 || deep > 0 === inside;
      }),
      { numRuns: 1000 },
    );
  });

  it('of a corridor follows the slow reference within a part in a hundred', () => {
    fc.assert(
      fc.property(place, line, (at, path) => {
        const slow = slowToPath(at, path);
        return Math.abs(metresToPath(at, path) - slow) <= Math.max(60, slow * 0.01);
      }),
      { numRuns: 150 },
    );
  });

  it('of a circle is its radius less the way to its centre', () => {
    const centre = { lon: 117.97, lat: 28.45 };
    const drawn = circle(centre, 800);
    for (const { lon, lat } of drawn)
      expect(
        Math.abs(depth({ kind: 'circle', centre: [centre.lon, centre.lat], radius: 800 }, [lon, lat])),
      ).toBeLessThan(1);
    const { lon, lat } = destination(centre, 40, 300);
    expect(depth({ kind: 'circle', centre: [centre.lon, centre.lat], radius: 800 }, [lon, lat])).toBeCloseTo(500, -1);
  });
});

describe('the grid', () => {
  it('forgets no shape that holds a place or lies within the margin', () => {
    fc.assert(
      fc.property(fc.array(shape, { maxLength: 25 }), place, (shapes, at) => {
        const near = new Set(gridOf(shapes, (one) => one, 200).near(at));
        return shapes.every((one) => depth(one, at) < -195 || near.has(one));
      }),
      { numRuns: 300 },
    );
  });

  it('asks few of ten thousand fences', () => {
    const shapes = Array.from({ length: 10_000 }, (_, index): Shape => ({
      kind: 'circle',
      centre: [105 + (index % 100) * 0.05, 28 + Math.floor(index / 100) * 0.04],
      radius: 600,
    }));
    const grid = gridOf(shapes, (one) => one, 200);
    const counts = Array.from(
      { length: 2000 },
      (_, index) => grid.near([105 + (index % 97) * 0.05, 28 + (index % 89) * 0.04]).length,
    );
    expect(Math.max(...counts)).toBeLessThan(10);
    expect(grid.near([100, 20])).toEqual([]);
  });

  it('keeps a box around what it covers', () => {
    const [west, south, east, north] = boundsOf(SQUARE, 1000);
    expect([west < 117, south < 28, east > 117.1, north > 28.1]).toEqual([true, true, true, true]);
  });
});

describe('a path drawn with fewer places', () => {
  it('keeps its ends and strays by no more than the tolerance', () => {
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 2, maxLength: 60 }),
        fc.integer({ min: 10, max: 5000 }),
        (path, tolerance) => {
          const kept = simplify(path, tolerance);
          const drawn = kept.map((index) => path[index] as Place);
          expect(kept[0]).toBe(0);
          expect(kept.at(-1)).toBe(path.length - 1);
          // The plane around a place differs a little from place to place.
          return path.every((one) => metresToPath(one, drawn) <= tolerance * 1.02 + 1);
        },
      ),
      { numRuns: 200 },
    );
  });
});

it('refuses what cannot be judged', () => {
  expect(isShape({ kind: 'corridor', path: [[117, 28]], halfWidth: 10 })).toBe(false);
  expect(isShape({ kind: 'polygon', polygons: [] })).toBe(false);
  expect(isShape({ kind: 'circle', centre: [200, 28], radius: 10 })).toBe(false);
  expect(isShape(SQUARE)).toBe(true);
});
