import { airDensity } from '../atmosphere/stability.ts';
import { AIR_HEAT_CAPACITY, GAS_CONSTANT } from '../constants.ts';
import { evaporatedSource } from '../heavy/aerosol-source.ts';
import { reducedGravity } from '../heavy/britter-mcquaid.ts';
import type { Substance } from '../substances/parse.ts';
import type { Outcome } from '../working/outcome.ts';

/** A release to air: continuous in kg/s for a time, or instantaneous in kg. */
export type ReleaseSize =
  | { readonly kind: 'continuous'; readonly rate: number; readonly duration: number }
  | { readonly kind: 'instantaneous'; readonly mass: number };

export interface Weather {
  readonly wind10: number;
  readonly stability: 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
  readonly terrain: 'rural' | 'urban';
  readonly airTemperature: number;
  readonly pressure: number;
  /** 0–1 */
  readonly humidity: number;
}

/** The cloud at its source as a dispersion model needs it. */
export interface CloudSource {
  /** m³/s or m³. */
  readonly volume: number;
  readonly temperature: number;
  readonly density: number;
  readonly airDensity: number;
  readonly reducedGravity: number;
  /** Of the substance in the source, by volume. */
  readonly fraction: number;
  /** kg of air already mixed in for each kg of the substance. */
  readonly air: number;
}

/** Vapour at `temperature`, or, with droplets (vapour fraction below 1), the mixture that has just evaporated them. */
export function cloudSource(
  s: Substance,
  amount: number,
  temperature: number,
  vapourFraction: number,
  weather: Weather,
): Outcome<CloudSource> {
  const around = airDensity(weather.airTemperature, weather.pressure, weather.humidity);
  if (vapourFraction < 1) {
    const mixed = evaporatedSource({
      massRate: amount,
      vapourFraction,
      molarMass: s.molarMass,
      boilingPoint: s.boilingPoint,
      heatOfVaporisation: s.heatOfVaporisation,
      gasHeatCapacity: s.gasHeatCapacity ?? AIR_HEAT_CAPACITY,
      antoine: s.antoine,
      airTemperature: weather.airTemperature,
      pressure: weather.pressure,
    });
    if (!mixed.ok) return mixed;
    const { volumeRate, density, fraction, air, temperature: dewPoint } = mixed.value;
    return {
      ok: true,
      working: mixed.working,
      value: {
        volume: volumeRate,
        temperature: dewPoint,
        density,
        airDensity: around,
        reducedGravity: reducedGravity(density, around),
        fraction,
        air,
      },
    };
  }
  const density = (weather.pressure * s.molarMass) / (GAS_CONSTANT * temperature);
  const value: CloudSource = {
    volume: amount / density,
    temperature,
    density,
    airDensity: around,
    reducedGravity: reducedGravity(density, around),
    fraction: 1,
    air: 0,
  };
  const equations = [{ number: 1, formula: 'ρ0 = P M/(R T)', source: 'ideal gas law', mark: 'confirmed' as const }];
  const steps = [{ equation: 1, symbol: 'ρ0', value: density, unit: 'kg/m³' }];
  return {
    ok: true,
    value,
    working: { model: 'vapour source', title: '蒸气源', equations, inputs: [], steps, warnings: [] },
  };
}
