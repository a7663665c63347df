import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { obukhovLength, STABILITIES, stabilityClass, stabilityFromLength, windShape } from '../atmosphere/stability.ts';
import { powerLawWind, similarityWind } from '../atmosphere/wind.ts';
import { finiteFactor, gaussianPlume, gaussianPlumeValue, peakFactor, verticalTerm } from './plume.ts';
import { gaussianPuffValue } from './puff.ts';
import { briggs, puffSigma } from './sigma.ts';
import { similarityPlume } from './similarity.ts';

const stability = fc.constantFrom(...STABILITIES);
const terrain = fc.constantFrom('rural' as const, 'urban' as const);
const range = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('the atmosphere', () => {
  it('returns each class from its own Obukhov length over any roughness', () => {
    fc.assert(fc.property(stability, range(0.001, 1), (s, z0) => stabilityFromLength(obukhovLength(s, z0), z0) === s));
  });

  it('reads Pasquill classes: sun and calm unstable, clear calm night stable, strong wind and overcast neutral', () => {
    expect(stabilityClass(1.5, 'strong sun')).toBe('A');
    expect(stabilityClass(1.5, 'night, clear')).toBe('F');
    expect(stabilityClass(7, 'night, clear')).toBe('D');
    expect(stabilityClass(2, 'overcast')).toBe('D');
  });

  it('blows harder aloft, by power law and by similarity, and gives back the measured wind', () => {
    fc.assert(
      fc.property(stability, terrain, range(2, 99), (s, t, z) => {
        const at = (height: number): number =>
          powerLawWind({ speed: 4, measuredAt: 10, height, stability: s, terrain: t });
        return at(2 * z) > at(z) && Math.abs(at(10) - 4) < 1e-12;
      }),
    );
    const same = similarityWind({ speed: 5, height: 10, roughness: 0.03, obukhovLength: 50 });
    expect(same.ok && same.value.speed).toBeCloseTo(5, 10);
    expect(windShape(20, 0.03, -30)).toBeGreaterThan(windShape(10, 0.03, -30));
  });
});

describe('the Gaussian plume', () => {
  const ground = { rate: 1, wind: 3, crosswind: 0, height: 0, releaseHeight: 0 };

  it('falls with distance on the ground, rises with rate', () => {
    fc.assert(
      fc.property(stability, terrain, range(20, 9000), range(1.01, 2), (s, t, x, more) => {
        const at = (distance: number, rate = 1): number =>
          gaussianPlumeValue({ ...ground, rate }, briggs(distance, s, t));
        return at(x * more) < at(x) && Math.abs(at(x, 2) - 2 * at(x)) <= 1e-12 * at(x);
      }),
    );
  });

  it('is the higher on the ground the more stable the air', () => {
    const classes = STABILITIES.map((s) => gaussianPlumeValue(ground, briggs(1000, s, 'rural')));
    expect(classes).toEqual(classes.toSorted((a, b) => a - b));
  });

  it('carries the release rate through every cross-section', () => {
    fc.assert(
      fc.property(stability, range(100, 5000), range(0, 50), (s, x, releaseHeight) => {
        const sigma = briggs(x, s, 'rural');
        const [dy, dz] = [sigma.y / 10, Math.max(sigma.z, 1) / 10];
        let flux = 0;
        for (let j = -60; j <= 60; j++) {
          for (let k = 0; k < 100 + releaseHeight / dz; k++) {
            flux +=
              3 *
              gaussianPlumeValue({ ...ground, crosswind: j * dy, height: (k + 0.5) * dz, releaseHeight }, sigma) *
              dy *
              dz;
          }
        }
        return Math.abs(flux - 1) < 0.01;
      }),
      { numRuns: 20 },
    );
  });

  it('under a lid turns into the well-mixed layer without a jump', () => {
    const [below, above] = [1.5999, 1.6001].map((sigmas) => verticalTerm(0, 20, sigmas * 500, 500));
    expect((above ?? 0) / (below ?? 1)).toBeCloseTo(1, 2);
  });

  it('refuses calm air and a source above the lid', () => {
    const plume = { rate: 1, distance: 500, stability: 'D' as const };
    expect(gaussianPlume({ ...plume, wind: 0.5 })).toMatchObject({ ok: false, refusal: { input: 'wind' } });
    expect(gaussianPlume({ ...plume, wind: 3, releaseHeight: 300, mixingHeight: 200 })).toMatchObject({ ok: false });
  });

  it('warns below 20 m and beyond 10 km', () => {
    const far = gaussianPlume({ rate: 1, wind: 3, distance: 20_000, stability: 'D' });
    expect(far.ok && far.working.warnings[0]).toContain('outside the usual');
  });
});

describe('a release of finite duration', () => {
  it('has not arrived at first, stands while it lasts, is gone at last', () => {
    expect(finiteFactor(600, 2, 10, 120, 20)).toBeCloseTo(0, 10);
    expect(finiteFactor(600, 2, 400, 1e4, 20)).toBeCloseTo(1, 6);
    expect(finiteFactor(600, 2, 5000, 120, 20)).toBeCloseTo(0, 10);
  });

  it('never exceeds its peak factor', () => {
    fc.assert(
      fc.property(range(100, 5000), range(1, 10), range(10, 600), range(0, 3000), (x, wind, duration, time) => {
        const sigmaX = puffSigma(x, 'D').y;
        return finiteFactor(x, wind, time, duration, sigmaX) <= peakFactor(wind, duration, sigmaX) + 1e-12;
      }),
    );
  });
});

describe('the Gaussian puff', () => {
  it('contains its mass', () => {
    const time = 200;
    const { y, z } = puffSigma(4 * time, 'D');
    let mass = 0;
    for (let i = -16; i <= 16; i++) {
      for (let j = -16; j <= 16; j++) {
        for (let k = 0; k < 50; k++) {
          const place = { distance: 800 + (i * y) / 4, crosswind: (j * y) / 4, height: ((k + 0.5) * z) / 10 };
          mass +=
            gaussianPuffValue({ ...place, mass: 100, wind: 4, time, releaseHeight: 0, stability: 'D' }) *
            (y / 4) ** 2 *
            (z / 10);
        }
      }
    }
    expect(mass).toBeCloseTo(100, 0);
  });
});

describe('the similarity plume', () => {
  const plume = {
    rate: 0.1,
    wind: 5,
    windHeight: 2,
    frictionVelocity: 0.35,
    roughness: 0.006,
    releaseHeight: 0.5,
    height: 1.5,
    directionSpread: 0.15,
  };

  it('agrees in the neutral limit from both sides', () => {
    const at = (length: number): number => {
      const result = similarityPlume({ ...plume, distance: 400, obukhovLength: length });
      return result.ok ? result.value.concentration : Number.NaN;
    };
    expect(at(1e7) / at(-1e7)).toBeCloseTo(1, 2);
    expect(at(20)).toBeGreaterThan(at(-20));
  });

  it('falls with distance', () => {
    fc.assert(
      fc.property(range(50, 900), fc.constantFrom(-10, -100, 1e6, 100, 10), (distance, length) => {
        const at = (x: number): number => {
          const result = similarityPlume({ ...plume, distance: x, obukhovLength: length });
          return result.ok ? result.value.concentration : Number.NaN;
        };
        return at(distance * 1.5) < at(distance);
      }),
    );
  });
});
