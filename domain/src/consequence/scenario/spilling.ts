import type { Working } from '../working/outcome.ts';
import type { ReleaseSize, Weather } from './source.ts';

export const BREACHES = ['hole', 'pipe', 'rupture', 'ten-minutes', 'steady'] as const;
export type Breach = (typeof BREACHES)[number];

/** A vessel and how it fails; SI units, absolute pressure. */
export interface Spilling {
  /** CAS number or name. */
  readonly substance: string;
  readonly state: 'liquid' | 'gas';
  /** kg */
  readonly amount: number;
  readonly pressure: number;
  readonly temperature: number;
  readonly breach: Breach;
  /** Does liquid or vapour leave? A gas is vapour. */
  readonly phase: 'liquid' | 'vapour';
  readonly holeDiameter?: number;
  readonly pipeLength?: number;
  /** Liquid above the hole, m. */
  readonly head: number;
  readonly dischargeCoefficient: number;
  /** kg/s, of a steady release. */
  readonly rate?: number;
  /** Stopped after so many s; no release is followed longer than an hour. */
  readonly stopAfter: number;
  readonly bundArea?: number;
  readonly weather: Weather;
}

/** What reaches the air and how. */
export interface Release {
  readonly size: ReleaseSize;
  readonly sourceTemperature: number;
  /** By mass, of what is airborne. */
  readonly vapourFraction: number;
  readonly state: 'superheated liquid' | 'evaporating pool' | 'boiling pool' | 'gas';
  /** kg/s out of the vessel; of a sudden one, kg in all. */
  readonly outflow: number;
  /** Vapour rate to the air, kg/s at s. */
  readonly history: { readonly time: readonly number[]; readonly rate: readonly number[] };
  /** kg to the air, and in the vessel at the start. */
  readonly airborne: number;
  readonly amount: number;
  /** m, of a pool. */
  readonly poolDiameter?: number;
  readonly parts: readonly Working[];
}
