import { dayOf, shift } from '@anlan/domain/calendar';

/** Lists of 三清三进, lowest first. */
export const TIERS = ['day', 'week', 'month', 'quarter'] as const;
export type Tier = (typeof TIERS)[number];

const FIRST: Readonly<Record<string, Tier>> = { shift: 'day', department: 'week', manager: 'month' };

/** Monday of the week of a day, `YYYY-MM-DD`. */
function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

const PERIODS: Record<Tier, (day: string) => string> = {
  day: (day) => day,
  week: mondayOf,
  month: (day) => day.slice(0, 7),
  quarter: (day) => `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`,
};

/**
 * The list on which an open hidden danger stands at `now` (epoch ms): what is not cleared in its day goes to the week's
 * list, from the week to the month, from the month to the quarter (D2:128 日清周进、周清月进、月清季进, our reading of an
 * undefined slogan). Days and weeks are those of Asia/Shanghai; the day of origin is kept.
 */
export function tierAt(round: string | null | undefined, foundAt: number, now: number): Tier {
  const found = dayOf(foundAt);
  const today = dayOf(now);
  const first = TIERS.indexOf(FIRST[round ?? 'shift'] ?? 'day');
  for (const tier of TIERS.slice(first, -1)) if (PERIODS[tier](found) === PERIODS[tier](today)) return tier;
  return 'quarter';
}

/** One step up: the list it enters, and the first day on which it stands there. */
export interface Move {
  readonly tier: Tier;
  readonly since: string;
}

/**
 * Steps of a danger found at `foundAt` that is still open at `now` (epoch ms), after the list `from` on which it was last
 * seen: one move for each list in between, oldest first. The last of them is where `tierAt` sees it.
 */
export function movesOf(round: string | null | undefined, foundAt: number, from: Tier | null, now: number): Move[] {
  const begin = from ?? FIRST[round ?? 'shift'] ?? 'day';
  const last = TIERS.indexOf(tierAt(round, foundAt, now));
  const found = dayOf(foundAt);
  let since = found;
  return TIERS.slice(TIERS.indexOf(begin), Math.max(last, 0)).map((left, index) => {
    // A month may end before the week does: nothing enters a list before it entered the one below.
    const ends = firstDayAfter(left, found);
    since = ends > since ? ends : since;
    return { tier: TIERS[TIERS.indexOf(begin) + index + 1] as Tier, since };
  });
}

/** First day outside the period of a list that holds the day. */
function firstDayAfter(tier: Tier, day: string): string {
  const period = PERIODS[tier](day);
  let next = shift(day, 1);
  // A quarter has 92 days at most.
  for (let step = 0; step < 93 && PERIODS[tier](next) === period; step += 1) next = shift(next, 1);
  return next;
}
