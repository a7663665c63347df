import { GAS_CONSTANT, AIR_MOLAR_MASS, KARMAN } from '../constants.ts';

/** Pasquill class, A very unstable to F stable. */
export type Stability = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
export const STABILITIES: readonly Stability[] = ['A', 'B', 'C', 'D', 'E', 'F'];

export type Sky = 'strong sun' | 'moderate sun' | 'slight sun' | 'night, cloudy' | 'night, clear' | 'overcast';

/** Rows u10 < 2, 2–3, 3–5, 5–6, > 6 m/s; split entries of the table (A–B …) take the more stable, as in toxic screening. */
const PASQUILL: Readonly<Record<Sky, string>> = {
  'strong sun': 'ABBCC',
  'moderate sun': 'BBCDD',
  'slight sun': 'BCCDD',
  'night, cloudy': 'FEDDD',
  'night, clear': 'FFEDD',
  overcast: 'DDDDD',
};

/** Pasquill class from the wind at 10 m (m/s) and the sky (Turner; CCPS Consequence Analysis 1999; from memory). */
export function stabilityClass(wind10: number, sky: Sky): Stability {
  const row = [2, 3, 5, 6].filter((limit) => wind10 >= limit).length;
  return (PASQUILL[sky][row] ?? 'D') as Stability;
}

/** Coefficient and exponent of L = a z0^b by class (Golder 1972 after Pasquill 1974); D is neutral. */
const GOLDER: Readonly<Record<Stability, readonly [number, number] | undefined>> = {
  A: [-11.4, 0.1],
  B: [-26, 0.17],
  C: [-123, 0.3],
  D: undefined,
  E: [123, 0.3],
  F: [26, 0.17],
};

/** Obukhov length in m of a class over roughness `z0` m; Infinity for neutral air. */
export function obukhovLength(stability: Stability, z0: number): number {
  const fit = GOLDER[stability];
  return fit ? fit[0] * z0 ** fit[1] : Infinity;
}

/**
 * Class whose 1/L is nearest over roughness `z0` m. Limits midway between the class centres; for z0 of 0.6–1 cm these are
 * −0.127, −0.069, −0.020, 0.021, 0.076 1/m.
 */
export function stabilityFromLength(length: number, z0: number): Stability {
  const wanted = 1 / length;
  const gap = (s: Stability): number => Math.abs(wanted - 1 / obukhovLength(s, z0));
  return STABILITIES.reduce((best, s) => (gap(s) < gap(best) ? s : best), 'D' as Stability);
}

/** Mixing height in m; the lid applies to neutral and unstable air only (defaults from memory). */
export const MIXING_HEIGHT: Readonly<Record<Stability, number>> = { A: 1300, B: 900, C: 850, D: 800, E: 400, F: 100 };

/** Standard deviation of wind direction over 600 s, degrees, by class. */
export const DIRECTION_SPREAD: Readonly<Record<Stability, number>> = { A: 25, B: 20, C: 15, D: 10, E: 5, F: 2.5 };

/** Roughness length in m by ground. */
export const ROUGHNESS: Readonly<Record<string, number>> = {
  sea: 0.0002,
  'flat desert': 0.003,
  'mown grass': 0.006,
  'open field': 0.03,
  crops: 0.1,
  parkland: 0.3,
  suburb: 1,
  'city centre': 3,
};

/** Saturation pressure of water in Pa (Magnus form, Alduchov & Eskridge 1996). */
export function waterVapourPressure(kelvin: number): number {
  const t = kelvin - 273.15;
  return 610.94 * Math.exp((17.625 * t) / (t + 243.04));
}

/** Density of humid air in kg/m³; humidity 0–1. */
export function airDensity(kelvin: number, pascal: number, humidity = 0): number {
  const share = (humidity * waterVapourPressure(kelvin)) / pascal;
  return (pascal * AIR_MOLAR_MASS * (1 - 0.378 * share)) / (GAS_CONSTANT * kelvin);
}

/** Businger–Dyer ψ of the similarity wind profile (CPR 14E eq. 4.32), z/L capped at 1. */
export function psi(z: number, length: number): number {
  if (!Number.isFinite(length)) return 0;
  const ratio = Math.min(1, z / length);
  if (ratio >= 0) return -5 * ratio;
  const a = (1 - 16 * ratio) ** 0.25;
  return 2 * Math.log((1 + a) / 2) + Math.log((1 + a * a) / 2) - 2 * Math.atan(a) + Math.PI / 2;
}

/** Wind over friction velocity at height z: [ln(z/z0) − ψ(z/L) + ψ(z0/L)]/κ. */
export function windShape(z: number, z0: number, length: number): number {
  const height = Math.max(z, 1.001 * z0);
  return (Math.log(height / z0) - psi(height, length) + psi(z0, length)) / KARMAN;
}
