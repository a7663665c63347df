import { bisect } from '../numeric.ts';
import { fraction, notNegative, positive } from '../working/input.ts';
import { model } from '../working/model.ts';
import { transmissivity } from './view-factor.ts';

/** Typical radiative fractions by fuel, low and high. */
export const RADIATIVE_FRACTIONS: Readonly<Record<string, readonly [number, number]>> = {
  methane: [0.15, 0.25],
  'natural-gas burner': [0.2, 0.3],
  LPG: [0.25, 0.35],
  heavier: [0.3, 0.4],
  methanol: [0.17, 0.17],
  hydrogen: [0.17, 0.2],
};

export interface PointSource {
  readonly massRate: number;
  readonly heatOfCombustion: number;
  readonly radiativeFraction: number;
  readonly distance: number;
  readonly waterPressure: number;
}

/** Flux (kW/m²) from a fire seen as a point; valid beyond two to three flame widths. */
export const pointSource = model<PointSource, { transmissivity: number; flux: number }, 'waterPressure'>({
  name: 'point source',
  title: '点源热辐射',
  equations: {
    air: ['τ = 2.02 (pw X)^−0.09', 'CPR 14E ch. 6', 'from memory'],
    flux: ["q'' = χ ṁ Δhc τ/(4π X²)", 'API 521; CCPS', 'from memory'],
  },
  inputs: {
    massRate: positive('kg/s'),
    heatOfCombustion: positive('J/kg'),
    radiativeFraction: fraction,
    distance: positive('m'),
    waterPressure: notNegative('Pa'),
  },
  defaults: { waterPressure: 1200 },
  compute({ massRate, heatOfCombustion, radiativeFraction, distance, waterPressure }, work) {
    const air = work.step('air', 'τ', transmissivity(waterPressure, distance), '-');
    const flux = (radiativeFraction * massRate * heatOfCombustion * air) / (4 * Math.PI * distance * distance) / 1000;
    return { transmissivity: air, flux: work.step('flux', "q''", flux, 'kW/m²') };
  },
});

/** Distance (m) from a point fire at which the flux falls to a level (kW/m²); with τ given, in closed form. */
export const pointSourceDistance = model<
  Omit<PointSource, 'distance'> & { flux: number; transmissivity?: number },
  { distance: number },
  'waterPressure'
>({
  name: 'point source: distance',
  title: '点源热辐射距离',
  equations: { distance: ["X = √(χ ṁ Δhc τ/(4π q''))", 'API 521; CCPS', 'from memory'] },
  inputs: {
    massRate: positive('kg/s'),
    heatOfCombustion: positive('J/kg'),
    radiativeFraction: fraction,
    waterPressure: notNegative('Pa'),
    flux: positive('kW/m2'),
    transmissivity: fraction,
  },
  defaults: { waterPressure: 1200 },
  compute(input, work) {
    const bare =
      (input.radiativeFraction * input.massRate * input.heatOfCombustion) / (4 * Math.PI * input.flux * 1000);
    const fixed = input.transmissivity;
    const distance =
      fixed === undefined
        ? bisect((x) => bare * transmissivity(input.waterPressure, x) - x * x, 1e-6, Math.sqrt(bare) + 1)
        : Math.sqrt(bare * fixed);
    return { distance: work.step('distance', 'X', distance ?? 0, 'm') };
  },
});
