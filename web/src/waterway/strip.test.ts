import { describe, expect, it } from 'vitest';
import { spreadLabels } from './strip.ts';

describe('labels of a strip', () => {
  it('give way to weightier ones beside them', () => {
    const marks = [
      { id: 'a', at: 0, weight: 1 },
      { id: 'b', at: 40, weight: 5 },
      { id: 'c', at: 120, weight: 2 },
      { id: 'd', at: 130, weight: 2 },
    ];
    expect([...spreadLabels(marks, 60)].toSorted()).toEqual(['b', 'c']);
    expect(spreadLabels(marks, 5).size).toBe(4);
  });
});
