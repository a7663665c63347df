import { describe, expect, it } from 'vitest';
import { grade, type Facts } from '@anlan/kernel/grading';
import { isRefusal } from '@anlan/kernel/refusal';
import { ELEMENTS, percentOf, reachesGrade, SOURCED_RATES } from './elements.ts';
import { standardisationModelOf } from './model.ts';

const AT = Date.parse('2026-06-01T00:00:00+08:00');
const of = (value: number | boolean) => ({ value, at: AT - 1, source: { kind: 'check-run', label: '评审' } });
const elements = (percent: number): Facts =>
  Object.fromEntries(ELEMENTS.map(({ key }) => [`element.${key}`, of(percent)]));
const levelOf = (sector: string, facts: Facts) => {
  const result = grade(standardisationModelOf(sector), facts, AT);
  return isRefusal(result) ? result.refused : result.level;
};

describe('a standardisation grade', () => {
  it('follows the eight elements, whose weights make a hundred', () => {
    expect(ELEMENTS.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    expect([100, 90, 89.9, 75, 60, 59.9].map((percent) => levelOf('machinery', elements(percent)))).toEqual([
      'one',
      'one',
      'two',
      'two',
      'three',
      'none',
    ]);
  });

  it('has a higher bar for coal mines', () => {
    expect([89, 79, 69].map((percent) => levelOf('coal-mine', elements(percent)))).toEqual(['two', 'three', 'none']);
  });

  it('is vetoed by a late major danger or an expired licence, held at three by an open one', () => {
    expect(levelOf('machinery', { ...elements(98), majorLate: of(1) })).toBe('none');
    expect(levelOf('machinery', { ...elements(98), licenceExpired: of(true) })).toBe('none');
    expect(levelOf('machinery', { ...elements(98), majorOpen: of(2) })).toBe('three');
    expect(
      levelOf('machinery', { ...elements(98), majorOpen: of(0), majorLate: of(0), licenceExpired: of(false) }),
    ).toBe('one');
  });

  it('reaches a wanted one where it is as good or better', () => {
    expect(reachesGrade('one', 'three')).toBe(true);
    expect(reachesGrade('three', 'two')).toBe(false);
    expect(reachesGrade(null, 'three')).toBe(false);
    expect(reachesGrade('none', 'three')).toBe(false);
  });
});

describe('rates', () => {
  it('come out as the source prints them from its own counts', () => {
    for (const { numerator, denominator, percent } of SOURCED_RATES)
      expect(percentOf(numerator, denominator)).toBe(percent);
    expect(percentOf(3, 0)).toBeNull();
  });
});
