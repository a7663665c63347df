import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pastStepOf, restOf, stepOf, waitBefore } from './edge.ts';

describe('a player of live pictures', () => {
  it.each([
    [[], 0, {}],
    [[[100, 101]], 0, { seek: 100.75 }],
    [[[100, 101]], 100.7, {}],
    [[[100, 101]], 100.1, { rate: 1.08 }],
    [[[100, 104]], 100.1, { seek: 103.75 }],
    [
      [
        [100, 101],
        [103, 104],
      ],
      101.5,
      { seek: 103.75 },
    ],
    [[[60, 101]], 100.9, { forget: 80.9 }],
  ] as const)('with %j at %d does %j', (parts, at, step) => {
    expect(stepOf(parts, at, false)).toEqual({ rate: 1, ...step });
  });

  it('that is stopped stays where it is, and forgets in time', () => {
    expect(stepOf([[100, 130]], 101, true)).toEqual({ rate: 1 });
    expect(stepOf([[100, 200]], 101, true)).toEqual({ rate: 1, forget: 160 });
  });

  it('never goes where there is nothing, and settles close to the newest picture', () => {
    const spans = fc.array(
      fc.tuple(fc.double({ min: 0.1, max: 9, noNaN: true }), fc.double({ min: 0.3, max: 50, noNaN: true })),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(spans, fc.double({ min: 0, max: 300, noNaN: true }), (given, at) => {
        let time = 0;
        const parts = given.map(([hole, length]): [number, number] => [(time += hole), (time += length)]);
        const { seek, forget } = stepOf(parts, at, false);
        if (seek !== undefined) expect(parts.some(([from, until]) => seek >= from && seek <= until)).toBe(true);
        if (forget !== undefined) expect(forget).toBeLessThan(at);
        const settled = seek ?? at;
        expect(stepOf(parts, settled, false).seek).toBeUndefined();
      }),
    );
  });

  it('waits longer after each attempt, and no longer than 37 s', () => {
    expect([1, 2, 3, 9].map((attempt) => waitBefore(attempt, 0.5))).toEqual([1, 2, 4, 30]);
    expect(waitBefore(20, 1)).toBeLessThanOrEqual(37.5);
  });
});

describe('a player of a recording', () => {
  it.each([
    [[], 0, {}],
    [[[0.4, 3]], 0, { seek: 0.4 }],
    [[[0, 30]], 2, {}],
    [
      [
        [0, 5],
        [8, 12],
      ],
      4.99,
      { seek: 8 },
    ],
    [[[0, 40]], 31, { forget: 11 }],
  ] as const)('with %j at %d does %j, at its own pace', (parts, at, step) => {
    expect(pastStepOf(parts, at)).toEqual({ rate: 1, ...step });
  });
});

describe('a recording that broke off', () => {
  const past = { from: 10_000, to: 70_000 };
  it('goes on from the second it had come to', () => {
    expect(restOf(past, 45_700)).toEqual({ from: 45_000, to: 70_000 });
  });
  it('begins anew before it showed anything, and where less than a second is left', () => {
    expect(restOf(past, undefined)).toEqual(past);
    expect(restOf(past, 10_400)).toEqual(past);
    expect(restOf(past, 70_000)).toEqual(past);
  });
});
