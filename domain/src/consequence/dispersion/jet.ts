import { notNegative, positive } from '../working/input.ts';
import { model } from '../working/model.ts';

export interface FreeJet {
  /** m, of the fully expanded source. */
  readonly diameter: number;
  /** kg/m³ of the jet gas at the exit. */
  readonly jetDensity: number;
  readonly airDensity: number;
  readonly distance: number;
  readonly radius: number;
  readonly axialConstant: number;
  readonly radialConstant: number;
}

/** Volume fraction in a free turbulent momentum jet; 1 in the potential core. */
export const freeJet = model<FreeJet, { fraction: number }, 'radius' | 'axialConstant' | 'radialConstant'>({
  name: 'free turbulent jet',
  title: '自由湍流射流',
  equations: {
    jet: ['C/C0 = k2 (d/x) √(ρj/ρa) exp(−(k3 r/x)²)', 'Long 1963 (in Lees)', 'confirmed'],
  },
  inputs: {
    diameter: positive('m'),
    jetDensity: positive('kg/m3'),
    airDensity: positive('kg/m3'),
    distance: positive('m'),
    radius: notNegative('m'),
    axialConstant: positive('-'),
    radialConstant: positive('-'),
  },
  defaults: { radius: 0, axialConstant: 6, radialConstant: 5 },
  compute({ diameter, jetDensity, airDensity, distance, radius, axialConstant, radialConstant }, work) {
    const axis = ((axialConstant * diameter) / distance) * Math.sqrt(jetDensity / airDensity);
    const fraction = Math.min(1, axis) * Math.exp(-(((radialConstant * radius) / distance) ** 2));
    if (axis > 1) work.warn('within the potential core: undiluted on the axis');
    return { fraction: work.step('jet', 'C/C0', fraction, '-') };
  },
});

export interface PseudoSource {
  readonly massRate: number;
  readonly throatPressure: number;
  readonly throatVelocity: number;
  readonly throatArea: number;
  readonly ambientPressure: number;
  /** kg/m³ at ambient pressure and temperature. */
  readonly expandedDensity: number;
}

/** Diameter (m) and velocity (m/s) of the pseudo-source of a choked jet after momentum-conserving expansion. */
export const pseudoSource = model<PseudoSource, { velocity: number; diameter: number }>({
  name: 'jet pseudo-source (Birch 1987)',
  title: '射流等效源',
  equations: {
    velocity: ['u = u2 + (P2 − Pa)A/ṁ', 'Birch, Hughes & Swaffield 1987', 'from memory'],
    diameter: ['d = √(4ṁ/(π ρ u))', 'continuity', 'confirmed'],
  },
  inputs: {
    massRate: positive('kg/s'),
    throatPressure: positive('Pa'),
    throatVelocity: positive('m/s'),
    throatArea: positive('m2'),
    ambientPressure: positive('Pa'),
    expandedDensity: positive('kg/m3'),
  },
  defaults: {},
  compute(input, work) {
    const push = (input.throatPressure - input.ambientPressure) * input.throatArea;
    const velocity = work.step('velocity', 'u', input.throatVelocity + Math.max(0, push) / input.massRate, 'm/s');
    const diameter = Math.sqrt((4 * input.massRate) / (Math.PI * input.expandedDensity * velocity));
    return { velocity, diameter: work.step('diameter', 'd', diameter, 'm') };
  },
});
