import { obukhovLength } from '../atmosphere/stability.ts';
import { powerLawWind } from '../atmosphere/wind.ts';
import { AIR_HEAT_CAPACITY } from '../constants.ts';
import { boxSections } from '../heavy/box.ts';
import { britterMcQuaidCurve, plumeShape, type HeavyRelease } from '../heavy/britter-mcquaid.ts';
import { bisect, interpolate } from '../numeric.ts';
import type { Substance } from '../substances/parse.ts';
import { massConcentration } from '../substances/substances.ts';
import type { GroundField } from '../zones/footprint.ts';
import { plumeField, puffField } from '../zones/gaussian-zones.ts';
import type { CloudSource, ReleaseSize, Weather } from './source.ts';

/** What the heavy-gas correlation needs of a release. */
export function heavyRelease(source: CloudSource, size: ReleaseSize, weather: Weather): HeavyRelease {
  const { reducedGravity, fraction } = source;
  const common = {
    reducedGravity,
    wind10: weather.wind10,
    temperatureRatio: source.temperature / weather.airTemperature,
    sourceFraction: fraction,
    temperatureCorrection: source.temperature < 0.98 * weather.airTemperature,
  };
  return size.kind === 'continuous'
    ? { ...common, volumeRate: source.volume, duration: size.duration }
    : { ...common, volume: source.volume };
}

/** Half-width at a level of a profile whose edge `reach` lies where the centre value has fallen to a tenth. */
const profiled = (centre: (x: number) => number, reach: (x: number) => number) => (x: number, level: number) =>
  reach(x) * Math.sqrt(Math.max(0, Math.log(centre(x) / level)) / Math.LN10);

/** Heavy field in ppm by Britter & McQuaid; the plume or, instantaneous, the slumping cloud as it passes. */
export function heavyField(release: HeavyRelease): GroundField {
  const curve = britterMcQuaidCurve(release);
  const centre = (x: number): number => 1e6 * curve(x);
  if (release.volumeRate !== undefined) {
    const { halfWidth, upwind } = plumeShape(release);
    return { centre, halfWidth: profiled(centre, halfWidth), upwind };
  }
  const { start, spread } = slump(release);
  const radiusAt = (x: number): number => {
    const front = (t: number): number => 0.4 * release.wind10 * t + Math.sqrt(start ** 2 + spread * t) - x;
    const time = x <= start ? 0 : (bisect(front, 0, x / (0.4 * release.wind10) + 1) ?? 0);
    return Math.sqrt(start ** 2 + spread * time);
  };
  // Upwind the edge R(t) − 0.4ut is farthest where its slope vanishes: R = spread/(0.8u).
  const turning = Math.max(start, spread / (0.8 * release.wind10));
  const upwind = turning - (0.4 * release.wind10 * (turning ** 2 - start ** 2)) / spread;
  return { centre, halfWidth: profiled(centre, radiusAt), upwind };
}

/** Radius at release (m) and growth of R² (m²/s) of a slumping cloud: R² = R0² + 1.2 t √(g0'V0) (Britter & McQuaid 1988). */
function slump({ volume = 0, reducedGravity }: HeavyRelease): { start: number; spread: number } {
  return { start: Math.cbrt((3 * volume) / (4 * Math.PI)), spread: 1.2 * Math.sqrt(reducedGravity * volume) };
}

/** Roughness (m) by terrain. */
const ROUGHNESS = { rural: 0.03, urban: 1 } as const;

/** Heavy plume in ppm by the box model: the second opinion; widths of the box itself. */
export function boxField(
  s: Substance,
  source: CloudSource,
  rate: number,
  weather: Weather,
  until: number,
): GroundField {
  const roughness = ROUGHNESS[weather.terrain];
  const length = obukhovLength(weather.stability, roughness);
  const diameter = 2 * Math.sqrt(source.volume / (Math.PI * weather.wind10));
  const sections = boxSections({
    massRate: rate,
    airRate: rate * source.air,
    molarMass: s.molarMass,
    gasHeatCapacity: s.gasHeatCapacity ?? AIR_HEAT_CAPACITY,
    sourceTemperature: source.temperature,
    sourceDiameter: diameter,
    wind10: weather.wind10,
    obukhovLength: Number.isFinite(length) ? length : 1e9,
    roughness,
    airTemperature: weather.airTemperature,
    pressure: weather.pressure,
    groundHeat: true,
    until,
  });
  const centre = (x: number): number => 1e6 * interpolate(sections.distance, sections.fraction, x);
  return {
    centre,
    halfWidth: (x, level) => (centre(x) >= level ? interpolate(sections.distance, sections.halfWidth, x) : 0),
    upwind: diameter / 2,
  };
}

/** Neutral field in ppm: Gaussian plume with Palazzi's factor, or the puff. */
export function neutralField(s: Substance, size: ReleaseSize, weather: Weather, releaseHeight: number): GroundField {
  const { stability, terrain } = weather;
  const wind = powerLawWind({ speed: weather.wind10, measuredAt: 10, height: releaseHeight, stability, terrain });
  const field =
    size.kind === 'continuous'
      ? plumeField({ rate: size.rate, duration: size.duration, wind, stability, terrain, releaseHeight })
      : puffField(size.mass, stability, releaseHeight);
  const perPpm = massConcentration(1e-6, s.molarMass, weather.airTemperature, weather.pressure);
  return {
    centre: (x) => Math.min(1e6, field.centre(x) / perPpm),
    halfWidth: (x, level) => field.halfWidth(x, level * perPpm),
    upwind: field.upwind,
  };
}
