import { z } from 'zod';
import { TUNABLE, tunables, tuningKey, type Limits, type Rule, type Tunable } from '../alarm/index.ts';

/** How a number of a rule would change: to a value, by a factor, or by so much. */
export const draftNumberSchema = z.object({ mode: z.enum(['set', 'scale', 'shift']), value: z.number() });
/** By limit key (`H`, `first`) or a rule's own number (`onDelay`, `offDelay`, `deadband`). */
export const draftSchema = z.record(z.string().min(1).max(40), draftNumberSchema);
export type Draft = Readonly<Record<string, z.infer<typeof draftNumberSchema>>>;

const CHANGE = {
  set: (_: number | undefined, value: number) => value,
  scale: (before: number | undefined, value: number) => (before === undefined ? undefined : before * value),
  shift: (before: number | undefined, value: number) => (before === undefined ? undefined : before + value),
} as const;

const isTunable = (key: string): key is Tunable => key in TUNABLE;

/** A point's limits under the draft of a rule; a limit it does not have can be set, but neither scaled nor shifted. */
export function drafted(rule: Rule, limits: Limits, draft: Draft): Limits {
  const changed: Record<string, number> = { ...limits };
  for (const [key, { mode, value }] of Object.entries(draft)) {
    const own = isTunable(key);
    const name = own ? tuningKey(rule, key) : key;
    const before =
      limits[name] ?? (own ? ((key === 'onDelay' ? limits[key] : undefined) ?? tunables(rule)[key]) : undefined);
    const after = CHANGE[mode](before, value);
    // Steps of a scaled number that no instrument can show would only make two equal tests differ.
    if (after !== undefined) changed[name] = Number(Math.max(own ? 0 : Number.NEGATIVE_INFINITY, after).toPrecision(9));
  }
  return changed;
}

/** What of a rule can be tried: the limits its condition names, and its own numbers. */
export function draftKeys(rule: Rule): readonly string[] {
  const { condition } = rule;
  if (condition.kind === 'silence' || condition.kind === 'standing') return [];
  const limits = 'of' in condition ? condition.of.map(({ limit }) => limit) : condition.steps.flatMap(limitKeys);
  return [...new Set([...limits, ...Object.keys(tunables(rule))])];
}

function limitKeys(step: object): string[] {
  return ['limit', 'low', 'high'].flatMap((name) => {
    const key = (step as Record<string, unknown>)[name];
    return typeof key === 'string' ? [key] : [];
  });
}
