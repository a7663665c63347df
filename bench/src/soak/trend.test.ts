import { describe, expect, it } from 'vitest';
import { trendOf, type Sample } from './trend.ts';

/** A small seeded generator, -1…1. */
function noiseOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 1_073_741_824 - 1;
  };
}

/** Memory of half an hour in samples of ten seconds: `slope` MB an hour, and a wave that stands for collections. */
function memory(slope: number, { wave = 15, noise = 8, seed = 1 } = {}): Sample[] {
  const random = noiseOf(seed);
  let drift = 0;
  return Array.from({ length: 180 }, (_, index) => {
    const at = index / 360;
    drift = 0.9 * drift + noise * random();
    return { at, amount: 200 + slope * at + wave * Math.sin(index / 9) + drift };
  });
}

describe('a trend', () => {
  it('is seen where memory leaks, through collections and noise', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { grows, slope } = trendOf(memory(240, { seed }));
      expect(grows, `seed ${seed}`).toBe(true);
      expect(Math.abs(slope - 240)).toBeLessThan(100);
    }
  });

  it('is not seen where memory goes up and down', () => {
    const wrong = Array.from({ length: 200 }, (_, seed) => trendOf(memory(0, { seed: seed + 1 })).grows);
    expect(wrong.filter(Boolean).length).toBeLessThanOrEqual(6);
  });

  it('that is certain but tiny is no failure', () => {
    expect(trendOf(memory(4, { wave: 0, noise: 0.1 }))).toMatchObject({ grows: false });
  });

  it('of a line is that line', () => {
    const { slope, margin, first, last } = trendOf(memory(50, { wave: 0, noise: 0 }));
    expect(slope).toBeCloseTo(50, 6);
    expect(margin).toBeLessThan(1e-6);
    expect(last - first).toBeCloseTo((50 * 179) / 360, 6);
  });
});
