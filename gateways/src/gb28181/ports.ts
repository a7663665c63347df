/** A pool of port numbers, used in turn so that late packets of one stream do not reach the next. */
export class Ports {
  readonly #from: number;
  readonly #count: number;
  readonly #taken = new Set<number>();
  #next = 0;

  constructor([from, to]: readonly [number, number]) {
    this.#from = from;
    this.#count = Math.max(0, to - from + 1);
  }

  get free(): number {
    return this.#count - this.#taken.size;
  }

  /** A port that is not in use; undefined when all are. */
  take(): number | undefined {
    for (let tried = 0; tried < this.#count; tried += 1) {
      const port = this.#from + this.#next;
      this.#next = (this.#next + 1) % this.#count;
      if (this.#taken.has(port)) continue;
      this.#taken.add(port);
      return port;
    }
    return undefined;
  }

  give(port: number): void {
    this.#taken.delete(port);
  }
}
