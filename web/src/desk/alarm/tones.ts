import type { Level } from './figures.ts';

/** One beep: `at` and `length` in seconds from the start of the pattern, `hertz` its pitch. */
export interface Beep {
  readonly at: number;
  readonly length: number;
  readonly hertz: number;
}

/**
 * Tone per level: graver is higher, faster and longer, so that the levels are told apart without the screen
 * (the order of urgency of IEC 60601-1-8 patterns: more pulses, closer together).
 */
export const TONES: Readonly<Record<Level, readonly Beep[]>> = {
  red: [0, 0.18, 0.36, 0.72, 0.9].map((at, i) => ({ at, length: 0.13, hertz: i > 2 ? 1175 : 880 })),
  orange: [0, 0.28, 0.56].map((at) => ({ at, length: 0.18, hertz: 740 })),
  yellow: [0, 0.4].map((at) => ({ at, length: 0.22, hertz: 587 })),
  blue: [{ at: 0, length: 0.3, hertz: 440 }],
};

/** Seconds between repetitions of the red tone while a red alarm is unacknowledged. */
export const RED_REPEAT = 5;

/** The tone to play for newly raised alarms: the gravest of them, or none. */
export function toneFor(raised: readonly Level[]): Level | null {
  return (['red', 'orange', 'yellow', 'blue'] as const).find((level) => raised.includes(level)) ?? null;
}

/** Is it time to repeat the red tone? `last` is when red last sounded (ms). */
export function redIsDue(unacknowledgedReds: number, last: number, now: number): boolean {
  return unacknowledgedReds > 0 && now - last >= RED_REPEAT * 1000;
}
