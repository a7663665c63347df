import type { Level } from '../entity/index.ts';
import type { Quality } from '../telemetry/index.ts';

/** A value to judge: `at` epoch ms at the device, value in the subject's unit. */
export interface Sample {
  readonly at: number;
  readonly value: number;
  readonly quality: Quality;
  /** Which point of a unit, and what it measures: for conditions over several points. */
  readonly point?: string;
  readonly quantity?: string;
}

/**
 * All that a rule remembers about one subject. Constant size, plain data: it is checkpointed with the
 * alarm it led to, so that a duration goes on after a restart.
 */
export interface Memory {
  /** Device time of the last judged sample; older or equal samples are not judged again. */
  readonly last: number;
  /** Per step: since when every sample has been at or beyond its limit; null = not. */
  readonly since: readonly (number | null)[];
  /** Highest step held by the running excursion; -1 = none. */
  readonly held: number;
  /** Since when every sample has been inside the release limit; null = not. */
  readonly clear: number | null;
  /** Worst value of the running excursion. */
  readonly peak: number | null;
  /** Per step: since when inside its own release limit; only under rules whose level may fall. */
  readonly fall?: readonly (number | null)[];
  /** What the kind of condition itself remembers; bounded by its window or its points. */
  readonly own?: unknown;
}

export type Verdict =
  | { readonly state: 'ignored'; readonly reason: 'quality' | 'not-newer' | 'no-limit' | 'not-yet' }
  | { readonly state: 'normal'; readonly value: number | null }
  | {
      readonly state: 'breach';
      readonly level: Level;
      readonly step: number;
      readonly label: string;
      readonly limit: number;
      readonly value: number | null;
      readonly peak: number | null;
      readonly since: number;
      /** The rule lets the level fall within the excursion. */
      readonly falls?: boolean;
    };

export const FRESH: Memory = { last: Number.NEGATIVE_INFINITY, since: [], held: -1, clear: null, peak: null };

/** A value to judge and what the kind remembers; no value yet = nothing can be said, margins = distances it measured itself. */
export interface Taken {
  readonly value: number | undefined;
  readonly own: unknown;
  readonly margins?: readonly (number | undefined)[];
}
