import { answerInOneStep, exceeds, reaches, refuse, show, type Answer, type Refused } from '../working/index.ts';
import {
  FOUR_COLOURS,
  LEC_BANDS,
  LEC_SCALES,
  LS_BANDS,
  MES_BANDS,
  MES_SCALES,
  type Colour,
  type RiskLevel,
} from './scales.ts';

export interface Lec {
  readonly D: number;
  readonly band: (typeof LEC_BANDS)[number][1];
  readonly level: RiskLevel;
  readonly colour: Colour;
}

/** Sources write the bands as “70～160”: on which side an exact edge falls is a convention of the jurisdiction. */
export type Edge = 'lower' | 'upper';

function offScale(scale: readonly (readonly [number, string])[], name: string, value: number): Refused | undefined {
  const points = scale.map(([point]) => point);
  const [least, most] = [Math.min(...points), Math.max(...points)];
  if (Number.isFinite(value) && value >= least && value <= most) return undefined;
  return refuse(`${name}应在${least}与${most}之间`, `${name}值表`);
}

/**
 * D = L × E × C of Graham and Kinney with band, level and colour. Values between the anchor points of the scales are
 * taken with a warning, values outside refused. `edge` says into which band an exact edge falls (default the lower).
 */
export function lec(L: number, E: number, C: number, edge: Edge = 'lower'): Answer<Lec> {
  const values = { L, E, C };
  const warnings: string[] = [];
  for (const key of ['L', 'E', 'C'] as const) {
    const wrong = offScale(LEC_SCALES[key], key, values[key]);
    if (wrong) return wrong;
    if (!LEC_SCALES[key].some(([point]) => point === values[key]))
      warnings.push(`${key} = ${values[key]} 不是分值表中的取值`);
  }
  const D = L * E * C;
  const within = edge === 'lower' ? exceeds : reaches;
  const [, band, level] = LEC_BANDS.find(([from]) => within(D, from)) ?? LEC_BANDS[4];
  return answerInOneStep(
    { D, band, level, colour: FOUR_COLOURS[level].colour },
    '作业条件危险性评价法（LEC）',
    Object.entries(values).map(([name, value]) => ({ name, value })),
    { clause: 'D = L × E × C', name: 'D', formula: `${show(L)} × ${show(E)} × ${show(C)}`, value: D },
    warnings,
  );
}

export interface Matrix {
  readonly R: number;
  readonly level: RiskLevel;
  readonly colour: Colour;
}

/** R = L × S of the risk matrix (GB/T 27921 风险矩阵), both whole numbers from 1 to 5. */
export function lsMatrix(L: number, S: number): Answer<Matrix> {
  for (const [name, value] of Object.entries({ L, S })) {
    if (!Number.isInteger(value) || value < 1 || value > 5) return refuse(`${name}应为1至5的整数`, '风险矩阵');
  }
  const R = L * S;
  const level = LS_BANDS.find(([from]) => R >= from)?.[1] ?? '低';
  return answerInOneStep(
    { R, level, colour: FOUR_COLOURS[level].colour },
    '风险矩阵法（LS）',
    [
      { name: 'L', value: L },
      { name: 'S', value: S },
    ],
    { clause: 'R = L × S', name: 'R', formula: `${L} × ${S}`, value: R },
  );
}

/** R = M × E × S with its grade (一级 the worst); M, E and S must be values of their scales. */
export function mes(
  M: number,
  E: number,
  S: number,
): Answer<{ readonly R: number; readonly grade: (typeof MES_BANDS)[number][1] }> {
  const values = { M, E, S };
  for (const key of ['M', 'E', 'S'] as const) {
    const scale: readonly number[] = MES_SCALES[key];
    if (!scale.includes(values[key])) return refuse(`${key}应为${scale.join('、')}之一`, 'MES');
  }
  const R = M * E * S;
  const grade = MES_BANDS.find(([from]) => R >= from)?.[1] ?? '五级';
  return answerInOneStep(
    { R, grade },
    'MES评价法',
    Object.entries(values).map(([name, value]) => ({ name, value })),
    { clause: 'R = M × E × S', name: 'R', formula: `${M} × ${E} × ${show(S)}`, value: R },
  );
}

/**
 * Frequency of a scenario after its independent protection layers (LOPA): f × Π PFD, per year.
 * Refuses a frequency below 0 and a probability of failure outside 0…1.
 */
export function lopa(initiating: number, failures: readonly number[]): Answer<{ readonly frequency: number }> {
  if (!(initiating >= 0) || !Number.isFinite(initiating)) return refuse('初始事件频率不得小于0', 'LOPA');
  if (failures.some((pfd) => !(pfd >= 0 && pfd <= 1))) return refuse('失效概率应在0与1之间', 'LOPA');
  const frequency = failures.reduce((product, pfd) => product * pfd, initiating);
  return answerInOneStep(
    { frequency },
    '保护层分析（LOPA）',
    [
      { name: '初始事件频率', value: initiating, unit: '次/年' },
      ...failures.map((value, index) => ({ name: `PFD${index + 1}`, value })),
    ],
    {
      clause: 'f × Π PFD',
      name: '后果频率',
      formula: [initiating, ...failures].map(show).join(' × '),
      value: frequency,
      unit: '次/年',
    },
  );
}
