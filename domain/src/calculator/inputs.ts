import type { Answer, Working } from '../working/index.ts';

/** Inputs of a case as its file writes them; a reader gives the neutral value for a key that is absent. */
export type Inputs = Readonly<Record<string, unknown>>;

/** What a topic gives for its inputs: the outputs by the keys of the interface. */
export type Outputs = Readonly<Record<string, unknown>>;

export const numberOf = (inputs: Inputs, key: string): number => {
  const value = inputs[key];
  return typeof value === 'number' ? value : Number.NaN;
};

export const textOf = (inputs: Inputs, key: string): string => {
  const value = inputs[key];
  return typeof value === 'string' ? value : '';
};

/** A number, or undefined where the key is absent: it does not apply. */
export const optional = (inputs: Inputs, key: string): number | undefined =>
  typeof inputs[key] === 'number' ? numberOf(inputs, key) : undefined;

export const numbersOf = (inputs: Inputs, key: string): readonly number[] => {
  const value = inputs[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
};

export const textsOf = (inputs: Inputs, key: string): readonly string[] => {
  const value = inputs[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
};

export const itemsOf = (inputs: Inputs, key: string): readonly Inputs[] => {
  const value = inputs[key];
  return Array.isArray(value) ? value.filter((item): item is Inputs => typeof item === 'object' && item !== null) : [];
};

/** A calculation said no; its reason becomes the difference printed for the case. */
export interface Refusal {
  readonly refused: string;
}

/** A calculation as case files and pages ask for it. */
export type Topic = (inputs: Inputs) => Outputs | Refusal;

const WORKINGS = new WeakMap<Outputs, Working>();

/** Outputs of an answer, which remember how they were worked out, or its refusal. */
export function outputs<R>(answer: Answer<R>, of: (result: R) => Outputs): Outputs | Refusal {
  if (!answer.ok) return { refused: answer.reason };
  const made = of(answer.result);
  WORKINGS.set(made, answer.working);
  return made;
}

/** How outputs were worked out; undefined for those put together from several answers. */
export const workingOf = (made: Outputs): Working | undefined => WORKINGS.get(made);
