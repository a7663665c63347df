import {
  directIgnition,
  fireballEffect,
  fireballSize,
  LONGEST_EXPOSURE,
  massConcentration,
  passageTime,
  probitShare,
  scenarioField,
  substance,
  thermalProbit,
  valueAt,
  VESSEL_FREQUENCIES,
  type Effect,
  type LethalOutcome,
  type Release,
  type Stability,
  type Substance,
} from '@anlan/domain/consequence';
import { releaseOf, scenarioOf, weatherOf } from './assess.ts';
import type { Setup } from './setup.ts';

/** A weather of the year with its share, and its own wind rose where statistics gave one. */
export interface WeatherShare {
  readonly stability: Stability;
  readonly wind10: number;
  readonly share: number;
  readonly rose?: readonly number[];
}

/** Weather of the year where no statistics are kept: neutral and stable (assumed shares, shown with the result). */
export const YEAR: readonly WeatherShare[] = [
  { stability: 'D', wind10: 5, share: 0.45 },
  { stability: 'D', wind10: 2, share: 0.3 },
  { stability: 'F', wind10: 1.5, share: 0.25 },
];
/** Share of the outdoor toxic lethality that counts indoors (CPR 18E). */
const INDOOR_SHARE = 0.1;

/** The three standard failures of a vessel with their generic frequencies. */
const FAILURES = ['rupture', 'ten-minutes', 'hole'] as const;

function failing(setup: Setup, kind: (typeof FAILURES)[number], at: WeatherShare): Setup {
  return {
    ...setup,
    breach: { ...setup.breach, kind, holeDiameter: 0.01, phase: 'liquid', coefficient: 0.62, stopAfter: 1800 },
    weather: { ...setup.weather, wind10: at.wind10, stability: at.stability },
  };
}

interface Case {
  readonly setup: Setup;
  readonly given: Release;
  readonly frequency: number;
  readonly share: number;
}

/** Where a cloud is looked at along the wind, m: from the first to the last distance, each so many times the one before. */
const [FIRST, LAST, FACTOR] = [5, 10_000, 1.1];

/** The distance (m) beyond which nobody dies on the axis. What leaks high up comes down to people only farther off. */
function reachOf(death: (distance: number) => number): number {
  let reach = FIRST;
  for (let at = FIRST; at < LAST; at *= FACTOR) if (death(at) > 0) reach = at * FACTOR;
  return reach;
}

function toxic(s: Substance, { setup, given, frequency, share }: Case): LethalOutcome[] {
  const probit = s.probitCpr18e;
  if (probit === undefined) return [];
  const found = scenarioField(scenarioOf(setup, given, []));
  if (!found.ok) return [];
  const { field } = found.value;
  const weather = weatherOf(setup);
  const perPpm = 1e6 * massConcentration(1e-6, s.molarMass, weather.airTemperature, weather.pressure);
  const death = (x: number, y: number): number => {
    const ppm = valueAt(field, x, y);
    if (ppm < 1) return 0;
    const minutes = Math.min(LONGEST_EXPOSURE, passageTime(found.value, given.size, x)) / 60;
    const dead = probitShare(probit.a + probit.b * Math.log((ppm * perPpm) ** probit.n * minutes));
    return dead < 1e-3 ? 0 : dead;
  };
  const reach = reachOf((x) => death(x, 0));
  return [{ frequency, probability: share, reach, outdoors: death, indoors: (x, y) => INDOOR_SHARE * death(x, y) }];
}

/** Fireball on direct ignition of a burst vessel, flash fire at the cloud's largest extent otherwise (CPR 18E). */
function burning(s: Substance, one: Case): LethalOutcome[] {
  if (s.lowerFlammable === undefined) return [];
  const { setup, given, frequency, share } = one;
  const { size } = given;
  const direct = directIgnition(
    'gas, average or high reactivity',
    size.kind === 'continuous' ? { rate: size.rate } : { mass: size.mass },
  );
  const ball =
    size.kind === 'instantaneous' ? fireballEffect(s, Math.max(100, setup.vessel.amount), weatherOf(setup)) : undefined;
  const found = scenarioField(scenarioOf(setup, given, []));
  const flash: LethalOutcome[] = [];
  if (found.ok) {
    const lower = s.lowerFlammable * 1e6;
    const inside = (x: number, y: number): number => (valueAt(found.value.field, x, y) >= lower ? 1 : 0);
    const reach = reachOf((x) => inside(x, 0));
    flash.push({ frequency: frequency * (1 - direct), probability: share, reach, outdoors: inside, indoors: inside });
  }
  return [
    ...flash,
    ...(ball?.ok === true ? [fireballDeath(ball.value, setup.vessel.amount, frequency * direct * 0.7, share)] : []),
  ];
}

function fireballDeath(ball: Effect, mass: number, frequency: number, share: number): LethalOutcome {
  const { duration } = fireballSize(mass, 'CCPS');
  const reach = ball.profile.at(-1)?.distance ?? 0;
  const flux = (r: number): number => ball.profile.find(({ distance }) => distance >= r)?.value ?? 0;
  const of = (r: number) => thermalProbit({ flux: Math.max(1, 1000 * flux(r)), time: duration });
  const dead = (r: number, where: 'outdoors' | 'indoors'): number => {
    const result = of(r);
    return result.ok && result.value[where] > 1e-3 ? result.value[where] : 0;
  };
  return {
    frequency,
    probability: share,
    reach,
    outdoors: (x, y) => dead(Math.hypot(x, y), 'outdoors'),
    indoors: (x, y) => dead(Math.hypot(x, y), 'indoors'),
  };
}

/** Outcomes of the standard failures of a setup's vessel over the year's weather, or why none can be computed. */
export function lethalOutcomes(
  setup: Setup,
  year: readonly WeatherShare[],
): { readonly outcomes: LethalOutcome[] } | { readonly input: string; readonly reason: string } {
  const s = substance(setup.substance);
  if (s === undefined) return { input: 'substance', reason: `${setup.substance} is not in the table` };
  if (s.probitCpr18e === undefined && s.lowerFlammable === undefined)
    return { input: 'substance', reason: 'neither a probit nor a flammable limit: no lethality is known' };
  let refusal: { input: string; reason: string } | undefined;
  const outcomes = FAILURES.flatMap((kind, i) =>
    year.flatMap((weather): LethalOutcome[] => {
      const changed = failing(setup, kind, weather);
      const given = releaseOf(changed);
      if (!given.ok) {
        refusal ??= given.refusal;
        return [];
      }
      const frequency = VESSEL_FREQUENCIES[setup.vessel.kind]?.[i] ?? 0;
      const one = { setup: changed, given: given.value, frequency, share: weather.share };
      const found = s.probitCpr18e === undefined ? burning(s, one) : toxic(s, one);
      return weather.rose === undefined ? found : found.map((outcome) => ({ ...outcome, rose: weather.rose ?? [] }));
    }),
  );
  return outcomes.length > 0 || refusal === undefined ? { outcomes } : refusal;
}
