import { GRAVITY } from '../constants.ts';
import { clamp } from '../numeric.ts';
import { between, chosen, notNegative, positive } from '../working/input.ts';
import { model } from '../working/model.ts';
import { cylinderViewFactors, frustumViewFactor, transmissivity } from './view-factor.ts';

/** Burning rate of large pools ṁ''∞ (kg/m²/s) and kβ (1/m); SEP where a clean fuel has its own (kW/m²). */
export const BURNING: Readonly<
  Record<string, { readonly rate: number; readonly kBeta: number; readonly sep?: number }>
> = {
  LNG: { rate: 0.078, kBeta: 1.1, sep: 220 },
  LPG: { rate: 0.099, kBeta: 1.4, sep: 180 },
  butane: { rate: 0.078, kBeta: 2.7, sep: 180 },
  hexane: { rate: 0.074, kBeta: 1.9 },
  heptane: { rate: 0.101, kBeta: 1.1 },
  benzene: { rate: 0.085, kBeta: 2.7 },
  xylene: { rate: 0.09, kBeta: 1.4 },
  acetone: { rate: 0.041, kBeta: 1.9 },
  gasoline: { rate: 0.055, kBeta: 2.1 },
  kerosene: { rate: 0.039, kBeta: 3.5 },
  'crude oil': { rate: 0.0335, kBeta: 2.8 },
  methanol: { rate: 0.017, kBeta: Infinity },
  ethanol: { rate: 0.015, kBeta: Infinity },
  'diethyl ether': { rate: 0.085, kBeta: 0.7 },
};

/** Thomas' flame length over diameter with wind ratio u*. */
export function thomasLength(burning: number, diameter: number, airDensity: number, windRatio?: number): number {
  const froude = burning / (airDensity * Math.sqrt(GRAVITY * diameter));
  return windRatio === undefined ? 42 * froude ** 0.61 : 55 * froude ** 0.67 * windRatio ** -0.21;
}

/** u* = max(1, u/(g ṁ'' D/ρ)^(1/3)). */
export const windRatio = (wind: number, burning: number, diameter: number, density: number): number =>
  Math.max(1, wind / Math.cbrt((GRAVITY * burning * diameter) / density));

const burning = between(0.001, 0.5, 'kg/m2/s');
const diameter = positive('m', [1, 100]);

/** Mass burning rate (kg/m²/s) of a pool and the surface emissive power (kW/m²) of a smoky flame by diameter. */
export const burningRate = model<
  { largePoolRate: number; kBeta: number; diameter: number },
  { rate: number; smokyPower: number }
>({
  name: 'burning rate and SEP (Babrauskas / Mudan)',
  title: '燃烧速率与表面热辐射通量',
  equations: {
    rate: ["ṁ'' = ṁ''∞(1 − e^(−kβD))", 'Babrauskas 1983', 'from memory'],
    power: ['SEP = 140 e^(−0.12D) + 20(1 − e^(−0.12D))', 'Mudan & Croce 1988', 'from memory'],
  },
  inputs: { largePoolRate: burning, kBeta: positive('1/m'), diameter },
  defaults: {},
  compute: ({ largePoolRate, kBeta, diameter }, work) => ({
    rate: work.step('rate', "ṁ''", largePoolRate * (1 - Math.exp(-kBeta * diameter)), 'kg/m²/s'),
    smokyPower: work.step(
      'power',
      'SEP',
      140 * Math.exp(-0.12 * diameter) + 20 * (1 - Math.exp(-0.12 * diameter)),
      'kW/m²',
    ),
  }),
});

export interface FlameInput {
  readonly diameter: number;
  readonly burning: number;
  readonly wind: number;
  readonly airDensity: number;
  /** kg/m³ in u*: vapour at its boiling point (Thomas) or air (AGA practice, default). */
  readonly windDensity: number;
}

/** Visible length (m), wind ratio and tilt from the vertical (deg) of a pool flame; wind 0 = still air. */
export const poolFlame = model<
  FlameInput,
  { windRatio: number; length: number; tilt: number },
  'wind' | 'airDensity' | 'windDensity'
