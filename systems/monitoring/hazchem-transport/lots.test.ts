import { describe, expect, it } from 'vitest';
import { destination } from '@anlan/domain/geo';
import { suspectedLots, type Stop } from './lots.ts';

const HERE = { lon: 117.97, lat: 28.45 };
const stop = (at: number, metres: number, vehicle = `v${at}`): Stop => ({
  ...destination(HERE, 90, metres),
  vehicle,
  at,
});
const LIMITS = { stops: 3, radius: 150 };

describe('[S34.3] a suspected lot', () => {
  it('is where three stops lie together, by whichever vehicle', () => {
    const [lot, ...more] = suspectedLots([stop(1, 0), stop(2, 100, 'v1'), stop(3, 140), stop(4, 5000)], LIMITS);
    expect(more).toEqual([]);
    expect(lot!.stops.map(({ at }) => at)).toEqual([1, 2, 3]);
  });
  it('is none for two, nor for three apart', () => {
    expect(suspectedLots([stop(1, 0), stop(2, 50)], LIMITS)).toEqual([]);
    expect(suspectedLots([stop(1, 0), stop(2, 400), stop(3, 800)], LIMITS)).toEqual([]);
  });
  it('leaves no stop in two places', () => {
    const all = [0, 10, 20, 3000, 3010, 3020, 3030].map((metres, at) => stop(at, metres));
    const lots = suspectedLots(all, LIMITS);
    expect(lots.map(({ stops }) => stops.length)).toEqual([4, 3]);
  });
});
