import { ATMOSPHERE, GAS_CONSTANT } from '../constants.ts';
import { between, chosen, fraction, heatCapacityRatio, positive, pressure, temperature, type InputRule } from '../working/input.ts';
import { model } from '../working/model.ts';
import { bstOverpressure, kingeryImpulse, kingeryPressure, kinneyGraham, multiEnergyOverpressure } from './blast.ts';

/** J/kg of TNT (Crowl & Louvar give 4.686, CPR 14E 4.5–4.52, China commonly 4.5). */
export const TNT_ENERGY = 4.68e6;


export interface TntEquivalence {
  readonly mass: number;
  readonly efficiency: number;
  readonly energy: number;
  readonly tntEnergy: number;
  readonly distance: number;
}

/** TNT equivalent (kg) of a flammable cloud and the surface-burst overpressure (kPa) at a distance. */
export const tntEquivalence = model<TntEquivalence, { tntMass: number; scaledDistance: number; overpressure: number }, 'efficiency' | 'tntEnergy'>({
  name: 'TNT equivalence',
  title: 'TNT 当量法',
  equations: {
    mass: ['W = η m Δhc/E_TNT', 'CCPS VCE 2010; GB/T 37243-2019 practice', 'from memory'],
    scaled: ['Z = r/W^(1/3)', 'Hopkinson–Cranz', 'confirmed'],
    pressure: ['Δp/P0 = 1616[1 + (Z/4.5)²]/{√[1 + (Z/0.048)²]√[1 + (Z/0.32)²]√[1 + (Z/1.35)²]}', 'Crowl & Louvar ch. 6 after Kinney & Graham 1985', 'from memory'],
  },
  inputs: { mass: positive('kg'), efficiency: { unit: '-', above: 0, max: 1, usual: [0.01, 0.1] }, energy: positive('J/kg'), tntEnergy: positive('J/kg', [4.1e6, 4.7e6]), distance: positive('m') },
  defaults: { efficiency: 0.03, tntEnergy: TNT_ENERGY },
  compute({ mass, efficiency, energy, tntEnergy, distance }, work) {
    const tntMass = work.step('mass', 'W', (efficiency * mass * energy) / tntEnergy, 'kg');
    const z = work.step('scaled', 'Z', distance / Math.cbrt(tntMass), 'm/kg^⅓');
    if (z < 0.05) return work.refuse('distance', 'closer than Z 0.05 m/kg^⅓');
    return { tntMass, scaledDistance: z, overpressure: work.step('pressure', 'Δp', (kinneyGraham(z, 1616) * ATMOSPHERE) / 1000, 'kPa') };
  },
});

/** Kinney–Graham overpressure (kPa) of `tntMass` kg at a distance, free air or surface burst. */
export const kinneyGrahamBlast = model<{ tntMass: number; distance: number; burst: 'surface' | 'free air' }, { scaledDistance: number; overpressure: number }, 'burst'>({
  name: 'TNT curve (Kinney-Graham)',
  title: 'TNT 冲击波（Kinney–Graham）',
  equations: {
    scaled: ['Z = r/W^(1/3)', 'Hopkinson–Cranz', 'confirmed'],
    pressure: ['Δp/P0 = 808 (free air) or 1616 (surface) [1 + (Z/4.5)²]/{…}', 'Kinney & Graham 1985; Crowl & Louvar', 'from memory'],
  },
  inputs: { tntMass: positive('kg'), distance: positive('m'), burst: chosen },
  defaults: { burst: 'surface' },
  compute({ tntMass, distance, burst }, work) {
    const z = work.step('scaled', 'Z', distance / Math.cbrt(tntMass), 'm/kg^⅓');
    return { scaledDistance: z, overpressure: work.step('pressure', 'Δp', (kinneyGraham(z, burst === 'surface' ? 1616 : 808) * ATMOSPHERE) / 1000, 'kPa') };
  },
});

/** Incident overpressure (kPa) and scaled impulse (kPa·ms/kg^⅓) of a hemispherical surface burst; refuses outside Z 0.2–158.7. */
export const kingeryBulmash = model<{ scaledDistance: number }, { overpressure: number; scaledImpulse: number }>({
  name: 'Kingery-Bulmash hemispherical (Swisdak 1994)',
  title: '半球形地面爆炸（Kingery–Bulmash）',
  equations: {
    pressure: ['Δp = exp(Σ ci (ln Z)^i)', 'Swisdak 1994, incident pressure', 'confirmed'],
    impulse: ['i/W^(1/3) = exp(Σ ci (ln Z)^i)', 'Swisdak 1994, incident impulse', 'from memory'],
  },
  inputs: { scaledDistance: between(0.2, 158.7, 'm/kg^1/3') },
  defaults: {},
  compute: ({ scaledDistance }, work) => ({
    overpressure: work.step('pressure', 'Δp', kingeryPressure(scaledDistance), 'kPa'),
    scaledImpulse: work.step('impulse', 'i/W^⅓', kingeryImpulse(scaledDistance), 'kPa·ms/kg^⅓'),
  }),
});

