import type { MineFile } from './parse.ts';
import { timeMs } from './time.ts';

/** How long an incomplete file is waited for, in milliseconds. */
export const INCOMPLETE_PATIENCE_MS = 600_000;

/** What the receiver knows when a file comes. */
export interface Reception {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Header time of the newest file applied of this mine and type, in milliseconds. */
  readonly newest?: number;
  /** True when the same content was received before. */
  readonly seen?: boolean;
  /** Share of bad records up to which the others are taken: 0.2 by default. */
  readonly badShare?: number;
}

/**
 * What is done with a file: `apply` it, apply it in part (`partial`), keep it for history only (`stale`), ignore it
 * (`duplicate`), or reject it for its time (`future`) or its bad records (`bad`).
 *
 * A file applied replaces the whole snapshot before it, one without records too: it says that there is nobody.
 */
export type Verdict = 'apply' | 'partial' | 'stale' | 'duplicate' | 'future' | 'bad';

/** Judges a file by the rules receivers use. */
export function judgeFile(file: MineFile, { now, newest, seen, badShare = 0.2 }: Reception): Verdict {
  const time = timeMs(file.header.time)!;
  if (time > now) return 'future';
  if (seen) return 'duplicate';
  if (file.skipped.length > badShare * file.recordCount) return 'bad';
  if (newest !== undefined && time < newest) return 'stale';
  return file.skipped.length > 0 ? 'partial' : 'apply';
}

/** Where somebody was, and since when. */
export interface Stop {
  readonly stationCode: string;
  readonly time: string;
}

/** The stops of `track` in a record of RYSS; those that are not `station&time` are left out. */
export function trackOf(track: string): Stop[] {
  return track.split(',').flatMap((stop) => {
    const [stationCode, time, ...more] = stop.split('&');
    return stationCode && time && more.length === 0 ? [{ stationCode, time }] : [];
  });
}

/** How many people a RYSS file says are in the mine. */
export function peopleInside(file: MineFile): number {
  return file.records.filter(({ inOutFlag }) => inOutFlag === '1').length;
}
