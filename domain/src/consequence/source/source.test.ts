import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../working/outcome.ts';
import { blowdown, pipelineBlowdown, steppedRates } from './blowdown.ts';
import { boilingPool, mackayMatsugu } from './evaporation.ts';
import { adiabaticFlash, purpleBookAirborne } from './flash.ts';
import { criticalRatio, gasHole } from './gas.ts';
import { liquidHole, tankDrain } from './liquid.ts';
import { instantaneousPool } from './pool-spread.ts';
import { spillPool } from './spill.ts';
import { omegaMethod, saturatedFlashing, subcooledFlashing } from './two-phase.ts';
import { tankDischarge } from './vessel.ts';

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return outcome.value;
}
const range = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const methane = { temperature: 288.15, molarMass: 0.016043, heatCapacityRatio: 1.304, holeDiameter: 0.01 };

describe('flow through a hole', () => {
  it('grows with pressure, whether choked or not', () => {
    fc.assert(
      fc.property(range(1.02e5, 5e6), range(1.001, 2), (pressure, more) => {
        const rate = (p: number): number => value(gasHole({ ...methane, pressure: p })).massRate;
        return rate(pressure * more) > rate(pressure);
      }),
    );
  });

  it('is continuous where choking begins', () => {
    const limit = 101_325 / criticalRatio(methane.heatCapacityRatio);
    const below = value(gasHole({ ...methane, pressure: limit * 0.99999 }));
    const above = value(gasHole({ ...methane, pressure: limit * 1.00001 }));
    expect([below.choked, above.choked]).toEqual([false, true]);
    expect(above.massRate / below.massRate).toBeCloseTo(1, 4);
    expect(above.exitTemperature).toBeCloseTo(below.exitTemperature, 1);
  });

  it('is refused without overpressure', () => {
    expect(gasHole({ ...methane, pressure: 1e5 })).toMatchObject({ ok: false, refusal: { input: 'pressure' } });
  });

  it('agrees with Torricelli for a vented tank and grows with the square of the hole', () => {
    const one = value(liquidHole({ density: 1000, holeDiameter: 0.05, head: 5, dischargeCoefficient: 1 }));
    expect(one.velocity).toBeCloseTo(Math.sqrt(2 * 9.80665 * 5), 10);
    const twice = value(liquidHole({ density: 1000, holeDiameter: 0.1, head: 5, dischargeCoefficient: 1 }));
    expect(twice.massRate / one.massRate).toBeCloseTo(4, 10);
  });
});

describe('a draining tank', () => {
  it('empties a vertical tank in the time of the closed form and loses just its liquid', () => {
    const shared = { holeDiameter: 0.1, density: 800, dischargeCoefficient: 0.62 };
    const closed = value(tankDrain({ ...shared, tankDiameter: 5, level: 4 }));
    const tank = {
      ...shared,
      shape: 'vertical' as const,
      diameter: 5,
      length: 5,
      fill: 0.8,
      duration: closed.drainTime * 1.02,
    };
    const stepped = value(tankDischarge(tank));
    expect(stepped.totalMass / closed.mass).toBeCloseTo(1, 2);
    expect(stepped.rate.at(-1)).toBeLessThan(0.03 * (stepped.rate[0] ?? 0));
    expect(value(tankDischarge({ ...tank, duration: closed.drainTime / 2 })).totalMass).toBeCloseTo(
      0.75 * closed.mass,
      -2,
    );
  });

  it.each(['horizontal', 'sphere'] as const)('conserves mass from a %s', (shape) => {
    const result = value(
      tankDischarge({ shape, diameter: 3, length: 8, fill: 0.7, holeDiameter: 0.08, density: 700, duration: 1800 }),
    );
    const integral = result.time.slice(1).reduce((total, t, i) => {
      const mean = ((result.rate[i] ?? 0) + (result.rate[i + 1] ?? 0)) / 2;
      return total + mean * (t - (result.time[i] ?? 0));
    }, 0);
    expect(integral / result.totalMass).toBeCloseTo(1, 2);
  });

  it('refuses a hole above the liquid', () => {
    const result = tankDischarge({
      shape: 'sphere',
      diameter: 3,
      length: 3,
      fill: 0.3,
      holeHeight: 2.5,
      holeDiameter: 0.05,
      density: 700,
      duration: 60,
    });
    expect(result).toMatchObject({ ok: false, refusal: { input: 'holeHeight' } });
  });
});

