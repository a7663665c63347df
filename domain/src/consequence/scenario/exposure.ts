import { probitShare } from '../vulnerability/probit.ts';
import type { ProbitConstants } from '../substances/parse.ts';
import { massConcentration } from '../substances/substances.ts';
import { clamp, erf } from '../numeric.ts';
import { valueAt } from '../zones/footprint.ts';
import type { ScenarioField } from './scenario.ts';
import type { ReleaseSize } from './source.ts';

export interface ExposureWish {
  readonly field: ScenarioField;
  readonly size: ReleaseSize;
  /** m downwind and across. */
  readonly downwind: number;
  readonly crosswind: number;
  /** Air changes an hour of the building stayed in. */
  readonly airChanges: number;
  /** Followed for so long, s. */
  readonly until: number;
  readonly probit?: ProbitConstants;
  /** kg/mol, K and Pa: for constants in mg/m³. */
  readonly molarMass: number;
  readonly temperature: number;
  readonly pressure: number;
}

/** Concentrations (ppm) in- and outdoors against time (s), the toxic loads and shares of deaths at each time. */
export interface Exposure {
  readonly time: readonly number[];
  readonly outdoors: readonly number[];
  readonly indoors: readonly number[];
  /** ∫Cⁿdt in the unit of the constants and min; 0 without constants. */
  readonly outdoorLoad: readonly number[];
  readonly indoorLoad: readonly number[];
  /** Shares of unprotected people who die, 0–1; undefined without constants. */
  readonly outdoorDeath?: number;
  readonly indoorDeath?: number;
  /** Highest ppm, and the s at which it arrives (half of the front). */
  readonly peak: number;
  readonly arrival: number;
}

const STEPS = 240;
/** CPR 18E counts toxic exposure for at most 30 min. */
export const LONGEST_EXPOSURE = 1800;

/** Share of the peak at time t: the passing cloud with fronts smoothed by the spread along the wind (Palazzi 1982). */
function passage(size: ReleaseSize, x: number, speed: number, along: number): (t: number) => number {
  if (size.kind === 'instantaneous') return (t) => Math.exp(-((x - speed * t) ** 2) / (2 * along * along));
  const scale = Math.SQRT2 * along;
  const top = erf((speed * size.duration) / (2 * scale));
  return (t) => {
    const front = erf((x - speed * Math.max(0, t - size.duration)) / scale);
    const back = erf((x - speed * t) / scale);
    return top > 0 ? clamp((front - back) / (2 * top), 0, 1) : 0;
  };
}

/** What somebody at a place breathes, outdoors and in a building, as the cloud passes. */
export function exposureAt(wish: ExposureWish): Exposure {
  const { field, size, downwind, crosswind, until, probit } = wish;
  const peak = valueAt(field.field, downwind, crosswind);
  const along = Math.max(0.5, field.along(Math.max(1, downwind)));
  const shareAt = passage(size, downwind, field.speed, along);
  const step = until / STEPS;
  const time = Array.from({ length: STEPS + 1 }, (_, i) => i * step);
  const outdoors = time.map((t) => peak * shareAt(t));
  const leak = wish.airChanges / 3600;
  const indoors: number[] = [0];
  // Exact for a constant outdoor value within the step.
  for (let i = 1; i <= STEPS; i++) {
    const mean = ((outdoors[i - 1] ?? 0) + (outdoors[i] ?? 0)) / 2;
    const before = indoors[i - 1] ?? 0;
    indoors.push(mean + (before - mean) * Math.exp(-leak * step));
  }
  const unit =
    probit?.unit === 'mg/m3' ? 1e6 * massConcentration(1e-6, wish.molarMass, wish.temperature, wish.pressure) : 1;
  const loads = (values: readonly number[]) => loadOf(values, step, probit, unit);
  const outdoorLoad = loads(outdoors);
  const indoorLoad = loads(indoors);
  return {
    time,
    outdoors,
    indoors,
    outdoorLoad,
    indoorLoad,
    ...(probit !== undefined && {
      outdoorDeath: deathsOf(probit, worstWindow(outdoorLoad, step)),
      indoorDeath: deathsOf(probit, worstWindow(indoorLoad, step)),
    }),
    peak: Math.max(...outdoors),
    arrival: downwind <= 0 ? 0 : downwind / field.speed,
  };
}

function loadOf(values: readonly number[], step: number, probit: ProbitConstants | undefined, unit: number): number[] {
  if (probit === undefined) return values.map(() => 0);
  let total = 0;
  return values.map((value, i) => {
    const before = values[i - 1] ?? 0;
    if (i > 0) total += ((((before * unit) ** probit.n + (value * unit) ** probit.n) / 2) * step) / 60;
    return total;
  });
}

/** Largest load of any 30 minutes. */
function worstWindow(load: readonly number[], step: number): number {
  const width = Math.max(1, Math.round(LONGEST_EXPOSURE / step));
  return load.reduce((worst, value, i) => Math.max(worst, value - (load[i - width] ?? 0)), 0);
}

const deathsOf = ({ a, b }: ProbitConstants, load: number): number =>
  load > 0 ? probitShare(a + b * Math.log(load)) : 0;

/** Seconds a cloud needs to pass a place: what its dose counts. */
export function passageTime({ along, speed }: ScenarioField, size: ReleaseSize, downwind: number): number {
  if (size.kind === 'continuous') return size.duration;
  return (Math.sqrt(2 * Math.PI) * along(Math.max(1, downwind))) / speed;
}
