import { describe, expect, it } from 'vitest';
import { balanceThreshold, restVerdict, standardVolume, transferVerdict, volumeChanges } from './index.ts';

const moments = (levels: readonly number[], temperatures: readonly (number | null)[] = []) =>
  levels.map((level, index) => ({ at: index * 3_600_000, level, temperature: temperatures[index] ?? null }));
const tank = (volume: number, levels: readonly number[], expansion: number | null = null) => ({
  volume,
  expansion,
  moments: moments(levels),
});

describe('[S17.1] mass balance of a tank', () => {
  it('has a threshold of 0.2 % of the volume, at least 1 m³', () => {
    expect([balanceThreshold(200), balanceThreshold(5000)]).toEqual([1, 10]);
  });

  it('brings volumes to 20 ℃: 1000 m³ half full at 30 ℃ with 0.0012/K are 494.07 m³', () => {
    const warm = { at: 0, level: 50, temperature: 30 };
    expect(standardVolume({ volume: 1000, expansion: 0.0012, moments: [] }, warm)).toBeCloseTo(494.07, 2);
    expect(standardVolume({ volume: 1000, expansion: null, moments: [] }, warm)).toBe(500);
  });

  it('does not take a warm afternoon for a delivery', () => {
    const warmed = { volume: 1000, expansion: 0.0012, moments: moments([50, 50.3], [20, 25]) };
    expect(Math.abs(volumeChanges(warmed)[0]!.change)).toBeLessThan(balanceThreshold(1000));
    expect(volumeChanges({ ...warmed, expansion: null })[0]!.change).toBeCloseTo(3, 9);
  });

  it('at rest: even, changed, and a leak after two losing stretches', () => {
    expect(restVerdict(tank(1000, [50]))).toBe('unknown');
    expect(restVerdict(tank(1000, [50, 49.9, 49.8]))).toBe('even');
    expect(restVerdict(tank(1000, [50, 50.5]))).toBe('changed');
    expect(restVerdict(tank(1000, [50, 49.5]))).toBe('changed');
    expect(restVerdict(tank(1000, [50, 49.9, 49.4]))).toBe('leak');
  });

  it('in a transfer what one loses the other gains, within half a per cent', () => {
    expect(transferVerdict([-400, 401])).toEqual({ moved: 401, residual: 1, verdict: 'even' });
    expect(transferVerdict([-400, 390])).toMatchObject({ residual: -10, verdict: 'differs' });
    expect(transferVerdict([-400])).toMatchObject({ moved: 400, verdict: 'unknown' });
    expect(transferVerdict([])).toEqual({ moved: 0, residual: 0, verdict: 'unknown' });
  });
});
