import type { Combined, Condition, Limits, Step } from './condition.ts';
import type { Rule, RuleTexts } from './rule.ts';

type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>;
type Labelled = Pick<Step, 'label' | 'labelEn'>;

/** The words and marks that a condition is told in. */
interface Phrases {
  readonly label: (step: Labelled) => string;
  readonly named: (name: string) => string;
  readonly join: string;
  readonly lasting: (seconds: number) => string;
  readonly deadband: string;
  readonly rise: Readonly<Record<Of<'rate'>['direction'], string>>;
  readonly rate: (per: number, change: string, window: number) => string;
  readonly inside: string;
  readonly outside: string;
  readonly frozen: (seconds: number, name: string) => string;
  readonly and: string;
  readonly or: string;
  readonly atLeast: (need: number) => string;
  readonly computed: string;
  readonly together: (name: string) => string;
  readonly silent: (seconds: number) => string;
  readonly becomes: (seconds: number, name: string) => string;
}

const CHINESE: Phrases = {
  label: ({ label }) => label,
  named: (name) => `（${name}）`,
  join: '、',
  lasting: (seconds) => ` · 持续 ${seconds} s`,
  deadband: ' · 回差 ',
  rise: { rise: '上升', fall: '下降', either: '变化' },
  rate: (per, change, window) => `每 ${per} s ${change} · 窗口 ${window} s`,
  inside: '处于',
  outside: '超出',
  frozen: (seconds, name) => `${seconds} s 内数值不变（${name}）`,
  and: ' 且 ',
  or: ' 或 ',
  atLeast: (need) => `至少 ${need} 点 `,
  computed: '计算值 ',
  together: (name) => `${name}：几项预警合成更高一级`,
  silent: (seconds) => `超过 ${seconds} s 没有数据`,
  becomes: (seconds, name) => `，${seconds} s 升为${name}`,
};

const ENGLISH: Phrases = {
  label: ({ label, labelEn }) => labelEn ?? label,
  named: (name) => ` (${name})`,
  join: ', ',
  lasting: (seconds) => ` · for ${seconds} s`,
  deadband: ' · deadband ',
  rise: { rise: 'rises', fall: 'falls', either: 'changes' },
  rate: (per, change, window) => `${change} in ${per} s · window ${window} s`,
  inside: 'within',
  outside: 'outside',
  frozen: (seconds, name) => `the same value for ${seconds} s (${name})`,
  and: ' and ',
  or: ' or ',
  atLeast: (need) => `at least ${need} points `,
  computed: 'computed value ',
  together: (name) => `${name}: several warnings come to a higher level together`,
  silent: (seconds) => `no data for more than ${seconds} s`,
  becomes: (seconds, name) => `, after ${seconds} s: ${name}`,
};

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

function deadbandOf({ deadband, deadbandIn }: Of<'above' | 'rate'>, unit: string, say: Phrases): string {
  return `${say.deadband}${deadbandIn === 'unit' ? `${deadband} ${unit}` : percent(deadband)}`;
}

type Tellers = { readonly [K in Condition['kind']]: (condition: Of<K>, limits: Limits, unit: string) => string };

