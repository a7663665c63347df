import { type Refusal, refuse } from '../refusal.ts';
import { decodeHead, headEnd, type SipMessage } from './message.ts';

const LONGEST_HEAD = 16_384;

/**
 * Finds messages in a TCP stream cut anywhere by their Content-Length (RFC 3261 §18.3). Line ends between messages keep
 * the connection open and are dropped. After a fault the place of the next message is not known: nothing more is read.
 */
export class SipStream {
  readonly #longestBody: number;
  #held = new Uint8Array(0);
  #position = 0;
  #broken = false;

  /** @param longestBody bytes; 256 KiB by default, for catalogues that come in one message */
  constructor(longestBody = 262_144) {
    this.#longestBody = longestBody;
  }

  /** Bytes held of a message not yet complete. */
  get held(): number {
    return this.#held.length;
  }

  /** A fault was found: the connection is to be closed. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Takes the next bytes and returns the messages they complete, in order; a refusal is the last one ever. */
  push(chunk: Uint8Array): (SipMessage | Refusal)[] {
    if (this.#broken) return [];
    const out: (SipMessage | Refusal)[] = [];
    const bytes = this.#held.length === 0 ? chunk : joined(this.#held, chunk);
    let at = 0;
    while (!this.#broken) {
      while (bytes[at] === 13 || bytes[at] === 10) at += 1;
      const step = this.#message(bytes.subarray(at), at, out);
      if (step === 0) break;
      at += step;
    }
    this.#held = this.#broken ? new Uint8Array(0) : bytes.slice(at);
    this.#position += at;
    return out;
  }

  /** Reads the message that begins the bytes; returns how many bytes it took, or 0 when more are needed. */
  #message(bytes: Uint8Array, at: number, out: (SipMessage | Refusal)[]): number {
    const end = headEnd(bytes);
    if (end < 0 || end > LONGEST_HEAD) {
      return end > LONGEST_HEAD || bytes.length > LONGEST_HEAD
        ? this.#fault(refuse('too-long', 0, 'the head has no end'), at, out)
        : 0;
    }
    const head = decodeHead(bytes.subarray(0, end));
    if ('ok' in head) return this.#fault(head, at, out);
    if (head.length === undefined) {
      return this.#fault(refuse('header-missing', 0, 'no Content-Length in a stream'), at, out);
    }
    if (head.length > this.#longestBody) {
      return this.#fault(refuse('too-long', end, `body of ${head.length} bytes announced`), at, out);
    }
    if (end + head.length > bytes.length) return 0;
    out.push({ ...head.message, body: bytes.slice(end, end + head.length) });
    return end + head.length;
  }

  #fault(refusal: Refusal, at: number, out: (SipMessage | Refusal)[]): number {
    this.#broken = true;
    out.push({ ...refusal, offset: this.#position + at + refusal.offset });
    return 0;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
