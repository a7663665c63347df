import {
  byWind,
  judged,
  likelihoodAt,
  saysNothing,
  sights,
  totalAt,
  TURN_WEIGHTS,
  type Ground,
  type Judged,
  type Reading,
  type Sight,
} from './reading.ts';

export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** A cell of the place's distribution, m; shares sum to one. */
export interface Cell {
  readonly east: number;
  readonly north: number;
  readonly share: number;
}

export const SIDE = 25;
const RATES = 33;
export const ROUNDS = 3;
/** Share of the posterior that the next, finer grid keeps. */
const KEPT = 0.999;

interface Grid {
  readonly bounds: Bounds;
  readonly columns: number;
  readonly rows: number;
}

/** Shares of places and rates on a grid. */
export interface Posterior {
  readonly grid: Grid;
  /** Row by row from south-west, each with all rates. */
  readonly share: Float64Array;
  readonly best: number;
  readonly bestLog: number;
}

/** Middle of a cell, m. */
export const middle = ({ bounds, columns, rows }: Grid, index: number): readonly [number, number] => {
  const [column, row] = [index % columns, Math.floor(index / columns)];
  return [
    bounds.west + ((column + 0.5) / columns) * (bounds.east - bounds.west),
    bounds.south + ((row + 0.5) / rows) * (bounds.north - bounds.south),
  ];
};

/** ln Σ exp, of few terms. */
function logSum(terms: Float64Array): number {
  let most = -Infinity;
  for (const term of terms) if (term > most) most = term;
  let sum = 0;
  for (const term of terms) sum += Math.exp(term - most);
  return most + Math.log(sum);
}

const TURNS = TURN_WEIGHTS.length;
const LOG_WEIGHTS = TURN_WEIGHTS.map(Math.log);

/** A reading in one turn of its wind, with ln mg/m³ of one kg/s at the place that is tried. */
interface Told {
  readonly judgement: Judged;
  readonly unit: number;
}

/** ln likelihood of all readings at a place for each rate, the direction of each wind averaged over its error. */
function likelihoods(
  [east, north]: readonly [number, number],
  lnRates: readonly number[],
  { seen, judgements, winds }: Facts,
  { background }: Ground,
): Float64Array {
  const totals = new Float64Array(lnRates.length);
  const terms = new Float64Array(TURNS);
  const most = lnRates.at(-1) ?? 0;
  for (const wind of winds) {
    // Most readings say the same at every rate, being upwind or far beside the plume: they are judged once.
    const fixed = new Float64Array(LOG_WEIGHTS);
    const told = LOG_WEIGHTS.map((_, k): Told[] =>
      wind.flatMap((i) => {
        const [judgement, unit] = [judgements[i] as Judged, seen[i]?.[k]?.(east, north) ?? -Infinity];
        const strongest = totalAt(unit, most, background);
        if (!saysNothing(judgement, strongest)) return [{ judgement, unit }];
        fixed[k] = (fixed[k] ?? 0) + likelihoodAt(judgement, strongest);
        return [];
      }),
    );
    for (let r = 0; r < lnRates.length; r++) {
      for (let k = 0; k < TURNS; k++) {
        let term = fixed[k] ?? 0;
        for (const { judgement, unit } of told[k] ?? [])
          term += likelihoodAt(judgement, totalAt(unit, lnRates[r] ?? 0, background));
        terms[k] = term;
      }
      totals[r] = (totals[r] ?? 0) + logSum(terms);
    }
  }
  return totals;
}

/** What of the readings does not change while places and rates are tried. */
interface Facts {
  readonly seen: readonly (readonly Sight[])[];
  readonly judgements: readonly Judged[];
  readonly winds: readonly (readonly number[])[];
}

/** Joint posterior of place (flat) and rate (flat in ln) on a grid: deterministic, cost bounded by the grid. */
export function posteriorOn(
  grid: Grid,
  rates: readonly number[],
  readings: readonly Reading[],
  ground: Ground,
): Posterior {
  const count = grid.columns * grid.rows;
  const logs = new Float64Array(count * rates.length);
  const facts = {
    seen: readings.map((reading) => sights(reading, ground)),
    judgements: readings.map(judged),
    winds: byWind(readings),
  };
  const lnRates = rates.map(Math.log);
  let best = 0;
  for (let cell = 0; cell < count; cell++) {
    const totals = likelihoods(middle(grid, cell), lnRates, facts, ground);
    for (let r = 0; r < rates.length; r++) {
      const at = cell * rates.length + r;
      logs[at] = totals[r] ?? 0;
      if ((totals[r] ?? 0) > (logs[best] ?? -Infinity)) best = at;
    }
  }
  const bestLog = logs[best] ?? 0;
  let sum = 0;
  for (let i = 0; i < logs.length; i++) sum += logs[i] = Math.exp((logs[i] ?? 0) - bestLog);
  for (let i = 0; i < logs.length; i++) logs[i] = (logs[i] ?? 0) / sum;
  return { grid, share: logs, best, bestLog };
}

/** Cells with their shares over all rates. */
export function placesOf({ grid, share }: Posterior, rates: number): Cell[] {
  return Array.from({ length: grid.columns * grid.rows }, (_, cell) => {
    const [east, north] = middle(grid, cell);
    let total = 0;
    for (let r = 0; r < rates; r++) total += share[cell * rates + r] ?? 0;
    return { east, north, share: total };
  });
}

/** The box around the likeliest cells that together hold `KEPT`, a cell wider each way, inside the first box. */
export function closer(cells: readonly Cell[], grid: Grid, whole: Bounds): Bounds {
  const ordered = cells.toSorted((a, b) => b.share - a.share);
  let held = 0;
  const kept = ordered.filter(({ share }) => {
    const wanted = held < KEPT;
    held += share;
    return wanted;
  });
  const [w, h] = cellSize(grid);
  return {
    west: Math.max(whole.west, Math.min(...kept.map(({ east }) => east)) - w),
    east: Math.min(whole.east, Math.max(...kept.map(({ east }) => east)) + w),
    south: Math.max(whole.south, Math.min(...kept.map(({ north }) => north)) - h),
    north: Math.min(whole.north, Math.max(...kept.map(({ north }) => north)) + h),
  };
}

/** m wide and high. */
export const cellSize = ({ bounds, columns, rows }: Grid): readonly [number, number] => [
  (bounds.east - bounds.west) / columns,
  (bounds.north - bounds.south) / rows,
];

/** Rates evenly spaced in ln. */
export const ratesBetween = (least: number, most: number): number[] =>
  Array.from({ length: RATES }, (_, r) => least * (most / least) ** (r / (RATES - 1)));

/** Rates that still hold something, as finely divided as before. */
export function narrowed(rates: readonly number[], share: Float64Array): number[] {
  const { low, high } = quantilesAt(rates, share);
  return ratesBetween(low, high);
}

function quantilesAt(rates: readonly number[], share: Float64Array): { low: number; high: number } {
  const held = rates.map((_, r) => {
    let total = 0;
    for (let at = r; at < share.length; at += rates.length) total += share[at] ?? 0;
    return total;
  });
  const first = held.findIndex((one) => one > 1e-5);
  const last = held.findLastIndex((one) => one > 1e-5);
  return { low: rates[Math.max(0, first - 1)] ?? 1, high: rates[Math.min(rates.length - 1, last + 1)] ?? 2 };
}
