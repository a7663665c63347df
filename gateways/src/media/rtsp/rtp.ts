/** One RTP packet (RFC 3550) without header, extension and padding. */
export interface RtpPacket {
  readonly marker: boolean;
  readonly payload: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly body: Uint8Array;
}

/** Reads an RTP packet; undefined when it is none. */
export function readRtp(bytes: Uint8Array): RtpPacket | undefined {
  const [head = 0, kind = 0] = bytes;
  if (bytes.length < 12 || head >> 6 !== 2) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = 12 + 4 * (head & 0x0f);
  if (head & 0x10) {
    if (start + 4 > bytes.length) return undefined;
    start += 4 + 4 * view.getUint16(start + 2);
  }
  const end = bytes.length - (head & 0x20 ? (bytes[bytes.length - 1] ?? 0) : 0);
  if (start >= end) return undefined;
  return {
    marker: kind >= 0x80,
    payload: kind & 0x7f,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    body: bytes.subarray(start, end),
  };
}

/** A 32-bit counter that goes round, as one that does not. */
export class Unrolled {
  #last: number | undefined;
  #value = 0;

  of(stamp: number): number {
    if (this.#last !== undefined) this.#value += (stamp - this.#last) | 0;
    this.#last = stamp;
    return this.#value;
  }
}
