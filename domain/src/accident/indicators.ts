import { answerInOneStep, refuseBelow, show, type Answer } from '../working/index.ts';

/** Value of an indicator; null where its denominator is 0 (shown as “—”). */
export interface Indicator {
  readonly value: number | null;
  readonly unit: string;
}

interface Rate {
  /** Denominator in the unit the caller gives it. */
  readonly denominator: string;
  readonly factor: number;
  readonly unit: string;
}

/** Deaths (or other counts) ÷ denominator × factor; names as in the statistical system. */
export const RATES = {
  亿元GDP死亡率: { denominator: '国内生产总值（亿元）', factor: 1, unit: '人/亿元' },
  工矿商贸十万人死亡率: { denominator: '工矿商贸就业人员（人）', factor: 100_000, unit: '人/10万人' },
  道路交通万车死亡率: { denominator: '机动车（辆）', factor: 10_000, unit: '人/万车' },
  煤矿百万吨死亡率: { denominator: '原煤产量（吨）', factor: 1_000_000, unit: '人/百万吨' },
  特种设备万台死亡人数: { denominator: '特种设备（台）', factor: 10_000, unit: '人/万台' },
  火灾十万人口死亡率: { denominator: '人口（人）', factor: 100_000, unit: '人/10万人' },
  千人死亡率: { denominator: '平均职工人数（人）', factor: 1000, unit: '‰' },
  千人重伤率: { denominator: '平均职工人数（人）', factor: 1000, unit: '‰' },
  伤害频率: { denominator: '实际总工时（小时）', factor: 1_000_000, unit: '人次/百万工时' },
  伤害严重率: { denominator: '实际总工时（小时）', factor: 1_000_000, unit: '日/百万工时' },
  伤害平均严重率: { denominator: '伤害人次', factor: 1, unit: '日/人次' },
} as const satisfies Readonly<Record<string, Rate>>;

export type RateName = keyof typeof RATES;

/** Is the text the name of a rate? */
export function isRate(name: string): name is RateName {
  return Object.hasOwn(RATES, name);
}

const quotient = (over: number, under: number, factor: number): number | null =>
  under === 0 ? null : (over / under) * factor;

/** A rate of the statistical system or of GB 6441: `count` ÷ `denominator` × factor. Refuses negative numbers. */
export function rate(name: RateName, count: number, denominator: number): Answer<Indicator> {
  const { denominator: label, factor, unit } = RATES[name];
  const wrong = refuseBelow(0, { 分子: count, [label]: denominator }, name);
  if (wrong) return wrong;
  const value = quotient(count, denominator, factor);
  return answerInOneStep(
    { value, unit },
    name.startsWith('千人') || name.startsWith('伤害') ? 'GB 6441-1986' : '安全生产统计指标',
    [
      { name: '分子', value: count },
      { name: label, value: denominator },
    ],
    { clause: name, name, formula: `${show(count)} ÷ ${show(denominator)} × ${factor}`, value, unit },
    value === null ? ['分母为0，无定义'] : [],
  );
}

/** (now − before) ÷ before × 100 % against the same period of last year (同比) or the period before (环比); null from 0. */
export function change(current: number, before: number): Answer<Indicator> {
  const wrong = refuseBelow(0, { 本期: current, 上期: before }, '同比');
  if (wrong) return wrong;
  const value = quotient(current - before, before, 100);
  return answerInOneStep(
    { value, unit: '%' },
    '安全生产统计指标',
    [
      { name: '本期', value: current },
      { name: '上期', value: before },
    ],
    {
      clause: '同比、环比',
      name: '增减',
      formula: `(${show(current)} − ${show(before)}) ÷ ${show(before)} × 100`,
      value,
      unit: '%',
    },
    value === null ? ['上期为0，无定义'] : [],
  );
}

/** Share of the planned reduction already reached: (base − current) ÷ (base × target %) × 100 %; null for no target. */
export function planProgress(base: number, current: number, reductionPercent: number): Answer<Indicator> {
  const wrong = refuseBelow(0, { 基期: base, 现值: current, 规划降幅: reductionPercent }, '规划降幅进度');
  if (wrong) return wrong;
  const value = quotient(base - current, (base * reductionPercent) / 100, 100);
  return answerInOneStep(
    { value, unit: '%' },
    '五年规划指标',
    [
      { name: '基期', value: base },
      { name: '现值', value: current },
      { name: '规划降幅', value: reductionPercent, unit: '%' },
    ],
    {
      clause: '规划降幅进度',
      name: '进度',
      formula: `(${show(base)} − ${show(current)}) ÷ (${show(base)} × ${reductionPercent}%) × 100`,
      value,
      unit: '%',
    },
    value === null ? ['基期或降幅为0，无定义'] : [],
  );
}

/** Published planned reductions in per cent. */
export const PLAN_TARGETS = {
  十一五: { base: 2005, end: 2010, reductions: { 亿元GDP死亡率: 35, 工矿商贸十万人死亡率: 25 } },
  十三五: {
    base: 2015,
    end: 2020,
    reductions: { 亿元GDP死亡率: 30, 工矿商贸十万人死亡率: 19, 煤矿百万吨死亡率: 15, 特种设备万台死亡人数: 20 },
  },
  十四五: { base: 2020, end: 2025, reductions: { 亿元GDP死亡率: 33, 工矿商贸十万人死亡率: 20, 煤矿百万吨死亡率: 10 } },
} as const;

/** Value of a lost working day in yuan (GB 6721-1986 §5): Vw = DL·M ÷ (S·D). */
export function lostDaysValue(
  lostDays: number,
  taxAndProfit: number,
  staff: number,
  workdays: number,
): Answer<Indicator> {
  const wrong = refuseBelow(
    0,
    { 损失工作日: lostDays, 利税: taxAndProfit, 职工人数: staff, 法定工作日: workdays },
    'GB 6721 §5',
  );
  if (wrong) return wrong;
  const value = quotient(lostDays * taxAndProfit, staff * workdays, 1);
  return answerInOneStep(
    { value, unit: '元' },
    'GB 6721-1986',
    [
      { name: 'DL', value: lostDays, unit: '日' },
      { name: 'M', value: taxAndProfit, unit: '元' },
      { name: 'S', value: staff, unit: '人' },
      { name: 'D', value: workdays, unit: '日' },
    ],
    {
      clause: '§5',
      name: 'Vw',
      formula: `${lostDays} × ${show(taxAndProfit)} ÷ (${staff} × ${workdays})`,
      value,
      unit: '元',
    },
  );
}
