import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, openLimiter } from './limits.ts';

describe('the share of an address', () => {
  it('is never exceeded over any stretch of time', () => {
    const waits = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(waits, (pauses) => {
        const limiter = openLimiter(5, 60);
        let now = 0;
        const granted: number[] = [];
        for (const pause of pauses) {
          now += pause;
          if (limiter.take('a', now) === undefined) granted.push(now);
        }
        for (const [index, at] of granted.entries()) {
          const inMinute = granted.slice(index).filter((other) => other < at + 60_000).length;
          expect(inMinute).toBeLessThanOrEqual(10);
        }
      }),
    );
  });

  it('says when to come again, and keeps that promise', () => {
    const limiter = openLimiter(3, 60);
    for (let n = 0; n < 3; n += 1) expect(limiter.take('a', 0)).toBeUndefined();
    const seconds = limiter.take('a', 0)!;
    expect(limiter.take('a', seconds * 1000 - 1500)).toBeGreaterThan(0);
    expect(limiter.take('a', seconds * 1000)).toBeUndefined();
    expect(limiter.take('b', 0)).toBeUndefined();
  });

  it('is one for a line, however many addresses it has', () => {
    expect(addressOf('203.0.113.7')).toBe('203.0.113.7');
    expect(addressOf('2001:db8:1:2:3:4:5:6')).toBe(addressOf('2001:db8:1:2::9'));
    expect(addressOf('2001:db8:1:3::9')).not.toBe(addressOf('2001:db8:1:2::9'));
  });
});
