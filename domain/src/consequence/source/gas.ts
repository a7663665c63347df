import { ATMOSPHERE, GAS_CONSTANT } from '../constants.ts';
import { circleArea } from '../numeric.ts';
import {
  discharge,
  heatCapacityRatio,
  molarMass,
  positive,
  pressure,
  temperature,
  type InputRule,
} from '../working/input.ts';
import { model } from '../working/model.ts';

/** Pressure ratio below which the flow chokes, (2/(γ+1))^(γ/(γ−1)). */
export const criticalRatio = (gamma: number): number => (2 / (gamma + 1)) ** (gamma / (gamma - 1));

/** Mass flux (kg/m²/s) through a perfect nozzle of a gas of upstream density ρ, choked or not. */
export function nozzleFlux(upstream: number, density: number, gamma: number, ambient: number): number {
  const ratio = ambient / upstream;
  if (ratio >= 1) return 0;
  if (ratio <= criticalRatio(gamma)) {
    return Math.sqrt(gamma * upstream * density * (2 / (gamma + 1)) ** ((gamma + 1) / (gamma - 1)));
  }
  return Math.sqrt(
    ((2 * gamma) / (gamma - 1)) * upstream * density * (ratio ** (2 / gamma) - ratio ** ((gamma + 1) / gamma)),
  );
}

export interface GasHole {
  readonly pressure: number;
  readonly temperature: number;
  readonly molarMass?: number;
  /** kg/m³ upstream; given, it is used in place of the gas law. */
  readonly density?: number;
  readonly heatCapacityRatio: number;
  readonly holeDiameter: number;
  readonly dischargeCoefficient: number;
  readonly ambientPressure: number;
  readonly compressibility: number;
}

export interface GasOutflow {
  readonly massRate: number;
  readonly choked: boolean;
  /** Pa and K in the throat. */
  readonly exitPressure: number;
  readonly exitTemperature: number;
}

const compressibility: InputRule = { unit: '-', above: 0, max: 3 };

/** Rate of a gas through a hole, choked or subsonic, with throat pressure and temperature; refuses an upstream pressure not above ambient. */
export const gasHole = model<GasHole, GasOutflow, 'dischargeCoefficient' | 'ambientPressure' | 'compressibility'>({
  name: 'gas hole',
  title: '气体经孔泄漏',
  equations: {
    critical: ['rc = (2/(γ+1))^(γ/(γ−1))', 'CPR 14E ch. 2; Crowl & Louvar ch. 4', 'confirmed'],
    choked: ['ṁ = Cd A √(γ P ρ (2/(γ+1))^((γ+1)/(γ−1)))', 'CCPS Consequence Analysis (1999) p. 47', 'confirmed'],
    subsonic: ['ṁ = Cd A √(2γ/(γ−1) P ρ [r^(2/γ) − r^((γ+1)/γ)])', 'CCPS Consequence Analysis (1999)', 'from memory'],
    exit: ['T2 = T·2/(γ+1), P2 = P rc; subsonic T2 = T r^((γ−1)/γ), P2 = Pa', 'isentropic flow', 'confirmed'],
  },
  inputs: {
    pressure,
    temperature,
    molarMass,
    density: positive('kg/m3'),
    heatCapacityRatio,
    holeDiameter: positive('m', [1e-4, 2]),
    dischargeCoefficient: discharge,
    ambientPressure: pressure,
    compressibility,
  },
  defaults: { dischargeCoefficient: 0.85, ambientPressure: ATMOSPHERE, compressibility: 1 },
  compute(input, work) {
    const { pressure: p, temperature: t, heatCapacityRatio: gamma, ambientPressure } = input;
    if (p <= ambientPressure) return work.refuse('pressure', 'upstream pressure is not above ambient: no outflow');
    if (input.density === undefined && input.molarMass === undefined) {
      return work.refuse('molarMass', 'molar mass or density is needed');
    }
    const density = input.density ?? (p * (input.molarMass ?? 0)) / (input.compressibility * GAS_CONSTANT * t);
    const critical = work.step('critical', 'rc', criticalRatio(gamma), '-');
    const choked = ambientPressure / p <= critical;
    const flux = nozzleFlux(p, density, gamma, ambientPressure);
    const area = input.dischargeCoefficient * circleArea(input.holeDiameter);
    const massRate = work.step(choked ? 'choked' : 'subsonic', 'ṁ', area * flux, 'kg/s');
    return {
      massRate,
      choked,
      exitPressure: work.step('exit', 'P2', choked ? p * critical : ambientPressure, 'Pa'),
      exitTemperature: work.step(
        'exit',
        'T2',
        t * (choked ? 2 / (gamma + 1) : (ambientPressure / p) ** ((gamma - 1) / gamma)),
        'K',
      ),
    };
  },
});
