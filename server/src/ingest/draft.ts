import type { Columns } from './record.ts';

/** Readings on their way through the steps, as columns that are filled, thinned out and used again. */
export interface Draft extends Columns {
  count: number;
  /** Place of the reading in what was sent, for a word on what was refused. */
  readonly source: Uint32Array;
  /** The measuring range with its slack; without one −∞ and ∞. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A point that is not in the register. */
export const UNKNOWN = 0xffff_ffff;
/** Values may lie this share of the span outside the measuring range. */
const SLACK = 0.02;

export function draftOf(capacity: number): Draft {
  return {
    count: 0,
    source: new Uint32Array(capacity),
    point: new Uint32Array(capacity),
    at: new Float64Array(capacity),
    value: new Float64Array(capacity),
    quality: new Uint8Array(capacity),
    low: new Float64Array(capacity),
    high: new Float64Array(capacity),
  };
}

/** What is within the measuring range of a point, or near enough. */
export function rangeOf(point: { readonly rangeLow: number | null; readonly rangeHigh: number | null }): {
  readonly low: number;
  readonly high: number;
} {
  const { rangeLow, rangeHigh } = point;
  if (rangeLow === null || rangeHigh === null) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const slack = SLACK * (rangeHigh - rangeLow);
  return { low: rangeLow - slack, high: rangeHigh + slack };
}

/** Moves a reading to an earlier place; its range is needed no more. */
export function move(draft: Draft, from: number, to: number): void {
  draft.point[to] = draft.point[from]!;
  draft.at[to] = draft.at[from]!;
  draft.value[to] = draft.value[from]!;
  draft.quality[to] = draft.quality[from]!;
}
