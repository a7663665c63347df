import { isAccidentLevel } from '../accident/index.ts';
import { isolationDistances } from '../emergency/index.ts';
import { handVibration, heat, sampleStatistics, stel, weeklyReduction, type LabourClass } from '../exposure/index.ts';
import { discretion, fineStep, type Circumstance } from '../law/index.ts';
import { pondGrade, pondKeeps, tankState, type DamKind, type PondGrade } from '../monitoring/index.ts';
import { lopa, mes } from '../risk-scoring/index.ts';
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

const DAMS: Readonly<Record<string, DamKind>> = { 上游式: 'upstream', '下游式、中线式': 'downstream' };

const isolation: Topic = (inputs) =>
  outputs(
    isolationDistances({
      un: textOf(inputs, 'un'),
      size: textOf(inputs, 'size') === '少量' ? 'small' : 'large',
      night: inputs['night'] === true,
      ...('wind' in inputs && { wind: numberOf(inputs, 'wind') }),
    }),
    ({ material, guide, isolation: radius, protect, beyond, waterGases }) => ({
      material,
      guide,
      isolation_m: radius,
      protect_km: protect,
      beyond_table: beyond,
      water_gases: waterGases,
    }),
  );

const range: Topic = (inputs) => {
  const [min, max] = [numberOf(inputs, 'min_yuan'), numberOf(inputs, 'max_yuan')];
  if (!(min >= 0 && max >= min)) return { refused: '法定幅度的上限不得小于下限' };
  const part = discretion({ min, max }, textOf(inputs, 'circumstance') as Circumstance);
  return { min_yuan: part.min, max_yuan: part.max };
};

const step: Topic = (inputs) => {
  const level = textOf(inputs, 'level');
  if (!isAccidentLevel(level)) return { refused: `“${level}”不是事故等级` };
  const harm = {
    deaths: optional(inputs, 'deaths'),
    serious: optional(inputs, 'serious_injuries'),
    loss: optional(inputs, 'direct_loss_yuan'),
  };
  return outputs(fineStep(level, harm, textOf(inputs, 'accident_on') || undefined), ({ unit }) => ({
    min_yuan: unit.min,
    max_yuan: unit.max,
  }));
};

/** Questions of the standards that the interface of case files does not name. */
export const MORE_TOPICS: Readonly<Record<string, Topic>> = {
  mes: (inputs) =>
    outputs(mes(numberOf(inputs, 'M'), numberOf(inputs, 'E'), numberOf(inputs, 'S')), ({ R, grade }) => ({
      R,
      level: grade,
    })),
  lopa: (inputs) =>
    outputs(lopa(numberOf(inputs, 'initiating'), numbersOf(inputs, 'failures')), ({ frequency }) => ({ frequency })),
  stel: (inputs) =>
    outputs(
      stel(
        itemsOf(inputs, 'samples').map((one) => ({
          concentration: numberOf(one, 'c_mg_m3'),
          minutes: numberOf(one, 'minutes'),
        })),
        optional(inputs, 'pc_stel'),
      ),
      ({ value, exceeds }) => ({ c_stel: value, exceeds }),
    ),
  weekly_reduction: (inputs) =>
    outputs(weeklyReduction(numberOf(inputs, 'oel'), numberOf(inputs, 'hours_per_week')), ({ factor, adjusted }) => ({
      rf: factor,
      adjusted,
    })),
  heat: (inputs) =>
    outputs(
      heat(
        {
          wetBulb: numberOf(inputs, 'wet_bulb'),
          globe: numberOf(inputs, 'globe'),
          ...('air_in_sun' in inputs && { airInSun: numberOf(inputs, 'air_in_sun') }),
        },
        textOf(inputs, 'labour') as LabourClass,
        numberOf(inputs, 'share_pct'),
        optional(inputs, 'outdoor_design') ?? 0,
      ),
      ({ wbgt, limit, exceeds }) => ({ wbgt, limit, exceeds }),
    ),
  hand_vibration: (inputs) =>
    outputs(handVibration(numberOf(inputs, 'acceleration'), numberOf(inputs, 'hours')), ({ a4, exceeds }) => ({
      a4,
      exceeds,
    })),
  sample_statistics: (inputs) =>
    outputs(sampleStatistics(numbersOf(inputs, 'values'), numberOf(inputs, 'limit')), (found) => ({
      count: found.count,
      geometric_mean: found.geometricMean,
      geometric_deviation: found.geometricDeviation,
      percentile_95: found.percentile95,
      exceedance: found.exceedance,
    })),
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
  isolation,
  discretion: range,
  fine_step: step,
};
