import {
  allowedFrequency,
  INDIVIDUAL_LIMITS,
  probitConstants,
  probitShare,
  substance,
  thermalProbit,
  toxicProbit,
  withinIndividualLimit,
  type Outcome,
  type ProtectionTarget,
} from '../consequence/index.ts';
import { isolationDistances } from '../emergency/index.ts';
import { TABLE_1 } from '../major-hazard/index.ts';
import { lec, lopa, lsMatrix, mes } from '../risk-scoring/index.ts';
import { exceeds } from '../working/index.ts';
import { numberOf, numbersOf, outputs, textOf, type Inputs, type Outputs, type Refusal, type Topic } from './inputs.ts';

const isTarget = (text: string): text is ProtectionTarget => Object.hasOwn(INDIVIDUAL_LIMITS, text);

/** “一般防护目标中的一类” is written with and without “中的”. */
const targetOf = (text: string): string => text.replace(/中的|\s/g, '');

function individual(inputs: Inputs): Outputs | Refusal {
  const target = targetOf(textOf(inputs, 'target'));
  if (!isTarget(target)) return { refused: `no protection target ${target}` };
  const installation = /在役|现有|existing|in service/i.test(textOf(inputs, 'state')) ? 'in service' : 'new';
  return { acceptable: withinIndividualLimit(numberOf(inputs, 'ir'), target, installation).within };
}

function societal(inputs: Inputs): Outputs {
  const [deaths, frequency] = [numberOf(inputs, 'N'), numberOf(inputs, 'F')];
  const above = (line: 'GB 36894 upper' | 'GB 36894 lower'): boolean =>
    exceeds(frequency, allowedFrequency(line, deaths));
  if (above('GB 36894 upper')) return { zone: '不可接受', acceptable: false };
  return above('GB 36894 lower') ? { zone: '尽可能降低' } : { zone: '可接受', acceptable: true };
}

const qra: Topic = (inputs) => {
  const point = 'ir' in inputs ? individual(inputs) : {};
  return 'refused' in point ? point : { ...('F' in inputs && societal(inputs)), ...point };
};

function probitOf(outcome: Outcome<{ readonly probit: number }>): Outputs | Refusal {
  if (!outcome.ok) return { refused: outcome.refusal.reason };
  return { Pr: outcome.value.probit, fraction: probitShare(outcome.value.probit) };
}

/** Longest exposure to heat the usual model counts, s; a case that gives more means all of it. */
const USUAL_EXPOSURE = 20;

/** A substance by its own name, or by the CAS number behind an alias such as 液氯. */
const known = (name: string): ReturnType<typeof substance> =>
  substance(name) ?? substance(TABLE_1.find(({ aliases }) => aliases.includes(name))?.cas[0] ?? name);

const probit: Topic = (inputs) => {
  if ('thermal_w_m2' in inputs) {
    const time = numberOf(inputs, 't_s');
    return probitOf(
      thermalProbit({ flux: numberOf(inputs, 'thermal_w_m2'), time, longest: Math.max(USUAL_EXPOSURE, time) }),
    );
  }
  const name = textOf(inputs, 'substance');
  const constants = probitConstants(known(name)?.cas ?? name);
  if (!constants) return { refused: `no probit of ${name}` };
  const { a, b, n } = constants;
  return probitOf(toxicProbit({ a, b, n, segments: [[numberOf(inputs, 'c_mg_m3'), numberOf(inputs, 't_min')]] }));
};

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

/** Scores, criteria, probability of death, distances. */
export const RISK_TOPICS: Readonly<Record<string, Topic>> = {
  lec: (inputs) =>
    outputs(lec(numberOf(inputs, 'L'), numberOf(inputs, 'E'), numberOf(inputs, 'C')), ({ D, band, level }) => ({
      D,
      band,
      level,
    })),
  ls_matrix: (inputs) =>
    outputs(lsMatrix(numberOf(inputs, 'L'), numberOf(inputs, 'S')), ({ R, level }) => ({ R, level })),
  mes: (inputs) =>
    outputs(mes(numberOf(inputs, 'M'), numberOf(inputs, 'E'), numberOf(inputs, 'S')), ({ R, grade }) => ({
      R,
      level: grade,
    })),
  lopa: (inputs) =>
    outputs(lopa(numberOf(inputs, 'initiating'), numbersOf(inputs, 'failures')), ({ frequency }) => ({ frequency })),
  qra,
  probit,
  isolation,
};
