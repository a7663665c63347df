import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assess,
  needsRiskAssessment,
  reassessmentReasons,
  substance,
  TABLE_1,
  TABLE_2,
  type Holding,
} from './index.ts';

const resultOf = (holdings: readonly Holding[], population = 0) => {
  const answer = assess(holdings, population);
  if (!answer.ok) throw new Error(answer.reason);
  return answer.result;
};

describe('worked examples', () => {
  it.each([
    ['液氯 60 t, 20 人', [{ chemical: '氯', tonnes: 60 }], 20, 12, 48, '三级'],
    ['液氨 80 t, 120 人', [{ chemical: '液氨', tonnes: 80 }], 120, 8, 32, '三级'],
    [
      '甲醇 3000 t 与汽油 1000 t',
      [
        { chemical: '甲醇', tonnes: 3000 },
        { chemical: '汽油', tonnes: 1000 },
      ],
      0,
      11,
      5.5,
      '四级',
    ],
    [
      '苯 20 t 与甲苯 250 t',
      [
        { chemical: '苯', tonnes: 20 },
        { chemical: '甲苯', tonnes: 250 },
      ],
      0,
      0.9,
      null,
      null,
    ],
    ['液化石油气 400 t, 60 人', [{ chemical: '液化石油气', tonnes: 400 }], 60, 8, 18, '三级'],
    ['类别3易燃液体 10000 t', [{ chemical: '其他易燃液体类别3 (W5.4)', tonnes: 10_000 }], 100, 2, 4, '四级'],
  ])('%s', (_, holdings, population, S, R, level) => {
    const result = resultOf(holdings, population);
    expect(result.S).toBeCloseTo(S, 12);
    expect(result.R === null ? null : Number(result.R.toFixed(9))).toBe(R);
    expect(result.level).toBe(level);
  });
});

describe('finding a substance', () => {
  it('finds each row of Table 1 by its name and each category of Table 2 by its code', () => {
    for (const row of TABLE_1) expect(substance(row.name)).toMatchObject({ name: row.name, threshold: row.threshold });
    for (const row of TABLE_2)
      expect(substance(`某物质 (${row.code})`)).toMatchObject({ threshold: row.threshold, beta: row.beta });
  });

  it('finds aliases, full-width brackets, parts of a name and CAS numbers', () => {
    expect(substance('天然气')).toMatchObject({ threshold: 50, beta: 1.5 });
    expect(substance('光气')).toMatchObject({ threshold: 0.3, beta: 20 });
    expect(substance('甲醛（含量＞90%）')).toMatchObject({ threshold: 5 });
    expect(substance('7664-41-7')).toMatchObject({ name: '氨' });
    expect(substance('煤气')).toMatchObject({ threshold: 20, beta: 2 });
  });

  it('takes the lowest threshold and the largest β of several classes', () => {
    expect(substance('某中间体 (W5.3)(J3)')).toMatchObject({ threshold: 50, beta: 2 });
  });

  it('lets a stated class decide β of a named substance but not its threshold', () => {
    expect(substance('苯 (W5.1)')).toMatchObject({ threshold: 50, beta: 1.5, warnings: [] });
    expect(substance('氯 (W4)')).toMatchObject({ beta: 4 });
  });

  it('refuses unknown names and names of several rows', () => {
    expect(substance('水')).toMatchObject({ ok: false });
    expect(substance('硝化棉')).toMatchObject({ ok: false });
    expect(substance('某物质 (W12)')).toMatchObject({ ok: false });
  });
});

describe('limits', () => {
  it('counts a unit exactly at its threshold, and a sum of tenths that makes one', () => {
    expect(resultOf([{ chemical: '氯', tonnes: 5 }]).isMajorHazard).toBe(true);
    expect(resultOf([{ chemical: '氯', tonnes: 4.999 }]).isMajorHazard).toBe(false);
    const tenths = [6, 3, 1].map((tonnes) => ({ chemical: '氨', tonnes }));
    expect(resultOf(tenths).isMajorHazard).toBe(true);
  });

  it.each([
    [0, 0.5],
    [1, 1],
    [29, 1],
    [30, 1.2],
    [49, 1.2],
    [50, 1.5],
    [99, 1.5],
    [100, 2],
    [5000, 2],
  ])('%i people give α %d', (population, alpha) => {
    expect(resultOf([{ chemical: '氯', tonnes: 5 }], population).alpha).toBe(alpha);
  });

  it.each([
    [10, '三级'],
    [9.99, '四级'],
    [50, '二级'],
    [49.99, '三级'],
    [100, '一级'],
    [99.99, '二级'],
  ])('R = %d is %s', (R, level) => {
    expect(resultOf([{ chemical: '苯', tonnes: R * 50 }], 1).level).toBe(level);
  });

  it('refuses negative quantities, broken counts of people and an empty unit, and does not grade without a count', () => {
    expect(assess([{ chemical: '氯', tonnes: -1 }], 0)).toMatchObject({ ok: false });
    expect(assess([{ chemical: '氯', tonnes: 6 }], 1.5)).toMatchObject({ ok: false });
    expect(assess([], 0)).toMatchObject({ ok: false });
    expect(assess([{ chemical: '氯', tonnes: 6 }])).toMatchObject({ ok: true, result: { R: null, level: null } });
  });

  it('shows every number of the calculation', () => {
    const answer = assess([{ chemical: '氯', tonnes: 60 }], 20);
    expect(answer.ok && answer.working.steps.map(({ name, value }) => [name, value])).toEqual([
      ['Q(氯)', 5],
      ['β(氯)', 4],
      ['q/Q(氯)', 12],
      ['S', 12],
      ['α', 1],
      ['R', 48],
      ['级别', '三级'],
    ]);
  });
});

describe('laws', () => {
  const holding = fc.record({
    chemical: fc.constantFrom(...TABLE_1.map(({ name }) => name)),
    tonnes: fc.double({ min: 0, max: 1e5, noNaN: true }),
  });

  it('never lowers S or R by adding a chemical or a neighbour', () => {
    fc.assert(
      fc.property(fc.array(holding, { minLength: 1, maxLength: 5 }), holding, fc.nat(500), (holdings, more, people) => {
        const before = resultOf(holdings, people);
        const after = resultOf([...holdings, more], people + 1);
        expect(after.S).toBeGreaterThanOrEqual(before.S);
        expect(after.R ?? 0).toBeGreaterThanOrEqual(before.R ?? 0);
      }),
    );
  });

  it('does not depend on the order of the chemicals', () => {
    fc.assert(
      fc.property(fc.array(holding, { minLength: 1, maxLength: 5 }), (holdings) => {
        expect(resultOf(holdings.toReversed()).S).toBeCloseTo(resultOf(holdings).S, 6);
      }),
    );
  });
});

describe('duties of Order 40', () => {
  it('asks for a quantitative assessment of level 1 or 2 toxic gas, and of level 1 flammable gas only', () => {
    expect(needsRiskAssessment('二级', [{ chemical: '氯', tonnes: 70 }])).toBe(true);
    expect(needsRiskAssessment('三级', [{ chemical: '氯', tonnes: 60 }])).toBe(false);
    expect(needsRiskAssessment('二级', [{ chemical: '液化石油气', tonnes: 2000 }])).toBe(false);
    expect(needsRiskAssessment('一级', [{ chemical: '液化石油气', tonnes: 5000 }])).toBe(true);
  });

  it('asks for a new assessment after three years and after each kind of change', () => {
    expect(reassessmentReasons(2.9, [])).toEqual([]);
    expect(reassessmentReasons(3, ['accident'])).toHaveLength(2);
  });
});
