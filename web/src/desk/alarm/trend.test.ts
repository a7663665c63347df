import type { Series } from '@anlan/kernel/telemetry';
import { describe, expect, it } from 'vitest';
import { niceStep, trendOf } from './trend.ts';
import { withReading } from './use-alarms.ts';

const BOX = { width: 416, height: 176, left: 34, right: 12, top: 10, bottom: 22 };
const series = (value: readonly (number | null)[]): Series => ({
  pointId: 'p',
  unit: '%LEL',
  from: 0,
  to: (value.length - 1) * 1000,
  resolution: 0,
  at: value.map((_, i) => i * 1000),
  value: [...value],
  low: [],
  high: [],
});
const LIMITS = [
  { level: 'orange', label: '一级', value: 25 },
  { level: 'red', label: '二级', value: 50 },
];

describe('the trend against limits', () => {
  it('never joins over a silence', () => {
    const trend = trendOf(series([5, 6, null, null, 9, 10]), LIMITS, true, BOX);
    expect(trend.paths).toHaveLength(2);
    expect(trend.gaps).toMatchObject([{ ms: 3000 }]);
  });

  it('shows every limit inside the picture, also when the values are far below', () => {
    const trend = trendOf(series([1, 1]), LIMITS, true, BOX);
    for (const limit of trend.limits) expect(limit.y).toBeGreaterThan(BOX.top);
    expect(trend.limits.map((limit) => limit.level)).toEqual(['red', 'orange']);
  });

  it('keeps the words of limits that lie close apart', () => {
    const near = trendOf(
      series([10, 92]),
      [
        { level: 'orange', label: '高限', value: 85 },
        { level: 'red', label: '高高限', value: 90 },
      ],
      true,
      BOX,
    );
    const [upper, lower] = near.limits;
    expect((lower?.labelY ?? 0) - (upper?.labelY ?? 0)).toBeGreaterThanOrEqual(14);
  });

  it('marks where the last excursion began', () => {
    expect(trendOf(series([5, 30, 5, 26, 52]), LIMITS, true, BOX).crossed?.at).toBe(3000);
    expect(trendOf(series([5, 30, 5]), LIMITS, true, BOX).crossed).toBeNull();
    expect(trendOf(series([12, 9, 7]), [{ level: 'orange', label: '下限', value: 8 }], false, BOX).crossed?.at).toBe(
      2000,
    );
  });

  it('cuts the axis at round figures', () => {
    expect([0.9, 7, 62, 1300].map((span) => niceStep(span, 4))).toEqual([0.5, 2, 20, 500]);
  });

  it('grows by a pushed reading, never backwards', () => {
    const before = series([1, 2]);
    expect(withReading(before, 5000, 3).at.at(-1)).toBe(5000);
    expect(withReading(before, 500, 3)).toBe(before);
  });
});
