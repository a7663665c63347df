import * as c from '@anlan/domain/consequence';
import { number, optional, value, stability, terrain, type Answers, type Calculation, type Inputs } from './case.ts';

const sigma: Calculation = (i) => {
  const result = value(c.briggsSigma({ distance: number(i, 'x_m'), stability: stability(i), terrain: terrain(i) }));
  return { sigma_y: result.sigmaY, sigma_z: result.sigmaZ };
};

const plume: Calculation = (i) => ({
  concentration: value(
    c.gaussianPlume({
      rate: number(i, 'Q_kg_s'),
      wind: number(i, 'u_m_s'),
      distance: number(i, 'x_m'),
      crosswind: optional(i, 'y_m'),
      height: optional(i, 'z_m'),
      releaseHeight: optional(i, 'h_m'),
      stability: stability(i),
      terrain: terrain(i),
      mixingHeight: optional(i, 'mixing_height_m'),
      images: optional(i, 'images'),
    }),
  ).concentration,
});

const puff: Calculation = (i) => {
  const result = value(
    c.gaussianPuff({
      mass: number(i, 'mass_kg'),
      wind: number(i, 'u_m_s'),
      distance: number(i, 'x_m'),
      crosswind: optional(i, 'y_m'),
      height: optional(i, 'z_m'),
      releaseHeight: optional(i, 'h_m'),
      time: number(i, 't_s'),
      stability: stability(i),
    }),
  );
  return { concentration: result.concentration, sigma_y: result.sigmaY, sigma_z: result.sigmaZ };
};

const finite: Calculation = (i) => {
  const result = value(
    c.finitePlume({
      rate: number(i, 'Q_kg_s'),
      wind: number(i, 'u_m_s'),
      distance: number(i, 'x_m'),
      time: number(i, 't_s'),
      duration: number(i, 'duration_s'),
      stability: stability(i),
    }),
  );
  return { factor: result.factor, concentration: result.concentration };
};

const averaging: Calculation = (i) => ({
  sigma_y: value(
    c.averagingTime({
      sigma600: number(i, 'sigma_y_600s_m'),
      averaging: number(i, 't_avg_s'),
      exponent: optional(i, 'exponent'),
      minimum: optional(i, 't_min_s'),
    }),
  ).sigmaY,
});

/** The release of a case: either volume rate and g0' given, or a liquid rate with densities. */
function heavyPlume(i: Inputs): c.HeavyRelease {
  const wind10 = number(i, 'u10_m_s');
  const volumeRate = optional(i, 'Vdot_m3_s');
  const common = { wind10, sourceFraction: 1, temperatureCorrection: true };
  if (volumeRate !== undefined) {
    return {
      ...common,
      volumeRate,
      reducedGravity: number(i, 'g0_m_s2'),
      temperatureRatio: optional(i, 'T_ratio') ?? 1,
    };
  }
  const density = number(i, 'rho_vapour_at_Tb');
  return {
    ...common,
    volumeRate: (number(i, 'liquid_rate_m3_s') * number(i, 'rho_l')) / density,
    reducedGravity: c.reducedGravity(density, number(i, 'rho_air')),
    temperatureRatio: number(i, 'T_vapour_K') / number(i, 'T_amb_K'),
  };
}

/** Shares asked for in outputs such as `distance_to_0_5pct`. */
const SHARES = {
  '5pct': 0.05,
  '2pct': 0.02,
  '1pct': 0.01,
  '0_5pct': 0.005,
  '0_2pct': 0.002,
  '0_1pct': 0.001,
  '0_05pct': 0.0005,
};

const britterPlume: Calculation = (i) => {
  const release = heavyPlume(i);
  const to = (target: number) => value(c.britterMcQuaid({ ...release, target }));
  const target = optional(i, 'target_vol_frac');
  const answers: Record<string, number> = { alpha: to(target ?? 0.01).alpha };
  if (target !== undefined) answers['distance'] = to(target).distance;
  for (const [name, share] of Object.entries(SHARES)) answers[`distance_to_${name}`] = to(share).distance;
  return answers;
};

const britterPuff: Calculation = (i) => {
  const airTemperature = number(i, 'T_amb_K');
  const source = optional(i, 'c0_vol_frac') ?? 1;
  const curve = c.britterMcQuaidCurve({
    volume: number(i, 'V0_m3'),
    reducedGravity: c.reducedGravity(number(i, 'rho0'), c.airDensity(airTemperature, 101_325)),
    wind10: number(i, 'u10_m_s'),
    temperatureRatio: 1,
    sourceFraction: 1,
    temperatureCorrection: false,
  });
  const answers: Record<string, number> = {};
  for (const x of [333, 2500]) {
    answers[`conc_ratio_at_${x}m`] = curve(x);
    answers[`vol_frac_at_${x}m`] = source * curve(x);
  }
  return answers;
};

