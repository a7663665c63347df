import { describe, expect, it } from 'vitest';
import { endedLate, lateFor } from './index.ts';

const HOUR = 3_600_000;

describe('lateness', () => {
  it.each([
    [0, '逾期不足 1 小时', 'overdue under 1 h'],
    [HOUR - 1, '逾期不足 1 小时', 'overdue under 1 h'],
    [HOUR, '逾期 1 小时', 'overdue 1 h'],
    [5.9 * HOUR, '逾期 5 小时', 'overdue 5 h'],
    [24 * HOUR - 1, '逾期 23 小时', 'overdue 23 h'],
    [24 * HOUR, '逾期 1 天', 'overdue 1 d'],
    [47 * HOUR, '逾期 1 天', 'overdue 1 d'],
    [60 * 24 * HOUR, '逾期 60 天', 'overdue 60 d'],
  ])('of %i ms is %s', (late, zh, en) => expect(lateFor(late)).toEqual({ zh, en }));

  it('of what is done by now says so', () => {
    expect(endedLate(5 * HOUR)).toEqual({ zh: '逾期 5 小时办结', en: 'closed 5 h late' });
    expect(endedLate(60_000)).toEqual({ zh: '逾期不足 1 小时办结', en: 'closed under 1 h late' });
  });
});
