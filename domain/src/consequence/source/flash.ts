import { clamp } from '../numeric.ts';
import { fraction, positive, temperature } from '../working/input.ts';
import { model } from '../working/model.ts';

export interface Flash {
  readonly liquidHeatCapacity: number;
  readonly temperature: number;
  readonly boilingPoint: number;
  readonly heatOfVaporisation: number;
}

/** Vapour fraction of a liquid flashing adiabatically to its boiling point, linear and exponential form, and the airborne fraction with aerosol. */
export const adiabaticFlash = model<Flash, { linear: number; exponential: number; airborne: number }>({
  name: 'adiabatic flash',
  title: '绝热闪蒸',
  equations: {
    linear: ['x = cp(T − Tb)/hv', 'Crowl & Louvar ch. 4', 'from memory'],
    exponential: ['x = 1 − exp(−cp(T − Tb)/hv)', 'Crowl & Louvar ch. 4 (temperature-dependent balance)', 'from memory'],
    airborne: ['airborne = min(1, 2x)', 'CCPS Consequence Analysis (1999), simple rain-out rule', 'from memory'],
  },
  inputs: {
    liquidHeatCapacity: positive('J/kg/K', [200, 2e4]),
    temperature,
    boilingPoint: temperature,
    heatOfVaporisation: positive('J/kg', [1e4, 3e6]),
  },
  defaults: {},
  compute({ liquidHeatCapacity, temperature, boilingPoint, heatOfVaporisation }, work) {
    const ratio = (liquidHeatCapacity * (temperature - boilingPoint)) / heatOfVaporisation;
    if (ratio <= 0) work.warn('not superheated: nothing flashes');
    const exponential = work.step('exponential', 'x', clamp(-Math.expm1(-ratio), 0, 1), '-');
    return {
      linear: work.step('linear', 'x', clamp(ratio, 0, 1), '-'),
      exponential,
      airborne: work.step('airborne', 'xa', Math.min(1, 2 * exponential), '-'),
    };
  },
});

/** Share of an instantaneously released superheated liquid that is airborne at once. */
export const purpleBookAirborne = model<{ flashFraction: number }, { airborne: number }>({
  name: 'airborne fraction of an instantaneous release',
  title: '瞬时泄漏初始云团质量份额',
  equations: {
    rule: ['x < 0.1: 2x; < 0.36: (0.8x − 0.028)/0.26; else 1', 'CPR 18E (Purple Book) table 4.8', 'from memory'],
  },
  inputs: { flashFraction: fraction },
  defaults: {},
  compute({ flashFraction: x }, work) {
    const middle = x < 0.36 ? (0.8 * x - 0.028) / 0.26 : 1;
    return { airborne: work.step('rule', 'xa', x < 0.1 ? 2 * x : middle, '-') };
  },
});

export interface AerosolSource {
  readonly vapourFraction: number;
  readonly vapourDensity: number;
  readonly liquidDensity: number;
}

/** Density (kg/m³) of a homogeneous mixture of vapour and droplets by mass fraction. */
export const aerosolDensity = model<AerosolSource, { density: number }>({
  name: 'aerosol source density',
  title: '气液两相云团初始密度',
  equations: { density: ['1/ρ = xv/ρv + (1 − xv)/ρl', 'CCPS Consequence Analysis (1999)', 'from memory'] },
  inputs: { vapourFraction: fraction, vapourDensity: positive('kg/m3'), liquidDensity: positive('kg/m3') },
  defaults: {},
  compute: ({ vapourFraction, vapourDensity, liquidDensity }, work) => ({
    density: work.step(
      'density',
      'ρ',
      1 / (vapourFraction / vapourDensity + (1 - vapourFraction) / liquidDensity),
      'kg/m³',
    ),
  }),
});
