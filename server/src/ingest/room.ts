/** Messages that may wait for room at one time; those beyond are refused at once, so that what waits stays small. */
const MOST_WAITING = 20_000;
const LOOK_MS = 20;
/** As many are let in at one look as can become durable until the next. */
const LET_IN = 2000;

/** Holds messages back while there is no room for them; sockets are read no further while their messages wait. */
export interface Room {
  /** Resolves in the order of the calls: true when there is room, false when it did not come in time. */
  enter(): Promise<boolean> | true;
  waiting(): number;
}

export function openRoom(free: () => boolean, patience: number): Room {
  let waiting: { readonly since: number; readonly resolve: (room: boolean) => void }[] = [];
  let looking: NodeJS.Timeout | undefined;

  function look(): void {
    const late = performance.now() - patience;
    const entering = free() ? LET_IN : 0;
    const kept: typeof waiting = [];
    for (const [place, one] of waiting.entries()) {
      if (place < entering) one.resolve(true);
      else if (one.since <= late) one.resolve(false);
      else kept.push(one);
    }
    waiting = kept;
    if (waiting.length > 0) return;
    clearInterval(looking);
    looking = undefined;
  }

  return {
    enter() {
      // Whoever comes later must not overtake: messages of a device keep their order.
      if (waiting.length === 0 && free()) return true;
      if (patience === 0 || waiting.length >= MOST_WAITING) return Promise.resolve(false);
      looking ??= setInterval(look, LOOK_MS);
      return new Promise((resolve) => waiting.push({ since: performance.now(), resolve }));
    },
    waiting: () => waiting.length,
  };
}
