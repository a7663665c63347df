/** A time in which more alarms came than one operator can take. Times are epoch ms. */
export interface Flood {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Most in any window. */
  readonly peak: number;
  /** It had not ended when the span did. */
  readonly lasting: boolean;
}

interface FloodLimits {
  /** Begins with so many alarms within ten minutes, ends when fewer than so many have come in the last ten. */
  readonly floodBegin: number;
  readonly floodEnd: number;
}

const WINDOW = 600_000;

/**
 * Floods among alarm times (ms, ascending) up to `until` (ISA-18.2 16.5.3): one begins with the first of `floodBegin`
 * alarms that came within ten minutes and ends when fewer than `floodEnd` have come in the last ten.
 */
export function floodsOf(times: readonly number[], { floodBegin, floodEnd }: FloodLimits, until: number): Flood[] {
  const floods: Flood[] = [];
  let free = 0;
  for (let last = floodBegin - 1; last < times.length; last += 1) {
    const tenth = last - floodBegin + 1;
    if (times[last]! - times[tenth]! >= WINDOW) continue;
    const first = Math.max(tenth, free);
    while (endAfter(times, last, floodEnd) >= (times[last + 1] ?? Number.POSITIVE_INFINITY)) last += 1;
    const end = endAfter(times, last, floodEnd);
    const own = times.slice(first, last + 1);
    const peak = mostWithin(times.slice(Math.max(0, tenth), last + 1), WINDOW);
    floods.push({ from: own[0]!, to: Math.min(end, until), count: own.length, peak, lasting: end > until });
    free = last + 1;
  }
  return floods;
}

/** When fewer than `floodEnd` alarms will have come in the last ten minutes, if none comes after `last`. */
function endAfter(times: readonly number[], last: number, floodEnd: number): number {
  return times[Math.max(0, last - floodEnd + 1)]! + WINDOW;
}

/** Most of the ascending times (ms) that lie within less than `width` of each other. */
export function mostWithin(times: readonly number[], width: number): number {
  let most = 0;
  let first = 0;
  for (let last = 0; last < times.length; last += 1) {
    while (times[last]! - times[first]! >= width) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
