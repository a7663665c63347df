import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../working/outcome.ts';
import { fireball } from './fireball.ts';
import { jetFire } from './jet-fire.ts';
import { poolFire, poolFlame } from './pool-fire.ts';
import { pointSource, pointSourceDistance } from './point-source.ts';
import { cylinderViewFactors, frustumViewFactor, transmissivity, verticalCylinder } from './view-factor.ts';

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return outcome.value;
}
const range = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('view factors', () => {
  it('of a summed upright cylinder agree with the closed form within 1 %', () => {
    fc.assert(
      fc.property(range(0.5, 6), range(1.6, 12), (slenderness, reach) => {
        const flame = {
          base: [0, 0, 0],
          axis: [0, 0, 1],
          length: 10 * slenderness,
          baseRadius: 10,
          topRadius: 10,
        } as const;
        const summed = frustumViewFactor(flame, [10 * reach, 0, 0], 120);
        return Math.abs(summed / cylinderViewFactors(10 * slenderness, 10, 10 * reach).maximum - 1) < 0.01;
      }),
      { numRuns: 40 },
    );
  });

  it('fall with distance and stay below 1', () => {
    fc.assert(
      fc.property(range(1, 60), range(11, 300), (length, x) => {
        const near = cylinderViewFactors(length, 10, x).maximum;
        return near < 1 && cylinderViewFactors(length, 10, x * 1.1).maximum < near;
      }),
    );
  });

  it('are refused inside the flame', () => {
    expect(verticalCylinder({ length: 30, radius: 10, distance: 8 })).toMatchObject({ ok: false });
  });

  it('are damped by moist air, never strengthened', () => {
    fc.assert(fc.property(range(0, 5000), range(0, 2000), (water, path) => transmissivity(water, path) <= 1));
    expect(transmissivity(2000, 200)).toBeLessThan(transmissivity(1000, 200));
  });
});

describe('a pool fire', () => {
  const fire = { diameter: 20, burning: 0.055, emissivePower: 60, downwind: 40 };

  it('leans with the wind and heats the lee more than the luff', () => {
    const still = value(poolFlame({ diameter: 20, burning: 0.055 }));
    expect(still.tilt).toBe(0);
    expect(value(poolFlame({ diameter: 20, burning: 0.055, wind: 8 })).tilt).toBeGreaterThan(20);
    const flux = (downwind: number): number => value(poolFire({ ...fire, downwind, wind: 6 })).flux;
    expect(flux(40)).toBeGreaterThan(flux(-40));
  });

  it('cools with distance', () => {
    const fluxes = [15, 25, 40, 80, 160].map((downwind) => value(poolFire({ ...fire, downwind, wind: 3 })).flux);
    expect(fluxes).toEqual(fluxes.toSorted((a, b) => b - a));
  });
});

describe('a point source', () => {
  it('gives at the distance of a flux that flux', () => {
    const fire = { massRate: 10, heatOfCombustion: 46.3e6, radiativeFraction: 0.3 };
    const { distance } = value(pointSourceDistance({ ...fire, flux: 5 }));
    expect(value(pointSource({ ...fire, distance })).flux).toBeCloseTo(5, 6);
  });
});

describe('a fireball', () => {
  const ball = { heatOfCombustion: 46.3e6, radiativeFraction: 0.3 };

  it('grows with its mass and cools with distance', () => {
    fc.assert(
      fc.property(range(200, 4e5), range(100, 2000), (mass, distance) => {
        const one = value(fireball({ ...ball, mass, distance }));
        const bigger = value(fireball({ ...ball, mass: mass * 1.2, distance }));
        return (
          bigger.diameter > one.diameter && value(fireball({ ...ball, mass, distance: distance * 1.2 })).flux < one.flux
        );
      }),
    );
  });

  it('lasts as long by either CCPS fit at 30 t, within 5 %', () => {
    const [below, above] = [29_999, 30_001].map((mass) => value(fireball({ ...ball, mass, distance: 100 })).duration);
    expect(Math.abs((above ?? 0) / (below ?? 1) - 1)).toBeLessThan(0.05);
  });

  it('is capped at 400 kW/m² with a warning', () => {
    const hot = fireball({ ...ball, radiativeFraction: 0.6, mass: 1e5, distance: 300 });
    expect(hot.ok && hot.value.emissivePower).toBe(400);
    expect(hot.ok && hot.working.warnings[0]).toContain('capped');
  });
});

describe('a jet fire', () => {
  const jet = {
    massRate: 10,
    holeDiameter: 0.05,
    molarMass: 0.016,
    heatCapacityRatio: 1.31,
    temperature: 288,
    pressure: 4e6,
    heatOfCombustion: 5e7,
  };

  it('in wind is shorter and tilted, across it', () => {
    const still = value(jetFire(jet));
    const windy = value(jetFire({ ...jet, wind: 8 }));
    expect(windy.length).toBeLessThan(still.length);
    expect(windy.tilt).toBeGreaterThan(still.tilt);
    expect(still.liftOff / still.length).toBeCloseTo(0.2, 6);
  });

  it('is longer at a higher rate and refused without overpressure', () => {
    expect(value(jetFire({ ...jet, massRate: 20, holeDiameter: 0.0707 })).length).toBeGreaterThan(
      value(jetFire(jet)).length,
    );
    expect(jetFire({ ...jet, pressure: 101_325 })).toMatchObject({ ok: false });
  });
});
