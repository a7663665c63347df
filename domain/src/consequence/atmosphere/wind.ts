import { clamp } from '../numeric.ts';
import { between, chosen, notNegative, positive, type InputRule } from '../working/input.ts';
import { model } from '../working/model.ts';
import { windShape, type Stability } from './stability.ts';

export type Terrain = 'rural' | 'urban';

const EXPONENTS: Readonly<Record<Terrain, Readonly<Record<Stability, number>>>> = {
  rural: { A: 0.07, B: 0.07, C: 0.1, D: 0.15, E: 0.35, F: 0.55 },
  urban: { A: 0.15, B: 0.15, C: 0.2, D: 0.25, E: 0.4, F: 0.6 },
};

export interface PowerLaw {
  readonly speed: number;
  readonly measuredAt: number;
  readonly height: number;
  readonly stability: Stability;
  readonly terrain: Terrain;
}

/** Wind (m/s) at a height by the power law, height clipped to 2–200 m. */
export function powerLawWind({ speed, measuredAt, height, stability, terrain }: PowerLaw): number {
  return speed * (clamp(height, 2, 200) / measuredAt) ** EXPONENTS[terrain][stability];
}

/** Wind at a height by the power law, with its working. */
export const windProfile = model<PowerLaw, { speed: number }, 'terrain' | 'measuredAt'>({
  name: 'power-law wind profile',
  title: '幂律风廓线',
  equations: {
    power: [
      'u(z) = u_ref (z/z_ref)^p, 2 m ≤ z ≤ 200 m',
      'Irwin 1979; CCPS Consequence Analysis (1999) p. 83',
      'confirmed',
    ],
  },
  inputs: {
    speed: between(0.1, 60, 'm/s', [1, 20]),
    measuredAt: positive('m', [1, 50]),
    height: notNegative('m', [2, 200]),
    stability: chosen,
    terrain: chosen,
  },
  defaults: { terrain: 'rural', measuredAt: 10 },
  compute(input, work) {
    if (input.height < 2 || input.height > 200) work.warn('height clipped to 2–200 m');
    return { speed: work.step('power', 'u', powerLawWind(input), 'm/s') };
  },
});

const obukhov: InputRule = { unit: 'm' };

export interface SimilarityWind {
  readonly speed: number;
  readonly measuredAt: number;
  readonly height: number;
  readonly roughness: number;
  /** m; negative unstable; 1e9 for neutral. */
  readonly obukhovLength: number;
}

/** Wind (m/s) at a height and the friction velocity (m/s) by Monin–Obukhov similarity from one measured wind. */
export const similarityWind = model<SimilarityWind, { speed: number; frictionVelocity: number }, 'measuredAt'>({
  name: 'similarity wind profile',
  title: '相似律风廓线',
  equations: {
    friction: ['u* = κ u/[ln(z/z0) − ψ(z/L) + ψ(z0/L)]', 'CPR 14E eq. 4.32', 'confirmed'],
    profile: ['u(z) = (u*/κ)[ln(z/z0) − ψ(z/L) + ψ(z0/L)]', 'CPR 14E eq. 4.32', 'confirmed'],
  },
  inputs: {
    speed: between(0.1, 60, 'm/s'),
    measuredAt: positive('m'),
    height: positive('m'),
    roughness: between(1e-5, 3, 'm'),
    obukhovLength: obukhov,
  },
  defaults: { measuredAt: 10 },
  compute({ speed, measuredAt, height, roughness, obukhovLength }, work) {
    if (measuredAt <= roughness) return work.refuse('measuredAt', 'the wind must be measured above the roughness');
    const frictionVelocity = work.step(
      'friction',
      'u*',
      speed / windShape(measuredAt, roughness, obukhovLength),
      'm/s',
    );
    return {
      frictionVelocity,
      speed: work.step('profile', 'u', frictionVelocity * windShape(height, roughness, obukhovLength), 'm/s'),
    };
  },
});
