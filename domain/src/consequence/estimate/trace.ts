import { chosen, notNegative, positive } from '../working/input.ts';
import { model } from '../working/model.ts';
import type { Terrain } from '../atmosphere/wind.ts';
import { judged, likelihoodAt, logLikelihood, totalAt, unitConcentration, type Reading } from './reading.ts';

/** Something that may leak, m east and north of the common origin. */
export interface Candidate {
  readonly id: string;
  readonly east: number;
  readonly north: number;
  /** Relative weight before any reading; 1 where nothing is known. */
  readonly weight: number;
}

export interface Traced {
  readonly id: string;
  /** Posterior share among the candidates and “something else”. */
  readonly share: number;
  /** Likeliest rate, kg/s. */
  readonly rate: number;
  /** m from the first reading, and degrees off its upwind direction. */
  readonly distance: number;
  readonly offWind: number;
  /** Readings above the limit that it explains within a factor of five. */
  readonly explains: number;
}

export interface TraceInput {
  readonly readings: readonly Reading[];
  readonly candidates: readonly Candidate[];
  readonly terrain: Terrain;
  readonly releaseHeight: number;
  readonly background: number;
  readonly leastRate: number;
  readonly mostRate: number;
}

const RATES = 41;

/** Mean likelihood over rates flat in ln Q (ln), and the likeliest rate. */
function overRates(input: TraceInput, candidate: Candidate): { log: number; rate: number } {
  const facts = input.readings.map(judged);
  const units = input.readings.map((reading) =>
    Math.log(unitConcentration(candidate.east, candidate.north, reading, input)),
  );
  let best = -Infinity;
  let bestRate = input.leastRate;
  const logs: number[] = [];
  for (let r = 0; r < RATES; r++) {
    const rate = input.leastRate * (input.mostRate / input.leastRate) ** (r / (RATES - 1));
    const log = facts.reduce(
      (total, fact, i) => total + likelihoodAt(fact, totalAt(units[i] ?? 0, Math.log(rate), input.background)),
      0,
    );
    logs.push(log);
    if (log > best) [best, bestRate] = [log, rate];
  }
  const mean = logs.reduce((total, log) => total + Math.exp(log - best), 0) / RATES;
  return { log: best + Math.log(mean), rate: bestRate };
}

const turn = (degrees: number): number => Math.abs(((degrees + 540) % 360) - 180);

/** Candidates ranked by how well a leak there explains the readings, each with the wind it was taken in. */
export const traceSources = model<
  TraceInput,
  { ranked: readonly Traced[]; other: number },
  'terrain' | 'releaseHeight' | 'background' | 'leastRate' | 'mostRate'
>({
  name: 'sources traced upwind',
  title: '风向溯源',
  equations: {
    likelihood: ['p(C | k) = ∫ Π p(Ci | k, Q) d ln Q', 'Bayes; Gaussian plume', 'confirmed'],
    share: ['P(k) = wk p(C | k)/(Σ wj p(C | j) + p(C | none))', 'Bayes', 'confirmed'],
  },
  inputs: {
    readings: chosen,
    candidates: chosen,
    terrain: chosen,
    releaseHeight: notNegative('m'),
    background: notNegative('mg/m3'),
    leastRate: positive('kg/s'),
    mostRate: positive('kg/s'),
  },
  defaults: { terrain: 'rural', releaseHeight: 2, background: 0, leastRate: 1e-6, mostRate: 10 },
  compute(input, work) {
    if (input.readings.length === 0) return work.refuse('readings', 'at least one reading is needed');
    if (input.candidates.length === 0) return work.refuse('candidates', 'no candidate to rank');
    if (input.readings.some(({ wind }) => !(wind.speed >= 0.5)))
      return work.refuse('readings', 'below 0.5 m/s there is no direction to look back along');
    const found = input.candidates.map((candidate) => ({ candidate, ...overRates(input, candidate) }));
    const none = input.readings.reduce((total, reading) => total + logLikelihood(reading, 0, input), 0);
    const top = Math.max(none, ...found.map(({ log }) => log));
    const weight = found.map(({ candidate, log }) => candidate.weight * Math.exp(log - top));
    const sum = weight.reduce((total, one) => total + one, Math.exp(none - top));
    const ranked = found
      .map(({ candidate, rate }, i) => described(candidate, rate, (weight[i] ?? 0) / sum, input))
      .sort((a, b) => b.share - a.share || a.distance - b.distance);
    work.step('share', 'P1', ranked[0]?.share ?? 0, '-');
    const other = work.step('share', 'P0', Math.exp(none - top) / sum, '-');
    work.warn('ranked by plume and wind alone: a sample at the fence or the plant’s own detectors decide');
    return { ranked, other };
  },
});

function described(candidate: Candidate, rate: number, share: number, input: TraceInput): Traced {
  const first = input.readings.reduce((most, reading) => (reading.value > most.value ? reading : most));
  const [dx, dy] = [candidate.east - first.east, candidate.north - first.north];
  const bearing = (Math.atan2(dx, dy) * 180) / Math.PI;
  const explains = input.readings.filter((reading) => {
    if (reading.value <= Math.max(reading.detection, 2 * input.background)) return false;
    const expected = input.background + rate * unitConcentration(candidate.east, candidate.north, reading, input);
    return expected > reading.value / 5 && expected < reading.value * 5;
  }).length;
  return {
    id: candidate.id,
    share,
    rate,
    distance: Math.hypot(dx, dy),
    offWind: turn(bearing - first.wind.from),
    explains,
  };
}
