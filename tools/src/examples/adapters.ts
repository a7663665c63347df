import type { Checked } from './checked.ts';
import { checkConsequence, checkModels } from './consequence.ts';
import type { Baselines } from './consequence/field.ts';
import { checkInterface, checkStandards } from './standards.ts';

interface Adapter {
  /** Can it calculate a file whose first case is this? */
  readonly reads: (first: unknown) => boolean;
  readonly check: (cases: readonly unknown[], baselines: Baselines) => Checked[];
}

const has = (key: string) => (value: unknown) => typeof value === 'object' && value !== null && key in value;

/** Which calculations read which file, by what a case holds: one row per room of formulas. */
export const ADAPTERS: readonly Adapter[] = [
  { reads: has('topic'), check: checkStandards },
  { reads: has('named'), check: checkInterface },
  { reads: has('namedModel'), check: checkModels },
  { reads: has('model'), check: checkConsequence },
];
