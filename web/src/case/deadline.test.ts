import type { CaseEntry } from '@anlan/kernel/case';
import { describe, expect, it } from 'vitest';
import { clockWords, deadlineNote, deadlineOf } from './deadline.ts';
import { kindByKey } from './kinds.ts';

const NOW = Date.parse('2026-03-18T09:26:41+08:00');
const DAY = 86_400_000;
const danger = kindByKey('hidden-danger')!;
const selfCheck = kindByKey('self-check')!;
const view = { dueAt: NOW + 3 * DAY, closedAt: null, openedAt: NOW - 2 * DAY, state: 'rectifying', source: 'self' };

function entry(action: string, from: string | null, at = NOW): CaseEntry {
  return { seq: 1, at, by: '甲', side: 'organisation', action, from, to: 'x', text: '', files: [], made: null };
}

describe('the clock of a case', () => {
  it('says how long is left and how late it is', () => {
    expect(clockWords(danger, view, NOW).text).toBe('还剩 3 天');
    expect(clockWords(danger, { ...view, dueAt: NOW - 2 * DAY }, NOW)).toMatchObject({
      state: 'late',
      text: '逾期 2 天',
    });
    expect(clockWords(danger, { ...view, dueAt: NOW - 2 * DAY }, NOW, 'en').text).toBe('overdue 2 d');
  });

  it('says of an ended case whether the deadline was kept', () => {
    const closed = { ...view, state: 'closed', dueAt: NOW };
    expect(clockWords(danger, { ...closed, closedAt: NOW - DAY }, NOW).text).toBe('按期办结');
    expect(clockWords(danger, { ...closed, closedAt: NOW + 2 * DAY }, NOW).text).toBe('逾期 2 天办结');
    expect(clockWords(danger, { ...closed, closedAt: NOW + DAY / 4 }, NOW).text).toBe('逾期 6 小时办结');
    // Never "0 hours", nor a day that is not yet over.
    expect(clockWords(danger, { ...closed, closedAt: NOW + 60_000 }, NOW).text).toBe('逾期不足 1 小时办结');
  });

  it('does not run where the kind stops it, and is nothing without a deadline', () => {
    const late = { ...view, state: 'reported', dueAt: NOW - DAY };
    expect(clockWords(selfCheck, late, NOW).state).toBe('stopped');
    expect(clockWords(danger, { ...view, dueAt: null }, NOW).text).toBe('—');
  });

  it('fills its pie from when the time began to run', () => {
    const spent = (since: number) => clockWords(danger, { ...view, dueAt: NOW + DAY }, NOW, 'zh', since).spent;
    expect(spent(NOW - DAY)).toBeCloseTo(0.5);
    expect(spent(NOW - 3 * DAY)).toBeCloseTo(0.75);
  });
});

describe('where a deadline comes from', () => {
  it('is the last act that set one, not a later one that set none', () => {
    const trail = [entry('open', null), entry('grade', 'registered', NOW + 1), entry('urge', 'graded', NOW + 2)];
    expect(deadlineOf(danger, trail)?.entry.action).toBe('grade');
    expect(deadlineOf(danger, trail.slice(0, 1))?.entry.action).toBe('open');
    expect(deadlineOf(danger, [])).toBeUndefined();
  });

  it('names the parameter and the legal working calendar where working days count', () => {
    const note = deadlineNote(danger.opening.deadline!);
    expect(note).toContain('定级时限');
    expect(note).toContain('国务院办公厅放假调休');
    expect(deadlineNote(danger.actions['assign']!.deadline!)).toContain('办理人定的日期');
  });
});
