import { describe, expect, it } from 'vitest';
import { strokeOf, strokeTrend } from './cause-effect.ts';

describe('[S18.2] the stroke of a shut-off valve', () => {
  it('is the time from the command to the closed position', () => {
    expect(strokeOf({ commandAt: 1000, closedAt: 9500 })).toBe(8.5);
    expect(strokeOf({ commandAt: null, closedAt: 9500 })).toBeNull();
    expect(strokeOf({ commandAt: 9501, closedAt: 9500 })).toBeNull();
  });

  it('is too slow at more than half again of the first three', () => {
    expect(strokeTrend([8, 30, 7])).toBeNull();
    expect(strokeTrend([8, 30, 7, 12])).toEqual({ baseline: 8, latest: 12, slowed: false });
    expect(strokeTrend([8, 30, 7, 6, 12.1])).toEqual({ baseline: 8, latest: 12.1, slowed: true });
  });
});
