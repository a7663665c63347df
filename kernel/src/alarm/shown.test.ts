import { describe, expect, it } from 'vitest';
import { returnedTo, shownValue } from './shown.ts';

describe('what a line of an alarm shows', () => {
  const raised = { value: 82, peak: 95, now: null, recoveredAt: null, limit: 80 };

  it('is the value it was raised with until a newer one is judged', () => {
    expect(shownValue(raised)).toBe(82);
    expect(shownValue({ ...raised, now: { value: 91, at: 1 } })).toBe(91);
  });

  it('is the worst once it is over', () => {
    expect(shownValue({ ...raised, recoveredAt: 2 })).toBe(95);
    expect(shownValue({ ...raised, peak: null, recoveredAt: 2 })).toBe(82);
  });

  it('is the worst as soon as the value is back inside its limit, which is told beside it', () => {
    const back = { ...raised, now: { value: 78, at: 1 } };
    expect([shownValue(back), returnedTo(back)]).toEqual([95, 78]);
    const low = { ...raised, value: 3, peak: 1, limit: 5 };
    expect([
      shownValue({ ...low, now: { value: 6, at: 1 } }),
      shownValue({ ...low, now: { value: 4, at: 1 } }),
    ]).toEqual([1, 4]);
    expect(returnedTo({ ...back, now: { value: 80, at: 1 } }), 'at the limit is beyond it').toBeNull();
  });

  it('is nothing for a silence', () => {
    expect(shownValue({ ...raised, value: null, peak: null })).toBeNull();
  });
});
