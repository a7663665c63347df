import { locationRisk, type FieldOutcome, type SocietalOutcome } from './risk.ts';

/** People at a place, m east and north of the source. */
export interface People {
  readonly east: number;
  readonly north: number;
  readonly count: number;
  /** Share indoors, 0–1. */
  readonly indoors: number;
}

/** What an outcome does to people outdoors and indoors at (downwind, crosswind) m. */
export interface LethalOutcome {
  readonly frequency: number;
  /** Of the weather, 0–1. */
  readonly probability: number;
  /** Nobody dies farther away, m. */
  readonly reach: number;
  readonly outdoors: (downwind: number, crosswind: number) => number;
  readonly indoors: (downwind: number, crosswind: number) => number;
}

/** Deaths of each outcome in each wind direction: the material of an F–N curve. */
export function societalOutcomes(
  outcomes: readonly LethalOutcome[],
  rose: readonly number[],
  people: readonly People[],
): SocietalOutcome[] {
  return outcomes.flatMap(({ frequency, probability, reach, outdoors, indoors }) => {
    const near = people.filter(({ east, north }) => Math.hypot(east, north) <= reach);
    return rose.flatMap((share, i) => {
      if (share === 0) return [];
      const heading = (2 * Math.PI * i) / rose.length + Math.PI;
      const [s, c] = [Math.sin(heading), Math.cos(heading)];
      let deaths = 0;
      for (const { east, north, count, indoors: inside } of near) {
        const [x, y] = [east * s + north * c, north * s - east * c];
        deaths += count * (inside * indoors(x, y) + (1 - inside) * outdoors(x, y));
      }
      return [{ frequency: frequency * probability * share, deaths: Math.round(deaths) }];
    });
  });
}

/** Farthest distance (m) in any of 16 directions at which the individual risk (1/yr) still exceeds each level. */
export function riskDistances(
  outcomes: readonly LethalOutcome[],
  rose: readonly number[],
  levels: readonly number[],
): { readonly level: number; readonly distance: number }[] {
  const fields: FieldOutcome[] = outcomes.map(({ frequency, probability, outdoors }) => ({
    frequency,
    probability,
    death: outdoors,
  }));
  const reach = Math.max(1, ...outcomes.map((one) => one.reach));
  const steps = 40;
  const distances = Array.from({ length: steps }, (_, i) => 5 * (reach / 5) ** (i / (steps - 1)));
  const risks = distances.map((distance) => {
    let worst = 0;
    for (let k = 0; k < 16; k++) {
      const angle = (k * Math.PI) / 8;
      worst = Math.max(worst, locationRisk(fields, rose, distance * Math.sin(angle), distance * Math.cos(angle)));
    }
    return worst;
  });
  return levels.map((level) => {
    const last = risks.findLastIndex((risk) => risk >= level);
    return { level, distance: last < 0 ? 0 : (distances[last] ?? 0) };
  });
}
