import { clockRuns, type CaseEntry, type CaseKind, type CaseView, type Deadline } from '@anlan/kernel/case';
import { endedLate } from '@anlan/kernel/deadline';
import type { Language } from '../language/index.tsx';
import { dueWords } from '../time/index.ts';
import { parameterByKey } from './kinds.ts';

export interface ClockWords {
  /** `stopped`: the deadline does not count in this state; `ended`: the case is over. */
  readonly state: 'none' | 'plain' | 'soon' | 'late' | 'stopped' | 'ended';
  readonly text: string;
  readonly spent: number;
}

type Timed = Pick<CaseView, 'dueAt' | 'closedAt' | 'openedAt' | 'state' | 'source'>;

const NONE: ClockWords = { state: 'none', text: '—', spent: 0 };

/**
 * The words of a case's deadline at `now` (epoch ms): 还剩 3 天, 逾期 2 天, and afterwards whether it was kept.
 * `since` is when the time began to run; default: when the case was opened.
 */
export function clockWords(
  kind: CaseKind | undefined,
  view: Timed,
  now: number,
  language: Language = 'zh',
  since = view.openedAt,
): ClockWords {
  if (view.dueAt === null) return NONE;
  const zh = language === 'zh';
  if (view.closedAt !== null) {
    const late = view.closedAt > view.dueAt;
    const text = late ? endedLate(view.closedAt - view.dueAt)[language] : zh ? '按期办结' : 'closed on time';
    return { state: 'ended', text, spent: 1 };
  }
  if (kind !== undefined && !clockRuns(kind, view))
    return { state: 'stopped', text: zh ? '不计时' : 'clock stopped', spent: 0 };
  return dueWords(view.dueAt, now, since, language);
}

/** The act whose deadline is in force: the last of the trail that set or cleared one. */
export function deadlineOf(
  kind: CaseKind,
  trail: readonly CaseEntry[],
): { readonly deadline: Deadline; readonly entry: CaseEntry } | undefined {
  for (const entry of trail.toReversed()) {
    const deadline = entry.from === null ? kind.opening.deadline : kind.actions[entry.action]?.deadline;
    if (deadline !== undefined) return { deadline, entry };
  }
  return undefined;
}

const UNITS: Record<string, readonly [zh: string, en: string]> = {
  'working-days': [
    '按工作日计：以国务院办公厅放假调休安排和本地工作日历为准',
    'counted in working days: the State Council’s holidays and the local calendar',
  ],
  days: ['按自然日计，到当日 24:00', 'counted in calendar days, to the end of the day'],
  hours: ['按小时计', 'counted in hours'],
};

/** Where the deadline comes from and in which calendar it counts. */
export function deadlineNote(deadline: Deadline, language: Language = 'zh'): string {
  const index = language === 'zh' ? 0 : 1;
  if (deadline.kind === 'clear') return ['没有期限', 'no deadline'][index] as string;
  if (deadline.kind === 'asked')
    return ['办理人定的日期，到当日 24:00', 'a date set by hand, to the end of the day'][index] as string;
  const parameter = parameterByKey(deadline.parameter);
  const name = parameter === undefined ? deadline.parameter : index === 0 ? parameter.label : parameter.labelEn;
  return `${name}；${UNITS[deadline.unit]?.[index] ?? ''}`;
}
