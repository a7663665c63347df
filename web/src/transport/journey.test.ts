import { describe, expect, it } from 'vitest';
import { bandOf, GAP, indexAt, kilometres, stretchesOf, ticksTo } from './journey.ts';

describe('the ribbon of a track', () => {
  it('has four bands by the ratio of speed to limit', () => {
    expect([80, 81, 89, 97].map((speed) => bandOf(speed, 80))).toEqual(['within', 'over', 'over10', 'over20']);
    expect(bandOf(null, 80)).toBe('within');
    expect(bandOf(120, null)).toBe('within');
  });
  it('is cut where the band changes, and across a gap not drawn', () => {
    const time = [0, 10, 20, 30, 30 + GAP + 1, 40 + GAP].map((at) => at);
    const found = stretchesOf({ time, speed: [70, 70, 90, 90, 70, 70], limit: [80, 80, 80, 80, 80, 80] });
    expect(found).toEqual([
      { band: 'within', first: 0, last: 1 },
      { band: 'over10', first: 1, last: 3 },
      { band: 'within', first: 4, last: 5 },
    ]);
  });
  it('measures kilometres along it', () => {
    const [, one, two] = kilometres({ lon: [117, 117, 117], lat: [28, 28.5, 29] });
    expect(one).toBeCloseTo(55.6, 1);
    expect(two).toBeCloseTo(111.2, 1);
  });
});

describe('axes', () => {
  it('have round steps and hold their greatest value', () => {
    expect(ticksTo(97, 4)).toEqual([0, 25, 50, 75, 100]);
    expect(ticksTo(100, 4)).toEqual([0, 25, 50, 75, 100]);
    expect(ticksTo(3.2, 5)).toEqual([0, 1, 2, 3, 4]);
  });
  it('find the fix at a kilometre', () => {
    expect([-1, 0, 1.5, 9].map((km) => indexAt([0, 1, 2], km))).toEqual([0, 0, 1, 2]);
  });
});
