import { GRAVITY } from '../constants.ts';
import { circleArea } from '../numeric.ts';
import { discharge, notNegative, positive } from '../working/input.ts';
import { model } from '../working/model.ts';

export interface LiquidHole {
  readonly density: number;
  readonly holeDiameter: number;
  readonly dischargeCoefficient: number;
  readonly gaugePressure: number;
  /** Liquid above the hole, m. */
  readonly head: number;
  readonly duration: number;
}

/** Mass rate (kg/s), jet velocity (m/s) and mass in the duration (kg) of a non-flashing liquid through a hole at constant head. */
export const liquidHole = model<
  LiquidHole,
  { massRate: number; totalMass: number; velocity: number },
  'dischargeCoefficient' | 'gaugePressure' | 'head' | 'duration'
>({
  name: 'liquid hole',
  title: '液体经孔泄漏',
  equations: {
    rate: ['ṁ = Cd A √(2ρ(P − Pa) + 2ρ²gh)', 'CPR 14E (Yellow Book) eq. 2.194; Crowl & Louvar ch. 4', 'from memory'],
    velocity: ['u = Cd √(2(P − Pa)/ρ + 2gh)', 'CPR 14E eq. 2.194', 'from memory'],
    total: ['m = ṁ t', 'constant rate', 'confirmed'],
  },
  inputs: {
    density: positive('kg/m3', [50, 5000]),
    holeDiameter: positive('m', [1e-4, 2]),
    dischargeCoefficient: discharge,
    gaugePressure: notNegative('Pa', [0, 1e8]),
    head: notNegative('m', [0, 100]),
    duration: notNegative('s'),
  },
  defaults: { dischargeCoefficient: 0.62, gaugePressure: 0, head: 0, duration: 0 },
  compute({ density, holeDiameter, dischargeCoefficient, gaugePressure, head, duration }, work) {
    const ideal = Math.sqrt((2 * gaugePressure) / density + 2 * GRAVITY * head);
    const velocity = work.step('velocity', 'u', dischargeCoefficient * ideal, 'm/s');
    const massRate = work.step('rate', 'ṁ', velocity * density * circleArea(holeDiameter), 'kg/s');
    if (massRate === 0) work.warn('no driving pressure: nothing flows');
    return { massRate, velocity, totalMass: work.step('total', 'm', massRate * duration, 'kg') };
  },
});

export interface TankDrain {
  readonly tankDiameter: number;
  readonly holeDiameter: number;
  readonly level: number;
  readonly padPressure: number;
  readonly density: number;
  readonly dischargeCoefficient: number;
}

/** Time (s) and mass (kg) for a vertical cylinder to drain to its hole, constant gauge pad pressure. */
export const tankDrain = model<
  TankDrain,
  { drainTime: number; mass: number; initialRate: number },
  'padPressure' | 'dischargeCoefficient'
>({
  name: 'liquid tank drain',
  title: '立式储罐排空',
  equations: {
    time: ['t = (At/A)/(Cd g)·[√(2Pg/ρ + 2gh0) − √(2Pg/ρ)]', 'Crowl & Louvar ch. 4 (integrated)', 'from memory'],
    mass: ['m = ρ At h0', 'geometry', 'confirmed'],
    rate: ['ṁ0 = ρ Cd A √(2Pg/ρ + 2gh0)', 'CPR 14E eq. 2.194', 'from memory'],
  },
  inputs: {
    tankDiameter: positive('m', [0.1, 120]),
    holeDiameter: positive('m'),
    level: positive('m', [0.01, 60]),
    padPressure: notNegative('Pa'),
    density: positive('kg/m3'),
    dischargeCoefficient: discharge,
  },
  defaults: { padPressure: 0, dischargeCoefficient: 0.62 },
  compute({ tankDiameter, holeDiameter, level, padPressure, density, dischargeCoefficient }, work) {
    if (holeDiameter >= tankDiameter)
      return work.refuse('holeDiameter', 'a hole as wide as the tank is a catastrophic rupture');
    const pad = Math.sqrt((2 * padPressure) / density);
    const full = Math.sqrt((2 * padPressure) / density + 2 * GRAVITY * level);
    const ratio = circleArea(tankDiameter) / circleArea(holeDiameter);
    return {
      drainTime: work.step('time', 't', (ratio / (dischargeCoefficient * GRAVITY)) * (full - pad), 's'),
      mass: work.step('mass', 'm', density * circleArea(tankDiameter) * level, 'kg'),
      initialRate: work.step('rate', 'ṁ0', density * dischargeCoefficient * circleArea(holeDiameter) * full, 'kg/s'),
    };
  },
});