const criterion: Calculation = (i) => {
  const result = value(
    c.heavyGasCriterion({
      volumeRate: number(i, 'Vdot_m3_s'),
      reducedGravity: number(i, 'g0_m_s2'),
      wind10: number(i, 'u10_m_s'),
    }),
  );
  return { criterion: result.criterion, dense: result.dense };
};

/** The jet of a source described in words, "… T=298.15 K, P=…, rho=9.7505, gamma 1.15, …, d=0.01 m": throat density at the hole. */
const jet: Calculation = (i) => {
  const text = String(i['source']);
  const read = (pattern: RegExp): number => Number(pattern.exec(text)?.[1]);
  const gamma = read(/gamma\s*=?\s*([\d.]+)/);
  const throat = read(/rho\s*=\s*([\d.]+)/) * (2 / (gamma + 1)) ** (1 / (gamma - 1));
  const result = value(
    c.freeJet({
      diameter: read(/\bd\s*=\s*([\d.]+)/),
      jetDensity: throat,
      airDensity: c.airDensity(read(/T\s*=\s*([\d.]+)/), 101_325),
      distance: number(i, 'x_m'),
      radius: optional(i, 'r_m'),
      axialConstant: optional(i, 'k2'),
      radialConstant: optional(i, 'k3'),
    }),
  );
  return { vol_frac: result.fraction };
};

/** Same source seen by Britter & McQuaid; a finite release, so plume, puff or the smaller by its duration. */
const slabCrossCheck: Calculation = (i) => {
  const density = number(i, 'rho_source');
  const airTemperature = number(i, 'T_amb_K');
  const curve = c.britterMcQuaidCurve({
    volumeRate: number(i, 'rate_kg_s') / density,
    duration: number(i, 'duration_s'),
    reducedGravity: c.reducedGravity(density, c.airDensity(airTemperature, 101_325)),
    wind10: number(i, 'u10_m_s'),
    temperatureRatio: number(i, 'T_source_K') / airTemperature,
    sourceFraction: 1,
    temperatureCorrection: false,
  });
  const places = { vol_frac_at_52_9m: 52.9, vol_frac_at_86_8m: 86.8, vol_frac_at_142m: 142, vol_frac_at_234m: 234 };
  return Object.fromEntries(Object.entries(places).map(([key, x]) => [key, curve(x)]));
};

const zones: Calculation = (i) => {
  const levels = i['levels_ppm'] as Readonly<Record<string, number>>;
  const limit = number(i, 'max_reported_distance_m');
  const names = Object.keys(levels);
  const result = value(
    c.gaussianZones({
      rate: number(i, 'Q_kg_s'),
      wind: number(i, 'u_m_s'),
      stability: stability(i),
      terrain: terrain(i),
      molarMass: number(i, 'M_kg_mol'),
      temperature: number(i, 'T_K'),
      pressure: number(i, 'P_Pa'),
      levels: names.map((name) => levels[name] ?? 0),
      limit,
    }),
  );
  const answers: Record<string, Answers[string]> = {};
  names.forEach((name, index) => {
    const zone = result.zones[index];
    answers[`${name}_distance`] = zone?.beyond ? `>${limit}` : (zone?.distance ?? 0);
    answers[`${name}_max_half_width`] = zone?.maxHalfWidth ?? 0;
  });
  return answers;
};

const units: Calculation = (i) => ({
  mg_m3: value(
    c.concentrationUnits({
      ppm: number(i, 'ppm'),
      molarMass: number(i, 'M_kg_mol'),
      temperature: number(i, 'T_K'),
      pressure: number(i, 'P_Pa'),
    }),
  ).milligramsPerCubicMetre,
});

/** Dispersion, by their names in the interface file. */
export const DISPERSION_MODELS: Readonly<Record<string, Calculation>> = {
  'Briggs sigma': sigma,
  'Gaussian plume': plume,
  'Gaussian plume with mixing lid': plume,
  'Gaussian puff': puff,
  'finite-duration plume (error-function factor)': finite,
  'averaging-time correction': averaging,
  'Britter-McQuaid plume': britterPlume,
  'Britter-McQuaid puff': britterPuff,
  'heavy-gas criterion (continuous)': criterion,
  'heavy gas (SLAB cross-check)': slabCrossCheck,
  'free turbulent jet': jet,
  'threat zones (Gaussian)': zones,
  'unit conversion': units,
};
