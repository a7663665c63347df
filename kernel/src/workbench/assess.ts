import {
  blastEffect,
  fireballEffect,
  jetFireEffect,
  poolFireEffect,
  release,
  substance,
  thinned,
  threatScenario,
  toLonLat,
  type Effect,
  type Outcome,
  type Point,
  type Refusal,
  type Release,
  type Scenario,
  type Substance,
  type Working,
  type ZoneLevel,
} from '@anlan/domain/consequence';
import { flammableLevels, levelName, toxicLevelsBy } from './levels.ts';
import type { LonLat, NoOutlook, Outlook, Zone } from './outlook.ts';
import type { Setup } from './setup.ts';

/** Farthest distance drawn, m: what lies beyond is beyond every model here. */
const LIMIT = 10_000;
/** Air at the ground, Pa. */
const PRESSURE = 101_325;

/** The setup's weather as formulas take it. */
export const weatherOf = ({ weather }: Setup) => ({
  wind10: weather.wind10,
  stability: weather.stability,
  terrain: weather.terrain,
  airTemperature: weather.airTemperature,
  pressure: PRESSURE,
  humidity: weather.humidity,
});

const no = ({ input, reason, model }: Refusal): NoOutlook => ({ ok: false, input, reason, model });

/** The source term of a setup. */
export function releaseOf(setup: Setup): Outcome<Release> {
  const { vessel, breach } = setup;
  return release({
    substance: setup.substance,
    state: vessel.state,
    amount: vessel.amount,
    pressure: vessel.pressure,
    temperature: vessel.temperature,
    head: vessel.head,
    breach: breach.kind,
    phase: breach.phase,
    dischargeCoefficient: breach.coefficient,
    stopAfter: breach.stopAfter,
    weather: weatherOf(setup),
    ...(vessel.bundArea !== null && { bundArea: vessel.bundArea }),
    ...((breach.kind === 'hole' || breach.kind === 'pipe') && { holeDiameter: breach.holeDiameter }),
    ...(breach.kind === 'pipe' && { pipeLength: breach.pipeLength }),
    ...(breach.kind === 'steady' && { rate: breach.rate }),
  });
}

/** The dispersion scenario of a release. */
export function scenarioOf(
  setup: Setup,
  given: Release,
  levels: readonly ZoneLevel[],
): Scenario & {
  vapourFraction: number;
  releaseHeight: number;
  limit: number;
} {
  return {
    substance: setup.substance,
    size: given.size,
    sourceTemperature: given.sourceTemperature,
    vapourFraction: given.vapourFraction,
    releaseHeight: setup.releaseHeight,
    weather: weatherOf(setup),
    levels,
    limit: LIMIT,
    ...(setup.model !== 'auto' && { prefer: setup.model }),
  };
}

/** Levels of what is looked at; none where the substance has no such harm. */
export function levelsOf(setup: Setup, s: Substance): readonly ZoneLevel[] {
  return setup.look === 'flammable' ? flammableLevels(s) : toxicLevelsBy(s, setup.guideline);
}

/** Zones, profile and working of a setup, or why there are none. Pure; some ten milliseconds. */
export function assess(setup: Setup): Outlook | NoOutlook {
  const s = substance(setup.substance);
  if (s === undefined)
    return { ok: false, input: 'substance', reason: `${setup.substance} is not in the table`, model: 'release' };
  const given = releaseOf(setup);
  if (!given.ok) return no(given.refusal);
  const parts = [given.working, ...given.value.parts];
  return setup.look === 'toxic' || setup.look === 'flammable'
    ? cloud(setup, s, given.value, parts)
    : effect(setup, s, given.value, parts);
}

const placed = (setup: Setup, ring: readonly Point[]): LonLat[] => toLonLat(ring, setup.place, setup.weather.from);

function cloud(setup: Setup, s: Substance, given: Release, parts: readonly Working[]): Outlook | NoOutlook {
  const levels = levelsOf(setup, s);
  if (levels.length === 0)
    return {
      ok: false,
      input: setup.look === 'toxic' ? 'guideline' : 'look',
      reason: setup.look === 'toxic' ? 'no level of this guideline is set' : 'it does not burn',
      model: 'zones',
    };
  const result = threatScenario(scenarioOf(setup, given, levels));
  if (!result.ok) return no(result.refusal);
  const { value, working } = result;
  const zones = value.zones.map((zone): Zone => {
    const stretch = zone.distance > 0 ? zone.farthest / zone.distance : 1;
    const band = zone.ring.map(([x, y]): Point => [x > 0 ? x * stretch : x, y * Math.sqrt(stretch)]);
    return {
      name: levelName(zone.level),
      level: zone.level,
      distance: zone.distance,
      nearest: zone.nearest,
      farthest: zone.farthest,
      beyond: zone.beyond,
      width: 2 * zone.maxHalfWidth,
      area: zone.area,
      arrival: zone.arrival,
      ring: placed(setup, zone.ring),
      band: placed(setup, band),
      swing: placed(setup, zone.swing),
      local: zone.ring,
    };
  });
  return {
    ok: true,
    release: given,
    chosen: value.chosen,
    unit: 'ppm',
    zones,
    profile: value.profile.map(({ distance, ppm }) => ({ distance, value: ppm })),
    workings: [...parts, ...value.parts, working],
    warnings: unique([...parts, ...value.parts, working]),
  };
}

