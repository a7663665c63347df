import { hash, normalAt, uniformAt } from './random.ts';

/** Daily swing: amplitude in the point's unit, peak hour in Chinese time. */
export interface Daily {
  readonly amplitude: number;
  readonly hour: number;
}

/** Course of an excursion, between `minutes[0]` and `minutes[1]` long. */
export interface Excursion {
  readonly key: string;
  readonly label: string;
  readonly perYear: number;
  readonly minutes: readonly [number, number];
  /** Pulls the value to `to`, or adds `add`. */
  readonly effect: { readonly to: number } | { readonly add: number };
}

/** What every model has: limits of the instrument, its resolution, its period in seconds. */
interface Instrument {
  readonly low: number;
  readonly high: number;
  readonly precision: number;
  readonly period: number;
  readonly excursions?: readonly Excursion[];
}

/** Parameters of each form; hours, minutes and seconds as the names say, values in the point's unit. */
export interface SignalForms {
  /** Mean-reverting noise of standard deviation `sd` and correlation time `tau` seconds. */
  ou: { m: number; sd: number; tau: number; day?: Daily; floor?: number };
  /** Filling to `hi` and drawing down to `lo` within `hours`. */
  saw: { lo: number; hi: number; hours: number; sd: number };
  /** exp(normal): median `m`, sigma `s`. */
  lognormal: { m: number; s: number; tau: number; day?: Daily };
  /** Poisson number per period. */
  count: { lam: number };
  /** Slow wandering of `sd` per day around a drift per day that turns every 90 days, with measuring noise. */
  walk: { m: number; sd: number; drift: number; noise: number };
  /** Weibull with k = 2 and mean `m`; gusts 1.4 times. */
  wind: { m: number };
  /** Slowly turning direction in degrees around `m`. */
  winddir: { m: number };
  /** Millimetres per hour in wet and dry spells of three hours; April to June is the wet season. */
  rain: { wet: number; mean: number };
  /** Two states: chance `p` per period of leaving the normal one for `dwell` seconds; `invert` = 1 is normal. */
  flag: { p: number; dwell: number; invert: boolean };
  /** Minutes on and off; about `m` when on. */
  batch: { on: number; off: number; m: number };
  /** Level by day and by night, 30 min ramps at 8:00 and 20:00. */
  shift: { day: number; night: number };
  /** Two daily peaks, at 8:00 and 18:00. */
  traffic: { base: number; am: number; pm: number };
  const: { v: number };
}
export type SignalForm = keyof SignalForms;
export type SignalModel = {
  [F in SignalForm]: Instrument & { readonly form: F; readonly params: Readonly<SignalForms[F]> };
}[SignalForm];

const DAY_S = 86_400;
const CHINA_OFFSET_S = 8 * 3600;

/** Smooth noise of unit variance: normal numbers on a grid of width 1, joined keeping the variance. */
function grid(seed: number, x: number): number {
  const i = Math.floor(x);
  const f = x - i;
  const angle = f * f * (3 - 2 * f) * (Math.PI / 2);
  return normalAt(seed, i) * Math.cos(angle) + normalAt(seed, i + 1) * Math.sin(angle);
}

/** Noise of unit variance with a correlation time of about `tau` seconds, at `s` seconds. */
function noise(seed: number, s: number, tau: number): number {
  return Math.sqrt(0.72) * grid(seed, s / (2 * tau)) + Math.sqrt(0.28) * grid(seed ^ 0x5bd1e995, s / (0.3 * tau));
}

const hourOf = (s: number): number => ((((s + CHINA_OFFSET_S) % DAY_S) + DAY_S) % DAY_S) / 3600;
const daily = (day: Daily | undefined, s: number): number =>
  day === undefined ? 0 : day.amplitude * Math.cos(((hourOf(s) - day.hour) / 24) * 2 * Math.PI);
const peak = (hour: number, at: number, width: number): number => Math.exp(-(((hour - at) / width) ** 2));
/** Share of normal numbers below z (logistic approximation, error below 0.01). */
const below = (z: number): number => 1 / (1 + Math.exp(-1.702 * z));

function poisson(seed: number, index: number, lam: number): number {
  if (lam > 40) return Math.max(0, Math.round(lam + Math.sqrt(lam) * normalAt(seed, index)));
  const limit = Math.exp(-lam);
  let product = 1;
  for (let k = 0; k < 200; k++) {
    product *= uniformAt(seed, index * 256 + k);
    if (product <= limit) return k;
  }
  return 200;
}

/** 0 at 0 and 1 at 1, up to 1 at `rise` of a period, back down after it. */
function saw(seed: number, s: number, hours: number): number {
  const rise = 0.5 + 0.2 * uniformAt(seed, 1);
  const phase = (s / (hours * 3600) + uniformAt(seed, 2)) % 1;
  return phase < rise ? phase / rise : (1 - phase) / (1 - rise);
}

function ramp(hour: number): number {
  const up = Math.min(1, Math.max(0, (hour - 7.75) * 2));
  const down = Math.min(1, Math.max(0, (hour - 19.75) * 2));
  return up - down;
}

type Run<F extends SignalForm> = (params: SignalForms[F], seed: number, s: number, period: number) => number;

