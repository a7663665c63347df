import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SUBSTANCES } from '../hazchem-units/index.ts';
import {
  filingOf,
  filingTerms,
  focusOf,
  focusReasons,
  GRADES,
  gradeUnit,
  graver,
  majorHazards,
  watchOf,
  type Share,
} from './index.ts';

const counted = SUBSTANCES.filter(({ hazard }) => hazard !== null);
const share = fc.record({
  substance: fc.constantFrom(...counted.map(({ key }) => key)),
  tonnes: fc.double({ min: 0, max: 5000, noNaN: true }),
});
const shares = fc.array(share, { minLength: 1, maxLength: 8 });
const rank = (grade: (typeof GRADES)[number] | null) => GRADES.length - GRADES.indexOf(grade ?? 'none');

describe('the level of a source', () => {
  it('[S08.2] is that of the worked examples, every term shown', () => {
    const chlorine = gradeUnit([{ substance: '7782-50-5', tonnes: 60 }], 20);
    expect(chlorine.terms).toEqual([
      expect.objectContaining({ name: '氯', q: 60, threshold: 5, beta: 4, ratio: 12, weighted: 48, betaClause: '表3' }),
    ]);
    expect(chlorine).toMatchObject({ S: 12, alpha: 1, R: 48, grade: 'three' });
    const farm = [
      { substance: '67-56-1', tonnes: 3000 },
      { substance: '86290-81-5', tonnes: 1000 },
    ];
    expect(gradeUnit(farm, 0)).toMatchObject({ S: 11, alpha: 0.5, R: 5.5, grade: 'four' });
    expect(gradeUnit([{ substance: '68476-85-7', tonnes: 400 }], 60)).toMatchObject({ S: 8, R: 18, grade: 'three' });
    const little = [
      { substance: '71-43-2', tonnes: 20 },
      { substance: '108-88-3', tonnes: 250 },
    ];
    expect(gradeUnit(little, 0)).toMatchObject({ R: null, grade: 'none' });
  });

  it('[S08.2] is not guessed where the neighbours were not counted', () => {
    expect(gradeUnit([{ substance: '7782-50-5', tonnes: 60 }], null)).toMatchObject({ S: 12, R: null, grade: null });
  });

  it('[S08.2] R is α times the sum of its terms, and S the sum of their ratios', () => {
    fc.assert(
      fc.property(shares, fc.integer({ min: 0, max: 300 }), (held, population) => {
        const { terms, S, R, alpha, grade } = gradeUnit(held, population);
        expect(S).toBeCloseTo(
          terms.reduce((sum, { ratio }) => sum + ratio, 0),
          6,
        );
        if (R === null || alpha === null) {
          expect(grade).toBe('none');
          return;
        }
        const sum = terms.reduce((total, { weighted }) => total + weighted, 0);
        expect(Math.abs(R - alpha * sum)).toBeLessThan(1e-9 * Math.max(1, R));
      }),
    );
  });

  it('[S08.2] never falls when more is held or more people live near', () => {
    fc.assert(
      fc.property(
        shares,
        share,
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 200 }),
        (held, more, few, added) => {
          const before = gradeUnit(held, few);
          const after = gradeUnit([...held, more], few + added);
          expect(after.S).toBeGreaterThanOrEqual(before.S - 1e-9);
          expect(rank(after.grade)).toBeGreaterThanOrEqual(rank(before.grade));
        },
      ),
    );
  });

  it('[S08.2] does not depend on how a chemical is split over places', () => {
    fc.assert(
      fc.property(share, fc.double({ min: 0, max: 1, noNaN: true }), ({ substance, tonnes }, cut) => {
        const parts: Share[] = [
          { substance, tonnes: tonnes * cut },
          { substance, tonnes: tonnes - tonnes * cut },
        ];
        const [whole, split] = [gradeUnit([{ substance, tonnes }], 50), gradeUnit(parts, 50)];
        expect(split.terms).toHaveLength(1);
        expect(split.S).toBeCloseTo(whole.S, 9);
      }),
    );
  });

  it('names the chemicals the standard does not count, with the reason', () => {
    const { uncounted, grade } = gradeUnit([{ substance: '7664-93-9', tonnes: 5000 }], 10);
    expect(grade).toBe('none');
    expect(uncounted).toEqual([
      expect.objectContaining({ name: '硫酸', reason: expect.stringContaining('不参与辨识') }),
    ]);
  });

  it('the graver of two levels is the one nearer to one', () => {
    expect(graver('three', 'two')).toBe('two');
    expect(graver(null, 'four')).toBe('four');
    expect(graver('one', null)).toBe('one');
  });
});

describe('how a source is watched', () => {
  it('[S08.3] a source without any sensor of the four kinds is unmonitored', () => {
    expect(watchOf(['pressure-tank'], ['wind-speed', 'fire-alarm'])).toEqual({
      bound: 0,
      missing: ['pressure', 'temperature', 'level', 'leak'],
      unmonitored: true,
    });
  });

  it('[S08.3] names the kinds that are missing, and asks no pressure of an atmospheric tank', () => {
    expect(watchOf(['atmospheric-tank'], ['level', 'temperature', 'level'])).toEqual({
      bound: 3,
      missing: ['leak'],
      unmonitored: false,
    });
    expect(watchOf(['pressure-tank'], ['level', 'combustible']).missing).toEqual(['pressure', 'temperature']);
    expect(watchOf(['warehouse'], ['toxic', 'temperature']).missing).toEqual([]);
  });
});

const firstOf = (key: string) => majorHazards.parameters?.find((parameter) => parameter.key === key)?.value;

describe('the focus list', () => {
  it('[S08.4] takes in level one and two sources and red enterprises, with the reason', () => {
    const source = (grade: (typeof GRADES)[number]) => [{ name: '液氯罐区', grade }];
    const first = focusOf((key) => firstOf(key) as readonly string[]);
    expect(focusReasons({ riskLevel: 'blue', sources: source('one') }, first)).toEqual(['一级重大危险源：液氯罐区']);
    expect(focusReasons({ riskLevel: 'red', sources: source('two') }, first)).toEqual([
      '二级重大危险源：液氯罐区',
      '安全风险等级为重大（红色）',
    ]);
    expect(focusReasons({ riskLevel: 'orange', sources: source('three') }, first)).toEqual([]);
    expect(focusReasons({ riskLevel: 'yellow', sources: [{ name: '', grade: null }] }, first)).toEqual([]);
    const wider = { grades: ['one', 'two', 'three'], risks: ['red', 'orange'] };
    expect(focusReasons({ riskLevel: 'orange', sources: source('three') }, wider)).toHaveLength(2);
  });
});

describe('filing', () => {
  it.each([
    ['2024-03-01', '2024-03-10', '2026-11-22', { until: '2027-03-01', state: 'valid', late: false }],
    ['2024-01-31', '2024-03-10', '2026-11-22', { until: '2027-01-31', state: 'soon', late: true }],
    ['2023-11-21', '2023-11-25', '2026-11-22', { until: '2026-11-21', state: 'expired', late: false }],
    [null, null, '2026-11-22', { until: null, state: 'unfiled', late: false }],
  ])('assessed %s, filed %s', (assessed, filed, today, expected) => {
    expect(
      filingOf(
        assessed,
        filed,
        today,
        filingTerms((key) => firstOf(key) as number),
      ),
    ).toEqual(expected);
  });
});
