import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantileF, quantileNormal } from '../statistics/index.ts';
import { contributionsOf, scoreOf, trainWatch, type WatchModel } from './index.ts';
import { eigenOf } from './symmetric.ts';

/** Reproducible normal numbers (Box–Muller over a linear congruence). */
function normals(seed: number): () => number {
  let state = seed >>> 0 || 1;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Five measurements moved by two hidden causes, with a little noise each. */
function plant(count: number, seed: number): number[][] {
  const next = normals(seed);
  return Array.from({ length: count }, () => {
    const [a, b] = [next(), next()];
    return [a, 2 * a + b, b - a, 10 + 3 * b, 100 + a + b].map((value) => value + 0.1 * next());
  });
}

function trained(samples: readonly (readonly number[])[], options = {}): WatchModel {
  const model = trainWatch(samples, { lags: 0, confidence: 0.99, explained: 0.9, ...options });
  if ('ok' in model) throw new Error(model.reason);
  return model;
}

describe('eigenvalues of a symmetric matrix', () => {
  it('give the matrix back, and their vectors are orthonormal', () => {
    const entry = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(entry, { minLength: 64, maxLength: 64 }),
        (size, numbers) => {
          const matrix = Array.from({ length: size }, (_, i) =>
            Float64Array.from({ length: size }, (__, j) => numbers[Math.min(i, j) * 8 + Math.max(i, j)]!),
          );
          const { values, vectors } = eigenOf(matrix);
          const at = (i: number, j: number) =>
            values.reduce((sum, value, k) => sum + value * vectors[k]![i]! * vectors[k]![j]!, 0);
          for (let i = 0; i < size; i++)
            for (let j = 0; j < size; j++) {
              expect(at(i, j)).toBeCloseTo(matrix[i]![j]!, 8);
              const product = vectors[i]!.reduce((sum, x, k) => sum + x * vectors[j]![k]!, 0);
              expect(product).toBeCloseTo(i === j ? 1 : 0, 10);
            }
          expect(values.toSorted((a, b) => b - a)).toEqual(values);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('quantiles', () => {
  it('are those of the printed tables', () => {
    expect(quantileNormal(0.975)).toBeCloseTo(1.959964, 5);
    expect(quantileNormal(0.01)).toBeCloseTo(-2.326348, 5);
    expect(quantileF(0.95, 5, 10)).toBeCloseTo(3.3258, 3);
    expect(quantileF(0.99, 3, 120)).toBeCloseTo(3.9491, 3);
  });
});

describe('a model of normal running', () => {
  it('finds the two causes and calls about one normal sample in a hundred abnormal', () => {
    const model = trained(plant(1000, 1));
    expect(model.loadings).toHaveLength(2);
    const fresh = plant(4000, 2).map((sample) => scoreOf(model, [sample])!);
    const share = fresh.filter(({ deviation }) => deviation > 1).length / fresh.length;
    expect(share).toBeGreaterThan(0.003);
    expect(share).toBeLessThan(0.03);
  });

  it('sees a broken relation in SPE though every value stays in its own range, and names the point', () => {
    const model = trained(plant(1000, 1));
    // Measurement 3 keeps its usual size but goes against the others.
    const sample = [1, 3, 0, 7, 102];
    const score = scoreOf(model, [sample])!;
    expect(score.spe).toBeGreaterThan(3 * model.speLimit);
    const { spe } = contributionsOf(model, [sample])!;
    expect(spe.indexOf(Math.max(...spe))).toBe(3);
  });

  it('sees what lies too far along the usual relations in T²', () => {
    const model = trained(plant(1000, 1));
    const score = scoreOf(model, [[6, 12, -6, 10, 106]])!;
    expect(score.t2).toBeGreaterThan(2 * model.t2Limit);
    expect(score.spe).toBeLessThan(model.speLimit);
  });

  it('its contributions sum to the statistics, whatever the sample', () => {
    const model = trained(plant(300, 3), { lags: 1 });
    const value = fc.double({ min: -50, max: 150, noNaN: true });
    const sample = fc.array(value, { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(sample, sample, (now, before) => {
        const score = scoreOf(model, [now, before])!;
        const parts = contributionsOf(model, [now, before])!;
        const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
        expect(sum(parts.t2) / score.t2).toBeCloseTo(1, 6);
        expect(sum(parts.spe) / Math.max(1e-12, score.spe)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('does not depend on units: every measurement in another scale gives the same scores', () => {
    const samples = plant(300, 5);
    const scaled = samples.map((row) => row.map((value, j) => value * 10 ** (j - 2) + j));
    const [one, other] = [trained(samples), trained(scaled)];
    for (const [i, row] of samples.slice(0, 50).entries())
      expect(scoreOf(other, [scaled[i]!])!.deviation).toBeCloseTo(scoreOf(one, [row])!.deviation, 6);
  });

  it('takes the mean for what is missing, so that a gap alone is no alarm', () => {
    const model = trained(plant(1000, 1));
    expect(scoreOf(model, [[null, null, null, null, null]])).toEqual({ t2: 0, spe: 0, deviation: 0 });
  });

  it('leaves out what never moved, and says so', () => {
    const still = plant(300, 4).map((row) => [...row, 7]);
    const model = trained(still);
    expect(model.still).toEqual([5]);
    const [row] = still;
    expect(scoreOf(model, [[...row!.slice(0, 5), 900]])).toEqual(scoreOf(model, [row!]));
  });

  it('needs its predecessors when it looks back', () => {
    const model = trained(plant(300, 3), { lags: 2 });
    const [a, b, c] = plant(3, 9) as [number[], number[], number[]];
    expect(scoreOf(model, [a, b])).toBeUndefined();
    expect(scoreOf(model, [a, b, c])).toBeDefined();
  });

  it('refuses too few samples, gaps, one variable and nonsense options, and says why', () => {
    const samples = plant(300, 1);
    const bad = (rows: readonly (readonly (number | null)[])[], options = {}) =>
      trainWatch(rows, { lags: 0, confidence: 0.99, explained: 0.9, ...options });
    expect(bad(samples.slice(0, 20))).toMatchObject({ ok: false, reason: expect.stringContaining('50') as string });
    expect(bad([...samples, [1, null, 2, 3, 4]])).toMatchObject({ ok: false, reason: '训练样本有缺测' });
    expect(bad(samples.map(([x]) => [x!]))).toMatchObject({ ok: false });
    expect(bad(samples.map(() => [1, 2, 3]))).toMatchObject({ ok: false });
    // The same measurement twice, in two units: nothing is left over that could show a broken relation.
    expect(bad(samples.map(([x]) => [x!, 10 + 2 * x!]))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('完全相关') as string,
    });
    expect(bad(samples, { confidence: 1 })).toMatchObject({ ok: false });
    expect(bad(samples, { lags: 9 })).toMatchObject({ ok: false });
  });
});
