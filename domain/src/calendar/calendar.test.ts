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
  shift,
  startOf,
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
