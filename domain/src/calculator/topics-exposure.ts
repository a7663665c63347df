import {
  dailyReduction,
  handVibration,
  heat,
  milligrams,
  mixture,
  noiseDay,
  noiseWeek,
  sampleStatistics,
  stel,
  twa,
  weeklyReduction,
  type LabourClass,
} from '../exposure/index.ts';
import { itemsOf, numberOf, numbersOf, optional, outputs, textOf, type Topic } from './inputs.ts';

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

/** Exposure at work. */
export const EXPOSURE_TOPICS: Readonly<Record<string, Topic>> = {
  twa: averaged,
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
  mixed_exposure: mixed,
  oel_reduction: (inputs) =>
    outputs(dailyReduction(numberOf(inputs, 'oel'), numberOf(inputs, 'hours_per_day')), ({ factor, adjusted }) => ({
      rf: factor,
      adjusted,
    })),
  weekly_reduction: (inputs) =>
    outputs(weeklyReduction(numberOf(inputs, 'oel'), numberOf(inputs, 'hours_per_week')), ({ factor, adjusted }) => ({
      rf: factor,
      adjusted,
    })),
  ppm_mg: (inputs) =>
    outputs(
      milligrams(numberOf(inputs, 'ppm'), numberOf(inputs, 'mw'), optional(inputs, 't_c'), optional(inputs, 'p_kpa')),
      ({ value }) => ({ mg_m3: value }),
    ),
  noise_8h: (inputs) =>
    outputs(noiseDay(numberOf(inputs, 'laeq'), numberOf(inputs, 'hours')), ({ level, exceeds }) => ({
      lex8h: level,
      exceeds_85: exceeds,
    })),
  noise_week: (inputs) => outputs(noiseWeek(numbersOf(inputs, 'lex8h_days')), ({ level }) => ({ lexw: level })),
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
};
