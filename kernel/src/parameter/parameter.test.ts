import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANNOUNCED,
  CALENDAR_PARAMETERS,
  calendarOf,
  inForce,
  SIGN_IN_PARAMETERS,
  valueSchema,
  type Parameter,
  type Setting,
} from './index.ts';

const rectify: Parameter = {
  key: 'danger.rectify',
  label: '整改期限',
  labelEn: 'Time to rectify',
  group: '隐患',
  kind: 'number',
  unit: '日',
  value: 15,
  min: 1,
  max: 90,
  source: 'test',
};
const set = (regionPath: string, from: number, value: number | null): Setting => ({
  key: rectify.key,
  regionPath,
  from,
  value,
});

describe('a rule that a narrower jurisdiction may only make stricter', () => {
  const attempts = SIGN_IN_PARAMETERS.find(({ key }) => key === 'sign-in.attempts')!;
  const days = SIGN_IN_PARAMETERS.find(({ key }) => key === 'sign-in.password.days')!;
  const setting = (key: string, regionPath: string, value: number | null, from = 1): Setting => ({
    key,
    regionPath,
    value,
    from,
    wide: regionPath.length <= 'cn.36.11.'.length,
  });

  it('never comes out laxer below than above, whatever was set in whatever order', () => {
    const path = fc.constantFrom('cn.36.', 'cn.36.11.', 'cn.36.11.02.', 'cn.36.11.02.001.');
    const one = fc.tuple(
      path,
      fc.option(fc.integer({ min: 3, max: 20 }), { nil: null }),
      fc.integer({ min: 1, max: 9 }),
    );
    const places = ['cn.36.11.', 'cn.36.11.02.', 'cn.36.11.02.001.'];
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (all) => {
        const settings = all.map(([where, value, from]) => setting(attempts.key, where, value, from));
        const held = places.map((place) => inForce(attempts, settings, place, 10).value as number);
        expect(held).toEqual(held.toSorted((a, b) => b - a));
      }),
    );
  });

  it('lets a city depart from the first value, and gives that back when the city withdraws', () => {
    const city = setting(attempts.key, 'cn.36.11.', 8);
    const county = setting(attempts.key, 'cn.36.11.02.', 7, 2);
    expect(inForce(attempts, [city, county], 'cn.36.11.02.', 5).value).toBe(7);
    const withdrawn = [city, county, setting(attempts.key, 'cn.36.11.', null, 3)];
    expect(inForce(attempts, withdrawn, 'cn.36.11.02.', 5)).toMatchObject({ value: 5, regionPath: null });
  });

  it('takes no limit for the laxest of all', () => {
    expect(inForce(days, [setting(days.key, 'cn.36.11.02.', 0)], 'cn.36.11.02.', 5).value).toBe(90);
    expect(inForce(days, [setting(days.key, 'cn.36.11.', 0)], 'cn.36.11.02.', 5).value).toBe(0);
  });
});

