import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHEMICAL_PARK_BANDS,
  deviations,
  ENTERPRISE_BANDS,
  FOUR_COLOURS,
  HAZOP_PARAMETERS,
  LEC_SCALES,
  lec,
  lopa,
  lsMatrix,
  mes,
  score,
} from './index.ts';

const ORDER = ['低', '一般', '较大', '重大'];
const rank = (answer: ReturnType<typeof lec> | ReturnType<typeof lsMatrix>): number =>
  answer.ok ? ORDER.indexOf(answer.result.level) : -1;

describe('LEC', () => {
  it.each([
    [1, 10, 2, 20, '稍有危险', '低'],
    [1, 10, 7, 70, '一般危险', '低'],
    [1, 6, 15, 90, '显著危险', '一般'],
    [1, 10, 16, 160, '显著危险', '一般'],
    [3, 6, 15, 270, '高度危险', '较大'],
    [1, 8, 40, 320, '高度危险', '较大'],
    [6, 6, 15, 540, '极其危险', '重大'],
    [0.1, 0.5, 1, 0.05, '稍有危险', '低'],
  ])('%d × %d × %d = %d is %s, %s', (L, E, C, D, band, level) => {
    const answer = lec(L, E, C);
    expect(answer).toMatchObject({ ok: true, result: { band, level } });
    expect(answer.ok && answer.result.D).toBeCloseTo(D, 12);
  });

  it('puts an exact edge into the upper band where the jurisdiction says so', () => {
    expect(lec(1, 8, 40, 'upper')).toMatchObject({ result: { band: '极其危险', level: '重大', colour: '红' } });
  });

  it('warns of values between the points of a scale and refuses those outside', () => {
    expect(lec(2, 6, 15)).toMatchObject({ ok: true, working: { warnings: ['L = 2 不是分值表中的取值'] } });
    expect(lec(11, 6, 15).ok).toBe(false);
    expect(lec(1, 0, 15).ok).toBe(false);
    expect(lec(1, Number.NaN, 15).ok).toBe(false);
  });

  it('is monotone in each factor', () => {
    const point = (key: keyof typeof LEC_SCALES) => fc.constantFrom(...LEC_SCALES[key].map(([value]) => value));
    fc.assert(
      fc.property(point('L'), point('L'), point('E'), point('C'), (a, b, E, C) => {
        expect(rank(lec(Math.max(a, b), E, C))).toBeGreaterThanOrEqual(rank(lec(Math.min(a, b), E, C)));
      }),
    );
  });
});

describe('risk matrix', () => {
  it.each([
    [1, 3, '低'],
    [2, 4, '低'],
    [3, 3, '一般'],
    [3, 4, '一般'],
    [3, 5, '较大'],
    [4, 4, '较大'],
    [4, 5, '重大'],
    [5, 5, '重大'],
  ])('%d × %d is %s', (L, S, level) => {
    expect(lsMatrix(L, S)).toMatchObject({ result: { R: L * S, level } });
  });

  it('is symmetric and refuses what is no whole number from 1 to 5', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), (a, b) => {
        expect(rank(lsMatrix(a, b))).toBe(rank(lsMatrix(b, a)));
      }),
    );
    for (const bad of [0, 6, 2.5]) expect(lsMatrix(bad, 3).ok).toBe(false);
  });
});

it('grades MES products and refuses values off its scales', () => {
  expect(mes(5, 10, 4)).toMatchObject({ result: { R: 200, grade: '一级' } });
  expect(mes(3, 6, 1)).toMatchObject({ result: { R: 18, grade: '五级' } });
  expect(mes(2, 6, 1).ok).toBe(false);
});

it('multiplies protection layers and refuses probabilities beyond 1', () => {
  const answer = lopa(0.1, [0.1, 0.01]);
  expect(answer.ok && answer.result.frequency).toBeCloseTo(1e-4, 15);
  expect(lopa(0.1, [1.2]).ok).toBe(false);
});

describe('scores', () => {
  const item = (obtained: number, weight = 1) => ({ name: '项', obtained, full: 100, weight });

  it('weighs the items that apply', () => {
    const items = [item(100, 3), item(50, 1), { ...item(0), applies: false }];
    expect(score(items, ENTERPRISE_BANDS)).toMatchObject({ result: { score: 87.5, grade: 'B' } });
  });

  it.each([
    [90, 'A'],
    [89.99, 'B'],
    [75, 'B'],
    [60, 'C'],
    [59.9, 'D'],
  ])('%d is class %s', (points, grade) => {
    expect(score([item(points)], ENTERPRISE_BANDS)).toMatchObject({ result: { grade } });
  });

  it('lets a veto decide', () => {
    expect(score([item(99)], ENTERPRISE_BANDS, ['瞒报事故'])).toMatchObject({
      result: { grade: 'D', veto: '瞒报事故' },
    });
  });

  it('gives a park of the highest risk class A', () => {
    expect(score([item(59)], CHEMICAL_PARK_BANDS)).toMatchObject({ result: { grade: 'A' } });
    expect(score([item(85)], CHEMICAL_PARK_BANDS)).toMatchObject({ result: { grade: 'D' } });
  });

  it('refuses marks beyond the full mark and a table in which nothing applies', () => {
    expect(score([item(101)], ENTERPRISE_BANDS).ok).toBe(false);
    expect(score([{ ...item(1), applies: false }], ENTERPRISE_BANDS).ok).toBe(false);
  });
});

it('paints the four levels in four colours', () => {
  expect(ORDER.map((level) => FOUR_COLOURS[level as keyof typeof FOUR_COLOURS].colour)).toEqual([
    '蓝',
    '黄',
    '橙',
    '红',
  ]);
});

it('asks a HAZOP node only meaningful deviations', () => {
  expect(HAZOP_PARAMETERS).toContain('流量');
  expect(deviations('压力').map(({ deviation }) => deviation)).toEqual(['压力高', '压力低', '压力真空']);
  expect(deviations('颜色')).toEqual([]);
});
