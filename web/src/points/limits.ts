import type { Level } from '@anlan/kernel/entity';
import { limitSteps, type Rule } from '@anlan/kernel/alarm';
import { SYSTEMS } from '@anlan/systems';
import type { Language } from '../language/index.tsx';
import type { TrendLimit } from '../parts/index.ts';

const RULES: readonly Rule[] = SYSTEMS.flatMap((system) => system.rules);

interface Named {
  readonly label: string;
  readonly labelEn: string;
  readonly level: Level;
}

/** What the rules of a quantity call a limit and which level it raises; the first rule that uses the key decides. */
function namesOf(kind: string | undefined): ReadonlyMap<string, Named> {
  const rules = kind === undefined ? RULES : RULES.filter(({ watches }) => watches.includes(kind));
  return new Map(
    rules
      .flatMap((rule) =>
        limitSteps(rule.condition).map(
          (step) =>
            [step.limit, { label: step.label, labelEn: step.labelEn ?? step.label, level: step.level }] as const,
        ),
      )
      .toReversed(),
  );
}

/** A point's limits as a chart shows them; keys that are no limits of a rule for its quantity (span, silence) are left out. */
export function limitsOf(
  limits: Readonly<Record<string, number>>,
  kind?: string,
  language: Language = 'zh',
): TrendLimit[] {
  const names = namesOf(kind);
  return Object.entries(limits).flatMap(([key, value]) => {
    const named = names.get(key);
    if (named === undefined) return [];
    return [{ value, label: language === 'zh' ? named.label : named.labelEn, level: named.level }];
  });
}

/** Limits that the rules of a quantity know, mildest first within each rule, with their names. */
export function limitsOfQuantity(kind: string): (readonly [key: string, label: string])[] {
  const steps = RULES.filter(({ watches }) => watches.includes(kind)).flatMap(({ condition }) => limitSteps(condition));
  return [...new Map(steps.map(({ limit, label }) => [limit, label] as const))];
}

/** The worst level whose limit a value of a quantity has reached, by the rules that watch it: below a low limit or above a high one. */
export function levelAt(value: number, limits: Readonly<Record<string, number>>, kind: string): Level | null {
  const rank = { red: 4, orange: 3, yellow: 2, blue: 1 };
  const reached = RULES.filter(({ watches }) => watches.includes(kind)).flatMap(({ condition }) => {
    return limitSteps(condition).filter((step) => {
      const limit = limits[step.limit];
      return limit !== undefined && (condition.kind === 'above' ? value >= limit : value <= limit);
    });
  });
  return reached.toSorted((a, b) => rank[b.level] - rank[a.level])[0]?.level ?? null;
}
