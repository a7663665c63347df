import { describe, expect, it } from 'vitest';
import { joined } from './HistoryChart.tsx';

describe('a curve of history', () => {
  const at = [0, 15, 30, 45, 60, 75, 90, 105, 120, 300, 315];

  it('joins readings at their usual distance over the empty buckets between them', () => {
    const value = [1, null, null, null, 2, null, null, null, 3, null, null];
    expect(joined(at, value)).toEqual([
      [0, 1],
      [60, 2],
      [120, 3],
    ]);
  });

  it('breaks off where readings are missing', () => {
    const value = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    expect(joined(at, value).filter(([, one]) => one === null)).toEqual([[135, null]]);
  });

  it('has nothing to say of nothing, and one value stays one', () => {
    expect(joined(at, [])).toEqual([]);
    expect(joined(at, [null, 4])).toEqual([[15, 4]]);
  });
});
