import type { AlarmView } from '@anlan/kernel/alarm';
import type { CaseView } from '@anlan/kernel/case';
import { describe, expect, it } from 'vitest';
import { levelSince, momentsOf, tallyOf, withAlarm, withOpen, worstCounted, worstOf } from './past.ts';

const alarm = (id: string, version: number) => ({ id, version }) as AlarmView;

describe('what an enterprise file is made of', () => {
  it('enters a pushed alarm first, or in place of its older version, and never goes back', () => {
    const before = [alarm('a', 2), alarm('b', 1)];
    expect(withAlarm(before, alarm('c', 1)).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    expect(withAlarm(before, alarm('b', 2)).map(({ version }) => version)).toEqual([2, 2]);
    expect(withAlarm(before, alarm('a', 1))).toEqual(before);
  });

  it('counts open alarms as the duty list groups them: one that recovered unanswered is to be closed, not unacknowledged', () => {
    const now = 1_000_000;
    const of = (id: string, response: string, more: object = {}) =>
      ({
        id,
        response,
        recoveredAt: null,
        shelvedUntil: null,
        level: 'yellow',
        raisedAt: 10,
        subjectId: id,
        ...more,
      }) as AlarmView;
    const alarms = [
      of('waits', 'unacknowledged'),
      of('taken', 'handling', { level: 'red' }),
      of('gone', 'unacknowledged', { recoveredAt: 20 }),
      of('held', 'unacknowledged', { recoveredAt: 20, latchedAt: 20 }),
      of('later', 'unacknowledged', { shelvedUntil: now + 1 }),
      of('over', 'closed', { recoveredAt: 20 }),
    ];
    alarms.push(of('gone again', 'unacknowledged', { recoveredAt: 30, subjectId: 'gone' }));
    expect(tallyOf(alarms, now)).toEqual({
      levels: ['yellow', 'red', 'yellow'],
      active: 3,
      unacknowledged: 2,
      recovered: 1,
      shelved: 1,
    });
  });

  it('keeps an open alarm that is older than the newest ones asked for', () => {
    const at = (id: string, raisedAt: number) => ({ id, raisedAt }) as AlarmView;
    expect(withOpen([at('c', 30), at('b', 20)], [at('b', 20), at('a', 1)]).map(({ id }) => id)).toEqual([
      'c',
      'b',
      'a',
    ]);
  });

  it('takes the worst of the four levels, and none from counts of nothing', () => {
    expect(worstOf(['blue', null, 'orange', 'yellow'])).toBe('orange');
    expect(worstOf([null])).toBeNull();
    expect(worstCounted({ red: 0, yellow: 2, none: 4 })).toBe('yellow');
    expect(worstCounted({ none: 4 })).toBeNull();
  });

  it('tells a case twice once it has ended: how it ended, and how it began', () => {
    const view = { id: 'c', openedAt: 10, closedAt: null } as CaseView;
    expect(momentsOf(view).map(({ at, ended }) => [at, ended])).toEqual([[10, false]]);
    expect(momentsOf({ ...view, closedAt: 20 }).map(({ at, ended }) => [at, ended])).toEqual([
      [20, true],
      [10, false],
    ]);
  });

  it('dates a level by its newest change, else by the registration', () => {
    const change = (version: number, ...fields: string[]) => ({
      version,
      at: version * 1000,
      by: `第 ${version} 人`,
      changes: fields.map((field) => ({ field })),
    });
    const history = [change(1), change(2, 'phone'), change(3, 'riskLevel'), change(4, 'phone')];
    expect(levelSince(history, 'riskLevel')).toEqual({ at: 3000, by: '第 3 人' });
    expect(levelSince(history.slice(0, 2), 'riskLevel')).toEqual({ at: 1000, by: '第 1 人' });
    expect(levelSince([], 'riskLevel')).toBeUndefined();
  });
});
