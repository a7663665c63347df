/**
 * Hybrid logical clock (Kulkarni et al. 2014): follows the device's clock, never runs backwards, and is later than
 * everything its device has seen. `ms` is epoch ms, `n` counts within it.
 */
export interface Stamp {
  readonly ms: number;
  readonly n: number;
}

/** A stamp further ahead than this (ms) comes from a wrong clock; nobody else's clock follows it. */
export const FURTHEST_AHEAD = 120_000;

export const BEGINNING: Stamp = { ms: 0, n: 0 };

export function compareStamps(a: Stamp, b: Stamp): number {
  return a.ms - b.ms || a.n - b.n;
}

/** The stamp of a new change at `now` (epoch ms of the device), later than the last one. */
export function tick(last: Stamp, now: number): Stamp {
  return now > last.ms ? { ms: now, n: 0 } : { ms: last.ms, n: last.n + 1 };
}

/** The clock after others' changes were seen at `now`. A stamp from the far future leaves it where it was. */
export function observe(last: Stamp, seen: Stamp, now: number): Stamp {
  if (seen.ms > now + FURTHEST_AHEAD) return last;
  return compareStamps(seen, last) > 0 ? seen : last;
}
