import type { Stability } from '../atmosphere/stability.ts';
import { anyNumber, chosen, notNegative, positive, windSpeed } from '../working/input.ts';
import { model } from '../working/model.ts';
import { verticalTerm } from './plume.ts';
import { puffSigma } from './sigma.ts';

export interface GaussianPuff {
  readonly mass: number;
  readonly wind: number;
  readonly distance: number;
  readonly crosswind: number;
  readonly height: number;
  readonly releaseHeight: number;
  readonly time: number;
  readonly stability: Stability;
}

/** Concentration (kg/m³) of a puff; σ at the distance its centre has travelled. */
export function gaussianPuffValue(puff: GaussianPuff): number {
  const { y, z } = puffSigma(puff.wind * puff.time, puff.stability);
  const along = Math.exp(-((puff.distance - puff.wind * puff.time) ** 2) / (2 * y * y));
  const lateral = Math.exp(-(puff.crosswind ** 2) / (2 * y * y));
  return (
    (puff.mass / ((2 * Math.PI) ** 1.5 * y * y * z)) *
    along *
    lateral *
    verticalTerm(puff.height, puff.releaseHeight, z)
  );
}

/** Concentration (kg/m³) at a point and time of an instantaneous neutral release, CCPS puff σ. */
export const gaussianPuff = model<
  GaussianPuff,
  { concentration: number; sigmaY: number; sigmaZ: number },
  'crosswind' | 'height' | 'releaseHeight'
>({
  name: 'Gaussian puff',
  title: '高斯烟团',
  equations: {
    sigma: ['σx = σy = a (ut)^b, σz = c (ut)^d', 'CCPS Consequence Analysis (1999)', 'confirmed'],
    puff: [
      'C = m/((2π)^(3/2) σx σy σz) exp(−(x−ut)²/2σx² − y²/2σy²)[vertical pair]',
      'CCPS Consequence Analysis (1999)',
      'confirmed',
    ],
  },
  inputs: {
    mass: positive('kg'),
    wind: windSpeed,
    distance: notNegative('m', [20, 10_000]),
    crosswind: anyNumber('m'),
    height: notNegative('m'),
    releaseHeight: notNegative('m'),
    time: positive('s'),
    stability: chosen,
  },
  defaults: { crosswind: 0, height: 0, releaseHeight: 0 },
  compute(input, work) {
    const { y, z } = puffSigma(input.wind * input.time, input.stability);
    return {
      concentration: work.step('puff', 'C', gaussianPuffValue(input), 'kg/m³'),
      sigmaY: work.step('sigma', 'σy', y, 'm'),
      sigmaZ: work.step('sigma', 'σz', z, 'm'),
    };
  },
});
