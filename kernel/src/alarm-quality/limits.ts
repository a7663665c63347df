import type { Parameter } from '../parameter/index.ts';

/** Each number the figures are judged by: its first value, unit, bounds and clause. */
const NUMBERS = {
  perTen: [1, '条/10 min', 0.1, 20, '10 分钟平均报警', 'Mean alarms per 10 min', '16.5.1'],
  perHour: [6, '条/h', 1, 120, '每小时平均报警', 'Mean alarms per hour', '16.5.1'],
  perDay: [150, '条/d', 10, 3000, '每日平均报警', 'Mean alarms per day', '16.5.1'],
  peakTen: [10, '条', 1, 100, '10 分钟峰值', 'Peak in 10 min', '16.5.2'],
  hourMost: [30, '条', 5, 300, '一小时不超过的报警数', 'Most alarms in an hour', '16.5.2'],
  overShare: [1, '%', 0, 50, '超限时段占比', 'Share of overloaded periods', '16.5.2'],
  floodBegin: [10, '条/10 min', 3, 100, '泛滥开始', 'A flood begins', '16.5.3'],
  floodEnd: [5, '条/10 min', 1, 50, '泛滥结束（少于）', 'A flood ends below', '16.5.3'],
  floodShare: [1, '%', 0, 50, '泛滥时长占比', 'Share of time in flood', '16.5.3'],
  topShare: [5, '%', 1, 100, '前十报警源占比', 'Share of the ten most frequent', '16.5.4'],
  chatterTimes: [3, '次', 2, 20, '抖动：次数', 'Chattering: times', '16.5.5'],
  chatterSeconds: [60, 's', 5, 600, '抖动：时长', 'Chattering: within', '16.5.5'],
  fleetingSeconds: [10, 's', 1, 300, '瞬时：时长', 'Fleeting: within', '16.5.5'],
  staleHours: [24, 'h', 1, 720, '陈旧：时长', 'Stale: after', '16.5.6'],
  staleMost: [5, '条', 0, 100, '陈旧报警（少于）', 'Stale alarms below', '16.5.6'],
  highShare: [5, '%', 0, 100, '高优先级占比', 'Share of high priority', '16.5.7'],
  middleShare: [15, '%', 0, 100, '中优先级占比', 'Share of medium priority', '16.5.7'],
  shareSlack: [5, '%', 0, 50, '优先级占比允许偏差', 'Tolerance of the shares', '16.5.7'],
  judgeHours: [24, 'h', 1, 720, '评判所需观察时长', 'Observed before a verdict', ''],
  answer: [180, 's', 10, 3600, '平均确认时间', 'Mean time to acknowledge', ''],
} as const;
type Name = keyof typeof NUMBERS;
const PERCENT: ReadonlySet<string> = new Set<Name>([
  'overShare',
  'floodShare',
  'topShare',
  'highShare',
  'middleShare',
  'shareSlack',
]);

/** The numbers by which alarm quality is measured and judged; shares 0…1. */
export type QualityLimits = Readonly<Record<Name, number>>;

export const QUALITY_PARAMETERS: readonly Parameter[] = Object.entries(NUMBERS).map(
  ([name, [value, unit, min, max, label, labelEn, clause]]) => ({
    key: `alarm.quality.${name}`,
    label,
    labelEn,
    group: '报警质量',
    kind: 'number',
    unit,
    value,
    min,
    max,
    source: clause === '' ? '平台初值' : `ANSI/ISA-18.2-2009 ${clause}（IEC 62682 第 16 章）`,
  }),
);

/** The clause a number comes from; empty where it is the platform's own. */
export const qualityClause = (name: Name): string => NUMBERS[name][6];

/** The numbers as a place has them; `number` reads a parameter by its key. */
export function qualityLimits(number: (key: string) => number): QualityLimits {
  const entries = Object.keys(NUMBERS).map((name) => {
    const value = number(`alarm.quality.${name}`);
    return [name, PERCENT.has(name) ? value / 100 : value];
  });
  return Object.fromEntries(entries) as QualityLimits;
}

/** The first values, as the standard has them. */
export const QUALITY_LIMITS: QualityLimits = qualityLimits(
  (key) => NUMBERS[key.slice('alarm.quality.'.length) as Name][0],
);
