import { NUISANCES, type QualityPart, type QualityReport } from '@anlan/kernel/alarm-quality';
import { stampOf } from '@anlan/domain/calendar';
import { csvLines } from '../hazchem/csv.ts';

export type Cell = string | number | null;
const round = (value: number | null, digits = 2): number | null =>
  value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
const percent = (value: number | null): number | null => (value === null ? null : round(value * 100));

export const PART: readonly (readonly [head: string, of: (part: QualityPart) => Cell])[] = [
  ['名称', ({ name }) => name],
  ['报警数', ({ count }) => count],
  ['10分钟平均', ({ perTen }) => round(perTen, 3)],
  ['每小时平均', ({ perHour }) => round(perHour, 3)],
  ['每日平均', ({ perDay }) => round(perDay)],
  ['10分钟峰值', ({ peakTen }) => peakTen],
  ['泛滥次数', ({ floods }) => floods],
  ['泛滥时长占比%', ({ floodShare }) => percent(floodShare)],
  ['前十点占比%', ({ topShare }) => percent(topShare)],
  ['抖动点', ({ chattering }) => chattering],
  ['瞬时报警', ({ fleeting }) => fleeting],
  ['持续中', ({ standing }) => standing],
  ['陈旧', ({ stale }) => stale],
  ['高优先级%', ({ high }) => percent(high)],
  ['中优先级%', ({ middle }) => percent(middle)],
  ['低优先级%', ({ low }) => percent(low)],
  ['平均确认s', ({ answer }) => round(answer, 1)],
  ['补传发现', ({ retrospective }) => retrospective],
  ['超限时长h', ({ hoursBeyond }) => round(hoursBeyond)],
  ['观察时长h', ({ observed }) => round(observed ?? null, 1)],
  ['达标项', ({ met, judged }) => (judged === 0 ? '观察不足' : `${met} / ${judged}`)],
];

const parts = (rows: readonly QualityPart[]): Cell[][] => [
  PART.map(([head]) => head),
  ...rows.map((part) => PART.map(([, of]) => of(part))),
];

/** What can be exported, and its lines. */
export const EXPORTS: Readonly<Record<string, (report: QualityReport) => Cell[][]>> = {
  enterprise: ({ enterprises }) => parts(enterprises),
  county: ({ counties }) => parts(counties),
  rule: ({ rules }) => parts(rules),
  nuisance: ({ nuisances }) => [
    ['规则', '对象', '位置', '次数', '瞬时', '问题'],
    ...nuisances.map((one) => [
      one.ruleLabel,
      one.subjectName,
      one.place,
      one.count,
      one.fleeting,
      one.nuisances.map((nuisance) => NUISANCES[nuisance].label).join('、'),
    ]),
  ],
  flood: ({ floods }) => [
    ['企业', '开始', '结束', '报警数', '10分钟峰值'],
    ...floods.map(({ name, from, to, count, peak }) => [name, stampOf(from), stampOf(to), count, peak]),
  ],
};

export function exportOf(report: QualityReport, of: keyof typeof EXPORTS): string {
  return csvLines(EXPORTS[of]!(report));
}
