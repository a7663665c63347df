import { insideOf } from '@anlan/kernel/map';
import { describe, expect, it } from 'vitest';
import {
  areaOf,
  coordinatesOf,
  drawingsOf,
  lengthWords,
  measureOf,
  surfaceWords,
  withCorner,
  type Path,
} from './draw.ts';
import { GAP, placeOn } from './track.ts';

describe('drawing by hand', () => {
  const square: Path = [
    [117, 28],
    [117.1, 28],
    [117.1, 28.1],
    [117, 28.1],
  ];

  it('makes areas when there are corners enough', () => {
    expect(areaOf('circle', [[117, 28]])).toEqual({ kind: 'circle', centre: [117, 28], radius: 5000 });
    expect(areaOf('polygon', square.slice(0, 2))).toBeNull();
    expect(areaOf('polygon', square)).toMatchObject({ kind: 'polygon', ring: square });
    expect(areaOf('corridor', square.slice(0, 2))).toMatchObject({ kind: 'corridor', metres: 500 });
    expect(areaOf('length', square)).toBeNull();
  });

  it('refuses a corner whose edge crosses an earlier one, and a ring that closes across itself', () => {
    const open: Path = [
      [117, 28],
      [117.2, 28],
      [117.2, 28.2],
    ];
    expect(withCorner('polygon', open, [117.1, 27.9])).toEqual({ path: open, refused: true });
    expect(withCorner('polygon', open, [117, 28.2]).path).toHaveLength(4);
    expect(withCorner('length', open, [117.1, 27.9]).refused).toBe(false);
    expect(
      areaOf('polygon', [
        [117, 28],
        [117.2, 28.2],
        [117.2, 28],
        [117, 28.2],
      ]),
    ).toBeNull();
  });

  it('measures on the ellipsoid, the ring closed', () => {
    expect(
      measureOf(
        [
          [117, 0],
          [118, 0],
        ],
        false,
      ).metres,
    ).toBeCloseTo(111_319.49, 1);
    const { metres, square: surface } = measureOf(
      [
        [117, 28],
        [118, 28],
        [118, 29],
        [117, 29],
      ],
      true,
    );
    expect((surface ?? 0) / 1e6).toBeCloseTo(10_850.34, 1);
    expect(metres / 1000).toBeCloseTo(98.36 + 97.44 + 2 * 110.84, 0);
    expect([87.25, 873, 5432, 118_300].map(lengthWords)).toEqual(['87.3 m', '873 m', '5.43 km', '118 km']);
    expect([873, 42_100, 78_500_000].map(surfaceWords)).toEqual(['873 m²', '4.21 ha', '78.50 km²']);
  });

  it('draws a corridor as wide as it is asked about', () => {
    const area = {
      kind: 'corridor' as const,
      path: [
        [117, 28],
        [117.3, 28.2],
      ] as [number, number][],
      metres: 2000,
    };
    const [band] = drawingsOf(area);
    const inside = insideOf({ ...area, metres: 2030 });
    const narrower = insideOf({ ...area, metres: 1970 });
    for (const [lon, lat] of band?.path ?? []) {
      expect(inside(lon, lat)).toBe(true);
      expect(narrower(lon, lat)).toBe(false);
    }
  });
});

describe('a typed place', () => {
  it('is read in the ways people write it', () => {
    expect(coordinatesOf('117.9662, 28.4478')).toEqual([117.9662, 28.4478]);
    expect(coordinatesOf('28.4478 117.9662')).toEqual([117.9662, 28.4478]);
    expect(coordinatesOf('117°30′36″ 28°15′')).toEqual([117.51, 28.25]);
    expect(coordinatesOf('白鹭石化 117 28')).toBeNull();
    expect([coordinatesOf('117.9'), coordinatesOf('V-101'), coordinatesOf('200, 300'), coordinatesOf('')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('a place on a track', () => {
  const track = { time: [0, 60_000, 60_000 + GAP + 1], lon: [117, 118, 119], lat: [28, 28, 28] };

  it('lies between two fixes, and is not invented across a gap', () => {
    expect([-1, 0, 30_000, 60_000, 60_000 + GAP / 2, 9e9].map((at) => placeOn(track, at)?.[0] ?? null)).toEqual([
      null,
      117,
      117.5,
      118,
      118,
      119,
    ]);
    expect(placeOn({ time: [], lon: [], lat: [] }, 5)).toBeNull();
  });
});
