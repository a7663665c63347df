import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exceeds, isDay, reaches, refuseBelow, refuseUncountable, show } from './index.ts';

describe('limits', () => {
  it('are reached by sums of exact decimals', () => {
    expect(0.6 + 0.3 + 0.1).toBeLessThan(1);
    expect(reaches(0.6 + 0.3 + 0.1, 1)).toBe(true);
    expect(reaches(0.999999, 1)).toBe(false);
  });

  it('are reached by whatever exceeds them, and never exceeded by themselves', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        (value, limit) => {
          expect(exceeds(limit, limit)).toBe(false);
          if (exceeds(value, limit)) expect(reaches(value, limit)).toBe(true);
        },
      ),
    );
  });
});

describe('refusals', () => {
  it('name the first quantity out of range', () => {
    expect(refuseBelow(0, { 数量: 1, 人数: -1 })).toMatchObject({ ok: false, reason: '人数不得小于0' });
    expect(refuseBelow(0, { 数量: Number.NaN })?.reason).toBe('数量不是数字');
    expect(refuseBelow(0, { 数量: 0 })).toBeUndefined();
    expect(refuseUncountable({ 死亡人数: 1.5 })?.reason).toContain('整数');
  });
});

it('knows the days of the calendar from other texts', () => {
  expect(['2026-02-28', '2024-02-29', '2026-02-30', '2026/02/28', '2026-2-28', '', '今天'].map(isDay)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

it('shows numbers as people write them', () => {
  expect([0.1 + 0.2, 48, 1 / 3].map(show)).toEqual(['0.3', '48', '0.333333']);
});
