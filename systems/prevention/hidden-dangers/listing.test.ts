import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authoritiesOf, progressOf, rankOf } from './listing.ts';

const DAY = 86_400_000;

describe('the level of a place', () => {
  it.each([
    ['cn.36.', 'province'],
    ['cn.36.11.', 'city'],
    ['cn.36.11.26.', 'county'],
    ['cn.36.11.26.005.', 'town'],
    ['cn.50.', 'city'],
    ['cn.50.17.', 'county'],
    ['cn.50.17.002.', 'town'],
  ])('of %s is %s', (path, rank) => expect(rankOf(path)).toBe(rank));

  it('gives every place its county and city', () => {
    expect(authoritiesOf('cn.36.11.26.005.')).toEqual({ county: 'cn.36.11.26.', city: 'cn.36.11.' });
    expect(authoritiesOf('cn.50.17.002.')).toEqual({ county: 'cn.50.17.', city: 'cn.50.' });
    expect(authoritiesOf('cn.36.11.')).toEqual({ county: null, city: 'cn.36.11.' });
  });
});

describe('progress reports at an interval', () => {
  it('[S63.3] counts a period without a report as missed once it is over', () => {
    expect(progressOf(0, [], 7, 6 * DAY)).toEqual({ expected: 0, made: 0, missed: 0, nextAt: 7 * DAY });
    expect(progressOf(0, [], 7, 15 * DAY)).toMatchObject({ expected: 2, missed: 2, nextAt: 21 * DAY });
    expect(progressOf(0, [3 * DAY, 4 * DAY], 7, 15 * DAY)).toMatchObject({ expected: 2, made: 1, missed: 1 });
  });

  it('asks for the next one after this period where this period has its report', () =>
    expect(progressOf(0, [8 * DAY], 7, 9 * DAY)).toMatchObject({ made: 0, missed: 1, nextAt: 21 * DAY }));

  it('stops at the end, and late reports never undo what was missed', () => {
    const day = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(fc.array(day), fc.integer({ min: 1, max: 30 }), day, day, (days, every, now, end) => {
        const reports = days.map((one) => one * DAY + 1);
        const progress = progressOf(0, reports, every, now * DAY, end * DAY);
        expect(progress.made + progress.missed).toBe(progress.expected);
        expect(progress.expected).toBe(Math.floor(Math.min(now, end) / every));
        expect(progress.nextAt === null).toBe(now >= end);
        expect(progressOf(0, [...reports, ...reports], every, now * DAY, end * DAY)).toEqual(progress);
      }),
    );
  });
});
