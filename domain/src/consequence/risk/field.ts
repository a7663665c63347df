import { lethalArc, lethalTable } from './lethal-table.ts';
import type { LethalOutcome } from './lethal-outcome.ts';

/** A vessel, pipe or pump that may fail, m east and north of a common origin. */
export interface RiskSource {
  readonly east: number;
  readonly north: number;
  readonly outcomes: readonly LethalOutcome[];
}

/** Location-specific individual risk of a site. */
export interface RiskField {
  /** 1/yr of someone unprotected who stays outdoors there. */
  readonly at: (east: number, north: number) => number;
  readonly sources: readonly { readonly east: number; readonly north: number }[];
  /** Box outside which the risk is nought, m. */
  readonly bounds: { readonly west: number; readonly south: number; readonly east: number; readonly north: number };
}

const BEARINGS = 72;
const STEP = (2 * Math.PI) / BEARINGS;
const RADII = 48;
const NEAR = 4;

/** Probability that the cloud travels into each of 72 bearings (rose: where the wind comes from, north first). */
function headings(rose: readonly number[]): number[] {
  const total = rose.reduce((sum, share) => sum + share, 0);
  return Array.from({ length: BEARINGS }, (_, i) => {
    // Where the wind of this heading comes from, in sectors of the rose; shares between two sectors are mixed.
    const at = (((i / BEARINGS + 0.5) % 1) * rose.length + rose.length) % rose.length;
    const low = Math.floor(at);
    const share = at - low;
    const mixed = (1 - share) * (rose[low] ?? 0) + share * (rose[(low + 1) % rose.length] ?? 0);
    return total === 0 ? 0 : (mixed * rose.length) / BEARINGS / total;
  });
}

/** Risk of one source by bearing and distance (log-spaced from 4 m to `reach`). */
interface Polar {
  readonly reach: number;
  readonly rows: readonly Float64Array[];
}

const HALF = BEARINGS / 2;

function polarOf({ outcomes }: RiskSource, rose: readonly number[]): Polar {
  const reach = Math.max(NEAR * 2, ...outcomes.map((one) => one.reach));
  const radii = Array.from({ length: RADII }, (_, i) => NEAR * (reach / NEAR) ** (i / (RADII - 1)));
  const rows = radii.map(() => new Float64Array(BEARINGS));
  for (const outcome of outcomes) {
    const weight = outcome.frequency * outcome.probability;
    if (weight > 0) addTurned(rows, radii, outcome, headings(outcome.rose ?? rose), weight);
  }
  return { reach, rows };
}

/** Adds an outcome's lethality turned through the rose to the rows of a source, one row for each distance. */
function addTurned(
  rows: readonly Float64Array[],
  radii: readonly number[],
  outcome: LethalOutcome,
  towards: readonly number[],
  weight: number,
): void {
  const table = lethalTable(outcome.outdoors, outcome.reach);
  // Mean lethality of someone k bearings off the axis, for each distance of the table.
  const offs = table.radii.map((_, i) =>
    Float64Array.from({ length: HALF + 1 }, (__, k) => lethalArc(table, i, (k - 0.5) * STEP, (k + 0.5) * STEP) / STEP),
  );
  const even = towards.every((share) => Math.abs(share - 1 / BEARINGS) < 1e-12);
  radii.forEach((r, i) => {
    if (r > table.reach) return;
    const row = rows[i] as Float64Array;
    const at = Math.max(0, (Math.log(r / NEAR) / Math.log(table.reach / NEAR)) * (offs.length - 1));
    const low = Math.min(offs.length - 2, Math.floor(at));
    let all = 0;
    for (let k = 1 - HALF; k <= HALF; k++) {
      const from = offs[low]?.[Math.abs(k)] ?? 0;
      const dead = weight * (from + (at - low) * ((offs[low + 1]?.[Math.abs(k)] ?? 0) - from));
      if (dead === 0) continue;
      if (even) all += dead / BEARINGS;
      else
        for (let b = 0; b < BEARINGS; b++)
          row[b] = (row[b] ?? 0) + dead * (towards[(b - k + BEARINGS) % BEARINGS] ?? 0);
    }
    if (all > 0) for (let b = 0; b < BEARINGS; b++) row[b] = (row[b] ?? 0) + all;
  });
}

function polarAt({ reach, rows }: Polar, east: number, north: number): number {
  const r = Math.hypot(east, north);
  if (r > reach) return 0;
  const at = Math.max(0, (Math.log(Math.max(NEAR, r) / NEAR) / Math.log(reach / NEAR)) * (RADII - 1));
  const i = Math.min(RADII - 2, Math.floor(at));
  const turn = ((Math.atan2(east, north) / STEP + BEARINGS) % BEARINGS) + BEARINGS;
  const b = Math.floor(turn) % BEARINGS;
  const share = turn - Math.floor(turn);
  const of = (row: Float64Array | undefined): number =>
    (1 - share) * (row?.[b] ?? 0) + share * (row?.[(b + 1) % BEARINGS] ?? 0);
  const low = of(rows[i]);
  return low + (at - i) * (of(rows[i + 1]) - low);
}

/** The individual risk about several sources, each outcome turned through its own or the common wind rose; sums add. */
export function riskField(sources: readonly RiskSource[], rose: readonly number[]): RiskField {
  const polars = sources.map((source) => ({ source, polar: polarOf(source, rose) }));
  const edge = (of: (one: (typeof polars)[number]) => number, which: (...values: number[]) => number): number =>
    polars.length === 0 ? 0 : which(...polars.map(of));
  return {
    sources,
    at: (east, north) => {
      let sum = 0;
      for (const { source, polar } of polars) sum += polarAt(polar, east - source.east, north - source.north);
      return sum;
    },
    bounds: {
      west: edge(({ source, polar }) => source.east - polar.reach, Math.min),
      east: edge(({ source, polar }) => source.east + polar.reach, Math.max),
      south: edge(({ source, polar }) => source.north - polar.reach, Math.min),
      north: edge(({ source, polar }) => source.north + polar.reach, Math.max),
    },
  };
}
