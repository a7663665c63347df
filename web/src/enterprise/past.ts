import { stands, type AlarmView } from '@anlan/kernel/alarm';
import type { CaseView } from '@anlan/kernel/case';
import { LEVELS, type Level } from '@anlan/kernel/entity';

/** The list with an alarm entered: in place of what it was, or first where it is new; an older version changes nothing. */
export function withAlarm(alarms: readonly AlarmView[], alarm: AlarmView): AlarmView[] {
  const known = alarms.find(({ id }) => id === alarm.id);
  if (known === undefined) return [alarm, ...alarms];
  return known.version > alarm.version ? [...alarms] : alarms.map((one) => (one.id === alarm.id ? alarm : one));
}

/** The worst of some levels; null where there is none. */
export function worstOf(levels: Iterable<string | null>): Level | null {
  const known = new Set(levels);
  return LEVELS.find((level) => known.has(level)) ?? null;
}

/** The worst level that a count by level has any of. */
export const worstCounted = (counts: Readonly<Record<string, number>>): Level | null =>
  worstOf(Object.keys(counts).filter((level) => (counts[level] ?? 0) > 0));

export const isActive = (alarm: AlarmView): boolean => alarm.response !== 'closed' && stands(alarm);

/** Has nobody answered for it yet? One that went back by itself still waits. */
export const isWaiting = (alarm: AlarmView): boolean => alarm.response === 'unacknowledged';

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
