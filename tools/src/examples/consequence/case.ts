import type { Outcome, Stability, Terrain } from '@anlan/domain/consequence';

export type Inputs = Readonly<Record<string, unknown>>;
export type Answer = number | boolean | string;
/** Output key of the interface file → value in the unit the key says. */
export type Answers = Readonly<Record<string, Answer>>;
export type Calculation = (inputs: Inputs) => Answers;

export interface Expected {
  readonly value: Answer;
  readonly tolerance: 'exact' | { readonly rel?: number; readonly abs?: number; readonly factor?: number };
}

export interface Case {
  readonly id: string;
  readonly model: string;
  readonly kind: string;
  readonly inputs: Inputs;
  readonly expected?: Readonly<Record<string, Expected>>;
  readonly observed?: unknown;
  readonly tolerance?: { readonly pooled?: unknown };
}

/** A number of a case; a missing one is an error in the case file. */
export function number(inputs: Inputs, key: string): number {
  const value = inputs[key];
  if (typeof value !== 'number') throw new Error(`no number ${key}`);
  return value;
}

export const optional = (inputs: Inputs, key: string): number | undefined => {
  const value = inputs[key];
  return typeof value === 'number' ? value : undefined;
};

export const numbers = (inputs: Inputs, key: string): readonly number[] => {
  const value = inputs[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
};

/** Stability class and terrain of a case, taken at their word by the calculation they go to. */
export const stability = (inputs: Inputs): Stability => inputs['stability'] as Stability;
export const terrain = (inputs: Inputs): Terrain => inputs['terrain'] as Terrain;

/** The value of a calculation; a refusal becomes the case's difference. */
export function value<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`refused: ${outcome.refusal.reason}`);
}

/** Why an answer misses its expectation, or undefined. */
export function miss(
  key: string,
  answer: Answer | undefined,
  { value: wanted, tolerance }: Expected,
): string | undefined {
  if (answer === undefined) return `${key} is not calculated`;
  if (tolerance === 'exact' || typeof wanted !== 'number' || typeof answer !== 'number') {
    return answer === wanted ? undefined : `${key} ${answer} instead of ${wanted}`;
  }
  const { rel, abs, factor } = tolerance;
  const within =
    (rel !== undefined && Math.abs(answer - wanted) <= rel * Math.abs(wanted)) ||
    (abs !== undefined && Math.abs(answer - wanted) <= abs) ||
    (factor !== undefined && answer <= wanted * factor && answer >= wanted / factor);
  return within ? undefined : `${key} ${answer.toPrecision(5)} instead of ${wanted}`;
}
