import { shiftDate } from './enterprises.ts';

const known = new Map<string, string>();

/** A date `days` after (or before) an ISO date: the same few thousand dates are asked for again and again. */
export function dayFrom(date: string, days: number): string {
  const key = `${date} ${days}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const day = shiftDate(date, days);
  known.set(key, day);
  return day;
}
