import { type Refusal, refuse } from '../refusal.ts';

/** An RTP packet (RFC 3550 §5.1) without its contributing sources, extension and padding. */
export interface RtpPacket {
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Uint8Array;
}

const HEADER = 12;

/** Reads a packet; its payload is a view on the bytes. */
export function decodeRtp(bytes: Uint8Array): RtpPacket | Refusal {
  if (bytes.length < HEADER) return refuse('incomplete', bytes.length, `${bytes.length} bytes are no RTP packet`);
  const first = bytes[0]!;
  if (first >> 6 !== 2) return refuse('not-rtp', 0, `version ${first >> 6}`);
  let start = HEADER + 4 * (first & 15);
  if ((first & 0x10) !== 0) start += 4 + 4 * (((bytes[start + 2] ?? 0) << 8) | (bytes[start + 3] ?? 0));
  const padding = (first & 0x20) === 0 ? 0 : bytes[bytes.length - 1]!;
  if (start + padding > bytes.length) return refuse('bad-length', bytes.length, 'header and padding beyond the packet');
  return {
    marker: bytes[1]! >> 7 === 1,
    payloadType: bytes[1]! & 127,
    sequence: (bytes[2]! << 8) | bytes[3]!,
    timestamp: u32(bytes, 4),
    ssrc: u32(bytes, 8),
    payload: bytes.subarray(start, bytes.length - padding),
  };
}

function u32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

/** Writes a packet without extension and padding. */
export function encodeRtp({ marker, payloadType, sequence, timestamp, ssrc, payload }: RtpPacket): Uint8Array {
  const bytes = new Uint8Array(HEADER + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x80);
  view.setUint8(1, (marker ? 0x80 : 0) | payloadType);
  view.setUint16(2, sequence);
  view.setUint32(4, timestamp);
  view.setUint32(8, ssrc);
  bytes.set(payload, HEADER);
  return bytes;
}

/** Cuts a program stream's pack into packets of one timestamp, the last one marked. */
export function packetize(
  bytes: Uint8Array,
  { sequence, ...rest }: Pick<RtpPacket, 'payloadType' | 'sequence' | 'timestamp' | 'ssrc'>,
  most = 1400,
): RtpPacket[] {
  const count = Math.max(1, Math.ceil(bytes.length / most));
  return Array.from({ length: count }, (_, index) => ({
    ...rest,
    marker: index === count - 1,
    sequence: (sequence + index) & 0xffff,
    payload: bytes.subarray(index * most, (index + 1) * most),
  }));
}

/** What came of a packet: packets in order, and how many before them are given up as lost. */
export interface Ordered {
  readonly packets: readonly RtpPacket[];
  readonly lost: number;
}

const NOTHING: Ordered = { packets: [], lost: 0 };
/** A step beyond this is a sender that began anew, not a loss (RFC 3550 A.1, MAX_DROPOUT). */
const FAR = 3000;

/** Puts packets of one source in order. A gap is waited for until `window` packets came after it. */
export class RtpOrder {
  readonly #window: number;
  readonly #waiting = new Map<number, RtpPacket>();
  #next: number | undefined;
  /** Packets that came twice, or after they had been given up. */
  late = 0;

  constructor(window = 64) {
    this.#window = window;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  push(packet: RtpPacket): Ordered {
    this.#next ??= packet.sequence;
    const ahead = (packet.sequence - this.#next) & 0xffff;
    if (ahead >= FAR && ahead < 0x10000 - FAR) return this.#anew(packet);
    if (ahead >= 0x10000 - FAR || this.#waiting.has(packet.sequence)) {
      this.late += 1;
      return NOTHING;
    }
    this.#waiting.set(packet.sequence, packet);
    let lost = 0;
    if (this.#waiting.size > this.#window) {
      while (!this.#waiting.has(this.#next)) {
        this.#next = (this.#next + 1) & 0xffff;
        lost += 1;
      }
    }
    return { packets: this.#run(), lost };
  }

  #anew(packet: RtpPacket): Ordered {
    const lost = this.#waiting.size + 1;
    this.#waiting.clear();
    this.#next = (packet.sequence + 1) & 0xffff;
    return { packets: [packet], lost };
  }

  #run(): RtpPacket[] {
    const packets: RtpPacket[] = [];
    let next = this.#next ?? 0;
    for (let packet = this.#waiting.get(next); packet !== undefined; packet = this.#waiting.get(next)) {
      packets.push(packet);
      this.#waiting.delete(next);
      next = (next + 1) & 0xffff;
    }
    this.#next = next;
    return packets;
  }
}

/**
 * Finds packets in a TCP stream cut anywhere: two bytes of length before each (RFC 4571). Where a length leads to no RTP
 * packet the place of the next is not known: the refusal is the last thing that comes.
 */
export class RtpStream {
  #held = new Uint8Array(0);
  #position = 0;
  #broken = false;

  get held(): number {
    return this.#held.length;
  }

  get broken(): boolean {
    return this.#broken;
  }

  push(chunk: Uint8Array): (RtpPacket | Refusal)[] {
    if (this.#broken) return [];
    const out: (RtpPacket | Refusal)[] = [];
    const bytes = this.#held.length === 0 ? chunk : new Uint8Array(this.#held.length + chunk.length);
    if (this.#held.length > 0) {
      bytes.set(this.#held);
      bytes.set(chunk, this.#held.length);
    }
    let at = 0;
    while (at + 2 <= bytes.length && !this.#broken) {
      const length = (bytes[at]! << 8) | bytes[at + 1]!;
      if (at + 2 + length > bytes.length) break;
      // The bytes are the socket's: what is kept must be its own.
      const read = decodeRtp(bytes.slice(at + 2, at + 2 + length));
      this.#broken = 'ok' in read;
      out.push('ok' in read ? { ...read, offset: this.#position + at + 2 + read.offset } : read);
      at += 2 + length;
    }
    this.#held = this.#broken ? new Uint8Array(0) : bytes.slice(at);
    this.#position += at;
    return out;
  }
}

/** A packet as it stands in a TCP stream. */
export function frameRtp(packet: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(2 + packet.length);
  bytes[0] = packet.length >> 8;
  bytes[1] = packet.length & 0xff;
  bytes.set(packet, 2);
  return bytes;
}
