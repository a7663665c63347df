import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  atMost,
  attainment,
  controlChart,
  forecast,
  poissonInterval,
  probability,
  quantile,
  trend,
  type Chart,
  type Trend,
} from './index.ts';

const fitted = (counts: readonly number[], exposures?: readonly number[]): Trend => {
  const answer = trend({ counts, exposures });
  if (!answer.ok) throw new Error(answer.reason);
  return answer.result;
};

const chart = (counts: readonly number[], exposures?: readonly number[], baseline?: number): Chart => {
  const result = controlChart(counts, exposures, baseline);
  if ('ok' in result) throw new Error(result.reason);
  return result;
};

describe('distributions of counts', () => {
  it('give textbook values', () => {
    expect(probability({ mean: 3, dispersion: 0 }, 2)).toBeCloseTo(0.22404180765538775, 12);
    expect(atMost({ mean: 10, dispersion: 0 }, 7)).toBeCloseTo(0.2202206466, 9);
    // r = 2, p = 0.25: C(k+1, k) 0.25² 0.75^k.
    expect(probability({ mean: 6, dispersion: 0.5 }, 3)).toBeCloseTo(4 * 0.0625 * 0.421875, 12);
    expect(quantile({ mean: 10, dispersion: 0 }, 0.975)).toBe(17);
  });

  it('sum to one and grow', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 200, noNaN: true }),
        fc.constantFrom(0, 0.05, 1),
        fc.nat(300),
        (mean, dispersion, k) => {
          expect(atMost({ mean, dispersion }, k)).toBeLessThanOrEqual(atMost({ mean, dispersion }, k + 1) + 1e-12);
          expect(atMost({ mean, dispersion: 0 }, 1000)).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('give exact intervals of a mean (Garwood)', () => {
    expect(poissonInterval(0)).toEqual({ low: 0, high: expect.closeTo(3.688879, 5) });
    expect(poissonInterval(10)).toEqual({ low: expect.closeTo(4.795389, 5), high: expect.closeTo(18.390356, 5) });
  });
});

describe('trend', () => {
  it('finds no change in equal counts', () => {
    const flat = fitted([20, 20, 20, 20, 20, 20, 20, 20]);
    expect(flat.changePercent).toBeCloseTo(0, 8);
    expect(flat.significant).toBe(false);
    expect(flat.dispersion).toBe(0);
  });

  it('finds a known slope and calls it significant', () => {
    const falling = fitted([200, 180, 162, 146, 131, 118, 106, 96]);
    expect(falling.changePercent).toBeCloseTo(-10, 0);
    expect(falling.significant).toBe(true);
    expect(falling.changeInterval.low).toBeLessThan(-10);
    expect(falling.changeInterval.high).toBeGreaterThan(-10);
  });

  it('takes exposure out: counts in proportion to it have no trend', () => {
    expect(fitted([10, 20, 30, 40, 50], [1, 2, 3, 4, 5]).changePercent).toBeCloseTo(0, 8);
  });

  it('turns to the negative binomial when counts scatter', () => {
    const scattered = fitted([2, 60, 5, 80, 10, 3, 70, 4]);
    expect(scattered.dispersion).toBeGreaterThan(0.2);
    expect(scattered.significant).toBe(false);
  });

  it('solves the score equations of Poisson regression', () => {
    // Σ(y−μ) = 0 and Σt(y−μ) = 0 at the maximum of the likelihood.
    const counts = [12, 15, 9, 11, 7, 8, 6, 5];
    const { intercept, slope } = fitted(counts);
    const residuals = counts.map((count, t) => count - Math.exp(intercept + slope * t));
    expect(residuals.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 8);
    expect(residuals.reduce((sum, residual, t) => sum + t * residual, 0)).toBeCloseTo(0, 8);
  });

  it('refuses too little and what is no count', () => {
    expect(trend({ counts: [1, 2, 3] }).ok).toBe(false);
    expect(trend({ counts: [1, 2, 3, 4.5] }).ok).toBe(false);
    expect(trend({ counts: [0, 0, 0, 0] }).ok).toBe(false);
    expect(trend({ counts: [1, 2, 3, 4], exposures: [1, 1, 1, 0] }).ok).toBe(false);
  });
});

describe('forecast', () => {
  const flat = fitted(Array.from({ length: 24 }, () => 10));

  it('continues the trend and widens with the uncertainty of counts and trend', () => {
    const year = forecast(
      flat,
      24,
      Array.from({ length: 12 }, () => 1),
    );
    expect(year.expected).toBeCloseTo(120, 6);
    expect(year.low).toBeLessThan(quantile({ mean: 120, dispersion: 0 }, 0.025));
    expect(year.high).toBeGreaterThan(quantile({ mean: 120, dispersion: 0 }, 0.975));
  });

  it('tells whether a target will be met', () => {
    const half = forecast(
      flat,
      24,
      Array.from({ length: 6 }, () => 1),
    );
    expect(attainment(200, 60, half)).toBeGreaterThan(0.99);
    expect(attainment(90, 60, half)).toBeLessThan(0.05);
    expect(attainment(50, 60, half)).toBe(0);
    expect(attainment(121, 60, half)).toBeGreaterThan(attainment(119, 60, half));
  });
});

describe('control chart', () => {
  it('leaves chance alone', () => {
    const { centre, points } = chart([4, 6, 5, 3, 7, 5, 4, 6]);
    expect(centre).toBe(5);
    expect(points.every(({ signals }) => signals.length === 0)).toBe(true);
    expect(points[0]).toMatchObject({ low: 0, high: 13 });
  });

  it('signals a count beyond the limits, nine on one side and six in a row rising', () => {
    expect(chart([4, 6, 5, 3, 7, 5, 20], undefined, 6).points[6]?.signals).toContain('beyond');
    expect(chart([3, 7, 3, 7, ...Array.from({ length: 9 }, () => 6)], undefined, 4).points.at(-1)?.signals).toEqual([
      'run',
    ]);
    expect(chart([9, 8, 2, 3, 4, 5, 6, 7]).points.at(-1)?.signals).toContain('drift');
  });

  it('widens the limits of small exposures', () => {
    const { points } = chart([10, 100, 10, 100], [1, 10, 1, 10]);
    expect((points[0]?.high ?? 0) - 10).toBeGreaterThan((points[1]?.high ?? 0) - 10);
  });

  it('refuses what is no count', () => {
    expect(controlChart([1, -1])).toMatchObject({ ok: false });
    expect(controlChart([1])).toMatchObject({ ok: false });
  });
});
