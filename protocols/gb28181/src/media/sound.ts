import { type Refusal, refuse } from '../refusal.ts';
import type { AccessUnit } from './unit.ts';

/** Sampling frequencies of ADTS by index (ISO/IEC 14496-3 table 1.18). */
const SAMPLING = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350];
const SAMPLES = 1024;
const HEADER = 7;

/** Cuts AAC at its ADTS headers (ISO/IEC 13818-7 6.2), however it comes in pieces. */
export class AdtsFrames {
  #held = new Uint8Array(0);
  #next: number | undefined;
  #position = 0;

  push(chunk: Uint8Array, at: number | undefined): (AccessUnit | Refusal)[] {
    const bytes = new Uint8Array(this.#held.length + chunk.length);
    bytes.set(this.#held);
    bytes.set(chunk, this.#held.length);
    // The time is of the first frame that begins in the packet.
    const begins = this.#held.length;
    if (begins === 0 && at !== undefined) this.#next = at;
    let stated = begins === 0 ? undefined : at;
    const out: (AccessUnit | Refusal)[] = [];
    let from = 0;
    while (from + HEADER <= bytes.length) {
      if (stated !== undefined && from >= begins) [this.#next, stated] = [stated, undefined];
      const frame = frameAt(bytes, from);
      if (frame === undefined) {
        out.push(refuse('bad-pack', this.#position + from, 'no ADTS header'));
        from = bytes.length;
      } else if (from + frame.length > bytes.length) break;
      else {
        const time = this.#next ?? 0;
        this.#next = time + (SAMPLES * 1000) / frame.sampling;
        const nals = [bytes.slice(from + frame.header, from + frame.length)];
        out.push({ codec: 'aac', at: time, key: true, nals });
        from += frame.length;
      }
    }
    this.#held = bytes.slice(from);
    this.#position += from;
    return out;
  }

  /** Bytes are missing. */
  gap(): void {
    this.#held = new Uint8Array(0);
  }
}

interface Frame {
  readonly header: number;
  readonly length: number;
  readonly sampling: number;
}

function frameAt(bytes: Uint8Array, at: number): Frame | undefined {
  if (bytes[at] !== 0xff || (bytes[at + 1]! & 0xf6) !== 0xf0) return undefined;
  const sampling = SAMPLING[(bytes[at + 2]! >> 2) & 15];
  const header = (bytes[at + 1]! & 1) === 1 ? HEADER : HEADER + 2;
  const length = ((bytes[at + 3]! & 3) << 11) | (bytes[at + 4]! << 3) | (bytes[at + 5]! >> 5);
  return sampling === undefined || length <= header ? undefined : { header, length, sampling };
}
