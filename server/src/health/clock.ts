/** The wall clock and the monotonic one, read together. */
export interface Clocks {
  wall(): number;
  steady(): number;
}

const EVERY_MS = 1000;
/** Smaller differences are the daily work of time synchronisation. */
const JUMP_MS = 500;
const MACHINE: Clocks = { wall: Date.now, steady: () => performance.now() };

export interface ClockWatch {
  jumps(): { readonly clockJumps: number; readonly lastJump: { readonly at: number; readonly ms: number } | null };
  /** Looks now; called by its own timer every second. */
  look(): void;
  stop(): void;
}

/** Notices when somebody sets the machine's clock: `ms` is how far it was moved, positive = forward. */
export function watchClock(clocks: Clocks = MACHINE): ClockWatch {
  let offset = clocks.wall() - clocks.steady();
  let clockJumps = 0;
  let lastJump: { at: number; ms: number } | null = null;
  function look(): void {
    const now = clocks.wall() - clocks.steady();
    const ms = now - offset;
    offset = now;
    if (Math.abs(ms) < JUMP_MS) return;
    clockJumps += 1;
    lastJump = { at: clocks.wall(), ms: Math.round(ms) };
  }
  const timer = setInterval(look, EVERY_MS).unref();
  return {
    jumps() {
      look();
      return { clockJumps, lastJump };
    },
    look,
    stop: () => clearInterval(timer),
  };
}
