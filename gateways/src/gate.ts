/**
 * Lets in what comes as long as few messages are on their way to disk. What waits here is bytes, one piece of each
 * connection; let in, a message is eighty times as large until it is on disk, and memory in which tens of thousands of
 * them live for seconds is collected again and again: under more load than could be kept, half the processor went there.
 */
export class Gate {
  readonly #most: number;
  #onTheWay = 0;
  #waiting: (() => void)[] = [];
  /** The first of those that still wait. */
  #first = 0;

  /** `most` messages on their way before others wait; they are let in again when half of these have arrived. */
  constructor(most: number) {
    this.#most = most;
  }

  get isOpen(): boolean {
    return this.#onTheWay < this.#most && this.#waiting.length === 0;
  }

  hold(): void {
    this.#onTheWay += 1;
  }

  release(): void {
    this.#onTheWay -= 1;
    // Many at once: they share a write to the disk.
    if (this.#onTheWay * 2 <= this.#most) this.#letIn();
  }

  /** Calls back in the order of the calls, when there is room. Only while the gate is not open. */
  wait(enter: () => void): void {
    this.#waiting.push(enter);
  }

  #letIn(): void {
    const waiting = this.#waiting;
    while (this.#first < waiting.length && this.#onTheWay < this.#most) {
      const enter = waiting[this.#first]!;
      this.#first += 1;
      enter();
    }
    if (this.#first === waiting.length || this.#first > LONG) {
      this.#waiting = waiting.slice(this.#first);
      this.#first = 0;
    }
  }
}

/** Beyond so many places that are no longer needed the queue is made anew. */
const LONG = 4096;
