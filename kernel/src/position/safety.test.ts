import { describe, expect, it } from 'vitest';
import { sensed, type Fix, type SafetyEvent } from './index.ts';

const fix = (safety?: readonly SafetyEvent[]): Fix => ({
  at: 0,
  lon: 117,
  lat: 28,
  speed: 80,
  heading: 0,
  altitude: 0,
  positioned: true,
  live: true,
  ...(safety !== undefined && { safety }),
});
const values = (one: Fix): Record<string, number> =>
  Object.fromEntries(sensed(one).map(({ quantity, value }) => [quantity, value]));

describe('what instruments in a vehicle see', () => {
  it('is nothing, at rest, on a fix without events', () => {
    expect(values(fix())).toEqual({ 'driver-fatigue': 0, 'driver-behaviour': 0, 'collision-risk': 0, emergency: 0 });
    expect(sensed(fix()).every(({ resting }) => resting)).toBe(true);
  });

  it('is the worst of several events, each under its own quantity', () => {
    const seen = fix([
      { quantity: 'driver-fatigue', severity: 1 },
      { quantity: 'driver-fatigue', severity: 2 },
      { quantity: 'collision-risk', severity: 1 },
    ]);
    expect(values(seen)).toEqual({ 'driver-fatigue': 2, 'driver-behaviour': 0, 'collision-risk': 1, emergency: 0 });
  });

  it('is over when the terminal says so', () => {
    expect(values(fix([{ quantity: 'driver-fatigue', severity: 2, over: true }]))['driver-fatigue']).toBe(0);
  });
});