function tellers(say: Phrases): Tellers {
  const delay = ({ onDelay }: { readonly onDelay: number }): string => (onDelay > 0 ? say.lasting(onDelay) : '');
  const stepsIn = (steps: readonly Step[], sign: string, limits: Limits, unit: string): string =>
    steps
      .filter((step) => limits[step.limit] !== undefined)
      .map((step) => `${sign} ${limits[step.limit]} ${unit}${say.named(say.label(step))}`)
      .join(say.join);
  const threshold =
    (sign: string) =>
    (condition: Of<'above' | 'below'>, limits: Limits, unit: string): string =>
      condition.place === true
        ? `${condition.steps.map((step) => say.label(step)).join(say.join)}${delay(condition)}`
        : `${stepsIn(condition.steps, sign, limits, unit)}${delay(condition)}${deadbandOf(condition as Of<'above'>, unit, say)}`;
  const band =
    (word: string) =>
    (condition: Of<'inside' | 'outside'>, limits: Limits, unit: string): string =>
      `${condition.steps
        .filter(({ low, high }) => limits[low] !== undefined && limits[high] !== undefined)
        .map((step) => `${word} ${limits[step.low]}～${limits[step.high]} ${unit}${say.named(say.label(step))}`)
        .join(say.join)}${delay(condition)}`;
  const combined = (word: string) => (condition: Combined, limits: Limits) =>
    condition.of
      .map(({ quantity, kind, limit }) => `${quantity} ${kind === 'above' ? '≥' : '≤'} ${limits[limit] ?? limit}`)
      .join(word) + delay(condition);
  const bySide = ({ side }: { readonly side: 'above' | 'below' }): string => (side === 'above' ? '≥' : '≤');
  return {
    above: threshold('≥'),
    below: threshold('≤'),
    rate: (condition, limits, unit) => {
      const of = condition.relative === undefined ? unit : '%';
      const change = `${say.rise[condition.direction]} ${stepsIn(condition.steps, '≥', limits, of)}`;
      return `${say.rate(condition.per, change, condition.window)}${delay(condition)}`;
    },
    inside: band(say.inside),
    outside: band(say.outside),
    frozen: (condition) => condition.steps.map((step) => say.frozen(step.seconds, say.label(step))).join(say.join),
    all: combined(say.and),
    any: combined(say.or),
    vote: (condition, limits, unit) =>
      `${say.atLeast(condition.need)}${stepsIn(condition.steps, bySide(condition), limits, unit)}${delay(condition)}`,
    computed: (condition, limits) =>
      `${say.computed}${stepsIn(condition.steps, bySide(condition), limits, condition.unit)}${delay(condition)}`,
    standing: (condition) => say.together(say.label(condition)),
    silence: ({ steps }, limits) => {
      const allowed = Math.max(steps[0]?.seconds ?? 0, limits['silence'] ?? 0);
      const further = steps.filter(({ seconds }) => seconds > allowed);
      return `${say.silent(allowed)}${further.map((step) => say.becomes(step.seconds, say.label(step))).join('')}`;
    },
  };
}

const TELLERS = { zh: tellers(CHINESE), en: tellers(ENGLISH) } as const;

/** A condition in one line, Chinese where no language is asked for: `≥ 90 %（高高限）· 持续 10 s · 回差 5 %`. */
export function describeCondition(
  condition: Condition,
  limits: Limits,
  unit: string,
  language: keyof typeof TELLERS = 'zh',
): string {
  const tell = TELLERS[language][condition.kind] as (condition: Condition, limits: Limits, unit: string) => string;
  return tell(condition, limits, unit);
}

/** The English of a step's label as an alarm carries it; undefined where the rule does not say. */
export function stepInEnglish({ condition }: Rule, label: string): string | undefined {
  const steps: readonly Labelled[] = condition.kind === 'standing' ? [condition] : condition.steps;
  return steps.find((step) => step.label === label)?.labelEn;
}

/** Rungs of ladders in English, by what the declarations call them, then by whom they tell. */
const RUNGS: Readonly<Record<string, string>> = {
  海事值班: 'Maritime duty',
  乡镇应急办: 'Town emergency office',
  enterprise: 'Enterprise',
  town: 'Town',
  county: 'County duty',
  city: 'City duty',
  leader: 'City leader',
};

/** A rung of a ladder in English; what a jurisdiction calls it itself stays. */
export function rungInEnglish({ to, label }: { readonly to: string; readonly label: string }): string {
  return RUNGS[label] ?? RUNGS[to] ?? label;
}

const CHINESE_TEXT = /[\u3400-\u9fff，。；：、（）《》]/;

/** What of a rule is not said in English: its own texts and those of its steps. Empty where everything is. */
export function ruleInEnglish({ labelEn, en, condition }: Rule): readonly string[] {
  const steps: readonly Labelled[] = condition.kind === 'standing' ? [condition] : condition.steps;
  const texts: Readonly<Record<string, string | undefined>> = {
    label: labelEn,
    ...({ clause: en?.clause, cause: en?.cause, consequence: en?.consequence, response: en?.response } satisfies {
      [K in keyof RuleTexts]: string | undefined;
    }),
    ...Object.fromEntries(steps.map((step) => [`step ${step.label}`, step.labelEn])),
  };
  return Object.entries(texts)
    .filter(([, text]) => text === undefined || text === '' || CHINESE_TEXT.test(text))
    .map(([name]) => name);
}
