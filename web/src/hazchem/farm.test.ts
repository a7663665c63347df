import { describe, expect, it } from 'vitest';
import { dikesOf, downwind, planOf, tagOf, tankRadius, type Standing } from './farm.ts';

const at = (index: number, lon: number | null, lat: number | null, radius = 8): Standing => ({
  id: `t${index}`,
  lon,
  lat,
  radius,
  least: 22,
});
/** Pairs that cover each other, and those that stand out of the frame. */
function faults(things: readonly Standing[], width: number): string[] {
  const plan = planOf(things, width);
  const placed = [...plan.placed];
  return placed.flatMap(([id, { x, y, r }], index) => [
    ...(x - r < 0 || x + r > plan.width || y - r < 0 || y + r > plan.height ? [`${id} out`] : []),
    ...placed
      .slice(index + 1)
      .filter(([, other]) => Math.hypot(other.x - x, other.y - y) < r + other.r)
      .map(([other]) => `${id} on ${other}`),
  ]);
}
const grid = (count: number) =>
  Array.from({ length: count }, (_, i) => at(i, 117.9 + (i % 10) * 0.0002, 28.4 + Math.floor(i / 10) * 0.0002));

describe('[S17.1] the plan of a tank farm', () => {
  it('has room for sixty tanks on a desk and on a phone, wherever they are registered', () => {
    const together = Array.from({ length: 60 }, (_, i) => at(i, 117.9, 28.4));
    const nowhere = Array.from({ length: 60 }, (_, i) => at(i, null, null));
    const apart = grid(60).map((one, i) => (i > 30 ? { ...one, lon: one.lon! + 0.02 } : one));
    for (const things of [grid(60), together, nowhere, apart])
      for (const width of [1100, 350]) expect(faults(things, width)).toEqual([]);
  });

  it('keeps north at the top and west at the left, to scale where there is room', () => {
    const plan = planOf([at(0, 117.9, 28.401), at(1, 117.9, 28.4), at(2, 117.902, 28.4)], 1000);
    const [a, b, c] = ['t0', 't1', 't2'].map((id) => plan.placed.get(id)!);
    expect(a!.y).toBeLessThan(b!.y);
    expect(b!.x).toBeLessThan(c!.x);
    // 0.001° of latitude are 111.32 m.
    expect((b!.y - a!.y) / plan.scale).toBeCloseTo(111.32, 0);
    expect(plan.shifted).toBe(false);
  });

  it('says when something stands elsewhere than it is registered', () => {
    expect(planOf([at(0, 117.9, 28.4), at(1, 117.9, 28.4)], 1000).shifted).toBe(true);
    expect(planOf([at(0, null, null)], 1000).shifted).toBe(true);
    expect(planOf([], 1000).placed.size).toBe(0);
  });

  it('a sphere of 1000 m³ has a radius of 6.2 m, a standing tank of 5000 m³ one of 9.6 m', () => {
    expect(tankRadius(1000, 'pressure-tank')).toBeCloseTo(6.2, 1);
    expect(tankRadius(5000, 'atmospheric-tank')).toBeCloseTo(9.6, 1);
    expect(tankRadius(null, 'atmospheric-tank')).toBeGreaterThan(3);
  });

  it('reads the tag from a tank’s name', () => {
    expect(tagOf('液化石油气储罐 V-101')).toBe('V-101');
    expect(tagOf('一号罐')).toBe('一号罐');
  });

  it('the wind from the north carries to the south', () => {
    expect(downwind(100, 100, 0, 60)).toBe('M100 100L130.0 152.0A60 60 0 0 1 70.0 152.0Z');
  });
});

describe('[S18.1] a fire dike on the plan', () => {
  it('is a frame around its tanks within the plan; one whose tanks are not drawn is left out', () => {
    const plan = planOf(grid(4), 600);
    const dike = { id: 'd', name: '堤', effectiveVolume: 900, needed: 1000, verdict: 'short' as const };
    const facts = { condition: 'intact', rainValve: null, inspectionDue: null };
    const frames = dikesOf(
      {
        dikes: [
          { ...dike, ...facts, tanks: ['t0', 't2'] },
          { ...dike, ...facts, tanks: ['x'] },
        ],
      },
      plan,
    );
    expect(frames).toHaveLength(1);
    const [frame] = frames;
    for (const id of ['t0', 't2']) {
      const { x, y, r } = plan.placed.get(id)!;
      expect(frame!.x <= x - r && frame!.x + frame!.width >= x + r).toBe(true);
      expect(frame!.y <= y - r && frame!.y + frame!.height >= y + r).toBe(true);
    }
    expect(frame!.x + frame!.width).toBeLessThanOrEqual(plan.width);
  });
});
