import { spillPool } from '../source/spill.ts';
import type { Substance } from '../substances/parse.ts';
import { vapourPressure } from '../substances/substances.ts';
import type { Outcome } from '../working/outcome.ts';
import { liquidDensity } from './outflow.ts';
import type { Release, Spilling } from './spilling.ts';

const HOUR = 3600;
/** Zones follow the highest mean over so many s: a shorter peak is not a ten-minute concentration. */
const AVERAGING = 600;

/** Highest mean rate over the averaging time of a history with even steps. */
function highestMean(time: readonly number[], rate: readonly number[]): number {
  const step = (time[1] ?? 1) - (time[0] ?? 0);
  const width = Math.max(1, Math.min(rate.length, Math.round(AVERAGING / step)));
  let window = 0;
  let best = 0;
  rate.forEach((value, i) => {
    window += value - (i >= width ? (rate[i - width] ?? 0) : 0);
    best = Math.max(best, window / width);
  });
  return best;
}

/** What evaporates of a spill within the hour: rate against time, the highest ten-minute mean for the zones. */
export function poolRelease(
  given: Spilling,
  s: Substance,
  massRate: number,
  spillDuration: number,
): Outcome<Omit<Release, 'outflow' | 'amount' | 'parts'>> {
  const { weather } = given;
  // A liquid whose boiling point lies below the ground's temperature ends up boiling, however cold it was stored.
  const boils = s.boilingPoint <= weather.airTemperature;
  const poolTemperature = boils ? s.boilingPoint : Math.min(given.temperature, s.boilingPoint - 1);
  const pool = spillPool({
    massRate,
    spillDuration: Math.max(1, spillDuration),
    duration: HOUR,
    liquidDensity: liquidDensity(s, poolTemperature),
    molarMass: s.molarMass,
    boilingPoint: s.boilingPoint,
    heatOfVaporisation: s.heatOfVaporisation,
    vapourPressure: boils ? weather.pressure : vapourPressure(s, poolTemperature).value,
    poolTemperature,
    groundTemperature: weather.airTemperature,
    wind: Math.max(1, weather.wind10),
    ambientPressure: weather.pressure,
    ...(given.bundArea !== undefined && { bundArea: given.bundArea }),
  });
  if (!pool.ok) return pool;
  const { time, rate, totalMass, radius } = pool.value;
  const mean = highestMean(time, rate);
  if (!(mean > 0))
    return {
      ok: false,
      refusal: {
        code: 'outside-model',
        model: 'release from a vessel',
        input: 'temperature',
        reason: 'nothing evaporates at this temperature',
      },
    };
  return {
    ok: true,
    working: pool.working,
    value: {
      size: { kind: 'continuous', rate: mean, duration: Math.min(HOUR, Math.max(1, totalMass / mean)) },
      sourceTemperature: poolTemperature,
      vapourFraction: 1,
      state: boils ? 'boiling pool' : 'evaporating pool',
      history: { time, rate },
      airborne: totalMass,
      poolDiameter: 2 * radius,
    },
  };
}
