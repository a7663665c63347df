import { CLOSE, OPEN } from './escape.ts';
import { refuse, type Refusal } from './refusal.ts';

/** A frame cut from the stream, both flags included; the array is its own copy. */
export interface Cut {
  ok: true;
  frame: Uint8Array;
}

/** Longest frame accepted unless set otherwise, escapes included: room for the pictures of 0x1502. */
export const LONGEST_FRAME = 256 * 1024;

/**
 * Cuts a byte stream into frames; memory grows with the frame pending, up to `longest` bytes.
 *
 * What is not a frame is refused once per stretch, and cutting goes on at the next opening flag.
 */
export class FrameSplitter {
  readonly #longest: number;
  #pending = new Uint8Array(1024);
  /** Bytes pending, opening flag included; 0 outside a frame. */
  #length = 0;
  #skipping = false;
  #position = 0;
  /** Where in the stream the pending frame began. */
  #start = 0;

  constructor(longest = LONGEST_FRAME) {
    this.#longest = longest;
  }

  /** Takes the next bytes of the stream; answers the frames they complete and what had to be dropped, in order. */
  push(bytes: Uint8Array): (Cut | Refusal)[] {
    const cuts: (Cut | Refusal)[] = [];
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte !== OPEN && (byte !== CLOSE || this.#skipping)) continue;
      this.#take(bytes, from, at, cuts);
      if (byte === OPEN) this.#open(this.#position + at, cuts);
      else this.#close(this.#position + at, cuts);
      from = at + 1;
    }
    this.#take(bytes, from, bytes.length, cuts);
    this.#position += bytes.length;
    return cuts;
  }

  #open(offset: number, cuts: (Cut | Refusal)[]): void {
    if (this.#length > 0) cuts.push(refuse('unterminated', this.#start));
    this.#pending[0] = OPEN;
    this.#length = 1;
    this.#start = offset;
    this.#skipping = false;
  }

  #close(offset: number, cuts: (Cut | Refusal)[]): void {
    if (this.#skipping) return;
    if (this.#length === 0) return this.#skip('stray', offset, cuts);
    const frame = new Uint8Array(this.#length + 1);
    frame.set(this.#pending.subarray(0, this.#length));
    frame[this.#length] = CLOSE;
    cuts.push({ ok: true, frame });
    this.#length = 0;
  }

  #take(bytes: Uint8Array, from: number, to: number, cuts: (Cut | Refusal)[]): void {
    if (this.#skipping || to <= from) return;
    if (this.#length === 0) return this.#skip('stray', this.#position + from, cuts);
    const length = this.#length + to - from;
    // One byte is kept for the closing flag.
    if (length >= this.#longest) return this.#skip('too-long', this.#start, cuts);
    if (length > this.#pending.length) this.#grow(length);
    this.#pending.set(bytes.subarray(from, to), this.#length);
    this.#length = length;
  }

  #grow(length: number): void {
    const grown = new Uint8Array(Math.min(this.#longest, Math.max(length, 2 * this.#pending.length)));
    grown.set(this.#pending.subarray(0, this.#length));
    this.#pending = grown;
  }

  #skip(reason: 'stray' | 'too-long', offset: number, cuts: (Cut | Refusal)[]): void {
    this.#length = 0;
    this.#skipping = true;
    this.#pending = new Uint8Array(1024);
    cuts.push(refuse(reason, offset));
  }
}
