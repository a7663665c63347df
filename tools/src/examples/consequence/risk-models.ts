import * as c from '@anlan/domain/consequence';
import { number, optional, value, type Answers, type Calculation, type Inputs } from './case.ts';

const probitConstants = (i: Inputs) => ({ a: number(i, 'a'), b: number(i, 'b'), n: number(i, 'n') });

/** Constants and concentration come in the same unit: the two tables are never mixed. */
const toxic: Calculation = (i) => {
  const unit = i['C_unit'] === 'ppm' ? 'ppm' : 'mg/m3';
  const result = value(
    c.toxicProbit({
      ...probitConstants(i),
      segments: [[number(i, 'C'), number(i, 't_min')]],
      unit,
      constantsUnit: unit,
    }),
  );
  return { Y: result.probit, P: result.share };
};

const toxicSegments: Calculation = (i) => {
  const result = value(
    c.toxicProbit({ ...probitConstants(i), segments: i['segments'] as readonly (readonly [number, number])[] }),
  );
  return { load: result.load, Y: result.probit, P: result.share };
};

const toxicDecay: Calculation = (i) => {
  const result = value(
    c.decayingToxicLoad({
      ...probitConstants(i),
      start: number(i, 'C0'),
      timeConstant: number(i, 'time_constant_min'),
      duration: number(i, 'T_min'),
    }),
  );
  return { load: result.load, Y: result.probit, P: result.share };
};

const thermal =
  (effect: 'death' | 'Eisenberg'): Calculation =>
  (i) => {
    const flux = number(i, 'q_W_m2');
    const time = number(i, 't_s');
    // The cases state the exposure to be counted, also above the default cap of 20 s.
    const result = value(c.thermalProbit({ flux, time, effect, longest: time }));
    return { Y: result.probit, P: result.share, outdoor_lethality_clothed: result.outdoors, dose: result.dose / 1e4 };
  };

const overpressure: Calculation = (i) => {
  const answers: Record<string, number> = {};
  for (const effect of ['eardrum', 'lung', 'structure', 'glass'] as const) {
    const load = optional(i, `p_${effect}_Pa`);
    if (load === undefined) continue;
    const { probit, share } = value(c.blastProbit({ load, effect }));
    answers[`Y_${effect}`] = probit;
    answers[`P_${effect}`] = share;
  }
  return answers;
};

const indoor: Calculation = (i) => {
  const result = value(
    c.infiltration({
      airChanges: number(i, 'ach_per_h'),
      outside: number(i, 'C_out_ppm'),
      cloud: number(i, 'cloud_min'),
      time: optional(i, 't_min') ?? number(i, 'cloud_min'),
      n: optional(i, 'n'),
    }),
  );
  return {
    C_in_at_cloud_end: result.atCloudEnd,
    C_in_at_60min: result.atTime,
    dose_total_infinite_ppm_min: result.totalDose,
    indoor_load_n2: result.indoorLoad,
    outdoor_load_n2: result.outdoorLoad,
  };
};

const outcomesOf = (i: Inputs): readonly Readonly<Record<string, number>>[] =>
  i['outcomes'] as readonly Readonly<Record<string, number>>[];

const pointRisk: Calculation = (i) => ({
  IR: value(
    c.individualRisk({
      outcomes: outcomesOf(i).map((o) => ({
        frequency: o['freq'] ?? 0,
        weatherDirection: o['P_weather_dir'] ?? 0,
        death: o['P_death'] ?? 0,
      })),
      presence: optional(i, 'presence'),
    }),
  ).risk,
});

const directional: Calculation = (i) => ({
  IR: value(
    c.directionalRisk({
      frequency: number(i, 'freq'),
      distance: number(i, 'distance_m'),
      halfWidth: number(i, 'half_width_m'),
      lethality: number(i, 'lethality'),
    }),
  ).risk,
});

const fn: Calculation = (i) => {
  const outcomes = outcomesOf(i).map((o) => ({ frequency: o['freq'] ?? 0, deaths: o['N'] ?? 0 }));
  const result = value(c.fnCurve({ outcomes, criterion: 'Dutch' }));
  const answers: Record<string, Answers[string]> = {
    PLL: result.potentialLossOfLife,
    exceeds_criterion: result.exceeds,
  };
  for (const n of [1, 10, 100, 1000]) answers[`F_${n}`] = c.cumulativeFrequency(outcomes, n);
  return answers;
};

const tenBerge: Calculation = (i) => ({
  C: value(
    c.tenBerge({
      reference: number(i, 'C_ref'),
      referenceTime: number(i, 't_ref_min'),
      time: number(i, 't_min'),
      n: number(i, 'n'),
    }),
  ).concentration,
});

/** Vulnerability and risk, by their names in the interface file. */
export const RISK_MODELS: Readonly<Record<string, Calculation>> = {
  'toxic probit': toxic,
  'toxic load, time-varying': toxicSegments,
  'toxic load, exponential decay': toxicDecay,
  'ten Berge time scaling': tenBerge,
  'thermal probit (Purple Book / AQ/T 3046)': thermal('death'),
  'thermal probit (Eisenberg)': thermal('Eisenberg'),
  'overpressure probits': overpressure,
  'indoor infiltration': indoor,
  'individual risk at a point': pointRisk,
  'individual risk from a directional plume': directional,
  'F-N curve': fn,
  'F-N curve and criterion line F = 1e-3/N^2 (Dutch guide value)': fn,
};