const FORMS: { [F in SignalForm]: Run<F> } = {
  ou: (p, seed, s) => Math.max(p.floor ?? -Infinity, p.m + p.sd * noise(seed, s, p.tau) + daily(p.day, s)),
  saw: (p, seed, s) => p.lo + (p.hi - p.lo) * saw(seed, s, p.hours) + p.sd * noise(seed, s, 600),
  lognormal: (p, seed, s) => Math.max(0, p.m * Math.exp(p.s * noise(seed, s, p.tau)) + daily(p.day, s)),
  count: (p, seed, s, period) => poisson(seed, Math.floor(s / period), p.lam),
  walk: (p, seed, s, period) => {
    const turn = Math.abs(((s / DAY_S / 90 + uniformAt(seed, 3)) % 2) - 1) * 90;
    const wander = p.sd * (2 * grid(seed, s / (4 * DAY_S)) + grid(seed ^ 7, s / DAY_S));
    return p.m + p.drift * turn + wander + p.noise * normalAt(seed ^ 11, Math.floor(s / period));
  },
  wind: (p, seed, s, period) => {
    const u = Math.min(0.9999, below(noise(seed, s, 5400)));
    const gust = uniformAt(seed ^ 13, Math.floor(s / period)) < 0.06 ? 1.4 : 1;
    return ((p.m * 2) / Math.sqrt(Math.PI)) * Math.sqrt(-Math.log(1 - u)) * gust;
  },
  winddir: (p, seed, s) => (((p.m + 70 * grid(seed, s / 21_600) + 12 * grid(seed ^ 17, s / 300)) % 360) + 360) % 360,
  rain: (p, seed, s) => {
    const dayOfYear = (s / DAY_S) % 365.25;
    const season = dayOfYear > 90 && dayOfYear < 181 ? 2 : 1;
    if (uniformAt(seed, Math.floor(s / 10_800)) >= p.wet * season) return 0;
    const hour = Math.floor(s / 3600);
    return (-p.mean / 2) * Math.log((1 - uniformAt(seed ^ 19, hour)) * (1 - uniformAt(seed ^ 23, hour)));
  },
  flag: (p, seed, s, period) => {
    const left = uniformAt(seed, Math.floor(s / p.dwell)) < Math.min(1, (p.p * p.dwell) / period);
    return left === p.invert ? 0 : 1;
  },
  batch: (p, seed, s) => {
    const cycle = (p.on + p.off) * 60;
    const phase = (s + uniformAt(seed, 5) * cycle) % cycle;
    return phase < p.on * 60 ? p.m * (1 + 0.05 * noise(seed, s, 120)) : 0;
  },
  shift: (p, seed, s) => (p.night + (p.day - p.night) * ramp(hourOf(s))) * (1 + 0.04 * noise(seed, s, 1800)),
  traffic: (p, seed, s) => {
    const hour = hourOf(s);
    const level = p.base + p.am * peak(hour, 8, 1.4) + p.pm * peak(hour, 18, 1.6);
    return Math.max(0, level * (1 + 0.08 * noise(seed, s, 900)));
  },
  const: (p) => p.v,
};

/**
 * An excursion's pull on a value: quick rise, plateau, slow return; `base` outside its time.
 * Also for raising one by hand at a moment of one's choice. `startedAt` and `t` in ms, `minutes` its length.
 */
export function excursionAt(
  effect: Excursion['effect'],
  startedAt: number,
  minutes: number,
  base: number,
  t: number,
): number {
  const share = (t - startedAt) / (minutes * 60_000);
  if (share <= 0 || share >= 1) return base;
  const strength = share < 0.25 ? share / 0.25 : share < 0.7 ? 1 : (1 - share) / 0.3;
  return 'to' in effect ? base + (effect.to - base) * strength : base + effect.add * strength;
}

/** At most one excursion of a kind starts on a day; those of yesterday may still run. */
function withExcursions(model: SignalModel, seed: number, t: number, base: number): number {
  if (model.excursions === undefined) return base;
  const today = Math.floor(t / (DAY_S * 1000));
  let value = base;
  model.excursions.forEach((excursion, kind) => {
    for (const day of [today - 1, today]) {
      const index = day * 8 + kind;
      if (uniformAt(seed ^ 29, index) >= excursion.perYear / 365) continue;
      const startedAt = (day + uniformAt(seed ^ 31, index)) * DAY_S * 1000;
      const [least, most] = excursion.minutes;
      const minutes = least + (most - least) * uniformAt(seed ^ 37, index);
      value = excursionAt(excursion.effect, startedAt, minutes, value, t);
    }
  });
  return value;
}

/**
 * Value of a model at `t` (epoch ms UTC): the same for the same seed and time, in any order of asking.
 * Held within the instrument's limits and rounded to its resolution. Demonstration values, not facts.
 */
export function signal(model: SignalModel, seed: string, t: number): number {
  const key = hash(seed);
  const run = FORMS[model.form] as Run<SignalForm>;
  const raw = withExcursions(model, key, t, run(model.params, key, t / 1000, model.period));
  const steps = Math.round(Math.min(model.high, Math.max(model.low, raw)) / model.precision);
  return Number((steps * model.precision).toFixed(decimals(model.precision)));
}

function decimals(precision: number): number {
  return Math.max(0, Math.ceil(-Math.log10(precision) - 1e-9));
}
