import { FLAG } from './escape.ts';
import { refuse, type Refusal } from './refusal.ts';

/** The longest legal frame: every byte of a 2019 header with package fields, a full body and the check byte escaped. */
export const MAX_FRAME = 2 * (21 + 1023 + 1) + 2;

/** A frame cut from the stream, both flags included; a view on the bytes it came in when it came whole. */
export interface Cut {
  ok: true;
  frame: Uint8Array;
  /** Where in the stream it began. */
  offset: number;
}

/**
 * Cuts a byte stream into frames, with at most one frame's length of memory.
 *
 * Every flag ends what came before and starts what follows, for some devices send one flag between frames; nothing
 * between two flags is no frame. What is not a frame is refused once per stretch and cutting goes on at the next flag.
 */
export class FrameSplitter {
  /** What has come of a frame that is not whole yet; made when the first comes in pieces. */
  #pending: Uint8Array | undefined;
  /** Bytes pending, opening flag included; 0 outside a frame. */
  #length = 0;
  #skipping: 'stray' | 'too-long' | undefined;
  #position = 0;
  /** Where in the stream the pending frame began. */
  #start = 0;

  /** Takes the next bytes of the stream; answers the frames they complete and what had to be dropped, in order. */
  push(bytes: Uint8Array): (Cut | Refusal)[] {
    const cuts: (Cut | Refusal)[] = [];
    /** Where in `bytes` the opening flag of the pending frame is; −1 when it came earlier. */
    let opened = -1;
    for (let at = 0; at < bytes.length;) {
      const found = bytes.indexOf(FLAG, at);
      if (found > at && opened >= 0 && found - opened < MAX_FRAME) {
        cuts.push({ ok: true, frame: bytes.subarray(opened, found + 1), offset: this.#start });
        this.#open(this.#position + found);
      } else {
        const stop = found < 0 ? bytes.length : found;
        if (stop > at) this.#take(bytes, at, stop, cuts);
        if (found < 0) break;
        this.#flag(this.#position + found, cuts);
      }
      opened = found;
      at = found + 1;
    }
    this.#position += bytes.length;
    return cuts;
  }

  #take(bytes: Uint8Array, from: number, to: number, cuts: (Cut | Refusal)[]): void {
    if (this.#skipping) return;
    if (this.#length === 0) return this.#skip('stray', this.#position + from, cuts);
    if (this.#length + to - from > MAX_FRAME - 1) return this.#skip('too-long', this.#start, cuts);
    this.#pending ??= new Uint8Array(MAX_FRAME - 1);
    this.#pending.set(bytes.subarray(from, to), this.#length);
    this.#length += to - from;
  }

  #flag(offset: number, cuts: (Cut | Refusal)[]): void {
    if (this.#pending && this.#length > 1) {
      const frame = new Uint8Array(this.#length + 1);
      frame.set(this.#pending.subarray(0, this.#length));
      frame[0] = FLAG;
      frame[this.#length] = FLAG;
      cuts.push({ ok: true, frame, offset: this.#start });
    }
    this.#open(offset);
  }

  #open(offset: number): void {
    this.#length = 1;
    this.#start = offset;
    this.#skipping = undefined;
  }

  #skip(reason: 'stray' | 'too-long', offset: number, cuts: (Cut | Refusal)[]): void {
    this.#length = 0;
    this.#skipping = reason;
    cuts.push(refuse(reason, offset));
  }
}
