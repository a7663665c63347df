import type { QualityFigures } from './assess.ts';
import { qualityClause, type QualityLimits } from './limits.ts';

/** One line of a quality report: the figure, what it is judged by, and what it is made of. */
export interface QualityRow {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly unit: string;
  readonly value: number | null;
  readonly target: string;
  readonly met: boolean | null;
  readonly clause: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

interface Measure {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly unit: string;
  readonly of: Parameters<typeof qualityClause>[0];
  readonly value: (figures: QualityFigures) => number | null;
  readonly target: (limits: QualityLimits) => string;
  readonly met: (value: number, limits: QualityLimits, figures: QualityFigures) => boolean;
  /** Hours that must have been observed for the value to mean anything. */
  readonly least?: number;
  /** What the value is a ratio of, where it is one. */
  readonly ratio?: (figures: QualityFigures, hours: number) => readonly [number, number];
}

const share = (value: number): number => value * 100;
const most =
  (name: keyof QualityLimits): Measure['met'] =>
  (value, limits) =>
    value <= limits[name];
const atMost =
  (name: keyof QualityLimits): Measure['target'] =>
  (limits) =>
    `≤ ${limits[name]}`;
const shareAtMost =
  (name: keyof QualityLimits): Measure['target'] =>
  (limits) =>
    `≤ ${share(limits[name])} %`;
const shareMost =
  (name: keyof QualityLimits): Measure['met'] =>
  (value, limits) =>
    value <= share(limits[name]);

/** High, medium and low priority of a platform with four levels: red; orange; yellow and blue. */
export function priorityShares({ count, levels }: Pick<QualityFigures, 'count' | 'levels'>): {
  readonly high: number;
  readonly middle: number;
  readonly low: number;
} | null {
  if (count === 0) return null;
  const { red, orange, yellow, blue } = levels;
  return { high: red / count, middle: orange / count, low: (yellow + blue) / count };
}

const rate = (key: 'perTen' | 'perHour' | 'perDay', label: string, labelEn: string, hours: number): Measure => ({
  key,
  label,
  labelEn,
  unit: '条',
  of: key,
  value: (figures) => figures[key],
  target: atMost(key),
  met: most(key),
  // A mean over less than one of its periods would be extrapolated, and a share of periods none.
  least: hours,
  ratio: ({ count }, length) => [count, Math.round((length / hours) * 10) / 10],
});

/** The measures in the order of the standard's summary of metrics. */
const MEASURES: readonly Measure[] = [
  rate('perTen', '10 分钟平均', 'Mean in 10 min', 1 / 6),
  rate('perHour', '每小时平均', 'Mean in an hour', 1),
  rate('perDay', '每日平均', 'Mean in a day', 24),
  {
    key: 'peakTen',
    label: '10 分钟峰值',
    labelEn: 'Peak in 10 min',
    unit: '条',
    of: 'peakTen',
    value: ({ peakTen }) => peakTen,
    target: atMost('peakTen'),
    met: most('peakTen'),
  },
  {
    key: 'hoursOver',
    label: '过载小时占比',
    labelEn: 'Overloaded hours',
    unit: '%',
    of: 'overShare',
    value: ({ hoursOver }) => share(hoursOver),
    least: 1,
    target: shareAtMost('overShare'),
    met: shareMost('overShare'),
  },
  {
    key: 'tensOver',
    label: '过载 10 分钟占比',
    labelEn: 'Overloaded 10 min',
    unit: '%',
    of: 'overShare',
    value: ({ tensOver }) => share(tensOver),
    least: 1 / 6,
    target: shareAtMost('overShare'),
    met: shareMost('overShare'),
  },
  {
    key: 'flood',
    label: '泛滥时长',
    labelEn: 'Time in flood',
    unit: '%',
    of: 'floodShare',
    value: ({ floodShare }) => share(floodShare),
    least: 1,
    target: shareAtMost('floodShare'),
    met: shareMost('floodShare'),
  },
  {
    key: 'top10',
    label: '前十点占比',
    labelEn: 'Ten most frequent',
    unit: '%',
    of: 'topShare',
    value: ({ topShare }) => (topShare === null ? null : share(topShare)),
    target: shareAtMost('topShare'),
    met: shareMost('topShare'),
    ratio: ({ count, sources }) => [sources.slice(0, 10).reduce((sum, one) => sum + one.count, 0), count],
  },
  {
    key: 'chattering',
    label: '抖动报警',
    labelEn: 'Chattering',
    unit: '点',
    of: 'chatterTimes',
    value: ({ chattering }) => chattering,
    target: () => '0',
    met: (value) => value === 0,
  },
  {
    key: 'fleeting',
    label: '瞬时报警',
    labelEn: 'Fleeting',
    unit: '条',
    of: 'fleetingSeconds',
    value: ({ fleeting }) => fleeting,
    target: () => '0',
    met: (value) => value === 0,
  },
  {
    key: 'stale',
    label: '陈旧报警',
    labelEn: 'Stale',
    unit: '条',
    of: 'staleMost',
    value: ({ stale }) => stale,
    target: ({ staleMost }) => `< ${staleMost}`,
    met: (value, { staleMost }) => value < staleMost,
    ratio: ({ stale, standing }) => [stale, standing],
  },
  {
    key: 'priority',
    label: '优先级分布',
    labelEn: 'Priorities',
    unit: '%',
    of: 'highShare',
    value: (figures) => (figures.count === 0 ? null : share(priorityShares(figures)!.high)),
    target: ({ highShare, middleShare }) =>
      `约 ${share(highShare)} / ${share(middleShare)} / ${share(1 - highShare - middleShare)} %`,
    met: (_, { highShare, middleShare, shareSlack }, figures) => {
      const { high, middle } = priorityShares(figures)!;
      return high <= highShare + shareSlack && high + middle <= highShare + middleShare + shareSlack;
    },
    ratio: ({ count, levels }) => [levels.red, count],
  },
  {
    key: 'acknowledge',
    label: '平均确认',
    labelEn: 'Mean time to answer',
    unit: 's',
    of: 'answer',
    value: ({ answer }) => answer,
    target: ({ answer }) => `≤ ${answer} s`,
    met: most('answer'),
  },
];

/**
 * The report of a position: every measure with its target and whether it is met. `hours` of the span were observed: where
 * nothing was, nothing is known, and nothing is judged before `judgeHours` of them.
 */
export function qualityRows(figures: QualityFigures, limits: QualityLimits, hours: number): QualityRow[] {
  return MEASURES.map(({ key, label, labelEn, unit, of, value, target, met, least = 0, ratio }) => {
    const now = hours <= 0 || hours < least ? null : value(figures);
    const [numerator, denominator] = ratio?.(figures, hours) ?? [null, null];
    return {
      key,
      label,
      labelEn,
      unit,
      value: now,
      target: target(limits),
      met: now === null || hours < limits.judgeHours ? null : met(now, limits, figures),
      clause: qualityClause(of),
      numerator,
      denominator,
    };
  });
}
