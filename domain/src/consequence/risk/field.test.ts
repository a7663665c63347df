import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { riskContours } from './contours.ts';
import { riskField } from './field.ts';
import { directionalRisk, locationRisk } from './risk.ts';
import type { LethalOutcome } from './lethal-outcome.ts';

const even = Array.from({ length: 16 }, () => 1 / 16);

/** Dies off along and across the wind as a plume does. */
const plume = (frequency: number, length: number, rose?: readonly number[]): LethalOutcome => {
  const death = (x: number, y: number): number => {
    if (x <= 0) return 0;
    const dead = Math.exp(-x / length) * Math.exp(-((y / (5 + 0.1 * x)) ** 2));
    return dead < 1e-3 ? 0 : dead;
  };
  return { frequency, probability: 1, reach: 6.9 * length, outdoors: death, indoors: death, ...(rose && { rose }) };
};
const circle = (frequency: number, radius: number): LethalOutcome => {
  const death = (x: number, y: number): number => (Math.hypot(x, y) <= radius ? 1 : 0);
  return { frequency, probability: 1, reach: radius, outdoors: death, indoors: death };
};

describe('the field of individual risk', () => {
  it('is what turning each footprint through the rose gives, within a few per cent', () => {
    const outcomes = [plume(1e-5, 200), plume(3e-6, 60)];
    const { at } = riskField([{ east: 0, north: 0, outcomes }], even);
    const fields = outcomes.map(({ outdoors, ...one }) => ({ ...one, death: outdoors }));
    const fine = Array.from({ length: 720 }, () => 1 / 720);
    for (const [east, north] of [
      [0, 50],
      [120, 90],
      [-300, 100],
      [0, -600],
    ] as const)
      expect(at(east, north) / locationRisk(fields, fine, east, north)).toBeCloseTo(1, 1);
  });

  it('of a narrow sector agrees with the exact arc of the even rose', () => {
    const [distance, halfWidth] = [200, 20];
    const death = (x: number, y: number): number => (x > 0 && Math.abs(y) <= halfWidth && x < 400 ? 1 : 0);
    const exact = directionalRisk({ frequency: 1e-5, distance, halfWidth, lethality: 1 });
    const outcome = { frequency: 1e-5, probability: 1, reach: 400, outdoors: death, indoors: death };
    const { at } = riskField([{ east: 0, north: 0, outcomes: [outcome] }], even);
    expect(exact.ok && at(0, distance) / exact.value.risk).toBeCloseTo(1, 1);
  });

  it('adds up over sources and never exceeds the sum of their frequencies', () => {
    const source = fc.record({
      east: fc.integer({ min: -500, max: 500 }),
      north: fc.integer({ min: -500, max: 500 }),
      outcomes: fc.array(
        fc.double({ min: 1e-8, max: 1e-4, noNaN: true }).map((frequency) => plume(frequency, 100)),
        { minLength: 1, maxLength: 3 },
      ),
    });
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 4 }), fc.integer(), (sources, seed) => {
        const [east, north] = [(seed % 997) - 500, (seed % 1009) - 500];
        const whole = riskField(sources, even).at(east, north);
        const parts = sources.map((one) => riskField([one], even).at(east, north));
        expect(whole).toBeCloseTo(
          parts.reduce((a, b) => a + b, 0),
          12,
        );
        const most = sources.flatMap((one) => one.outcomes).reduce((sum, one) => sum + one.frequency, 0);
        expect(whole).toBeLessThanOrEqual(most * (1 + 1e-9));
      }),
      { numRuns: 15 },
    );
  });

  it('lies where the wind carries it: with west winds only, east of the source; a weather may have its own rose', () => {
    const west = even.map((_, i) => (i === 12 ? 1 : 0));
    const { at } = riskField([{ east: 0, north: 0, outcomes: [plume(1e-5, 200)] }], west);
    expect(at(150, 0)).toBeGreaterThan(1e-6);
    expect(at(-150, 0)).toBe(0);
    const own = riskField([{ east: 0, north: 0, outcomes: [plume(1e-5, 200, west)] }], even);
    expect(own.at(150, 0)).toBeCloseTo(at(150, 0), 12);
  });
});

describe('iso-risk contours', () => {
  it('of a circle are that circle, closed, of its area', () => {
    const field = riskField([{ east: 40, north: -30, outcomes: [circle(1e-5, 100)] }], even);
    const [contour] = riskContours(field, [1e-6]);
    expect(contour?.rings).toHaveLength(1);
    const [ring = []] = contour?.rings ?? [];
    expect(ring.at(-1)).toEqual(ring[0]);
    for (const [east, north] of ring) expect(Math.hypot(east - 40, north + 30)).toBeCloseTo(100, -1);
    expect((contour?.area ?? 0) / (Math.PI * 100 ** 2)).toBeCloseTo(1, 1);
  });

  it('nest: what exceeds a higher risk lies within what exceeds a lower one', () => {
    const field = riskField(
      [
        { east: 0, north: 0, outcomes: [plume(1e-4, 150)] },
        { east: 300, north: 100, outcomes: [plume(1e-5, 80), circle(1e-6, 60)] },
      ],
      even,
    );
    const levels = [1e-5, 1e-6, 3e-7];
    const found = riskContours(field, levels);
    const areas = found.map(({ area }) => area);
    expect(areas).toEqual(areas.toSorted((a, b) => a - b));
    found.forEach(({ rings, level }) => {
      expect(rings.length).toBeGreaterThan(0);
      for (const [east, north] of rings.flat()) expect(field.at(east, north) / level).toBeCloseTo(1, 0);
    });
  });

  it('of a level nowhere reached are none', () => {
    const field = riskField([{ east: 0, north: 0, outcomes: [circle(1e-9, 50)] }], even);
    expect(riskContours(field, [1e-6])).toEqual([{ level: 1e-6, rings: [], area: 0 }]);
  });
});