/** Overpressure over P0 of the Brode curve in Chinese practice at Z̄ = r(P0/E)^(1/3). */
export const brode = model<{ scaledDistance: number }, { ratio: number }>({
  name: 'Brode / Chinese-practice blast curve',
  title: '冲击波超压（Brode 公式）',
  equations: {
    near: ['Δp/P0 = 0.1567 Z̄^−3 + 1, Δp/P0 > 10', 'Brode 1955; Chinese practice', 'from memory'],
    far: ['Δp/P0 = 0.137 Z̄^−3 + 0.119 Z̄^−2 + 0.269 Z̄^−1 − 0.019, 0.1 < Δp/P0 < 10', 'Brode 1955; Chinese practice', 'from memory'],
  },
  inputs: { scaledDistance: positive('-') },
  defaults: {},
  compute({ scaledDistance: z }, work) {
    const far = 0.137 * z ** -3 + 0.119 * z ** -2 + 0.269 / z - 0.019;
    const near = far >= 10;
    const ratio = work.step(near ? 'near' : 'far', 'Δp/P0', near ? 0.1567 * z ** -3 + 1 : far, '-');
    if (ratio <= 0) return work.refuse('scaledDistance', 'beyond the range of the curve');
    if (ratio < 0.1) work.warn('below Δp/P0 0.1: outside the fitted range');
    return { ratio };
  },
});