>({
  name: 'pool fire flame length and tilt (Thomas wind / AGA)',
  title: '池火焰长度与倾角',
  equations: {
    still: ["L/D = 42[ṁ''/(ρa√(gD))]^0.61", 'Thomas 1963', 'from memory'],
    ratio: ["u* = max(1, u/(g ṁ'' D/ρ)^(1/3))", 'Thomas 1963; AGA 1974', 'from memory'],
    windy: ["L/D = 55[ṁ''/(ρa√(gD))]^0.67 u*^−0.21", 'Thomas 1963', 'from memory'],
    tilt: ['cosθ = 1 for u* ≤ 1, else u*^−½', 'AGA 1974', 'from memory'],
  },
  inputs: {
    diameter,
    burning,
    wind: notNegative('m/s', [0, 20]),
    airDensity: positive('kg/m3'),
    windDensity: positive('kg/m3'),
  },
  defaults: { wind: 0, airDensity: 1.2, windDensity: 1.2 },
  compute({ diameter, burning, wind, airDensity, windDensity }, work) {
    const ratio = work.step('ratio', 'u*', windRatio(wind, burning, diameter, windDensity), '-');
    const still = wind === 0;
    const length = diameter * thomasLength(burning, diameter, airDensity, still ? undefined : ratio);
    return {
      windRatio: ratio,
      length: work.step(still ? 'still' : 'windy', 'L', length, 'm'),
      tilt: work.step('tilt', 'θ', (Math.acos(1 / Math.sqrt(ratio)) * 180) / Math.PI, 'deg'),
    };
  },
});

/** Flame height (m) from heat release rate (kW) and diameter (m). */
export const heskestad = model<{ heatRelease: number; diameter: number }, { height: number }>({
  name: 'flame height (Heskestad)',
  title: '火焰高度（Heskestad）',
  equations: { height: ['L = 0.235 Q̇^0.4 − 1.02 D', 'Heskestad 1983; SFPE Handbook', 'from memory'] },
  inputs: { heatRelease: positive('kW'), diameter: positive('m') },
  defaults: {},
  compute({ heatRelease, diameter }, work) {
    const height = work.step('height', 'L', 0.235 * heatRelease ** 0.4 - 1.02 * diameter, 'm');
    return height <= 0
      ? work.refuse('diameter', 'the fire is too weak for its width: no continuous flame')
      : { height };
  },
});

/** Flux (kW/m²) from a vertical flame cylinder of given size and emissive power. */
export const solidFlame = model<
  { length: number; radius: number; distance: number; emissivePower: number; waterPressure: number; path?: number },
  { viewFactor: number; transmissivity: number; flux: number },
  'waterPressure'
>({
  name: 'solid-flame pool fire',
  title: '固体火焰模型',
  equations: {
    view: ['Fmax = √(Fv² + Fh²)', 'Mudan 1984', 'from memory'],
    air: ['τ = 2.02 (pw X)^−0.09, X = x − R', 'CPR 14E ch. 6', 'from memory'],
    flux: ["q'' = SEP·F·τ", 'CPR 14E ch. 6', 'from memory'],
  },
  inputs: {
    length: positive('m'),
    radius: positive('m'),
    distance: positive('m'),
    emissivePower: between(1, 500, 'kW/m2'),
    waterPressure: notNegative('Pa'),
    path: positive('m'),
  },
  defaults: { waterPressure: 1200 },
  compute({ length, radius, distance, emissivePower, waterPressure, path }, work) {
    if (distance <= radius) return work.refuse('distance', 'the target is inside the flame');
    const viewFactor = work.step('view', 'F', cylinderViewFactors(length, radius, distance).maximum, '-');
    const air = work.step('air', 'τ', transmissivity(waterPressure, path ?? distance - radius), '-');
    return {
      viewFactor,
      transmissivity: air,
      flux: work.step('flux', "q''", emissivePower * viewFactor * air, 'kW/m²'),
    };
  },
});

