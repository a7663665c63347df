import { LONGEST_APPLICATION } from './application.ts';
import { applicationLength, decodeFrame, type Frame, FRAME_OVERHEAD, HEADER_SIZE, readHeader, START } from './frame.ts';
import { type Refusal, refuse } from './refusal.ts';

/**
 * Finds frames in a byte stream cut anywhere. At most one frame (1054 bytes) is held; after a fault the next start flag
 * is looked for from the byte after the faulty one, since flags may occur inside frames.
 */
export class Gb26875Stream {
  #held = new Uint8Array(0);
  #position = 0;
  #inGarbage = false;
  #out: (Frame | Refusal)[] = [];

  /** Bytes held of a frame not yet complete. */
  get held(): number {
    return this.#held.length;
  }

  /** Takes the next bytes and returns the frames and faults they complete, in order. */
  push(chunk: Uint8Array): (Frame | Refusal)[] {
    this.#out = [];
    const bytes = new Uint8Array(this.#held.length + chunk.length);
    bytes.set(this.#held);
    bytes.set(chunk, this.#held.length);
    const rest = this.#read(bytes);
    this.#held = bytes.slice(rest);
    this.#position += rest;
    return this.#out;
  }

  /**
   * Ends the stream, or gives up a frame that has stayed incomplete for seconds: it is refused, and frames are looked
   * for behind it, so that a false start flag can not hold back an alarm. The stream may go on.
   */
  end(): (Frame | Refusal)[] {
    const out: (Frame | Refusal)[] = [];
    while (this.#held.length > 0) {
      out.push(refuse('incomplete', this.#position, 'the stream ended inside a frame'));
      const rest = this.#held.subarray(1);
      this.#position += 1;
      this.#held = new Uint8Array(0);
      this.#inGarbage = true;
      out.push(...this.push(rest));
    }
    this.#inGarbage = false;
    return out;
  }

  /** Reads frames and returns from where on more bytes are needed. */
  #read(bytes: Uint8Array): number {
    let at = 0;
    while (at < bytes.length) {
      const start = findStart(bytes, at);
      if (start > at) this.#noteGarbage(at);
      at = start;
      const step = this.#frame(bytes, start);
      if (step === 0) return start;
      at += step;
    }
    return at;
  }

  #noteGarbage(at: number): void {
    if (!this.#inGarbage) this.#out.push(refuse('garbage', this.#position + at, 'bytes outside a frame'));
    this.#inGarbage = true;
  }

  /** Reads the frame at `start`; returns how many bytes it took, or 0 when more are needed. */
  #frame(bytes: Uint8Array, start: number): number {
    const offset = this.#position + start;
    if (bytes.length - start < HEADER_SIZE) return 0;
    const rest = bytes.subarray(start);
    const length = applicationLength(rest);
    if (length > LONGEST_APPLICATION) {
      this.#out.push(refuse('too-long', offset + 24, `${length} bytes of application data`, readHeader(rest)));
      this.#inGarbage = true;
      return 1;
    }
    const size = FRAME_OVERHEAD + length;
    if (rest.length < size) return 0;
    const item = decodeFrame(rest.subarray(0, size), offset);
    this.#out.push(item);
    const whole = item.ok || item.reason === 'unknown-command';
    // What follows a broken frame up to the next one belongs to it.
    this.#inGarbage = !whole;
    return whole ? size : 1;
  }
}

/** Where a start flag begins at or after `from`; a last 0x40 may be its first half; otherwise the end. */
function findStart(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(START, from);
  while (at >= 0 && at + 1 < bytes.length && bytes[at + 1] !== START) at = bytes.indexOf(START, at + 1);
  return at < 0 ? bytes.length : at;
}
