import type { Answer } from '@anlan/domain/working';

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

/** Outputs of an answer, or its refusal. */
export function outputs<R>(answer: Answer<R>, of: (result: R) => Outputs): Outputs | Refusal {
  return answer.ok ? of(answer.result) : { refused: answer.reason };
}
