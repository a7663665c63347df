import type { AlarmView } from '@anlan/kernel/alarm';
import { LEVELS, type Level } from './figures.ts';

export type GroupKey = 'unacknowledged' | 'handling' | 'recovered' | 'shelved' | 'closed';

/** Groups of the duty list in reading order. */
const GROUPS: readonly GroupKey[] = ['unacknowledged', 'handling', 'recovered', 'shelved', 'closed'];

/** One line of the list: an alarm, and how many of the same source it stands for. */
export interface AlarmRow {
  readonly kind: 'alarm';
  readonly key: string;
  readonly group: GroupKey;
  /** Shown: the gravest, then the newest of its members. */
  readonly alarm: AlarmView;
  readonly members: readonly AlarmView[];
}
export interface GroupRow {
  readonly kind: 'group';
  readonly key: GroupKey;
  readonly count: number;
}
export type ListRow = AlarmRow | GroupRow;

/**
 * The group of an alarm at `now` (ms). One that recovered before anybody acknowledged it (ISA-18.2
 * returned-unacknowledged) stands among the recovered ones, still bold, and can still be acknowledged.
 */
export function groupOf(alarm: AlarmView, now: number): GroupKey {
  if (alarm.response === 'closed') return 'closed';
  if (alarm.shelvedUntil !== null && alarm.shelvedUntil > now) return 'shelved';
  if (alarm.recoveredAt !== null) return 'recovered';
  return alarm.response === 'unacknowledged' ? 'unacknowledged' : 'handling';
}

/** Does somebody still have to acknowledge it while it lasts? This is what rings and is counted. */
export function isWaiting(alarm: AlarmView, now: number): boolean {
  return groupOf(alarm, now) === 'unacknowledged';
}

const RANK: Readonly<Record<Level, number>> = { red: 0, orange: 1, yellow: 2, blue: 3 };

/** Gravest first, then newest first. */
export function byUrgency(a: AlarmView, b: AlarmView): number {
  return RANK[a.level] - RANK[b.level] || b.raisedAt - a.raisedAt || (a.id < b.id ? -1 : 1);
}

export interface Filter {
  readonly levels: ReadonlySet<Level>;
  /** Free text over name, place, plate, number and rule. */
  readonly search: string;
  /** Sector or system key; null = all. */
  readonly system: string | null;
}

export const EVERYTHING: Filter = { levels: new Set(LEVELS), search: '', system: null };

/** Does the alarm pass the filter? */
function passes(alarm: AlarmView, filter: Filter): boolean {
  if (!filter.levels.has(alarm.level)) return false;
  if (filter.system !== null && alarm.system !== filter.system) return false;
  const wanted = filter.search.trim().toLowerCase();
  if (wanted === '') return true;
  const text =
    `${alarm.subjectName} ${alarm.placeName} ${alarm.regionName} ${alarm.number} ${alarm.ruleLabel}`.toLowerCase();
  return wanted.split(/\s+/).every((word) => text.includes(word));
}

/** Alarms of one subject and rule in one group are one line (×14). */
function merge(group: GroupKey, alarms: readonly AlarmView[]): AlarmRow[] {
  const bySource = new Map<string, AlarmView[]>();
  for (const alarm of alarms) {
    const source = `${alarm.subjectId}/${alarm.rule}`;
    const members = bySource.get(source);
    if (members === undefined) bySource.set(source, [alarm]);
    else members.push(alarm);
  }
  const rows: AlarmRow[] = [];
  for (const members of bySource.values()) {
    const [first] = members;
    if (first !== undefined) rows.push({ kind: 'alarm', key: first.id, group, alarm: first, members });
  }
  return rows;
}

/** The duty list: group headings with the rows that pass the filter; empty groups are left out. */
export function listRows(alarms: Iterable<AlarmView>, filter: Filter, now: number): ListRow[] {
  const groups = new Map<GroupKey, AlarmView[]>(GROUPS.map((key) => [key, []]));
  for (const alarm of alarms) if (passes(alarm, filter)) groups.get(groupOf(alarm, now))?.push(alarm);
  const rows: ListRow[] = [];
  for (const [key, members] of groups) {
    if (members.length === 0) continue;
    const lines = merge(key, members.sort(byUrgency));
    rows.push({ kind: 'group', key, count: lines.length }, ...lines);
  }
  return rows;
}

/** Alarms per level among those still open. */
export function levelCounts(alarms: Iterable<AlarmView>): Record<Level, number> {
  const counts: Record<Level, number> = { red: 0, orange: 0, yellow: 0, blue: 0 };
  for (const alarm of alarms) if (alarm.response !== 'closed') counts[alarm.level] += 1;
  return counts;
}
