import { onDuty } from '@anlan/kernel/notify';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysShown, gapsOn, plan, startOfDay } from './roster.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const day = startOfDay(Date.UTC(2026, 2, 18, 4));

describe('a pattern', () => {
  it('rotates people through turns without a gap or an overlap, whatever its length', () => {
    const pattern = fc.record({
      hours: fc.constantFrom(8, 12, 24),
      people: fc.integer({ min: 1, max: 6 }).map((n) => Array.from({ length: n }, (_, i) => `p${i}`)),
      days: fc.integer({ min: 1, max: 31 }),
      begins: fc.integer({ min: 0, max: 23 }),
    });
    fc.assert(
      fc.property(pattern, fc.nat(1000), ({ hours, people, days, begins }, part) => {
        const shifts = plan({ hours, people, days, begins, post: 'main', from: day }, 0);
        const at = day + begins * HOUR + Math.floor((part / 1001) * days * DAY);
        expect(onDuty(shifts, at)).toHaveLength(1);
        expect(shifts.every((one, i) => one.personId === people[i % people.length])).toBe(true);
      }),
    );
  });

  it('leaves out what has ended, without shifting who comes next', () => {
    const pattern = { hours: 12, people: ['a', 'b'], days: 2, begins: 8, post: 'main', from: day } as const;
    const later = plan(pattern, day + 20 * HOUR);
    expect(later.map(({ personId }) => personId)).toEqual(['b', 'a', 'b']);
  });
});

it('a month is shown in whole weeks that hold all its days', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), (n) => {
      const at = n * DAY;
      const days = daysShown(at, 'month');
      expect(days.length % 7).toBe(0);
      expect(days).toContain(startOfDay(at));
      expect(new Date(days[0]! + 8 * HOUR).getUTCDay()).toBe(1);
    }),
  );
});

it('a gap is shown on the days it touches and no longer once it is over', () => {
  const gaps = [{ from: day + 20 * HOUR, to: day + 32 * HOUR }];
  expect(gapsOn(gaps, day, 0)).toEqual([{ from: day + 20 * HOUR, to: day + DAY }]);
  expect(gapsOn(gaps, day + DAY, 0)).toEqual([{ from: day + DAY, to: day + 32 * HOUR }]);
  expect(gapsOn(gaps, day, day + DAY)).toEqual([]);
});
