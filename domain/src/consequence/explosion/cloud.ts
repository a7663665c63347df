import { ATMOSPHERE, GAS_CONSTANT } from '../constants.ts';
import { between, fraction, positive, pressure, temperature, type InputRule } from '../working/input.ts';
import { model } from '../working/model.ts';
import { bstOverpressure, multiEnergyOverpressure } from './blast.ts';

export interface CloudEnergy {
  readonly volume: number;
  readonly oxygenPerFuel: number;
  readonly oxygenFraction: number;
  readonly temperature: number;
  readonly pressure: number;
  /** J/mol of fuel. */
  readonly heatOfCombustion: number;
}

/** Stoichiometric fuel fraction and combustion energy (J) of a cloud volume. */
export const cloudEnergy = model<
  CloudEnergy,
  { fraction: number; energy: number },
  'oxygenFraction' | 'pressure' | 'temperature'
>({
  name: 'flammable cloud energy at stoichiometry',
  title: '化学计量可燃云能量',
  equations: {
    fraction: ['c = 1/(1 + n_O2/x_O2)', 'stoichiometry', 'confirmed'],
    energy: ['E = c V P/(R T)·ΔHc', 'ideal gas law', 'confirmed'],
  },
  inputs: {
    volume: positive('m3'),
    oxygenPerFuel: positive('mol/mol'),
    oxygenFraction: fraction,
    temperature,
    pressure,
    heatOfCombustion: positive('J/mol'),
  },
  defaults: { oxygenFraction: 0.20946, pressure: ATMOSPHERE, temperature: 288.15 },
  compute({ volume, oxygenPerFuel, oxygenFraction, temperature, pressure, heatOfCombustion }, work) {
    const share = work.step('fraction', 'c', 1 / (1 + oxygenPerFuel / oxygenFraction), '-');
    return {
      fraction: share,
      energy: work.step(
        'energy',
        'E',
        ((share * volume * pressure) / (GAS_CONSTANT * temperature)) * heatOfCombustion,
        'J',
      ),
    };
  },
});

const strength: InputRule = { unit: '-', min: 1, max: 10 };

/** Overpressure (kPa), duration (s) and impulse (Pa·s) at a distance from one congested region, multi-energy method. */
export const multiEnergy = model<
  { strength: number; energy: number; distance: number; pressure: number },
  { scaledDistance: number; overpressure: number; duration: number; impulse: number },
  'pressure'
>({
  name: 'TNO multi-energy',
  title: '多能法',
  equations: {
    scaled: ['R̄ = r (P0/E)^(1/3)', 'van den Berg 1985; CPR 14E ch. 5', 'confirmed'],
    pressure: ['Δp = ΔP̄(R̄, class)·P0', 'approximated from digitised Baker–Strehlow–Tang curves', 'derived'],
    duration: [
      't+ = t̄ (E/P0)^(1/3)/a0, t̄ 0.15, 0.25, 0.35, 0.45 at R̄ 0.3, 1, 3, 10 for class ≥ 6; rough below',
      'CPR 14E ch. 5 chart',
      'from memory',
    ],
    impulse: ['i = ½ Δp t+', 'triangular pulse', 'confirmed'],
  },
  inputs: { strength, energy: positive('J', [1e7, 1e13]), distance: positive('m'), pressure },
  defaults: { pressure: ATMOSPHERE },
  compute({ strength, energy, distance, pressure }, work) {
    if (!Number.isInteger(strength)) return work.refuse('strength', 'the strength class is a whole number 1–10');
    const length = Math.cbrt(energy / pressure);
    const scaled = work.step('scaled', 'R̄', distance / length, '-');
    const overpressure = work.step(
      'pressure',
      'Δp',
      (multiEnergyOverpressure(scaled, strength) * pressure) / 1000,
      'kPa',
    );
    if (scaled < 0.23) work.warn('inside the exploding cloud: the plateau is given');
    work.warn('± 35 % against the original chart');
    const log = Math.log10(Math.min(10, Math.max(0.3, scaled)));
    const short = 0.25 + 0.2 * log;
    const scaledDuration =
      strength >= 6 ? short : strength <= 3 ? Math.max(1.5, 2.75 - log) : (short + Math.max(1.5, 2.75 - log)) / 2;
    const duration = work.step('duration', 't+', (scaledDuration * length) / 340, 's');
    return {
      scaledDistance: scaled,
      overpressure,
      duration,
      impulse: work.step('impulse', 'i', 0.5 * overpressure * 1000 * duration, 'Pa·s'),
    };
  },
});

