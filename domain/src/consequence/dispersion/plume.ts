import type { Stability } from '../atmosphere/stability.ts';
import type { Terrain } from '../atmosphere/wind.ts';
import { erf } from '../numeric.ts';
import { anyNumber, chosen, notNegative, positive, windSpeed, type InputRule } from '../working/input.ts';
import { model } from '../working/model.ts';
import { briggs, puffSigma, type Sigma } from './sigma.ts';

/** exp(−(z−H)²/2σz²) + exp(−(z+H)²/2σz²). */
const verticalPair = (z: number, height: number, sigma: number): number =>
  Math.exp(-((z - height) ** 2) / (2 * sigma * sigma)) + Math.exp(-((z + height) ** 2) / (2 * sigma * sigma));

/** Vertical term with images about the ground and, given a lid, about it: |n| ≤ `images`; well mixed above σz = 1.6 lids. */
export function verticalTerm(z: number, height: number, sigma: number, lid?: number, images = 5): number {
  if (lid === undefined) return verticalPair(z, height, sigma);
  if (sigma > 1.6 * lid) return (Math.sqrt(2 * Math.PI) * sigma) / lid;
  let total = 0;
  for (let n = -images; n <= images; n++) total += verticalPair(z, height + 2 * n * lid, sigma);
  return total;
}

export interface PlumePoint {
  readonly rate: number;
  readonly wind: number;
  readonly crosswind: number;
  readonly height: number;
  readonly releaseHeight: number;
  readonly lid?: number;
}

/** Gaussian plume concentration (kg/m³) for given σ. */
export function gaussianPlumeValue(point: PlumePoint, sigma: Sigma, images = 5): number {
  const lateral = Math.exp(-(point.crosswind ** 2) / (2 * sigma.y * sigma.y));
  const vertical = verticalTerm(point.height, point.releaseHeight, sigma.z, point.lid, images);
  return (point.rate / (2 * Math.PI * point.wind * sigma.y * sigma.z)) * lateral * vertical;
}

export interface GaussianPlume {
  /** kg/s */
  readonly rate: number;
  /** m/s at max(release height, 2 m). */
  readonly wind: number;
  readonly distance: number;
  readonly crosswind: number;
  readonly height: number;
  readonly releaseHeight: number;
  readonly stability: Stability;
  readonly terrain: Terrain;
  /** Mixing height, m; without it no lid. */
  readonly mixingHeight?: number;
  readonly images: number;
}

const imageCount: InputRule = { unit: '-', min: 0, max: 50 };

/** Concentration (kg/m³) of a steady neutral plume at a point, Briggs σ, 10 min mean; deposition ignored. */
export const gaussianPlume = model<
  GaussianPlume,
  { concentration: number; sigmaY: number; sigmaZ: number },
  'crosswind' | 'height' | 'releaseHeight' | 'terrain' | 'images'
>({
  name: 'Gaussian plume',
  title: '高斯烟羽',
  equations: {
    sigma: ['σ = a x (1 + b x)^p', 'Briggs 1973; Griffiths 1994', 'confirmed'],
    plume: [
      'C = Q/(2π u σy σz) exp(−y²/2σy²)[exp(−(z−H)²/2σz²) + exp(−(z+H)²/2σz²)]',
      'CCPS Consequence Analysis (1999) p. 97; CPR 14E ch. 4',
      'confirmed',
    ],
    lid: ['images z ± H + 2n hmix; well mixed above σz = 1.6 hmix', 'US EPA ISC3 (1995)', 'from memory'],
  },
  inputs: {
    rate: positive('kg/s'),
    wind: windSpeed,
    distance: positive('m', [20, 10_000]),
    crosswind: anyNumber('m'),
    height: notNegative('m'),
    releaseHeight: notNegative('m', [0, 300]),
    stability: chosen,
    terrain: chosen,
    mixingHeight: positive('m'),
    images: imageCount,
  },
  defaults: { crosswind: 0, height: 0, releaseHeight: 0, terrain: 'rural', images: 5 },
  compute(input, work) {
    const sigma = briggs(input.distance, input.stability, input.terrain);
    const stable = input.stability === 'E' || input.stability === 'F';
    if (stable && input.mixingHeight !== undefined) work.warn('the lid does not apply to stable air: ignored');
    const lid = stable ? undefined : input.mixingHeight;
    if (lid !== undefined && input.releaseHeight > lid)
      return work.refuse('releaseHeight', 'the release is above the mixing layer');
    work.step('sigma', 'σy', sigma.y, 'm');
    work.step('sigma', 'σz', sigma.z, 'm');
    const concentration = gaussianPlumeValue({ ...input, lid }, sigma, input.images);
    return {
      concentration: work.step(lid === undefined ? 'plume' : 'lid', 'C', concentration, 'kg/m³'),
      sigmaY: sigma.y,
      sigmaZ: sigma.z,
    };
  },
});

/** Palazzi's factor of a release of `duration` s at `time` s after its start: 0 before arrival, 1 while the plume stands. */
export function finiteFactor(distance: number, wind: number, time: number, duration: number, sigmaX: number): number {
  const tail = (distance - wind * Math.max(0, time - duration)) / (Math.SQRT2 * sigmaX);
  const front = (distance - wind * time) / (Math.SQRT2 * sigmaX);
  return 0.5 * (erf(tail) - erf(front));
}

/** Largest value over time of Palazzi's factor, reached half a duration after the centre would arrive. */
export const peakFactor = (wind: number, duration: number, sigmaX: number): number =>
  erf((wind * duration) / (2 * Math.SQRT2 * sigmaX));

export interface FinitePlume {
  readonly rate: number;
  readonly wind: number;
  readonly distance: number;
  readonly time: number;
  readonly duration: number;
  readonly stability: Stability;
  readonly terrain: Terrain;
}

/** Ground centreline concentration (kg/m³) of a ground release of finite duration at a time after its start. */
export const finitePlume = model<FinitePlume, { concentration: number; factor: number }, 'terrain'>({
  name: 'finite-duration plume (error-function factor)',
  title: '有限时间泄漏烟羽',
  equations: {
    factor: ['½[erf((x − u(t−Tr))/(√2σx)) − erf((x − ut)/(√2σx))], t−Tr ≥ 0', 'Palazzi et al. 1982', 'from memory'],
    concentration: ['C = C_plume·factor', 'Palazzi et al. 1982', 'from memory'],
  },
  inputs: {
    rate: positive('kg/s'),
    wind: windSpeed,
    distance: positive('m', [20, 10_000]),
    time: notNegative('s'),
    duration: positive('s'),
    stability: chosen,
    terrain: chosen,
  },
  defaults: { terrain: 'rural' },
  compute({ rate, wind, distance, time, duration, stability, terrain }, work) {
    const sigma = briggs(distance, stability, terrain);
    const ground = { rate, wind, crosswind: 0, height: 0, releaseHeight: 0 };
    const steady = gaussianPlumeValue(ground, sigma);
    const factor = work.step(
      'factor',
      'f',
      finiteFactor(distance, wind, time, duration, puffSigma(distance, stability).y),
      '-',
    );
    return { factor, concentration: work.step('concentration', 'C', steady * factor, 'kg/m³') };
  },
});
