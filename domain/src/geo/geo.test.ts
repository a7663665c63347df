import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  area,
  bdToGcj,
  bearing,
  circle,
  contains,
  convert,
  corridor,
  destination,
  distance,
  distanceToPath,
  fromLocal,
  fromPlane,
  gcjToBd,
  gcjToWgs,
  inCorridor,
  local,
  threeDegreeZone,
  toPlane,
  wgsToGcj,
} from './index.ts';

const place = fc.record({
  lon: fc.double({ min: 74, max: 134, noNaN: true }),
  lat: fc.double({ min: 18, max: 53, noNaN: true }),
});

describe('distance', () => {
  it('gives 111.2 km for one degree of latitude', () => {
    expect(distance({ lon: 118, lat: 28 }, { lon: 118, lat: 29 })).toBeCloseTo(111_195, -1);
  });

  it('gives 上饶 to 重庆 as about 1,120 km', () => {
    expect(distance({ lon: 117.966, lat: 28.448 }, { lon: 106.501, lat: 29.536 }) / 1000).toBeCloseTo(1122, -1.3);
  });

  it('is zero for the same place and symmetric', () => {
    const [a, b] = [
      { lon: 117, lat: 28 },
      { lon: -117, lat: -28 },
    ] as const;
    expect(distance(a, a)).toBe(0);
    expect(distance(a, b)).toBe(distance(b, a));
  });
});

describe('bearing and destination', () => {
  it('point along the compass', () => {
    const from = { lon: 118, lat: 0 };
    expect(bearing(from, { lon: 118, lat: 1 })).toBeCloseTo(0, 9);
    expect(bearing(from, { lon: 119, lat: 0 })).toBeCloseTo(90, 9);
    expect(bearing(from, { lon: 117, lat: 0 })).toBeCloseTo(270, 9);
  });

  it('undo each other', () => {
    fc.assert(
      fc.property(
        place,
        fc.double({ min: 0, max: 359.9, noNaN: true }),
        fc.double({ min: 1, max: 500_000, noNaN: true }),
        (from, course, metres) => {
          const to = destination(from, course, metres);
          expect(distance(from, to)).toBeCloseTo(metres, 2);
          expect(Math.cos(((bearing(from, to) - course) * Math.PI) / 180)).toBeCloseTo(1, 6);
        },
      ),
    );
  });
});

describe('areas', () => {
  const square = [
    { lon: 117, lat: 28 },
    { lon: 117.01, lat: 28 },
    { lon: 117.01, lat: 28.01 },
    { lon: 117, lat: 28.01 },
  ];
  const inner = [
    { lon: 117.002, lat: 28.002 },
    { lon: 117.004, lat: 28.002 },
    { lon: 117.004, lat: 28.004 },
    { lon: 117.002, lat: 28.004 },
  ];

  it('give a hundredth of a degree squared at 28° N within a part in ten thousand, holes off', () => {
    const expected = 1111.95 ** 2 * Math.cos((28.005 * Math.PI) / 180);
    expect(area([square]) / expected).toBeCloseTo(1, 4);
    expect(area([square.toReversed()])).toBeCloseTo(area([square]), 3);
    expect(area([square, inner]) / area([square])).toBeCloseTo(0.96, 4);
  });

  it('give πr² for a circle', () => {
    expect(area([circle({ lon: 117, lat: 28 }, 1000, 720)]) / (Math.PI * 1e6)).toBeCloseTo(1, 3);
  });

  it('hold what lies inside, edges too, and not what lies in holes', () => {
    expect(contains([square], { lon: 117.005, lat: 28.005 })).toBe(true);
    expect(contains([square], { lon: 117, lat: 28.005 })).toBe(true);
    expect(contains([square], { lon: 117.02, lat: 28.005 })).toBe(false);
    expect(contains([square, inner], { lon: 117.003, lat: 28.003 })).toBe(false);
    expect(contains([], { lon: 117, lat: 28 })).toBe(false);
  });
});

