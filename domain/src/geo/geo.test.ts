import { describe, expect, it } from 'vitest';
import { distance } from './index.ts';

describe('distance', () => {
  it('gives 111.2 km for one degree of latitude', () => {
    expect(distance({ lon: 118, lat: 28 }, { lon: 118, lat: 29 })).toBeCloseTo(111_195, -1);
  });

  it('gives 上饶 to 重庆 as about 1,120 km', () => {
    expect(distance({ lon: 117.966, lat: 28.448 }, { lon: 106.501, lat: 29.536 }) / 1000).toBeCloseTo(1122, -1.3);
  });

  it('is zero for the same place and symmetric', () => {
    const [a, b] = [{ lon: 117, lat: 28 }, { lon: -117, lat: -28 }] as const;
    expect(distance(a, a)).toBe(0);
    expect(distance(a, b)).toBe(distance(b, a));
  });
});
