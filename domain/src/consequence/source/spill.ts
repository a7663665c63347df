import { GAS_CONSTANT, GRAVITY } from '../constants.ts';
import { molarMass, notNegative, positive, pressure, temperature, windSpeed } from '../working/input.ts';
import { model } from '../working/model.ts';
import { defaultSchmidt, highRateFactor } from './evaporation.ts';
import type { RateHistory } from './vessel.ts';

export interface Spill {
  /** kg/s over `spillDuration`. */
  readonly massRate: number;
  readonly spillDuration: number;
  /** How long the pool is followed, s. */
  readonly duration: number;
  readonly liquidDensity: number;
  readonly molarMass: number;
  readonly boilingPoint: number;
  readonly heatOfVaporisation: number;
  /** Vapour pressure at the pool temperature, Pa; at or above `ambientPressure` the pool boils. */
  readonly vapourPressure: number;
  readonly poolTemperature: number;
  readonly groundTemperature: number;
  readonly wind: number;
  readonly conductivity: number;
  readonly diffusivity: number;
  readonly minimumDepth: number;
  readonly bundArea?: number;
  readonly ambientPressure: number;
}

const STEPS = 300;

/** Vapour flux (kg/m²/s) of ground wetted `age` seconds ago, or of a pool below boiling. */
function fluxOf(spill: Spill): (age: number, diameter: number) => number {
  if (spill.vapourPressure >= spill.ambientPressure) {
    const scale =
      (spill.conductivity * (spill.groundTemperature - spill.boilingPoint)) / Math.sqrt(Math.PI * spill.diffusivity);
    return (age) => Math.max(0, scale) / Math.sqrt(age) / spill.heatOfVaporisation;
  }
  const schmidt = defaultSchmidt(spill.molarMass, spill.poolTemperature);
  const driving = (spill.molarMass * spill.vapourPressure) / (GAS_CONSTANT * spill.poolTemperature);
  const factor = highRateFactor(spill.vapourPressure, spill.ambientPressure);
  return (_, diameter) => 0.004786 * spill.wind ** 0.78 * diameter ** -0.11 * schmidt ** -0.67 * driving * factor;
}

interface Pool {
  volume: number;
  radius: number;
  evaporated: number;
  readonly rings: { readonly area: number; readonly wetted: number }[];
}

/** Advances the pool by `h` seconds from `t` and gives the vapour rate (kg/s) of the step. */
function advance(
  pool: Pool,
  spill: Spill,
  flux: (age: number, diameter: number) => number,
  t: number,
  h: number,
): number {
  pool.volume +=
    t < spill.spillDuration ? (spill.massRate * Math.min(h, spill.spillDuration - t)) / spill.liquidDensity : 0;
  const depth = pool.volume / (Math.PI * pool.radius ** 2);
  const speed = Math.sqrt(2 * GRAVITY * Math.max(0, depth - spill.minimumDepth));
  const widest = Math.min(
    Math.sqrt(pool.volume / (Math.PI * spill.minimumDepth)),
    spill.bundArea === undefined ? Infinity : Math.sqrt(spill.bundArea / Math.PI),
  );
  const grown = Math.max(pool.radius, Math.min(pool.radius + speed * h, widest));
  if (grown > pool.radius) pool.rings.push({ area: Math.PI * (grown ** 2 - pool.radius ** 2), wetted: t });
  pool.radius = grown;
  const wanted = pool.rings.reduce(
    (total, { area, wetted }) => total + area * flux(t - wetted + h / 2, 2 * pool.radius),
    0,
  );
  const rate = Math.min(wanted, (pool.volume * spill.liquidDensity) / h);
  pool.volume -= (rate * h) / spill.liquidDensity;
  pool.evaporated += rate * h;
  return rate;
}

/** Vapour rate against time of a pool that spreads on land while it evaporates or boils; mass spilled = evaporated + left. */
export const spillPool = model<
  Spill,
  RateHistory & { radius: number; left: number; peakRate: number },
  'minimumDepth' | 'conductivity' | 'diffusivity' | 'ambientPressure'
>({
  name: 'spreading and evaporating pool',
  title: '液池扩展与蒸发过程',
  equations: {
    spread: ['dr/dt = √(2g(h − hmin))', 'CPR 14E ch. 3', 'from memory'],
    balance: ['dV/dt = V̇in − E/ρ', 'mass balance', 'confirmed'],
    boil: ["ṁ'' = k(Tg − Tb)/(hv √(π α (t − t_wet))) ring by ring", 'CPR 14E ch. 3', 'from memory'],
    evaporate: ['E/A = k M Pv/(R T)·F, k by Mackay & Matsugu', 'CPR 14E ch. 3', 'from memory'],
  },
  inputs: {
    massRate: positive('kg/s'),
    spillDuration: positive('s'),
    duration: { unit: 's', above: 0, max: 86_400 },
    liquidDensity: positive('kg/m3'),
    molarMass,
    boilingPoint: temperature,
    heatOfVaporisation: positive('J/kg'),
    vapourPressure: notNegative('Pa'),
    poolTemperature: temperature,
    groundTemperature: temperature,
    wind: windSpeed,
    conductivity: positive('W/m/K'),
    diffusivity: positive('m2/s'),
    minimumDepth: positive('m'),
    bundArea: positive('m2'),
    ambientPressure: pressure,
  },
  defaults: { minimumDepth: 0.01, conductivity: 0.96, diffusivity: 4.3e-7, ambientPressure: 101_325 },
  compute(spill, work) {
    const pool: Pool = { volume: 0, radius: 0.5, evaporated: 0, rings: [{ area: Math.PI / 4, wetted: 0 }] };
    const flux = fluxOf(spill);
    const h = spill.duration / STEPS;
    const time: number[] = [];
    const rate: number[] = [];
    for (let i = 0; i < STEPS; i++) {
      time.push((i + 0.5) * h);
      rate.push(advance(pool, spill, flux, i * h, h));
    }
    if (pool.volume > 0 && spill.bundArea !== undefined) work.warn('liquid is left in the bund at the end');
    work.step('spread', 'r', pool.radius, 'm');
    const peakRate = work.step(
      spill.vapourPressure >= spill.ambientPressure ? 'boil' : 'evaporate',
      'Emax',
      Math.max(...rate),
      'kg/s',
    );
    const left = work.step('balance', 'mleft', pool.volume * spill.liquidDensity, 'kg');
    return { time, rate, totalMass: pool.evaporated, radius: pool.radius, left, peakRate };
  },
});
