import type { AlarmView } from './views.ts';

type Told = Pick<AlarmView, 'value' | 'now' | 'peak' | 'recoveredAt' | 'limit'>;

/** The newest value of a running alarm that lies inside its limit already: it is not over before it has stayed there. */
export function returnedTo({ value, now, peak, recoveredAt, limit }: Told): number | null {
  if (value === null || now == null || recoveredAt !== null) return null;
  const upper = (peak ?? value) >= limit;
  return (upper ? now.value < limit : now.value > limit) ? now.value : null;
}

/**
 * What a line of an alarm shows: the newest value while it is beyond its limit, the worst once it is back or over; null =
 * silence, a place and a yes have none.
 */
export function shownValue(alarm: Told): number | null {
  const { value, now, peak, recoveredAt } = alarm;
  if (value === null) return null;
  if (recoveredAt !== null || returnedTo(alarm) !== null) return peak ?? value;
  return now?.value ?? value;
}
