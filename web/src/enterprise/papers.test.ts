import { describe, expect, it } from 'vitest';
import { isOver, papersBetween } from './papers.ts';

describe('papers that run out', () => {
  it('hold to the end of their last day in China, and are then among the expired and no longer among the coming', () => {
    const last = '2026-11-23';
    const before = Date.parse('2026-11-23T23:59:59+08:00');
    const after = before + 1000;
    expect([isOver(last, before), isOver(last, after)]).toEqual([false, true]);
    expect(papersBetween(before)).toEqual({
      expired: { field: 'validUntil', to: '2026-11-22' },
      ending: { field: 'validUntil', from: '2026-11-23', to: '2027-11-22' },
    });
    expect(papersBetween(after).expired.to).toBe('2026-11-23');
    expect(papersBetween(after).ending.from).toBe('2026-11-24');
  });
});
