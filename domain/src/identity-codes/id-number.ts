const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** Check character of a citizen's number (GB 11643-1999, ISO 7064 MOD 11-2); undefined unless given 17 digits. */
export function idNumberCheck(body: string): string | undefined {
  if (!/^\d{17}$/.test(body)) return undefined;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return CHECKS[sum % 11];
}

export interface Citizen {
  readonly sex: '男' | '女';
  /** `YYYY-MM-DD`. */
  readonly birth: string;
  /** Six digits of the region of first registration (GB/T 2260). */
  readonly region: string;
}

/** Is it a day of the calendar, written `YYYYMMDD`? */
function isDay(digits: string): boolean {
  const written = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const time = Date.parse(`${written}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written);
}

/** What the first 17 digits of a citizen's number say; undefined when they are no such digits or the birthday does not exist. */
export function readIdBody(body: string): Citizen | undefined {
  if (!/^[1-9]\d{16}$/.test(body) || !isDay(body.slice(6, 14))) return undefined;
  return {
    sex: Number(body[16]) % 2 === 1 ? '男' : '女',
    birth: `${body.slice(6, 10)}-${body.slice(10, 12)}-${body.slice(12, 14)}`,
    region: body.slice(0, 6),
  };
}

/** Is it a well-formed citizen's number with a right check character and a birthday that exists? A small x counts. */
export function isIdNumber(number: string): boolean {
  return (
    number.length === 18 &&
    readIdBody(number.slice(0, 17)) !== undefined &&
    idNumberCheck(number.slice(0, 17)) === number[17]?.toUpperCase()
  );
}

/** The number as it may be shown: first six and last four characters; other texts are hidden altogether. */
export function maskIdNumber(number: string): string {
  return number.length === 18 ? `${number.slice(0, 6)}********${number.slice(14)}` : '*'.repeat(number.length);
}
