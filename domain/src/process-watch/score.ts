import { joined, standardised, type Sample, type WatchModel } from './frame.ts';

/** How far a sample is from normal running. */
export interface Score {
  readonly t2: number;
  readonly spe: number;
  /** The larger of both as a multiple of its limit; above 1 is outside normal running. */
  readonly deviation: number;
}

/** What each variable adds to both statistics; over all variables they sum to them. */
export interface Contributions {
  readonly t2: readonly number[];
  readonly spe: readonly number[];
}

/** Scores of components and residual of the newest sample; `window` holds it first, then its predecessors. */
function project(model: WatchModel, window: readonly Sample[]) {
  const x = joined(window.slice(0, model.lags + 1).map((sample) => standardised(model, sample)));
  const residual = Float64Array.from(x);
  const scores = model.loadings.map((loading) => {
    let score = 0;
    for (let k = 0; k < x.length; k++) score += loading[k]! * x[k]!;
    for (let k = 0; k < x.length; k++) residual[k]! -= score * loading[k]!;
    return score;
  });
  return { x, residual, scores };
}

/**
 * T² and SPE of a sample: `window` is the newest sample first, then as many predecessors as the model has lags; undefined
 * while there are too few.
 */
export function scoreOf(model: WatchModel, window: readonly Sample[]): Score | undefined {
  if (window.length < model.lags + 1) return undefined;
  const { residual, scores } = project(model, window);
  const t2 = scores.reduce((sum, score, a) => sum + score ** 2 / model.variances[a]!, 0);
  const spe = residual.reduce((sum, value) => sum + value ** 2, 0);
  return { t2, spe, deviation: Math.max(t2 / model.t2Limit, spe / model.speLimit) };
}

/**
 * What each variable contributes, summed over its lags: complete decomposition of T² (Alcala & Qin 2009) and squared
 * residuals of SPE. A contribution to T² may be negative.
 */
export function contributionsOf(model: WatchModel, window: readonly Sample[]): Contributions | undefined {
  if (window.length < model.lags + 1) return undefined;
  const { x, residual, scores } = project(model, window);
  const weights = new Float64Array(x.length);
  for (const [a, score] of scores.entries()) {
    const factor = score / model.variances[a]!;
    for (let k = 0; k < x.length; k++) weights[k]! += factor * model.loadings[a]![k]!;
  }
  const summed = (of: (k: number) => number) =>
    Array.from({ length: model.variables }, (_, j) => {
      let sum = 0;
      for (let lag = 0; lag <= model.lags; lag++) sum += of(j + lag * model.variables);
      return sum;
    });
  return { t2: summed((k) => weights[k]! * x[k]!), spe: summed((k) => residual[k]! ** 2) };
}
