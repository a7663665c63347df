import type { Scores } from '@anlan/domain/consequence';
import type { Case } from './case.ts';

/** An observation and what the model says of it, same unit. */
export interface Pair {
  readonly observed: number;
  readonly predicted: number;
}

/** How a family of trials is predicted and what its pooled scores must reach. */
export interface TrialFamily {
  readonly model: string;
  /** One line per way of predicting; the first one is judged. */
  readonly predictions: readonly {
    readonly name: string;
    readonly of: (trial: Case) => readonly Pair[];
    /** Its baseline in the file (`reference_baselines`), where it has one. */
    readonly baseline?: string;
  }[];
  readonly accepts: (scores: Scores) => boolean;
  /** What the project wants of the judged way beyond acceptance. */
  readonly aim?: { readonly text: string; readonly met: (scores: Scores) => boolean };
  /** A line about the pool that is no score of pairs. */
  readonly further?: (trials: readonly Case[]) => string;
}
