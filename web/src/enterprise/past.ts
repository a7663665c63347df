import type { AlarmView } from '@anlan/kernel/alarm';
import type { CaseView } from '@anlan/kernel/case';
import { LEVELS, type Level } from '@anlan/kernel/entity';
import { EVERYTHING, type GroupKey, groupOf, listRows } from '../desk/alarm/groups.ts';

/** The list with an alarm entered: in place of what it was, or first where it is new; an older version changes nothing. */
export function withAlarm(alarms: readonly AlarmView[], alarm: AlarmView): AlarmView[] {
  const known = alarms.find(({ id }) => id === alarm.id);
  if (known === undefined) return [alarm, ...alarms];
  return known.version > alarm.version ? [...alarms] : alarms.map((one) => (one.id === alarm.id ? alarm : one));
}

/** The newest alarms and whatever older one is still open, newest first. */
export function withOpen(newest: readonly AlarmView[], open: readonly AlarmView[]): AlarmView[] {
  const known = new Set(newest.map(({ id }) => id));
  return [...newest, ...open.filter(({ id }) => !known.has(id))].toSorted((a, b) => b.raisedAt - a.raisedAt);
}

/** The worst of some levels; null where there is none. */
export function worstOf(levels: Iterable<string | null>): Level | null {
  const known = new Set(levels);
  return LEVELS.find((level) => known.has(level)) ?? null;
}

/** The worst level that a count by level has any of. */
export const worstCounted = (counts: Readonly<Record<string, number>>): Level | null =>
  worstOf(Object.keys(counts).filter((level) => (counts[level] ?? 0) > 0));

/** The open alarms of an enterprise in the groups of the duty list, so that a figure here equals the list it opens. */
export interface Tally {
  /** Levels of what stands and is not put off. */
  readonly levels: readonly Level[];
  /** 未确认 and 处理中 of the duty list. */
  readonly active: number;
  /** Of these, what nobody has acknowledged. */
  readonly unacknowledged: number;
  /** Over, and still to be closed with a record; what came of one source more than once is one line. */
  readonly recovered: number;
  readonly shelved: number;
}

/** Alarms of an enterprise counted as the duty list has them at `now` (epoch ms). */
export function tallyOf(alarms: readonly AlarmView[], now: number): Tally {
  const open = alarms.filter(({ response }) => response !== 'closed');
  const counts = new Map(
    listRows(open, EVERYTHING, now).flatMap((row) => (row.kind === 'group' ? [[row.key, row.count] as const] : [])),
  );
  const count = (group: GroupKey): number => counts.get(group) ?? 0;
  return {
    levels: open
      .filter((alarm) => ['unacknowledged', 'handling'].includes(groupOf(alarm, now)))
      .map(({ level }) => level),
    active: count('unacknowledged') + count('handling'),
    unacknowledged: count('unacknowledged'),
    recovered: count('recovered'),
    shelved: count('shelved'),
  };
}

export interface CaseMoment {
  readonly key: string;
  readonly at: number;
  readonly case: CaseView;
  readonly ended: boolean;
}

/** What a case adds to a line of time: its beginning and, once it has ended, its end. */
export function momentsOf(view: CaseView): CaseMoment[] {
  const opened = { key: `${view.id} opened`, at: view.openedAt, case: view, ended: false };
  if (view.closedAt === null) return [opened];
  return [{ key: `${view.id} closed`, at: view.closedAt, case: view, ended: true }, opened];
}

/** The day a level was set as it now is: the newest change of the field, else the first version. `at` is epoch ms. */
export function levelSince(
  history: readonly {
    readonly version: number;
    readonly at: number | string;
    readonly by: string | null;
    readonly changes: readonly { readonly field: string }[];
  }[],
  field: string,
): { readonly at: number; readonly by: string | null } | undefined {
  const set = history
    .filter(({ version, changes }) => version === 1 || changes.some((change) => change.field === field))
    .toSorted((a, b) => b.version - a.version)[0];
  return set === undefined ? undefined : { at: new Date(set.at).getTime(), by: set.by };
}
