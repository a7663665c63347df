const FIRST = 1000;
const LONGEST = 30_000;

/** Waiting times between attempts to connect: doubling from 1 s to 30 s, each spread so that not all come at once. */
export class BackOff {
  #next = FIRST;

  /** Milliseconds to wait before the next attempt. */
  wait(): number {
    const wait = this.#next * (0.5 + Math.random());
    this.#next = Math.min(LONGEST, this.#next * 2);
    return wait;
  }

  /** An attempt has succeeded. */
  reset(): void {
    this.#next = FIRST;
  }
}
