import { ATMOSPHERE, GAS_CONSTANT } from '../constants.ts';
import { between, chosen, molarMass, notNegative, positive, temperature } from '../working/input.ts';
import { model } from '../working/model.ts';
import type { Mark } from '../working/outcome.ts';

/** Kinematic viscosity of air, m²/s. */
const AIR_VISCOSITY = 1.5e-5;

/** Default Schmidt number ν/D with D = 2.4e-5 (T/298)^1.75 (0.018/M)^½ m²/s. */
export const defaultSchmidt = (molarMassKg: number, kelvin: number): number =>
  AIR_VISCOSITY / (2.4e-5 * (kelvin / 298) ** 1.75 * Math.sqrt(0.018 / molarMassKg));

/** Factor of the high-vapour-pressure form, −(P/Pv) ln(1 − Pv/P), with Pv/P capped at 0.99. */
export function highRateFactor(vapourPressure: number, pressure = ATMOSPHERE): number {
  const ratio = Math.min(0.99, vapourPressure / pressure);
  return ratio < 1e-6 ? 1 : -Math.log(1 - ratio) / ratio;
}

export interface PoolEvaporation {
  readonly wind: number;
  readonly poolDiameter: number;
  readonly schmidt: number;
  readonly vapourPressure: number;
  readonly molarMass: number;
  /** Of the pool surface. */
  readonly temperature: number;
  readonly highRate: boolean | 'auto';
}

/** Evaporation of a pool below boiling: transfer coefficient (m/s), flux (kg/m²/s), rate (kg/s) by Mackay & Matsugu. */
export const mackayMatsugu = model<
  PoolEvaporation,
  { coefficient: number; flux: number; rate: number },
  'schmidt' | 'highRate'
>({
  name: 'pool evaporation (Mackay-Matsugu)',
  title: '液池蒸发（Mackay–Matsugu）',
  equations: {
    coefficient: ['k = 0.004786 u10^0.78 (2r)^−0.11 Sc^−0.67', 'Mackay & Matsugu 1973; CPR 14E ch. 3', 'from memory'],
    factor: ['F = −(P/Pv) ln(1 − Pv/P), used above Pv/P = 0.05', 'CPR 14E ch. 3', 'from memory'],
    flux: ['E/A = k M Pv/(R T)·F', 'CPR 14E ch. 3', 'from memory'],
    rate: ['E = A·flux', 'geometry', 'confirmed'],
  },
  inputs: {
    wind: between(0.1, 30, 'm/s', [1, 15]),
    poolDiameter: positive('m', [0.5, 200]),
    schmidt: positive('-', [0.3, 5]),
    vapourPressure: notNegative('Pa'),
    molarMass,
    temperature,
    highRate: chosen,
  },
  defaults: { schmidt: 0.8, highRate: 'auto' },
  compute({ wind, poolDiameter, schmidt, vapourPressure, molarMass, temperature, highRate }, work) {
    if (vapourPressure >= ATMOSPHERE)
      return work.refuse('vapourPressure', 'the pool boils: use the boiling-pool model');
    const k = work.step('coefficient', 'k', 0.004786 * wind ** 0.78 * poolDiameter ** -0.11 * schmidt ** -0.67, 'm/s');
    const high = highRate === 'auto' ? vapourPressure / ATMOSPHERE > 0.05 : highRate;
    const factor = work.step('factor', 'F', high ? highRateFactor(vapourPressure) : 1, '-');
    const flux = work.step(
      'flux',
      'E/A',
      ((k * molarMass * vapourPressure) / (GAS_CONSTANT * temperature)) * factor,
      'kg/m²/s',
    );
    return { coefficient: k, flux, rate: work.step('rate', 'E', (flux * Math.PI * poolDiameter ** 2) / 4, 'kg/s') };
  },
});

/** Still-air evaporation rate (kg/s) with the transfer coefficient scaled from water's by molar mass. */
export const stillAirEvaporation = model<
  { molarMass: number; area: number; vapourPressure: number; temperature: number; waterCoefficient: number },
  { coefficient: number; rate: number },
  'waterCoefficient'
>({
  name: 'pool evaporation (mass-transfer coefficient scaled from water)',
  title: '静风液池蒸发',
  equations: {
    coefficient: ['k = kw (0.018/M)^(1/3)', 'Crowl & Louvar ch. 3', 'from memory'],
    rate: ['E = M k A Pv/(R T)', 'Crowl & Louvar ch. 3', 'from memory'],
  },
  inputs: {
    molarMass,
    area: positive('m2'),
    vapourPressure: notNegative('Pa'),
    temperature,
    waterCoefficient: positive('m/s'),
  },
  defaults: { waterCoefficient: 0.0083 },
  compute({ molarMass, area, vapourPressure, temperature, waterCoefficient }, work) {
    const k = work.step('coefficient', 'k', waterCoefficient * Math.cbrt(0.018 / molarMass), 'm/s');
    return {
      coefficient: k,
      rate: work.step('rate', 'E', (molarMass * k * area * vapourPressure) / (GAS_CONSTANT * temperature), 'kg/s'),
    };
  },
});

