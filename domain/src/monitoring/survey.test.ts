import { describe, expect, it } from 'vitest';
import { beachOnProfile, curveAt, dikeCheck, fastestBetween, steepestBend } from './index.ts';

const PROFILE = [
  [0, 100],
  [50, 99.5],
  [150, 98],
] as const;

describe('[S21.1] a surveyed beach', () => {
  it('ends where the profile first meets the water', () => {
    expect(beachOnProfile(PROFILE, 99.5)).toEqual({ length: 50, beyond: false });
    expect(beachOnProfile(PROFILE, 98.75)).toEqual({ length: 100, beyond: false });
    expect(beachOnProfile(PROFILE, 100.2)).toEqual({ length: 0, beyond: false });
  });

  it('goes on along its last stretch where the survey ends before the water, and says so', () => {
    expect(beachOnProfile(PROFILE, 97.25)).toEqual({ length: 200, beyond: true });
    expect(beachOnProfile([[0, 100]], 90)).toBeNull();
    expect(
      beachOnProfile(
        [
          [0, 100],
          [10, 100],
        ],
        90,
      ),
    ).toBeNull();
  });
});

describe('[S21.1] an inclinometer', () => {
  const older = [
    [0, 8],
    [10, 6],
    [12, 1],
    [30, 0],
  ] as const;
  const newer = [
    [0, 12],
    [10, 10],
    [12, 1],
    [30, 0],
  ] as const;

  it('bends most where it shears, and moves fastest where the surveys part most', () => {
    expect(steepestBend(newer)).toEqual({ from: 10, to: 12, perMetre: 4.5 });
    expect(steepestBend([[0, 1]])).toBeUndefined();
    expect(fastestBetween(older, newer, 8)).toBe(0.5);
    expect(fastestBetween(older, newer, 0)).toBeNull();
    expect(fastestBetween([[50, 1]], newer, 8)).toBeNull();
    expect(curveAt(older, 11)).toBe(3.5);
    expect(curveAt(older, 31)).toBeNull();
  });
});

describe('[S18.1] a fire dike', () => {
  it('holds the largest tank inside, not their sum', () => {
    expect(dikeCheck(1000, [1000, 800])).toEqual({ needed: 1000, margin: 0, verdict: 'holds' });
    expect(dikeCheck(999, [1000, 800])).toEqual({ needed: 1000, margin: -1, verdict: 'short' });
  });

  it('says that it does not know where a volume is missing, but for one that is short anyhow', () => {
    expect(dikeCheck(1000, [500, null]).verdict).toBe('unknown');
    expect(dikeCheck(400, [500, null]).verdict).toBe('short');
    expect(dikeCheck(400, [])).toEqual({ needed: null, margin: null, verdict: 'unknown' });
  });
});
