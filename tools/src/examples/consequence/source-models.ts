import * as c from '@anlan/domain/consequence';
import { number, numbers, optional, value, stability, type Calculation, type Inputs } from './case.ts';

const gasInputs = (i: Inputs) => ({
  pressure: number(i, 'P_Pa'),
  temperature: number(i, 'T_K'),
  molarMass: optional(i, 'M_kg_mol'),
  density: optional(i, 'rho_gas_kg_m3'),
  heatCapacityRatio: number(i, 'gamma'),
  dischargeCoefficient: optional(i, 'Cd'),
  holeDiameter: number(i, 'hole_diameter_m'),
  ambientPressure: optional(i, 'P_amb_Pa'),
  compressibility: optional(i, 'Z'),
});

const gasHole: Calculation = (i) => {
  const { massRate, exitPressure, exitTemperature, choked } = value(c.gasHole(gasInputs(i)));
  return { mass_rate: massRate, exit_pressure: exitPressure, exit_temperature: exitTemperature, choked };
};

const blowdown =
  (path: 'isothermal' | 'adiabatic'): Calculation =>
  (i) => {
    const result = value(
      c.blowdown({
        volume: number(i, 'V_m3'),
        pressure: number(i, 'P_Pa'),
        temperature: number(i, 'T_K'),
        molarMass: number(i, 'M_kg_mol'),
        heatCapacityRatio: number(i, 'gamma'),
        dischargeCoefficient: number(i, 'Cd'),
        holeDiameter: number(i, 'hole_diameter_m'),
        time: number(i, 't_s'),
        path,
      }),
    );
    return { time_constant: result.timeConstant, pressure_at_t: result.pressure, temperature_at_t: result.temperature };
  };

const liquidHole: Calculation = (i) => {
  const upstream = optional(i, 'upstream_Pa');
  const gaugePressure =
    upstream === undefined ? optional(i, 'gauge_pressure_Pa') : upstream - number(i, 'downstream_Pa');
  const result = value(
    c.liquidHole({
      density: number(i, 'rho_kg_m3'),
      holeDiameter: number(i, 'hole_diameter_m'),
      dischargeCoefficient: optional(i, 'Cd'),
      gaugePressure,
      head: optional(i, 'head_m'),
      duration: optional(i, 'duration_s'),
    }),
  );
  return { mass_rate: result.massRate, total_mass: result.totalMass, jet_velocity_with_Cd: result.velocity };
};

const fauske: Calculation = (i) => {
  const result = value(
    c.saturatedFlashing({
      heatOfVaporisation: number(i, 'hfg_J_kg'),
      volumeChange: number(i, 'vfg_m3_kg'),
      liquidHeatCapacity: number(i, 'cp_l_J_kgK'),
      temperature: number(i, 'T_K'),
      holeDiameter: optional(i, 'hole_diameter_m'),
      pathLength: optional(i, 'pipe_length_m'),
      equilibriumLength: optional(i, 'equilibrium_length_m'),
      pressureDrop: optional(i, 'delta_P_Pa'),
      liquidDensity: optional(i, 'rho_l_kg_m3'),
      dischargeCoefficient: optional(i, 'Cd'),
    }),
  );
  return { mass_rate: result.massRate, mass_flux: result.massFlux, N: result.nonEquilibrium };
};

const subcooled: Calculation = (i) => {
  const result = value(
    c.subcooledFlashing({
      liquidDensity: number(i, 'rho_l_kg_m3'),
      pressure: number(i, 'P_Pa'),
      saturationPressure: number(i, 'P_sat_Pa'),
      holeDiameter: number(i, 'hole_diameter_m'),
      dischargeCoefficient: optional(i, 'Cd'),
    }),
  );
  return { mass_rate: result.massRate };
};

const omega: Calculation = (i) => {
  const result = value(
    c.omegaMethod({
      pressure: number(i, 'P_Pa'),
      temperature: number(i, 'T_K'),
      liquidDensity: number(i, 'rho_l_kg_m3'),
      vapourDensity: number(i, 'rho_v_kg_m3'),
      heatOfVaporisation: number(i, 'hfg_J_kg'),
      liquidHeatCapacity: number(i, 'cp_l_J_kgK'),
      inletQuality: optional(i, 'inlet_quality'),
    }),
  );
  return { omega: result.omega, critical_pressure_ratio: result.criticalRatio, mass_flux: result.massFlux };
};

const drain: Calculation = (i) => {
  const result = value(
    c.tankDrain({
      tankDiameter: number(i, 'tank_diameter_m'),
      holeDiameter: number(i, 'hole_diameter_m'),
      level: number(i, 'initial_level_above_hole_m'),
      padPressure: optional(i, 'pad_gauge_Pa'),
      density: number(i, 'rho_kg_m3'),
      dischargeCoefficient: optional(i, 'Cd'),
    }),
  );
  return { drain_time: result.drainTime, mass_drained: result.mass };
};

const flash: Calculation = (i) => {
  const result = value(
    c.adiabaticFlash({
      liquidHeatCapacity: number(i, 'cp_l_J_kgK'),
      temperature: number(i, 'T_K'),
      boilingPoint: number(i, 'Tb_K'),
      heatOfVaporisation: number(i, 'hv_J_kg'),
    }),
  );
  return { flash_fraction_linear: result.linear, flash_fraction_exponential: result.exponential };
};

