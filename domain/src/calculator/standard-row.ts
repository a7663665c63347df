import type { Field } from './field.ts';

/** A page of the standards: one topic of the interface, or one question of it. */
export interface StandardRow {
  readonly key: string;
  readonly topic: string;
  readonly title: string;
  readonly titleEn: string;
  /** Word of the domain whose sources stand behind it. */
  readonly word: Word;
  readonly clause: string;
  readonly fields: readonly Field[];
}
export type Word =
  | 'major-hazard'
  | 'accident'
  | 'risk-scoring'
  | 'identity-codes'
  | 'exposure'
  | 'law'
  | 'monitoring'
  | 'emergency'
  | 'consequence';
