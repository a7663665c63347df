import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  decodePlaces,
  encodePlaces,
  geodesicArea,
  geodesicDistance,
  geodesicLength,
  idAt,
  insideOf,
  putId,
  readArea,
  writeArea,
  type Area,
} from './index.ts';

const degrees = (d: number, m: number, s: number): number => Math.sign(d) * (Math.abs(d) + m / 60 + s / 3600);
const place = fc.tuple(fc.double({ min: 110, max: 122, noNaN: true }), fc.double({ min: 20, max: 40, noNaN: true }));
/** Corners sorted round their middle make a ring that does not cross itself. */
function starOf(corners: [number, number][]): Area {
  const [x, y] = [0, 1].map(
    (axis) => corners.reduce((sum, corner) => sum + (corner[axis] ?? 0), 0) / corners.length,
  ) as [number, number];
  return {
    kind: 'polygon',
    ring: corners.toSorted((a, b) => Math.atan2(a[1] - y, a[0] - x) - Math.atan2(b[1] - y, b[0] - x)),
  };
}
const areas: fc.Arbitrary<Area> = fc.oneof(
  fc.record({ kind: fc.constant('circle' as const), centre: place, radius: fc.integer({ min: 10, max: 200_000 }) }),
  fc.array(place, { minLength: 3, maxLength: 12 }).map(starOf),
  fc.record({
    kind: fc.constant('corridor' as const),
    path: fc.array(place, { minLength: 2, maxLength: 6 }),
    metres: fc.integer({ min: 10, max: 20_000 }),
  }),
);

describe('measures on the ellipsoid', () => {
  it('gives Vincenty’s line Flinders Peak – Buninyong (GDA technical manual) to a centimetre', () => {
    const peak = [degrees(144, 25, 29.52442), degrees(-37, 57, 3.7203)] as const;
    const buninyong = [degrees(143, 55, 35.38391), degrees(-37, 39, 10.1561)] as const;
    // The manual computes on GRS80, which differs from WGS-84 by a tenth of a millimetre in the minor axis.
    expect(geodesicDistance(peak, buninyong)).toBeCloseTo(54_972.271, 2);
  });

  it('gives a degree of longitude on the equator and the quarter meridian', () => {
    expect(geodesicDistance([117, 0], [118, 0])).toBeCloseTo(111_319.491, 3);
    expect(
      geodesicLength([
        [117, 0],
        [117, 45],
        [117, 90],
      ]),
    ).toBeCloseTo(10_001_965.729, 2);
    expect(geodesicDistance([117, 28], [117, 28])).toBe(0);
  });

  it('gives the whole earth as 510 065 621.7 km²', () => {
    const half = geodesicArea([
      [-90, -90],
      [90, -90],
      [90, 90],
      [-90, 90],
    ]);
    expect((2 * half) / 1e6).toBeCloseTo(510_065_621.724, 0);
  });

  it('gives a degree cell at 28° N as its closed form, whichever way it is drawn', () => {
    // By numerical integration of M·N·cosφ over the cell (2 × 10⁵ steps), independent of the closed form.
    const cell = [
      [117, 28],
      [118, 28],
      [118, 29],
      [117, 29],
    ] as const;
    expect(geodesicArea(cell) / 1e6).toBeCloseTo(10_850.336_759_226, 6);
    expect(geodesicArea([...cell].reverse())).toBeCloseTo(geodesicArea(cell), 3);
  });

  it('is symmetric and keeps the triangle rule', () => {
    fc.assert(
      fc.property(place, place, place, (a, b, c) => {
        expect(geodesicDistance(a, b)).toBeCloseTo(geodesicDistance(b, a), 5);
        expect(geodesicDistance(a, c)).toBeLessThanOrEqual(geodesicDistance(a, b) + geodesicDistance(b, c) + 1e-3);
      }),
    );
  });
});

describe('drawn areas', () => {
  it('hold nothing outside their box', () => {
    fc.assert(
      fc.property(areas, place, (area, [lon, lat]) => {
        const [west, south, east, north] = boundsOf(area);
        if (insideOf(area)(lon, lat)) {
          expect(lon >= west && lon <= east && lat >= south && lat <= north).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('come back from an address to a metre, and nonsense is nothing', () => {
    fc.assert(
      fc.property(areas, (area) => {
        const back = readArea(writeArea(area));
        expect(back?.kind).toBe(area.kind);
        expect(writeArea(back as Area)).toBe(writeArea(area));
      }),
    );
    expect(['', 'c:1,2', 'p:1,2;3,4', 'x:1,2:3', 'c:,:5', 'w:1,2;3,400:50'].map(readArea)).toEqual(
      Array.from({ length: 6 }, () => null),
    );
    expect(readArea(null)).toBeNull();
  });

  it('are no bow-ties: nobody could say what is inside', () => {
    expect(readArea('p:117,28;118,29;118,28;117,29')).toBeNull();
    expect(readArea('p:117,28;118,28;118,29;117,29')).toMatchObject({ kind: 'polygon' });
  });
});

describe('columns of places', () => {
  it('come back as they were sent', () => {
    const row = fc.record({
      id: fc.uuid(),
      lon: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
      lat: fc.integer({ min: -900_000_000, max: 900_000_000 }),
      level: fc.integer({ min: 0, max: 4 }),
      silent: fc.integer({ min: 0, max: 1 }),
      name: fc.string().map((text) => text.replaceAll('\n', ' ')),
    });
    fc.assert(
      fc.property(fc.array(row), fc.boolean(), (rows, named) => {
        const ids = new Uint8Array(16 * rows.length);
        rows.forEach(({ id }, i) => putId(ids, i, id));
        const sent = {
          length: rows.length,
          lon: Int32Array.from(rows, (one) => one.lon),
          lat: Int32Array.from(rows, (one) => one.lat),
          level: Uint8Array.from(rows, (one) => one.level),
          silent: Uint8Array.from(rows, (one) => one.silent),
          ids,
          names: named && rows.some((one) => one.name !== '') ? rows.map((one) => one.name) : null,
        };
        const back = decodePlaces(encodePlaces(sent).buffer as ArrayBuffer);
        expect(back).toEqual(rows.length === 0 ? { ...sent, names: [] } : sent);
        rows.forEach(({ id }, i) => expect(idAt(back!.ids, i)).toBe(id));
      }),
    );
  });

  it('are refused when they are cut short or something else', () => {
    const whole = encodePlaces({
      length: 1,
      lon: new Int32Array(1),
      lat: new Int32Array(1),
      level: new Uint8Array(1),
      silent: new Uint8Array(1),
      ids: new Uint8Array(16),
      names: ['名'],
    });
    expect(decodePlaces(whole.slice(0, -1).buffer)).toBeUndefined();
    expect(decodePlaces(new ArrayBuffer(40))).toBeUndefined();
    expect(decodePlaces(new ArrayBuffer(3))).toBeUndefined();
  });
});
