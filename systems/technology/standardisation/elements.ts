import type { Option } from '@anlan/kernel/entity';

/** First-level elements of 企业安全生产标准化基本规范 (GB/T 33000-2016, 5); weights are the platform's first proposal. */
export const ELEMENTS = [
  { key: 'target', label: '目标职责', labelEn: 'Targets and duties', weight: 10, clause: 'GB/T 33000-2016 5.1' },
  { key: 'system', label: '制度化管理', labelEn: 'Rules', weight: 10, clause: 'GB/T 33000-2016 5.2' },
  { key: 'training', label: '教育培训', labelEn: 'Training', weight: 10, clause: 'GB/T 33000-2016 5.3' },
  { key: 'site', label: '现场管理', labelEn: 'Workplace', weight: 30, clause: 'GB/T 33000-2016 5.4' },
  {
    key: 'risk',
    label: '安全风险管控及隐患排查治理',
    labelEn: 'Risk and hidden dangers',
    weight: 20,
    clause: 'GB/T 33000-2016 5.5',
  },
  { key: 'emergency', label: '应急管理', labelEn: 'Emergency', weight: 10, clause: 'GB/T 33000-2016 5.6' },
  { key: 'accident', label: '事故管理', labelEn: 'Accidents', weight: 5, clause: 'GB/T 33000-2016 5.7' },
  { key: 'improvement', label: '持续改进', labelEn: 'Improvement', weight: 5, clause: 'GB/T 33000-2016 5.8' },
] as const;
export type ElementKey = (typeof ELEMENTS)[number]['key'];

export const GRADE_OPTIONS: readonly Option[] = [
  { value: 'one', label: '一级', labelEn: 'Grade 1' },
  { value: 'two', label: '二级', labelEn: 'Grade 2' },
  { value: 'three', label: '三级', labelEn: 'Grade 3' },
];
const RANK: readonly string[] = ['one', 'two', 'three'];

/** Is a grade at least as good as another? `none` and nothing are no grade. */
export function reachesGrade(grade: string | null | undefined, wanted: string): boolean {
  const own = RANK.indexOf(grade ?? '');
  return own >= 0 && own <= RANK.indexOf(wanted);
}

export const UNIT_KINDS = [
  { value: 'post', label: '岗位达标', labelEn: 'Post' },
  { value: 'specialty', label: '专业达标', labelEn: 'Specialty' },
  { value: 'site', label: '场所达标', labelEn: 'Site' },
] as const;

/** Rates printed in the source for Shangrao at the end of 2015, with the counts they follow from. */
export const SOURCED_RATES = [
  {
    trade: 'non-coal-mine',
    label: '非煤矿山',
    numerator: 137,
    denominator: 280,
    percent: 48.9,
    origin: 'D4:103、N-D4-10',
  },
  {
    trade: 'hazchem-production',
    label: '危险化学品生产',
    numerator: 29,
    denominator: 65,
    percent: 44.6,
    origin: 'D4:103、N-D4-11',
  },
  {
    trade: 'fireworks',
    label: '烟花爆竹生产和经营批发',
    numerator: 54,
    denominator: 72,
    percent: 75.0,
    origin: 'D4:103、N-D4-12',
  },
] as const;

/** Percent with one decimal as the sources print it; null without a denominator. */
export function percentOf(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : Math.round((numerator / denominator) * 1000) / 10;
}
