import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { substance } from '../substances/substances.ts';
import { toxicZoneLevels } from '../zones/levels.ts';
import { blastEffect, fireballEffect, jetFireEffect, poolFireEffect } from './effects.ts';
import { exposureAt } from './exposure.ts';
import { release } from './release.ts';
import type { Release, Spilling } from './spilling.ts';
import { scenarioField, threatScenario } from './scenario.ts';

const weather = {
  wind10: 2.4,
  stability: 'D',
  terrain: 'rural',
  airTemperature: 293,
  pressure: 101_325,
  humidity: 0.5,
} as const;
const drum = {
  substance: 'chlorine',
  state: 'liquid',
  amount: 1000,
  pressure: 681_325,
  temperature: 293,
  breach: 'hole',
  holeDiameter: 0.005,
  weather,
} as const;
const of = (change: Partial<Spilling> = {}): Release => {
  const result = release({ ...drum, ...change });
  if (!result.ok) throw new Error(result.refusal.reason);
  return result.value;
};
const found = (name: string) => {
  const s = substance(name);
  if (s === undefined) throw new Error(name);
  return s;
};

describe('a release from a vessel', () => {
  it('through a 5 mm hole of a chlorine drum is 0.49 kg/s and empties it in 34 minutes', () => {
    const { size, state, airborne } = of();
    expect(state).toBe('superheated liquid');
    expect(size.kind === 'continuous' && size.rate).toBeCloseTo(0.49, 2);
    expect(size.kind === 'continuous' && size.duration / 60).toBeCloseTo(33.9, 0);
    expect(airborne).toBeCloseTo(1000, 6);
  });

  it('never lets out more than is there, and less when the leak is stopped', () => {
    const breach = fc.constantFrom('hole', 'pipe', 'rupture', 'ten-minutes' as const);
    fc.assert(
      fc.property(
        fc.constantFrom('chlorine', 'ammonia', 'propane', 'benzene'),
        fc.double({ min: 50, max: 5e4, noNaN: true }),
        breach as fc.Arbitrary<Spilling['breach']>,
        fc.double({ min: 60, max: 3600, noNaN: true }),
        (name, amount, kind, stopAfter) => {
          const result = release({
            ...drum,
            substance: name,
            amount,
            breach: kind,
            pipeLength: 2,
            holeDiameter: 0.02,
            stopAfter,
            bundArea: 100,
          });
          if (!result.ok) return;
          expect(result.value.airborne).toBeLessThanOrEqual(amount * 1.001);
        },
      ),
      { numRuns: 60 },
    );
    expect(of({ stopAfter: 900 }).airborne).toBeLessThan(of().airborne);
  });

  it('is driven by no less than the vapour pressure of the liquid', () => {
    const low = release({ ...drum, pressure: 200_000 });
    const full = release({ ...drum, pressure: 677_000 });
    expect(low.ok && full.ok && low.value.outflow / full.value.outflow).toBeCloseTo(1, 1);
    expect(low.ok && low.working.warnings.join()).toContain('below the vapour pressure');
  });

  it('of vapour is far less than of liquid, a pipe less than a hole of its width', () => {
    expect(of({ phase: 'vapour' }).outflow).toBeLessThan(of().outflow / 5);
    const wide = { holeDiameter: 0.025 };
    expect(of({ ...wide, breach: 'pipe', pipeLength: 10 }).outflow).toBeLessThan(of(wide).outflow);
  });

  it('of a liquid below its boiling point makes a pool, no wider than its bund', () => {
    const pool = of({
      substance: 'benzene',
      amount: 20_000,
      pressure: 101_325,
      head: 3,
      holeDiameter: 0.05,
      bundArea: 200,
    });
    expect(pool.state).toBe('evaporating pool');
    expect(pool.poolDiameter).toBeCloseTo(2 * Math.sqrt(200 / Math.PI), 3);
    expect(pool.airborne).toBeLessThan(20_000);
  });

  it('refuses what it cannot answer and names the input', () => {
    const refusal = (change: Partial<Spilling>) => release({ ...drum, ...change });
    expect(refusal({ holeDiameter: 5 })).toMatchObject({ ok: false, refusal: { input: 'holeDiameter' } });
    expect(refusal({ temperature: 500 })).toMatchObject({ ok: false, refusal: { input: 'temperature' } });
    expect(refusal({ substance: 'unobtainium' })).toMatchObject({ ok: false, refusal: { input: 'substance' } });
    expect(refusal({ amount: 0 })).toMatchObject({ ok: false, refusal: { input: 'amount' } });
    expect(refusal({ breach: 'steady' })).toMatchObject({ ok: false, refusal: { input: 'rate' } });
    expect(refusal({ state: 'gas', pressure: 90_000 })).toMatchObject({ ok: false, refusal: { input: 'pressure' } });
  });
});

