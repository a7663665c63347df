import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { substance } from '../substances/substances.ts';
import { evaporatedSource } from './aerosol-source.ts';
import { boxSections, entrainmentDamping } from './box.ts';
import { chartPoints, chartRatio } from './britter-mcquaid-curves.ts';
import { britterMcQuaid, britterMcQuaidCurve, heavyGasCriterion, regimeAt } from './britter-mcquaid.ts';

const range = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const name = fc.constantFrom('plume' as const, 'puff' as const);

describe('the Britter & McQuaid charts', () => {
  it('never rise with distance and have no jumps, for every α', () => {
    fc.assert(
      fc.property(name, range(-1.5, 1.5), range(0.1, 3000), (chart, alpha, x) => {
        const points = chartPoints(chart, alpha);
        const [here, next] = [chartRatio(chart, points, x), chartRatio(chart, points, x * 1.0001)];
        // The steepest stretch allowed is a factor of ten over a tenth of the distance.
        return next <= here * (1 + 1e-9) && next >= here * 0.995;
      }),
      { numRuns: 2000 },
    );
  });

  it('give 1 at the source and pass through their tabled points', () => {
    const points = chartPoints('plume', 0);
    expect(chartRatio('plume', points, 1e-6)).toBeCloseTo(1, 9);
    expect(chartRatio('plume', points, 10 ** 1.78)).toBeCloseTo(0.1, 9);
    expect(chartRatio('puff', chartPoints('puff', 0), 10 ** 1.39)).toBeCloseTo(0.01, 9);
  });
});

describe('a heavy release', () => {
  const release = {
    volumeRate: 20,
    reducedGravity: 10,
    wind10: 4,
    temperatureRatio: 1,
    sourceFraction: 1,
    temperatureCorrection: false,
  };

  it('reaches farther at a higher rate and for a lower target', () => {
    const reach = (volumeRate: number, target: number): number => {
      const result = britterMcQuaid({ ...release, volumeRate, target });
      return result.ok ? result.value.distance : Number.NaN;
    };
    fc.assert(
      fc.property(range(1, 100), range(0.003, 0.09), (rate, target) => reach(rate * 1.5, target) > reach(rate, target)),
    );
    fc.assert(
      fc.property(range(1, 100), range(0.003, 0.09), (rate, target) => reach(rate, target / 1.5) > reach(rate, target)),
    );
  });

  it('is a plume near, a puff far, the smaller between', () => {
    const finite = { ...release, duration: 100 };
    expect([100, 400, 1000].map((x) => regimeAt(finite, x))).toEqual(['plume', 'between', 'puff']);
    const [plume, puff] = [
      britterMcQuaidCurve(release),
      britterMcQuaidCurve({ ...release, volumeRate: undefined, volume: 2000 }),
    ];
    expect(britterMcQuaidCurve(finite)(400)).toBe(Math.min(plume(400), puff(400)));
    expect(britterMcQuaidCurve(finite)(1000)).toBe(puff(1000));
  });

  it('refuses a target the source itself does not reach and warns outside the correlated α', () => {
    expect(britterMcQuaid({ ...release, sourceFraction: 0.05, target: 0.1 })).toMatchObject({ ok: false });
    const calm = britterMcQuaid({ ...release, volumeRate: 5000, wind10: 1, target: 0.01 });
    expect(calm.ok && calm.working.warnings.some((text) => text.includes('α'))).toBe(true);
  });

  it('is dense in light wind and passive in strong wind; lighter gas is never dense', () => {
    const dense = (wind10: number, reducedGravity: number) =>
      heavyGasCriterion({ volumeRate: 0.3, reducedGravity, wind10 });
    expect(dense(2, 14)).toMatchObject({ value: { dense: true } });
    expect(dense(40, 14)).toMatchObject({ value: { dense: false } });
    expect(dense(2, -4)).toMatchObject({ value: { dense: false } });
  });
});

describe('the box model', () => {
  const plume = {
    massRate: 50,
    airRate: 0,
    molarMass: 0.0709,
    gasHeatCapacity: 479,
    sourceTemperature: 239,
    sourceDiameter: 10,
    wind10: 5,
    obukhovLength: 1e9,
    roughness: 0.03,
    airTemperature: 293,
    pressure: 101_325,
    groundHeat: true,
    until: 2000,
  };

  it('dilutes and widens with distance', () => {
    const { fraction, halfWidth } = boxSections(plume);
    expect(fraction).toEqual(fraction.toSorted((a, b) => b - a));
    expect(halfWidth).toEqual(halfWidth.toSorted((a, b) => a - b));
  });

  it('carries the released gas through its last section', () => {
    const { fraction, halfWidth, height } = boxSections(plume);
    const last = fraction.length - 1;
    const friction = (5 * 0.4) / Math.log(10 / 0.03);
    const speed = (friction / 0.4) * Math.log((height[last] ?? 0) / 2 / 0.03);
    const gas = (101_325 * 0.0709) / (8.314462618 * 293);
    const flux = 2 * (halfWidth[last] ?? 0) * (height[last] ?? 0) * speed * (fraction[last] ?? 0) * gas;
    expect(flux / 50).toBeCloseTo(1, 1);
  });

  it('damps entrainment in dense and in stable air', () => {
    expect(entrainmentDamping(50, 1, 1e9)).toBeGreaterThan(entrainmentDamping(5, 1, 1e9));
    expect(entrainmentDamping(0, 10, 20)).toBeGreaterThan(entrainmentDamping(0, 10, 1e9));
    expect(entrainmentDamping(0, 10, -20)).toBeLessThan(0.88);
  });
});

describe('a two-phase jet drawn out until its droplets are gone', () => {
  it('leaves pressurised ammonia colder than its boiling point and heavier than air', () => {
    const s = substance('ammonia');
    if (s === undefined) throw new Error('no ammonia');
    const result = evaporatedSource({
      ...s,
      massRate: 80,
      vapourFraction: 0.18,
      gasHeatCapacity: 2087,
      airTemperature: 302,
    });
    expect(result.ok && result.value.temperature).toBeGreaterThan(195);
    expect(result.ok && result.value.temperature).toBeLessThan(215);
    expect(result.ok && result.value.density).toBeGreaterThan(1.4);
    expect(result.ok && result.value.volumeRate * result.value.density).toBeCloseTo(
      80 * (1 + (result.ok ? result.value.air : 0)),
      6,
    );
  });
});
