import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepted, levelOfMatrix, monitored, newTechnology, soundAssessment } from './cases.ts';
import { conditionsOf, permissionOf } from './logic.ts';

describe('new technology', () => {
  it('is permitted by an accepted assessment only: every other state forbids it', () => {
    expect(permissionOf(null)).toBe('forbidden');
    const permitted = Object.keys(newTechnology.states).filter((state) => permissionOf(state) !== 'forbidden');
    expect(permitted).toEqual(['monitoring', 'permitted']);
  });

  it('has the level that follows from likelihood and severity (风险矩阵)', () => {
    expect(
      [
        [5, 4],
        [4, 4],
        [5, 3],
        [3, 3],
        [2, 4],
        [1, 1],
      ].map(([l, s]) => levelOfMatrix(l!, s!)),
    ).toEqual(['red', 'orange', 'orange', 'yellow', 'blue', 'blue']);
    expect(soundAssessment({ input: { likelihood: 5, severity: 5, level: 'blue' } })).toMatchObject({ field: 'level' });
  });

  it('needs conditions where it is accepted on conditions, and acceptance before approval', () => {
    expect(soundAssessment({ input: { conclusion: 'conditional', conditions: ' \n ' } })).toMatchObject({
      field: 'conditions',
    });
    expect(soundAssessment({ input: { conclusion: 'conditional', conditions: '1. 联锁投用' } })).toBeUndefined();
    const standing = (detail: object) => ({ standing: { detail } as never });
    expect(accepted(standing({ conclusion: 'not-accepted' }))).toMatchObject({ refused: 'not-accepted' });
    expect(accepted(standing({}))).toMatchObject({ refused: 'not-accepted' });
    expect(accepted(standing({ conclusion: 'accepted' }))).toBeUndefined();
  });

  it('stays monitored until the period is over and every condition is met', () => {
    const at = Date.parse('2026-06-30T12:00+08:00');
    const facts = (detail: object) => ({ standing: { detail } as never, at });
    expect(monitored(facts({ monitorUntil: '2026-07-01' }))).toMatchObject({ refused: 'monitoring-runs' });
    expect(monitored(facts({ monitorUntil: '2026-06-30', conditionsOpen: 2 }))).toMatchObject({
      refused: 'conditions-open',
    });
    expect(monitored(facts({ monitorUntil: '2026-06-30', conditionsOpen: 0 }))).toBeUndefined();
  });

  it('reads conditions a line each, however they are numbered', () => {
    expect(conditionsOf('1. 联锁投用\n（2）每周试验；3、双人监护\n\n')).toEqual(['联锁投用', '每周试验', '双人监护']);
    fc.assert(fc.property(fc.string(), (text) => conditionsOf(text).every((line) => line.trim() !== '')));
  });
});
