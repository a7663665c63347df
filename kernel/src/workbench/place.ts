import { exposureAt, scenarioField, substance, type Outcome, type ScenarioField } from '@anlan/domain/consequence';
import { local } from '@anlan/domain/geo';
import { levelsOf, releaseOf, scenarioOf, weatherOf } from './assess.ts';
import type { Advice, LonLat, PlaceOutlook } from './outlook.ts';
import type { Setup } from './setup.ts';

/** m downwind and across (left positive) of a place. */
export function downwindOf({ place, weather }: Setup, [lon, lat]: Readonly<LonLat>): readonly [number, number] {
  const [east, north] = local({ lon: place[0], lat: place[1] }, { lon, lat });
  const heading = ((weather.from + 180) * Math.PI) / 180;
  const [s, c] = [Math.sin(heading), Math.cos(heading)];
  return [east * s + north * c, north * s - east * c];
}

/** Slowest speed (m/s) at which people walk out of the way. */
const WALK = 1;
/** Farthest way out across the wind, m. */
const WAY_OUT = 500;

/** Within so many metres of a source nobody is upwind of it. */
const NEAR = 25;

interface Measures {
  readonly peak: number;
  readonly indoorPeak: number;
  readonly arrival: number;
  readonly passage: number;
  readonly airChanges: number;
  /** ppm of the middle and the lowest level. */
  readonly middle: number;
  readonly low: number;
  readonly inSwing: boolean;
}

/**
 * Stay in or leave? Stay while the cloud passes sooner than the air changes and indoors stays below the second level;
 * leave where there is time to walk out before it comes.
 */
export function adviceFor({ peak, indoorPeak, arrival, passage, airChanges, middle, low, inSwing }: Measures): Advice {
  if (peak < low) return inSwing ? 'prepare' : 'clear';
  const passes = passage < 3600 / airChanges;
  if (indoorPeak < middle && (passes || peak < middle)) return 'shelter';
  return arrival * WALK > WAY_OUT || peak >= middle ? 'evacuate' : 'shelter';
}

interface Prepared {
  readonly field: ScenarioField;
  readonly at: (to: Readonly<LonLat>) => PlaceOutlook;
}

/** The exposure of places under a setup: the field is made once, then each place costs some tenths of a millisecond. */
export function placesUnder(setup: Setup): Outcome<Prepared> {
  const s = substance(setup.substance);
  const given = releaseOf(setup);
  if (!given.ok) return given;
  const levels = s === undefined ? [] : levelsOf({ ...setup, look: 'toxic' }, s);
  const field = scenarioField(scenarioOf(setup, given.value, levels));
  if (!field.ok || s === undefined) return field as Outcome<never>;
  const { size } = given.value;
  const value = (colour: string) => levels.find((level) => level.colour === colour)?.value;
  const low = value('yellow') ?? value('orange') ?? value('red') ?? Infinity;
  const middle = value('orange') ?? value('red') ?? Infinity;
  const at = (to: Readonly<LonLat>): PlaceOutlook => {
    const [along, across] = downwindOf(setup, to);
    // The cloud stands around its source, upwind too: whoever is there breathes what leaves it.
    const atSource = Math.hypot(along, across) <= Math.max(NEAR, field.value.field.upwind);
    const [downwind, crosswind] = atSource ? [Math.max(1, along), 0] : [along, across];
    const last = Math.max(1, downwind) / field.value.speed + (size.kind === 'continuous' ? size.duration : 600);
    const found = exposureAt({
      field: field.value,
      size,
      downwind,
      crosswind,
      airChanges: setup.airChanges,
      until: Math.min(4 * 3600, Math.max(1800, 1.5 * last)),
      ...(s.probitCpr18e && { probit: s.probitCpr18e }),
      molarMass: s.molarMass,
      temperature: weatherOf(setup).airTemperature,
      pressure: weatherOf(setup).pressure,
    });
    const axis = field.value.field.centre(Math.max(1, Math.hypot(downwind, crosswind)));
    return {
      ...found,
      outdoorDeath: found.outdoorDeath ?? null,
      indoorDeath: found.indoorDeath ?? null,
      downwind,
      crosswind,
      advice: adviceFor({
        peak: found.peak,
        indoorPeak: Math.max(...found.indoors),
        arrival: found.arrival,
        passage: size.kind === 'continuous' ? size.duration : 300,
        airChanges: setup.airChanges,
        middle,
        low,
        inSwing: downwind > 0 && Math.abs(Math.atan2(crosswind, downwind)) < Math.PI / 6 && axis >= low,
      }),
    };
  };
  return { ok: true, working: field.working, value: { field: field.value, at } };
}
