import type { Post, ShiftView } from '@anlan/kernel/notify';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// Asia/Shanghai is UTC+8 all year.
const SHIFT = 8 * HOUR;

/** Midnight in Shanghai at or before `at` (epoch ms). */
export const startOfDay = (at: number): number => Math.floor((at + SHIFT) / DAY) * DAY - SHIFT;

/** Days of a month or week as the calendar shows it: whole weeks from Monday on (epoch ms of their midnights). */
export function daysShown(at: number, span: 'month' | 'week'): number[] {
  const today = startOfDay(at);
  if (span === 'week') return Array.from({ length: 7 }, (_, i) => mondayOf(today) + i * DAY);
  const date = new Date(today + SHIFT);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) - SHIFT;
  const next = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - SHIFT;
  const from = mondayOf(first);
  const weeks = Math.ceil((next - from) / (7 * DAY));
  return Array.from({ length: weeks * 7 }, (_, i) => from + i * DAY);
}

function mondayOf(day: number): number {
  return day - ((new Date(day + SHIFT).getUTCDay() + 6) % 7) * DAY;
}

/** The day a month or a week away. */
export function turn(at: number, span: 'month' | 'week', step: number): number {
  if (span === 'week') return at + step * 7 * DAY;
  const date = new Date(at + SHIFT);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + step, 1) - SHIFT;
}

export interface Pattern {
  /** Length of a turn (h): 8, 12 or 24. */
  readonly hours: number;
  readonly post: Post;
  /** Hour of the day the first turn begins. */
  readonly begins: number;
  /** They take turns in this order. */
  readonly people: readonly string[];
  /** Midnight of the first day, and how many days. */
  readonly from: number;
  readonly days: number;
}

export interface Planned {
  readonly personId: string;
  readonly post: Post;
  readonly from: number;
  readonly to: number;
}

/** The shifts of a pattern; turns that have ended by `now` are left out, and keep their place in the rotation. */
export function plan({ hours, post, begins, people, from, days }: Pattern, now: number): Planned[] {
  if (people.length === 0) return [];
  const turns = Math.floor((days * 24) / hours);
  return Array.from({ length: turns }, (_, i) => {
    const start = from + begins * HOUR + i * hours * HOUR;
    return { personId: people[i % people.length]!, post, from: start, to: start + hours * HOUR };
  }).filter((shift) => shift.to > now);
}

const POST_ORDER: Readonly<Record<Post, number>> = { leader: 0, main: 1, second: 2 };

/** Shifts that begin on a day, and the part of the first one that comes from the day before is left to that day. */
export function shiftsOn(shifts: readonly ShiftView[], day: number): ShiftView[] {
  return shifts
    .filter((shift) => shift.from >= day && shift.from < day + DAY)
    .sort((a, b) => POST_ORDER[a.post] - POST_ORDER[b.post] || a.from - b.from);
}

/** The parts of gaps that lie on a day and are not over at `now`. */
export function gapsOn(
  gaps: readonly { readonly from: number; readonly to: number }[],
  day: number,
  now: number,
): { from: number; to: number }[] {
  return gaps.flatMap((gap) => {
    const from = Math.max(gap.from, day, Math.floor(now / 60_000) * 60_000);
    const to = Math.min(gap.to, day + DAY);
    return to > from ? [{ from, to }] : [];
  });
}
