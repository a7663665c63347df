/** How sure the text of a formula, coefficient or property is; anything but `confirmed` is to be checked before regulatory use. */
export type Mark = 'confirmed' | 'from memory' | 'derived';

export type Datum = number | string | boolean | readonly number[];

/** One numbered formula of a calculation, with the paper or standard it comes from. */
export interface Equation {
  readonly number: number;
  readonly formula: string;
  readonly source: string;
  readonly mark: Mark;
}

export interface Quantity {
  readonly symbol: string;
  readonly value: Datum;
  readonly unit: string;
}

/** An intermediate value and the number of the equation that gave it. */
export interface Step extends Quantity {
  readonly equation: number;
}

/** Everything needed to print the appendix of one calculation. */
export interface Working {
  readonly model: string;
  /** Chinese title for screens and appendices. */
  readonly title: string;
  readonly equations: readonly Equation[];
  readonly inputs: readonly Quantity[];
  readonly steps: readonly Step[];
  readonly warnings: readonly string[];
}

/** Why a calculation was not done: the input at fault and the reason. */
export interface Refusal {
  readonly code: 'not-a-number' | 'outside-range' | 'outside-model';
  readonly model: string;
  readonly input: string;
  readonly reason: string;
}

export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

export interface Computed<T> {
  readonly ok: true;
  readonly value: T;
  readonly working: Working;
}

export type Outcome<T> = Computed<T> | Refused;
