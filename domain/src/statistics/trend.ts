import { answer, refuse, show, type Answer, type Step } from '../working/index.ts';
import { atMost, quantile, type CountDistribution, type Interval } from './counts.ts';

/** Counts of equal periods in order, oldest first; `exposures` (GDP, hours, vehicles) where they differ between periods. */
export interface Series {
  readonly counts: readonly number[];
  readonly exposures?: readonly number[];
}

export interface Trend {
  /** Log-linear: expected count of period t (0 the oldest) is exposure × exp(intercept + slope·t). */
  readonly intercept: number;
  readonly slope: number;
  /** Covariance of both: [var intercept, covariance, var slope]. */
  readonly covariance: readonly [number, number, number];
  /** Change from one period to the next in per cent, with its 95 % interval. */
  readonly changePercent: number;
  readonly changeInterval: Interval;
  /** 0: Poisson; above 0: negative binomial with variance μ + dispersion·μ². */
  readonly dispersion: number;
  /** Does the interval of the change exclude none? */
  readonly significant: boolean;
}

const Z = 1.959963984540054;
const ITERATIONS = 100;

interface Fit {
  readonly intercept: number;
  readonly slope: number;
  readonly covariance: readonly [number, number, number];
  readonly means: readonly number[];
}

/** Iteratively reweighted least squares of a log-linear count model with a known dispersion. */
function fit(counts: readonly number[], exposures: readonly number[], dispersion: number): Fit {
  const total = counts.reduce((a, b) => a + b, 0);
  let intercept = Math.log(Math.max(total, 0.5) / exposures.reduce((a, b) => a + b, 0));
  let slope = 0;
  let sums = [1, 0, 1];
  const meansOf = (): number[] =>
    exposures.map((exposure, t) => exposure * Math.exp(Math.max(-50, Math.min(50, intercept + slope * t))));
  for (let step = 0; step < ITERATIONS; step++) {
    const means = meansOf();
    const [s0, s1, s2, r0, r1] = normalEquations(counts, means, dispersion);
    const determinant = s0 * s2 - s1 * s1;
    sums = [s0, s1, s2];
    if (!(determinant > 0)) break;
    const [moveIntercept, moveSlope] = [(s2 * r0 - s1 * r1) / determinant, (s0 * r1 - s1 * r0) / determinant];
    intercept += Math.max(-2, Math.min(2, moveIntercept));
    slope += Math.max(-1, Math.min(1, moveSlope));
    if (Math.abs(moveIntercept) + Math.abs(moveSlope) < 1e-12) break;
  }
  const [s0 = 1, s1 = 0, s2 = 1] = sums;
  const determinant = Math.max(s0 * s2 - s1 * s1, 1e-300);
  return { intercept, slope, covariance: [s2 / determinant, -s1 / determinant, s0 / determinant], means: meansOf() };
}

/** Weighted sums Σw, Σwt, Σwt² and scores Σ(y−μ)…, with w = μ/(1 + dispersion·μ). */
function normalEquations(
  counts: readonly number[],
  means: readonly number[],
  dispersion: number,
): [number, number, number, number, number] {
  const sums: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (const [t, mean] of means.entries()) {
    const weight = mean / (1 + dispersion * mean);
    const score = ((counts[t] ?? 0) - mean) / (1 + dispersion * mean);
    sums[0] += weight;
    sums[1] += weight * t;
    sums[2] += weight * t * t;
    sums[3] += score;
    sums[4] += score * t;
  }
  return sums;
}

/** Pearson's statistic over its degrees of freedom: 1 for Poisson counts, more when they scatter more. */
const scatter = (counts: readonly number[], means: readonly number[], dispersion: number): number =>
  means.reduce((sum, mean, t) => sum + ((counts[t] ?? 0) - mean) ** 2 / (mean + dispersion * mean * mean), 0) /
  (counts.length - 2);

/** Scatter beyond which counts are taken as negative binomial. */
const OVERDISPERSED = 1.5;

/** Dispersion at which Pearson's statistic becomes its degrees of freedom (Breslow 1984), by alternating with the fit. */
function dispersed(
  counts: readonly number[],
  exposures: readonly number[],
): { readonly dispersion: number; readonly fitted: Fit } {
  let fitted = fit(counts, exposures, 0);
  if (scatter(counts, fitted.means, 0) <= OVERDISPERSED) return { dispersion: 0, fitted };
  let [low, high] = [0, 100];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    fitted = fit(counts, exposures, middle);
    if (scatter(counts, fitted.means, middle) > 1) low = middle;
    else high = middle;
  }
  return { dispersion: high, fitted };
}