const mackay: Calculation = (i) => {
  const correction = i['high_rate_correction'];
  const result = value(
    c.mackayMatsugu({
      wind: number(i, 'u10_m_s'),
      poolDiameter: number(i, 'pool_diameter_m'),
      schmidt: optional(i, 'Sc'),
      vapourPressure: number(i, 'P_sat_Pa'),
      molarMass: number(i, 'M_kg_mol'),
      temperature: number(i, 'T_K'),
      highRate: typeof correction === 'string' ? !/^(no|none|off|false)\b/i.test(correction) : 'auto',
    }),
  );
  return { k: result.coefficient, flux: result.flux };
};

const stillAir: Calculation = (i) => {
  const result = value(
    c.stillAirEvaporation({
      molarMass: number(i, 'M_kg_mol'),
      area: number(i, 'A_m2'),
      vapourPressure: number(i, 'P_sat_Pa'),
      temperature: number(i, 'T_K'),
      waterCoefficient: optional(i, 'k_water_m_s'),
    }),
  );
  return { k: result.coefficient, evaporation_rate: result.rate };
};

const epa: Calculation = (i) => ({
  rate_lb_min: value(
    c.epaEvaporation({
      wind: number(i, 'u_m_s'),
      molarMass: number(i, 'MW'),
      area: number(i, 'A_ft2'),
      vapourPressure: number(i, 'P_sat_mmHg'),
      temperature: number(i, 'T_K'),
    }),
  ).ratePoundsPerMinute,
});

const boiling: Calculation = (i) => {
  const result = value(
    c.boilingPool({
      conductivity: number(i, 'k_ground_W_mK'),
      diffusivity: number(i, 'alpha_m2_s'),
      groundTemperature: number(i, 'T_ground_K'),
      boilingPoint: number(i, 'T_boil_K'),
      heatOfVaporisation: number(i, 'hv_J_kg'),
      time: number(i, 't_s'),
    }),
  );
  return { heat_flux: result.heatFlux, mass_flux: result.massFlux };
};

const spreadInstantaneous: Calculation = (i) => ({
  radius: value(
    c.instantaneousPool({
      volume: number(i, 'V_m3'),
      initialHeight: number(i, 'initial_height_m'),
      time: number(i, 't_s'),
      gravity: optional(i, 'g'),
      minimumDepth: optional(i, 'min_depth_m'),
    }),
  ).radius,
});

const spreadContinuous: Calculation = (i) => ({
  radius: value(
    c.continuousPool({
      volumeRate: number(i, 'Vdot_m3_s'),
      time: number(i, 't_s'),
      gravity: optional(i, 'g'),
      minimumDepth: 0,
    }),
  ).radius,
});

const wind: Calculation = (i) => {
  const at = (terrain: 'rural' | 'urban'): number =>
    value(
      c.windProfile({
        speed: number(i, 'u_ref'),
        measuredAt: number(i, 'z_ref'),
        height: number(i, 'z'),
        stability: stability(i),
        terrain,
      }),
    ).speed;
  return { rural: at('rural'), urban: at('urban') };
};

const burst: Calculation = (i) => {
  const result = value(
    c.vesselBurst({
      volume: number(i, 'V_m3'),
      pressure: number(i, 'P_Pa'),
      heatCapacityRatio: number(i, 'gamma'),
      ambientPressure: optional(i, 'P_amb_Pa'),
    }),
  );
  return { E_Brode: result.brode, E_isentropic: result.isentropic, E_isothermal: result.isothermal };
};

const metrics: Calculation = (i) => {
  const result = value(c.validationMetrics({ observed: numbers(i, 'observed'), predicted: numbers(i, 'predicted') }));
  return { FB: result.fb, MG: result.mg, VG: result.vg, NMSE: result.nmse, FAC2: result.fac2 };
};

/** Source terms, wind and the statistics, by their names in the interface file. */
export const SOURCE_MODELS: Readonly<Record<string, Calculation>> = {
  'liquid hole': liquidHole,
  'liquid tank drain': drain,
  'gas hole choked': gasHole,
  'gas hole unchoked': gasHole,
  'vessel blowdown (isothermal, choked)': blowdown('isothermal'),
  'vessel blowdown (adiabatic, choked)': blowdown('adiabatic'),
  'two-phase: sub-cooled liquid (equilibrium-rate bound)': subcooled,
  'two-phase: saturated liquid, ERM (Fauske)': fauske,
  'two-phase: Fauske ERM with non-equilibrium factor': fauske,
  'two-phase: HEM, omega method': omega,
  'adiabatic flash': flash,
  'pool evaporation (Mackay-Matsugu)': mackay,
  'pool evaporation (mass-transfer coefficient scaled from water)': stillAir,
  'pool evaporation (US EPA OCA form)': epa,
  'cryogenic boiling pool (semi-infinite ground conduction)': boiling,
  'gravity-inertia spreading, instantaneous, land': spreadInstantaneous,
  'gravity-inertia spreading, continuous, land': spreadContinuous,
  'power-law wind profile': wind,
  'pressure-vessel burst energy': burst,
  'validation metrics': metrics,
};
