/** A stretch of a file that has not come. */
export interface Gap {
  readonly offset: number;
  readonly length: number;
}

/** Most gaps one 0x9212 can name. */
const MOST_GAPS = 255;
/** Stretches apart from each other that are kept: TCP brings pieces in order, so that a file of more is made to cost. */
const MOST_STRETCHES = 4096;

/** A file under way: its pieces in any order, twice or overlapping. Memory is the declared size, from the first piece on. */
export class IncomingFile {
  readonly name: string;
  readonly size: number;
  #bytes: Uint8Array | undefined;
  /** Stretches that have come, apart from each other and in order. */
  #covered: { from: number; to: number }[] = [];

  constructor(name: string, size: number) {
    this.name = name;
    this.size = size;
  }

  /** Puts a piece where it belongs; false when it reaches beyond the file, or the file would lie in too many pieces. */
  put(offset: number, piece: Uint8Array): boolean {
    const to = offset + piece.length;
    if (to > this.size || this.#covered.length > MOST_STRETCHES) return false;
    if (piece.length === 0) return true;
    this.#bytes ??= new Uint8Array(this.size);
    this.#bytes.set(piece, offset);
    this.#cover(offset, to);
    return true;
  }

  /** What is still missing, in order, at most as much as one answer can name. */
  missing(): readonly Gap[] {
    const gaps: Gap[] = [];
    let at = 0;
    for (const { from, to } of [...this.#covered, { from: this.size, to: this.size }]) {
      if (from > at) gaps.push({ offset: at, length: from - at });
      at = to;
    }
    return gaps.slice(0, MOST_GAPS);
  }

  /** The whole content; only when nothing is missing. */
  content(): Uint8Array {
    return this.#bytes ?? new Uint8Array(0);
  }

  #cover(from: number, to: number): void {
    const apart = this.#covered.filter((one) => one.to < from || one.from > to);
    const touching = this.#covered.filter((one) => one.to >= from && one.from <= to);
    const joined = {
      from: Math.min(from, ...touching.map((one) => one.from)),
      to: Math.max(to, ...touching.map((one) => one.to)),
    };
    this.#covered = [...apart, joined].toSorted((a, b) => a.from - b.from);
  }
}
