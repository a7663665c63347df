/** How sure a fact is: seen in the printed text or an outside copy, remembered, or still to be checked. */
export type Mark = 'confirmed' | 'memory' | 'verify';

/** Where a table, limit or formula comes from. */
export interface Source {
  readonly standard: string;
  readonly clause: string;
  readonly what: string;
  readonly mark: Mark;
  readonly note?: string;
}

/** A named value with its unit; no unit where it has none. */
export interface Quantity {
  readonly name: string;
  readonly value: number | string | boolean | null;
  readonly unit?: string;
}

/** One line of a calculation: the clause, the equation with its numbers put in, what came out. */
export interface Step extends Quantity {
  readonly clause: string;
  readonly formula: string;
}

/** Enough to print the appendix of a result. */
export interface Working {
  readonly standard: string;
  readonly inputs: readonly Quantity[];
  readonly steps: readonly Step[];
  readonly warnings: readonly string[];
}

export interface Refused {
  readonly ok: false;
  /** Official Chinese text for the person who asked. */
  readonly reason: string;
  /** The clause whose range is left; empty for a malformed input. */
  readonly clause: string;
}

export interface Answered<R> {
  readonly ok: true;
  readonly result: R;
  readonly working: Working;
}

/** A result with its working, or a refusal with its reason. */
export type Answer<R> = Answered<R> | Refused;

/** Says no, with the reason and the clause. */
export function refuse(reason: string, clause = ''): Refused {
  return { ok: false, reason, clause };
}

/** A result with the standard it follows, its inputs, steps and warnings. */
export function answer<R>(
  result: R,
  standard: string,
  inputs: readonly Quantity[],
  steps: readonly Step[],
  warnings: readonly string[] = [],
): Answered<R> {
  return { ok: true, result, working: { standard, inputs, steps, warnings } };
}

/** A result whose calculation is a single line. */
export function answerInOneStep<R>(
  result: R,
  standard: string,
  inputs: readonly Quantity[],
  step: Step,
  warnings: readonly string[] = [],
): Answered<R> {
  return answer(result, standard, inputs, [step], warnings);
}

/** The first quantity that is no finite number or lies below `least`, as a refusal. */
export function refuseBelow(
  least: number,
  quantities: Readonly<Record<string, number>>,
  clause = '',
): Refused | undefined {
  for (const [name, value] of Object.entries(quantities)) {
    if (!Number.isFinite(value)) return refuse(`${name}不是数字`, clause);
    if (value < least) return refuse(`${name}不得小于${least}`, clause);
  }
  return undefined;
}

/** The first quantity that is no whole number of at least 0 (people, events), as a refusal. */
export function refuseUncountable(quantities: Readonly<Record<string, number>>, clause = ''): Refused | undefined {
  for (const [name, value] of Object.entries(quantities)) {
    if (!Number.isInteger(value) || value < 0) return refuse(`${name}应为不小于0的整数`, clause);
  }
  return undefined;
}

/** Is a text a day of the calendar, `YYYY-MM-DD`? Only such texts can be compared as days. */
export function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** Relative width within which a sum of decimals counts as its limit. */
const ROUNDING = 1e-12;

/** Does `value` reach `limit`? Sums of exact decimals (0.6 + 0.3 + 0.1) may fall a last bit short of it. */
export function reaches(value: number, limit: number): boolean {
  return value >= limit - Math.abs(limit) * ROUNDING;
}

/** Does `value` go beyond `limit` by more than the rounding of decimals? */
export function exceeds(value: number, limit: number): boolean {
  return value > limit + Math.abs(limit) * ROUNDING;
}

/** A number as a person writes it in a formula: at most six significant digits, no exponent for usual sizes. */
export function show(value: number): string {
  return String(Number(value.toPrecision(6)));
}
