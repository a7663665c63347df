import type { Stability } from '../atmosphere/stability.ts';
import type { Terrain } from '../atmosphere/wind.ts';
import { chosen, positive } from '../working/input.ts';
import { model } from '../working/model.ts';

/** Standard deviations in m at a downwind distance. */
export interface Sigma {
  readonly y: number;
  readonly z: number;
}

/** σ = a x (1 + b x)^p by class: [a, b, p] for σy, then for σz (Briggs 1973; Griffiths 1994). */
type BriggsRow = readonly [ay: number, by: number, py: number, az: number, bz: number, pz: number];

const RURAL: Readonly<Record<Stability, BriggsRow>> = {
  A: [0.22, 1e-4, -0.5, 0.2, 0, 1],
  B: [0.16, 1e-4, -0.5, 0.12, 0, 1],
  C: [0.11, 1e-4, -0.5, 0.08, 2e-4, -0.5],
  D: [0.08, 1e-4, -0.5, 0.06, 1.5e-3, -0.5],
  E: [0.06, 1e-4, -0.5, 0.03, 3e-4, -1],
  F: [0.04, 1e-4, -0.5, 0.016, 3e-4, -1],
};
const URBAN_AB: BriggsRow = [0.32, 4e-4, -0.5, 0.24, 1e-3, 0.5];
const URBAN_EF: BriggsRow = [0.11, 4e-4, -0.5, 0.08, 1.5e-3, -0.5];
const URBAN: Readonly<Record<Stability, BriggsRow>> = {
  A: URBAN_AB,
  B: URBAN_AB,
  C: [0.22, 4e-4, -0.5, 0.2, 0, 1],
  D: [0.16, 4e-4, -0.5, 0.14, 3e-4, -0.5],
  E: URBAN_EF,
  F: URBAN_EF,
};
const BRIGGS = { rural: RURAL, urban: URBAN } as const;

/** Briggs' open-country or urban σ at x m. */
export function briggs(x: number, stability: Stability, terrain: Terrain): Sigma {
  const [ay, by, py, az, bz, pz] = BRIGGS[terrain][stability];
  return { y: ay * x * (1 + by * x) ** py, z: az * x * (1 + bz * x) ** pz };
}

/** Power laws σy = a x^b, σz = c x^d: [a, b, c, d]. */
type PowerRow = readonly [number, number, number, number];

const TNO: Readonly<Record<Stability, PowerRow>> = {
  A: [0.527, 0.865, 0.28, 0.9],
  B: [0.371, 0.866, 0.23, 0.85],
  C: [0.209, 0.897, 0.22, 0.8],
  D: [0.128, 0.905, 0.2, 0.76],
  E: [0.098, 0.902, 0.15, 0.73],
  F: [0.065, 0.902, 0.12, 0.67],
};

const CCPS_PUFF: Readonly<Record<Stability, PowerRow>> = {
  A: [0.18, 0.92, 0.6, 0.75],
  B: [0.14, 0.92, 0.53, 0.73],
  C: [0.1, 0.92, 0.34, 0.71],
  D: [0.06, 0.92, 0.15, 0.7],
  E: [0.04, 0.92, 0.1, 0.65],
  F: [0.02, 0.89, 0.05, 0.61],
};

const power = (x: number, [a, b, c, d]: PowerRow): Sigma => ({ y: a * x ** b, z: c * x ** d });

/** TNO plume σ over z0 = 0.1 m, σz scaled by (10 z0)^(0.53 x^−0.22) (CPR 14E ch. 4). */
export function tnoSigma(x: number, stability: Stability, z0 = 0.1): Sigma {
  const { y, z } = power(x, TNO[stability]);
  return { y, z: z * (10 * z0) ** (0.53 * x ** -0.22) };
}

/** CCPS puff σ; σx = σy (CCPS Consequence Analysis 1999). */
export const puffSigma = (x: number, stability: Stability): Sigma => power(x, CCPS_PUFF[stability]);

/** Briggs' σy and σz with their working; fitted from 100 m to 10 km. */
export const briggsSigma = model<
  { distance: number; stability: Stability; terrain: Terrain },
  { sigmaY: number; sigmaZ: number },
  'terrain'
>({
  name: 'Briggs sigma',
  title: '扩散参数（Briggs）',
  equations: { sigma: ['σ = a x (1 + b x)^p by class and terrain', 'Briggs 1973; Griffiths 1994', 'confirmed'] },
  inputs: { distance: positive('m', [20, 10_000]), stability: chosen, terrain: chosen },
  defaults: { terrain: 'rural' },
  compute({ distance, stability, terrain }, work) {
    const { y, z } = briggs(distance, stability, terrain);
    return { sigmaY: work.step('sigma', 'σy', y, 'm'), sigmaZ: work.step('sigma', 'σz', z, 'm') };
  },
});

/** σy of 600 s scaled to another averaging time. */
export const averagingTime = model<
  { sigma600: number; averaging: number; exponent: number; minimum: number },
  { sigmaY: number },
  'exponent' | 'minimum'
>({
  name: 'averaging-time correction',
  title: '平均时间修正',
  equations: { scale: ['σy(t) = σy(600 s)(max(t, tmin)/600)^0.2', 'CPR 14E ch. 4; DEGADIS', 'confirmed'] },
  inputs: {
    sigma600: positive('m'),
    averaging: positive('s', [1, 3600]),
    exponent: positive('-'),
    minimum: positive('s'),
  },
  defaults: { exponent: 0.2, minimum: 18.75 },
  compute: ({ sigma600, averaging, exponent, minimum }, work) => ({
    sigmaY: work.step('scale', 'σy', sigma600 * (Math.max(averaging, minimum) / 600) ** exponent, 'm'),
  }),
});
