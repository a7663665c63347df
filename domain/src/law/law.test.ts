import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grade } from '../accident/index.ts';
import type { Answer } from '../working/index.ts';
import {
  accidentFine,
  article,
  ARTICLES,
  concealmentReward,
  dailyFine,
  dangerReward,
  earlierOf,
  insiderReward,
  discretion,
  FINE_STEPS,
  fineStep,
  isListed,
  lateSurcharge,
  listingEvent,
  listingTerm,
  mayLeaveEarly,
  penalty,
  penaltyOn,
  principalFine,
  type Article,
} from './index.ts';

const resultOf = <R>(answer: Answer<R>): R | undefined => (answer.ok ? answer.result : undefined);
const of = (number: string, law?: string) => article(number, law) as Article;

describe('fixed fines', () => {
  it.each([
    ['94', {}, { person: { min: 20_000, max: 50_000 } }],
    ['94', { overdue: true }, { person: { min: 50_000, max: 100_000 } }],
    ['97', {}, { unit: { min: 0, max: 100_000 } }],
    ['97', { overdue: true }, { unit: { min: 100_000, max: 200_000 }, person: { min: 20_000, max: 50_000 } }],
    ['98', { overdue: true }, { unit: { min: 500_000, max: 1_000_000 }, person: { min: 50_000, max: 100_000 } }],
    ['96', { accident: true, income: 200_000 }, { person: { min: 40_000, max: 100_000 } }],
    ['110', { income: 100_000 }, { person: { min: 60_000, max: 100_000 } }],
  ])('article %s %j', (number, circumstances, expected) => {
    expect(resultOf(penalty(of(number), circumstances))).toEqual(expected);
  });

  it('covers concealment under Decree 493', () => {
    expect(resultOf(penalty(of('36', '国务院令第493号'), { income: 100_000 }))).toEqual({
      unit: { min: 1_000_000, max: 5_000_000 },
      person: { min: 60_000, max: 100_000 },
    });
  });

  it('refuses a share of an unknown income and a case without a fine', () => {
    expect(penalty(of('110'), {}).ok).toBe(false);
    expect(penalty(of('93'), {}).ok).toBe(false);
    expect(article('107')).toBeUndefined();
  });

  it('never costs less when overdue', () => {
    for (const row of ARTICLES.filter(({ first, overdue }) => first?.unit && overdue?.unit)) {
      expect(row.overdue?.unit?.min ?? 0, row.article).toBeGreaterThanOrEqual(row.first?.unit?.max ?? 0);
    }
  });
});

describe('fines by level of accident', () => {
  it.each([
    ['一般', 300_000, 1_000_000],
    ['较大', 1_000_000, 2_000_000],
    ['重大', 2_000_000, 10_000_000],
    ['特别重大', 10_000_000, 20_000_000],
  ] as const)('%s: %i–%i yuan', (level, min, max) => {
    expect(resultOf(accidentFine(level))?.unit).toEqual({ min, max });
    expect(resultOf(accidentFine(level, true))?.unit).toEqual({ min: 2 * min, max: 5 * max });
  });

  it('judges an accident by the law of its day', () => {
    expect(resultOf(accidentFine('较大', false, '2021-08-31'))?.unit).toEqual({ min: 500_000, max: 1_000_000 });
    expect(resultOf(accidentFine('较大', false, '2021-09-01'))?.unit).toEqual({ min: 1_000_000, max: 2_000_000 });
    expect(resultOf(principalFine('较大', 100_000, '2020-01-01'))?.fine).toBe(40_000);
    expect(accidentFine('一般', false, '2010-01-01').ok).toBe(false);
  });

  it.each([
    ['一般', 0.4],
    ['较大', 0.6],
    ['重大', 0.8],
    ['特别重大', 1],
  ] as const)('takes of the principal of a %s accident %d of a year', (level, share) => {
    expect(resultOf(principalFine(level, 150_000))?.fine).toBeCloseTo(150_000 * share, 6);
  });

  it('narrows the fine by the harm, steps meeting without gap', () => {
    expect(resultOf(fineStep('一般', { deaths: 1 }))?.unit).toEqual({ min: 500_000, max: 700_000 });
    expect(resultOf(fineStep('较大', { deaths: 3, loss: 20_000_000 }))?.unit).toEqual({
      min: 1_200_000,
      max: 1_500_000,
    });
    expect(fineStep('重大', { deaths: 3 }).ok).toBe(false);
    for (const [index, step] of FINE_STEPS.entries()) {
      if (index > 0) expect(step.fine.min).toBe(FINE_STEPS[index - 1]?.fine.max);
    }
  });
});

