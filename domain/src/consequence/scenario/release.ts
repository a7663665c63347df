import { ATMOSPHERE } from '../constants.ts';
import type { Substance } from '../substances/parse.ts';
import { substance, vapourPressure } from '../substances/substances.ts';
import { adiabaticFlash, purpleBookAirborne } from '../source/flash.ts';
import { gasHole } from '../source/gas.ts';
import { discharge, chosen, notNegative, positive, pressure, temperature, type InputRule } from '../working/input.ts';
import { model, type Recorder } from '../working/model.ts';
import type { Outcome, Refused, Working } from '../working/outcome.ts';
import { liquidOutflow, type Outflow } from './outflow.ts';
import { poolRelease } from './pool-release.ts';
import type { Release, Spilling } from './spilling.ts';

const HOUR = 3600;
/** A liquid this far (K) above its boiling point flashes when let out. */
const SUPERHEAT = 0.5;
const amount: InputRule = { unit: 'kg', above: 0, max: 1e8, usual: [1, 1e7] };

/** Source term of a failing vessel: chooses liquid, flashing, gas or pool as a practitioner would, and says so. */
export const release = model<Spilling, Release, 'head' | 'dischargeCoefficient' | 'stopAfter' | 'phase'>({
  name: 'release from a vessel',
  title: '容器泄漏源项',
  equations: {
    state: ['superheated when T > Tb + 0.5 K', 'CPR 14E ch. 2', 'from memory'],
    pressure: ['liquid is driven by max(P, Psat(T))', 'a liquid is never below its own vapour pressure', 'confirmed'],
    airborne: [
      'two-phase jets: all airborne; sudden: CPR 18E table 4.8',
      'ALOHA (NOAA OR&R 43); CPR 18E',
      'from memory',
    ],
    duration: ['t = min(m/ṁ, stop, 3600 s)', 'zones count at most one hour', 'from memory'],
  },
  inputs: {
    substance: chosen,
    state: chosen,
    amount,
    pressure,
    temperature: { ...temperature, usual: [110, 600] },
    breach: chosen,
    phase: chosen,
    holeDiameter: { unit: 'm', min: 0.0005, max: 1.5 },
    pipeLength: { unit: 'm', min: 0, max: 5000 },
    head: notNegative('m', [0, 40]),
    dischargeCoefficient: discharge,
    rate: { unit: 'kg/s', above: 0, max: 1e5 },
    stopAfter: { unit: 's', min: 1, max: HOUR },
    bundArea: positive('m2', [1, 31_400]),
    weather: chosen,
  },
  defaults: { head: 0, dischargeCoefficient: 0.62, stopAfter: HOUR, phase: 'liquid' },
  compute(given, work) {
    const s = substance(given.substance);
    if (s === undefined) return work.refuse('substance', `${given.substance} is not in the table`);
    if ((given.breach === 'hole' || given.breach === 'pipe') && given.holeDiameter === undefined)
      return work.refuse('holeDiameter', 'a hole or pipe needs its diameter');
    if (given.breach === 'steady' && given.rate === undefined)
      return work.refuse('rate', 'a steady release needs its rate');
    if (given.state === 'liquid' && given.temperature >= s.criticalTemperature)
      return work.refuse('temperature', `above ${s.criticalTemperature} K it is no liquid`);
    return given.state === 'gas' ? fromGas(given, s, work) : fromLiquid(given, s, work);
  },
});

const isSuperheated = (s: Substance, kelvin: number): boolean => kelvin > s.boilingPoint + SUPERHEAT;

/** Constant rate until the vessel is empty, the leak stopped or the hour over. */
function steady(rate: number, { amount, stopAfter }: Spilling): { duration: number; mass: number } {
  const duration = Math.min(amount / rate, stopAfter, HOUR);
  return { duration, mass: rate * duration };
}

const flat = (rate: number, duration: number): Release['history'] => ({
  time: [0, duration, duration, Math.max(HOUR, duration)],
  rate: [rate, rate, 0, 0],
});

/** A sudden release as a history: everything in the first step. */
const sudden = (mass: number): Release['history'] => ({ time: [0, 1, 1, HOUR], rate: [mass, mass, 0, 0] });

interface Airborne {
  readonly rate: number;
  readonly sourceTemperature: number;
  readonly vapourFraction: number;
  readonly state: Release['state'];
  readonly parts: readonly Working[];
}

function continuous(given: Spilling, { rate, ...air }: Airborne, work: Recorder): Release {
  const { duration, mass } = steady(rate, given);
  work.step('duration', 't', duration, 's');
  return {
    ...air,
    size: { kind: 'continuous', rate, duration },
    outflow: rate,
    history: flat(rate, duration),
    airborne: mass,
    amount: given.amount,
  };
}

