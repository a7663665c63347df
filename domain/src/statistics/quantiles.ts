import { incompleteBeta, upperGamma, whereReaches } from './special.ts';

/** The value a standard normal variable stays below with probability `p`, 0 < p < 1. */
export function quantileNormal(p: number): number {
  if (p < 0.5) return -quantileNormal(1 - p);
  // P(|Z| > z) = Q(1/2, z²/2).
  return p === 0.5 ? 0 : whereReaches((z) => 1 - upperGamma(0.5, z ** 2 / 2) / 2, p);
}

/** The value an F variable with `d1` and `d2` degrees of freedom stays below with probability `p`, 0 < p < 1. */
export function quantileF(p: number, d1: number, d2: number): number {
  return whereReaches((x) => incompleteBeta(d1 / 2, d2 / 2, (d1 * x) / (d1 * x + d2)), p);
}
