import type { Past } from '@anlan/kernel/media';

/** What of a film a player has: parts between two times, in seconds, in order. */
export type Parts = readonly (readonly [from: number, until: number])[];

/** Stay so far behind the newest picture (seconds); beyond `FAR` nothing but a jump helps. */
const CLOSE = 0.25;
const LATE = 0.8;
const FAR = 2.5;
const FASTER = 1.08;
/** Film that was shown is kept for so long, so that one can look back a little. */
const BEHIND = 20;
const FORGET_EVERY = 10;

/** What a player that shows live pictures is to do now. */
export interface Step {
  /** Go there. */
  readonly seek?: number;
  readonly rate: number;
  /** What was shown up to this time may be forgotten. */
  readonly forget?: number;
}

/**
 * Keeps close to the newest picture: a little late is caught up by playing faster, much is jumped over, and so is a hole,
 * which whole groups of pictures leave that a slow connection lost.
 */
export function stepOf(parts: Parts, at: number, paused: boolean): Step {
  const first = parts[0];
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return { rate: 1 };
  const edge = last[1];
  const forget = at - BEHIND - FORGET_EVERY > first[0] ? { forget: at - BEHIND } : {};
  if (paused) return { rate: 1, ...(edge - BEHIND * 3 > first[0] ? { forget: edge - BEHIND * 2 } : {}) };
  const within = parts.some(([from, until]) => at >= from - 0.05 && at <= until);
  if (!within || edge - at > FAR) return { seek: Math.max(last[0], edge - CLOSE), rate: 1, ...forget };
  return { rate: edge - at > LATE ? FASTER : 1, ...forget };
}

/** A recording is played from its beginning, at its own pace; only a hole is jumped over. */
export function pastStepOf(parts: Parts, at: number): Step {
  const next = parts.find(([, until]) => until > at + 0.05);
  const first = parts[0];
  if (next === undefined || first === undefined) return { rate: 1 };
  const forget = at - BEHIND - FORGET_EVERY > first[0] ? { forget: at - BEHIND } : {};
  return next[0] > at + 0.05 ? { seek: next[0], rate: 1, ...forget } : { rate: 1, ...forget };
}

/** Seconds before the next attempt after some that failed: 1, 2, 4 … 30, spread so that a wall of players does not come at once. */
export function waitBefore(attempt: number, chance: number): number {
  return Math.min(30, 2 ** Math.max(0, attempt - 1)) * (0.75 + chance / 2);
}

/** What is left of a recording that had come to `reached` (ms): whole seconds, as devices know no others, and never less than one. */
export function restOf(past: Past, reached: number | undefined): Past {
  const from = Math.floor((reached ?? past.from) / 1000) * 1000;
  return reached === undefined || from <= past.from || from > past.to - 1000 ? past : { from, to: past.to };
}
