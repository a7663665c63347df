import { assess, substance as standardSubstance } from '@anlan/domain/major-hazard';
import { substanceOf, SUBSTANCES_VERSION } from '../hazchem-units/index.ts';

/** Levels of a major hazard source, gravest first; `none` is below the threshold. GB 18218-2018 table 6 */
export const GRADES = ['one', 'two', 'three', 'four', 'none'] as const;
export type Grade = (typeof GRADES)[number];

const GRADE_OF: Readonly<Record<string, Grade>> = { 一级: 'one', 二级: 'two', 三级: 'three', 四级: 'four' };

export const GRADE_LABELS: Readonly<Record<Grade, { readonly label: string; readonly labelEn: string }>> = {
  one: { label: '一级', labelEn: 'Level 1' },
  two: { label: '二级', labelEn: 'Level 2' },
  three: { label: '三级', labelEn: 'Level 3' },
  four: { label: '四级', labelEn: 'Level 4' },
  none: { label: '不构成', labelEn: 'Not a source' },
};

/** A chemical of the unit: key in the register of substances, design maximum in t. */
export interface Share {
  readonly substance: string;
  readonly tonnes: number;
}

/** One term of R, as a person checks it. */
export interface Term {
  readonly substance: string;
  readonly name: string;
  /** q, t */
  readonly q: number;
  /** Q, t */
  readonly threshold: number;
  readonly thresholdClause: string;
  readonly beta: number;
  readonly betaClause: string;
  /** q/Q */
  readonly ratio: number;
  /** β·q/Q */
  readonly weighted: number;
}

/** The calculation laid open: every term, S, α, R and the level. */
export interface Grading {
  readonly terms: readonly Term[];
  /** Chemicals the standard does not count, with the reason. */
  readonly uncounted: readonly { readonly substance: string; readonly name: string; readonly reason: string }[];
  /** Σ q/Q; a source from 1 on. */
  readonly S: number;
  readonly alpha: number | null;
  readonly R: number | null;
  /** null where it is a source but the neighbours were not counted. */
  readonly grade: Grade | null;
  readonly warnings: readonly string[];
  readonly standard: string;
  readonly substancesVersion: string;
}

const STANDARD = 'GB 18218-2018';

/** Several places of one substance in a unit are one chemical: their quantities are added. */
function together(shares: readonly Share[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { substance, tonnes } of shares) sums.set(substance, (sums.get(substance) ?? 0) + tonnes);
  return sums;
}

/**
 * Grades one production or storage unit: R = α·Σ β·q/Q with every term. `population` counts permanent residents within
 * 500 m of the plant's border, null where not counted. GB 18218-2018 §4
 */
export function gradeUnit(shares: readonly Share[], population: number | null): Grading {
  const terms: Term[] = [];
  const uncounted: { substance: string; name: string; reason: string }[] = [];
  const counted: { chemical: string; tonnes: number }[] = [];
  for (const [key, q] of together(shares)) {
    const row = substanceOf(key);
    const name = row?.name ?? key;
    const found = row?.hazard == null ? undefined : standardSubstance(row.hazard);
    if (row?.hazard == null || found === undefined || 'ok' in found) {
      const reason = found !== undefined && 'ok' in found ? found.reason : '不在表1、不属于表2的危险性类别，不参与辨识';
      uncounted.push({ substance: key, name, reason });
      continue;
    }
    const { threshold, thresholdClause, beta, betaClause } = found;
    const ratio = q / threshold;
    terms.push({
      substance: key,
      name,
      q,
      threshold,
      thresholdClause,
      beta,
      betaClause,
      ratio,
      weighted: beta * ratio,
    });
    counted.push({ chemical: row.hazard, tonnes: q });
  }
  const common = { terms, uncounted, standard: STANDARD, substancesVersion: SUBSTANCES_VERSION };
  const none = { ...common, S: 0, alpha: null, R: null, grade: 'none' as const, warnings: [] };
  if (counted.length === 0) return none;
  const answer = assess(counted, population ?? undefined);
  if (!answer.ok) return { ...none, warnings: [answer.reason] };
  const { S, alpha, R, level, isMajorHazard } = answer.result;
  const grade = isMajorHazard ? (level === null ? null : (GRADE_OF[level] ?? null)) : 'none';
  return { ...common, S, alpha, R, grade, warnings: answer.working.warnings };
}

/** The graver of two levels; unknown ones count for nothing. */
export function graver(a: Grade | null, b: Grade | null): Grade | null {
  if (a === null) return b;
  if (b === null) return a;
  return GRADES.indexOf(a) <= GRADES.indexOf(b) ? a : b;
}
