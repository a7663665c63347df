import { isBcd } from '@anlan/wire';
import { bcd, type Field } from './field.ts';
import { mapped } from './structure.ts';

/** A moment as BCD[6] YYMMDDhhmmss. */
export interface Moment {
  /** The twelve digits as sent. */
  bcd: string;
  /** Milliseconds since 1970-01-01 UTC; null when the digits are no date, such as all zero. */
  epochMs: number | null;
}

const GMT8_MS = 8 * 3_600_000;

/** The moment of twelve digits YYMMDDhhmmss (20YY) in a zone `offsetMs` ahead of UTC. */
function momentOf(digits: string, offsetMs: number): Moment {
  return { bcd: digits, epochMs: digits.length === 12 && isBcd(digits) ? epochOf(digits, offsetMs) : null };
}

function epochOf(digits: string, offsetMs: number): number | null {
  const year = 2000 + two(digits, 0);
  const month = two(digits, 2);
  const day = two(digits, 4);
  const hour = two(digits, 6);
  const minute = two(digits, 8);
  const second = two(digits, 10);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second) - offsetMs;
}

function two(digits: string, at: number): number {
  return 10 * digits.charCodeAt(at) + digits.charCodeAt(at + 1) - 11 * 48;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** BCD[6] in GMT+8, the zone of every time but the answer 0x8004; §4.1. Only `bcd` is written. */
export const gmt8: Field<Moment> = mapped(
  bcd(6),
  (digits) => momentOf(digits, GMT8_MS),
  (moment) => moment.bcd,
);

/** BCD[6] in UTC, for 0x8004. Only `bcd` is written. */
export const utc: Field<Moment> = mapped(
  bcd(6),
  (digits) => momentOf(digits, 0),
  (moment) => moment.bcd,
);

/** The GMT+8 moment of an epoch time, whole seconds, years 2000..2099. */
export function gmt8Moment(epochMs: number): Moment {
  return momentOf(digitsOf(epochMs + GMT8_MS), GMT8_MS);
}

/** The UTC moment of an epoch time, whole seconds, years 2000..2099. */
export function utcMoment(epochMs: number): Moment {
  return momentOf(digitsOf(epochMs), 0);
}

function digitsOf(wallClockMs: number): string {
  const wallClock = new Date(wallClockMs);
  const year = wallClock.getUTCFullYear();
  if (!(year >= 2000 && year < 2100)) throw new RangeError(`${wallClockMs} ms is not in 2000..2099`);
  return wallClock.toISOString().replace(/\D/g, '').slice(2, 14);
}
