/** A measured amount at a moment; `at` in hours, any unit of amount. */
export interface Sample {
  readonly at: number;
  readonly amount: number;
}

/** How an amount goes: its line, how sure the slope is, and whether it grows in a way that would fill a machine. */
interface Trend {
  readonly first: number;
  readonly last: number;
  readonly median: number;
  /** Of the fitted line, amount an hour. */
  readonly slope: number;
  /** Half width of the slope's 99 % interval. */
  readonly margin: number;
  readonly grows: boolean;
}

/** Student's t for 99 %, two-sided, by degrees of freedom; beyond the table the normal value. */
const STUDENT = [63.7, 9.92, 5.84, 4.6, 4.03, 3.71, 3.5, 3.36, 3.25, 3.17, 3.11, 3.05, 3.01, 2.98, 2.95, 2.92, 2.9];
const NORMAL = 2.58;
/** A slope this small against the amount is none worth a failure: it doubles in more than a day. */
const SMALLEST_SHARE = 0.04;

/** The samples are judged in so many blocks, each by its lowest: what is left after a collection. */
const BLOCKS = 12;

/**
 * Fits a line through what memory comes down to again and again. It grows when that line's slope is above zero for certain
 * and above 4 % of the median an hour.
 */
export function trendOf(samples: readonly Sample[]): Trend {
  if (samples.length < 4) throw new Error('a trend needs four samples at least');
  const { slope, margin } = lineThrough(floorOf(samples));
  const sorted = samples.map(({ amount }) => amount).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)]!;
  return {
    first: samples[0]!.amount,
    last: samples.at(-1)!.amount,
    median,
    slope,
    margin,
    grows: slope - margin > 0 && slope > SMALLEST_SHARE * median,
  };
}

function floorOf(samples: readonly Sample[]): Sample[] {
  const size = Math.max(1, Math.floor(samples.length / BLOCKS));
  const blocks = Array.from({ length: Math.ceil(samples.length / size) }, (_, index) =>
    samples.slice(index * size, (index + 1) * size),
  );
  return blocks
    .filter((block) => block.length === size)
    .map((block) => block.reduce((a, b) => (b.amount < a.amount ? b : a)));
}

function lineThrough(points: readonly Sample[]): { slope: number; margin: number } {
  const n = points.length;
  const mean = (of: (sample: Sample) => number): number => points.reduce((sum, one) => sum + of(one), 0) / n;
  const [at, amount] = [mean((one) => one.at), mean((one) => one.amount)];
  const spread = points.reduce((sum, one) => sum + (one.at - at) ** 2, 0);
  const slope = points.reduce((sum, one) => sum + (one.at - at) * (one.amount - amount), 0) / spread;
  const squares = points.reduce((sum, one) => sum + (one.amount - amount - slope * (one.at - at)) ** 2, 0);
  const student = STUDENT[n - 3] ?? NORMAL;
  return { slope, margin: student * Math.sqrt(squares / (n - 2) / spread) };
}
