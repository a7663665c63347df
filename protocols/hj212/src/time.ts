/** Time zone of the stations: China, UTC+8, in minutes. */
const CHINA = 480;

/** A time YYYYMMDDhhmmss, with or without milliseconds, in ms since 1970; undefined when it is not a time. */
export function parseTime(text: string, offsetMinutes = CHINA): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})?$/.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second, ms] = match.slice(1).map((part) => Number(part ?? 0));
  const utc = Date.UTC(year!, month! - 1, day, hour, minute, second, ms);
  const date = new Date(utc);
  const real = date.getUTCMonth() === month! - 1 && date.getUTCDate() === day && hour! < 24 && minute! < 60;
  return real && second! < 60 && year! > 99 ? utc - offsetMinutes * 60_000 : undefined;
}

/** A moment in ms since 1970 as YYYYMMDDhhmmss. */
export function formatTime(moment: number, offsetMinutes = CHINA): string {
  return digits(moment, offsetMinutes).slice(0, 14);
}

/** A moment in ms since 1970 as QN, YYYYMMDDhhmmsszzz. */
export function formatQn(moment: number, offsetMinutes = CHINA): string {
  return digits(moment, offsetMinutes);
}

function digits(moment: number, offsetMinutes: number): string {
  return new Date(moment + offsetMinutes * 60_000).toISOString().replaceAll(/\D/g, '');
}
