import { between, chosen, fraction, notNegative, positive } from '../working/input.ts';
import { model } from '../working/model.ts';
import { transmissivity } from './view-factor.ts';

export type FireballFit = 'CCPS' | 'TNO';

/** Diameter (m), duration (s) and centre height (m) of a fireball of `mass` kg. */
export function fireballSize(mass: number, fit: FireballFit): { diameter: number; duration: number; height: number } {
  if (fit === 'TNO') {
    const diameter = 6.48 * mass ** 0.325;
    return { diameter, duration: 0.852 * mass ** 0.26, height: diameter };
  }
  const diameter = 5.8 * Math.cbrt(mass);
  return {
    diameter,
    duration: mass < 30_000 ? 0.45 * Math.cbrt(mass) : 2.6 * mass ** (1 / 6),
    height: 0.75 * diameter,
  };
}

export interface Fireball {
  readonly mass: number;
  readonly heatOfCombustion: number;
  readonly radiativeFraction: number;
  /** From the point below the centre, m. */
  readonly distance: number;
  readonly waterPressure: number;
  readonly fit: FireballFit;
}

export interface FireballResult {
  readonly diameter: number;
  readonly duration: number;
  readonly height: number;
  readonly emissivePower: number;
  readonly transmissivity: number;
  readonly viewFactor: number;
  readonly verticalViewFactor: number;
  readonly flux: number;
}

/** Size, duration and flux (kW/m²) of a BLEVE fireball at a distance. */
export const fireball = model<Fireball, FireballResult, 'waterPressure' | 'fit'>({
  name: 'fireball',
  title: '沸腾液体扩展蒸气爆炸火球',
  equations: {
    size: [
      'CCPS: D = 5.8M^(1/3), t = 0.45M^(1/3) (M < 30 t) or 2.6M^(1/6), H = 0.75D; TNO: D = 6.48M^0.325, t = 0.852M^0.26, H = D',
      'CCPS CPQRA 2000; CPR 14E ch. 6',
      'from memory',
    ],
    power: ['SEP = χ M Δhc/(π D² t), at most 400 kW/m²', 'CCPS CPQRA 2000; Roberts 1982', 'from memory'],
    view: ['F = (D/2)²/(H² + x²); vertical x(D/2)²/(x² + H²)^(3/2)', 'sphere', 'confirmed'],
    air: ['τ = 2.02 (pw X)^−0.09, X = √(H² + x²) − D/2', 'CPR 14E ch. 6', 'from memory'],
    flux: ["q'' = SEP·F·τ", 'CPR 14E ch. 6', 'from memory'],
  },
  inputs: {
    mass: positive('kg', [100, 1e6]),
    heatOfCombustion: positive('J/kg'),
    radiativeFraction: fraction,
    distance: notNegative('m'),
    waterPressure: notNegative('Pa'),
    fit: chosen,
  },
  defaults: { waterPressure: 1200, fit: 'CCPS' },
  compute({ mass, heatOfCombustion, radiativeFraction, distance, waterPressure, fit }, work) {
    const { diameter, duration, height } = fireballSize(mass, fit);
    work.step('size', 'D', diameter, 'm');
    work.step('size', 't', duration, 's');
    const raw = (radiativeFraction * mass * heatOfCombustion) / (Math.PI * diameter ** 2 * duration) / 1000;
    if (raw > 400) work.warn(`emissive power ${raw.toFixed(0)} kW/m² capped at 400`);
    const emissivePower = work.step('power', 'SEP', Math.min(400, raw), 'kW/m²');
    const slant = Math.hypot(height, distance);
    const radius = diameter / 2;
    const viewFactor = work.step('view', 'F', Math.min(1, (radius / slant) ** 2), '-');
    const air = work.step('air', 'τ', transmissivity(waterPressure, slant - radius), '-');
    return {
      diameter,
      duration,
      height: work.step('size', 'H', height, 'm'),
      emissivePower,
      transmissivity: air,
      viewFactor,
      verticalViewFactor: work.step('view', 'Fv', (distance * radius ** 2) / slant ** 3, '-'),
      flux: work.step('flux', "q''", emissivePower * viewFactor * air, 'kW/m²'),
    };
  },
});

/** Radiative fraction of a fireball from the burst pressure (MPa). */
export const robertsFraction = model<{ burstPressure: number }, { fraction: number }>({
  name: 'fireball radiative fraction (Roberts)',
  title: '火球热辐射分数',
  equations: { fraction: ['χ = 0.27 P^0.32 (P in MPa)', 'Roberts 1982', 'from memory'] },
  inputs: { burstPressure: between(0.01, 20, 'MPa', [0.5, 5]) },
  defaults: {},
  compute: ({ burstPressure }, work) => ({ fraction: work.step('fraction', 'χ', 0.27 * burstPressure ** 0.32, '-') }),
});
