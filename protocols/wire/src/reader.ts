import { toHex } from './hex.ts';

/**
 * Reads big-endian values from a byte range.
 *
 * Reading beyond the end never throws: it answers zeros or fewer bytes and sets `overrun`, so a decoder checks once
 * at the end instead of at every field.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  offset: number;
  end: number;
  /** True once any read wanted bytes beyond `end`. */
  overrun = false;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.offset = start;
    this.end = end;
  }

  /** Bytes left before `end`. */
  get remaining(): number {
    return this.end - this.offset;
  }

  /** One unsigned byte. */
  u8(): number {
    if (this.offset >= this.end) return this.#short();
    return this.bytes[this.offset++]!;
  }

  /** Two bytes, most significant first. */
  u16(): number {
    const at = this.offset;
    if (at + 2 > this.end) return this.#short();
    this.offset = at + 2;
    return (this.bytes[at]! << 8) | this.bytes[at + 1]!;
  }

  /** Four bytes, most significant first, 0..4294967295. */
  u32(): number {
    const at = this.offset;
    if (at + 4 > this.end) return this.#short();
    this.offset = at + 4;
    const { bytes } = this;
    return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
  }

  /** The next `length` bytes as a view on the source; fewer, with `overrun` set, when the range is shorter. */
  take(length: number): Uint8Array {
    const start = this.offset;
    const stop = start + length > this.end ? this.end : start + length;
    if (stop - start < length) this.overrun = true;
    this.offset = stop;
    return this.bytes.subarray(start, stop);
  }

  /** The next `length` bytes as hex digits, which for BCD are its decimal ones; fewer when the range is shorter. */
  hex(length: number): string {
    const start = this.offset;
    const stop = start + length > this.end ? this.end : start + length;
    if (stop - start < length) this.overrun = true;
    this.offset = stop;
    return toHex(this.bytes, start, stop);
  }

  /** Everything left, as a view on the source. */
  rest(): Uint8Array {
    return this.take(this.end - this.offset);
  }

  #short(): number {
    this.overrun = true;
    this.offset = this.end;
    return 0;
  }
}
