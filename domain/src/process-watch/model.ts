import { quantileF, quantileNormal } from '../statistics/index.ts';
import { refuse, type Refused } from '../working/index.ts';
import { joined, standardised, type Sample, type WatchModel } from './frame.ts';
import { scoreOf, type Score } from './score.ts';
import { eigenOf, type Eigen } from './symmetric.ts';

/** How a model is made. */
export interface Training {
  /** Earlier samples taken along with each one (dynamic PCA, Ku, Storer & Georgakis 1995); 0 = static. */
  readonly lags: number;
  /** Chance with which a normal sample lies inside each limit, 0.9 to 0.9999. */
  readonly confidence: number;
  /** Share of the variance the kept components explain, 0 to 1. */
  readonly explained: number;
}

export const DEFAULT_TRAINING: Training = { lags: 0, confidence: 0.99, explained: 0.9 };
export const MOST_VARIABLES = 120;
const MOST_LAGS = 5;

/** A deviation below this share of the mean's size is the noise of number formats, not of a process. */
const STILL = 1e-9;

/**
 * Learns normal running by principal components (Jackson & Mudholkar 1979; MacGregor & Kourti 1995): complete samples at
 * equal steps, the oldest first. T² has its limit from F, SPE from Jackson and Mudholkar's approximation; both are widened
 * to what held-back blocks of the same samples need (`heldBack`). Refuses too few samples (three per variable and lag, at
 * least 50), gaps, fewer than two variables that move, and variables that all move as one.
 */
export function trainWatch(samples: readonly Sample[], training: Training = DEFAULT_TRAINING): WatchModel | Refused {
  const refused = unfit(samples, training);
  if (refused !== undefined) return refused;
  const rows = samples as readonly (readonly number[])[];
  const model = fit(rows, training);
  if ('ok' in model) return model;
  const seen = heldBack(rows, training);
  const own = (of: (score: Score) => number) => quantileOf(seen.map(of), training.confidence);
  return {
    ...model,
    t2Limit: Math.max(
      model.t2Limit,
      own(({ t2 }) => t2),
    ),
    speLimit: Math.max(
      model.speLimit,
      own(({ spe }) => spe),
    ),
  };
}

/** Contiguous blocks of the training held back in turn. */
const BLOCKS = 5;

/**
 * Scores of each sample by a model that has not seen it nor its neighbours: a model knows its own samples too well, and
 * its theoretical limits, made for independent ones, would call every third sample of a slow process abnormal.
 */
function heldBack(rows: readonly (readonly number[])[], training: Training): Score[] {
  const size = Math.ceil(rows.length / BLOCKS);
  return columns(BLOCKS, (block) => {
    const from = block * size;
    const model = fit([...rows.slice(0, from), ...rows.slice(from + size)], training);
    if ('ok' in model) return [];
    const held = rows.slice(from, from + size);
    return held.map((_, i) => scoreOf(model, held.slice(Math.max(0, i - model.lags), i + 1).toReversed()));
  })
    .flat()
    .filter((score) => score !== undefined);
}

function quantileOf(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? 0;
}

