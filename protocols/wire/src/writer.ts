import { zeros } from './cut.ts';

/** The largest integer of 0..4 bytes. */
const MAXIMA = [0, 0xff, 0xffff, 0xffffff, 0xffffffff];

/** Builds a byte sequence, big-endian; a value outside its field's range throws a RangeError, for that is a bug. */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 64) {
    this.#bytes = zeros(capacity);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  u8(value: number): void {
    this.integer(value, 1);
  }

  u16(value: number): void {
    this.integer(value, 2);
  }

  u32(value: number): void {
    this.integer(value, 4);
  }

  /** Writes an unsigned integer in `width` bytes, 1..4. */
  integer(value: number, width: number): void {
    this.#reserve(width);
    this.#put(this.#length, value, width);
    this.#length += width;
  }

  /** Overwrites an unsigned integer written earlier, such as a length known only afterwards. */
  patch(at: number, value: number, width: number): void {
    if (at < 0 || at + width > this.#length) throw new RangeError(`nothing is written at ${at}`);
    this.#put(at, value, width);
  }

  write(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Writes `count` zero bytes. */
  zeros(count: number): void {
    this.#reserve(count);
    this.#length += count;
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    const finished = zeros(this.#length);
    finished.set(this.#bytes.subarray(0, this.#length));
    return finished;
  }

  #put(at: number, value: number, width: number): void {
    if (!Number.isInteger(value) || value < 0 || value > MAXIMA[width]!) {
      throw new RangeError(`${value} does not fit ${width} unsigned byte(s)`);
    }
    for (let shift = 8 * (width - 1), i = at; shift >= 0; shift -= 8, i++) this.#bytes[i] = value >>> shift;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = zeros(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
