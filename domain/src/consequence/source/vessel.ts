import { GRAVITY } from '../constants.ts';
import { bisect, circleArea, interpolate, rungeKutta } from '../numeric.ts';
import { chosen, discharge, fraction, notNegative, positive } from '../working/input.ts';
import { model } from '../working/model.ts';

export type TankShape = 'vertical' | 'horizontal' | 'sphere';

/** Liquid volume (m³) at a level (m) in a tank; `length` is used by the cylinders (height or length). */
export function liquidVolume(shape: TankShape, diameter: number, length: number, level: number): number {
  const r = diameter / 2;
  const h = Math.min(Math.max(level, 0), shape === 'vertical' ? length : diameter);
  const volumes: Record<TankShape, () => number> = {
    vertical: () => circleArea(diameter) * h,
    horizontal: () => length * (r * r * Math.acos((r - h) / r) - (r - h) * Math.sqrt(Math.max(0, 2 * r * h - h * h))),
    sphere: () => (Math.PI * h * h * (3 * r - h)) / 3,
  };
  return volumes[shape]();
}

export interface TankDischarge {
  readonly shape: TankShape;
  readonly diameter: number;
  readonly length: number;
  /** Share of the volume filled with liquid. */
  readonly fill: number;
  readonly holeHeight: number;
  readonly holeDiameter: number;
  readonly gaugePressure: number;
  readonly density: number;
  readonly dischargeCoefficient: number;
  /** Stop after this time, s. */
  readonly duration: number;
}

export interface RateHistory {
  readonly time: readonly number[];
  /** kg/s at those times. */
  readonly rate: readonly number[];
  readonly totalMass: number;
}

const STEPS = 200;

/** Liquid rate against time from a tank of any shape through a hole, constant pad pressure; the mass out equals the liquid lost. */
export const tankDischarge = model<
  TankDischarge,
  RateHistory & { initialLevel: number },
  'gaugePressure' | 'dischargeCoefficient' | 'holeHeight'
>({
  name: 'tank discharge',
  title: '储罐液体泄漏过程',
  equations: {
    volume: ['V(h) of cylinder or sphere', 'geometry', 'confirmed'],
    rate: ['dV/dt = −Cd A √(2Pg/ρ + 2g(h − hh))', 'CPR 14E eq. 2.194', 'from memory'],
    total: ['m = ρ (V0 − V)', 'mass balance', 'confirmed'],
  },
  inputs: {
    shape: chosen,
    diameter: positive('m', [0.1, 120]),
    length: positive('m', [0.1, 200]),
    fill: fraction,
    holeHeight: notNegative('m'),
    holeDiameter: positive('m'),
    gaugePressure: notNegative('Pa'),
    density: positive('kg/m3'),
    dischargeCoefficient: discharge,
    duration: { unit: 's', above: 0, max: 86_400 },
  },
  defaults: { gaugePressure: 0, dischargeCoefficient: 0.62, holeHeight: 0 },
  compute(input, work) {
    const { shape, diameter, length, density, duration } = input;
    const top = shape === 'vertical' ? length : diameter;
    const full = liquidVolume(shape, diameter, length, top);
    const levels = Array.from({ length: 401 }, (_, i) => (top * i) / 400);
    const volumes = levels.map((level) => liquidVolume(shape, diameter, length, level));
    const levelAt = (volume: number): number => interpolate(volumes, levels, volume);
    const start = work.step('volume', 'V0', input.fill * full, 'm³');
    const initialLevel = bisect((h) => liquidVolume(shape, diameter, length, h) - start, 0, top) ?? 0;
    if (initialLevel <= input.holeHeight)
      return work.refuse('holeHeight', 'the hole is above the liquid: vapour leaves, not liquid');
    const area = input.dischargeCoefficient * circleArea(input.holeDiameter);
    const flow = (volume: number): number => {
      const head = levelAt(volume) - input.holeHeight;
      return head <= 0 ? 0 : area * Math.sqrt((2 * input.gaugePressure) / density + 2 * GRAVITY * head);
    };
    const history = drain(flow, start, liquidVolume(shape, diameter, length, input.holeHeight), duration, density);
    work.step('rate', 'ṁ0', history.rate[0] ?? 0, 'kg/s');
    work.step('total', 'm', history.totalMass, 'kg');
    return { ...history, initialLevel };
  },
});

/** Integrates dV/dt = −flow(V) from `start` no lower than `floor`. */
function drain(
  flow: (volume: number) => number,
  start: number,
  floor: number,
  duration: number,
  density: number,
): RateHistory {
  const time = [0];
  const rate = [flow(start) * density];
  const h = duration / STEPS;
  let volume = start;
  for (let i = 1; i <= STEPS; i++) {
    volume = Math.max(floor, rungeKutta((_, [v = 0]) => [-flow(v)], 0, [volume], h)[0] ?? 0);
    time.push(i * h);
    rate.push(volume <= floor ? 0 : flow(volume) * density);
  }
  return { time, rate, totalMass: (start - volume) * density };
}