describe('corridors', () => {
  const path = [
    { lon: 117, lat: 28 },
    { lon: 117.05, lat: 28.02 },
    { lon: 117.06, lat: 28.08 },
  ];

  it('measure to the nearest part of the path', () => {
    expect(distanceToPath(path[1] as (typeof path)[number], path)).toBe(0);
    expect(distanceToPath({ lon: 116.99, lat: 28 }, path)).toBeCloseTo(981.8, 0);
    expect(distanceToPath({ lon: 117, lat: 28 }, [])).toBe(Infinity);
    expect(inCorridor({ lon: 116.99, lat: 28 }, path, 981)).toBe(false);
    expect(inCorridor({ lon: 116.99, lat: 28 }, path, 983)).toBe(true);
  });

  it('draw the rings that hold what is near and none that is far', () => {
    const near = fc.record({
      lon: fc.double({ min: 116.97, max: 117.09, noNaN: true }),
      lat: fc.double({ min: 27.97, max: 28.1, noNaN: true }),
    });
    const rings = corridor(path, 1000);
    fc.assert(
      fc.property(near, (point) => {
        const metres = distanceToPath(point, path);
        // A chord of the round ends lies 0.5 % inside the circle.
        fc.pre(metres < 990 || metres > 1010);
        expect(rings.some((ring) => contains([ring], point))).toBe(metres < 1000);
      }),
      { numRuns: 500 },
    );
  });

  it('of one place are its circle', () => {
    expect(corridor([{ lon: 117, lat: 28 }], 100)).toHaveLength(1);
    expect(corridor([], 100)).toEqual([]);
  });
});

it('local plane metres undo each other', () => {
  fc.assert(
    fc.property(
      place,
      fc.double({ min: -5e4, max: 5e4, noNaN: true }),
      fc.double({ min: -5e4, max: 5e4, noNaN: true }),
      (origin, east, north) => {
        const [x, y] = local(origin, fromLocal(origin, [east, north]));
        expect([x, y]).toEqual([expect.closeTo(east, 4), expect.closeTo(north, 4)]);
      },
    ),
  );
});

describe('datums', () => {
  it('give the published pair of Tiananmen', () => {
    // WGS-84 116.404, 39.915 as given by the widespread reconstruction.
    const gcj = wgsToGcj({ lon: 116.404, lat: 39.915 });
    expect(gcj.lon).toBeCloseTo(116.410244, 5);
    expect(gcj.lat).toBeCloseTo(39.916404, 5);
    const bd = gcjToBd({ lon: 116.404, lat: 39.915 });
    expect(bd.lon).toBeCloseTo(116.41036949, 7);
    expect(bd.lat).toBeCloseTo(39.92133699, 7);
  });

  it('move places by ten to 1,500 metres within China and not at all outside', () => {
    fc.assert(
      fc.property(place, (wgs) => {
        const moved = distance(wgs, wgsToGcj(wgs));
        expect(moved).toBeGreaterThan(10);
        expect(moved).toBeLessThan(1500);
      }),
    );
    expect(wgsToGcj({ lon: 2.35, lat: 48.85 })).toEqual({ lon: 2.35, lat: 48.85 });
  });

  it('come back to the place to a centimetre', () => {
    fc.assert(
      fc.property(place, (wgs) => {
        expect(distance(gcjToWgs(wgsToGcj(wgs)), wgs)).toBeLessThan(0.01);
        expect(distance(bdToGcj(gcjToBd(wgs)), wgs)).toBeLessThan(0.01);
        expect(distance(convert(convert(wgs, 'CGCS2000', 'BD-09'), 'BD-09', 'WGS-84'), wgs)).toBeLessThan(0.01);
      }),
    );
  });
});

describe('Gauss–Krüger projection (CGCS2000)', () => {
  it('has its zones every three degrees', () => {
    expect(threeDegreeZone(117.97)).toEqual({ zone: 39, meridian: 117 });
    expect(threeDegreeZone(106.5)).toEqual({ zone: 36, meridian: 108 });
  });

  it('puts the meridian arc of 30° N at 3,320,113.398 m and the central meridian at 500 km', () => {
    const { x, y } = toPlane({ lon: 117, lat: 30 });
    expect(x).toBeCloseTo(3_320_113.398, 2);
    expect(y).toBeCloseTo(500_000, 6);
  });

  it('comes back to the place to a tenth of a millimetre', () => {
    fc.assert(
      fc.property(place, (wgs) => {
        const { meridian } = threeDegreeZone(wgs.lon);
        expect(distance(fromPlane(toPlane(wgs, meridian), meridian), wgs)).toBeLessThan(1e-4);
      }),
    );
  });

  it('keeps short distances near the meridian to a few parts in a thousand of the sphere', () => {
    const [a, b] = [
      { lon: 117.01, lat: 28.4 },
      { lon: 117.02, lat: 28.41 },
    ];
    const [p, q] = [toPlane(a), toPlane(b)];
    expect(Math.hypot(p.x - q.x, p.y - q.y) / distance(a, b)).toBeCloseTo(1, 2);
  });
});
