import { ATMOSPHERE, GAS_CONSTANT } from '../constants.ts';
import { circleArea, interpolate, rungeKutta } from '../numeric.ts';
import {
  chosen,
  discharge,
  heatCapacityRatio,
  molarMass,
  notNegative,
  positive,
  pressure,
  temperature,
} from '../working/input.ts';
import { model } from '../working/model.ts';
import { criticalRatio, nozzleFlux } from './gas.ts';

export interface Blowdown {
  readonly volume: number;
  readonly pressure: number;
  readonly temperature: number;
  readonly molarMass: number;
  readonly heatCapacityRatio: number;
  readonly holeDiameter: number;
  readonly dischargeCoefficient: number;
  readonly time: number;
  readonly path: 'isothermal' | 'adiabatic';
  readonly ambientPressure: number;
}

export interface BlowdownState {
  readonly timeConstant: number;
  readonly pressure: number;
  readonly temperature: number;
  readonly massRate: number;
  /** kg released until then. */
  readonly released: number;
}

interface Course {
  readonly gamma: number;
  readonly timeConstant: number;
  readonly area: number;
}

/** Closed forms while the flow is choked: pressure and temperature ratios after t/τ. */
const chokedCourse = {
  isothermal: (_: number, x: number) => ({ pressure: Math.exp(-x), temperature: 1 }),
  adiabatic: (gamma: number, x: number) => {
    const base = 1 + ((gamma - 1) / 2) * x;
    return { pressure: base ** ((-2 * gamma) / (gamma - 1)), temperature: base ** -2 };
  },
} as const;

/** Time in units of τ at which the pressure has fallen to `ratio` of its start, choked all the way. */
const chokedTime = {
  isothermal: (_: number, ratio: number) => -Math.log(ratio),
  adiabatic: (gamma: number, ratio: number) => (2 / (gamma - 1)) * (ratio ** ((1 - gamma) / (2 * gamma)) - 1),
} as const;

/** Pressure at `time` after the flow has ceased to choke at `from`: dm/dt = −ṁ(P) by Runge–Kutta, step ≤ τ/100, at most 2000 steps. */
function subsonicPressure(input: Blowdown, course: Course, from: number, startPressure: number): number {
  const exponent = input.path === 'isothermal' ? 1 : course.gamma;
  const density0 = (input.pressure * input.molarMass) / (GAS_CONSTANT * input.temperature);
  const pressureAt = (density: number): number => input.pressure * (density / density0) ** exponent;
  const fall = (_: number, [density = 0]: readonly number[]): number[] => {
    const p = pressureAt(density);
    return [(-course.area * nozzleFlux(p, density, course.gamma, input.ambientPressure)) / input.volume];
  };
  const steps = Math.min(2000, Math.ceil(((input.time - from) / course.timeConstant) * 100));
  const h = (input.time - from) / Math.max(1, steps);
  let density = density0 * (startPressure / input.pressure) ** (1 / exponent);
  for (let i = 0; i < steps && pressureAt(density) > input.ambientPressure * 1.000001; i++) {
    density = rungeKutta(fall, 0, [density], h)[0] ?? density;
  }
  return Math.max(input.ambientPressure, pressureAt(density));
}

/** Pressure, temperature, rate and released mass of a gas vessel blowing down through a hole, at a time; choked in closed form, then subsonic by integration. */
export const blowdown = model<Blowdown, BlowdownState, 'dischargeCoefficient' | 'ambientPressure' | 'path'>({
  name: 'vessel blowdown',
  title: '容器气体泄压过程',
  equations: {
    tau: ['τ = V/{Cd A √[γRT0/M (2/(γ+1))^((γ+1)/(γ−1))]}', 'CPR 14E ch. 2 (ideal gas)', 'from memory'],
    isothermal: ['P = P0 e^(−t/τ)', 'CPR 14E ch. 2', 'from memory'],
    adiabatic: ['P/P0 = (1 + (γ−1)t/2τ)^(−2γ/(γ−1)), T/T0 = (1 + (γ−1)t/2τ)^−2', 'CPR 14E ch. 2', 'from memory'],
    subsonic: ['V dρ/dt = −ṁ(P) once Pa/P > rc', 'mass balance, Runge–Kutta', 'derived'],
    balance: ['m = V (ρ0 − ρ)', 'mass balance', 'confirmed'],
  },
  inputs: {
    volume: positive('m3'),
    pressure,
    temperature,
    molarMass,
    heatCapacityRatio,
    holeDiameter: positive('m'),
    dischargeCoefficient: discharge,
    time: notNegative('s'),
    path: chosen,
    ambientPressure: pressure,
  },
  defaults: { dischargeCoefficient: 0.85, ambientPressure: ATMOSPHERE, path: 'adiabatic' },
  compute(input, work) {
    const { pressure: p0, temperature: t0, molarMass, volume, path, time } = input;
    if (p0 <= input.ambientPressure) return work.refuse('pressure', 'vessel pressure is not above ambient: no outflow');
    const gamma = input.heatCapacityRatio;
    const area = input.dischargeCoefficient * circleArea(input.holeDiameter);
    const sonic = Math.sqrt(
      ((gamma * GAS_CONSTANT * t0) / molarMass) * (2 / (gamma + 1)) ** ((gamma + 1) / (gamma - 1)),
    );
    const timeConstant = work.step('tau', 'τ', volume / (area * sonic), 's');
    const unchoking = Math.min(1, input.ambientPressure / criticalRatio(gamma) / p0);
    const chokedUntil = chokedTime[path](gamma, unchoking) * timeConstant;
    const closed = time <= chokedUntil;
    const pressure = closed
      ? p0 * chokedCourse[path](gamma, time / timeConstant).pressure
      : subsonicPressure(input, { gamma, timeConstant, area }, chokedUntil, p0 * unchoking);
    work.step(closed ? path : 'subsonic', 'P', pressure, 'Pa');
    const temperature = path === 'isothermal' ? t0 : t0 * (pressure / p0) ** ((gamma - 1) / gamma);
    work.step(path, 'T', temperature, 'K');
    const density = (pressure * molarMass) / (GAS_CONSTANT * temperature);
    const density0 = (p0 * molarMass) / (GAS_CONSTANT * t0);
    return {
      timeConstant,
      pressure,
      temperature,
      massRate: area * nozzleFlux(pressure, density, gamma, input.ambientPressure),
      released: work.step('balance', 'm', volume * (density0 - density), 'kg'),
    };
  },
});

