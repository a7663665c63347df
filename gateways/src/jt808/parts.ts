import type { Pending } from '@anlan/jt808';
import type { Patience } from '../resend.ts';

/**
 * Asks for the parts of messages that have stopped coming, whichever part was lost: after `wait` without a new part,
 * and at most `times` times, each wait as many times longer as were before (JT/T 808 §4.4.4, T(n+1) = T(n) × (n+1)).
 */
export class MissingParts {
  readonly #patience: Patience;
  readonly #pending: () => readonly Pending[];
  readonly #ask: (pending: Pending) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(patience: Patience, pending: () => readonly Pending[], ask: (pending: Pending) => void) {
    this.#patience = patience;
    this.#pending = pending;
    this.#ask = ask;
  }

  /** A part has come: what is still missing is waited for anew. */
  heard(): void {
    this.end();
    if (this.#pending().length > 0) this.#wait(1, this.#patience.wait);
  }

  /** The connection is gone. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #wait(time: number, wait: number): void {
    this.#timer = setTimeout(() => {
      for (const pending of this.#pending()) this.#ask(pending);
      if (time < this.#patience.times) this.#wait(time + 1, wait * (time + 1));
    }, wait);
  }
}
