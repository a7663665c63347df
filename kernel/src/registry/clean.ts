import { creditCodeCheck, isCreditCode } from '@anlan/domain/identity-codes';

/** A cleaned value, or what is wrong with it in words. */
export type Cleaned<T> = { readonly value: T } | { readonly problem: string };

const WIDE_FROM = 0xff01;
const WIDE_TO = 0xff5e;

/** Full-width letters, digits and signs as ASCII; every kind of blank as one plain blank; ends trimmed. */
export function halfWidth(text: string): string {
  const plain = [...text].map((letter) => {
    const code = letter.codePointAt(0)!;
    return code >= WIDE_FROM && code <= WIDE_TO ? String.fromCodePoint(code - 0xfee0) : letter;
  });
  return plain
    .join('')
    .replaceAll(/[\u200b-\u200d\ufeff]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const DAY_MS = 86_400_000;
/** Day 0 of a workbook of the 1900 system, with its false 29 February 1900 taken in (ECMA-376 18.17.4). */
const SERIAL_ZERO = Date.UTC(1899, 11, 30);
/** Serial numbers taken for dates: 1954 to 2119. Smaller ones are years or amounts. */
const SERIALS = { from: 20_000, to: 80_000 };

function dateOf(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const holds = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return holds && year >= 1900 && year <= 2199 ? date.toISOString().slice(0, 10) : undefined;
}

/**
 * A date as `YYYY-MM-DD` from what ledgers hold: dates, serial numbers, 2024.3.5, 2024年3月5日, 20240305, full-width
 * digits, a time behind it. Two-digit years and months without a day are refused: guessing them would be a lie.
 */
export function cleanDate(value: unknown): Cleaned<string> {
  const problem = { problem: '不是有效日期，应为 2024-03-05 的样子' };
  if (value instanceof Date) {
    const text = Number.isNaN(value.getTime()) ? undefined : value.toISOString().slice(0, 10);
    return text === undefined ? problem : { value: text };
  }
  const text = halfWidth(String(value ?? ''));
  const serial = /^\d{5}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (serial >= SERIALS.from && serial <= SERIALS.to)
    return { value: new Date(SERIAL_ZERO + Math.floor(serial) * DAY_MS).toISOString().slice(0, 10) };
  const match =
    /^(\d{4})\s*[-./年。、]\s*(\d{1,2})\s*[-./月。、]\s*(\d{1,2})\s*[日号]?(?:[ T]\s*\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?$/.exec(
      text,
    ) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const date = match === null ? undefined : dateOf(Number(match[1]), Number(match[2]), Number(match[3]));
  return date === undefined ? problem : { value: date };
}

/** Ways to write the units that registers use. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  人: ['人', '名', '个', '位'],
  'm³': ['m³', 'm3', '立方米', '立方', '方'],
  t: ['t', '吨'],
  m: ['m', '米'],
  'km/h': ['km/h', '公里/小时', '公里/时', '千米/小时'],
  万元: ['万元'],
};
const MULTIPLES: Readonly<Record<string, number>> = { '': 1, 千: 1e3, 万: 1e4, 亿: 1e8 };

/**
 * A number from what ledgers hold: 1,234, １２０人, 约 1.2万, 50立方米. A unit other than the field's is refused, as is
 * a range: which end was meant, nobody knows.
 */
export function cleanNumber(value: unknown, unit?: string): Cleaned<number> {
  if (typeof value === 'number') return Number.isFinite(value) ? { value } : { problem: '不是有效数字' };
  const text = halfWidth(String(value ?? '')).replaceAll(/(?<=\d)[,，](?=\d{3})/g, '');
  const match = /^(?:约|大约|共|计)?\s*([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*([千万亿]?)\s*(.*?)(?:左右|余)?$/.exec(
    text,
  );
  if (match === null) return { problem: '不是有效数字' };
  const said = (match[3] ?? '').toLowerCase();
  const known = unit === undefined ? [] : (UNITS[unit] ?? [unit]);
  if (said !== '' && !known.some((one) => one.toLowerCase() === said))
    return { problem: unit === undefined ? `不是有效数字` : `单位应为“${unit}”，不是“${match[3]}”` };
  return { value: Number((Number(match[1]) * MULTIPLES[match[2] ?? '']!).toPrecision(15)) };
}

/** Letters that the code's alphabet leaves out because they are taken for digits. */
const MISTAKEN: Readonly<Record<string, string>> = { O: '0', I: '1', Z: '2', S: '5' };

/** A unified social credit code without blanks, quotes and look-alike letters; refused when its check does not hold (GB 32100-2015). */
export function cleanCreditCode(value: unknown): Cleaned<string> {
  const plain = halfWidth(String(value ?? ''))
    .toUpperCase()
    .replaceAll(/[\s\-'"`“”‘’_.]/g, '');
  const code = isCreditCode(plain) ? plain : plain.replaceAll(/[OIZS]/g, (letter) => MISTAKEN[letter]!);
  if (isCreditCode(code)) return { value: code };
  if (code.length !== 18) return { problem: `应为 18 位，现有 ${code.length} 位` };
  const check = creditCodeCheck(code.slice(0, 17));
  return { problem: check === undefined ? '含有代码不用的字符' : '18 位代码的校验位不对（GB 32100-2015）' };
}

const YES = new Set(['是', '有', '√', '✓', '对', 'y', 'yes', 'true', '1', '已', '已安装', '已装']);
const NO = new Set(['否', '无', '没有', '×', 'x', '✗', 'n', 'no', 'false', '0', '未', '未安装', '未装']);

/** Yes or no from the words and ticks of ledgers. */
export function cleanYesNo(value: unknown): Cleaned<boolean> {
  if (typeof value === 'boolean') return { value };
  const text = halfWidth(String(value ?? '')).toLowerCase();
  if (YES.has(text)) return { value: true };
  return NO.has(text) ? { value: false } : { problem: '只能是“是”或“否”' };
}
