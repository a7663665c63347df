import * as c from '@anlan/domain/consequence';
import { number, numbers, optional, value, type Calculation } from './case.ts';

const fireballCcps: Calculation = (i) => {
  const result = value(
    c.fireball({
      mass: number(i, 'mass_kg'),
      heatOfCombustion: number(i, 'dHc_J_kg'),
      radiativeFraction: number(i, 'radiative_fraction'),
      distance: number(i, 'x_m'),
      waterPressure: optional(i, 'p_water_Pa'),
    }),
  );
  return {
    diameter: result.diameter,
    duration: result.duration,
    centre_height: result.height,
    SEP: result.emissivePower,
    transmissivity: result.transmissivity,
    view_factor_max: result.viewFactor,
    view_factor_vertical: result.verticalViewFactor,
    flux_max: result.flux,
  };
};

const fireballTno: Calculation = (i) => {
  const sized = { heatOfCombustion: 46e6, radiativeFraction: 0.3, distance: 100, fit: 'TNO' as const };
  const { diameter, duration } = value(c.fireball({ mass: number(i, 'mass_kg'), ...sized }));
  return { diameter, duration };
};

const burning: Calculation = (i) => {
  const result = value(
    c.burningRate({ largePoolRate: number(i, 'm_inf'), kBeta: number(i, 'k_beta'), diameter: number(i, 'D_m') }),
  );
  return { burn_rate: result.rate, SEP_smoky: result.smokyPower };
};

const thomas: Calculation = (i) => {
  const result = value(
    c.poolFlame({
      diameter: number(i, 'D_m'),
      burning: number(i, 'burn_kg_m2s'),
      wind: optional(i, 'u_m_s'),
      airDensity: optional(i, 'rho_air'),
      windDensity: optional(i, 'rho_ref_for_ustar'),
    }),
  );
  return { flame_length: result.length, u_star: result.windRatio, tilt: result.tilt };
};

const viewFactor: Calculation = (i) => {
  const result = value(
    c.verticalCylinder({ length: number(i, 'L_m'), radius: number(i, 'R_m'), distance: number(i, 'x_m') }),
  );
  return { Fv: result.vertical, Fh: result.horizontal, Fmax: result.maximum };
};

const solidFlame: Calculation = (i) => {
  const result = value(
    c.solidFlame({
      length: number(i, 'L_m'),
      radius: number(i, 'R_m'),
      distance: number(i, 'x_m'),
      emissivePower: number(i, 'SEP_kW_m2'),
      waterPressure: optional(i, 'p_water_Pa'),
      path: optional(i, 'path_m'),
    }),
  );
  return { Fmax: result.viewFactor, transmissivity: result.transmissivity, flux: result.flux };
};

const pointSource: Calculation = (i) => {
  const { transmissivity, flux } = value(
    c.pointSource({
      massRate: number(i, 'm_kg_s'),
      heatOfCombustion: number(i, 'dHc_J_kg'),
      radiativeFraction: number(i, 'radiative_fraction'),
      distance: number(i, 'x_m'),
      waterPressure: optional(i, 'p_water_Pa'),
    }),
  );
  return { transmissivity, flux };
};

const pointDistance: Calculation = (i) => ({
  distance: value(
    c.pointSourceDistance({
      massRate: number(i, 'm_kg_s'),
      heatOfCombustion: number(i, 'dHc_J_kg'),
      radiativeFraction: number(i, 'radiative_fraction'),
      flux: number(i, 'flux_kW_m2'),
      transmissivity: optional(i, 'transmissivity'),
    }),
  ).distance,
});

const chamberlain: Calculation = (i) => {
  const flame = value(
    c.jetFire({
      massRate: number(i, 'm_kg_s'),
      holeDiameter: number(i, 'hole_diameter_m'),
      molarMass: number(i, 'M_kg_mol'),
      heatCapacityRatio: number(i, 'gamma'),
      temperature: number(i, 'T_K'),
      pressure: number(i, 'P_Pa'),
      wind: number(i, 'u_m_s'),
      angle: number(i, 'angle_jet_to_wind_deg'),
      airTemperature: number(i, 'T_amb_K'),
      heatOfCombustion: number(i, 'dHc_J_kg'),
    }),
  );
  return {
    Mj: flame.mach,
    uj: flame.velocity,
    Ds: flame.sourceDiameter,
    Lb0: flame.stillLength,
    Lb: flame.length,
    alpha: flame.tilt,
    b: flame.liftOff,
    Rl: flame.frustumLength,
    W1: flame.baseWidth,
    W2: flame.tipWidth,
    Fs: flame.radiativeFraction,
    SEP: flame.emissivePower,
  };
};

