import { describe, expect, it } from 'vitest';
import { destination, type Place } from '@anlan/domain/geo';
import { straightened } from './strip.ts';

const ORIGIN = { lon: 117.97, lat: 28.45 };
const east = (km: number) => destination(ORIGIN, 90, km * 1000);
const placeOf = ({ lon, lat }: { lon: number; lat: number }): Place => [lon, lat];
/** Ten kilometres east, then ten north. */
const corner = east(10);
const route = straightened([placeOf(ORIGIN), placeOf(corner), placeOf(destination(corner, 0, 10_000))]);

describe('[S34.2] a route straightened', () => {
  it('is as long as its pieces', () => {
    expect(route.length).toBeCloseTo(20, 1);
  });
  it('gives kilometres and side of a place beside it, round the corner too', () => {
    const left = route.beside(destination(east(4), 0, 500), 3000)!;
    expect(left.km).toBeCloseTo(4, 1);
    expect(left.offset).toBeCloseTo(500, -1);
    const right = route.beside(destination(destination(corner, 0, 6000), 90, 800), 3000)!;
    expect(right.km).toBeCloseTo(16, 1);
    expect(right.offset).toBeCloseTo(-800, -1);
  });
  it('knows nothing of what is farther away', () => {
    expect(route.beside(destination(east(4), 0, 3500), 3000)).toBeUndefined();
    expect(straightened([]).beside(ORIGIN, 3000)).toBeUndefined();
  });
});
