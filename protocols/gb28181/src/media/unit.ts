/** One picture or one frame of sound: complete, in decoding order. */
export interface AccessUnit {
  readonly codec: 'h264' | 'h265' | 'aac' | 'g711a' | 'g711u';
  /** Presentation time in ms, on the stream's own clock, which does not wrap. */
  readonly at: number;
  /** A picture that needs no other. Sound is always key. */
  readonly key: boolean;
  /** NAL units without start codes; of sound one frame (AAC without its ADTS header). */
  readonly nals: readonly Uint8Array[];
}

/** Codecs by stream_type of the program stream map (ISO/IEC 13818-1 table 2-34; GB/T 28181-2016 appendix C; 0x91 by makers). */
export const STREAM_TYPES: Readonly<Record<number, AccessUnit['codec']>> = {
  0x1b: 'h264',
  0x24: 'h265',
  0x0f: 'aac',
  0x90: 'g711a',
  0x91: 'g711u',
};

const WRAP = 2 ** 33;

/** Turns 33-bit times of 90 kHz into ms that go on when the counter wraps. */
export class Clock {
  #last: number | undefined;

  read(ticks: number): number {
    if (this.#last === undefined) this.#last = ticks;
    else {
      const step = (((ticks - this.#last) % WRAP) + WRAP) % WRAP;
      this.#last += step > WRAP / 2 ? step - WRAP : step;
    }
    return this.#last / 90;
  }
}
