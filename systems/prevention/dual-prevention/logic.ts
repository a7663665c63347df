import { shift } from '@anlan/domain/calendar';
import {
  HAZOP_PARAMETERS,
  deviations,
  lec,
  LEC_SCALES,
  lsMatrix,
  type Edge,
  type RiskLevel,
} from '@anlan/domain/risk-scoring';
import type { Working } from '@anlan/domain/working';
import type { Level } from '@anlan/kernel/entity';
import { isRefusal, refuse, type Refusal, both, problemWords } from '@anlan/kernel/refusal';

export { deviations, HAZOP_PARAMETERS, LEC_SCALES };

/** Methods of identification, what one of their rows is, and by which scale it is scored. */
export const METHODS = {
  LEC: { label: '作业条件危险性评价法（LEC）', labelEn: 'LEC', row: '作业条件', rowEn: 'Condition', scales: ['LEC'] },
  LS: { label: '风险矩阵（LS）', labelEn: 'LS matrix', row: '危险源', rowEn: 'Hazard', scales: ['LS'] },
  JHA: {
    label: '工作危害分析（JHA）',
    labelEn: 'Job hazard analysis',
    row: '作业步骤',
    rowEn: 'Step of the job',
    scales: ['LS', 'LEC'],
  },
  SCL: {
    label: '安全检查表（SCL）',
    labelEn: 'Safety checklist',
    row: '检查项目',
    rowEn: 'Item checked',
    scales: ['LS', 'LEC'],
  },
  HAZOP: { label: '危险与可操作性分析（HAZOP）', labelEn: 'HAZOP', row: '节点', rowEn: 'Node', scales: ['LS'] },
} as const satisfies Record<
  string,
  { label: string; labelEn: string; row: string; rowEn: string; scales: readonly ('LEC' | 'LS')[] }
>;
export type Method = keyof typeof METHODS;

/** Kinds of measure in their order of preference (安委办〔2016〕11号). */
export const MEASURE_KINDS = {
  engineering: ['工程技术', 'Engineering'],
  management: ['管理', 'Management'],
  training: ['培训教育', 'Training'],
  protection: ['个体防护', 'Personal protection'],
  emergency: ['应急处置', 'Emergency'],
} as const;
export type MeasureKind = keyof typeof MEASURE_KINDS;

const COLOUR: Readonly<Record<RiskLevel, Level>> = { 重大: 'red', 较大: 'orange', 一般: 'yellow', 低: 'blue' };
const RANK: readonly string[] = ['red', 'orange', 'yellow', 'blue'];

/** What is entered of one row, as far as it is scored. */
export interface RowScore {
  readonly scale: 'LEC' | 'LS';
  readonly l: number;
  readonly e?: number | null | undefined;
  readonly c?: number | null | undefined;
  readonly s?: number | null | undefined;
}

export interface Scored {
  readonly score: number;
  readonly level: Level;
  readonly working: Working;
}

/** Scores one row by its scale, with the working; what lies outside the scale is refused. */
export function scoreRow(row: RowScore, edge: Edge): Scored | Refusal {
  if (row.scale === 'LEC') {
    const answer = lec(row.l, row.e ?? Number.NaN, row.c ?? Number.NaN, edge);
    if (!answer.ok)
      return refuse('field-invalid', { field: both('L、E、C', 'L, E, C'), problem: problemWords(answer.reason) }, 'l');
    return { score: answer.result.D, level: COLOUR[answer.result.level], working: answer.working };
  }
  const answer = lsMatrix(row.l, row.s ?? Number.NaN);
  if (!answer.ok)
    return refuse('field-invalid', { field: both('L、S', 'L, S'), problem: problemWords(answer.reason) }, 'l');
  return { score: answer.result.R, level: COLOUR[answer.result.level], working: answer.working };
}

/** The graver of two levels. */
export function graverLevel(a: Level, b: Level): Level {
  return RANK.indexOf(a) <= RANK.indexOf(b) ? a : b;
}

export interface Judged {
  readonly level: Level;
  readonly computedLevel: Level;
  readonly score: number;
}

/**
 * The level of a risk point from its rows: that of its worst row, as decided (a changed one has its reason) and as
 * computed. The score is that of the worst computed row; undefined without rows.
 */
export function worstOf(rows: readonly { level: Level; computedLevel: Level; score: number }[]): Judged | undefined {
  const [worst] = rows.toSorted(
    (a, b) => RANK.indexOf(a.computedLevel) - RANK.indexOf(b.computedLevel) || b.score - a.score,
  );
  if (worst === undefined) return undefined;
  const level = rows.reduce((gravest, row) => graverLevel(gravest, row.level), 'blue' as Level);
  return { level, computedLevel: worst.computedLevel, score: worst.score };
}

/** Is a row's level changed without a reason? */
export function lacksReason(row: {
  level: string;
  computedLevel: string;
  reason?: string | null | undefined;
}): boolean {
  return row.level !== row.computedLevel && (row.reason ?? '').trim() === '';
}

/** Days between checks of a measure by the level of its risk; read from parameters `risk.check.<level>`. */
export const checkEvery = (level: string): string => `risk.check.${level}`;

/** Rounds missed until `today` when a check was due on `due` and is due again every `every` days; a check on its day is none. */
export function missedRounds(due: string, every: number, today: string): number {
  const days = Math.round((Date.parse(today) - Date.parse(due)) / 86_400_000);
  return days <= 0 ? 0 : Math.ceil(days / every);
}

/** The day a measure is due again after a check. */
export function nextDue(checkedOn: string, every: number): string {
  return shift(checkedOn, every);
}

/** Re-derives a row from what was entered; undefined where it comes out as kept, else what differs. */
export function differsFrom(
  kept: RowScore & { readonly score: number; readonly computedLevel: string },
  edge: Edge,
): { score: number; level: string } | undefined {
  const again = scoreRow(kept, edge);
  if (isRefusal(again)) return { score: Number.NaN, level: again.refused };
  return again.score === kept.score && again.level === kept.computedLevel
    ? undefined
    : { score: again.score, level: again.level };
}
