import { stands, underFirst, type AlarmView } from '@anlan/kernel/alarm';
import { QUALITY_LIMITS } from '@anlan/kernel/alarm-quality';
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
  /** In a flood: how many lines of its unit followed from it, and whether they are folded away under it. */
  readonly followers?: number;
  readonly folded?: boolean;
  /** In a flood: it stands under its likely first cause. */
  readonly follows?: boolean;
}
export interface GroupRow {
  readonly kind: 'group';
  readonly key: GroupKey;
  readonly count: number;
  readonly flooded?: boolean;
}
export type ListRow = AlarmRow | GroupRow;

/**
 * The group of an alarm at `now` (ms). One that recovered before anybody acknowledged it (ISA-18.2
 * returned-unacknowledged) stands among the recovered ones, still bold, and can still be acknowledged.
 */
export function groupOf(alarm: AlarmView, now: number): GroupKey {
  if (alarm.response === 'closed') return 'closed';
  if (alarm.shelvedUntil !== null && alarm.shelvedUntil > now) return 'shelved';
  if (!stands(alarm)) return 'recovered';
  return alarm.response === 'unacknowledged' ? 'unacknowledged' : 'handling';
}

/** Does somebody still have to acknowledge it while it lasts? This is what is counted. */
export function isWaiting(alarm: AlarmView, now: number): boolean {
  return groupOf(alarm, now) === 'unacknowledged';
}

/** Does it ring while it waits? What late data found is to be read, but wakes nobody. */
export function isRinging(alarm: AlarmView, now: number): boolean {
  return isWaiting(alarm, now) && alarm.marks?.retrospective !== true;
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

const TEN = 600_000;

/** Have so many alarms rung in the last ten minutes that one person cannot take them in (ISA-18.2 16.5.3)? `begin` is the jurisdiction's number. */
export function isFlooded(alarms: readonly AlarmView[], now: number, begin: number): boolean {
  const lately = alarms.filter(({ raisedAt, marks }) => raisedAt > now - TEN && marks?.retrospective !== true);
  return lately.length >= begin;
}

const causeOf = ({ key, alarm }: AlarmRow) => ({
  id: key,
  since: alarm.since,
  firstOutId: alarm.marks?.firstOutId ?? null,
});

/**
 * Lines of a flood under their likely first cause, folded away unless opened. What is graver than its first cause, and
 * what is looked at, is never hidden.
 */
function fold(lines: readonly AlarmRow[], opened: ReadonlySet<string>, looked: string | null): AlarmRow[] {
  return underFirst(lines, causeOf).flatMap(({ first, followers }) => {
    const graver = followers.filter(({ alarm }) => RANK[alarm.level] < RANK[first.alarm.level]);
    const under = followers.filter((line) => !graver.includes(line));
    if (under.length === 0) return [first, ...graver];
    const seen = under.some(({ members }) => members.some(({ id }) => id === looked));
    const folded = !opened.has(first.key) && !seen;
    const shown = folded ? [] : under.map((line) => ({ ...line, follows: true }));
    return [{ ...first, followers: under.length, folded }, ...shown, ...graver];
  });
}

/** What of the list is open: folded groups that were opened by hand, and the alarm that is looked at. */
export interface Opened {
  readonly groups: ReadonlySet<string>;
  readonly alarm: string | null;
}
const NOTHING: Opened = { groups: new Set(), alarm: null };

/** The duty list: group headings with the rows that pass the filter; empty groups are left out. */
export function listRows(
  alarms: Iterable<AlarmView>,
  filter: Filter,
  now: number,
  opened: Opened = NOTHING,
  floodBegin: number = QUALITY_LIMITS.floodBegin,
): ListRow[] {
  const groups = new Map<GroupKey, AlarmView[]>(GROUPS.map((key) => [key, []]));
  for (const alarm of alarms) if (passes(alarm, filter)) groups.get(groupOf(alarm, now))?.push(alarm);
  const rows: ListRow[] = [];
  for (const [key, members] of groups) {
    if (members.length === 0) continue;
    const flooded = key === 'unacknowledged' && isFlooded(members, now, floodBegin);
    const lines = merge(key, members.sort(byUrgency));
    const shown = flooded ? fold(lines, opened.groups, opened.alarm) : lines;
    rows.push({ kind: 'group', key, count: lines.length, ...(flooded ? { flooded } : {}) }, ...shown);
  }
  return rows;
}

/** Alarms per level among those still open. */
export function levelCounts(alarms: Iterable<AlarmView>): Record<Level, number> {
  const counts: Record<Level, number> = { red: 0, orange: 0, yellow: 0, blue: 0 };
  for (const alarm of alarms) if (alarm.response !== 'closed') counts[alarm.level] += 1;
  return counts;
}
