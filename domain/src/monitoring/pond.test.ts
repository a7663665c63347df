import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beachOf,
  blockedTubes,
  freeboardOf,
  levelUp,
  phreaticControlDepth,
  pondSafety,
  timeToFailure,
  type Colour,
} from './index.ts';

const DAY = 86_400_000;

describe('a pond’s freeboard and beach', () => {
  it('[S21.1] freeboard is the crest less the highest water', () => {
    expect(freeboardOf(420, [418.2, 418.6])).toBeCloseTo(1.4);
    expect(freeboardOf(420, [420.3])).toBeCloseTo(-0.3);
    expect(freeboardOf(undefined, [418])).toBeUndefined();
    expect(freeboardOf(420, [])).toBeUndefined();
  });

  it('a straight beach of 1.2 % is 100 m long at 1.2 m of freeboard, and none under water', () => {
    expect(beachOf(420, 418.8, 1.2)).toBeCloseTo(100);
    expect(beachOf(420, 421, 1.2)).toBe(0);
    expect(beachOf(420, 418, undefined)).toBeUndefined();
  });
});

describe('warnings together (GB 39496-2020 5.5)', () => {
  it.each<[Colour[], Colour | undefined]>([
    [[], undefined],
    [['blue', 'blue', 'blue'], 'blue'],
    [['blue', 'blue', 'blue', 'blue'], 'yellow'],
    [['yellow', 'yellow'], 'yellow'],
    [['yellow', 'yellow', 'yellow'], 'orange'],
    [['orange', 'orange'], 'red'],
    [['red', 'blue'], 'red'],
    [['blue', 'blue', 'blue', 'orange'], 'orange'],
  ])('[S21.2] %j make %s', (colours, level) => {
    expect(levelUp(colours)).toBe(level);
  });

  it('never make less than the worst of them, and one more never makes less', () => {
    const colour = fc.constantFrom<Colour>('blue', 'yellow', 'orange', 'red');
    const rank = (level: Colour | undefined): number => ['blue', 'yellow', 'orange', 'red'].indexOf(level ?? '');
    fc.assert(
      fc.property(fc.array(colour, { maxLength: 8 }), colour, (colours, more) => {
        expect(rank(levelUp(colours))).toBeGreaterThanOrEqual(Math.max(-1, ...colours.map(rank)));
        expect(rank(levelUp([...colours, more]))).toBeGreaterThanOrEqual(rank(levelUp(colours)));
      }),
    );
  });

  it('are put together first by item, then by pond', () => {
    expect(pondSafety({ 位移: ['yellow', 'yellow', 'yellow'], 水位: ['orange'] })).toEqual({
      items: { 位移: 'orange', 水位: 'orange' },
      pond: 'red',
    });
  });
});

describe('inverse velocity', () => {
  it('finds the day of failure of a slope that accelerates as 1/(t_f − t)', () => {
    const failure = 20 * DAY;
    const speeds = Array.from({ length: 12 }, (_, day) => ({ at: day * DAY, speed: 10 / (20 - day) }));
    expect(timeToFailure(speeds)!.at / DAY).toBeCloseTo(failure / DAY, 6);
  });

  it('says nothing of a steady or slowing creep', () => {
    expect(timeToFailure(Array.from({ length: 12 }, (_, day) => ({ at: day * DAY, speed: 2 })))).toBeUndefined();
    expect(
      timeToFailure(Array.from({ length: 12 }, (_, day) => ({ at: day * DAY, speed: 5 - day / 3 }))),
    ).toBeUndefined();
  });
});

describe('[S21.1] control depth of the seepage line (GB 50863-2013)', () => {
  it('grows with the dam’s height between the bounds of its class', () => {
    expect([10, 30, 45, 60, 80, 100, 150, 175, 240].map(phreaticControlDepth)).toEqual([2, 2, 3, 4, 5, 6, 8, 9, 10]);
  });

  it('suspects a tube that stands more than 2 m above the line between its neighbours', () => {
    const tubes = [100, 97.1, 90].map((elevation, index) => ({ x: index * 20, elevation }));
    expect(blockedTubes(tubes)).toEqual([1]);
    expect(blockedTubes(tubes.with(1, { x: 20, elevation: 97 }))).toEqual([]);
    expect(blockedTubes(tubes.slice(0, 2))).toEqual([]);
  });
});
