import { OPERATING_STATES, type Rule } from '@anlan/kernel/alarm';
import type { Register, Subject } from './register.ts';
import { spanAt } from './units.ts';

/** Newest good value of each suppressing quantity, by unit; `dirty` are the units changed since they were last kept. */
export type Values = Map<
  string,
  { readonly of: Map<string, { readonly at: number; readonly value: number }>; readonly dirty: Set<string> }
>;

/**
 * Why a rule does not judge a subject at `at` (ms): out of service, or suppressed by design (IEC 62682 10.6). Undefined =
 * it does. What is silenced so is no process alarm.
 */
export function silencedBy(
  rule: Rule,
  subject: Subject,
  at: number,
  register: Pick<Register, 'subject'>,
  /** Left out where only what people have declared counts. */
  values?: Values,
): string | undefined {
  if (subject.outages !== undefined) {
    const out = spanAt(subject.outages, at);
    if (out !== undefined) return `停用：${out.reason}`;
  }
  const unit = subject.unitId ?? subject.deviceId;
  const { onlyIn } = rule;
  if (onlyIn !== undefined && spanAt(register.subject(unit)?.states, at)?.state !== onlyIn)
    return `不在该状态：${OPERATING_STATES[onlyIn].label}`;
  if (rule.suppressedBy === undefined) return undefined;
  for (const by of rule.suppressedBy) {
    if ('state' in by) {
      const state = spanAt(register.subject(unit)?.states, at);
      if (state?.state === by.state) return `按设计抑制：${by.label}`;
      continue;
    }
    const value = values?.get(by.quantity)?.of.get(unit)?.value;
    if (value === undefined) continue;
    if (by.kind === 'above' ? value >= by.value : value <= by.value) return `按设计抑制：${by.label}`;
  }
  return undefined;
}
