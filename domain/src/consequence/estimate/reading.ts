import { briggs } from '../dispersion/sigma.ts';
import { powerLawWind, type Terrain } from '../atmosphere/wind.ts';
import { DIRECTION_SPREAD, type Stability } from '../atmosphere/stability.ts';
import { normalShare } from '../numeric.ts';

/** The wind that carried a reading's air. */
export interface Wind {
  /** m/s at 10 m. */
  readonly speed: number;
  /** Where it comes from, degrees from north. */
  readonly from: number;
  readonly stability: Stability;
}

/** A concentration at a place: m east and north of a common origin, mg/m³. */
export interface Reading {
  readonly id: string;
  readonly east: number;
  readonly north: number;
  /** m above ground. */
  readonly height: number;
  readonly value: number;
  /** mg/m³ below which the sensor says nothing. */
  readonly detection: number;
  readonly wind: Wind;
}

export interface Ground {
  readonly terrain: Terrain;
  /** m above ground of what leaks. */
  readonly releaseHeight: number;
  /** mg/m³ that is there without any leak. */
  readonly background: number;
}

const SQUARE = Math.PI / 180;

/** ln mg/m³ of one kg/s at a place; −Infinity upwind. */
export type Sight = (east: number, north: number) => number;

/** How a reading sees any place: Gaussian plume in its wind turned by `turn` degrees, σy widened by `unsure` degrees. */
function sight(reading: Reading, ground: Ground, turn: number, unsure: number): Sight {
  const { wind } = reading;
  const heading = (wind.from + turn + 180) * SQUARE;
  const [s, c] = [Math.sin(heading), Math.cos(heading)];
  const widening = Math.tan(unsure * SQUARE);
  const speed = powerLawWind({
    speed: Math.max(0.5, wind.speed),
    measuredAt: 10,
    height: Math.max(2, ground.releaseHeight),
    stability: wind.stability,
    terrain: ground.terrain,
  });
  const scale = Math.log(1e6 / (2 * Math.PI * speed));
  const below = (reading.height - ground.releaseHeight) ** 2 / 2;
  const above = (reading.height + ground.releaseHeight) ** 2 / 2;
  return (east, north) => {
    const [dx, dy] = [reading.east - east, reading.north - north];
    const x = dx * s + dy * c;
    if (x < 1) return -Infinity;
    const across = dx * c - dy * s;
    const { y, z } = briggs(Math.max(10, x), wind.stability, ground.terrain);
    const wide = y * y + (x * widening) ** 2;
    const vertical = Math.exp(-below / (z * z)) + Math.exp(-above / (z * z));
    return scale + Math.log(vertical / (z * Math.sqrt(wide))) - (across * across) / (2 * wide);
  };
}

/**
 * What one kg/s at a place gives at a reading, mg/m³: Gaussian plume, σy widened by what the wind's direction is unsure of.
 * 0 upwind.
 */
export function unitConcentration(east: number, north: number, reading: Reading, ground: Ground): number {
  const unsure = Math.min(40, DIRECTION_SPREAD[reading.wind.stability] / 2);
  return Math.exp(sight(reading, ground, 0, unsure)(east, north));
}

/** Degrees by which the mean direction of a wind is unsure. */
const DIRECTION_ERROR = 5;
/** Share of the direction's own scatter by which a mean of minutes is broader than the curves of σy. */
const BROADER = 2 / 5;
/** Gauss–Hermite nodes (in standard deviations) and weights: a wind's direction errs for all readings it carried alike. */
const NODES: readonly (readonly [node: number, weight: number])[] = [
  [0, 2 / 3],
  [Math.sqrt(3), 1 / 6],
  [-Math.sqrt(3), 1 / 6],
];
export const TURN_WEIGHTS: readonly number[] = NODES.map(([, weight]) => weight);

/** How a reading sees places, once for each turn of its wind (the first is none). */
export const sights = (reading: Reading, ground: Ground): Sight[] =>
  NODES.map(([node]) =>
    sight(reading, ground, node * DIRECTION_ERROR, BROADER * DIRECTION_SPREAD[reading.wind.stability]),
  );

/** Readings by the wind that carried them: speed and direction alike. */
export function byWind(readings: readonly Reading[]): number[][] {
  const groups = new Map<string, number[]>();
  readings.forEach(({ wind }, i) => {
    const key = `${wind.speed}/${wind.from}`;
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return [...groups.values()];
}

/** Scatter of ln C about a Gaussian plume: 68 % of values within a factor of 2.2 (field trials, pooled). */
export const SCATTER = 0.8;

const [LOW, HIGH, FINE] = [-12, 8, 0.02];
/** ln Φ(z) on a fine grid: the likelihood of “below detection” is asked for a million times. */
const LOG_SHARE = Float64Array.from({ length: Math.round((HIGH - LOW) / FINE) + 1 }, (_, i) =>
  Math.log(Math.max(1e-300, normalShare(LOW + i * FINE))),
);

/** ln of the share of a standard normal below z; beyond −12 by its asymptote. */
export function logShare(z: number): number {
  if (z >= HIGH) return 0;
  if (z <= LOW) return -0.5 * z * z - Math.log(-z) - 0.9189385332046727;
  const at = (z - LOW) / FINE;
  const low = Math.floor(at);
  const [a, b] = [LOG_SHARE[low] ?? 0, LOG_SHARE[low + 1] ?? LOG_SHARE[low] ?? 0];
  return a + (b - a) * (at - low);
}

/** A reading that no plume explains still has this chance (a fault, another source): keeps one sensor from ruling all. */
const STRAY = Math.log(0.002);

/** What of a reading does not change while places and rates are tried. */
export interface Judged {
  readonly seen: boolean;
  /** ln of the value, or of the detection limit of a reading below it. */
  readonly log: number;
}

export const judged = (reading: Reading): Judged =>
  reading.value > reading.detection
    ? { seen: true, log: Math.log(reading.value) }
    : { seen: false, log: Math.log(reading.detection) };

const WIDTH = Math.log(SCATTER * Math.sqrt(2 * Math.PI));

/** ln likelihood of a reading where the air holds e^`total` mg/m³ in all. */
export function likelihoodAt({ seen, log }: Judged, total: number): number {
  const off = (log - total) / SCATTER;
  return Math.max(2 * STRAY, seen ? -0.5 * off * off - WIDTH : logShare(off));
}

/** How far (ln) above what the air holds a value stands that any lesser concentration explains as badly. */
const AS_BAD = SCATTER * Math.sqrt(2 * (-2 * STRAY - WIDTH));

/** Whether a reading is as likely at every concentration up to e^`strongest` mg/m³. */
export const saysNothing = ({ seen, log }: Judged, strongest: number): boolean =>
  log - strongest >= (seen ? AS_BAD : SCATTER * HIGH);

/** Least concentration told apart from none, ln mg/m³. */
const NOTHING = Math.log(1e-12);

/** ln of what a source of e^`rate` kg/s adds to the background, `unit` being ln mg/m³ for one kg/s. */
export const totalAt = (unit: number, rate: number, background: number): number =>
  Math.max(NOTHING, background > 0 ? Math.log(Math.exp(unit + rate) + background) : unit + rate);

/** ln likelihood of a reading when the source adds `expected` mg/m³ to the background. */
export const logLikelihood = (reading: Reading, expected: number, ground: Ground): number =>
  likelihoodAt(judged(reading), Math.log(Math.max(1e-12, expected + ground.background)));
