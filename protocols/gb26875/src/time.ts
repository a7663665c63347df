/** A time tag as its six bytes say it: year 2000–2255, month 0–255 …; what a device sends need not be a time. */
export interface TimeTag {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const CHINA = 480;

/** Reads a time tag: second, minute, hour, day, month, year − 2000 (GB/T 26875.3-2011 §6.2.3). */
export function readTime(bytes: Uint8Array, at: number): TimeTag {
  const [second, minute, hour, day, month, year] = bytes.subarray(at, at + 6) as unknown as number[];
  return { year: 2000 + year!, month: month!, day: day!, hour: hour!, minute: minute!, second: second! };
}

/** The six bytes of a time tag. */
export function timeBytes(tag: TimeTag): number[] {
  return [tag.second, tag.minute, tag.hour, tag.day, tag.month, tag.year - 2000];
}

/**
 * The moment of a time tag in ms since 1970, or undefined when it is no time. Tags are Chinese time (UTC+8) and binary;
 * some devices send BCD.
 */
export function momentOf(tag: TimeTag, digits: 'binary' | 'bcd' = 'binary', offsetMinutes = CHINA): number | undefined {
  const sent = [tag.year - 2000, tag.month, tag.day, tag.hour, tag.minute, tag.second];
  const parts = digits === 'binary' ? sent : sent.map((byte) => (byte >> 4) * 10 + (byte & 15));
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  const utc = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
  const date = new Date(utc);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && year < 100 && hour < 24 && minute < 60 && second < 60 ? utc - offsetMinutes * 60_000 : undefined;
}

/** The time tag of a moment in ms since 1970. */
export function timeTagOf(moment: number, offsetMinutes = CHINA): TimeTag {
  const date = new Date(moment + offsetMinutes * 60_000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}
