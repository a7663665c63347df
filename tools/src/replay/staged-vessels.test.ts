import { loadWaterways, packs, positionAt } from '@anlan/data';
import { destination, distance } from '@anlan/domain/geo';
import { encountersOf } from '@anlan/systems';
import { describe, expect, it } from 'vitest';
import { draggingAt, passingAt, SCENES, straightest, type Staged } from './staged-vessels.ts';

const MINUTE = 60_000;
const [line] = packs.flatMap(({ key }) => loadWaterways(key)).map((waterway) => waterway.line);
const place = straightest(line!);
function where({ along, aside }: Staged) {
  const { position, bearing } = positionAt(line!, place + along);
  return destination({ lon: position[0], lat: position[1] }, (bearing + 90) % 360, aside);
}

describe('ships that play a scene', () => {
  it('[S38.2] drag their anchor beyond the circle at a speed the rule sees, and never leap', () => {
    const course = Array.from({ length: 121 }, (_, step) => draggingAt((step * 10_000) % (20 * MINUTE)));
    const beyond = course.filter(({ status, along, knots }) => status === 1 && knots > 0.5 && along > 150 + 100);
    expect(beyond.length).toBeGreaterThan(12);
    for (let step = 1; step < course.length; step += 1) {
      const [a, b] = [course[step - 1]!, course[step]!];
      expect(distance(where(a), where(b))).toBeLessThan(40);
      expect(a.status === 1 && a.knots > 3).toBe(false);
    }
  });

  it('[S38.2] come within fifty metres of each other in one round of twelve, else pass in their lanes', () => {
    const nearest = (round: number): number => {
      const found = Array.from({ length: 120 }, (_, step) => step * 10_000).flatMap((at) => {
        const ships = (['first', 'second'] as const).map((role) => {
          const staged = passingAt(role, round, at);
          const { bearing } = positionAt(line!, place + staged.along);
          const course = staged.downstream ? bearing : (bearing + 180) % 360;
          return { id: role, at, ...where(staged), speed: staged.knots * 1.852, course };
        });
        return encountersOf(ships, at, 1000).map(({ cpa }) => cpa);
      });
      return Math.min(...found);
    };
    expect(nearest(0)).toBeLessThan(50);
    expect(nearest(1)).toBeGreaterThan(100);
    expect(nearest(2)).toBeGreaterThan(100);
    expect(nearest(12)).toBeLessThan(50);
    expect(Math.max(...[0, 5, 10].map((minutes) => SCENES.dragging(1, minutes * MINUTE).knots))).toBe(0);
  });
});
