import type { Stability } from '../atmosphere/stability.ts';
import type { Terrain } from '../atmosphere/wind.ts';
import { ATMOSPHERE } from '../constants.ts';
import { gaussianPlumeValue, peakFactor } from '../dispersion/plume.ts';
import { briggs, puffSigma } from '../dispersion/sigma.ts';
import { massConcentration } from '../substances/substances.ts';
import { chosen, molarMass, notNegative, positive, pressure, temperature, windSpeed } from '../working/input.ts';
import { model } from '../working/model.ts';
import { footprint, type Footprint, type GroundField } from './footprint.ts';

/** A continuous or finite neutral release, rates in kg/s. */
export interface NeutralRelease {
  readonly rate: number;
  readonly duration?: number;
  readonly wind: number;
  readonly stability: Stability;
  readonly terrain: Terrain;
  readonly releaseHeight: number;
}

/** Ground field (kg/m³) of a neutral plume, its largest value over time when the release is finite. */
export function plumeField(release: NeutralRelease): GroundField {
  const { rate, wind, stability, terrain, releaseHeight, duration } = release;
  const centre = (x: number): number => {
    const steady = gaussianPlumeValue(
      { rate, wind, crosswind: 0, height: 0, releaseHeight },
      briggs(x, stability, terrain),
    );
    return duration === undefined ? steady : steady * peakFactor(wind, duration, puffSigma(x, stability).y);
  };
  const halfWidth = (x: number, level: number): number =>
    briggs(x, stability, terrain).y * Math.sqrt(2 * Math.max(0, Math.log(centre(x) / level)));
  return { centre, halfWidth, upwind: 0 };
}

/** Ground field (kg/m³) of an instantaneous neutral release: the puff as it passes each distance. */
export function puffField(mass: number, stability: Stability, releaseHeight: number): GroundField {
  const centre = (x: number): number => {
    const { y, z } = puffSigma(x, stability);
    return (mass / ((2 * Math.PI) ** 1.5 * y * y * z)) * 2 * Math.exp(-(releaseHeight ** 2) / (2 * z * z));
  };
  const halfWidth = (x: number, level: number): number =>
    puffSigma(x, stability).y * Math.sqrt(2 * Math.max(0, Math.log(centre(x) / level)));
  return { centre, halfWidth, upwind: 0 };
}

export interface GaussianZones extends NeutralRelease {
  readonly molarMass: number;
  readonly temperature: number;
  readonly pressure: number;
  /** ppm, any order. */
  readonly levels: readonly number[];
  /** Farthest distance reported, m. */
  readonly limit: number;
}

/** Ground footprints of a neutral plume at each level in ppm: farthest distance, half-width, area, outline. */
export const gaussianZones = model<
  GaussianZones,
  { zones: readonly Footprint[] },
  'terrain' | 'releaseHeight' | 'temperature' | 'pressure' | 'limit'
>({
  name: 'threat zones (Gaussian)',
  title: '威胁区（高斯烟羽）',
  equations: {
    convert: ['C = ppm·1e−6·P M/(R T)', 'ideal gas law', 'confirmed'],
    distance: ['last x with C(x, 0, 0) = C*', 'CPR 14E ch. 4; scan and bisection', 'confirmed'],
    width: ['y = σy √(2 ln(C/C*))', 'Gaussian profile', 'confirmed'],
  },
  inputs: {
    rate: positive('kg/s'),
    duration: positive('s'),
    wind: windSpeed,
    stability: chosen,
    terrain: chosen,
    releaseHeight: notNegative('m'),
    molarMass,
    temperature,
    pressure,
    levels: positive('ppm'),
    limit: positive('m'),
  },
  defaults: { terrain: 'rural', releaseHeight: 0, temperature: 298.15, pressure: ATMOSPHERE, limit: 10_000 },
  compute(input, work) {
    const field = plumeField(input);
    const zones = input.levels.map((ppm) => {
      const level = work.step(
        'convert',
        `C(${ppm} ppm)`,
        massConcentration(ppm * 1e-6, input.molarMass, input.temperature, input.pressure),
        'kg/m³',
      );
      const zone = footprint(field, level, 1, input.limit);
      work.step('distance', `x(${ppm} ppm)`, zone.distance, 'm');
      work.step('width', `y(${ppm} ppm)`, zone.maxHalfWidth, 'm');
      if (zone.beyond) work.warn(`${ppm} ppm reaches beyond ${input.limit} m`);
      return zone;
    });
    return { zones };
  },
});
