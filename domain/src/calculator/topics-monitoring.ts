import { alarmLimit, chemicalLimits } from '../exposure/index.ts';
import {
  combustibleAlarm,
  fatigue,
  fatigueOfTotal,
  isMineGas,
  methane,
  mineGasAlarm,
  oxygenAlarm,
  pondGrade,
  pondKeeps,
  tankState,
  toxicAlarm,
  type DamKind,
  type PondGrade,
} from '../monitoring/index.ts';
import {
  numberOf,
  numbersOf,
  optional,
  outputs,
  textOf,
  type Inputs,
  type Outputs,
  type Refusal,
  type Topic,
} from './inputs.ts';

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

const DAMS: Readonly<Record<string, DamKind>> = { 上游式: 'upstream', '下游式、中线式': 'downstream' };

/** Readings against the limits of their standard. */
export const MONITORING_TOPICS: Readonly<Record<string, Topic>> = {
  monitoring,
  tank: (inputs) =>
    outputs(
      tankState(numberOf(inputs, 'value'), {
        ...('high_high' in inputs && { highHigh: numberOf(inputs, 'high_high') }),
        ...('high' in inputs && { high: numberOf(inputs, 'high') }),
        ...('low' in inputs && { low: numberOf(inputs, 'low') }),
        ...('low_low' in inputs && { lowLow: numberOf(inputs, 'low_low') }),
      }),
      ({ state, interlock }) => ({ state, interlock }),
    ),
  pond_grade: (inputs) =>
    outputs(pondGrade(numberOf(inputs, 'capacity'), numberOf(inputs, 'height')), ({ grade }) => ({ grade })),
  pond_keeps: (inputs) =>
    outputs(
      pondKeeps(
        numberOf(inputs, 'grade') as PondGrade,
        DAMS[textOf(inputs, 'dam')] ?? 'upstream',
        numberOf(inputs, 'freeboard'),
        numberOf(inputs, 'beach'),
      ),
      ({ freeboard, beach }) => ({ freeboard_kept: freeboard, beach_kept: beach }),
    ),
};