describe('a vessel blowing down', () => {
  const vessel = {
    volume: 10,
    pressure: 2e6,
    temperature: 300,
    molarMass: 0.0289647,
    heatCapacityRatio: 1.4,
    holeDiameter: 0.05,
  };

  it.each(['isothermal', 'adiabatic'] as const)(
    'falls steadily to ambient, %s, and never releases more than it held',
    (path) => {
      const at = (time: number) => value(blowdown({ ...vessel, path, time }));
      const course = [0, 5, 20, 60, 90, 120, 200, 400, 2000].map(at);
      const pressures = course.map(({ pressure }) => pressure);
      expect(pressures).toEqual(pressures.toSorted((a, b) => b - a));
      expect(pressures.at(-1)).toBeCloseTo(101_325, -1);
      const held = (2e6 * 10 * 0.0289647) / (8.314462618 * 300);
      expect(course.at(-1)?.released).toBeLessThan(held);
    },
  );

  it('releases what its rate integrates to', () => {
    const at = (time: number) => value(blowdown({ ...vessel, time }));
    const integral = Array.from({ length: 1000 }, (_, i) => at((i + 0.5) * 0.2).massRate * 0.2).reduce((a, b) => a + b);
    expect(integral / at(200).released).toBeCloseTo(1, 2);
  });

  it('empties a long pipeline of exactly its inventory', () => {
    const pipe = {
      initialRate: 500,
      inventory: 40_000,
      length: 10_000,
      diameter: 0.5,
      soundSpeed: 430,
      heatCapacityRatio: 1.3,
      darcyFriction: 0.012,
    };
    expect(value(pipelineBlowdown({ ...pipe, time: 0 })).massRate).toBeCloseTo(500, 8);
    expect(value(pipelineBlowdown({ ...pipe, time: 1e6 })).released).toBeCloseTo(40_000, 3);
  });

  it('keeps the mass when a history is cut into steps', () => {
    const time = [0, 10, 30, 60];
    const steps = steppedRates(time, [8, 4, 2, 0], 5);
    const integral = 10 * 6 + 20 * 3 + 30 * 1;
    expect(steps.reduce((total, { duration, rate }) => total + duration * rate, 0)).toBeCloseTo(integral, 10);
  });
});

