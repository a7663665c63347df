/** What became of one case. */
export interface Checked {
  readonly id: string;
  readonly ok: boolean;
  /** The first difference in words, where there is one. */
  readonly difference?: string;
  /** Scores of the pool the case stands for, to be printed whatever became of it. */
  readonly figures?: readonly string[];
}
