import { describe, expect, it } from 'vitest';
import { gapsOf, pairsOf } from './gaps.ts';

describe('silences of a series', () => {
  it('are steps longer than allowed', () => {
    expect(gapsOf([0, 10, 20, 90, 100], [1, 1, 1, 1, 1], 30)).toEqual([{ from: 20, to: 90 }]);
  });

  it('are runs of null, from the last value to the next', () => {
    expect(gapsOf([0, 10, 20, 30, 40], [1, null, null, 1, 1], 30)).toEqual([{ from: 0, to: 30 }]);
  });

  it('are named at both ends of the window as well', () => {
    expect(gapsOf([100, 110], [1, 1], 30, 0, 200)).toEqual([
      { from: 0, to: 100 },
      { from: 110, to: 200 },
    ]);
  });

  it('are the whole window when nothing came', () => {
    expect(gapsOf([], [], 30, 0, 200)).toEqual([{ from: 0, to: 200 }]);
  });

  it('are none while values come in time', () => {
    expect(gapsOf([0, 10, 20], [1, 2, 3], 30)).toEqual([]);
  });

  it('break the drawn line', () => {
    expect(pairsOf([0, 10, 90], [1, 2, 3], 30)).toEqual([
      [0, 1],
      [10, 2],
      [11, null],
      [90, 3],
    ]);
  });
});
