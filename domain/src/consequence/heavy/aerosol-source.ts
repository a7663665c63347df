import { AIR_HEAT_CAPACITY, AIR_MOLAR_MASS, ATMOSPHERE, GAS_CONSTANT } from '../constants.ts';
import { bisect } from '../numeric.ts';
import type { Antoine } from '../substances/parse.ts';
import { chosen, fraction, molarMass, positive, pressure, temperature } from '../working/input.ts';
import { model } from '../working/model.ts';

export interface AerosolRelease {
  readonly massRate: number;
  readonly vapourFraction: number;
  readonly molarMass: number;
  readonly boilingPoint: number;
  readonly heatOfVaporisation: number;
  /** J/(kg·K) of the vapour. */
  readonly gasHeatCapacity: number;
  readonly antoine: Antoine;
  readonly airTemperature: number;
  readonly pressure: number;
}

export interface EvaporatedSource {
  /** kg of air per kg of substance. */
  readonly air: number;
  readonly fraction: number;
  readonly density: number;
  readonly temperature: number;
  readonly volumeRate: number;
}

/** Air (kg per kg) whose cooling to `kelvin` evaporates the droplets, the substance itself cooling from its boiling point. */
function airNeeded(input: AerosolRelease, kelvin: number): number {
  const heat =
    (1 - input.vapourFraction) * input.heatOfVaporisation - input.gasHeatCapacity * (input.boilingPoint - kelvin);
  return Math.max(0, heat) / (AIR_HEAT_CAPACITY * (input.airTemperature - kelvin));
}

const moles = (input: AerosolRelease, air: number): number => 1 / input.molarMass + air / AIR_MOLAR_MASS;

/** The mixture at which a two-phase jet has drawn in just enough air for its last droplets to evaporate: source of a heavy-gas model. */
export const evaporatedSource = model<AerosolRelease, EvaporatedSource, 'pressure'>({
  name: 'aerosol source diluted until evaporated',
  title: '两相射流稀释至液滴蒸发完毕的等效源',
  equations: {
    air: [
      'a = [(1 − x)hv − cp(Tb − T)]/(cpa(Ta − T))',
      'adiabatic mixing; approach of CCPS Consequence Analysis (1999)',
      'derived',
    ],
    temperature: ['psat(T) = c0 P', 'dew point of the mixture (homogeneous equilibrium)', 'derived'],
    fraction: ['c0 = (1/M)/(1/M + a/Ma)', 'moles', 'confirmed'],
    density: ['ρ0 = P(1 + a)/(R T(1/M + a/Ma))', 'ideal gas law', 'confirmed'],
    volume: ['V̇0 = ṁ(1 + a)/ρ0', 'continuity', 'confirmed'],
  },
  inputs: {
    massRate: positive('kg/s'),
    vapourFraction: fraction,
    molarMass,
    boilingPoint: temperature,
    heatOfVaporisation: positive('J/kg'),
    gasHeatCapacity: positive('J/kg/K'),
    antoine: chosen,
    airTemperature: temperature,
    pressure,
  },
  defaults: { pressure: ATMOSPHERE },
  compute(input, work) {
    const { boilingPoint, airTemperature, antoine } = input;
    const saturation = (kelvin: number): number => 10 ** (antoine.a - antoine.b / (kelvin + antoine.c));
    const excess = (kelvin: number): number =>
      saturation(kelvin) - input.pressure / input.molarMass / moles(input, airNeeded(input, kelvin));
    const dewPoint = bisect(
      excess,
      Math.max(60, 0.6 * boilingPoint, 1.05 * -antoine.c),
      Math.min(boilingPoint, airTemperature - 0.5),
    );
    if (dewPoint === undefined)
      return work.refuse('airTemperature', 'no mixture with this air evaporates the droplets');
    const air = work.step('air', 'a', airNeeded(input, dewPoint), '-');
    if (dewPoint < antoine.minTemperature)
      work.warn(`dew point below ${antoine.minTemperature} K, where the vapour pressure is extrapolated`);
    const density = (input.pressure * (1 + air)) / (GAS_CONSTANT * dewPoint * moles(input, air));
    return {
      air,
      temperature: work.step('temperature', 'T', dewPoint, 'K'),
      fraction: work.step('fraction', 'c0', 1 / input.molarMass / moles(input, air), '-'),
      density: work.step('density', 'ρ0', density, 'kg/m³'),
      volumeRate: work.step('volume', 'V̇0', (input.massRate * (1 + air)) / density, 'm³/s'),
    };
  },
});
