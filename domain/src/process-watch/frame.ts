/** One sample: a value per variable; null where the variable was not measured. */
export type Sample = readonly (number | null)[];

/** What normal running looks like: plain numbers, to be stored as they are. */
export interface WatchModel {
  readonly variables: number;
  readonly lags: number;
  readonly samples: number;
  /** Variables that did not move in the training; they are in no statistic, and moving later says nothing here. */
  readonly still: readonly number[];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** Unit loadings of the kept components, each over variables × (lags + 1), the newest sample first. */
  readonly loadings: readonly (readonly number[])[];
  readonly variances: readonly number[];
  readonly explained: number;
  readonly confidence: number;
  /** Limits of T² and of the squared prediction error. */
  readonly t2Limit: number;
  readonly speLimit: number;
}

/** What standardises a sample. */
export type Frame = Pick<WatchModel, 'variables' | 'lags' | 'still' | 'mean' | 'deviation'>;

/**
 * The sample in standard deviations from the mean. What is missing stands at its mean: the trimmed score of Nelson,
 * Taylor & MacGregor 1996. A variable that stood still in the training stays at zero.
 */
export function standardised({ variables, still, mean, deviation }: Frame, sample: Sample): Float64Array {
  const row = new Float64Array(variables);
  for (let j = 0; j < variables; j++) {
    const value = sample[j];
    if (value !== null && value !== undefined && !still.includes(j)) row[j] = (value - mean[j]!) / deviation[j]!;
  }
  return row;
}

/** Samples side by side, as the loadings expect them: the newest first. */
export function joined(newestFirst: readonly Float64Array[]): Float64Array {
  const width = newestFirst[0]?.length ?? 0;
  const wide = new Float64Array(width * newestFirst.length);
  for (const [lag, row] of newestFirst.entries()) wide.set(row, lag * width);
  return wide;
}
