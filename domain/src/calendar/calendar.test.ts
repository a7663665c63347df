import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dayOf,
  endOf,
  endOfPeriod,
  hourOf,
  stampOf,
  isAnnounced,
  isWorkingDay,
  isWeekend,
  reckon,
  shift,
  startOf,
  statutoryDays,
  workingDaysBetween,
  YEARS,
} from './index.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);

describe('working days', () => {
  it('follow the announced holidays and make-up days', () => {
    expect(isWorkingDay('2026-02-14')).toBe(true);
    expect(isWorkingDay('2026-02-16')).toBe(false);
    expect(isWorkingDay('2025-10-08')).toBe(false);
    expect(isWorkingDay('2025-10-11')).toBe(true);
    expect(isWorkingDay('2026-11-22')).toBe(false);
    expect(isWorkingDay('2026-11-23')).toBe(true);
  });

  it('keep every make-up day on a weekend and every announced day in its year', () => {
    for (const [year, { off, worked }] of Object.entries(YEARS)) {
      for (const day of worked) expect([0, 6]).toContain(new Date(`${day}T00:00:00Z`).getUTCDay());
      for (const [from, to] of off) {
        expect(from.slice(0, 4)).toBe(year);
        expect(from <= to).toBe(true);
      }
    }
  });

  it('say that a year without announcement is provisional', () => {
    expect(isAnnounced('2031-10-01')).toBe(false);
    expect(isWorkingDay('2031-10-01')).toBe(false);
  });

  it("let a jurisdiction's own days come first", () => {
    expect(isWorkingDay('2026-11-23', { off: ['2026-11-23'] })).toBe(false);
    expect(isWorkingDay('2026-11-22', { worked: ['2026-11-22'] })).toBe(true);
  });
});

/**
 * Instant of the new moon number `k` since January 2000 (Meeus, Astronomical Algorithms, chapter 49: mean phase and the
 * fourteen largest periodic terms, good to a few minutes), epoch ms; terrestrial time is 70 s ahead.
 */
function newMoon(k: number): number {
  const T = k / 1236.85;
  const rad = (deg: number) => (deg * Math.PI) / 180;
  const mean = 2_451_550.09766 + 29.530588861 * k + 0.00015437 * T ** 2;
  const E = 1 - 0.002516 * T;
  const sun = rad(2.5534 + 29.1053567 * k);
  const moon = rad(201.5643 + 385.81693528 * k + 0.0107582 * T ** 2);
  const latitude = rad(160.7108 + 390.67050284 * k - 0.0016118 * T ** 2);
  const node = rad(124.7746 - 1.56375588 * k);
  const terms =
    -0.4072 * Math.sin(moon) +
    0.17241 * E * Math.sin(sun) +
    0.01608 * Math.sin(2 * moon) +
    0.01039 * Math.sin(2 * latitude) +
    0.00739 * E * Math.sin(moon - sun) -
    0.00514 * E * Math.sin(moon + sun) +
    0.00208 * E * E * Math.sin(2 * sun) -
    0.00111 * Math.sin(moon - 2 * latitude) -
    0.00057 * Math.sin(moon + 2 * latitude) +
    0.00056 * E * Math.sin(2 * moon + sun) -
    0.00042 * Math.sin(3 * moon) +
    0.00042 * E * Math.sin(sun + 2 * latitude) +
    0.00038 * E * Math.sin(sun - 2 * latitude) -
    0.00024 * E * Math.sin(2 * moon - sun) -
    0.00017 * Math.sin(node);
  return (mean + terms - 2_440_587.5) * 86_400_000 - 70_000;
}

/** Day of the lunar month, 1…30, that a day in Beijing is. */
function lunarDay(day: string): number {
  const near = Math.floor((startOf(day) / 86_400_000 + 2_440_587.5 - 2_451_550.1) / 29.530588861);
  const begins = [near - 1, near, near + 1, near + 2].map((k) => dayOf(newMoon(k)));
  const begin = begins.findLast((first) => first <= day) as string;
  return Math.round((startOf(day) - startOf(begin)) / 86_400_000) + 1;
}

/** Apparent longitude of the sun (deg), low precision (Meeus, chapter 25). */
function sunAt(at: number): number {
  const n = at / 86_400_000 + 2_440_587.5 - 2_451_545;
  const g = ((357.529 + 0.98560028 * n) * Math.PI) / 180;
  return (((280.459 + 0.98564736 * n + 1.915 * Math.sin(g) + 0.02 * Math.sin(2 * g)) % 360) + 360) % 360;
}

