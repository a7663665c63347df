import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { points } from './points.ts';
import { batchOfRecord, type ReadPoint } from './record.ts';
import { openRulesOn, type Rules } from './rules.ts';

const START = Date.UTC(2026, 8, 1);
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Positions of the log at which it was stored up to when points were heard. */
let kept: number[];
let rules: Rules;
let seq = 0;

beforeEach(async () => {
  vi.useFakeTimers({ now: START });
  kept = [];
  seq = 0;
  const store = {
    read: async () => ({ position: 0, heardAt: 0, memories: [], running: [] }),
    write: async () => {},
    keepHeard: async (_: unknown, position: number) => void kept.push(position),
  };
  rules = await openRulesOn(store, [], { subject: () => undefined, version: () => 1 }, pino({ level: 'silent' }), () =>
    Date.now(),
  );
});
afterEach(async () => {
  vi.useRealTimers();
  await rules.close();
});

/** For so many seconds each of a hundred points is read `each` times a second, an entry of the log a second. */
async function run(seconds: number, each: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    const readings = Array.from({ length: 100 * each }, (_, index): ReadPoint => {
      const at = Date.now() + Math.floor((index / 100 / each) * 1000);
      return [uuid(index % 100), at, 1, 'good'];
    });
    rules.take((seq += 1), batchOfRecord({ device: '', receivedAt: Date.now(), fixes: [], readings }));
    await vi.advanceTimersByTimeAsync(1000);
  }
}

describe('how much of the log is read again after a crash', () => {
  it('is half a minute of it where each point is read once a second', async () => {
    await run(70, 1);
    expect(points.count).toBeGreaterThanOrEqual(100);
    expect(kept.length).toBeGreaterThanOrEqual(2);
    expect(kept.length).toBeLessThan(5);
    expect(seq - rules.keeps()).toBeLessThanOrEqual(32);
  });

  it('is little more than what has not been stored where readings come thick and fast', async () => {
    await run(20, 50);
    expect(kept.length).toBeGreaterThan(6);
    expect(seq - rules.keeps()).toBeLessThanOrEqual(4);
  });
});
