import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';

/** Seeds that once showed a fault. */
const ONCE: readonly number[] = [23, 93];

describe('a device, the intake, the journal and the rules under delay, reorder, duplicates, back-fill and kill', () => {
  it('[S17.2] leave what an undisturbed reading gives and what the definitions say', () => {
    let alarms = 0;
    let crashes = 0;
    let retrospective = 0;
    let acts = 0;
    for (let seed = 1; seed <= 150; seed += 1) {
      const outcome = simulate(seed);
      expect(outcome.faults, `seed ${seed}`).toEqual([]);
      alarms += outcome.alarms;
      crashes += outcome.crashes;
      retrospective += outcome.retrospective;
      acts += outcome.acts;
    }
    // Enough must have happened for this to say anything.
    expect(alarms).toBeGreaterThan(1500);
    expect(crashes).toBeGreaterThan(100);
    expect(retrospective).toBeGreaterThan(5);
    expect(acts).toBeGreaterThan(700);
  }, 60_000);

  it.each(ONCE.map((seed) => [seed]))('hold under seed %d', (seed) => {
    expect(simulate(seed).faults).toEqual([]);
  });
});
