/** A jump of the sender's clock beyond these (ms) is no movement of the pictures. */
const BACK = 1000;
const AHEAD = 5000;
/** Length of a picture before two have been seen, and the longest a picture is said to last. */
const USUAL = 40;
const LONGEST = 1000;
/** Pictures shown in another order than they are decoded may stand so far apart (ms). */
const REORDERED = 500;

/**
 * Places the times a sender writes on one line that never runs back: 0 is the first picture, and a sender's clock that
 * jumps goes on where the wall clock is. Pictures that come in another order than they are shown (B pictures) are
 * decoded at even steps and shown where they say.
 */
export class Timeline {
  #base: number | undefined;
  #soundBase: number | undefined;
  #last = 0;
  #lastShown = 0;
  #newest = 0;
  #firstOfRun = 0;
  #count = 0;
  #step = USUAL;
  #reordered = false;
  /** The wall clock (ms) of time 0. */
  epoch = 0;

  place(at: number, arrivedAt: number): { decodeAt: number; shift: number; duration: number } {
    if (this.#base === undefined) {
      this.#base = at;
      this.epoch = arrivedAt;
      this.#count = 1;
      return { decodeAt: 0, shift: 0, duration: this.#step };
    }
    let shown = Math.round(at - this.#base);
    if (shown - this.#lastShown < -BACK || shown - this.#newest > AHEAD) {
      shown = Math.max(this.#newest + this.#step, Math.round(arrivedAt - this.epoch));
      this.#base = at - shown;
      this.#soundBase = undefined;
      this.#beginRun(shown);
    } else this.#learn(shown);
    const decodeAt = this.#reordered ? this.#evenly(shown) : Math.max(shown, this.#last + 1);
    this.#last = decodeAt;
    this.#lastShown = shown;
    this.#newest = Math.max(this.#newest, shown);
    return { decodeAt, shift: this.#reordered ? shown - decodeAt : 0, duration: this.#step };
  }

  /** Sound has a clock of its own unless it runs close to that of the pictures. */
  soundAt(at: number, arrivedAt: number): number {
    const now = arrivedAt - this.epoch;
    this.#soundBase ??=
      Math.abs(at - (this.#base ?? 0) - this.#newest) < AHEAD ? (this.#base ?? 0) : at - Math.max(now, this.#newest);
    const placed = at - this.#soundBase;
    if (Math.abs(placed - Math.max(now, this.#newest)) < AHEAD) return Math.max(0, placed);
    this.#soundBase = at - this.#newest;
    return this.#newest;
  }

  #beginRun(shown: number): void {
    this.#firstOfRun = shown;
    this.#count = 1;
    this.#reordered = false;
  }

  #learn(shown: number): void {
    this.#count += 1;
    if (shown < this.#newest) this.#reordered = true;
    const sinceLast = shown - this.#lastShown;
    const mean = (Math.max(shown, this.#newest) - this.#firstOfRun) / (this.#count - 1);
    const step = this.#reordered ? mean : sinceLast;
    if (step >= 1) this.#step = Math.min(LONGEST, Math.round(step));
  }

  #evenly(shown: number): number {
    const next = this.#last + this.#step;
    if (Math.abs(next - shown) <= REORDERED) return next;
    return Math.max(this.#last + 1, shown);
  }
}
