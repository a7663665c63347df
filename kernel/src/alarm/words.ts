import type { Limits } from './evaluate.ts';
import type { Condition } from './rule.ts';

/** A condition in one Chinese line, e.g. `≥ 90 %（高高限）· 持续 10 s · 回差 5 %`. */
export function describeCondition(condition: Condition, limits: Limits, unit: string): string {
  if (condition.kind === 'silence') return `超过 ${Math.max(condition.seconds, limits['silence'] ?? 0)} s 没有数据`;
  const sign = condition.kind === 'above' ? '≥' : '≤';
  const known = condition.steps.filter((step) => limits[step.limit] !== undefined);
  const steps = known.map((step) => `${sign} ${limits[step.limit]} ${unit}（${step.label}）`).join('、');
  const delay = condition.onDelay > 0 ? ` · 持续 ${condition.onDelay} s` : '';
  return `${steps}${delay} · 回差 ${Math.round(condition.deadband * 1000) / 10} %`;
}
