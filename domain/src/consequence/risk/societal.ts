import type { LethalOutcome } from './lethal-outcome.ts';
import { lethalityAt, lethalTable } from './lethal-table.ts';
import type { SocietalOutcome } from './risk.ts';

/** People at a place, m east and north of the source. */
export interface People {
  readonly east: number;
  readonly north: number;
  readonly count: number;
  /** Share indoors, 0–1. */
  readonly indoors: number;
}

/** Deaths of each outcome in each wind direction: the material of an F–N curve. */
export function societalOutcomes(
  outcomes: readonly LethalOutcome[],
  rose: readonly number[],
  people: readonly People[],
): SocietalOutcome[] {
  return outcomes.flatMap(({ frequency, probability, reach, outdoors, indoors, rose: own = rose }) => {
    const near = people.filter(({ east, north }) => Math.hypot(east, north) <= reach);
    if (near.length === 0) return [{ frequency: frequency * probability, deaths: 0 }];
    const [outside, inside] = [lethalTable(outdoors, reach), lethalTable(indoors, reach)];
    return own.flatMap((share, i) => {
      if (share === 0) return [];
      const heading = (2 * Math.PI * i) / own.length + Math.PI;
      const [s, c] = [Math.sin(heading), Math.cos(heading)];
      let deaths = 0;
      for (const { east, north, count, indoors: within } of near) {
        const [x, y] = [east * s + north * c, north * s - east * c];
        deaths += count * (within * lethalityAt(inside, x, y) + (1 - within) * lethalityAt(outside, x, y));
      }
      return [{ frequency: frequency * probability * share, deaths: Math.round(deaths) }];
    });
  });
}
