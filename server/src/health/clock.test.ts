import { describe, expect, it } from 'vitest';
import { watchClock } from './clock.ts';

/** A machine whose wall clock may be set. */
function machine() {
  let wall = 1_800_000_000_000;
  let steady = 5000;
  return {
    wall: () => wall,
    steady: () => steady,
    pass: (ms: number, set = 0) => {
      wall += ms + set;
      steady += ms;
    },
  };
}

describe('the machine’s clock', () => {
  it('set forward or back is noticed with how far; slow correction and long pauses are none', () => {
    const clocks = machine();
    const watch = watchClock(clocks);
    clocks.pass(3_600_000);
    for (let second = 0; second < 100; second += 1) {
      clocks.pass(1000, 4);
      watch.look();
    }
    expect(watch.jumps()).toEqual({ clockJumps: 0, lastJump: null });
    clocks.pass(1000, 7_200_000);
    expect(watch.jumps()).toEqual({ clockJumps: 1, lastJump: { at: clocks.wall(), ms: 7_200_000 } });
    clocks.pass(1000, -60_000);
    expect(watch.jumps()).toMatchObject({ clockJumps: 2, lastJump: { ms: -60_000 } });
    expect(watch.jumps()).toMatchObject({ clockJumps: 2 });
    watch.stop();
  });
});
