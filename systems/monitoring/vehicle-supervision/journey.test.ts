import { describe, expect, it } from 'vitest';
import { destination } from '@anlan/domain/geo';
import { completenessOf, restsOf, speedViolations, type JudgedFix } from './journey.ts';

const START = Date.UTC(2026, 2, 18, 2);
const ORIGIN = { lon: 117.97, lat: 28.45 };
/** Fixes of given speeds every ten seconds, each as far on as it drove; limit 80. */
function track(speeds: readonly number[], step = 10): JudgedFix[] {
  let metres = 0;
  return speeds.map((speed, index) => {
    if (index > 0) metres += (speed / 3.6) * step;
    return {
      ...destination(ORIGIN, 90, metres),
      at: START + index * step * 1000,
      speed,
      limit: 80,
      road: null,
      driven: 0,
    };
  });
}
const many = (speed: number, count: number): number[] => Array.from({ length: count }, () => speed);

describe('[S33.3] violations of a track', () => {
  it('are one with its highest and mean speed, time and distance', () => {
    const [only, ...more] = speedViolations(track([...many(70, 5), 90, 100, 110, ...many(70, 5)]));
    expect(more).toEqual([]);
    expect(only).toMatchObject({ max: 110, mean: 100, limit: 80, first: 5, last: 7 });
    expect(only!.to - only!.from).toBe(20_000);
    expect(only!.metres).toBeCloseTo(583, -1);
  });
  it('join where less than five minutes lie between, and do not beyond', () => {
    const fast = many(95, 4);
    expect(speedViolations(track([...fast, ...many(70, 25), ...fast]))).toHaveLength(1);
    expect(speedViolations(track([...fast, ...many(70, 31), ...fast]))).toHaveLength(2);
  });
  it('are none for one fast fix, nor at the limit itself', () => {
    expect(speedViolations(track([70, 70, 120, 70, 70]))).toEqual([]);
    expect(speedViolations(track(many(80, 20)))).toEqual([]);
  });
});

describe('[S33.2] rests', () => {
  it('are drawn from five minutes on and sufficient from twenty on', () => {
    const fixes = track([
      ...many(60, 3),
      ...many(0, 40),
      ...many(60, 3),
      ...many(0, 125),
      ...many(60, 3),
      ...many(0, 20),
      60,
    ]);
    expect(restsOf(fixes).map(({ from, to, sufficient }) => [Math.round((to - from) / 60_000), sufficient])).toEqual([
      [7, false],
      [21, true],
    ]);
  });
});

describe('[S33.5] completeness of a track', () => {
  it('leaves out a gap of more than a kilometre and five minutes, and leaps', () => {
    const fixes = track(many(72, 51));
    const whole = completenessOf(fixes);
    expect(whole).toMatchObject({ gaps: 0, leaps: 0 });
    expect(whole.metres).toBeCloseTo(10_000, -1);
    const gapped = completenessOf([...fixes.slice(0, 10), ...fixes.slice(45)]);
    expect(gapped.gaps).toBe(1);
    expect(gapped.complete).toBeLessThan(gapped.metres * 0.35);
    const leapt = [...fixes.slice(0, 20), { ...fixes[20]!, ...destination(ORIGIN, 0, 30_000) }, ...fixes.slice(21)];
    expect(completenessOf(leapt).leaps).toBe(2);
  });
  it('of a stand or of nothing is nothing', () => {
    expect(completenessOf([])).toMatchObject({ metres: 0, complete: 0 });
  });
});
