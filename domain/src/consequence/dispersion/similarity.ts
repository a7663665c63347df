import { KARMAN } from '../constants.ts';
import { anyNumber, between, notNegative, positive, windSpeed, type InputRule } from '../working/input.ts';
import { model } from '../working/model.ts';
import { gaussianPlumeValue } from './plume.ts';

export interface SimilarityPlume {
  readonly rate: number;
  readonly distance: number;
  readonly crosswind: number;
  readonly height: number;
  readonly releaseHeight: number;
  readonly wind: number;
  readonly windHeight: number;
  readonly frictionVelocity: number;
  /** m; negative unstable. */
  readonly obukhovLength: number;
  readonly roughness: number;
  /** Standard deviation of wind direction over the averaging time, rad; without it from u*. */
  readonly directionSpread?: number;
  readonly mixingHeight: number;
}

/** Wind over friction velocity; stable ψ = −17(1 − e^(−0.29 z/L)) (van Ulden & Holtslag 1985), unstable Businger–Dyer. */
function shape(z: number, z0: number, length: number): number {
  const stable = (height: number): number => -17 * (1 - Math.exp((-0.29 * height) / length));
  const unstable = (height: number): number => {
    const a = (1 - (16 * height) / length) ** 0.25;
    return 2 * Math.log((1 + a) / 2) + Math.log((1 + a * a) / 2) - 2 * Math.atan(a) + Math.PI / 2;
  };
  const correction = length > 0 ? stable : unstable;
  return (Math.log(z / z0) - correction(z) + correction(z0)) / KARMAN;
}

/** σz and the wind that carries the plume, by fixed-point iteration (50 steps, under-relaxed by half). */
function verticalSpread(input: SimilarityPlume): { sigmaZ: number; wind: number } {
  const { distance: x, frictionVelocity: friction, obukhovLength: length, roughness } = input;
  const scale = input.wind / shape(input.windHeight, roughness, length);
  let sigmaZ = 1;
  let wind = input.wind;
  for (let i = 0; i < 50; i++) {
    const height = Math.max(input.releaseHeight, Math.sqrt(2 / Math.PI) * sigmaZ, 1.1 * roughness);
    wind = scale * shape(height, roughness, length);
    const travel = (friction * x) / wind;
    const next =
      length > 0
        ? (0.57 * travel) / (1 + 3 * (friction / wind) * (x / length) ** (2 / 3))
        : 0.57 * travel * (1 + 1.5 * (travel / Math.abs(length)));
    sigmaZ = 0.5 * (sigmaZ + next);
  }
  return { sigmaZ, wind };
}

/** σθ from turbulence: σv/U with σv = 1.9 u* (stable) or √(3.6 u*² + 0.35 w*²). */
function spreadFromTurbulence({
  frictionVelocity: friction,
  obukhovLength: length,
  mixingHeight,
  wind,
}: SimilarityPlume): number {
  if (length > 0) return (1.9 * friction) / wind;
  const convective = friction * (mixingHeight / (KARMAN * Math.abs(length))) ** (1 / 3);
  return Math.sqrt(3.6 * friction ** 2 + 0.35 * convective ** 2) / wind;
}

const length: InputRule = { unit: 'm' };

/** Concentration (kg/m³) of a near-ground plume from measured turbulence; better than classes where u*, L and σθ are known. */
export const similarityPlume = model<
  SimilarityPlume,
  { concentration: number; sigmaY: number; sigmaZ: number; wind: number },
  'crosswind' | 'height' | 'releaseHeight' | 'windHeight' | 'mixingHeight'
>({
  name: 'similarity plume',
  title: '相似律烟羽',
  equations: {
    sigmaZ: [
      'stable 0.57 (u*x/Ue)/(1 + 3(u*/Ue)(x/L)^(2/3)); unstable 0.57 (u*x/Ue)(1 + 1.5 u*x/(Ue|L|))',
      'Snyder & Venkatram 2013 (RLINE)',
      'from memory',
    ],
    wind: ['Ue = u at max(H, √(2/π)σz)', 'Snyder & Venkatram 2013', 'from memory'],
    sigmaY: ['σy = σθ x/(1 + 0.0308 x^0.4548)', 'Irwin 1983; Draxler 1976', 'from memory'],
    spread: [
      'σθ = σv/U, σv = 1.9u* or √(3.6u*² + 0.35w*²)',
      'AERMOD formulation (Cimorelli et al. 2005)',
      'from memory',
    ],
    plume: ['C = Q/(2π Ue σy σz) exp(−y²/2σy²)[vertical pair]', 'CPR 14E ch. 4', 'confirmed'],
  },
  inputs: {
    rate: positive('kg/s'),
    distance: positive('m', [20, 2000]),
    crosswind: anyNumber('m'),
    height: notNegative('m'),
    releaseHeight: notNegative('m', [0, 10]),
    wind: windSpeed,
    windHeight: positive('m'),
    frictionVelocity: between(0.02, 2, 'm/s'),
    obukhovLength: length,
    roughness: between(1e-4, 1, 'm'),
    directionSpread: between(0.01, 1.2, 'rad'),
    mixingHeight: positive('m'),
  },
  defaults: { crosswind: 0, height: 0, releaseHeight: 0, windHeight: 10, mixingHeight: 1000 },
  compute(input, work) {
    if (input.obukhovLength === 0) return work.refuse('obukhovLength', 'the Obukhov length is never zero');
    if (input.windHeight <= input.roughness)
      return work.refuse('windHeight', 'the wind must be measured above the roughness');
    const { sigmaZ, wind } = verticalSpread(input);
    const spread = work.step('spread', 'σθ', input.directionSpread ?? spreadFromTurbulence(input), 'rad');
    const sigmaY = (spread * input.distance) / (1 + 0.0308 * input.distance ** 0.4548);
    const concentration = gaussianPlumeValue({ ...input, wind }, { y: sigmaY, z: sigmaZ });
    return {
      sigmaZ: work.step('sigmaZ', 'σz', sigmaZ, 'm'),
      wind: work.step('wind', 'Ue', wind, 'm/s'),
      sigmaY: work.step('sigmaY', 'σy', sigmaY, 'm'),
      concentration: work.step('plume', 'C', concentration, 'kg/m³'),
    };
  },
});
