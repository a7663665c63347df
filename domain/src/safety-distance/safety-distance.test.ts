import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceMethod, standardDistance, STANDARD_DISTANCES, verdictOf } from './index.ts';

const methodOf = (explosives: boolean, gasRatio: number | null) => {
  const answer = distanceMethod({ explosives, gasRatio });
  return answer.ok ? answer.result.method : answer.reason;
};

describe('the external safety distance', () => {
  it('is determined by consequence with explosives, by risk where gases reach their threshold, else by a standard', () => {
    expect(methodOf(true, 0)).toBe('consequence');
    expect(methodOf(false, 0.6 + 0.3 + 0.1)).toBe('qra');
    expect(methodOf(false, 0.99)).toBe('standard');
    const unknown = distanceMethod({ explosives: false, gasRatio: null });
    expect(unknown.ok && unknown.working.warnings).toHaveLength(1);
  });

  it('of several facilities is the widest', () => {
    expect(standardDistance(['process-unit', 'liquefied-hydrocarbon', 'other'])).toEqual({
      metres: 150,
      facility: 'liquefied-hydrocarbon',
    });
    expect(standardDistance([])).toBeUndefined();
    expect(STANDARD_DISTANCES['flammable-liquid'].metres).toBe(100);
  });

  it('is met from the very metre on, and never where the required one is unknown', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 5000, noNaN: true }),
        fc.double({ min: 0, max: 5000, noNaN: true }),
        (required, actual) => {
          expect(verdictOf(actual, required)).toBe(actual >= required * (1 - 1e-12) ? 'met' : 'short');
          expect(verdictOf(actual, null)).toBe('undetermined');
          expect(verdictOf(null, required)).toBe('met');
        },
      ),
    );
  });
});
