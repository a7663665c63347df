import type { Level } from '../entity/index.ts';

/** One limit of a rule: which of the subject's limits is crossed, and the level it then has. */
export interface Step {
  readonly level: Level;
  /** Key among the subject's limits: `H`, `HH`, `L`, `LL`, `first`, `second`, `speed`. */
  readonly limit: string;
  readonly label: string;
}

/** Value at or beyond a limit for `onDelay` seconds; released `deadband` (share of span) inside for `offDelay` seconds. */
export interface Threshold {
  readonly kind: 'above' | 'below';
  /** Mildest first. */
  readonly steps: readonly Step[];
  readonly deadband: number;
  readonly onDelay: number;
  readonly offDelay: number;
}

/** No reading for longer than max(`seconds`, three expected periods). */
export interface Silence {
  readonly kind: 'silence';
  readonly level: Level;
  readonly seconds: number;
}

export type Condition = Threshold | Silence;

/** A rung of the escalation ladder: who is told `after` seconds without acknowledgement. */
export interface Rung {
  readonly to: 'enterprise' | 'town' | 'county' | 'city' | 'leader';
  readonly label: string;
  readonly after: number;
}

/** An alarm rule as data, with its rationalisation (IEC 62682 clause 9). */
export interface Rule {
  readonly key: string;
  readonly system: string;
  readonly label: string;
  readonly labelEn: string;
  /** Quantities it watches: point kinds, or `speed` of moving objects. */
  readonly watches: readonly string[];
  /** Restricts to objects of an entity (`vehicle`, `vessel`) where the quantity alone does not tell. */
  readonly of?: string;
  readonly condition: Condition;
  readonly clause: string;
  readonly cause: string;
  readonly consequence: string;
  readonly response: string;
  /** Seconds in which the response must begin to be of use. */
  readonly respondWithin: number;
  readonly escalation: readonly Rung[];
}
