import { answer, reaches, refuse, show, type Answer, type Step } from '../working/index.ts';

/** An item of a scoring table: what was obtained of its full mark; `applies: false` leaves it out of both sums. */
export interface ScoreItem {
  readonly name: string;
  readonly obtained: number;
  readonly full: number;
  /** Weight of the item; 1 when absent. */
  readonly weight?: number;
  readonly applies?: boolean;
}

/** From a score (0–100) on → class, best first. */
export type Bands<C extends string> = readonly (readonly [from: number, grade: C])[];

/** 企业安全生产标准化, older general rule; sector rules differ. */
export const STANDARDISATION_BANDS = [
  [90, '一级'],
  [75, '二级'],
  [60, '三级'],
  [0, '不达标'],
] as const;
/** 煤矿安全生产标准化管理体系 (2020). */
export const COAL_STANDARDISATION_BANDS = [
  [90, '一级'],
  [80, '二级'],
  [70, '三级'],
  [0, '不达标'],
] as const;
/** 危险化学品企业安全风险评估诊断分级指南（应急〔2018〕19号）. */
export const HAZCHEM_BANDS = [
  [90, '蓝'],
  [75, '黄'],
  [60, '橙'],
  [0, '红'],
] as const;
/** 化工园区安全风险排查治理导则（应急〔2019〕78号）: A is the highest risk. */
export const CHEMICAL_PARK_BANDS = [
  [85, 'D'],
  [70, 'C'],
  [60, 'B'],
  [0, 'A'],
] as const;
/** 企业分级分类监管: A is the best managed. */
export const ENTERPRISE_BANDS = [
  [90, 'A'],
  [75, 'B'],
  [60, 'C'],
  [0, 'D'],
] as const;

/** Suggested inspections of an enterprise by its class, per year. */
export const INSPECTIONS_PER_YEAR: Readonly<Record<(typeof ENTERPRISE_BANDS)[number][1], number>> = {
  A: 1 / 3,
  B: 1 / 2,
  C: 1,
  D: 2,
};

export interface Score<C extends string> {
  /** Score rate, 0–100. */
  readonly score: number;
  readonly grade: C;
  /** The veto that decided, where one did. */
  readonly veto?: string;
}

/**
 * Weighted score rate Σ w·obtained / Σ w·full × 100 of the items that apply, and its class. A veto (accident death,
 * concealment, listing, overdue major danger…) puts the worst class at once, whatever the score.
 * Refuses an obtained mark outside 0…full, a weight of 0 or less, and a table in which nothing applies.
 */
export function score<C extends string>(
  items: readonly ScoreItem[],
  bands: Bands<C>,
  vetoes: readonly string[] = [],
): Answer<Score<C>> {
  const counted = items.filter(({ applies }) => applies !== false);
  for (const { name, obtained, full, weight = 1 } of counted) {
    if (!(full > 0) || !(weight > 0)) return refuse(`“${name}”的标准分和权重应大于0`);
    if (!(obtained >= 0 && obtained <= full)) return refuse(`“${name}”的得分应在0与${full}之间`);
  }
  const worst = bands.at(-1)?.[1];
  if (counted.length === 0 || worst === undefined) return refuse('没有适用的评分项');
  const sum = (of: (item: ScoreItem) => number): number =>
    counted.reduce((total, item) => total + (item.weight ?? 1) * of(item), 0);
  const [obtained, full] = [sum((item) => item.obtained), sum((item) => item.full)];
  const rate = (obtained / full) * 100;
  const veto = vetoes[0];
  const grade = veto === undefined ? (bands.find(([from]) => reaches(rate, from))?.[1] ?? worst) : worst;
  const steps: Step[] = [
    {
      clause: 'Σw·得分 ÷ Σw·标准分 × 100',
      name: '得分率',
      formula: `${show(obtained)} ÷ ${show(full)} × 100`,
      value: rate,
      unit: '分',
    },
    {
      clause: '分级',
      name: '等级',
      formula: veto === undefined ? `${rate.toFixed(2)} 分` : `一票否决：${veto}`,
      value: grade,
    },
  ];
  const inputs = counted.map((item) => ({ name: item.name, value: item.obtained, unit: '分' }));
  return answer(veto === undefined ? { score: rate, grade } : { score: rate, grade, veto }, '加权评分', inputs, steps);
}