function fit(rows: readonly (readonly number[])[], training: Training): WatchModel | Refused {
  const { lags, confidence } = training;
  const variables = rows[0]!.length;
  const mean = columns(variables, (j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length);
  const deviation = columns(variables, (j) =>
    Math.sqrt(rows.reduce((sum, row) => sum + (row[j]! - mean[j]!) ** 2, 0) / (rows.length - 1)),
  );
  const still = columns(variables, (j) => j).filter((j) => deviation[j]! <= STILL * Math.max(1, Math.abs(mean[j]!)));
  if (variables - still.length < 2) return refuse('至少要有两个在训练期内变化的测点');
  const frame = { variables, lags, still, mean, deviation };
  const wide = stack(
    rows.map((row) => standardised(frame, row)),
    lags,
  );
  const eigen = eigenOf(covariance(wide));
  const kept = keptOf(eigen, training.explained);
  if (kept === undefined) return refuse('测点完全相关，没有可供比较的残差');
  const variances = eigen.values.slice(0, kept);
  const total = eigen.values.reduce((sum, value) => sum + Math.max(0, value), 0);
  return {
    ...frame,
    samples: wide.length,
    loadings: eigen.vectors.slice(0, kept).map((vector) => [...vector]),
    variances,
    explained: variances.reduce((sum, value) => sum + value, 0) / total,
    confidence,
    t2Limit: limitOfT2(kept, wide.length, confidence),
    speLimit: limitOfSpe(eigen.values.slice(kept), confidence),
  };
}

const columns = <T>(count: number, of: (column: number) => T): T[] => Array.from({ length: count }, (_, j) => of(j));

function unfit(samples: readonly Sample[], { lags, confidence, explained }: Training): Refused | undefined {
  const variables = samples[0]?.length ?? 0;
  if (!Number.isInteger(lags) || lags < 0 || lags > MOST_LAGS) return refuse(`滞后步数应为0到${MOST_LAGS}`);
  if (!(confidence >= 0.9 && confidence <= 0.9999)) return refuse('置信度应在0.9到0.9999之间');
  if (!(explained > 0 && explained < 1)) return refuse('方差解释率应在0到1之间');
  if (variables < 2 || variables * (lags + 1) > MOST_VARIABLES)
    return refuse(`测点数乘以（滞后步数+1）应为2到${MOST_VARIABLES}`);
  const least = Math.max(50, 3 * variables * (lags + 1));
  if (samples.length - lags < least) return refuse(`训练样本不足：至少${least}个，现有${samples.length}个`);
  const gap = samples.some((row) => row.length !== variables || row.some((value) => !Number.isFinite(value)));
  return gap ? refuse('训练样本有缺测') : undefined;
}

/** Each row followed by its `lags` predecessors, the newest first; the first rows lack them and fall away. */
function stack(rows: readonly Float64Array[], lags: number): Float64Array[] {
  return rows.slice(lags).map((_, i) => joined(rows.slice(i, i + lags + 1).toReversed()));
}

function covariance(rows: readonly Float64Array[]): Float64Array[] {
  const width = rows[0]!.length;
  const sums = columns(width, () => new Float64Array(width));
  for (const row of rows)
    for (let i = 0; i < width; i++) {
      const x = row[i] as number;
      if (x === 0) continue;
      const sum = sums[i] as Float64Array;
      for (let j = i; j < width; j++) sum[j]! += x * row[j]!;
    }
  for (let i = 0; i < width; i++)
    for (let j = i; j < width; j++) sums[j]![i] = sums[i]![j] = sums[i]![j]! / (rows.length - 1);
  return sums;
}

/** The fewest components that explain the wanted share, one direction left for the residual; undefined where there is only one. */
function keptOf({ values }: Eigen, explained: number): number | undefined {
  const positive = values.filter((value) => value > 1e-9 * (values[0] ?? 1));
  const total = positive.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  const reached = positive.findIndex((value) => (sum += value) >= explained * total) + 1;
  return positive.length < 2 ? undefined : Math.min(reached, positive.length - 1);
}

/** T² limit of a new sample: a(n−1)(n+1) / (n(n−a)) · F(a, n−a) (Tracy, Young & Mason 1992). */
function limitOfT2(kept: number, n: number, confidence: number): number {
  return ((kept * (n - 1) * (n + 1)) / (n * (n - kept))) * quantileF(confidence, kept, n - kept);
}

/**
 * SPE limit from the variances left over (Jackson & Mudholkar 1979, eq. 2.2–2.4: the normal deviate has the sign of h);
 * 0 where the approximation reaches no value and held-back samples alone decide.
 */
function limitOfSpe(rest: readonly number[], confidence: number): number {
  const theta = (power: number) => rest.reduce((sum, value) => sum + Math.max(0, value) ** power, 0);
  const [one, two, three] = [theta(1), theta(2), theta(3)];
  const h = 1 - (2 * one * three) / (3 * two ** 2);
  const c = quantileNormal(confidence);
  const limit = one * ((c * h * Math.sqrt(2 * two)) / one + 1 + (two * h * (h - 1)) / one ** 2) ** (1 / h);
  return Number.isFinite(limit) ? limit : 0;
}
