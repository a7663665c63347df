import { sum } from '../numeric.ts';
import { chosen, fraction, notNegative, positive } from '../working/input.ts';
import { model } from '../working/model.ts';
import {
  allowedFrequency,
  INDIVIDUAL_LIMITS,
  type FnLineName,
  type Installation,
  type ProtectionTarget,
} from './criteria.ts';

/** One outcome at a place: frequency (1/yr), probability of weather and direction, probability of death. */
export interface PointOutcome {
  readonly frequency: number;
  readonly weatherDirection: number;
  readonly death: number;
}

const isProbability = (p: number): boolean => p >= 0 && p <= 1;

/** Individual risk (1/yr) at a point from its outcomes. */
export const individualRisk = model<
  { outcomes: readonly PointOutcome[]; presence: number },
  { risk: number },
  'presence'
>({
  name: 'individual risk at a point',
  title: '个人风险',
  equations: { risk: ['IR = p Σ f·P_weather,dir·P_death', 'CPR 18E ch. 6; AQ/T 3046-2013', 'confirmed'] },
  inputs: { outcomes: chosen, presence: fraction },
  defaults: { presence: 1 },
  compute({ outcomes, presence }, work) {
    const wrong = outcomes.find(
      (o) => !(o.frequency >= 0) || !isProbability(o.weatherDirection) || !isProbability(o.death),
    );
    if (wrong) return work.refuse('outcomes', 'frequencies are not negative and probabilities lie between 0 and 1');
    const risk =
      presence * sum(outcomes.map(({ frequency, weatherDirection, death }) => frequency * weatherDirection * death));
    return { risk: work.step('risk', 'IR', risk, '1/yr') };
  },
});

/** Individual risk (1/yr) from a narrow plume that may blow in any direction with equal chance. */
export const directionalRisk = model<
  { frequency: number; distance: number; halfWidth: number; lethality: number },
  { arc: number; risk: number }
>({
  name: 'individual risk from a directional plume',
  title: '定向烟羽个人风险',
  equations: {
    arc: ['Δθ = 2 asin(w/r)', 'geometry', 'confirmed'],
    risk: ['IR = f P_death Δθ/2π (uniform wind rose)', 'CPR 18E ch. 6', 'confirmed'],
  },
  inputs: { frequency: notNegative('1/yr'), distance: positive('m'), halfWidth: notNegative('m'), lethality: fraction },
  defaults: {},
  compute({ frequency, distance, halfWidth, lethality }, work) {
    const arc = work.step(
      'arc',
      'Δθ',
      halfWidth >= distance ? 2 * Math.PI : 2 * Math.asin(halfWidth / distance),
      'rad',
    );
    return { arc, risk: work.step('risk', 'IR', (frequency * lethality * arc) / (2 * Math.PI), '1/yr') };
  },
});

/** What an outcome does to someone outdoors at (downwind, crosswind) m, 0–1. */
export interface FieldOutcome {
  readonly frequency: number;
  readonly probability: number;
  readonly death: (downwind: number, crosswind: number) => number;
}

/**
 * Location-specific individual risk (1/yr) at `east`, `north` m from the source: each outcome's footprint turned through the
 * wind rose, `rose[i]` = probability that the wind comes from 360·i/n degrees, each sector sampled five times.
 */
export function locationRisk(
  outcomes: readonly FieldOutcome[],
  rose: readonly number[],
  east: number,
  north: number,
): number {
  const samples = 5;
  const sector = (2 * Math.PI) / rose.length;
  let risk = 0;
  rose.forEach((share, i) => {
    for (let k = 0; k < samples; k++) {
      const heading = i * sector + Math.PI + ((k + 0.5) / samples - 0.5) * sector;
      const [s, c] = [Math.sin(heading), Math.cos(heading)];
      const downwind = east * s + north * c;
      const crosswind = north * s - east * c;
      for (const { frequency, probability, death } of outcomes)
        risk += (frequency * probability * share * death(downwind, crosswind)) / samples;
    }
  });
  return risk;
}

/** An outcome with N deaths and its frequency (1/yr). */
export interface SocietalOutcome {
  readonly frequency: number;
  readonly deaths: number;
}

/** Frequency (1/yr) of N or more deaths. */
export const cumulativeFrequency = (outcomes: readonly SocietalOutcome[], deaths: number): number =>
  sum(outcomes.filter((o) => o.deaths >= deaths).map((o) => o.frequency));

export interface FnResult {
  /** Steps of the curve, N ascending. */
  readonly points: readonly { readonly deaths: number; readonly frequency: number }[];
  /** Expected deaths a year. */
  readonly potentialLossOfLife: number;
  readonly exceeds: boolean;
  /** 不可接受区, 尽可能降低区 or 可接受区 of GB 36894-2018. */
  readonly region: '不可接受区' | '尽可能降低区' | '可接受区';
}

/** Steps of the curve, N ascending: one sum over the outcomes from the worst down. */
function curveOf(outcomes: readonly SocietalOutcome[]): { deaths: number; frequency: number }[] {
  const steps: { deaths: number; frequency: number }[] = [];
  let total = 0;
  for (const { deaths, frequency } of outcomes.filter((o) => o.deaths >= 1).toSorted((a, b) => b.deaths - a.deaths)) {
    total += frequency;
    const last = steps.at(-1);
    if (last?.deaths === deaths) last.frequency = total;
    else steps.push({ deaths, frequency: total });
  }
  return steps.reverse();
}

/** F–N curve, potential loss of life and the verdict against a criterion line and GB 36894-2018. */
export const fnCurve = model<{ outcomes: readonly SocietalOutcome[]; criterion: FnLineName }, FnResult, 'criterion'>({
  name: 'F-N curve',
  title: '社会风险 F–N 曲线',
  equations: {
    curve: ['F(N) = Σ f of outcomes with at least N deaths', 'CPR 18E ch. 6; GB 36894-2018', 'confirmed'],
    loss: ['PLL = Σ f N', 'CPR 18E ch. 6', 'confirmed'],
    criterion: ['F(N) against the criterion line at each step of the curve', 'GB 36894-2018', 'confirmed'],
  },
  inputs: { outcomes: chosen, criterion: chosen },
  defaults: { criterion: 'GB 36894 upper' },
  compute({ outcomes, criterion }, work) {
    if (outcomes.some((o) => !(o.frequency >= 0) || !(o.deaths >= 0)))
      return work.refuse('outcomes', 'frequencies and deaths are not negative');
    const points = curveOf(outcomes).map(({ deaths, frequency }) => ({
      deaths,
      frequency: work.step('curve', `F(${deaths})`, frequency, '1/yr'),
    }));
    const over = (line: FnLineName): boolean =>
      points.some(({ deaths, frequency }) => frequency > allowedFrequency(line, deaths));
    const exceeds = work.step('criterion', criterion, over(criterion), '');
    const reducible = over('GB 36894 lower') ? '尽可能降低区' : '可接受区';
    return {
      points,
      exceeds,
      potentialLossOfLife: work.step('loss', 'PLL', sum(outcomes.map((o) => o.frequency * o.deaths)), '1/yr'),
      region: over('GB 36894 upper') ? '不可接受区' : reducible,
    };
  },
});

/** Is an individual risk (1/yr) at a protection target within GB 36894-2018? */
export function withinIndividualLimit(
  risk: number,
  target: ProtectionTarget,
  installation: Installation,
): { readonly within: boolean; readonly limit: number } {
  const limit = INDIVIDUAL_LIMITS[target][installation];
  return { within: risk <= limit, limit };
}