it('splits a range by circumstances, the parts meeting and covering it', () => {
  const range = { min: 100_000, max: 200_000 };
  expect(discretion(range, '一般')).toEqual({ min: 130_000, max: 170_000 });
  expect(discretion(range, '从轻').min).toBe(100_000);
  expect(discretion(range, '从重').max).toBe(200_000);
});

describe('late payment and daily fines', () => {
  it('adds 3 % a day and at most the fine', () => {
    expect(resultOf(lateSurcharge(50_000, 10))?.surcharge).toBe(15_000);
    expect(resultOf(lateSurcharge(50_000, 40))?.surcharge).toBe(50_000);
    expect(lateSurcharge(50_000, 1.5).ok).toBe(false);
    fc.assert(
      fc.property(
        fc.nat(1e7),
        fc.nat(400),
        (fine, days) => (resultOf(lateSurcharge(fine, days))?.surcharge ?? Infinity) <= fine,
      ),
    );
  });

  it('counts from the day after the order to the day before the correction', () => {
    expect(resultOf(dailyFine(50_000, '2024-03-01', '2024-03-11'))).toEqual({ days: 9, total: 450_000 });
    expect(resultOf(dailyFine(50_000, '2024-02-28', '2024-03-01'))?.days).toBe(1);
    expect(resultOf(dailyFine(50_000, '2024-03-01', '2024-03-01'))?.days).toBe(0);
    expect(dailyFine(50_000, '2024-03-02', '2024-03-01').ok).toBe(false);
  });
});

describe('rewards', () => {
  it('pays 15 % between 3 000 and 300 000 yuan', () => {
    expect([10_000, 100_000, 5_000_000].map((fine) => resultOf(dangerReward(fine))?.reward)).toEqual([
      3000, 15_000, 300_000,
    ]);
  });

  it('pays by concealed death and level', () => {
    expect(resultOf(concealmentReward('较大', 2))?.reward).toBe(80_000);
    expect(resultOf(concealmentReward('特别重大', 8))?.reward).toBe(300_000);
    expect(concealmentReward('轻微', 1).ok).toBe(false);
  });

  it('pays a worker from inside more, within the same limit, and shows both steps', () => {
    const raised = insiderReward(dangerReward(100_000), 20);
    expect(resultOf(raised)?.reward).toBe(18_000);
    expect(raised.ok && raised.working.steps.map(({ value }) => value)).toEqual([15_000, 18_000]);
    expect(resultOf(insiderReward(dangerReward(5_000_000), 20))?.reward).toBe(300_000);
    expect(insiderReward(concealmentReward('轻微', 1), 20).ok).toBe(false);
    expect(insiderReward(dangerReward(1), -1).ok).toBe(false);
  });
});

