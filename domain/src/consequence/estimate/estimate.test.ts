import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateRelease, type EstimateInput } from './estimate.ts';
import { unitConcentration, type Reading } from './reading.ts';
import { traceSources } from './trace.ts';

const GROUND = { terrain: 'rural', releaseHeight: 1, background: 0 } as const;
const WITHIN = { west: -800, south: -800, east: 800, north: 800 };

/** The same numbers for the same seed (mulberry32), and normal ones from them. */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

interface Leak {
  readonly rate: number;
  readonly east: number;
  readonly north: number;
  readonly seed: number;
  readonly noise: number;
}

/** Sensors on a 7 × 7 grid of 250 m read a leak in winds that turn over 60°. */
function readings({ rate, east, north, seed, noise }: Leak): Reading[] {
  const normal = normals(seed);
  return Array.from({ length: 49 }, (_, i) => {
    const reading = {
      id: String(i),
      east: -750 + 250 * (i % 7),
      north: -750 + 250 * Math.floor(i / 7),
      height: 2,
      value: 0,
      detection: 0.2,
      wind: { speed: 3, from: 200 + 30 * (i % 3), stability: 'D' as const },
    };
    const value = rate * unitConcentration(east, north, reading, GROUND) * Math.exp(noise * normal());
    return { ...reading, value: value < 0.2 ? 0 : value };
  });
}

const estimate = (
  input: EstimateInput | Omit<EstimateInput, 'terrain' | 'releaseHeight' | 'background' | 'leastRate' | 'mostRate'>,
) => {
  const result = estimateRelease(input);
  if (!result.ok) throw new Error(result.refusal.reason);
  return { ...result.value, warnings: result.working.warnings };
};

const leaks = fc.record({
  rate: fc.double({ min: 0.2, max: 5, noNaN: true }),
  east: fc.integer({ min: -500, max: 300 }),
  north: fc.integer({ min: -500, max: 300 }),
  seed: fc.integer({ min: 1, max: 1e9 }),
  noise: fc.constant(0.4),
});

describe('a release estimated from sensors', () => {
  it('gives back the rate within its interval and the place within its radius, four times of five', () => {
    let [tried, rates, places] = [0, 0, 0];
    fc.assert(
      fc.property(leaks, (leak) => {
        const seen = readings(leak);
        fc.pre(seen.filter(({ value }) => value > 0).length >= 4);
        const { rate, best, radius } = estimate({ readings: seen, within: WITHIN });
        tried += 1;
        rates += rate.low <= leak.rate && leak.rate <= rate.high ? 1 : 0;
        places += Math.hypot(best.east - leak.east, best.north - leak.north) <= 1.5 * radius ? 1 : 0;
        expect(rate.median / leak.rate).toBeGreaterThan(1 / 6);
        expect(rate.median / leak.rate).toBeLessThan(6);
      }),
      { numRuns: 12, seed: 20_260_318 },
    );
    expect(tried).toBe(12);
    expect(rates).toBeGreaterThanOrEqual(10);
    expect(places).toBeGreaterThanOrEqual(10);
  });

  it('is the same on every run, and goes with the readings: twice the values are twice the rate', () => {
    const seen = readings({ rate: 1, east: -100, north: -150, seed: 5, noise: 0.3 });
    const [once, again] = [estimate({ readings: seen, within: WITHIN }), estimate({ readings: seen, within: WITHIN })];
    expect(again).toEqual(once);
    const doubled = seen.map((one) => ({ ...one, value: 2 * one.value, detection: 2 * one.detection }));
    const twice = estimate({ readings: doubled, within: WITHIN });
    expect(twice.rate.median / once.rate.median).toBeCloseTo(2, 1);
    expect(twice.best.east).toBeCloseTo(once.best.east, 0);
  });

  it('at a known place asks for the rate only', () => {
    const seen = readings({ rate: 2, east: -100, north: -150, seed: 8, noise: 0.3 });
    const known = { west: -100, east: -100, south: -150, north: -150 };
    const { rate, best } = estimate({ readings: seen, within: known });
    expect(best).toMatchObject({ east: -100, north: -150 });
    expect(rate.low).toBeLessThan(2);
    expect(rate.high).toBeGreaterThan(2);
  });

  it('knows an upper bound only when nothing is seen, and says so', () => {
    const silent = readings({ rate: 1, east: 0, north: 0, seed: 3, noise: 0 }).map((one) => ({ ...one, value: 0 }));
    const { warnings, rate } = estimate({ readings: silent, within: { west: -10, east: 10, south: -10, north: 10 } });
    expect(warnings.join()).toContain('only an upper bound');
    expect(rate.high).toBeLessThan(0.1);
  });

  it('refuses calm air, no readings and too many of them as values', () => {
    const [one] = readings({ rate: 1, east: 0, north: 0, seed: 3, noise: 0 }) as [Reading];
    const refused = (seen: readonly Reading[]) => estimateRelease({ readings: seen, within: WITHIN });
    expect(refused([])).toMatchObject({ ok: false, refusal: { input: 'readings' } });
    expect(refused([{ ...one, wind: { ...one.wind, speed: 0.2 } }])).toMatchObject({ ok: false });
    expect(refused(Array.from({ length: 500 }, () => one))).toMatchObject({ ok: false });
  });
});

describe('sources traced upwind', () => {
  it('ranks the plant that leaks first, whatever the noise, and gives those not upwind next to nothing', () => {
    const candidates = [
      { id: 'leaks', east: -100, north: -150, weight: 1 },
      { id: 'beside', east: 300, north: -500, weight: 1 },
      { id: 'downwind', east: 600, north: 600, weight: 1 },
    ];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
        const result = traceSources({
          readings: readings({ rate: 0.5, east: -100, north: -150, seed, noise: 0.5 }),
          candidates,
        });
        if (!result.ok) throw new Error(result.refusal.reason);
        const { ranked, other } = result.value;
        expect(ranked[0]?.id).toBe('leaks');
        expect(ranked.reduce((total, { share }) => total + share, other)).toBeCloseTo(1, 9);
        expect(ranked.find(({ id }) => id === 'downwind')?.share).toBeLessThan(0.01);
      }),
      { numRuns: 20 },
    );
  });
});
