import type { Condition, Limits } from './condition.ts';
import type { Rule } from './rule.ts';

/** Numbers of a rule that may be set apart for a point, beside its limits. */
export const TUNABLE = {
  onDelay: { label: '持续时间', labelEn: 'On-delay', unit: 's', max: 3600 },
  offDelay: { label: '恢复延时', labelEn: 'Off-delay', unit: 's', max: 3600 },
  deadband: { label: '回差', labelEn: 'Deadband', unit: '', max: 1e6 },
} as const;
export type Tunable = keyof typeof TUNABLE;

/** The key among a point's limits under which a rule's own number is set: `level-high.onDelay`. */
export function tuningKey({ key }: Pick<Rule, 'key'>, number: Tunable): string {
  return `${key}.${number}`;
}

const KEYS = new WeakMap<Rule, Readonly<Record<Tunable, string>>>();

function keysOf(rule: Rule): Readonly<Record<Tunable, string>> {
  const known = KEYS.get(rule);
  if (known !== undefined) return known;
  const keys = {
    onDelay: tuningKey(rule, 'onDelay'),
    offDelay: tuningKey(rule, 'offDelay'),
    deadband: tuningKey(rule, 'deadband'),
  };
  KEYS.set(rule, keys);
  return keys;
}

/** The rule's condition with the numbers that are set apart for a subject. `onDelay` alone stands in for every rule's. */
export function tuned(rule: Rule, limits: Limits): Condition {
  const { condition } = rule;
  const keys = keysOf(rule);
  const onDelay = limits[keys.onDelay] ?? limits['onDelay'];
  const offDelay = limits[keys.offDelay];
  const deadband = limits[keys.deadband];
  if (!('onDelay' in condition) || (onDelay === undefined && offDelay === undefined && deadband === undefined))
    return condition;
  return {
    ...condition,
    ...(onDelay === undefined ? {} : { onDelay }),
    ...(offDelay === undefined ? {} : { offDelay }),
    ...(deadband === undefined || !('deadband' in condition) ? {} : { deadband }),
  };
}

/** The numbers of a rule that can be set apart, with what the rule itself says of them. */
export function tunables({ condition }: Rule): Readonly<Partial<Record<Tunable, number>>> {
  if (!('onDelay' in condition)) return {};
  const { onDelay, offDelay } = condition;
  return { onDelay, offDelay, ...('deadband' in condition ? { deadband: condition.deadband } : {}) };
}
