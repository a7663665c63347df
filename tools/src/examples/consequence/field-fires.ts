import * as c from '@anlan/domain/consequence';
import { number, optional, value, type Case, type Inputs } from './case.ts';
import type { Pair, TrialFamily } from './trial-family.ts';

/** Surface emissive power of large LNG pool fires on land, kW/m². */
const LNG_POWER = 220;
const METHANE = { molarMass: 0.01604, heatCapacityRatio: 1.31, heatOfCombustion: 5.0e7 };

interface FluxRow {
  readonly x_m: number | readonly number[];
  readonly kW_m2: number | readonly number[];
}

interface PoolObserved {
  readonly flame_length_m: number | readonly number[];
  readonly wide_angle_flux?: readonly FluxRow[];
  readonly flux_on_bearing_0?: readonly FluxRow[];
}

interface Phase {
  readonly burn_kg_m2s: number;
  readonly wind: number;
}

const list = (values: number | readonly number[] | undefined): readonly number[] =>
  typeof values === 'number' ? [values] : (values ?? []);

/** The steady phases of a trial: stated one by one, or one for the whole. */
function phases(i: Inputs): readonly Phase[] {
  const stated = i['phases'] as readonly { readonly burn_kg_m2s: number; readonly u_9m_m_s: number }[] | undefined;
  if (stated) return stated.map(({ burn_kg_m2s, u_9m_m_s }) => ({ burn_kg_m2s, wind: u_9m_m_s }));
  return [{ burn_kg_m2s: number(i, 'burn_kg_m2s'), wind: number(i, 'u_m_s') }];
}

/** Radiometers stood across the wind in all three trials, or on both sides of it. */
function flame(i: Inputs, { burn_kg_m2s, wind }: Phase, crosswind: number) {
  const humidity = optional(i, 'RH_pct');
  const waterPressure =
    humidity === undefined ? undefined : (humidity / 100) * c.waterVapourPressure(number(i, 'T_amb_C') + 273.15);
  return value(
    c.poolFire({
      diameter: number(i, 'D_m'),
      burning: burn_kg_m2s,
      wind,
      emissivePower: LNG_POWER,
      downwind: 0,
      crosswind,
      waterPressure,
      correlation: 'moorhouse',
    }),
  );
}

/** Rows hold one flux for each phase at a place, or one for each of several places. */
function poolFlux(trial: Case): readonly Pair[] {
  const observed = trial.observed as PoolObserved;
  const steady = phases(trial.inputs);
  const rows = [...(observed.wide_angle_flux ?? []), ...(observed.flux_on_bearing_0 ?? [])];
  return rows.flatMap(({ x_m, kW_m2 }) =>
    list(kW_m2).flatMap((flux, k) => {
      const x = typeof x_m === 'number' ? x_m : x_m[k];
      const phase = steady[typeof x_m === 'number' ? k : 0];
      return x === undefined || phase === undefined
        ? []
        : [{ observed: flux, predicted: flame(trial.inputs, phase, x).flux }];
    }),
  );
}

function poolLength(trial: Case): readonly Pair[] {
  const lengths = list((trial.observed as PoolObserved).flame_length_m);
  return phases(trial.inputs).flatMap((phase, k) => {
    const observed = lengths[k];
    return observed === undefined ? [] : [{ observed, predicted: flame(trial.inputs, phase, 100).length }];
  });
}

/** Chamberlain's still-air length of a horizontal jet: the conservative one. */
function jet(trial: Case): readonly Pair[] {
  const i = trial.inputs;
  const observed = trial.observed as { readonly flame_length_m: number; readonly radiative_fraction: number };
  const result = value(
    c.jetFire({
      ...METHANE,
      massRate: number(i, 'mass_rate_kg_s'),
      holeDiameter: number(i, 'hole_diameter_m'),
      temperature: 288.15,
      pressure: number(i, 'P_Pa'),
    }),
  );
  return [
    { observed: observed.flame_length_m, predicted: result.stillLength },
    { observed: observed.radiative_fraction, predicted: result.radiativeFraction },
  ];
}

function fireball(trial: Case): readonly Pair[] {
  const i = trial.inputs;
  const { peak_flux: peaks } = trial.observed as {
    readonly peak_flux: readonly { readonly x_m: number; readonly kW_m2: number }[];
  };
  const radiativeFraction = value(c.robertsFraction({ burstPressure: number(i, 'burst_P_Pa') / 1e6 })).fraction;
  return peaks.map(({ x_m, kW_m2 }) => ({
    observed: kW_m2,
    predicted: value(
      c.fireball({
        mass: number(i, 'mass_kg'),
        heatOfCombustion: METHANE.heatOfCombustion,
        radiativeFraction,
        distance: x_m,
      }),
    ).flux,
  }));
}

/** The middle of the range of small natural-gas burners. */
function burner(trial: Case): readonly Pair[] {
  const [low, high] = c.RADIATIVE_FRACTIONS['natural-gas burner'] ?? [0, 0];
  return [
    {
      observed: (trial.observed as { readonly radiative_fraction: number }).radiative_fraction,
      predicted: (low + high) / 2,
    },
  ];
}

const mostWithinTwo = (s: c.Scores): boolean => s.fac2 >= 0.5;

/** LNG pool fires, natural-gas jets, LNG fireballs and a burner. */
export const FIRE_TRIALS: readonly TrialFamily[] = [
  {
    model: 'pool fire',
    predictions: [
      { name: 'flux, Moorhouse tilted cylinder', of: poolFlux },
      { name: 'flame length, Moorhouse', of: poolLength },
    ],
    accepts: mostWithinTwo,
  },
  {
    model: 'jet fire',
    predictions: [{ name: 'Chamberlain length and radiative fraction', of: jet }],
    accepts: mostWithinTwo,
  },
  { model: 'fireball', predictions: [{ name: 'CCPS size, Roberts fraction', of: fireball }], accepts: mostWithinTwo },
  {
    model: 'radiative fraction',
    predictions: [{ name: 'middle of the typical range', of: burner }],
    accepts: mostWithinTwo,
  },
];
