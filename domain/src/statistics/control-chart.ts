import { refuse, type Refused } from '../working/index.ts';
import { atMost } from './counts.ts';

/** Why a point of a chart is not chance alone. */
export type Signal = 'beyond' | 'run' | 'drift';

export interface ChartPoint {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly signals: readonly Signal[];
}

export interface Chart {
  readonly centre: number;
  readonly points: readonly ChartPoint[];
}

/** Chance of a point beyond one limit, that of three standard deviations of a normal variable. */
const TAIL = 0.00135;
/** Nelson's rules 2 and 3: nine in a row on one side of the centre, six in a row rising or falling. */
const RUN = 9;
const DRIFT = 6;

/** Exact Poisson limits: the largest count below which, and the smallest above which, chance alone stays within TAIL. */
function limits(mean: number): { readonly low: number; readonly high: number } {
  const spread = Math.ceil(8 * Math.sqrt(mean) + 10);
  let low = Math.max(0, Math.floor(mean) - spread);
  while (atMost({ mean, dispersion: 0 }, low) < TAIL) low += 1;
  let high = Math.ceil(mean);
  while (1 - atMost({ mean, dispersion: 0 }, high) > TAIL) high += 1;
  return { low, high };
}

function endsRun(sides: readonly number[], at: number): boolean {
  const last = sides.slice(Math.max(0, at - RUN + 1), at + 1);
  return last.length === RUN && last[0] !== 0 && last.every((side) => side === last[0]);
}

function endsDrift(values: readonly number[], at: number): boolean {
  const last = values.slice(Math.max(0, at - DRIFT + 1), at + 1);
  const moves = last.slice(1).map((value, index) => Math.sign(value - (last[index] ?? value)));
  return last.length === DRIFT && moves[0] !== 0 && moves.every((move) => move === moves[0]);
}

/**
 * Control chart of counts (c chart; u chart where exposures differ) with exact Poisson limits at the chance of three
 * standard deviations and Nelson's rules 1 to 3. `baseline` counts the first periods that give the centre (all).
 * Refuses fewer than two periods, numbers that are no counts and exposures of 0.
 */
export function controlChart(
  counts: readonly number[],
  exposures: readonly number[] = counts.map(() => 1),
  baseline = counts.length,
): Chart | Refused {
  if (counts.length < 2 || baseline < 2 || baseline > counts.length) return refuse('至少需要2个基准时期');
  if (counts.some((count) => !Number.isInteger(count) || count < 0)) return refuse('起数应为不小于0的整数');
  if (exposures.length !== counts.length || exposures.some((exposure) => !(exposure > 0)))
    return refuse('暴露量应与时期一一对应且大于0');
  const sum = (values: readonly number[]): number => values.slice(0, baseline).reduce((a, b) => a + b, 0);
  const centre = sum(counts) / sum(exposures);
  const rates = counts.map((count, t) => count / (exposures[t] ?? 1));
  const sides = rates.map((rate) => Math.sign(rate - centre));
  const points = counts.map((count, t): ChartPoint => {
    const exposure = exposures[t] ?? 1;
    const { low, high } = limits(centre * exposure);
    const found: readonly (readonly [boolean, Signal])[] = [
      [count < low || count > high, 'beyond'],
      [endsRun(sides, t), 'run'],
      [endsDrift(rates, t), 'drift'],
    ];
    return {
      value: count / exposure,
      low: low / exposure,
      high: high / exposure,
      signals: found.filter(([is]) => is).map(([, signal]) => signal),
    };
  });
  return { centre, points };
}