function fromGas(given: Spilling, s: Substance, work: Recorder): Release | Refused {
  const common = { vapourFraction: 1, state: 'gas' } as const;
  if (given.breach === 'rupture')
    return {
      ...common,
      size: { kind: 'instantaneous', mass: given.amount },
      sourceTemperature: given.temperature,
      outflow: given.amount,
      history: sudden(given.amount),
      airborne: given.amount,
      amount: given.amount,
      parts: [],
    };
  if (given.breach === 'ten-minutes' || given.breach === 'steady') {
    const rate = given.breach === 'steady' ? (given.rate ?? 0) : given.amount / 600;
    return continuous(given, { ...common, rate, sourceTemperature: given.temperature, parts: [] }, work);
  }
  const flow = gasHole({
    pressure: given.pressure,
    temperature: given.temperature,
    molarMass: s.molarMass,
    heatCapacityRatio: s.heatCapacityRatio,
    holeDiameter: given.holeDiameter ?? 0,
    dischargeCoefficient: given.dischargeCoefficient,
    ambientPressure: given.weather.pressure,
  });
  if (!flow.ok) return flow;
  work.warn('the rate at the start is kept until the vessel is empty: a falling pressure would lower it');
  const { massRate, exitTemperature } = flow.value;
  return continuous(
    given,
    { ...common, rate: massRate, sourceTemperature: exitTemperature, parts: [flow.working] },
    work,
  );
}

/** The vessel as vapour above its liquid: saturated at the storage temperature. */
const asVapour = (given: Spilling, driving: number): Spilling => ({ ...given, state: 'gas', pressure: driving });

function fromLiquid(given: Spilling, s: Substance, work: Recorder): Release | Refused {
  const saturation = vapourPressure(s, given.temperature).value;
  const driving = work.step('pressure', 'P', Math.max(given.pressure, saturation), 'Pa');
  if (given.pressure < 0.98 * saturation && given.pressure > 0)
    work.warn(
      `${Math.round(given.pressure / 1000)} kPa is below the vapour pressure ${Math.round(saturation / 1000)} kPa at this temperature: the vapour pressure drives`,
    );
  const throughHole = given.breach === 'hole' || given.breach === 'pipe';
  if (throughHole && given.phase === 'vapour') {
    if (driving <= given.weather.pressure)
      return work.refuse('phase', 'no overpressure in the vapour: nothing flows out');
    return fromGas(asVapour(given, driving), s, work);
  }
  const superheated = isSuperheated(s, given.temperature);
  work.step('state', 'superheated', superheated, '');
  if (given.breach === 'rupture')
    return superheated ? burst(given, s, work) : pooled(given, s, given.amount / 60, 60, []);
  const flow = rateOf(given, s, driving, saturation, superheated);
  if (!flow.ok) return flow;
  const parts = [flow.working];
  const rate = flow.value.massRate;
  if (!(rate > 0)) return work.refuse('pressure', 'neither pressure nor liquid level drives it: nothing flows out');
  if (!superheated) return pooled(given, s, rate, steady(rate, given).duration, parts);
  const flash = flashOf(s, given.temperature);
  if (!flash.ok) return flash;
  work.step('airborne', 'xa', 1, '-');
  work.warn('all droplets are counted as airborne: rain-out would shorten the zones');
  return continuous(
    given,
    {
      rate,
      sourceTemperature: s.boilingPoint,
      vapourFraction: flash.value.exponential,
      state: 'superheated liquid',
      parts: [...parts, flash.working],
    },
    work,
  );
}

const NO_WORKING: Working = {
  model: 'given rate',
  title: '给定速率',
  equations: [],
  inputs: [],
  steps: [],
  warnings: [],
};

function rateOf(
  given: Spilling,
  s: Substance,
  driving: number,
  saturation: number,
  superheated: boolean,
): Outcome<Outflow> {
  if (given.breach === 'steady') return { ok: true, value: { massRate: given.rate ?? 0 }, working: NO_WORKING };
  if (given.breach === 'ten-minutes') return { ok: true, value: { massRate: given.amount / 600 }, working: NO_WORKING };
  return liquidOutflow(given, s, driving, saturation, superheated);
}

const flashOf = (s: Substance, kelvin: number) =>
  adiabaticFlash({
    liquidHeatCapacity: s.liquidHeatCapacity,
    temperature: kelvin,
    boilingPoint: s.boilingPoint,
    heatOfVaporisation: s.heatOfVaporisation,
  });

function burst(given: Spilling, s: Substance, work: Recorder): Release | Refused {
  const flash = flashOf(s, given.temperature);
  if (!flash.ok) return flash;
  const x = flash.value.exponential;
  const share = purpleBookAirborne({ flashFraction: x });
  if (!share.ok) return share;
  const airborne = work.step('airborne', 'xa', Math.max(x, share.value.airborne), '-');
  const mass = airborne * given.amount;
  if (airborne < 1) work.warn('the liquid that rains out boils off later and is not in this cloud');
  return {
    size: { kind: 'instantaneous', mass },
    sourceTemperature: s.boilingPoint,
    vapourFraction: Math.min(1, x / airborne),
    state: 'superheated liquid',
    outflow: given.amount,
    history: sudden(mass),
    airborne: mass,
    amount: given.amount,
    parts: [flash.working, share.working],
  };
}

/** Cold or warm liquid on the ground: what evaporates in the hour, at the highest ten-minute mean. */
function pooled(
  given: Spilling,
  s: Substance,
  rate: number,
  duration: number,
  parts: readonly Working[],
): Release | Refused {
  const pool = poolRelease(given, s, rate, duration);
  if (!pool.ok) return pool;
  return { ...pool.value, outflow: rate, amount: given.amount, parts: [...parts, pool.working] };
}

/** Absolute pressure (Pa) of a gauge reading in MPa. */
export const absolutePressure = (gaugeMegapascal: number): number => ATMOSPHERE + gaugeMegapascal * 1e6;
