import { DIRECTION_SPREAD } from '../atmosphere/stability.ts';
import { heavyGasCriterion } from '../heavy/britter-mcquaid.ts';
import { substance } from '../substances/substances.ts';
import { chosen, fraction, notNegative, positive, temperature } from '../working/input.ts';
import { model } from '../working/model.ts';
import { footprint, windSwing, type Footprint, type GroundField, type Point } from '../zones/footprint.ts';
import type { ZoneLevel } from '../zones/levels.ts';
import { boxField, heavyField, heavyRelease, neutralField } from './fields.ts';
import { cloudSource, type CloudSource, type ReleaseSize, type Weather } from './source.ts';

export interface Scenario {
  /** CAS number or name. */
  readonly substance: string;
  readonly size: ReleaseSize;
  /** Of the escaping vapour, K. */
  readonly sourceTemperature: number;
  /** Mass fraction of vapour in what stays airborne; below 1 droplets travel with it. */
  readonly vapourFraction: number;
  readonly releaseHeight: number;
  readonly weather: Weather;
  /** In ppm. */
  readonly levels: readonly ZoneLevel[];
  /** Farthest distance reported, m. */
  readonly limit: number;
}

export type ChosenModel = 'Britter-McQuaid' | 'Gaussian plume' | 'Gaussian puff';

export interface ThreatZone extends Footprint {
  readonly level: ZoneLevel;
  /** Distances at twice and half the level: the models' factor-two scatter; with the box model's reach where it ran. */
  readonly nearest: number;
  readonly farthest: number;
  /** Seconds until the front reaches the farthest point. */
  readonly arrival: number;
  /** Where the zone may lie as the wind swings by ± 1.96 σθ; closed ring. */
  readonly swing: readonly Point[];
}

export interface ScenarioResult {
  readonly chosen: ChosenModel;
  /** Richardson-type criterion of the release and its threshold. */
  readonly criterion: number;
  readonly threshold: number;
  readonly source: CloudSource;
  readonly zones: readonly ThreatZone[];
  /** Centreline profile, ppm. */
  readonly profile: readonly { readonly distance: number; readonly ppm: number }[];
}

/** Level → zone with its band; a second field, where there is one, widens the band. */
function threatZone(field: GroundField, second: GroundField | undefined, level: ZoneLevel, scenario: Scenario): ThreatZone {
  const { limit, weather } = scenario;
  const zone = footprint(field, level.value, 1, limit);
  const reaches = [2, 0.5].map((factor) => footprint(field, level.value * factor, 1, limit).distance);
  const opinion = second && footprint(second, level.value, 1, limit).distance;
  const all = [...reaches, zone.distance, ...(opinion === undefined ? [] : [opinion])];
  const spread = DIRECTION_SPREAD[weather.stability] * (weather.wind10 < 3 ? 3 / weather.wind10 : 1);
  return {
    ...zone,
    level,
    nearest: Math.min(...all),
    farthest: Math.max(...all),
    arrival: zone.distance / weather.wind10,
    swing: windSwing(zone.ring, spread),
  };
}

const LIMITS =
  'not modelled: chemical reactions, particulates, terrain and buildings, shifting wind, fragments, by-products of combustion; steady wind along the whole path';

/** Toxic or flammable threat zones of a release: heavy or neutral model chosen by Richardson number, footprints, bands, working. */
export const threatScenario = model<Scenario, ScenarioResult, 'vapourFraction' | 'releaseHeight' | 'limit'>({
  name: 'release scenario',
  title: '泄漏扩散威胁区',
  equations: {
    source: ["g0' = g(ρ0 − ρa)/ρa", 'Britter & McQuaid 1988', 'confirmed'],
    choice: ["continuous (g0'V̇/(u³D))^(1/3) ≥ 0.15, instantaneous (g0'V0^(1/3))^½/u ≥ 0.20: heavy", 'Britter & McQuaid, HSE CRR 17/1988', 'confirmed'],
    zone: ['last x with C = C*; band at 2C* and C*/2', 'factor-two scatter of dispersion models (Hanna et al. 1993)', 'confirmed'],
    arrival: ['t = x/u10', 'CCPS', 'from memory'],
  },
  inputs: {
    substance: chosen,
    size: chosen,
    sourceTemperature: temperature,
    vapourFraction: fraction,
    releaseHeight: notNegative('m', [0, 200]),
    weather: chosen,
    levels: chosen,
    limit: positive('m', [100, 10_000]),
  },
  defaults: { vapourFraction: 1, releaseHeight: 0, limit: 10_000 },
  compute(scenario, work) {
    const { size, weather } = scenario;
    const s = substance(scenario.substance);
    if (s === undefined) return work.refuse('substance', `${scenario.substance} is not in the table`);
    if (!(weather.wind10 >= 1)) return work.refuse('weather', 'no model here holds below 1 m/s at 10 m: treat as calm, all directions');
    const amount = size.kind === 'continuous' ? size.rate : size.mass;
    if (!(amount > 0) || (size.kind === 'continuous' && !(size.duration > 0))) return work.refuse('size', 'rate, mass and duration must be above zero');
    const source = cloudSource(s, amount, scenario.sourceTemperature, scenario.vapourFraction, weather);
    if (!source.ok) return source;
    const cloud = source.value;
    work.step('source', "g0'", cloud.reducedGravity, 'm/s²');
    const volume = size.kind === 'continuous' ? { volumeRate: cloud.volume } : { volume: cloud.volume };
    const verdict = heavyGasCriterion({ ...volume, reducedGravity: cloud.reducedGravity, wind10: weather.wind10 });
    if (!verdict.ok) return verdict;
    const { criterion, threshold } = verdict.value;
    work.step('choice', 'Ri', criterion, '-');
    // A dense release well above the ground mixes before it lands; the ground-based correlation would be wrong for it.
    const heavy = verdict.value.dense && scenario.releaseHeight < 5;
    if (verdict.value.dense && !heavy) work.warn('dense but released above 5 m: treated as neutral, a sinking plume is not modelled');
    const field = heavy ? heavyField(heavyRelease(cloud, size, weather)) : neutralField(s, size, weather, scenario.releaseHeight);
    const second = heavy && size.kind === 'continuous' ? boxField(s, cloud, size.rate, weather, scenario.limit) : undefined;
    const zones = scenario.levels.map((level) => threatZone(field, second, level, scenario));
    for (const zone of zones) {
      work.step('zone', `x(${zone.level.value} ppm)`, zone.distance, 'm');
      work.step('arrival', `t(${zone.level.value} ppm)`, zone.arrival, 's');
      if (zone.beyond) work.warn(`${zone.level.value} ppm reaches beyond ${scenario.limit} m`);
      if (zone.ring.length === 0) work.warn(`${zone.level.value} ppm is not exceeded on the ground`);
    }
    work.warn(LIMITS);
    const chosenModel: ChosenModel = heavy ? 'Britter-McQuaid' : size.kind === 'continuous' ? 'Gaussian plume' : 'Gaussian puff';
    return { chosen: chosenModel, criterion, threshold, source: cloud, zones, profile: profile(field, scenario.limit) };
  },
});

/** 120 points of the centreline, evenly in ln x from 10 m. */
function profile(field: GroundField, limit: number): ScenarioResult['profile'] {
  return Array.from({ length: 120 }, (_, i) => {
    const distance = 10 * (limit / 10) ** (i / 119);
    return { distance, ppm: field.centre(distance) };
  });
}
