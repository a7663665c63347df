import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds, standingOf, validUntil, type EvaluationMark } from './index.ts';

describe('a self-evaluation', () => {
  it('holds when nothing is lacking, and never when it is empty [S69.2] [S69.3]', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<EvaluationMark>('reached', 'partly', 'lacking')), (marks) => {
        expect(holds(marks)).toBe(marks.length > 0 && !marks.includes('lacking'));
      }),
    );
  });

  it('is current to its last day, expired after it, and never made where there is none [S69.2]', () => {
    const one = { validTo: '2027-03-18', reached: true };
    expect([standingOf(one, '2027-03-18'), standingOf(one, '2027-03-19'), standingOf(undefined, '2027-03-19')]).toEqual(
      ['current', 'expired', 'none'],
    );
    expect(standingOf({ ...one, reached: false }, '2027-01-01')).toBe('lacking');
  });

  it('counts months to the same date, or the last of a shorter month', () => {
    expect(validUntil('2026-11-22', 12)).toBe('2027-11-22');
    expect(validUntil('2026-01-31', 1)).toBe('2026-02-28');
    expect(validUntil('2024-02-29', 12)).toBe('2025-02-28');
    expect(validUntil('2026-12-05', 1)).toBe('2027-01-05');
  });
});
