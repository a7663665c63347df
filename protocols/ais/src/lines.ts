const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Called for each line: bytes, start, end (line end excluded), position of the line in the stream. */
export type OnLine = (bytes: Uint8Array, start: number, end: number, position: number) => void;

/** Cuts a byte stream into lines wherever the chunks break, holding at most `longest` bytes. */
export class LineSplitter {
  readonly #held: Uint8Array;
  readonly #onLine: OnLine;
  readonly #onOverlong: (position: number) => void;
  #length = 0;
  #position = 0;
  #skipping = false;

  constructor(longest: number, onLine: OnLine, onOverlong: (position: number) => void) {
    this.#held = new Uint8Array(longest);
    this.#onLine = onLine;
    this.#onOverlong = onOverlong;
  }

  /** Takes the next bytes. */
  push(chunk: Uint8Array): void {
    let from = 0;
    while (from < chunk.length) {
      const feed = chunk.indexOf(LINE_FEED, from);
      const to = feed < 0 ? chunk.length : feed;
      this.#take(chunk, from, to, feed >= 0);
      from = to + 1;
    }
  }

  /** Treats what is held as a last line. */
  end(): void {
    if (this.#length > 0) this.#emit(this.#held, 0, this.#length);
    this.#position += this.#length;
    this.#length = 0;
    this.#skipping = false;
  }

  #take(chunk: Uint8Array, from: number, to: number, complete: boolean): void {
    const size = to - from;
    if (this.#skipping || this.#length + size > this.#held.length) {
      if (!this.#skipping) this.#onOverlong(this.#position);
      this.#skipping = !complete;
      this.#position += this.#length + size + (complete ? 1 : 0);
      this.#length = 0;
    } else if (complete && this.#length === 0) {
      this.#emit(chunk, from, to);
      this.#position += size + 1;
    } else {
      this.#held.set(chunk.subarray(from, to), this.#length);
      this.#length += size;
      if (!complete) return;
      this.#emit(this.#held, 0, this.#length);
      this.#position += this.#length + 1;
      this.#length = 0;
    }
  }

  #emit(bytes: Uint8Array, start: number, end: number): void {
    const trimmed = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    if (trimmed > start) this.#onLine(bytes, start, trimmed, this.#position);
  }
}
