import type { Parameter } from '../parameter/index.ts';
import type { Rule } from './rule.ts';

/** The key of the parameter by which a jurisdiction sets a rule's limit: `alarm.pond-rainfall.rain-red`. */
export function settingKey({ key }: Pick<Rule, 'key'>, limit: string): string {
  return `alarm.${key}.${limit}`;
}

/** The parameters by which jurisdictions set the limits of a rule. */
export function limitParameters(rule: Rule): Parameter[] {
  return Object.entries(rule.sets ?? {}).map(([limit, { label, labelEn, unit, value, min = 0, max = 1e6 }]) => ({
    key: settingKey(rule, limit),
    label: `${rule.label}：${label}`,
    labelEn: `${rule.labelEn}: ${labelEn}`,
    group: '报警限值',
    source: rule.clause,
    kind: 'number',
    unit,
    value,
    min,
    max,
  }));
}
