/** Growing pauses between attempts: doubled from `first` to `most` ms, each shortened by up to a fifth at random, so that many do not come at once. */
export class BackOff {
  readonly #first: number;
  readonly #most: number;
  #next: number;

  constructor(first: number, most: number) {
    this.#first = first;
    this.#most = most;
    this.#next = first;
  }

  /** Milliseconds to wait before the next attempt. */
  wait(): number {
    const wait = this.#next;
    this.#next = Math.min(this.#most, this.#next * 2);
    return Math.round(wait * (1 - Math.random() / 5));
  }

  /** It worked: the next failure begins anew. */
  reset(): void {
    this.#next = this.#first;
  }
}
