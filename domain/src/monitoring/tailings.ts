import { answer, answerInOneStep, reaches, refuse, refuseBelow, type Answer } from '../working/index.ts';

export type PondGrade = 1 | 2 | 3 | 4 | 5;

interface GradeRule {
  readonly grade: PondGrade;
  /** Capacity in 10⁴ m³ and height in m, each inclusive. */
  readonly capacity: number;
  readonly height: number;
  /** Least freeboard, beach of an upstream dam, beach of a downstream or centre-line dam in m. */
  readonly freeboard: number;
  readonly upstream: number;
  readonly downstream: number;
}

/** GB 39496-2020 Tables 1 and of freeboard and beach. */
export const PONDS: readonly GradeRule[] = [
  { grade: 1, capacity: 50_000, height: 200, freeboard: 1.5, upstream: 150, downstream: 100 },
  { grade: 2, capacity: 10_000, height: 100, freeboard: 1, upstream: 100, downstream: 70 },
  { grade: 3, capacity: 1000, height: 60, freeboard: 0.7, upstream: 70, downstream: 50 },
  { grade: 4, capacity: 100, height: 30, freeboard: 0.5, upstream: 50, downstream: 35 },
  { grade: 5, capacity: 0, height: 0, freeboard: 0.4, upstream: 40, downstream: 25 },
];

const by = (key: 'capacity' | 'height', value: number): PondGrade =>
  PONDS.find((rule) => value >= rule[key])?.grade ?? 5;

/**
 * Grade of a tailings pond (GB 39496-2020): capacity in 10⁴ m³ and dam height in m; the higher of both, lowered by one
 * where they differ by more than one grade.
 */
export function pondGrade(capacity: number, height: number): Answer<{ readonly grade: PondGrade }> {
  const wrong = refuseBelow(0, { 全库容: capacity, 坝高: height }, 'GB 39496 表1');
  if (wrong) return wrong;
  const [first, second] = [by('capacity', capacity), by('height', height)];
  const higher = Math.min(first, second);
  const grade = (Math.abs(first - second) > 1 ? higher + 1 : higher) as PondGrade;
  return answer(
    { grade },
    'GB 39496-2020',
    [
      { name: '全库容', value: capacity, unit: '万m³' },
      { name: '坝高', value: height, unit: 'm' },
    ],
    [
      { clause: '表1', name: '按库容', formula: `${capacity} 万m³`, value: first, unit: '等' },
      { clause: '表1', name: '按坝高', formula: `${height} m`, value: second, unit: '等' },
      { clause: '表1 注', name: '等别', formula: '取高者；相差大于一等时降一等', value: grade, unit: '等' },
    ],
  );
}

export type DamKind = 'upstream' | 'downstream';

/** Does the pond keep its least freeboard and dry beach, both in m (GB 39496-2020)? */
export function pondKeeps(
  grade: PondGrade,
  kind: DamKind,
  freeboard: number,
  beach: number,
): Answer<{ readonly freeboard: boolean; readonly beach: boolean }> {
  const wrong = refuseBelow(0, { 干滩长度: beach }, 'GB 39496') ?? refuseBelow(-Infinity, { 安全超高: freeboard });
  const rule = PONDS.find((row) => row.grade === grade);
  if (wrong) return wrong;
  if (!rule) return refuse('等别应为1至5', 'GB 39496 表1');
  const result = { freeboard: reaches(freeboard, rule.freeboard), beach: reaches(beach, rule[kind]) };
  return answer(
    result,
    'GB 39496-2020',
    [
      { name: '安全超高', value: freeboard, unit: 'm' },
      { name: '干滩长度', value: beach, unit: 'm' },
    ],
    [
      { clause: '最小安全超高', name: '超高合格', formula: `≥ ${rule.freeboard} m`, value: result.freeboard },
      { clause: '最小干滩长度', name: '干滩合格', formula: `≥ ${rule[kind]} m`, value: result.beach },
    ],
  );
}

/** From this share of its limit on a quantity warns; customary, the design decides. */
const WARNINGS = [
  [1, '红'],
  [0.9, '橙'],
  [0.8, '黄'],
  [0.6, '蓝'],
] as const;

/** Warning colour of a quantity that must stay below its limit (seepage line, displacement, level); null below 60 %. */
export function pondWarning(
  value: number,
  limit: number,
): Answer<{ readonly colour: '红' | '橙' | '黄' | '蓝' | null }> {
  if (!(limit > 0) || !Number.isFinite(value)) return refuse('限值应大于0');
  const colour = WARNINGS.find(([share]) => reaches(value, share * limit))?.[1] ?? null;
  return answerInOneStep(
    { colour },
    'AQ 2030-2010（惯例）',
    [
      { name: '监测值', value },
      { name: '限值', value: limit },
    ],
    { clause: '四级预警', name: '预警', formula: `${value} ÷ ${limit}`, value: colour },
    ['预警比例为惯例，以设计为准'],
  );
}
