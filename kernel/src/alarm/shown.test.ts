import { describe, expect, it } from 'vitest';
import { shownValue } from './shown.ts';

describe('what a line of an alarm shows', () => {
  const raised = { value: 82, peak: 95, now: null, recoveredAt: null };

  it('is the value it was raised with until a newer one is judged', () => {
    expect(shownValue(raised)).toBe(82);
    expect(shownValue({ ...raised, now: { value: 91, at: 1 } })).toBe(91);
  });

  it('is the worst once it is over', () => {
    expect(shownValue({ ...raised, recoveredAt: 2 })).toBe(95);
    expect(shownValue({ ...raised, peak: null, recoveredAt: 2 })).toBe(82);
  });

  it('is nothing for a silence', () => {
    expect(shownValue({ ...raised, value: null, peak: null })).toBeNull();
  });
});