describe('a year that is not announced yet', () => {
  const KNOWN = ['2024', '2025', '2026', '2027', '2028', '2029', '2030', '2031', '2032'];

  it('rests on its thirteen days by law, of which the sky tells the movable ones', () => {
    for (const year of KNOWN) {
      const days = statutoryDays(year);
      const isFixed = (day: string) => ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'].includes(day.slice(5));
      const movable = days.filter((day) => !isFixed(day));
      const moon = days.find((day) => day.slice(5) > '08' && lunarDay(day) === 15) as string;
      // The Mid-Autumn festival may fall into the National Day, as in 2028 and 2031.
      expect(days, year).toHaveLength(isFixed(moon) ? 12 : 13);
      const [eve, first, second, third, qingming, dragonBoat] = movable as [
        string,
        string,
        string,
        string,
        string,
        string,
      ];
      expect([first, second, third].map(lunarDay), year).toEqual([1, 2, 3]);
      expect(lunarDay(eve), year).toBeGreaterThanOrEqual(29);
      expect(lunarDay(dragonBoat), year).toBe(5);
      expect(sunAt(startOf(qingming)), year).toBeLessThan(15);
      expect(sunAt(endOf(qingming)), year).toBeGreaterThan(15);
    }
  });

  it('agrees with every announcement there is: what is off by law was announced off', () => {
    // 2024 was announced under the law before its revision, without the eve and the second of May.
    for (const [year, { off }] of Object.entries(YEARS).filter(([year]) => year !== '2024'))
      for (const day of statutoryDays(year))
        expect(
          off.some(([from, to]) => from <= day && day <= to),
          day,
        ).toBe(true);
  });

  it('makes what rests on it provisional, until it is announced', () => {
    const announced = { off: ['2027-01-01', '2027-01-02'], worked: ['2027-01-03'] };
    const begin = at('2026-12-30T09:00:00');
    expect(reckon(begin, 1, 'working-days')).toEqual({ at: endOf('2026-12-31'), provisional: false });
    expect(reckon(begin, 2, 'working-days')).toEqual({ at: endOf('2027-01-04'), provisional: true });
    expect(reckon(begin, 2, 'working-days', { announced })).toEqual({ at: endOf('2027-01-03'), provisional: false });
    expect(reckon(begin, 3, 'days')).toEqual({ at: endOf('2027-01-04'), provisional: true });
    expect(reckon(begin, 200, 'hours').provisional).toBe(false);
    expect(isWorkingDay('2027-02-08')).toBe(false);
    expect(isWorkingDay('2027-02-09')).toBe(true);
    expect(isAnnounced('2027-05-01', { announced })).toBe(true);
    expect([isWeekend('2027-01-03'), isWeekend('2027-01-04')]).toEqual([true, false]);
  });
});

describe('an instant', () => {
  it('has the hour and the day of Shanghai, before 1970 too', () => {
    expect(hourOf(at('2026-03-02T00:30:00'))).toBe(0);
    expect(hourOf(at('2026-03-01T23:59:59'))).toBe(23);
    expect(hourOf(at('1969-12-31T22:15:00'))).toBe(22);
    expect(stampOf(at('2026-03-02T00:30:00'))).toBe('2026-03-02 00:30');
  });
});

describe('a period', () => {
  it('of working days leaves the National Day holiday out', () => {
    expect(dayOf(endOfPeriod(at('2026-09-30T09:00:00'), 3, 'working-days'))).toBe('2026-10-10');
  });

  it('of days that would end on a holiday ends on the next working day', () => {
    expect(dayOf(endOfPeriod(at('2026-09-28T09:00:00'), 5, 'days'))).toBe('2026-10-08');
    expect(dayOf(endOfPeriod(at('2026-11-09T23:59:59'), 7, 'days'))).toBe('2026-11-16');
  });

  it('of hours runs on through the night', () => {
    expect(endOfPeriod(at('2026-09-30T22:00:00'), 12, 'hours')).toBe(at('2026-10-01T10:00:00'));
  });

  it('counts the day in Shanghai, not in UTC', () => {
    expect(dayOf(at('2026-03-02T00:30:00'))).toBe('2026-03-02');
    expect(dayOf(endOfPeriod(at('2026-03-02T00:30:00'), 1, 'working-days'))).toBe('2026-03-03');
  });

  it('is refused where it is no period', () => {
    expect(() => endOfPeriod(0, -1, 'days')).toThrow(RangeError);
    expect(() => endOfPeriod(0, Number.NaN, 'hours')).toThrow(RangeError);
  });

  it('always ends on the last millisecond of a working day, after its beginning, and longer periods no earlier', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2024-01-01T00:00:00'), max: at('2027-06-01T00:00:00') }),
        fc.integer({ min: 0, max: 90 }),
        fc.constantFrom('days' as const, 'working-days' as const),
        (from, count, unit) => {
          const end = endOfPeriod(from, count, unit);
          const day = dayOf(end);
          expect(end).toBe(endOf(day));
          expect(end).toBeGreaterThanOrEqual(from);
          if (unit === 'days' || count > 0) expect(isWorkingDay(day)).toBe(true);
          expect(endOfPeriod(from, count + 1, unit)).toBeGreaterThanOrEqual(end);
          if (unit === 'working-days') expect(workingDaysBetween(from, end)).toBe(count);
        },
      ),
    );
  });

  it('refuses a calendar in which nobody ever works', () => {
    const off = Array.from({ length: 5000 }, (_, index) => shift('2026-01-01', index));
    expect(() => endOfPeriod(startOf('2026-01-01'), 1, 'working-days', { off })).toThrow('no working day');
  });
});
