import { MARK, measure, type Measured, type Packet, type PhoneSize, readPacket } from './packet.ts';
import { type Refusal, refuse } from './refusal.ts';

export interface StreamOptions {
  /** The edition's number field, or `either` (default): decided by where the next packet begins, then kept. */
  readonly phoneSize?: PhoneSize | 'either';
  /** Longest body taken, in bytes; 4096 by default, for terminals that exceed the 950 of the standard. */
  readonly longestBody?: number;
}

/**
 * Finds packets in a TCP stream cut anywhere. Memory is bounded by the longest body; after a fault it goes on at the
 * next mark. Bodies are copies. While the edition is open, the first packet waits for the mark of the second.
 */
export class PacketStream {
  readonly #longest: number;
  #sizes: readonly PhoneSize[];
  #held = new Uint8Array(0);
  #position = 0;

  constructor(options: StreamOptions = {}) {
    const size = options.phoneSize ?? 'either';
    this.#sizes = size === 'either' ? [6, 10] : [size];
    this.#longest = options.longestBody ?? 4096;
  }

  /** Bytes held of a packet not yet complete. */
  get held(): number {
    return this.#held.length;
  }

  /** Takes the next bytes and returns the packets and faults they complete, in order. */
  push(chunk: Uint8Array): (Packet | Refusal)[] {
    const bytes = this.#held.length === 0 ? chunk : joined(this.#held, chunk);
    const out: (Packet | Refusal)[] = [];
    let at = 0;
    while (at < bytes.length) {
      const start = findMark(bytes, at);
      if (start > at) out.push(refuse('garbage', this.#position + at, start - at));
      at = start;
      if (bytes.length - at < MARK.length) break;
      const next = this.#packet(bytes, at);
      if (next === undefined) break;
      out.push(next.item);
      at += next.length;
    }
    this.#held = bytes.slice(at);
    this.#position += at;
    return out;
  }

  /** The packet at a mark, or its fault; undefined when more bytes are needed. */
  #packet(bytes: Uint8Array, at: number): { item: Packet | Refusal; length: number } | undefined {
    const measured = this.#sizes.map((size) => [size, measure(bytes, at, size)] as const);
    let open = false;
    let tooLong = false;
    for (const [size, one] of measured) {
      if (one.kind === 'none') continue;
      if (one.kind === 'packet' && one.body > this.#longest) {
        tooLong = true;
        continue;
      }
      const fits = this.#whole(bytes, at, one);
      if (fits === 'more') open = true;
      else if (fits !== undefined) {
        this.#sizes = [size];
        const packet = readPacket(bytes, at, size);
        return { item: { ...packet, body: packet.body.slice() }, length: fits };
      }
    }
    if (open) return undefined;
    const reason = tooLong ? 'too-long' : 'bad-header';
    return { item: refuse(reason, this.#position + at, MARK.length), length: MARK.length };
  }

  /** The packet's length when it is complete and, while two editions are possible, followed by a mark. */
  #whole(bytes: Uint8Array, at: number, measured: Measured): number | 'more' | undefined {
    if (measured.kind !== 'packet') return 'more';
    const length = measured.header + measured.body;
    const end = at + length;
    if (end > bytes.length) return 'more';
    if (this.#sizes.length === 1) return length;
    for (let index = 0; index < MARK.length; index += 1) {
      if (end + index >= bytes.length) return 'more';
      if (bytes[end + index] !== MARK[index]) return undefined;
    }
    return length;
  }
}

/** Where the next mark, or what may become one at the end, begins. */
function findMark(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(MARK[0]!, from); at !== -1; at = bytes.indexOf(MARK[0]!, at + 1)) {
    let same = 1;
    while (same < MARK.length && at + same < bytes.length && bytes[at + same] === MARK[same]) same += 1;
    if (same === MARK.length || at + same === bytes.length) return at;
  }
  return bytes.length;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