const unique = (workings: readonly Working[]): string[] => [...new Set(workings.flatMap(({ warnings }) => warnings))];

interface Burning {
  readonly outcome: Outcome<Effect>;
  readonly mass?: number;
}

function poolFire(setup: Setup, s: Substance, given: Release): Burning {
  const area = setup.vessel.bundArea;
  const diameter = given.poolDiameter ?? (area === null ? 10 : 2 * Math.sqrt(area / Math.PI));
  return { outcome: poolFireEffect(s, Math.min(100, diameter), weatherOf(setup)) };
}

function jetFire(setup: Setup, s: Substance, given: Release): Burning {
  const jet = {
    rate: given.outflow,
    holeDiameter: setup.breach.holeDiameter,
    pressure: setup.vessel.pressure,
    temperature: setup.vessel.temperature,
  };
  return { outcome: jetFireEffect(s, jet, weatherOf(setup)), mass: given.airborne };
}

const fireball = (setup: Setup, s: Substance): Burning => ({
  outcome: fireballEffect(s, setup.vessel.amount, weatherOf(setup)),
  mass: setup.vessel.amount,
});

/** Flammable mass: of a sudden release all of it, of a continuous one what is under way up to the lower limit. */
function blast(setup: Setup, s: Substance, given: Release): Burning {
  const mass = flammableMass(setup, s, given);
  return { outcome: blastEffect(s, Math.max(1, mass), setup.strength), mass };
}

function flammableMass(setup: Setup, s: Substance, given: Release): number {
  const { size } = given;
  if (size.kind === 'instantaneous') return size.mass;
  const limit = flammableLevels(s)[0];
  if (limit === undefined) return 0;
  const lower = { ...limit, value: (s.lowerFlammable ?? 0) * 1e6 };
  const result = threatScenario(scenarioOf(setup, given, [lower]));
  const reach = result.ok ? (result.value.zones[0]?.distance ?? 0) : 0;
  return Math.min(given.airborne, (size.rate * reach) / Math.max(1, setup.weather.wind10));
}

/** The effect of each look that is no cloud, and what it is called. */
const EFFECTS = {
  'pool-fire': ['pool fire', poolFire],
  'jet-fire': ['jet fire', jetFire],
  fireball: ['fireball', fireball],
  blast: ['multi-energy', blast],
} as const;

function effect(setup: Setup, s: Substance, given: Release, parts: readonly Working[]): Outlook | NoOutlook {
  const [chosen, compute] = EFFECTS[setup.look as keyof typeof EFFECTS];
  const { outcome, mass } = compute(setup, s, given);
  if (!outcome.ok) return no(outcome.refusal);
  const { value, working } = outcome;
  const workings = [...parts, ...value.parts, working];
  const zones = value.zones.map((zone): Zone => {
    const stretch = zone.distance > 0 ? zone.farthest / zone.distance : 1;
    const ring = placed(setup, zone.ring);
    return {
      name: levelName(zone.level),
      level: zone.level,
      distance: zone.distance,
      nearest: zone.nearest,
      farthest: zone.farthest,
      beyond: zone.beyond,
      width: 2 * zone.maxHalfWidth,
      area: zone.area,
      arrival: null,
      ring,
      band: placed(
        setup,
        zone.ring.map(([x, y]): Point => [x * stretch, y * stretch]),
      ),
      swing: ring,
      local: zone.ring,
    };
  });
  return {
    ok: true,
    release: given,
    chosen,
    unit: zones[0]?.level.unit ?? 'kW/m2',
    zones,
    profile: value.profile,
    ...(mass !== undefined && { burning: mass }),
    workings,
    warnings: [...new Set([...unique(workings), ...value.warnings])],
  };
}

/** A zone's outline with at most so many corners, open, as the map's question takes it; null where it has none. */
export function askRing(setup: Setup, { local }: Pick<Zone, 'local'>, corners = 120): LonLat[] | null {
  if (local.length < 4) return null;
  return placed(setup, thinned(local.slice(0, -1), corners));
}
