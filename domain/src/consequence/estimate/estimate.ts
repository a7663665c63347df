import { bisect, normalShare } from '../numeric.ts';
import { chosen, notNegative, positive } from '../working/input.ts';
import { model } from '../working/model.ts';
import type { Terrain } from '../atmosphere/wind.ts';
import {
  cellSize,
  closer,
  middle,
  narrowed,
  placesOf,
  posteriorOn,
  ratesBetween,
  ROUNDS,
  SIDE,
  type Bounds,
  type Cell,
  type Posterior,
} from './posterior.ts';
import { logLikelihood, sights, type Reading } from './reading.ts';

export interface EstimateInput {
  readonly readings: readonly Reading[];
  /** m about the common origin: where the leak may be. A box without extent is a known place. */
  readonly within: Bounds;
  readonly terrain: Terrain;
  readonly releaseHeight: number;
  readonly background: number;
  /** kg/s */
  readonly leastRate: number;
  readonly mostRate: number;
}

export interface Interval {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

export interface Estimate {
  /** kg/s, 5–95 %. */
  readonly rate: Interval;
  /** Most likely place and mean place, m. */
  readonly best: { readonly east: number; readonly north: number; readonly rate: number };
  readonly mean: { readonly east: number; readonly north: number };
  /** Radius (m) about the best place that holds 90 %. */
  readonly radius: number;
  readonly cells: readonly Cell[];
  /** Size of a cell, m. */
  readonly cell: { readonly width: number; readonly height: number };
  /** What the best source gives at each reading, mg/m³. */
  readonly expected: readonly { readonly id: string; readonly value: number }[];
  /** Likelihood of the best source over that of no source at all, ln. */
  readonly evidence: number;
}

/**
 * A plume model errs in the same direction at all sensors of one release: this much of ln Q no number of them can remove.
 * Chosen so that the 5–95 % interval holds the true rate in about nine of ten Prairie Grass runs.
 */
const COMMON = 0.5;

function quantiles(rates: readonly number[], share: Float64Array): Interval {
  const weights = rates.map((_, r) => {
    let total = 0;
    for (let at = r; at < share.length; at += rates.length) total += share[at] ?? 0;
    return total;
  });
  const below = (log: number): number =>
    weights.reduce((total, weight, r) => total + weight * normalShare((log - Math.log(rates[r] ?? 1)) / COMMON), 0);
  const [least, most] = [Math.log(rates[0] ?? 1) - 4 * COMMON, Math.log(rates.at(-1) ?? 1) + 4 * COMMON];
  const at = (wanted: number): number => Math.exp(bisect((log) => below(log) - wanted, least, most) ?? 0);
  return { low: at(0.05), median: at(0.5), high: at(0.95) };
}

/** Radius about a place that holds a share of the cells, linear within the last ring. */
function radiusHolding(cells: readonly Cell[], east: number, north: number, wanted: number): number {
  const ordered = cells
    .map((cell) => ({ share: cell.share, distance: Math.hypot(cell.east - east, cell.north - north) }))
    .sort((a, b) => a.distance - b.distance);
  let held = 0;
  for (const { share, distance } of ordered) {
    held += share;
    if (held >= wanted) return distance;
  }
  return ordered.at(-1)?.distance ?? 0;
}

/** Readings a person must judge before trusting the answer. */
function doubts(
  readings: readonly Reading[],
  found: Estimate,
  { within, leastRate, mostRate }: EstimateInput,
): string[] {
  const seen = readings.filter(({ value, detection }) => value > detection).length;
  const span = Math.max(within.east - within.west, within.north - within.south);
  return [
    ...(seen === 0 ? ['no reading is above its detection limit: only an upper bound of the rate is known'] : []),
    ...(seen > 0 && seen < 3 ? ['fewer than three sensors see it: place and rate trade off against each other'] : []),
    ...(seen > 0 && found.evidence < 3 ? ['the readings are hardly better explained by a leak than by none'] : []),
    ...(span > 0 && found.radius > 0.25 * span
      ? ['the place is not narrowed down: see the shaded area, not the point']
      : []),
    ...(found.rate.high > 0.9 * mostRate || found.rate.low < 1.1 * leastRate
      ? ['the rate reaches the edge of what was searched']
      : []),
    'neutral plume, steady wind: dense gas near the source and buildings are not modelled',
  ];
}

/**
 * Release rate and place from concentration readings: Bayesian, on a grid refined three times. Likelihood log-normal about
 * a Gaussian plume, a reading below its detection limit counts by the chance of being below it. Readings may carry their own
 * wind, so that a turning wind narrows the place.
 */
export const estimateRelease = model<
  EstimateInput,
  Estimate,
  'terrain' | 'releaseHeight' | 'background' | 'leastRate' | 'mostRate'
>({
  name: 'release estimated from sensors',
  title: '由监测读数反演源强与位置',
  equations: {
    plume: [
      'C = Q/(2π u σy σz)·exp(−y²/2σy²)[…], the direction of each wind unsure by 5°',
      'Briggs 1973; Gaussian plume',
      'confirmed',
    ],
    likelihood: [
      'ln p = −(ln Co − ln Cp)²/2s², s = 0.8; below detection ln Φ((ln Cd − ln Cp)/s)',
      'Senocak et al. 2008; Yee 2008',
      'from memory',
    ],
    posterior: ['p(x, y, ln Q | C) ∝ Π p(Ci | x, y, Q); flat in place and ln Q', 'Bayes', 'confirmed'],
    common: ['ln Q ± 0.5 common to all sensors', 'pooled error of Prairie Grass runs', 'derived'],
    evidence: ['ln p(best) − ln p(no source)', 'likelihood ratio', 'confirmed'],
  },
  inputs: {
    readings: chosen,
    within: chosen,
    terrain: chosen,
    releaseHeight: notNegative('m', [0, 100]),
    background: notNegative('mg/m3'),
    leastRate: positive('kg/s'),
    mostRate: positive('kg/s'),
  },
  defaults: { terrain: 'rural', releaseHeight: 1, background: 0, leastRate: 1e-5, mostRate: 1e3 },
  compute(input, work) {
    const { readings, within, leastRate, mostRate } = input;
    const fault = unusable(input);
    if (fault !== undefined) return work.refuse(...fault);
    const known = within.east === within.west && within.north === within.south;
    const side = known ? 1 : SIDE;
    let rates = ratesBetween(leastRate, mostRate);
    let posterior = posteriorOn({ bounds: within, columns: side, rows: side }, rates, readings, input);
    for (let round = 1; round < ROUNDS; round++) {
      const grid = {
        bounds: closer(placesOf(posterior, rates.length), posterior.grid, within),
        columns: side,
        rows: side,
      };
      rates = narrowed(rates, posterior.share);
      posterior = posteriorOn(grid, rates, readings, input);
    }
    const found = resultOf(posterior, rates, input);
    work.step('plume', 'Q', found.rate.median, 'kg/s');
    work.step('common', 'Q5–95', [found.rate.low, found.rate.high], 'kg/s');
    work.step('posterior', 'r90', found.radius, 'm');
    work.step('evidence', 'ln K', found.evidence, '-');
    for (const text of doubts(readings, found, input)) work.warn(text);
    return found;
  },
});

/** Most readings: the cost of a grid goes with them. */
const MOST = 400;

function unusable({ readings, within, leastRate, mostRate }: EstimateInput): [string, string] | undefined {
  if (readings.length === 0) return ['readings', 'at least one reading is needed'];
  if (readings.length > MOST) return ['readings', `at most ${MOST} readings`];
  if (readings.some(({ value, detection }) => !(value >= 0) || !(detection > 0)))
    return ['readings', 'values are not negative and detection limits above zero'];
  if (readings.some(({ wind }) => !(wind.speed >= 0.5 && wind.speed <= 50)))
    return ['readings', 'below 0.5 m/s there is no direction to look back along'];
  if (within.east < within.west || within.north < within.south) return ['within', 'the box is turned inside out'];
  return mostRate > leastRate ? undefined : ['mostRate', 'the largest rate lies above the smallest'];
}

function resultOf(posterior: Posterior, rates: readonly number[], input: EstimateInput): Estimate {
  const cells = placesOf(posterior, rates.length);
  const [east, north] = middle(posterior.grid, Math.floor(posterior.best / rates.length));
  const rate = rates[posterior.best % rates.length] ?? 0;
  const none = input.readings.reduce((total, reading) => total + logLikelihood(reading, 0, input), 0);
  const [width, height] = cellSize(posterior.grid);
  return {
    rate: quantiles(rates, posterior.share),
    best: { east, north, rate },
    mean: {
      east: cells.reduce((total, cell) => total + cell.share * cell.east, 0),
      north: cells.reduce((total, cell) => total + cell.share * cell.north, 0),
    },
    radius: radiusHolding(cells, east, north, 0.9) + Math.hypot(width, height) / 2,
    cells: cells.filter(({ share }) => share > 1e-4),
    cell: { width, height },
    expected: input.readings.map((reading) => ({
      id: reading.id,
      value: input.background + rate * Math.exp(sights(reading, input)[0]?.(east, north) ?? -Infinity),
    })),
    evidence: posterior.bestLog - none,
  };
}