describe('flashing flow', () => {
  const chlorine = { heatOfVaporisation: 260_000, volumeChange: 0.047, liquidHeatCapacity: 945, temperature: 293.15 };

  it('lies between the equilibrium rate and the all-liquid rate for short paths, and meets the former at 0.1 m', () => {
    const short = { pressureDrop: 578_700, liquidDensity: 1408, dischargeCoefficient: 0.61 };
    const liquid = 0.61 * Math.sqrt(2 * 1408 * 578_700);
    const flux = (pathLength: number): number =>
      value(saturatedFlashing({ ...chlorine, ...short, pathLength })).massFlux;
    expect(flux(0)).toBeCloseTo(liquid, 6);
    expect(flux(0.02)).toBeGreaterThan(flux(0.05));
    expect(flux(0.1)).toBeCloseTo(value(saturatedFlashing(chlorine)).massFlux, 8);
  });

  it('solves the omega equation: the critical ratio rises with quality, the flux falls', () => {
    const inlet = {
      pressure: 6.8e5,
      temperature: 293.15,
      liquidDensity: 1408,
      vapourDensity: 21,
      heatOfVaporisation: 260_000,
      liquidHeatCapacity: 945,
    };
    const at = (inletQuality: number) => value(omegaMethod({ ...inlet, inletQuality }));
    expect(at(0).criticalRatio).toBeGreaterThan(at(0.3).criticalRatio * 0.9);
    expect(at(0.3).massFlux).toBeLessThan(at(0).massFlux);
    expect(at(0).criticalRatio).toBeLessThan(1);
  });

  it('refuses saturated liquid as sub-cooled', () => {
    const result = subcooledFlashing({
      liquidDensity: 600,
      pressure: 5e5,
      saturationPressure: 9e5,
      holeDiameter: 0.05,
    });
    expect(result).toMatchObject({ ok: false, refusal: { input: 'pressure' } });
  });

  it('flashes a share between 0 and 1, the exponential form below the linear one', () => {
    fc.assert(
      fc.property(range(100, 500), range(100, 400), (temperature, boilingPoint) => {
        const flash = adiabaticFlash({ liquidHeatCapacity: 2000, temperature, boilingPoint, heatOfVaporisation: 4e5 });
        const { linear, exponential, airborne } = value(flash);
        return exponential >= 0 && exponential <= linear && linear <= 1 && airborne <= 1;
      }),
    );
  });

  it('keeps the Purple Book airborne share continuous at its limits', () => {
    const share = (flashFraction: number): number => value(purpleBookAirborne({ flashFraction })).airborne;
    expect(share(0.1)).toBeCloseTo(share(0.0999999), 4);
    expect(share(0.36)).toBeCloseTo(share(0.3599999), 4);
  });
});

describe('a pool', () => {
  it('stops at its bund and at its least depth', () => {
    const spill = { volume: 50, initialHeight: 5, time: 600 };
    expect(value(instantaneousPool({ ...spill, bundArea: 100 })).radius).toBeCloseTo(Math.sqrt(100 / Math.PI), 10);
    expect(value(instantaneousPool({ ...spill, minimumDepth: 0.02 })).depth).toBeCloseTo(0.02, 10);
  });

  it('evaporates faster in more wind and from more vapour pressure; a boiling one is refused', () => {
    const pool = { poolDiameter: 10, molarMass: 0.078, temperature: 298, vapourPressure: 12_700 };
    const flux = (wind: number, vapourPressure = 12_700): number =>
      value(mackayMatsugu({ ...pool, wind, vapourPressure })).flux;
    expect(flux(5)).toBeGreaterThan(flux(2));
    expect(flux(2, 20_000)).toBeGreaterThan(flux(2));
    expect(mackayMatsugu({ ...pool, wind: 2, vapourPressure: 2e5 })).toMatchObject({ ok: false });
  });

  it('boils off as the root of time', () => {
    const ground = {
      conductivity: 1.14,
      diffusivity: 5.2e-7,
      groundTemperature: 293,
      boilingPoint: 111.7,
      heatOfVaporisation: 510_800,
    };
    const off = (time: number): number => value(boilingPool({ ...ground, time })).boiledOff;
    expect(off(400) / off(100)).toBeCloseTo(2, 10);
    expect(boilingPool({ ...ground, groundTemperature: 100, time: 10 })).toMatchObject({ ok: false });
  });

  it.each([
    ['boiling', 2e5],
    ['evaporating', 2e4],
  ])('spreading and %s keeps its mass: spilled = evaporated + left', (_, vapourPressure) => {
    const spill = {
      massRate: 10,
      spillDuration: 120,
      duration: 900,
      liquidDensity: 600,
      molarMass: 0.044,
      boilingPoint: 231,
      heatOfVaporisation: 4.2e5,
    };
    const result = value(
      spillPool({ ...spill, vapourPressure, poolTemperature: 231, groundTemperature: 288, wind: 4 }),
    );
    expect((result.totalMass + result.left) / 1200).toBeCloseTo(1, 6);
    expect(result.peakRate).toBeGreaterThan(0);
  });
});
