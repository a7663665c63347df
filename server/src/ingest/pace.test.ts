import { describe, expect, it } from 'vitest';
import { paced } from './pace.ts';

function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('long work in pieces', () => {
  it('rests after each piece for so long that it takes no more than its share', async () => {
    const rest = paced(0.25);
    work(4);
    const resting = rest();
    expect(resting).toBeDefined();
    const from = performance.now();
    await resting;
    // Three times as long as it worked; timers may be early by a fraction of a millisecond.
    expect(performance.now() - from).toBeGreaterThan(11);
  });

  it('is not held up before a piece is done', () => {
    const rests = Array.from({ length: 20 }, () => paced(0.25)());
    expect(rests.filter((rest) => rest === undefined).length).toBeGreaterThan(0);
  });
});
