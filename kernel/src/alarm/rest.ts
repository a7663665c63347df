import { isByClock, type Limits, type Threshold, type Vote } from './condition.ts';
import type { Rule } from './rule.ts';
import type { Memory } from './sample.ts';

/** Values strictly between the two, in the subject's unit. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

const EVERYWHERE: Band = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

/** Does a memory hold nothing but when it was last judged? Then what is between the limits changes nothing else in it. */
export function isAtRest({ since, held, clear, own, fall }: Memory): boolean {
  return (
    held < 0 && clear === null && own === undefined && fall === undefined && since.every((start) => start === null)
  );
}

/**
 * The values at which a rule at rest stays at rest: judging one of them only moves on `last`. Undefined for conditions that
 * remember what they saw, or look at several points: of these every sample must be judged.
 */
export function restBand({ condition }: Rule, limits: Limits): Band | undefined {
  if (isByClock(condition)) return EVERYWHERE;
  const side = condition.kind === 'vote' && condition.strict === true ? condition.side : condition.kind;
  if (side !== 'above' && side !== 'below') return undefined;
  // Asked of every device every few seconds: no list is made on the way.
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { limit } of (condition as Threshold | Vote).steps) {
    const known = limits[limit];
    if (known === undefined) continue;
    if (side === 'above') high = Math.min(high, known);
    else low = Math.max(low, known);
  }
  return { low, high };
}
