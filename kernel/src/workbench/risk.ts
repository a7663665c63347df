import {
  fnCurve,
  riskContours,
  riskField,
  societalOutcomes,
  withinIndividualLimit,
  type FnResult,
  type Installation,
  type LethalOutcome,
  type People,
  type ProtectionTarget,
  type RiskSource,
  type SocietalOutcome,
  type Working,
} from '@anlan/domain/consequence';
import { fromLocal, local } from '@anlan/domain/geo';
import { lethalOutcomes, YEAR, type WeatherShare } from './lethal.ts';
import type { LonLat } from './outlook.ts';
import type { Setup } from './setup.ts';

/** A count of people at a place of the register. */
export interface Crowd {
  readonly lon: number;
  readonly lat: number;
  readonly count: number;
}

/** A place whose individual risk is judged by GB 36894-2018. */
export interface RiskTarget {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly target: ProtectionTarget;
}

export interface RiskWish {
  readonly sources: readonly Setup[];
  readonly crowds: readonly Crowd[];
  readonly targets: readonly RiskTarget[];
  readonly installation: Installation;
  /** Weather statistics; the assumed year without. */
  readonly year?: readonly WeatherShare[];
}

/** Where an individual risk is exceeded. */
export interface RiskContour {
  /** 1/yr */
  readonly level: number;
  readonly rings: readonly (readonly LonLat[])[];
  /** m² */
  readonly area: number;
  /** m from the nearest source to the farthest point of the contour; 0 where the level is nowhere exceeded. */
  readonly distance: number;
}

export interface JudgedTarget {
  readonly id: string;
  /** 1/yr */
  readonly risk: number;
  readonly limit: number;
  readonly within: boolean;
}

export interface Risk {
  readonly ok: true;
  readonly contours: readonly RiskContour[];
  readonly fn: FnResult;
  /** Worst first. */
  readonly targets: readonly JudgedTarget[];
  readonly people: number;
  readonly sources: number;
  /** Sources left out: which, the name of its origin (empty where drawn by hand), and the formula's reason. */
  readonly left: readonly { readonly index: number; readonly name: string; readonly reason: string }[];
  readonly outcomes: number;
  readonly working: Working;
}
export interface NoRisk {
  readonly ok: false;
  readonly input: string;
  readonly reason: string;
}

const ROSE = Array.from({ length: 16 }, () => 1 / 16);
/** Limits of GB 36894-2018, 1/yr. */
export const RISK_LEVELS = [3e-5, 1e-5, 3e-6, 3e-7] as const;
/** Share of people indoors (day 0.93, night 0.99; CPR 18E). */
const INDOORS = 0.95;

const lonLat = ([lon, lat]: Readonly<LonLat>) => ({ lon, lat });

interface Placed extends RiskSource {
  readonly outcomes: readonly LethalOutcome[];
}

/** Individual risk as contours, the risk at protection targets, and the F–N curve of one source or of a site's sources together. */
export function riskOf({ sources, crowds, targets, installation, year = YEAR }: RiskWish): Risk | NoRisk {
  const [first] = sources;
  if (first === undefined) return { ok: false, input: 'sources', reason: 'no source is given' };
  const origin = lonLat(first.place);
  const left: { index: number; name: string; reason: string; input: string }[] = [];
  const placed = sources.flatMap((setup, index): Placed[] => {
    const found = lethalOutcomes(setup, year);
    if ('reason' in found) {
      left.push({ index, name: setup.origin?.name ?? '', ...found });
      return [];
    }
    const [east, north] = local(origin, lonLat(setup.place));
    return [{ east, north, outcomes: found.outcomes }];
  });
  if (placed.length === 0) return { ok: false, input: left[0]?.input ?? 'vessel', reason: left[0]?.reason ?? '' };
  const fn = fnCurve({ outcomes: placed.flatMap((source) => deathsOf(source, crowds, origin)) });
  if (!fn.ok) return { ok: false, input: fn.refusal.input, reason: fn.refusal.reason };
  const field = riskField(placed, ROSE);
  const nearest = (east: number, north: number): number =>
    Math.min(...placed.map((one) => Math.hypot(east - one.east, north - one.north)));
  return {
    ok: true,
    contours: riskContours(field, RISK_LEVELS).map(({ level, rings, area }) => ({
      level,
      area,
      rings: rings.map((ring) =>
        ring.map((corner): LonLat => {
          const { lon, lat } = fromLocal(origin, corner);
          return [lon, lat];
        }),
      ),
      distance: Math.max(0, ...rings.flat().map(([east, north]) => nearest(east, north))),
    })),
    fn: fn.value,
    targets: targets
      .map((one) => {
        const risk = field.at(...local(origin, one));
        return { id: one.id, risk, ...withinIndividualLimit(risk, one.target, installation) };
      })
      .toSorted((a, b) => b.risk / b.limit - a.risk / a.limit),
    people: crowds.reduce((total, { count }) => total + count, 0),
    sources: placed.length,
    left: left.map(({ index, name, reason }) => ({ index, name, reason })),
    outcomes: placed.reduce((total, { outcomes }) => total + outcomes.length, 0),
    working: fn.working,
  };
}

function deathsOf(
  { east, north, outcomes }: Placed,
  crowds: readonly Crowd[],
  origin: { readonly lon: number; readonly lat: number },
): SocietalOutcome[] {
  const people = crowds.map((crowd): People => {
    const [x, y] = local(origin, crowd);
    return { east: x - east, north: y - north, count: crowd.count, indoors: INDOORS };
  });
  return societalOutcomes(outcomes, ROSE, people);
}
