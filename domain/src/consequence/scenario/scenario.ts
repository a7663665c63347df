import { DIRECTION_SPREAD } from '../atmosphere/stability.ts';
import { puffSigma } from '../dispersion/sigma.ts';
import { heavyGasCriterion } from '../heavy/britter-mcquaid.ts';
import type { Substance } from '../substances/parse.ts';
import { lastCrossing } from '../numeric.ts';
import { substance } from '../substances/substances.ts';
import { chosen, fraction, notNegative, positive, temperature } from '../working/input.ts';
import { model, type Recorder } from '../working/model.ts';
import type { Outcome, Working } from '../working/outcome.ts';
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
  /** A model wished for instead of the Richardson number's choice. */
  readonly prefer?: 'heavy' | 'neutral';
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
  /** Workings of the source and of the choice of model. */
  readonly parts: readonly Working[];
  /** Centreline profile, ppm. */
  readonly profile: readonly { readonly distance: number; readonly ppm: number }[];
}

/** Level → zone with its band; a second field, where there is one, widens the band. */
function threatZone(
  field: GroundField,
  second: GroundField | undefined,
  level: ZoneLevel,
  scenario: Scenario,
): ThreatZone {
  const { limit, weather } = scenario;
  const zone = footprint(field, level.value, 1, limit);
  const reach = (of: GroundField, value: number): number => lastCrossing(of.centre, value, 1, limit) ?? 0;
  const opinion = second === undefined ? [] : [reach(second, level.value)];
  const all = [reach(field, 2 * level.value), zone.distance, reach(field, level.value / 2), ...opinion];
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
    choice: [
      "continuous (g0'V̇/(u³D))^(1/3) ≥ 0.15, instantaneous (g0'V0^(1/3))^½/u ≥ 0.20: heavy",
      'Britter & McQuaid, HSE CRR 17/1988',
      'confirmed',
    ],
    zone: [
      'last x with C = C*; band at 2C* and C*/2',
      'factor-two scatter of dispersion models (Hanna et al. 1993)',
      'confirmed',
    ],
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
    prefer: chosen,
  },
  defaults: { vapourFraction: 1, releaseHeight: 0, limit: 10_000 },
  compute(scenario, work) {
    const { size, weather } = scenario;
    const s = substance(scenario.substance);
    if (s === undefined) return work.refuse('substance', `${scenario.substance} is not in the table`);
    const fault = unusable(scenario);
    if (fault) return work.refuse(...fault);
    const amount = size.kind === 'continuous' ? size.rate : size.mass;
    const source = cloudSource(s, amount, scenario.sourceTemperature, scenario.vapourFraction, weather);
    if (!source.ok) return source;
    const cloud = source.value;
    work.step('source', "g0'", cloud.reducedGravity, 'm/s²');
    const volume = size.kind === 'continuous' ? { volumeRate: cloud.volume } : { volume: cloud.volume };
    const verdict = heavyGasCriterion({ ...volume, reducedGravity: cloud.reducedGravity, wind10: weather.wind10 });
    if (!verdict.ok) return verdict;
    const { criterion, threshold } = verdict.value;
    work.step('choice', 'Ri', criterion, '-');
    const dense = denseAs(scenario, verdict.value.dense, cloud.reducedGravity);
    if (dense !== verdict.value.dense) work.warn(`the model was chosen by hand: ${dense ? 'heavy' : 'neutral'}`);
    for (const text of doubts(scenario, dense)) work.warn(text);
    const { chosen, field, second } = chooseFields(s, cloud, dense, scenario);
    const zones = scenario.levels.map((level) => threatZone(field, second, level, scenario));
    for (const zone of zones) noteZone(zone, scenario.limit, work);
    return {
      chosen,
      criterion,
      threshold,
      source: cloud,
      zones,
      profile: profile(field, scenario.limit),
      parts: [source.working, verdict.working],
    };
  },
});

/** The input that no model here can use and why, or undefined. */
function unusable({ size, weather }: Scenario): [input: string, reason: string] | undefined {
  if (!(weather.wind10 >= 1))
    return ['weather', 'no model here holds below 1 m/s at 10 m: treat as calm, all directions'];
  const positive = size.kind === 'continuous' ? size.rate > 0 && size.duration > 0 : size.mass > 0;
  return positive ? undefined : ['size', 'rate, mass and duration must be above zero'];
}

/** The wish counts, except that what is no heavier than air has no heavy model. */
const denseAs = ({ prefer }: Scenario, dense: boolean, reducedGravity: number): boolean =>
  prefer === undefined ? dense : prefer === 'heavy' && reducedGravity > 0.1;

