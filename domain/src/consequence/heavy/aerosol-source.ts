import { AIR_HEAT_CAPACITY, AIR_MOLAR_MASS, ATMOSPHERE, GAS_CONSTANT } from '../constants.ts';
import { fraction, molarMass, positive, pressure, temperature } from '../working/input.ts';
import { model } from '../working/model.ts';

export interface AerosolRelease {
  readonly massRate: number;
  readonly vapourFraction: number;
  readonly molarMass: number;
  readonly boilingPoint: number;
  readonly heatOfVaporisation: number;
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

/** The mixture after a two-phase jet has drawn in just enough air to evaporate its droplets at the boiling point: source of a heavy-gas model. */
export const evaporatedSource = model<AerosolRelease, EvaporatedSource, 'pressure'>({
  name: 'aerosol source diluted until evaporated',
  title: '两相射流稀释至液滴蒸发完毕的等效源',
  equations: {
    air: ['a = (1 − x) hv/(cpa (Ta − Tb))', 'adiabatic mixing; approach of CCPS Consequence Analysis (1999)', 'derived'],
    fraction: ['c0 = (1/M)/((1/M) + a/Ma)', 'moles', 'confirmed'],
    density: ['ρ0 = P (1 + a)/(R Tb (1/M + a/Ma))', 'ideal gas law', 'confirmed'],
    volume: ['V̇0 = ṁ (1 + a)/ρ0', 'continuity', 'confirmed'],
  },
  inputs: {
    massRate: positive('kg/s'),
    vapourFraction: fraction,
    molarMass,
    boilingPoint: temperature,
    heatOfVaporisation: positive('J/kg'),
    airTemperature: temperature,
    pressure,
  },
  defaults: { pressure: ATMOSPHERE },
  compute(input, work) {
    const { boilingPoint, airTemperature } = input;
    if (airTemperature - boilingPoint < 5) return work.refuse('airTemperature', 'air barely warmer than the boiling point cannot evaporate the droplets');
    const air = work.step('air', 'a', ((1 - input.vapourFraction) * input.heatOfVaporisation) / (AIR_HEAT_CAPACITY * (airTemperature - boilingPoint)), '-');
    const moles = 1 / input.molarMass + air / AIR_MOLAR_MASS;
    const density = (input.pressure * (1 + air)) / (GAS_CONSTANT * boilingPoint * moles);
    return {
      air,
      temperature: boilingPoint,
      fraction: work.step('fraction', 'c0', 1 / input.molarMass / moles, '-'),
      density: work.step('density', 'ρ0', density, 'kg/m³'),
      volumeRate: work.step('volume', 'V̇0', (input.massRate * (1 + air)) / density, 'm³/s'),
    };
  },
});
