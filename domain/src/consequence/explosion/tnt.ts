import { ATMOSPHERE } from '../constants.ts';
import { between, chosen, positive } from '../working/input.ts';
import { model } from '../working/model.ts';
import { kingeryImpulse, kingeryPressure, kinneyGraham } from './blast.ts';

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
export const tntEquivalence = model<
  TntEquivalence,
  { tntMass: number; scaledDistance: number; overpressure: number },
  'efficiency' | 'tntEnergy'
>({
  name: 'TNT equivalence',
  title: 'TNT 当量法',
  equations: {
    mass: ['W = η m Δhc/E_TNT', 'CCPS VCE 2010; GB/T 37243-2019 practice', 'from memory'],
    scaled: ['Z = r/W^(1/3)', 'Hopkinson–Cranz', 'confirmed'],
    pressure: [
      'Δp/P0 = 1616[1 + (Z/4.5)²]/{√[1 + (Z/0.048)²]√[1 + (Z/0.32)²]√[1 + (Z/1.35)²]}',
      'Crowl & Louvar ch. 6 after Kinney & Graham 1985',
      'from memory',
    ],
  },
  inputs: {
    mass: positive('kg'),
    efficiency: { unit: '-', above: 0, max: 1, usual: [0.01, 0.1] },
    energy: positive('J/kg'),
    tntEnergy: positive('J/kg', [4.1e6, 4.7e6]),
    distance: positive('m'),
  },
  defaults: { efficiency: 0.03, tntEnergy: TNT_ENERGY },
  compute({ mass, efficiency, energy, tntEnergy, distance }, work) {
    const tntMass = work.step('mass', 'W', (efficiency * mass * energy) / tntEnergy, 'kg');
    const z = work.step('scaled', 'Z', distance / Math.cbrt(tntMass), 'm/kg^⅓');
    if (z < 0.05) return work.refuse('distance', 'closer than Z 0.05 m/kg^⅓');
    return {
      tntMass,
      scaledDistance: z,
      overpressure: work.step('pressure', 'Δp', (kinneyGraham(z, 1616) * ATMOSPHERE) / 1000, 'kPa'),
    };
  },
});

/** Kinney–Graham overpressure (kPa) of `tntMass` kg at a distance, free air or surface burst. */
export const kinneyGrahamBlast = model<
  { tntMass: number; distance: number; burst: 'surface' | 'free air' },
  { scaledDistance: number; overpressure: number },
  'burst'
>({
  name: 'TNT curve (Kinney-Graham)',
  title: 'TNT 冲击波（Kinney–Graham）',
  equations: {
    scaled: ['Z = r/W^(1/3)', 'Hopkinson–Cranz', 'confirmed'],
    pressure: [
      'Δp/P0 = 808 (free air) or 1616 (surface) [1 + (Z/4.5)²]/{…}',
      'Kinney & Graham 1985; Crowl & Louvar',
      'from memory',
    ],
  },
  inputs: { tntMass: positive('kg'), distance: positive('m'), burst: chosen },
  defaults: { burst: 'surface' },
  compute({ tntMass, distance, burst }, work) {
    const z = work.step('scaled', 'Z', distance / Math.cbrt(tntMass), 'm/kg^⅓');
    return {
      scaledDistance: z,
      overpressure: work.step(
        'pressure',
        'Δp',
        (kinneyGraham(z, burst === 'surface' ? 1616 : 808) * ATMOSPHERE) / 1000,
        'kPa',
      ),
    };
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
    far: [
      'Δp/P0 = 0.137 Z̄^−3 + 0.119 Z̄^−2 + 0.269 Z̄^−1 − 0.019, 0.1 < Δp/P0 < 10',
      'Brode 1955; Chinese practice',
      'from memory',
    ],
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
