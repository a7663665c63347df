import type { AlarmView } from './views.ts';

type Told = Pick<AlarmView, 'value' | 'now' | 'peak' | 'recoveredAt' | 'limit'>;

/** Is the limit an upper one? The worst value of the excursion tells; where there is none (silence) it is. */
export function isUpper({ value, peak, limit }: Pick<Told, 'value' | 'peak' | 'limit'>): boolean {
  const worst = peak ?? value;
  return worst === null || worst >= limit;
}

/** The newest value of a running alarm that lies inside its limit already, in the alarm's unit; null = it does not. */
export function returnedTo(alarm: Told): number | null {
  const { value, now, recoveredAt, limit } = alarm;
  if (value === null || now == null || recoveredAt !== null) return null;
  return (isUpper(alarm) ? now.value < limit : now.value > limit) ? now.value : null;
}

/**
 * What a line of an alarm shows, in the alarm's unit: the newest value while it is beyond its limit, the worst once it is back
 * or over; null = silence, a place and a yes have none.
 */
export function shownValue(alarm: Told): number | null {
  const { value, now, peak, recoveredAt } = alarm;
  if (value === null) return null;
  if (recoveredAt !== null || returnedTo(alarm) !== null) return peak ?? value;
  return now?.value ?? value;
}
