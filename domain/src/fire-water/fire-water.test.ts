import { describe, expect, it } from 'vitest';
import { leastStaticPressure, leastTankVolume, staticPressureLimits, tankLevelLimits, waterCause } from './index.ts';

describe('fire-fighting water of a building', () => {
  it.each([
    ['high-public-1', 60, 0.1],
    ['high-public-1', 100, 0.1],
    ['high-public-1', 120, 0.15],
    ['high-public-2', 30, 0.07],
    ['high-residential', 99, 0.07],
    ['public', null, 0.07],
    ['industrial', 12, 0.1],
  ] as const)('GB 50974-2014 5.2.2: %s of %s m needs %s MPa', (category, height, least) => {
    expect(leastStaticPressure(category, height)).toBe(least);
  });

  it.each([
    ['high-public-1', 60, 36],
    ['high-public-1', 120, 50],
    ['high-public-1', 151, 100],
    ['high-residential', 120, 36],
    ['high-residential', 40, 12],
    ['public', 20, 18],
    ['storage', 10, 12],
  ] as const)('GB 50974-2014 5.2.1: %s of %s m needs %s m³', (category, height, least) => {
    expect(leastTankVolume(category, height)).toBe(least);
  });

  it('limits are told mildest first and never cross', () => {
    expect(staticPressureLimits(0.15)).toEqual({
      staticNear: 0.165,
      staticLeast: 0.15,
      staticShort: 0.105,
      staticNone: 0.02,
    });
    expect(tankLevelLimits(1.8)).toEqual({ tankNear: 1.98, tankLeast: 1.8, tankShort: 0.9 });
  });
});

describe('both ends of a riser', () => {
  // 0.15 MPa needed at 50 m, 0.68 MPa in the main 4 m below ground.
  const ends = { endHeight: 50, mainHeight: -4, least: 0.15, jockeyStarts: 4 };

  it.each([
    ['the end is well', 0.2, 0.75, 4, undefined],
    ['a zone valve is shut', 0.08, 0.75, 4, 'valve'],
    ['the sensor shows nothing while the main is well', 0, 0.75, 4, 'sensor'],
    ['both are empty', 0, 0, 0, 'drained'],
    ['both are low and the jockey pump is busy', 0.1, 0.6, 22, 'leak'],
    ['both are low and nothing tells why', 0.1, 0.6, undefined, undefined],
    ['the main alone is empty', 0.1, 0.01, 4, undefined],
  ] as const)('[S44.2] %s', (_, end, main, jockeyStarts, cause) => {
    expect(waterCause({ ...ends, end, main, jockeyStarts })).toBe(cause);
  });
});