/** Overpressure (kPa) at a distance by Baker–Strehlow–Tang; ground factor 2 at ground, 1 elevated. */
export const bakerStrehlowTang = model<
  { mach: number; energy: number; groundFactor: number; distance: number; pressure: number },
  { scaledDistance: number; overpressure: number },
  'groundFactor' | 'pressure'
>({
  name: 'Baker-Strehlow-Tang',
  title: 'Baker–Strehlow–Tang 法',
  equations: {
    scaled: ['R̄ = r (P0/(G E))^(1/3)', 'Baker et al. 1996; Tang & Baker 1999', 'confirmed'],
    pressure: ['Δp = ΔP̄(R̄, Mf)·P0, log–log', 'Tang & Baker 1999 curves, CCPS CPQRA spreadsheet', 'confirmed'],
  },
  inputs: {
    mach: between(0.02, 5.2, '-', [0.037, 5.2]),
    energy: positive('J', [1e7, 1e13]),
    groundFactor: between(1, 2, '-'),
    distance: positive('m'),
    pressure,
  },
  defaults: { groundFactor: 2, pressure: ATMOSPHERE },
  compute({ mach, energy, groundFactor, distance, pressure }, work) {
    const scaled = work.step('scaled', 'R̄', distance * Math.cbrt(pressure / (groundFactor * energy)), '-');
    if (mach > 1 && scaled > 0.3 && scaled < 0.8)
      work.warn('the curves of Mf 2 and 4 are irregular between R̄ 0.3 and 0.8');
    return {
      scaledDistance: scaled,
      overpressure: work.step('pressure', 'Δp', (bstOverpressure(scaled, mach) * pressure) / 1000, 'kPa'),
    };
  },
});

export type Confinement = '2-D' | '2.5-D' | '3-D';
export type Grade = 'low' | 'medium' | 'high';

/** Flame Mach number by confinement: reactivity high, medium, low × congestion high, medium, low; 5.2 = transition to detonation. */
const FLAME_SPEEDS: Readonly<Record<Confinement, Readonly<Record<Grade, Readonly<Record<Grade, number>>>>>> = {
  '2-D': {
    high: { high: 5.2, medium: 1.6, low: 0.66 },
    medium: { high: 5.2, medium: 0.66, low: 0.47 },
    low: { high: 0.59, medium: 0.47, low: 0.079 },
  },
  '2.5-D': {
    high: { high: 5.2, medium: 1.0, low: 0.5 },
    medium: { high: 5.2, medium: 0.55, low: 0.35 },
    low: { high: 0.47, medium: 0.29, low: 0.053 },
  },
  '3-D': {
    high: { high: 5.2, medium: 0.5, low: 0.34 },
    medium: { high: 5.2, medium: 0.44, low: 0.23 },
    low: { high: 0.36, medium: 0.11, low: 0.026 },
  },
};

/** Flame Mach number by confinement, fuel reactivity and obstacle congestion (CCPS VCE 2010; 5.2 = detonation; from memory). */
export const flameSpeed = (confinement: Confinement, reactivity: Grade, congestion: Grade): number =>
  FLAME_SPEEDS[confinement][reactivity][congestion];

/** Reactivity by laminar burning velocity (m/s): low < 0.45, high > 0.75 (CCPS). */
export const reactivity = (burningVelocity: number): Grade =>
  burningVelocity < 0.45 ? 'low' : burningVelocity > 0.75 ? 'high' : 'medium';
