import { BURNING, burningRate, poolFire } from '../fire/pool-fire.ts';
import { fireball } from '../fire/fireball.ts';
import { jetFire } from '../fire/jet-fire.ts';
import { pointSource } from '../fire/point-source.ts';
import { multiEnergy } from '../explosion/cloud.ts';
import { waterVapourPressure } from '../atmosphere/stability.ts';
import type { Substance } from '../substances/parse.ts';
import type { Outcome, Working } from '../working/outcome.ts';
import { OVERPRESSURE_LEVELS, THERMAL_LEVELS } from '../zones/levels.ts';
import { profileOf, sampled, zonesOf, type Effect } from './effect-zones.ts';
import type { Weather } from './source.ts';

/** Burning data of a substance: its own row, or that of the fuel it resembles; undefined where it does not burn. */
function fuelOf(s: Substance): { rate: number; kBeta: number; sep?: number } | undefined {
  if (s.heatOfCombustion === undefined || s.lowerFlammable === undefined) return undefined;
  const own = Object.entries(BURNING).find(([name]) => s.name.toLowerCase().includes(name.toLowerCase()))?.[1];
  if (own !== undefined) return own;
  // Burgess & Hertzberg: ṁ''∞ = 0.001 Δhc/(hv + cp(Tb − Ta)), kept between 0.01 and 0.15.
  const heat = s.heatOfVaporisation + s.liquidHeatCapacity * Math.max(0, s.boilingPoint - 293);
  return { rate: Math.min(0.15, Math.max(0.01, (0.001 * s.heatOfCombustion) / heat)), kBeta: 2 };
}

const refused = (input: string, reason: string): Outcome<never> => ({
  ok: false,
  refusal: { code: 'outside-model', model: 'effects', input, reason },
});

const done = (effect: Effect, working: Working): Outcome<Effect> => ({ ok: true, value: effect, working });

const humid = (weather: Weather): number => weather.humidity * waterVapourPressure(weather.airTemperature);

/** Heat of a burning pool, diameter m. */
export function poolFireEffect(s: Substance, diameter: number, weather: Weather): Outcome<Effect> {
  const fuel = fuelOf(s);
  if (fuel === undefined) return refused('substance', 'it does not burn');
  if (!(diameter >= 1 && diameter <= 100)) return refused('diameter', 'pool fires are followed from 1 to 100 m across');
  const burning = burningRate({ largePoolRate: fuel.rate, kBeta: fuel.kBeta, diameter });
  if (!burning.ok) return burning;
  const emissivePower = fuel.sep ?? burning.value.smokyPower;
  const at = (distance: number, angle: number) =>
    poolFire({
      diameter,
      burning: burning.value.rate,
      wind: weather.wind10,
      emissivePower,
      downwind: distance * Math.cos(angle),
      crosswind: distance * Math.sin(angle),
      waterPressure: humid(weather),
    });
  const value = (distance: number, angle: number): number => {
    const result = at(distance, angle);
    return result.ok ? result.value.flux : emissivePower;
  };
  const far = 40 * diameter + 50;
  const samples = sampled(value, diameter * 0.52, far, 4, 14);
  const shown = at(2 * diameter, 0);
  if (!shown.ok) return shown;
  return done(
    {
      zones: zonesOf(THERMAL_LEVELS, samples.reach, far),
      profile: profileOf(samples.downwind, diameter * 0.52, far),
      parts: [burning.working],
      warnings: ['ground-level targets facing the flame; wind steady; no wall, no water curtain'],
    },
    shown.working,
  );
}