/** Death radius (m) by W^0.37 and property radius (m) of Chinese practice, `tntMass` in kg. */
export const chineseDamageRadii = model<{ tntMass: number }, { death: number; property: number }>({
  name: 'damage radii (Chinese practice)',
  title: '爆炸伤害半径',
  equations: {
    death: ['R = 13.6 (W/1000)^0.37', 'Chinese safety-assessment practice', 'from memory'],
    property: ['R = 5.6 W^(1/3)/[1 + (3175/W)²]^(1/6)', 'Chinese safety-assessment practice', 'from memory'],
  },
  inputs: { tntMass: positive('kg') },
  defaults: {},
  compute: ({ tntMass }, work) => ({
    death: work.step('death', 'R', 13.6 * (tntMass / 1000) ** 0.37, 'm'),
    property: work.step('property', 'R', (5.6 * Math.cbrt(tntMass)) / (1 + (3175 / tntMass) ** 2) ** (1 / 6), 'm'),
  }),
});

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
export const cloudEnergy = model<CloudEnergy, { fraction: number; energy: number }, 'oxygenFraction' | 'pressure' | 'temperature'>({
  name: 'flammable cloud energy at stoichiometry',
  title: '化学计量可燃云能量',
  equations: {
    fraction: ['c = 1/(1 + n_O2/x_O2)', 'stoichiometry', 'confirmed'],
    energy: ['E = c V P/(R T)·ΔHc', 'ideal gas law', 'confirmed'],
  },
  inputs: { volume: positive('m3'), oxygenPerFuel: positive('mol/mol'), oxygenFraction: fraction, temperature, pressure, heatOfCombustion: positive('J/mol') },
  defaults: { oxygenFraction: 0.20946, pressure: ATMOSPHERE, temperature: 288.15 },
  compute({ volume, oxygenPerFuel, oxygenFraction, temperature, pressure, heatOfCombustion }, work) {
    const share = work.step('fraction', 'c', 1 / (1 + oxygenPerFuel / oxygenFraction), '-');
    return { fraction: share, energy: work.step('energy', 'E', ((share * volume * pressure) / (GAS_CONSTANT * temperature)) * heatOfCombustion, 'J') };
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
    duration: ['t+ = t̄ (E/P0)^(1/3)/a0, t̄ 0.15, 0.25, 0.35, 0.45 at R̄ 0.3, 1, 3, 10 for class ≥ 6; rough below', 'CPR 14E ch. 5 chart', 'from memory'],
    impulse: ['i = ½ Δp t+', 'triangular pulse', 'confirmed'],
  },
  inputs: { strength, energy: positive('J', [1e7, 1e13]), distance: positive('m'), pressure },
  defaults: { pressure: ATMOSPHERE },
  compute({ strength, energy, distance, pressure }, work) {
    if (!Number.isInteger(strength)) return work.refuse('strength', 'the strength class is a whole number 1–10');
    const length = Math.cbrt(energy / pressure);
    const scaled = work.step('scaled', 'R̄', distance / length, '-');
    const overpressure = work.step('pressure', 'Δp', (multiEnergyOverpressure(scaled, strength) * pressure) / 1000, 'kPa');
    if (scaled < 0.23) work.warn('inside the exploding cloud: the plateau is given');
    work.warn('± 35 % against the original chart');
    const log = Math.log10(Math.min(10, Math.max(0.3, scaled)));
    const short = 0.25 + 0.2 * log;
    const scaledDuration = strength >= 6 ? short : strength <= 3 ? Math.max(1.5, 2.75 - log) : (short + Math.max(1.5, 2.75 - log)) / 2;
    const duration = work.step('duration', 't+', (scaledDuration * length) / 340, 's');
    return { scaledDistance: scaled, overpressure, duration, impulse: work.step('impulse', 'i', 0.5 * overpressure * 1000 * duration, 'Pa·s') };
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
  inputs: { mach: between(0.02, 5.2, '-', [0.037, 5.2]), energy: positive('J', [1e7, 1e13]), groundFactor: between(1, 2, '-'), distance: positive('m'), pressure },
  defaults: { groundFactor: 2, pressure: ATMOSPHERE },
  compute({ mach, energy, groundFactor, distance, pressure }, work) {
    const scaled = work.step('scaled', 'R̄', distance * Math.cbrt(pressure / (groundFactor * energy)), '-');
    if (mach > 1 && scaled > 0.3 && scaled < 0.8) work.warn('the curves of Mf 2 and 4 are irregular between R̄ 0.3 and 0.8');
    return { scaledDistance: scaled, overpressure: work.step('pressure', 'Δp', (bstOverpressure(scaled, mach) * pressure) / 1000, 'kPa') };
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

export interface VesselBurst {
  readonly volume: number;
  readonly pressure: number;
  readonly heatCapacityRatio: number;
  readonly ambientPressure: number;
}

/** Burst energy (J) of a gas-filled vessel by four conventions; refuses a vessel not above ambient. */
export const vesselBurst = model<VesselBurst, { brode: number; isentropic: number; isothermal: number; availability: number }, 'ambientPressure'>({
  name: 'pressure-vessel burst energy',
  title: '压力容器爆破能量',
  equations: {
    brode: ['E = (P1 − P0)V/(γ−1)', 'Brode 1959', 'from memory'],
    isentropic: ['E = P1V/(γ−1)[1 − (P0/P1)^((γ−1)/γ)]', 'CCPS VCE 2010', 'from memory'],
    isothermal: ['E = P1V ln(P1/P0)', 'CCPS VCE 2010', 'from memory'],
    availability: ['E = P1V[ln(P1/P0) − (1 − P0/P1)]', 'Crowl 1992', 'from memory'],
  },
  inputs: { volume: positive('m3'), pressure, heatCapacityRatio, ambientPressure: pressure },
  defaults: { ambientPressure: ATMOSPHERE },
  compute({ volume, pressure: p, heatCapacityRatio: gamma, ambientPressure: p0 }, work) {
    if (p <= p0) return work.refuse('pressure', 'vessel pressure is not above ambient');
    const heat = (p * volume) / (gamma - 1);
    return {
      brode: work.step('brode', 'E', ((p - p0) * volume) / (gamma - 1), 'J'),
      isentropic: work.step('isentropic', 'E', heat * (1 - (p0 / p) ** ((gamma - 1) / gamma)), 'J'),
      isothermal: work.step('isothermal', 'E', p * volume * Math.log(p / p0), 'J'),
      availability: work.step('availability', 'E', p * volume * (Math.log(p / p0) - (1 - p0 / p)), 'J'),
    };
  },
});

/** Flame Mach number by confinement, fuel reactivity and obstacle congestion (CCPS VCE 2010; 5.2 = detonation; from memory). */
export const flameSpeed = (confinement: Confinement, reactivity: Grade, congestion: Grade): number => FLAME_SPEEDS[confinement][reactivity][congestion];

/** Reactivity by laminar burning velocity (m/s): low < 0.45, high > 0.75 (CCPS). */
export const reactivity = (burningVelocity: number): Grade => (burningVelocity < 0.45 ? 'low' : burningVelocity > 0.75 ? 'high' : 'medium');
