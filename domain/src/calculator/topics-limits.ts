import {
  alarmLimit,
  chemicalLimits,
  dailyReduction,
  milligrams,
  mixture,
  noiseDay,
  noiseWeek,
  twa,
} from '../exposure/index.ts';
import {
  combustibleAlarm,
  fatigue,
  fatigueOfTotal,
  isMineGas,
  methane,
  mineGasAlarm,
  oxygenAlarm,
  toxicAlarm,
} from '../monitoring/index.ts';
import {
  itemsOf,
  numberOf,
  numbersOf,
  optional,
  outputs,
  textOf,
  type Inputs,
  type Outputs,
  type Refusal,
} from './inputs.ts';

type Topic = (inputs: Inputs) => Outputs | Refusal;

/** Minutes of driving in turn with the same rest between, or one stretch with the rests within it. */
function driving(inputs: Inputs): Outputs | Refusal {
  const segments = numbersOf(inputs, 'drive_segments_min');
  if (segments.length === 0)
    return outputs(
      fatigueOfTotal(numberOf(inputs, 'continuous_drive_min'), numbersOf(inputs, 'rests_min')),
      ({ fatigue: tired }) => ({ fatigue: tired }),
    );
  const rest = optional(inputs, 'rest_between_min');
  const rests = rest === undefined ? numbersOf(inputs, 'rests_min') : segments.slice(1).map(() => rest);
  return outputs(fatigue({ segments, rests }), ({ fatigue: tired }) => ({ fatigue: tired }));
}

const coalMethane: Topic = (inputs) =>
  outputs(methane(textOf(inputs, 'location'), numberOf(inputs, 'ch4_pct')), ({ alarm, cutoff, mayRestore }) => ({
    alarm,
    cutoff,
    may_restore: mayRestore,
  }));

/** Against the limit given, else that of the standard for the gas by name or CAS number. */
function toxic(inputs: Inputs): Outputs | Refusal {
  const [row] = chemicalLimits(textOf(inputs, 'gas'));
  const limit = optional(inputs, 'oel') ?? (row && alarmLimit(row)) ?? Number.NaN;
  return outputs(toxicAlarm(numberOf(inputs, 'mg_m3'), limit), ({ alarm }) => ({ alarm }));
}

/** Oxygen, or a gas of mine air by its formula. */
function byVolume(inputs: Inputs): Outputs | Refusal {
  const [gas, percent] = [textOf(inputs, 'gas'), numberOf(inputs, 'vol_pct')];
  if (isMineGas(gas)) return outputs(mineGasAlarm(gas, percent), ({ alarm }) => ({ alarm }));
  return outputs(oxygenAlarm(percent), ({ alarm }) => ({ alarm }));
}

/** What is measured, by the key that holds the reading; the first present decides. */
const READINGS: readonly (readonly [key: string, topic: Topic])[] = [
  ['ch4_pct', coalMethane],
  ['pct_lel', (inputs) => outputs(combustibleAlarm(numberOf(inputs, 'pct_lel')), ({ alarm }) => ({ alarm }))],
  ['mg_m3', toxic],
  ['vol_pct', byVolume],
  ['continuous_drive_min', driving],
  ['drive_segments_min', driving],
];

const monitoring: Topic = (inputs) => READINGS.find(([key]) => key in inputs)?.[1](inputs) ?? { refused: 'no reading' };

const averaged: Topic = (inputs) => {
  const samples = itemsOf(inputs, 'samples').map((sample) => ({
    concentration: numberOf(sample, 'c_mg_m3'),
    hours: numberOf(sample, 'hours'),
  }));
  return outputs(twa(samples, optional(inputs, 'pc_twa')), ({ value, exceeds }) => ({ c_twa: value, exceeds }));
};

const mixed: Topic = (inputs) => {
  const components = itemsOf(inputs, 'items').map((item) => ({
    name: textOf(item, 'name'),
    concentration: numberOf(item, 'c'),
    limit: numberOf(item, 'oel'),
  }));
  return outputs(mixture(components), ({ ratio, exceeds }) => ({ ratio, exceeds }));
};

export const LIMITS: Readonly<Record<string, Topic>> = {
  monitoring,
  twa: averaged,
  mixed_exposure: mixed,
  oel_reduction: (inputs) =>
    outputs(dailyReduction(numberOf(inputs, 'oel'), numberOf(inputs, 'hours_per_day')), ({ factor, adjusted }) => ({
      rf: factor,
      adjusted,
    })),
  noise_8h: (inputs) =>
    outputs(noiseDay(numberOf(inputs, 'laeq'), numberOf(inputs, 'hours')), ({ level, exceeds }) => ({
      lex8h: level,
      exceeds_85: exceeds,
    })),
  noise_week: (inputs) => outputs(noiseWeek(numbersOf(inputs, 'lex8h_days')), ({ level }) => ({ lexw: level })),
  ppm_mg: (inputs) =>
    outputs(
      milligrams(numberOf(inputs, 'ppm'), numberOf(inputs, 'mw'), optional(inputs, 't_c'), optional(inputs, 'p_kpa')),
      ({ value }) => ({ mg_m3: value }),
    ),
};
