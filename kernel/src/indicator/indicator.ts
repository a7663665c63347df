import { z } from 'zod';

/** A figure by which a system is judged: what is counted, of what, and how much of it is good. */
export interface Indicator {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly numerator: string;
  readonly numeratorEn: string;
  /** Null: the numerator itself is the figure, a sum or a count. */
  readonly denominator: string | null;
  readonly denominatorEn: string | null;
  /** `%` multiplies the share by a hundred. */
  readonly unit: string;
  readonly unitEn: string;
  /** Days that are looked back; 0 = as it stands now. */
  readonly days: number;
  /** Counted from what people record, not from what is heard: it has nothing to do with since when the place is observed. */
  readonly recorded?: true;
  /** Null where nobody has set one. */
  readonly target: number | null;
  readonly better: 'higher' | 'lower';
}

/** Something that is missing from the numerator; `href` is the page where one can do something about it. */
export const absentSchema = z.object({ id: z.string(), name: z.string(), href: z.string().nullable() });
export type Absent = z.infer<typeof absentSchema>;

/** What was counted. Numerator null: nothing is recorded from which it could be counted. */
export interface Counted {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly missing: readonly Absent[];
}

/** Since when (epoch ms; Infinity = never) a place is observed, seen from `now`; observed for less than `judgeHours` nothing is judged. */
export interface Watched {
  readonly since: number;
  readonly now: number;
  readonly judgeHours: number;
}

/** So many of the missing are named; `missingTotal` counts all. */
export const NAMED_MISSING = 100;

export const figureSchema = z.object({
  key: z.string(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  value: z.number().nullable().describe('in the unit of the indicator; null without a denominator, or without records'),
  met: z
    .boolean()
    .nullable()
    .describe('reaches its target; null without a value or a target, or observed for too short a time'),
  observedFrom: z
    .number()
    .nullable()
    .describe(
      'epoch ms: observed since then only, a part of its days; null where all of them were, and for what stands now',
    ),
  missing: z.array(absentSchema).describe('the first hundred'),
  missingTotal: z.int(),
});
export type Figure = z.infer<typeof figureSchema>;

/**
 * The figure of an indicator: a denominator of zero gives null, never 0 or 100. What looks back over days of which too few
 * hours were observed has a value and no verdict.
 */
export function figureOf(indicator: Indicator, { numerator, denominator, missing }: Counted, watched: Watched): Figure {
  const value = valueOf(indicator, numerator, denominator);
  const { key, target, better } = indicator;
  const observedFrom = observedPart(indicator, watched);
  const judged = observedFrom === null || watched.now - observedFrom >= judgedAfter(indicator, watched);
  const met =
    !judged || value === null || target === null ? null : better === 'higher' ? value >= target : value <= target;
  return {
    key,
    numerator,
    denominator,
    value,
    met,
    observedFrom,
    missing: missing.slice(0, NAMED_MISSING),
    missingTotal: missing.length,
  };
}

const HOUR = 3_600_000;

/** Since when an indicator is observed where that is only a part of its days; null where all of them were. */
function observedPart({ days, recorded }: Indicator, { since, now }: Watched): number | null {
  const whole = days === 0 || recorded === true || since <= now - days * 24 * HOUR;
  return whole ? null : Math.min(since, now);
}

const judgedAfter = ({ days }: Indicator, { judgeHours }: Watched): number => Math.min(judgeHours, days * 24) * HOUR;

function valueOf(indicator: Indicator, numerator: number | null, denominator: number | null): number | null {
  if (numerator === null) return null;
  if (indicator.denominator === null) return numerator;
  if (denominator === null || denominator === 0) return null;
  return (numerator / denominator) * (indicator.unit === '%' ? 100 : 1);
}