export interface PoolFire extends FlameInput {
  readonly emissivePower: number;
  /** Of the target from the pool centre: m along the wind and across. */
  readonly downwind: number;
  readonly crosswind: number;
  readonly waterPressure: number;
  /** Length and tilt: Thomas with AGA tilt, or Moorhouse's LNG correlations. */
  readonly correlation: 'thomas' | 'moorhouse';
}

/** Moorhouse (1982) for LNG: L/D = 6.2[…]^0.254 u*^−0.044, cosθ = 0.86 u*^−0.25, with u* on the wind at 10 m. */
function moorhouse(input: FlameInput, ratio: number): { length: number; tilt: number } {
  const froude = input.burning / (input.airDensity * Math.sqrt(GRAVITY * input.diameter));
  return {
    length: input.diameter * 6.2 * froude ** 0.254 * ratio ** -0.044,
    tilt: Math.acos(clamp(0.86 * ratio ** -0.25, 0, 1)),
  };
}

/** Flux (kW/m²) at a ground target from a tilted pool flame, facets summed; refuses a target inside the base. */
export const poolFire = model<
  PoolFire,
  { length: number; tilt: number; viewFactor: number; flux: number },
  'wind' | 'airDensity' | 'windDensity' | 'crosswind' | 'waterPressure' | 'correlation'
>({
  name: 'pool fire, tilted cylinder',
  title: '池火热辐射（倾斜圆柱）',
  equations: {
    length: [
      'Thomas L/D = 55[…]^0.67 u*^−0.21 or Moorhouse 6.2[…]^0.254 u*^−0.044',
      'Thomas 1963; Moorhouse 1982',
      'from memory',
    ],
    tilt: ['cosθ = u*^−½ or 0.86 u*^−0.25', 'AGA 1974; Moorhouse 1982', 'from memory'],
    view: ['F = |∫ r̂ cosθ dA/(π r²)|, 60 × 60 facets', 'definition of the view factor', 'confirmed'],
    flux: ["q'' = SEP·F·τ", 'CPR 14E ch. 6', 'from memory'],
  },
  inputs: {
    diameter,
    burning,
    wind: notNegative('m/s', [0, 20]),
    airDensity: positive('kg/m3'),
    windDensity: positive('kg/m3'),
    emissivePower: between(1, 500, 'kW/m2'),
    downwind: { unit: 'm' },
    crosswind: { unit: 'm' },
    waterPressure: notNegative('Pa'),
    correlation: chosen,
  },
  defaults: { wind: 0, airDensity: 1.2, windDensity: 1.2, crosswind: 0, waterPressure: 1200, correlation: 'thomas' },
  compute(input, work) {
    const radius = input.diameter / 2;
    const distance = Math.hypot(input.downwind, input.crosswind);
    if (distance <= radius) return work.refuse('downwind', 'the target is inside the pool');
    const ratio = windRatio(input.wind, input.burning, input.diameter, input.windDensity);
    const thomas = {
      length:
        input.diameter *
        thomasLength(input.burning, input.diameter, input.airDensity, input.wind === 0 ? undefined : ratio),
      tilt: Math.acos(1 / Math.sqrt(ratio)),
    };
    const { length, tilt } = input.correlation === 'moorhouse' ? moorhouse(input, ratio) : thomas;
    work.step('length', 'L', length, 'm');
    work.step('tilt', 'θ', (tilt * 180) / Math.PI, 'deg');
    const flame = {
      base: [0, 0, 0],
      axis: [Math.sin(tilt), 0, Math.cos(tilt)],
      length,
      baseRadius: radius,
      topRadius: radius,
    } as const;
    const viewFactor = work.step('view', 'F', frustumViewFactor(flame, [input.downwind, input.crosswind, 0]), '-');
    const air = transmissivity(input.waterPressure, distance - radius);
    return {
      length,
      tilt: (tilt * 180) / Math.PI,
      viewFactor,
      flux: work.step('flux', "q''", input.emissivePower * viewFactor * air, 'kW/m²'),
    };
  },
});
