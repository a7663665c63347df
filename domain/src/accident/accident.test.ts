import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  change,
  grade,
  investigationLimits,
  lostDaysValue,
  mayTakeOver,
  planProgress,
  rate,
  reportingChain,
  revisedLevel,
  revisionDays,
  severity,
} from './index.ts';

const levelOf = (deaths: number, serious = 0, loss = 0) => {
  const answer = grade({ deaths, serious, loss });
  return answer.ok ? answer.result.level : undefined;
};

describe('level (Decree 493 art. 3)', () => {
  it.each([
    [0, 0, 0, '一般'],
    [2, 9, 9_999_999, '一般'],
    [3, 0, 0, '较大'],
    [9, 49, 49_999_999, '较大'],
    [0, 10, 0, '较大'],
    [0, 0, 10_000_000, '较大'],
    [10, 0, 0, '重大'],
    [0, 50, 0, '重大'],
    [1, 0, 50_000_000, '重大'],
    [29, 99, 99_999_999, '重大'],
    [30, 0, 0, '特别重大'],
    [0, 100, 0, '特别重大'],
    [0, 0, 100_000_000, '特别重大'],
  ])('%i dead, %i seriously hurt, %i yuan: %s', (deaths, serious, loss, level) => {
    expect(levelOf(deaths, serious, loss)).toBe(level);
  });

  it('never adds deaths to injuries', () => {
    expect(levelOf(2, 9)).toBe('一般');
  });

  it('never falls when the harm grows', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(200), fc.nat(2e8), fc.nat(60), (deaths, serious, loss, more) => {
        const before = severity(levelOf(deaths, serious, loss) ?? '特别重大');
        expect(severity(levelOf(deaths + more, serious, loss) ?? '一般')).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('refuses broken and negative numbers', () => {
    expect(grade({ deaths: -1 }).ok).toBe(false);
    expect(grade({ deaths: 1.5 }).ok).toBe(false);
    expect(grade({ loss: Number.NaN }).ok).toBe(false);
  });
});

describe('reporting', () => {
  const known = Date.parse('2024-05-01T10:00:00Z');
  const limits = (level: Parameters<typeof reportingChain>[0]) => {
    const answer = reportingChain(level, known);
    return answer.ok ? answer.result.reports.map(({ to, by }) => [to, (by - known) / 3_600_000]) : undefined;
  };

  it('takes an ordinary accident to the city, a larger one to the province, the others to the State Council', () => {
    expect(limits('一般')).toEqual([
      ['县级', 1],
      ['设区的市级', 3],
    ]);
    expect(limits('较大')).toEqual([
      ['县级', 1],
      ['设区的市级', 3],
      ['省级', 5],
    ]);
    expect(limits('重大')?.at(-1)).toEqual(['国务院', 7]);
    expect(limits('特别重大')?.at(-1)).toEqual(['国务院', 7]);
  });

  it('counts a death on day 30 and of road traffic and fire on day 7, not a day later', () => {
    const level = (day: number, kind = '') => {
      const answer = revisedLevel({ deaths: 2 }, [{ day, harm: { deaths: 3 } }], kind);
      return answer.ok && answer.result.level;
    };
    expect([level(30), level(31), level(7, '道路交通'), level(8, '道路交通'), level(8, '火灾')]).toEqual([
      '较大',
      '一般',
      '较大',
      '一般',
      '一般',
    ]);
    expect(revisionDays('工矿商贸')).toBe(30);
  });
});

describe('investigation', () => {
  it('is due after 60 days and at the latest after 120, appraisal not counted', () => {
    expect(investigationLimits('较大', '2024-01-01')).toEqual({
      investigator: '设区的市级人民政府',
      due: '2024-03-01',
      extendedDue: '2024-04-30',
      replyDays: 15,
    });
    expect(investigationLimits('特别重大', '2024-01-01', 10)).toMatchObject({ due: '2024-03-11', replyDays: 30 });
    expect(investigationLimits('一般', '2024-13-01')).toMatchObject({ ok: false });
  });

  it('may be taken over when the level rises', () => {
    expect([mayTakeOver('一般', '较大'), mayTakeOver('较大', '较大')]).toEqual([true, false]);
  });
});

describe('indicators', () => {
  const value = (answer: ReturnType<typeof rate>) => (answer.ok ? answer.result.value : undefined);

  it('gives the published examples', () => {
    expect(value(rate('亿元GDP死亡率', 15, 9875))).toBeCloseTo(0.001519, 6);
    expect(value(rate('亿元GDP死亡率', 10, 6050))).toBeCloseTo(0.001653, 6);
    expect(value(rate('煤矿百万吨死亡率', 59, 21_000_000))).toBeCloseTo(2.8095, 4);
    expect(value(rate('道路交通万车死亡率', 62, 100_000))).toBeCloseTo(6.2, 12);
  });

  it('is undefined over zero, never 100 %', () => {
    expect(value(change(3, 0))).toBeNull();
    expect(value(rate('亿元GDP死亡率', 3, 0))).toBeNull();
    expect(value(planProgress(0, 0, 20))).toBeNull();
  });

  it('compares with last year and with the plan', () => {
    expect(value(change(80, 100))).toBe(-20);
    expect(value(planProgress(100, 90, 20))).toBe(50);
    expect(value(planProgress(100, 110, 20))).toBe(-50);
  });

  it('values lost days by GB 6721', () => {
    expect(value(lostDaysValue(6000, 2_500_000, 500, 250))).toBe(120_000);
  });
});