export interface EpaEvaporation {
  readonly wind: number;
  /** g/mol */
  readonly molarMass: number;
  /** ft² */
  readonly area: number;
  /** mmHg */
  readonly vapourPressure: number;
  readonly temperature: number;
}

/** Evaporation rate in lb/min of the US EPA offsite consequence guidance, in that guidance's own units. */
export const epaEvaporation = model<EpaEvaporation, { ratePoundsPerMinute: number; rate: number }>({
  name: 'pool evaporation (US EPA OCA form)',
  title: '液池蒸发（美国环保署 OCA）',
  equations: {
    rate: [
      'QR = 0.284 u^0.78 MW^(2/3) A Pv/(82.05 T)',
      'US EPA RMP Offsite Consequence Analysis Guidance',
      'from memory',
    ],
    convert: ['1 lb/min = 0.45359237/60 kg/s', 'definition', 'confirmed'],
  },
  inputs: {
    wind: between(0.1, 30, 'm/s'),
    molarMass: between(1, 1000, 'g/mol'),
    area: positive('ft2'),
    vapourPressure: between(0, 760, 'mmHg'),
    temperature,
  },
  defaults: {},
  compute({ wind, molarMass, area, vapourPressure, temperature }, work) {
    const pounds = (0.284 * wind ** 0.78 * molarMass ** (2 / 3) * area * vapourPressure) / (82.05 * temperature);
    work.step('rate', 'QR', pounds, 'lb/min');
    return { ratePoundsPerMinute: pounds, rate: work.step('convert', 'E', (pounds * 0.45359237) / 60, 'kg/s') };
  },
});

/** Thermal conductivity (W/m/K) and diffusivity (m²/s) of ground under a boiling pool. */
export const GROUNDS: Readonly<
  Record<string, { readonly conductivity: number; readonly diffusivity: number; readonly mark: Mark }>
> = {
  concrete: { conductivity: 1.14, diffusivity: 5.2e-7, mark: 'from memory' },
  'average soil': { conductivity: 0.96, diffusivity: 4.3e-7, mark: 'from memory' },
  'dry sand': { conductivity: 0.32, diffusivity: 2.0e-7, mark: 'from memory' },
  'wet sand': { conductivity: 0.61, diffusivity: 3.3e-7, mark: 'from memory' },
  gravel: { conductivity: 2.5, diffusivity: 1.1e-6, mark: 'from memory' },
  'insulating concrete': { conductivity: 0.21, diffusivity: 8e-7, mark: 'from memory' },
};

export interface BoilingPool {
  readonly conductivity: number;
  readonly diffusivity: number;
  readonly groundTemperature: number;
  readonly boilingPoint: number;
  readonly heatOfVaporisation: number;
  /** Since the ground was wetted, s. */
  readonly time: number;
}

/** Heat flux (W/m²) from semi-infinite ground into a boiling pool, its boil-off (kg/m²/s) and the mass boiled off so far (kg/m²). */
export const boilingPool = model<BoilingPool, { heatFlux: number; massFlux: number; boiledOff: number }>({
  name: 'cryogenic boiling pool (semi-infinite ground conduction)',
  title: '低温液池沸腾蒸发',
  equations: {
    heat: ['q = k (Tg − Tb)/√(π α t)', 'Carslaw & Jaeger 1959; CPR 14E ch. 3', 'from memory'],
    mass: ["ṁ'' = q/hv", 'CPR 14E ch. 3', 'from memory'],
    total: ["m'' = 2 q t/hv", 'integral of the above', 'derived'],
  },
  inputs: {
    conductivity: positive('W/m/K'),
    diffusivity: positive('m2/s'),
    groundTemperature: temperature,
    boilingPoint: temperature,
    heatOfVaporisation: positive('J/kg'),
    time: { unit: 's', above: 0, max: 1e6 },
  },
  defaults: {},
  compute({ conductivity, diffusivity, groundTemperature, boilingPoint, heatOfVaporisation, time }, work) {
    if (groundTemperature <= boilingPoint)
      return work.refuse('groundTemperature', 'the ground is not warmer than the boiling point');
    const q = work.step(
      'heat',
      'q',
      (conductivity * (groundTemperature - boilingPoint)) / Math.sqrt(Math.PI * diffusivity * time),
      'W/m²',
    );
    return {
      heatFlux: q,
      massFlux: work.step('mass', "ṁ''", q / heatOfVaporisation, 'kg/m²/s'),
      boiledOff: work.step('total', "m''", (2 * q * time) / heatOfVaporisation, 'kg/m²'),
    };
  },
});
