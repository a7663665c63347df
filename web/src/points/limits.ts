import type { Level } from '@anlan/kernel/entity';
import { limitSteps, type Rule } from '@anlan/kernel/alarm';
import { SYSTEMS } from '@anlan/systems';
import type { TrendLimit } from '../parts/index.ts';

const RULES: readonly Rule[] = SYSTEMS.flatMap((system) => system.rules);

interface Named {
  readonly label: string;
  readonly level: Level;
}

/** What the rules call a limit and which level it raises; the first rule that uses the key decides. */
const NAMES = new Map<string, Named>(
  RULES.flatMap((rule) =>
    limitSteps(rule.condition).map((step) => [step.limit, { label: step.label, level: step.level }] as const),
  ).toReversed(),
);

/** A point's limits as a chart shows them; keys that are not limits of a rule (span, silence) are left out. */
export function limitsOf(limits: Readonly<Record<string, number>>): TrendLimit[] {
  return Object.entries(limits).flatMap(([key, value]) => {
    const named = NAMES.get(key);
    return named === undefined ? [] : [{ value, label: named.label, level: named.level }];
  });
}

/** Limits that the rules of a quantity know, mildest first within each rule, with their names. */
export function limitsOfQuantity(kind: string): (readonly [key: string, label: string])[] {
  const steps = RULES.filter(({ watches }) => watches.includes(kind)).flatMap(({ condition }) => limitSteps(condition));
  return [...new Map(steps.map(({ limit, label }) => [limit, label] as const))];
}

/** The worst level whose limit a value has reached: below a low limit or above a high one, told apart by the rules. */
export function levelAt(value: number, limits: Readonly<Record<string, number>>): Level | null {
  const rank = { red: 4, orange: 3, yellow: 2, blue: 1 };
  const reached = RULES.flatMap((rule) => {
    const { condition } = rule;
    return limitSteps(condition).filter((step) => {
      const limit = limits[step.limit];
      return limit !== undefined && (condition.kind === 'above' ? value >= limit : value <= limit);
    });
  });
  return reached.toSorted((a, b) => rank[b.level] - rank[a.level])[0]?.level ?? null;
}