/** Heat of a burning jet of `rate` kg/s, seen as a point in the middle of its flame. */
export function jetFireEffect(
  s: Substance,
  jet: { rate: number; holeDiameter: number; pressure: number; temperature: number },
  weather: Weather,
): Outcome<Effect> {
  if (s.heatOfCombustion === undefined || s.lowerFlammable === undefined)
    return refused('substance', 'it does not burn');
  const heatOfCombustion = s.heatOfCombustion;
  const flame = jetFire({
    massRate: jet.rate,
    holeDiameter: jet.holeDiameter,
    molarMass: s.molarMass,
    heatCapacityRatio: s.heatCapacityRatio,
    temperature: jet.temperature,
    pressure: jet.pressure,
    wind: Math.min(20, weather.wind10),
    airTemperature: weather.airTemperature,
    heatOfCombustion,
  });
  if (!flame.ok) return flame;
  const { tilt, liftOff, frustumLength, radiativeFraction } = flame.value;
  const middle = liftOff + frustumLength / 2;
  const lean = (tilt * Math.PI) / 180;
  const [along, up] = [middle * Math.sin(lean), middle * Math.cos(lean)];
  const near = Math.max(0.5, 0.2 * frustumLength);
  const value = (distance: number, angle: number): number => {
    const x = distance * Math.cos(angle) - along;
    const slant = Math.max(near, Math.hypot(x, distance * Math.sin(angle), up));
    const flux = pointSource({
      massRate: jet.rate,
      heatOfCombustion,
      radiativeFraction,
      distance: slant,
      waterPressure: humid(weather),
    });
    return flux.ok ? flux.value.flux : 0;
  };
  const far = 20 * middle + 50;
  return done(
    {
      zones: zonesOf(THERMAL_LEVELS, sampled(value, near, far, 13).reach, far),
      profile: profileOf((x) => value(x, 0), near, far),
      parts: [],
      warnings: ['vertical jet leaning in the wind; inside two flame lengths the point source is rough'],
    },
    flame.working,
  );
}

/** Heat of the fireball of a bursting vessel, kg. */
export function fireballEffect(s: Substance, mass: number, weather: Weather): Outcome<Effect> {
  if (s.heatOfCombustion === undefined || s.lowerFlammable === undefined)
    return refused('substance', 'it does not burn');
  const heatOfCombustion = s.heatOfCombustion;
  const at = (distance: number) =>
    fireball({ mass, heatOfCombustion, radiativeFraction: 0.3, distance, waterPressure: humid(weather) });
  const shown = at(0);
  if (!shown.ok) return shown;
  const { diameter, duration } = shown.value;
  const far = 30 * diameter;
  const value = (distance: number): number => {
    const result = at(distance);
    return result.ok ? result.value.flux : 0;
  };
  const { reach } = sampled(value, 1, far, 1);
  return done(
    {
      zones: zonesOf(THERMAL_LEVELS, (level) => reach(level, 0), far),
      profile: profileOf(value, 1, far),
      duration,
      parts: [],
      warnings: ['radiative fraction 0.3 taken; fragments fly farther and are not counted'],
    },
    shown.working,
  );
}

/** Overpressure of a burning cloud of `mass` kg in a congested region of a strength class 1–10. */
export function blastEffect(s: Substance, mass: number, strength: number): Outcome<Effect> {
  if (s.heatOfCombustion === undefined || s.lowerFlammable === undefined)
    return refused('substance', 'it does not burn');
  const energy = mass * s.heatOfCombustion;
  const at = (distance: number) => multiEnergy({ strength, energy, distance });
  const shown = at(100);
  if (!shown.ok) return shown;
  const far = 60 * Math.cbrt(energy / 101_325);
  const value = (distance: number): number => {
    const result = at(distance);
    return result.ok ? result.value.overpressure : 0;
  };
  const { reach } = sampled(value, 1, far, 1);
  return done(
    {
      zones: zonesOf(OVERPRESSURE_LEVELS, (level) => reach(level, 0), far),
      profile: profileOf(value, 1, far),
      parts: [],
      warnings: [
        'the whole flammable mass in one congested region about the source: the cloud may drift before it ignites',
      ],
    },
    shown.working,
  );
}
