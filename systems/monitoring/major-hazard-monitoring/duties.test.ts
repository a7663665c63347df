import { shift } from '@anlan/domain/calendar';
import { isRefusal } from '@anlan/kernel/refusal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dutyPeriod, GUARANTOR_DUTY_KEYS, periodsEnded, promiseContradiction, type PromiseFigures } from './index.ts';

const FIGURES: PromiseFigures = {
  plants: 4,
  running: 3,
  stopped: 0,
  repair: 1,
  hotSpecial: 0,
  hotFirst: 1,
  hotSecond: 0,
  confined: 0,
  blind: 0,
  height: 0,
  lifting: 0,
  electricity: 0,
  earth: 0,
  road: 0,
  tankCleaning: 0,
  contractors: 0,
  trial: false,
  startStop: false,
  pilot: false,
  controlled: true,
  majorDanger: false,
  guarantors: true,
};
const firsts = (key: string): number =>
  ({ 'guarantor.months.technical-drill': 6, 'guarantor.months.principal-training': 12 })[key] ?? 1;

describe('[S17.1] a safety promise', () => {
  it('holds together: plants add up', () => {
    expect(promiseContradiction('blue', FIGURES)).toBeUndefined();
    const wrong = promiseContradiction('blue', { ...FIGURES, running: 4 });
    expect(isRefusal(wrong) && wrong.refused).toBe('promise-plants');
  });

  it.each([
    ['majorDanger', true],
    ['controlled', false],
  ] as const)('promises no low risk where %s is %s', (key, value) => {
    const figures = { ...FIGURES, [key]: value };
    expect(promiseContradiction('yellow', figures)?.refused).toBe('promise-level');
    expect(promiseContradiction('orange', figures)).toBeUndefined();
  });
});

describe('[S17.1] the duties of guarantors', () => {
  it('have the periods their clause says: a week from Monday, a quarter; else the months that were set', () => {
    expect(dutyPeriod('operation-dangers', '2026-11-22', firsts)).toEqual({ from: '2026-11-16', until: '2026-11-22' });
    expect(dutyPeriod('operation-dangers', '2026-11-23', firsts)).toEqual({ from: '2026-11-23', until: '2026-11-29' });
    expect(dutyPeriod('technical-dangers', '2026-11-23', firsts)).toEqual({ from: '2026-10-01', until: '2026-12-31' });
    expect(dutyPeriod('technical-drill', '2026-03-05', firsts)).toEqual({ from: '2026-01-01', until: '2026-06-30' });
    expect(dutyPeriod('principal-check', '2028-02-29', firsts)).toEqual({ from: '2028-02-01', until: '2028-02-29' });
    expect(dutyPeriod('principal-training', '2026-07-01', firsts)).toEqual({ from: '2026-01-01', until: '2026-12-31' });
  });

  it('cover every day once: the next period begins on the day after the last', () => {
    const months = fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 12);
    const day = fc.integer({ min: 0, max: 1500 }).map((count) => shift('2024-01-01', count));
    fc.assert(
      fc.property(fc.constantFrom(...GUARANTOR_DUTY_KEYS), day, months, (key, today, length) => {
        const period = dutyPeriod(key, today, () => length);
        expect(period.from <= today && today <= period.until).toBe(true);
        expect(dutyPeriod(key, period.from, () => length)).toEqual(period);
        expect(dutyPeriod(key, period.until, () => length)).toEqual(period);
        expect(dutyPeriod(key, shift(period.until, 1), () => length).from).toBe(shift(period.until, 1));
      }),
    );
  });

  it('ended within a span: five Sundays of thirty days, and no month that still runs', () => {
    const ended = periodsEnded('operation-dangers', '2026-10-24', '2026-11-22', firsts);
    expect(ended.map(({ until }) => until)).toEqual([
      '2026-10-25',
      '2026-11-01',
      '2026-11-08',
      '2026-11-15',
      '2026-11-22',
    ]);
    expect(periodsEnded('principal-check', '2026-10-24', '2026-11-22', firsts).map(({ until }) => until)).toEqual([
      '2026-10-31',
    ]);
    expect(periodsEnded('principal-training', '2026-10-24', '2026-11-22', firsts)).toEqual([]);
  });
});
