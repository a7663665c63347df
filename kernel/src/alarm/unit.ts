import type { Condition } from './condition.ts';

const TIMES: Readonly<Record<number, string>> = { 60: 'min', 3600: 'h', 86_400: 'd' };

const timeOf = (seconds: number): string =>
  TIMES[seconds] ?? (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`);

/**
 * The unit of what a condition judges, given the unit of what it watches: of a computed value its own, of a rate per its
 * time (of a relative one %), of silence and of a value that does not change seconds.
 */
export function judgedUnit(condition: Condition, unit: string): string {
  if (condition.kind === 'computed') return condition.unit;
  if (condition.kind === 'rate') return `${condition.relative === undefined ? unit : '%'}/${timeOf(condition.per)}`;
  return condition.kind === 'frozen' || condition.kind === 'silence' ? 's' : unit;
}

/** Decimals with which a value and its limit read apart where they differ: some three significant ones, five at most. */
export function decimalsOf(value: number, limit: number): number {
  const size = Math.abs(value);
  let decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  while (decimals < 5 && value !== limit && value.toFixed(decimals) === limit.toFixed(decimals)) decimals += 1;
  return decimals;
}