export interface PipelineBlowdown {
  readonly initialRate: number;
  readonly inventory: number;
  readonly length: number;
  readonly diameter: number;
  readonly soundSpeed: number;
  readonly heatCapacityRatio: number;
  readonly darcyFriction: number;
  readonly time: number;
}

/** Rate (kg/s) and mass out (kg) at a time after full-bore rupture of a long gas pipeline; the rate integrates to the inventory. */
export const pipelineBlowdown = model<
  PipelineBlowdown,
  { massRate: number; released: number; alpha: number; beta: number }
>({
  name: 'pipeline blowdown (Wilson)',
  title: '长输气管道断裂泄放',
  equations: {
    beta: ['β = (2/3)(lp/us) √(γ fD lp/dp)', 'Wilson 1979, Bell 1978; CPR 14E ch. 2', 'from memory'],
    alpha: ['α = mT/(β ṁ0)', 'Wilson 1979', 'from memory'],
    rate: ['ṁ(t) = ṁ0/(1+α)·[e^(−t/(α²β)) + α e^(−t/β)]', 'Wilson 1979; CPR 14E ch. 2', 'from memory'],
    released: ['m(t) = ∫ṁ dt', 'integrated', 'derived'],
  },
  inputs: {
    initialRate: positive('kg/s'),
    inventory: positive('kg'),
    length: positive('m', [100, 200_000]),
    diameter: positive('m', [0.05, 2]),
    soundSpeed: positive('m/s', [150, 1500]),
    heatCapacityRatio,
    darcyFriction: positive('-', [0.005, 0.1]),
    time: notNegative('s'),
  },
  defaults: {},
  compute({ initialRate, inventory, length, diameter, soundSpeed, heatCapacityRatio, darcyFriction, time }, work) {
    const friction = Math.sqrt((heatCapacityRatio * darcyFriction * length) / diameter);
    const beta = work.step('beta', 'β', ((2 / 3) * length * friction) / soundSpeed, 's');
    const alpha = work.step('alpha', 'α', inventory / (beta * initialRate), '-');
    if (length / diameter < 50) work.warn('shorter than 50 diameters: use the hole model');
    const fast = Math.exp(-time / (alpha * alpha * beta));
    const slow = Math.exp(-time / beta);
    const scale = initialRate / (1 + alpha);
    const massRate = work.step('rate', 'ṁ', scale * (fast + alpha * slow), 'kg/s');
    const released = scale * (alpha * alpha * beta * (1 - fast) + alpha * beta * (1 - slow));
    return { massRate, alpha, beta, released: work.step('released', 'm', released, 'kg') };
  },
});

/** Averages a rate history into at most `count` steps of equal time, conserving mass. */
export function steppedRates(
  time: readonly number[],
  rate: readonly number[],
  count: number,
): { readonly duration: number; readonly rate: number }[] {
  const end = time.at(-1) ?? 0;
  const cumulative = time.map(() => 0);
  for (let i = 1; i < time.length; i++) {
    const span = (time[i] ?? 0) - (time[i - 1] ?? 0);
    cumulative[i] = (cumulative[i - 1] ?? 0) + (span * ((rate[i] ?? 0) + (rate[i - 1] ?? 0))) / 2;
  }
  const massAt = (t: number): number => interpolate(time, cumulative, t);
  const duration = end / count;
  return Array.from({ length: count }, (_, i) => ({
    duration,
    rate: (massAt((i + 1) * duration) - massAt(i * duration)) / duration,
  }));
}
