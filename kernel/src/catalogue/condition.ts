import { z } from 'zod';

export type FactValue = string | number | boolean;
/** What is known of the thing that is judged; a missing, null or empty member is not known. */
export type Facts = Readonly<Record<string, FactValue | null | undefined>>;

/** A rule as data over declared facts. Texts of `has` are looked for inside the fact, whatever the case of letters. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly fact: string; readonly is: readonly FactValue[] }
  | { readonly fact: string; readonly has: readonly string[] }
  | { readonly fact: string; readonly least: number }
  | { readonly fact: string; readonly most: number }
  | { readonly fact: string; readonly above: number }
  | { readonly fact: string; readonly below: number };

const fact = z.string().min(1).max(60);
const value = z.union([z.string().max(200), z.number(), z.boolean()]);

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionSchema).max(20) }),
    z.strictObject({ any: z.array(conditionSchema).min(1).max(20) }),
    z.strictObject({ not: conditionSchema }),
    z.strictObject({ fact, is: z.array(value).min(1).max(100) }),
    z.strictObject({ fact, has: z.array(z.string().trim().min(1).max(60)).min(1).max(60) }),
    z.strictObject({ fact, least: z.number() }),
    z.strictObject({ fact, most: z.number() }),
    z.strictObject({ fact, above: z.number() }),
    z.strictObject({ fact, below: z.number() }),
  ]),
);

/** Holds, does not hold, or cannot be said (`null`) with the facts that are lacking; `because` are the facts that decided. */
export interface Judgement {
  readonly holds: boolean | null;
  readonly because: readonly string[];
  readonly lacking: readonly string[];
}

const no: Judgement = { holds: false, because: [], lacking: [] };

/** Judges a condition; what is not known is neither true nor false (three-valued, as in SQL). */
export function judge(condition: Condition, facts: Facts): Judgement {
  if ('all' in condition) return every(condition.all.map((part) => judge(part, facts)));
  if ('any' in condition) return some(condition.any.map((part) => judge(part, facts)));
  if ('not' in condition) {
    const { holds, because, lacking } = judge(condition.not, facts);
    return { holds: holds === null ? null : !holds, because, lacking };
  }
  const known = facts[condition.fact];
  if (known === undefined || known === null || known === '')
    return { holds: null, because: [], lacking: [condition.fact] };
  return { holds: test(condition, known), because: [condition.fact], lacking: [] };
}

type Test = Extract<Condition, { fact: string }>;

function test(condition: Test, known: FactValue): boolean {
  if ('is' in condition) return condition.is.includes(known);
  if ('has' in condition) {
    const text = String(known).toLowerCase();
    return condition.has.some((word) => text.includes(word.toLowerCase()));
  }
  const number = typeof known === 'number' ? known : Number.NaN;
  if ('least' in condition) return number >= condition.least;
  if ('most' in condition) return number <= condition.most;
  if ('above' in condition) return number > condition.above;
  return number < condition.below;
}

function every(parts: readonly Judgement[]): Judgement {
  const failed = parts.find((part) => part.holds === false);
  if (failed !== undefined) return { ...no, because: failed.because };
  const open = parts.filter((part) => part.holds === null);
  const because = unique(parts.flatMap((part) => part.because));
  return { holds: open.length === 0 ? true : null, because, lacking: unique(open.flatMap((part) => part.lacking)) };
}

function some(parts: readonly Judgement[]): Judgement {
  const held = parts.find((part) => part.holds === true);
  if (held !== undefined) return { holds: true, because: held.because, lacking: [] };
  const open = parts.filter((part) => part.holds === null);
  const because = unique(parts.flatMap((part) => part.because));
  return { holds: open.length === 0 ? false : null, because, lacking: unique(open.flatMap((part) => part.lacking)) };
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** Facts a condition asks for. */
export function factsOf(condition: Condition): string[] {
  if ('all' in condition) return unique(condition.all.flatMap(factsOf));
  if ('any' in condition) return unique(condition.any.flatMap(factsOf));
  if ('not' in condition) return factsOf(condition.not);
  return [condition.fact];
}