function fault({ counts, exposures }: Series): string | undefined {
  if (counts.length < 4) return '至少需要4个时期';
  if (counts.some((count) => !Number.isInteger(count) || count < 0)) return '起数应为不小于0的整数';
  if (counts.every((count) => count === 0)) return '各期均为0，无法拟合趋势';
  if (exposures && (exposures.length !== counts.length || exposures.some((exposure) => !(exposure > 0))))
    return '暴露量应与时期一一对应且大于0';
  return undefined;
}

/**
 * Log-linear trend of counts (McCullagh & Nelder: Poisson regression; negative binomial where Pearson's scatter exceeds
 * 1.5). Refuses fewer than four periods, numbers that are no counts, nothing but zeros, exposures of 0.
 */
export function trend(series: Series): Answer<Trend> {
  const wrong = fault(series);
  if (wrong !== undefined) return refuse(wrong);
  const exposures = series.exposures ?? series.counts.map(() => 1);
  const { dispersion, fitted } = dispersed(series.counts, exposures);
  const { intercept, slope, covariance } = fitted;
  const error = Math.sqrt(covariance[2]);
  const percent = (value: number): number => 100 * (Math.exp(value) - 1);
  const changeInterval = { low: percent(slope - Z * error), high: percent(slope + Z * error) };
  const result: Trend = {
    intercept,
    slope,
    covariance,
    changePercent: percent(slope),
    changeInterval,
    dispersion,
    significant: changeInterval.low > 0 || changeInterval.high < 0,
  };
  const steps: Step[] = [
    { clause: '离散程度', name: '离散参数', formula: 'Pearson χ²/自由度 > 1.5 时取负二项', value: dispersion },
    { clause: 'ln μ = a + b·t', name: 'b', formula: `标准误 ${show(error)}`, value: slope },
    {
      clause: '95 %区间',
      name: '每期变化',
      formula: `${show(changeInterval.low)} … ${show(changeInterval.high)}`,
      value: result.changePercent,
      unit: '%',
    },
  ];
  const warnings = series.counts.length < 8 ? ['时期少于8个，区间宽'] : [];
  return answer(
    result,
    dispersion === 0 ? '泊松回归' : '负二项回归',
    series.counts.map((value, t) => ({ name: `第${t + 1}期`, value, unit: '起' })),
    steps,
    warnings,
  );
}

export interface Forecast extends Interval {
  readonly expected: number;
  /** Predictive distribution with the uncertainty of the trend in it. */
  readonly distribution: CountDistribution;
}

/**
 * Forecast of the sum of the next `exposures.length` periods after a series of `length`, with a prediction interval
 * (0.95) that holds the scatter of the counts and the uncertainty of the trend: negative binomial of the same mean and
 * variance. Exposures of 1 where the series had none.
 */
export function forecast(
  { intercept, slope, covariance, dispersion }: Trend,
  length: number,
  exposures: readonly number[],
  confidence = 0.95,
): Forecast {
  const times = exposures.map((_, index) => length + index);
  const means = exposures.map((exposure, index) => exposure * Math.exp(intercept + slope * (times[index] ?? 0)));
  const expected = means.reduce((a, b) => a + b, 0);
  // Gradient of the sum by intercept and slope (delta method).
  const bySlope = means.reduce((sum, mean, index) => sum + mean * (times[index] ?? 0), 0);
  const [v00, v01, v11] = covariance;
  const fromTrend = expected * expected * v00 + 2 * expected * bySlope * v01 + bySlope * bySlope * v11;
  const fromCounts = means.reduce((sum, mean) => sum + dispersion * mean * mean, 0);
  const distribution = {
    mean: expected,
    dispersion: expected > 0 ? (fromTrend + fromCounts) / (expected * expected) : 0,
  };
  const tail = (1 - confidence) / 2;
  return { expected, low: quantile(distribution, tail), high: quantile(distribution, 1 - tail), distribution };
}

/** Chance that a year ends at or below its target, given the count so far and the forecast of the rest. */
export function attainment(target: number, soFar: number, rest: Forecast): number {
  return atMost(rest.distribution, target - soFar);
}
