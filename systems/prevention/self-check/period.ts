import { dayOf, startOf } from '@anlan/domain/calendar';

/** Months a period may have: month, quarter, half-year, year. */
export const PERIOD_MONTHS = [1, 3, 6, 12] as const;

/** `2026-03`, `2026-Q1`, `2026-H1` or `2026`. */
export const PERIOD = /^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$/;

const NAMES: Readonly<Record<number, (year: number, nth: number) => string>> = {
  1: (year, nth) => `${year}-${String(nth + 1).padStart(2, '0')}`,
  3: (year, nth) => `${year}-Q${nth + 1}`,
  6: (year, nth) => `${year}-H${nth + 1}`,
  12: (year) => `${year}`,
};

/** How many months a period has. */
export function monthsOf(period: string): number {
  if (period.length === 4) return 12;
  return { Q: 3, H: 6 }[period.charAt(5)] ?? 1;
}

/** The period of so many months in which an instant (epoch ms) lies; `back` periods earlier. Days are Asia/Shanghai's. */
export function periodAt(at: number, months: number, back = 0): string {
  const [year = 0, month = 1] = dayOf(at).split('-').map(Number);
  const nth = Math.floor((year * 12 + month - 1) / months) - back;
  const first = nth * months;
  return (NAMES[months] ?? NAMES[1]!)(Math.floor(first / 12), (first % 12) / months);
}

/** First millisecond of a period and of the one after it (epoch ms). */
export function boundsOf(period: string): { from: number; to: number } {
  const months = monthsOf(period);
  const nth = months === 12 ? 1 : Number(period.slice(months === 1 ? 5 : 6));
  const first = Number(period.slice(0, 4)) * 12 + (nth - 1) * months;
  const begin = (month: number) => startOf(`${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`);
  return { from: begin(first), to: begin(first + months) };
}