/** One answer for each distance of the case, keyed `P_kPa_at_…m`. */
const atDistances = (distances: readonly number[], overpressure: (r: number) => number): Record<string, number> =>
  Object.fromEntries(distances.map((r) => [`P_kPa_at_${r}m`, overpressure(r)]));

const bst: Calculation = (i) =>
  atDistances(
    numbers(i, 'r_m'),
    (distance) =>
      value(
        c.bakerStrehlowTang({
          mach: number(i, 'Mf'),
          energy: number(i, 'E_J'),
          groundFactor: optional(i, 'ground_factor'),
          distance,
          pressure: optional(i, 'P0_Pa'),
        }),
      ).overpressure,
  );

const multiEnergy: Calculation = (i) =>
  atDistances(
    numbers(i, 'r_m'),
    (distance) =>
      value(
        c.multiEnergy({
          strength: number(i, 'strength_class'),
          energy: number(i, 'E_J'),
          distance,
          pressure: optional(i, 'P0_Pa'),
        }),
      ).overpressure,
  );

const kingery: Calculation = (i) =>
  Object.fromEntries(
    numbers(i, 'Z_m_kg13').flatMap((z) => {
      const { overpressure, scaledImpulse } = value(c.kingeryBulmash({ scaledDistance: z }));
      return [
        [`P_kPa_Z${z}`, overpressure],
        [`iscaled_Z${z}`, scaledImpulse],
      ];
    }),
  );

const kinney: Calculation = (i) => {
  const surface = !/808|free/i.test(String(i['form'] ?? ''));
  const result = value(
    c.kinneyGrahamBlast({
      tntMass: number(i, 'W_kg'),
      distance: number(i, 'r_m'),
      burst: surface ? 'surface' : 'free air',
    }),
  );
  return { Z: result.scaledDistance, overpressure: result.overpressure };
};

const tnt: Calculation = (i) => {
  const result = value(
    c.tntEquivalence({
      mass: number(i, 'mass_kg'),
      efficiency: optional(i, 'efficiency'),
      energy: number(i, 'energy_J_kg'),
      tntEnergy: optional(i, 'TNT_J_kg'),
      distance: number(i, 'r_m'),
    }),
  );
  return { W_TNT: result.tntMass, Z: result.scaledDistance, overpressure_surface_KG: result.overpressure };
};

const brode: Calculation = (i) =>
  Object.fromEntries(
    numbers(i, 'Z').map((z) => [
      `dp_over_p0_Z${String(z).replace('.', '')}`,
      value(c.brode({ scaledDistance: z })).ratio,
    ]),
  );

const cloud: Calculation = (i) => {
  const result = value(
    c.cloudEnergy({
      volume: number(i, 'V_m3'),
      oxygenPerFuel: number(i, 'O2_mol_per_mol_fuel'),
      oxygenFraction: optional(i, 'x_O2'),
      temperature: optional(i, 'T_K'),
      pressure: optional(i, 'P_Pa'),
      heatOfCombustion: number(i, 'dHc_J_mol'),
    }),
  );
  return { stoich_fraction: result.fraction, energy: result.energy };
};

/** Fires and explosions, by their names in the interface file. */
export const FIRE_MODELS: Readonly<Record<string, Calculation>> = {
  'fireball (CCPS)': fireballCcps,
  'fireball (TNO)': fireballTno,
  'fireball radiative fraction (Roberts)': (i) => ({
    radiative_fraction: value(c.robertsFraction({ burstPressure: number(i, 'burst_pressure_MPa') })).fraction,
  }),
  'burning rate and SEP (Babrauskas / Mudan)': burning,
  'pool fire flame height (Thomas, no wind)': thomas,
  'pool fire flame length and tilt (Thomas wind / AGA)': thomas,
  'flame height (Heskestad)': (i) => ({
    flame_height: value(c.heskestad({ heatRelease: number(i, 'Q_kW'), diameter: number(i, 'D_m') })).height,
  }),
  'view factor, vertical cylinder': viewFactor,
  'solid-flame pool fire': solidFlame,
  'point source': pointSource,
  'point source: distance to 5 kW/m2': pointDistance,
  'jet fire (Chamberlain)': chamberlain,
  'jet flame length (API 521 fit)': (i) => ({
    flame_length: value(c.apiFlameLength({ heatRelease: number(i, 'Q_W') })).length,
  }),
  'Baker-Strehlow-Tang': bst,
  'TNO multi-energy': multiEnergy,
  'Kingery-Bulmash hemispherical (Swisdak 1994)': kingery,
  'TNT curve (Kinney-Graham)': kinney,
  'TNT equivalence': tnt,
  'Brode / Chinese-practice blast curve': brode,
  'flammable cloud energy at stoichiometry': cloud,
};
