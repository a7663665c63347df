import { describe, expect, it } from 'vitest';
import { destination } from '@anlan/domain/geo';
import { encountersOf, type UnderWay } from './encounter.ts';

const NOW = Date.UTC(2026, 2, 18, 2);
const ORIGIN = { lon: 106.55, lat: 29.56 };
const ship = (id: string, east: number, north: number, speed: number, course: number, age = 0): UnderWay => ({
  ...destination(destination(ORIGIN, 90, east), 0, north),
  id,
  at: NOW - age * 1000,
  speed,
  course,
});
const met = (...ships: UnderWay[]) => encountersOf(ships, NOW, 100);

describe('[S38.2] closest point of approach', () => {
  it('of two ships head on, forty metres apart, is told with the time until then', () => {
    const [found] = met(ship('a', 0, 0, 18, 90), ship('b', 1000, 40, 18, 270));
    expect(found!.cpa).toBeCloseTo(40, 0);
    expect(found!.tcpa).toBeCloseTo(100, 0);
  });
  it('is not told of ships that pass well clear, have passed, or meet only later', () => {
    expect(met(ship('a', 0, 0, 18, 90), ship('b', 1000, 160, 18, 270))).toEqual([]);
    expect(met(ship('a', 0, 0, 18, 270), ship('b', 1000, 40, 18, 90))).toEqual([]);
    expect(met(ship('a', 0, 0, 18, 90), ship('b', 2500, 40, 18, 270))).toEqual([]);
  });
  it('is not told of tows, of ships that lie still, or of fixes that do not belong together', () => {
    expect(met(ship('a', 0, 0, 12, 90), ship('b', 40, 0, 12, 90))).toEqual([]);
    expect(met(ship('a', 0, 0, 2, 90), ship('b', 60, 0, 1, 270))).toEqual([]);
    expect(met(ship('a', 0, 0, 18, 90), ship('b', 1000, 40, 18, 270, 90))).toEqual([]);
  });
  it('carries an older fix on to now', () => {
    const [found] = met(ship('a', 0, 0, 18, 90), ship('b', 1200, 40, 18, 270, 40));
    expect(found!.tcpa).toBeCloseTo(100, 0);
  });
});
