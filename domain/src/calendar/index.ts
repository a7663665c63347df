import { statutoryDays, YEARS } from './holidays.ts';

export { statutoryDays, YEARS, type Year } from './holidays.ts';

/** A day in Asia/Shanghai, `YYYY-MM-DD`. */
export type Day = string;

/** A jurisdiction's own days: off for a local holiday or an emergency, worked where an office works on. */
export interface Overrides {
  readonly off?: readonly Day[];
  readonly worked?: readonly Day[];
  /** Whole years as announced after this calendar was made; a year with a day off here is announced. */
  readonly announced?: { readonly off: readonly Day[]; readonly worked: readonly Day[] };
}

export type Unit = 'working-days' | 'days' | 'hours';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** China has one time and since 1991 no summer time. */
const OFFSET = 8 * HOUR;
/** No deadline of law or practice is longer; it bounds the search through a calendar that names no working day. */
const LONGEST = 4000;

/** The day in Asia/Shanghai at an instant (epoch ms). */
export function dayOf(at: number): Day {
  return new Date(at + OFFSET).toISOString().slice(0, 10);
}

/** First millisecond of a day in Asia/Shanghai (epoch ms). */
export function startOf(day: Day): number {
  return Date.parse(`${day}T00:00:00+08:00`);
}

/** Last millisecond of a day in Asia/Shanghai (epoch ms). */
export function endOf(day: Day): number {
  return startOf(day) + DAY - 1;
}

/** The hour of the day in Asia/Shanghai, 0…23. */
export function hourOf(at: number): number {
  return Math.floor(((((at + OFFSET) % DAY) + DAY) % DAY) / HOUR);
}

/** `2026-03-18 09:11` in Asia/Shanghai. */
export function stampOf(at: number): string {
  return new Date(at + OFFSET).toISOString().slice(0, 16).replace('T', ' ');
}

/** The day `count` days later (earlier where negative). */
export function shift(day: Day, count: number): Day {
  return dayOf(startOf(day) + count * DAY);
}

const yearOf = (day: Day): string => day.slice(0, 4);

/** Are the holidays of the day's year announced? Without, weekends and the days off by law are certain, the rest is not. */
export function isAnnounced(day: Day, { announced }: Overrides = {}): boolean {
  const year = yearOf(day);
  return YEARS[year] !== undefined || announced?.off.some((one) => yearOf(one) === year) === true;
}

/** Is it a day of work for offices? The jurisdiction's own days come before the State Council's, these before weekends. */
export function isWorkingDay(day: Day, overrides: Overrides = {}): boolean {
  if (overrides.worked?.includes(day) === true) return true;
  if (overrides.off?.includes(day) === true) return false;
  return announcedWork(day, overrides) ?? !isWeekend(day);
}

/** What the year's announcement, or without one the law, says of the day; undefined where it says nothing. */
function announcedWork(day: Day, { announced }: Overrides): boolean | undefined {
  const year = yearOf(day);
  if (announced?.off.some((one) => yearOf(one) === year) === true) {
    if (announced.off.includes(day)) return false;
    return announced.worked.includes(day) ? true : undefined;
  }
  const known = YEARS[year];
  if (known === undefined) return statutoryDays(year).includes(day) ? false : undefined;
  if (known.off.some(([from, to]) => from <= day && day <= to)) return false;
  return known.worked.includes(day) ? true : undefined;
}

/** Saturday or Sunday. */
export function isWeekend(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/**
 * When a period of `count` units that begins at `at` (epoch ms) ends, as epoch ms.
 * Days: the day of the beginning does not count and the last day counts to its end; a last day that is a holiday moves
 * to the next working day (民法典 第二百零一、二百零三条). Working days: holidays are left out (行政处罚法 第八十五条).
 * Hours run through holidays and nights.
 */
export function endOfPeriod(at: number, count: number, unit: Unit, overrides: Overrides = {}): number {
  if (!Number.isFinite(count) || count < 0 || count > LONGEST * 24)
    throw new RangeError(`no period of ${count} ${unit}`);
  return ENDS[unit](at, count, overrides);
}

/** When a period ends, and whether that rests on a year whose holidays are not announced yet (暂定). Hours never do. */
export function reckon(
  at: number,
  count: number,
  unit: Unit,
  overrides: Overrides = {},
): { readonly at: number; readonly provisional: boolean } {
  const end = endOfPeriod(at, count, unit, overrides);
  const years = unit === 'hours' ? [] : yearsBetween(unit === 'days' ? end : at, end);
  return { at: end, provisional: years.some((year) => !isAnnounced(`${year}-01-01`, overrides)) };
}

function yearsBetween(from: number, to: number): number[] {
  const [first, last] = [Number(yearOf(dayOf(from))), Number(yearOf(dayOf(to)))];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const ENDS: Record<Unit, (at: number, count: number, overrides: Overrides) => number> = {
  hours: (at, count) => at + count * HOUR,
  days: (at, count, overrides) => endOf(nextWorkingDay(shift(dayOf(at), Math.ceil(count)), overrides)),
  'working-days': (at, count, overrides) => {
    let day = dayOf(at);
    for (let left = Math.ceil(count); left > 0; left -= 1) day = nextWorkingDay(shift(day, 1), overrides);
    return endOf(day);
  },
};

/** The day itself, or the first working day after it. */
function nextWorkingDay(day: Day, overrides: Overrides): Day {
  let next = day;
  for (let tried = 0; !isWorkingDay(next, overrides); tried += 1) {
    if (tried > LONGEST) throw new RangeError('the calendar names no working day');
    next = shift(next, 1);
  }
  return next;
}

/** Working days after the day of `from` up to and including the day of `to` (epoch ms); negative where `to` is earlier. */
export function workingDaysBetween(from: number, to: number, overrides: Overrides = {}): number {
  const [first, last] = from <= to ? [dayOf(from), dayOf(to)] : [dayOf(to), dayOf(from)];
  let count = 0;
  for (let day = shift(first, 1); day <= last && count <= LONGEST; day = shift(day, 1)) {
    if (isWorkingDay(day, overrides)) count += 1;
  }
  return from <= to ? count : -count;
}
