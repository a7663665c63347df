import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hull, ringArea, toLonLat, turned, windSwing, type Point } from '../zones/footprint.ts';
import { flammableZoneLevels, toxicZoneLevels } from '../zones/levels.ts';
import { substance } from '../substances/substances.ts';
import { threatScenario, type Scenario } from './scenario.ts';

const found = (name: string) => {
  const s = substance(name);
  if (s === undefined) throw new Error(name);
  return s;
};
const weather = {
  wind10: 3,
  stability: 'D',
  terrain: 'rural',
  airTemperature: 293,
  pressure: 101_325,
  humidity: 0.5,
} as const;
const chlorine: Scenario = {
  substance: 'chlorine',
  size: { kind: 'continuous', rate: 2, duration: 600 },
  sourceTemperature: 293,
  vapourFraction: 1,
  releaseHeight: 0,
  weather,
  levels: toxicZoneLevels(found('chlorine')),
  limit: 10_000,
};
const run = (change: Partial<Scenario> = {}) => {
  const result = threatScenario({ ...chlorine, ...change });
  if (!result.ok) throw new Error(result.refusal.reason);
  return { ...result.value, warnings: result.working.warnings };
};

describe('a release scenario', () => {
  it('chooses as a practitioner would: dense chlorine heavy, a small one or a light gas neutral, a sudden one a cloud', () => {
    expect(run().chosen).toBe('Britter-McQuaid');
    expect(
      run({ size: { kind: 'continuous', rate: 0.0001, duration: 600 }, weather: { ...weather, wind10: 8 } }).chosen,
    ).toBe('Gaussian plume');
    const methane = { substance: 'methane', levels: flammableZoneLevels(found('methane')) };
    expect(run(methane).chosen).toBe('Gaussian plume');
    expect(run({ ...methane, size: { kind: 'instantaneous', mass: 500 } }).chosen).toBe('Gaussian puff');
    expect(run({ size: { kind: 'instantaneous', mass: 1000 } }).chosen).toBe('Britter-McQuaid');
  });

  it('takes cold methane for a heavy gas', () => {
    const cold = run({
      substance: 'methane',
      levels: flammableZoneLevels(found('methane')),
      sourceTemperature: 111.7,
      size: { kind: 'continuous', rate: 80, duration: 300 },
    });
    expect(cold.chosen).toBe('Britter-McQuaid');
  });

  it('nests its zones, red inside orange inside yellow, each within its band', () => {
    for (const zones of [
      run().zones,
      run({ size: { kind: 'instantaneous', mass: 1000 } }).zones,
      run({ releaseHeight: 20 }).zones,
    ]) {
      const distances = zones.map(({ distance }) => distance);
      expect(distances).toEqual(distances.toSorted((a, b) => a - b));
      expect(zones.map(({ area }) => area)).toEqual(zones.map(({ area }) => area).toSorted((a, b) => a - b));
      for (const { nearest, distance, farthest } of zones) {
        expect(nearest).toBeLessThanOrEqual(distance);
        expect(farthest).toBeGreaterThanOrEqual(distance);
      }
    }
  });

  it('reaches no less far at a higher rate', () => {
    const reach = (rate: number): number =>
      run({ size: { kind: 'continuous', rate, duration: 1800 } }).zones[1]?.distance ?? Number.NaN;
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 20, noNaN: true }), (rate) => reach(rate * 1.5) >= reach(rate)),
      { numRuns: 20 },
    );
  });

  it('draws in air until droplets are gone, so an ammonia jet is heavy though its vapour is light', () => {
    const ammonia = {
      substance: 'ammonia',
      sourceTemperature: 239.8,
      levels: toxicZoneLevels(found('ammonia')),
      size: { kind: 'continuous', rate: 20, duration: 600 },
    } as const;
    expect(run({ ...ammonia, vapourFraction: 0.18 }).chosen).toBe('Britter-McQuaid');
    expect(run({ ...ammonia, sourceTemperature: 293 }).chosen).toBe('Gaussian plume');
  });

  it('says what it is not good for', () => {
    expect(run().warnings.join()).toContain('not modelled');
    expect(run({ weather: { ...weather, terrain: 'urban' } }).warnings.join()).toContain('streets channel');
    expect(run({ releaseHeight: 20 }).warnings.join()).toContain('treated as neutral');
  });

  it('refuses calm air, unknown substances and empty releases as values', () => {
    const refused = (change: Partial<Scenario>) => threatScenario({ ...chlorine, ...change });
    expect(refused({ weather: { ...weather, wind10: 0.4 } })).toMatchObject({
      ok: false,
      refusal: { input: 'weather' },
    });
    expect(refused({ substance: 'unobtainium' })).toMatchObject({ ok: false, refusal: { input: 'substance' } });
    expect(refused({ size: { kind: 'instantaneous', mass: 0 } })).toMatchObject({
      ok: false,
      refusal: { input: 'size' },
    });
  });
});

describe('footprints', () => {
  const square: readonly Point[] = [
    [0, -1],
    [2, -1],
    [2, 1],
    [0, 1],
    [0, -1],
  ];

  it('keep their area when turned, and lie inside their swing', () => {
    expect(ringArea(square)).toBe(4);
    expect(ringArea(turned(square, 33))).toBeCloseTo(4, 10);
    expect(ringArea(windSwing(square, 10))).toBeGreaterThan(4);
    expect(ringArea(hull([...square, [1, 0]]))).toBe(4);
  });

  it('lie downwind on the map: a wind from the north carries south', () => {
    const [[lon, lat] = [0, 0]] = toLonLat([[1000, 0]], [117, 28], 0);
    expect(lat).toBeCloseTo(28 - 1000 / 111_195, 6);
    expect(lon).toBeCloseTo(117, 9);
    const [east] = toLonLat([[1000, 0]], [117, 28], 270);
    expect(east?.[0]).toBeGreaterThan(117);
    // Left of a wind blowing south is east.
    const [left] = toLonLat([[0, 100]], [117, 28], 0);
    expect(left?.[0]).toBeGreaterThan(117);
  });
});