const scenario = (given: Release) => ({
  substance: 'chlorine',
  size: given.size,
  sourceTemperature: given.sourceTemperature,
  vapourFraction: given.vapourFraction,
  releaseHeight: 1,
  weather,
  levels: toxicZoneLevels(found('chlorine')),
  limit: 10_000,
});

describe('a model chosen by hand', () => {
  it('is used and said so; the neutral one reaches less far for dense gas', () => {
    const reach = (prefer?: 'heavy' | 'neutral') => {
      const result = threatScenario({ ...scenario(of()), ...(prefer && { prefer }) });
      if (!result.ok) throw new Error(result.refusal.reason);
      return {
        chosen: result.value.chosen,
        far: result.value.zones[0]?.distance ?? 0,
        warnings: result.working.warnings,
      };
    };
    expect(reach('heavy').chosen).toBe('Britter-McQuaid');
    const neutral = reach('neutral');
    expect(neutral.chosen).toBe('Gaussian plume');
    expect(neutral.warnings.join()).toContain('by hand');
    expect(neutral.far).toBeLessThan(reach().far);
  });
});

describe('exposure at a place', () => {
  const given = of();
  const field = scenarioField(scenario(given));
  const at = (downwind: number, crosswind = 0, airChanges = 1) => {
    if (!field.ok) throw new Error(field.refusal.reason);
    const { probitCpr18e: probit } = found('chlorine');
    return exposureAt({
      field: field.value,
      size: given.size,
      downwind,
      crosswind,
      airChanges,
      until: 5400,
      ...(probit && { probit }),
      molarMass: 0.0709,
      temperature: 293,
      pressure: 101_325,
    });
  };

  it('is nothing upwind, less to the side and farther off, arrives with the wind', () => {
    expect(at(-50).peak).toBe(0);
    expect(at(500, 200).peak).toBeLessThan(at(500).peak);
    expect(at(1000).peak).toBeLessThan(at(500).peak);
    expect(at(500).arrival).toBeCloseTo(500 / 2.4, 6);
  });

  it('indoors rises slower, and a tighter house holds more out', () => {
    const { outdoors, indoors } = at(500);
    outdoors.slice(0, 80).forEach((value, i) => expect(indoors[i]).toBeLessThanOrEqual(value + 1e-9));
    expect(at(500, 0, 0.5).indoorDeath).toBeLessThan(at(500, 0, 4).indoorDeath ?? 0);
    expect(at(500).indoorDeath).toBeLessThan(at(500).outdoorDeath ?? 0);
  });

  it('adds up its load: never falling', () => {
    const { outdoorLoad } = at(500);
    outdoorLoad.forEach((value, i) => expect(value).toBeGreaterThanOrEqual(outdoorLoad[i - 1] ?? 0));
  });
});

describe('zones of heat and blast', () => {
  const propane = found('propane');
  const effects = [
    () => poolFireEffect(found('benzene'), 16, weather),
    () => jetFireEffect(propane, { rate: 5, holeDiameter: 0.025, pressure: 9e5, temperature: 293 }, weather),
    () => fireballEffect(propane, 20_000, weather),
    () => blastEffect(propane, 2000, 7),
  ];

  it('nest, each inside its band, with outlines as far as their distance', () => {
    for (const effect of effects) {
      const result = effect();
      if (!result.ok) throw new Error(result.refusal.reason);
      const distances = result.value.zones.map(({ distance }) => distance);
      expect(distances).toEqual(distances.toSorted((a, b) => a - b));
      for (const { nearest, distance, farthest, ring } of result.value.zones) {
        expect(nearest).toBeLessThanOrEqual(distance + 1e-6);
        expect(farthest).toBeGreaterThanOrEqual(distance - 1e-6);
        expect(Math.max(...ring.map(([x, y]) => Math.hypot(x, y)))).toBeCloseTo(distance, 6);
      }
    }
  });

  it('reach farther with more fuel', () => {
    const reach = (mass: number): number => {
      const result = fireballEffect(propane, mass, weather);
      return result.ok ? (result.value.zones[2]?.distance ?? 0) : 0;
    };
    fc.assert(
      fc.property(fc.double({ min: 200, max: 1e5, noNaN: true }), (mass) => reach(mass * 1.5) > reach(mass)),
      { numRuns: 20 },
    );
  });

  it('refuse what does not burn', () => {
    expect(poolFireEffect(found('chlorine'), 10, weather)).toMatchObject({ ok: false });
    expect(blastEffect(found('chlorine'), 100, 7)).toMatchObject({ ok: false });
  });
});
