import { decimalsOf, isUpper, type AlarmView } from '@anlan/kernel/alarm';
import { daysBetween, momentText, stampText, timeText } from '../../time/index.ts';

export type Level = AlarmView['level'];

/** The four levels, gravest first. */
export const LEVELS: readonly Level[] = ['red', 'orange', 'yellow', 'blue'];
/** Marks in running text, where no drawn mark fits; they repeat the colour for those who do not see it. */
export const LEVEL_SIGNS: Readonly<Record<Level, string>> = { red: '■', orange: '▲', yellow: '◆', blue: '●' };

/** `09:22` in Shanghai. */
export function shortTime(at: number): string {
  return timeText(at).slice(0, 5);
}

/** Time of a list row: `09:22:07` today, `昨 22:05` yesterday, `03-16` before. */
export function rowTime(at: number, now: number, language: 'zh' | 'en' = 'zh'): string {
  const days = daysBetween(at, now);
  if (days <= 0) return timeText(at);
  return days === 1 ? momentText(at, now, language) : stampText(at).slice(5, 10);
}

/**
 * A figure with about three significant digits and a true minus, with more where it would else read like the one
 * `beside` it; a missing one is `—`, never 0.
 */
export function figure(value: number | null | undefined, beside: number | null = value ?? null): string {
  if (value == null || !Number.isFinite(value)) return '—';
  const shown = Number(value.toFixed(decimalsOf(value, beside ?? value)));
  return (shown === 0 ? 0 : shown).toString().replace('-', '−');
}

/** What a line of an alarm tells with: a figure, how long it has been silent, or of a place or a yes its name alone. */
export function bare({ value, limit }: Pick<AlarmView, 'value' | 'limit'>): boolean {
  return value === null && limit === 0;
}

export type Beyond = { readonly outside: boolean; readonly upper: boolean; readonly gap: string } | null;

/** How far a value lies beyond its limit; null where there is no value to judge (silence). */
export function beyond(alarm: Pick<AlarmView, 'value' | 'peak' | 'limit'>): Beyond {
  if (alarm.value === null) return null;
  const upper = isUpper(alarm);
  return {
    outside: upper ? alarm.value >= alarm.limit : alarm.value <= alarm.limit,
    upper,
    gap: figure(Math.abs(alarm.value - alarm.limit)),
  };
}
