import type { Combined, Condition, Limits, Step } from './condition.ts';

type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>;

const delay = ({ onDelay }: { readonly onDelay: number }): string => (onDelay > 0 ? ` · 持续 ${onDelay} s` : '');

function stepsIn(steps: readonly Step[], sign: string, limits: Limits, unit: string): string {
  const known = steps.filter((step) => limits[step.limit] !== undefined);
  return known.map((step) => `${sign} ${limits[step.limit]} ${unit}（${step.label}）`).join('、');
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

function deadbandOf({ deadband, deadbandIn }: Of<'above' | 'rate'>, unit: string): string {
  return ` · 回差 ${deadbandIn === 'unit' ? `${deadband} ${unit}` : percent(deadband)}`;
}

const threshold = (sign: string) => (condition: Of<'above' | 'below'>, limits: Limits, unit: string) =>
  `${stepsIn(condition.steps, sign, limits, unit)}${delay(condition)}${deadbandOf(condition as Of<'above'>, unit)}`;

const band = (word: string) => (condition: Of<'inside' | 'outside'>, limits: Limits, unit: string) =>
  `${condition.steps
    .filter(({ low, high }) => limits[low] !== undefined && limits[high] !== undefined)
    .map(({ low, high, label }) => `${word} ${limits[low]}～${limits[high]} ${unit}（${label}）`)
    .join('、')}${delay(condition)}`;

const combined = (word: string) => (condition: Combined, limits: Limits) =>
  condition.of
    .map(({ quantity, kind, limit }) => `${quantity} ${kind === 'above' ? '≥' : '≤'} ${limits[limit] ?? limit}`)
    .join(word) + delay(condition);

const DIRECTIONS = { rise: '上升', fall: '下降', either: '变化' } as const;

const WORDS: { [K in Condition['kind']]: (condition: Of<K>, limits: Limits, unit: string) => string } = {
  above: threshold('≥'),
  below: threshold('≤'),
  rate: (condition, limits, unit) =>
    `每 ${condition.per} s ${DIRECTIONS[condition.direction]} ${stepsIn(condition.steps, '≥', limits, unit)} · 窗口 ${condition.window} s${delay(condition)}`,
  inside: band('处于'),
  outside: band('超出'),
  frozen: (condition) => condition.steps.map(({ seconds, label }) => `${seconds} s 内数值不变（${label}）`).join('、'),
  all: combined(' 且 '),
  any: combined(' 或 '),
  vote: (condition, limits, unit) =>
    `至少 ${condition.need} 点 ${stepsIn(condition.steps, condition.side === 'above' ? '≥' : '≤', limits, unit)}${delay(condition)}`,
  computed: (condition, limits) =>
    `计算值 ${stepsIn(condition.steps, condition.side === 'above' ? '≥' : '≤', limits, condition.unit)}${delay(condition)}`,
  standing: ({ label }) => `${label}：几项预警合成更高一级`,
  silence: ({ steps }, limits) => {
    const allowed = Math.max(steps[0]?.seconds ?? 0, limits['silence'] ?? 0);
    const further = steps.filter(({ seconds }) => seconds > allowed);
    return `超过 ${allowed} s 没有数据${further.map(({ seconds, label }) => `，${seconds} s 升为${label}`).join('')}`;
  },
};

/** A condition in one Chinese line, e.g. `≥ 90 %（高高限）· 持续 10 s · 回差 5 %`. */
export function describeCondition(condition: Condition, limits: Limits, unit: string): string {
  const say = WORDS[condition.kind] as (condition: Condition, limits: Limits, unit: string) => string;
  return say(condition, limits, unit);
}
