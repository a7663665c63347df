import { describe, expect, it } from 'vitest';
import type { Condition } from './condition.ts';
import { decimalsOf, judgedUnit } from './unit.ts';

describe('the unit of what is judged', () => {
  const rate = { kind: 'rate', direction: 'fall', window: 600, steps: [] };
  it.each([
    [{ ...rate, per: 600, relative: 0.02 }, '%/10 min'],
    [{ ...rate, per: 60 }, 'MPa/min'],
    [{ ...rate, per: 86_400 }, 'MPa/d'],
    [{ ...rate, per: 45 }, 'MPa/45 s'],
    [{ kind: 'frozen', steps: [] }, 's'],
    [{ kind: 'computed', unit: '倍', steps: [] }, '倍'],
    [{ kind: 'above', steps: [] }, 'MPa'],
  ])('of %o of a pressure is %s', (condition, unit) => {
    expect(judgedUnit(condition as unknown as Condition, 'MPa')).toBe(unit);
  });
});

describe('decimals', () => {
  it.each([
    [0.7234, 0.72, 3],
    [2.9012, 2.895, 3],
    [92.13, 90, 1],
    [1520.4, 1500, 0],
    [1.42, 1.42, 2],
    [100.00001, 100, 5],
  ])('of %d beside the limit %d are %d', (value, limit, decimals) => {
    expect(decimalsOf(value, limit)).toBe(decimals);
  });
});
