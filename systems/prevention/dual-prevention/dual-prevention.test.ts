import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '@anlan/kernel/refusal';
import { heldAsItsLevelWants, isHigh, ownedByEnterprise } from '../risk-points/guard.ts';
import { riskPoint } from '../risk-points/entities.ts';
import { differsFrom, lacksReason, METHODS, missedRounds, nextDue, scoreRow, worstOf } from './logic.ts';

const scored = (row: Parameters<typeof scoreRow>[0]) => {
  const result = scoreRow(row, 'lower');
  if (isRefusal(result)) throw new Error(result.refused);
  return result;
};

describe('identification', () => {
  it('knows the five kinds of object, old records among them [S64.1]', () => {
    const { object } = riskPoint.fields;
    expect(object?.kind === 'choice' && object.options.map(({ value }) => value)).toEqual([
      'process',
      'facility',
      'material',
      'place',
      'activity',
    ]);
    expect(Object.keys(METHODS)).toEqual(['LEC', 'LS', 'JHA', 'SCL', 'HAZOP']);
  });
});

describe('a grade', () => {
  it('is calculated by a stated method with its working [S64.2]', () => {
    expect(scored({ scale: 'LEC', l: 3, e: 6, c: 15 })).toMatchObject({ score: 270, level: 'orange' });
    expect(scored({ scale: 'LEC', l: 3, e: 6, c: 15 }).working.steps[0]).toMatchObject({
      formula: '3 × 6 × 15',
      value: 270,
    });
    expect(scored({ scale: 'LS', l: 4, s: 5 })).toMatchObject({ score: 20, level: 'red' });
  });

  it('is refused where a value is missing or off the scale', () => {
    expect(scoreRow({ scale: 'LEC', l: 3, e: 6 }, 'lower')).toMatchObject({ refused: 'field-invalid' });
    expect(scoreRow({ scale: 'LS', l: 6, s: 1 }, 'lower')).toMatchObject({ refused: 'field-invalid' });
  });

  it('comes out the same again from what was entered, and tells a changed one', () => {
    const one = fc.record({
      l: fc.constantFrom(0.1, 0.5, 1, 3, 6, 10),
      e: fc.constantFrom(0.5, 1, 2, 3, 6, 10),
      c: fc.constantFrom(1, 3, 7, 15, 40, 100),
    });
    fc.assert(
      fc.property(one, fc.constantFrom('lower' as const, 'upper' as const), (values, edge) => {
        const row = { scale: 'LEC' as const, ...values };
        const first = scoreRow(row, edge);
        if (isRefusal(first)) throw new Error(first.refused);
        const kept = { ...row, score: first.score, computedLevel: first.level };
        expect(differsFrom(kept, edge)).toBeUndefined();
        expect(differsFrom({ ...kept, score: kept.score + 1 }, edge)).toBeDefined();
      }),
    );
  });

  it('of a risk point is that of its worst row; a level that was changed wants a reason', () => {
    const rows = [
      { level: 'yellow', computedLevel: 'yellow', score: 84 },
      { level: 'orange', computedLevel: 'red', score: 360 },
    ] as const;
    expect(worstOf(rows)).toEqual({ level: 'orange', computedLevel: 'red', score: 360 });
    expect(worstOf([])).toBeUndefined();
    expect(lacksReason(rows[1])).toBe(true);
    expect(lacksReason({ ...rows[1], reason: '联锁改造后复评' })).toBe(false);
    expect(lacksReason(rows[0])).toBe(false);
  });
});

describe('a high risk', () => {
  it('is held by the enterprise, by name; a lower one by whoever it is [S64.3]', () => {
    expect([isHigh('red'), isHigh('orange'), isHigh('yellow'), isHigh('blue')]).toEqual([true, true, false, false]);
    expect(ownedByEnterprise({ level: 'red', control: 'company', responsible: '王总' })).toBe(true);
    expect(heldAsItsLevelWants({ level: 'red', control: 'company', responsible: ' ' })).toMatchObject({
      refused: 'risk-owner',
      field: 'responsible',
    });
    expect(heldAsItsLevelWants({ level: 'orange', control: 'team', responsible: '李四' })).toMatchObject({
      refused: 'risk-owner',
      field: 'control',
    });
    expect(heldAsItsLevelWants({ level: 'yellow', control: 'team' })).toBeUndefined();
    expect(heldAsItsLevelWants({ level: 'blue', computedLevel: 'yellow' })).toMatchObject({
      refused: 'risk-level-reason',
    });
  });
});

describe('the rhythm of checks', () => {
  it('counts every round that went by without one', () => {
    expect(missedRounds('2026-03-10', 7, '2026-03-10')).toBe(0);
    expect(missedRounds('2026-03-10', 7, '2026-03-11')).toBe(1);
    expect(missedRounds('2026-03-10', 7, '2026-03-17')).toBe(1);
    expect(missedRounds('2026-03-10', 7, '2026-03-18')).toBe(2);
    expect(nextDue('2026-02-27', 3)).toBe('2026-03-02');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 400 }), (every, late) => {
        const missed = missedRounds('2026-01-01', every, nextDue('2026-01-01', late));
        expect(missed).toBe(Math.ceil(late / every));
      }),
    );
  });
});