describe('list of seriously dishonest subjects', () => {
  it.each([
    ['发生重大事故负有责任', 'majorAccident'],
    ['瞒报事故', 'concealment'],
    ['12个月内两起较大事故', 'largerAccidents'],
    ['主要负责人逃匿', 'noRescue'],
    ['无证生产', 'noPermit'],
    ['出具虚假报告', 'lentQualification'],
    ['重大事故隐患逾期未改', undefined],
    ['一般事故', undefined],
  ])('%s is %s', (text, event) => {
    expect(listingEvent(text)).toBe(event);
  });

  it('needs two larger accidents within twelve months', () => {
    expect([
      isListed('largerAccidents', ['较大']),
      isListed('largerAccidents', ['较大', '较大']),
      isListed('largerAccidents', ['较大', '一般']),
    ]).toEqual([false, true, false]);
  });

  it('ends after three years, after one on conditions', () => {
    expect(listingTerm('2024-02-29')).toEqual({ ends: '2027-02-28', earliest: '2025-02-28' });
    expect(mayLeaveEarly('2024-01-15', '2025-01-14', true)).toBe(false);
    expect(mayLeaveEarly('2024-01-15', '2025-01-15', true)).toBe(true);
    expect(mayLeaveEarly('2024-01-15', '2026-01-15', false)).toBe(false);
  });
});

describe('the law of the day of the act', () => {
  const row = (number: string) => {
    const found = article(number);
    if (found === undefined) throw new Error(number);
    return found;
  };
  const fine = (number: string, day: string, circumstances = {}) => penaltyOn(row(number), circumstances, day);

  it('is the 2014 one until the last day of August 2021, the 2021 one from the next', () => {
    const overdue = { overdue: true };
    expect(fine('97', '2021-08-31', overdue)).toMatchObject({
      result: { unit: { min: 50_000, max: 100_000 }, person: { min: 10_000, max: 20_000 } },
      working: { standard: '安全生产法（2014修正）' },
    });
    expect(fine('97', '2021-09-01', overdue)).toMatchObject({
      result: { unit: { min: 100_000, max: 200_000 } },
      working: { standard: '安全生产法（2021修正）' },
    });
  });

  it('is the newer one where that is lighter, and says so', () => {
    // Not removing a hidden danger when ordered: 10–50 × 10⁴ yuan for the unit before, persons only since.
    const found = fine('102', '2020-05-01', { overdue: true });
    expect(found).toMatchObject({ ok: true, result: { person: { max: 100_000 } } });
    expect(found.ok && found.working.warnings.join()).toContain('新法处罚较轻');
  });

  it('never fines an act more than the law of its day, and refuses days of which no law is held', () => {
    for (const one of ARTICLES.filter(({ law }) => law === '安全生产法（2021修正）'))
      for (const circumstances of [{}, { overdue: true }, { accident: true, income: 200_000 }]) {
        const earlier = earlierOf(one);
        const [then, applied] = [
          earlier && penalty(earlier, circumstances),
          penaltyOn(one, circumstances, '2019-01-01'),
        ];
        if (!applied.ok || then?.ok !== true) continue;
        const most = ({ unit, person }: { unit?: { max: number }; person?: { max: number } }) =>
          Math.max(unit?.max ?? 0, person?.max ?? 0);
        expect(most(applied.result)).toBeLessThanOrEqual(most(then.result));
      }
    expect(fine('97', '2010-01-01')).toMatchObject({ ok: false });
    expect(fine('109', '2020-01-01')).toMatchObject({ ok: false });
    expect(fine('97', '1.1.2020')).toMatchObject({ ok: false });
  });

  it('decides the steps of accident fines and the grade of an accident too', () => {
    expect(fineStep('较大', { deaths: 5 }, '2024-02-29')).toMatchObject({ ok: false });
    expect(fineStep('较大', { deaths: 5 }, '2024-03-01')).toMatchObject({ ok: true });
    expect(grade({ deaths: 3 }, '2007-05-31')).toMatchObject({ ok: false });
    expect(grade({ deaths: 3 }, '2007-06-01')).toMatchObject({ result: { level: '较大' } });
    // Compared as text this would be after 2021-09-01 and take the law of another time.
    for (const day of ['2021/06/01', '2021-06-31']) {
      expect(accidentFine('较大', false, day)).toMatchObject({ ok: false });
      expect(fineStep('较大', { deaths: 5 }, day)).toMatchObject({ ok: false });
      expect(grade({ deaths: 3 }, day)).toMatchObject({ ok: false });
    }
  });
});