describe('the value in force', () => {
  it('is the declared one where nobody set another', () => {
    expect(inForce(rectify, [], 'cn.36.11.02.', 100)).toEqual({ value: 15, regionPath: null, from: null });
  });

  it("is the nearest jurisdiction's, newest first, and only from its day on", () => {
    const settings = [set('cn.36.', 10, 20), set('cn.36.11.', 20, 10), set('cn.36.11.', 50, 7)];
    expect(inForce(rectify, settings, 'cn.36.11.02.', 15).value).toBe(20);
    expect(inForce(rectify, settings, 'cn.36.11.02.', 49).value).toBe(10);
    expect(inForce(rectify, settings, 'cn.36.11.02.', 50)).toEqual({ value: 7, regionPath: 'cn.36.11.', from: 50 });
    expect(inForce(rectify, settings, 'cn.36.07.', 60).value).toBe(20);
    expect(inForce(rectify, settings, 'cn.50.', 60).value).toBe(15);
  });

  it('goes back to the wider jurisdiction when withdrawn', () => {
    const settings = [set('cn.36.', 10, 20), set('cn.36.11.', 20, 10), set('cn.36.11.', 30, null)];
    expect(inForce(rectify, settings, 'cn.36.11.', 31)).toMatchObject({ value: 20, regionPath: 'cn.36.' });
  });

  it('never depends on the order in which the settings are read', () => {
    const settings = fc.array(
      fc.record({
        key: fc.constant(rectify.key),
        regionPath: fc.constantFrom('cn.', 'cn.36.', 'cn.36.11.', 'cn.50.'),
        from: fc.uniqueArray(fc.nat(50), { minLength: 1, maxLength: 1 }).map(([n]) => n as number),
        value: fc.option(fc.integer({ min: 1, max: 90 })),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(settings, fc.nat(60), (list, at) => {
        const distinct = list.filter(
          (a, i) => list.findIndex((b) => b.from === a.from && b.regionPath === a.regionPath) === i,
        );
        const straight = inForce(rectify, distinct, 'cn.36.11.02.', at);
        expect(inForce(rectify, [...distinct].reverse(), 'cn.36.11.02.', at)).toEqual(straight);
      }),
    );
  });
});

it('checks a new value against the declared bounds', () => {
  expect(valueSchema(rectify).safeParse(0).success).toBe(false);
  expect(valueSchema(rectify).safeParse(7).success).toBe(true);
  expect(valueSchema(rectify).safeParse('7').success).toBe(false);
  expect(valueSchema({ ...rectify, kind: 'days', value: [] }).safeParse(['2026-02-30']).success).toBe(false);
});

describe('the working calendar', () => {
  const set = (key: string, regionPath: string, value: string[] | null, from = 0) => ({ key, regionPath, from, value });
  const COUNTY_PLACE = 'cn.36.11.26.005.';
  const off = CALENDAR_PARAMETERS.find(({ key }) => key === 'calendar.off') as Parameter;

  it('adds up what every jurisdiction on the path has added', () => {
    const settings = [
      set('calendar.off', 'cn.36.11.', ['2026-11-24']),
      set('calendar.off', 'cn.36.11.26.', ['2026-11-25']),
      set('calendar.off', 'cn.36.11.02.', ['2026-11-26']),
      set('calendar.worked', 'cn.36.', ['2026-11-28']),
    ];
    expect(inForce(off, settings, COUNTY_PLACE, 1).value).toEqual(['2026-11-24', '2026-11-25']);
    const days = calendarOf(settings, COUNTY_PLACE, 1);
    expect([days.off, days.worked]).toEqual([['2026-11-24', '2026-11-25'], ['2026-11-28']]);
    // Withdrawn by the county, the city's own stays.
    const withdrawn = [...settings, set('calendar.off', 'cn.36.11.26.', null, 5)];
    expect(calendarOf(withdrawn, COUNTY_PLACE, 9).off).toEqual(['2026-11-24']);
    expect(calendarOf(withdrawn, COUNTY_PLACE, 4).off).toEqual(['2026-11-24', '2026-11-25']);
  });

  it('lets the nearer jurisdiction decide about a day of which two say different things', () => {
    const settings = [
      set('calendar.worked', 'cn.36.11.26.', ['2026-11-24']),
      set('calendar.off', 'cn.36.11.', ['2026-11-24']),
      set('calendar.off', 'cn.36.11.26.005.', ['2026-11-28']),
      set('calendar.worked', 'cn.36.', ['2026-11-28']),
    ];
    const days = calendarOf(settings, COUNTY_PLACE, 1);
    expect([days.worked, days.off]).toEqual([['2026-11-24'], ['2026-11-28']]);
  });

  it('takes an announced year whole or not at all', () => {
    const schema = valueSchema(ANNOUNCED);
    const year = [
      '2027-01-01~2027-01-03 休',
      '2027-02-05~2027-02-11 休',
      '2027-02-20 班',
      '2027-04-05 休',
      '2027-05-01~2027-05-05 休',
      '2027-06-09 休',
      '2027-09-15 休',
      '2027-10-01~2027-10-07 休',
    ];
    expect(schema.safeParse(year).success).toBe(true);
    const wrong = (entries: string[]) => schema.safeParse(entries).error?.issues[0]?.message ?? '';
    expect(wrong(year.filter((entry) => !entry.startsWith('2027-06')))).toContain('2027-06-09 是法定节假日');
    expect(wrong([...year, '2027-02-22 班'])).toContain('不是周末');
    expect(wrong([...year, '2027-05-02 班'])).toContain('既休又班');
    for (const odd of ['2027-02-30 休', '2027-02-05', '2027-03-05~2027-03-01 休', '2027-01-01~2027-12-31 休'])
      expect(wrong([...year, odd])).toContain('应为');
    const { announced } = calendarOf([set(ANNOUNCED.key, 'cn.', year)], COUNTY_PLACE, 1);
    expect(announced?.off).toContain('2027-02-08');
    expect(announced?.worked).toEqual(['2027-02-20']);
  });
});
