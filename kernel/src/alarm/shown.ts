import type { AlarmView } from './views.ts';

/** What a line of an alarm shows: the newest value while it runs, the worst once it is over; null = silence has none. */
export function shownValue({
  value,
  now,
  peak,
  recoveredAt,
}: Pick<AlarmView, 'value' | 'now' | 'peak' | 'recoveredAt'>): number | null {
  if (value === null) return null;
  return recoveredAt === null ? (now?.value ?? value) : (peak ?? value);
}