/** A dense release well above the ground mixes before it lands; the ground-based correlation would be wrong for it. */
const isHeavy = (dense: boolean, releaseHeight: number): boolean => dense && releaseHeight < 5;

function doubts({ releaseHeight, weather }: Scenario, dense: boolean): readonly string[] {
  const heavy = isHeavy(dense, releaseHeight);
  return [
    ...(dense && !heavy ? ['dense but released above 5 m: treated as neutral, a sinking plume is not modelled'] : []),
    ...(heavy && weather.terrain === 'urban'
      ? ['the heavy-gas correlation was made on open ground; streets channel dense gas']
      : []),
    LIMITS,
  ];
}

/** The ground field (ppm) of a scenario and how long its cloud takes to pass a place, s; for doses and risks. */
export interface ScenarioField {
  readonly chosen: ChosenModel;
  readonly field: GroundField;
  /** Spread along the wind (m) at x m. */
  readonly along: (x: number) => number;
  /** Speed (m/s) at which the cloud travels. */
  readonly speed: number;
}

/** The field of a scenario alone, without zones: the same choice of model as `threatScenario`, or its refusal. */
export function scenarioField(scenario: Scenario): Outcome<ScenarioField> {
  const s = substance(scenario.substance);
  const fault =
    s === undefined ? (['substance', `${scenario.substance} is not in the table`] as const) : unusable(scenario);
  if (s === undefined || fault)
    return {
      ok: false,
      refusal: {
        code: 'outside-model',
        model: 'release scenario',
        input: fault?.[0] ?? 'substance',
        reason: fault?.[1] ?? '',
      },
    };
  const { size, weather } = scenario;
  const amount = size.kind === 'continuous' ? size.rate : size.mass;
  const source = cloudSource(s, amount, scenario.sourceTemperature, scenario.vapourFraction, weather);
  if (!source.ok) return source;
  const volume = size.kind === 'continuous' ? { volumeRate: source.value.volume } : { volume: source.value.volume };
  const verdict = heavyGasCriterion({
    ...volume,
    reducedGravity: source.value.reducedGravity,
    wind10: weather.wind10,
  });
  if (!verdict.ok) return verdict;
  const { chosen, field } = chooseFields(
    s,
    source.value,
    denseAs(scenario, verdict.value.dense, source.value.reducedGravity),
    scenario,
    false,
  );
  const heavyPuff = chosen === 'Britter-McQuaid' && size.kind === 'instantaneous';
  return {
    ok: true,
    working: verdict.working,
    value: {
      chosen,
      field,
      // A slumping cloud is a disc of its own radius: two standard deviations.
      along: (x) =>
        heavyPuff ? field.halfWidth(x, field.centre(x) / 10) / 2 : puffSigma(Math.max(1, x), weather.stability).y,
      speed: heavyPuff ? 0.4 * weather.wind10 : weather.wind10,
    },
  };
}

/** The field that answers, and for a continuous heavy release a second opinion that widens the band. */
function chooseFields(
  s: Substance,
  cloud: CloudSource,
  dense: boolean,
  { size, weather, releaseHeight, limit }: Scenario,
  twice = true,
): { chosen: ChosenModel; field: GroundField; second?: GroundField } {
  const continuous = size.kind === 'continuous';
  if (!isHeavy(dense, releaseHeight)) {
    return {
      chosen: continuous ? 'Gaussian plume' : 'Gaussian puff',
      field: neutralField(s, size, weather, releaseHeight),
    };
  }
  const field = heavyField(heavyRelease(cloud, size, weather));
  return {
    chosen: 'Britter-McQuaid',
    field,
    ...(continuous && twice && { second: boxField(s, cloud, size.rate, weather, limit) }),
  };
}

function noteZone({ level, distance, arrival, beyond, ring }: ThreatZone, limit: number, work: Recorder): void {
  work.step('zone', `x(${level.value} ppm)`, distance, 'm');
  work.step('arrival', `t(${level.value} ppm)`, arrival, 's');
  if (beyond) work.warn(`${level.value} ppm reaches beyond ${limit} m`);
  if (ring.length === 0) work.warn(`${level.value} ppm is not exceeded on the ground`);
}

/** 120 points of the centreline, evenly in ln x from 10 m. */
function profile(field: GroundField, limit: number): ScenarioResult['profile'] {
  return Array.from({ length: 120 }, (_, i) => {
    const distance = 10 * (limit / 10) ** (i / 119);
    return { distance, ppm: field.centre(distance) };
  });
}
