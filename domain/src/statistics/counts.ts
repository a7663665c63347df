import { logGamma, upperGamma, whereReaches } from './special.ts';

/** Distribution of a count: Poisson where `dispersion` is 0, else negative binomial with variance μ + dispersion·μ². */
export interface CountDistribution {
  readonly mean: number;
  readonly dispersion: number;
}

/** P(X = k). */
export function probability({ mean, dispersion }: CountDistribution, k: number): number {
  if (k < 0 || !Number.isInteger(k)) return 0;
  if (mean === 0) return k === 0 ? 1 : 0;
  if (dispersion < 1e-9) return Math.exp(k * Math.log(mean) - mean - logGamma(k + 1));
  const r = 1 / dispersion;
  return Math.exp(
    logGamma(k + r) - logGamma(r) - logGamma(k + 1) + r * Math.log(r / (r + mean)) + k * Math.log(mean / (r + mean)),
  );
}

/** P(X ≤ k). */
export function atMost(distribution: CountDistribution, k: number): number {
  if (k < 0) return 0;
  if (distribution.dispersion < 1e-9) return upperGamma(Math.floor(k) + 1, distribution.mean);
  let sum = 0;
  for (let n = 0; n <= k; n++) sum += probability(distribution, n);
  return Math.min(1, sum);
}

/** The smallest k with P(X ≤ k) ≥ p, 0 < p < 1. */
export function quantile(distribution: CountDistribution, p: number): number {
  let sum = 0;
  for (let k = 0; k < 10_000_000; k++) {
    sum += probability(distribution, k);
    if (sum >= p || (k > distribution.mean && probability(distribution, k) < 1e-18)) return k;
  }
  return Infinity;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Exact interval of a Poisson mean from one count (Garwood 1936), two-sided at `confidence` (0.95). */
export function poissonInterval(count: number, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: count === 0 ? 0 : whereReaches((mean) => 1 - upperGamma(count, mean), tail),
    high: whereReaches((mean) => 1 - upperGamma(count + 1, mean), 1 - tail),
  };
}
