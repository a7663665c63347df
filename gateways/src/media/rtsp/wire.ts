/** An answer of an RTSP server (RFC 2326): header names in lower case, each with all its values. */
export interface RtspAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

/** A packet of media between the answers (RFC 2326 10.12). */
export interface Interleaved {
  readonly kind: 'packet';
  readonly channel: number;
  readonly bytes: Uint8Array;
}

const MOST_HEAD = 16 * 1024;
const MOST_BODY = 64 * 1024;
const DOLLAR = 0x24;
const END = Buffer.from('\r\n\r\n');

/** Cuts what a server sends into answers and packets; `broken` when it is neither. Memory is bounded by the longest of both. */
export class RtspReader {
  #held: Buffer = Buffer.alloc(0);
  broken = false;

  push(chunk: Buffer): (RtspAnswer | Interleaved)[] {
    const out: (RtspAnswer | Interleaved)[] = [];
    let bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    while (!this.broken && bytes.length > 0) {
      const next = bytes[0] === DOLLAR ? packet(bytes) : this.#answer(bytes);
      if (next === undefined) break;
      if (next.item !== undefined) out.push(next.item);
      bytes = bytes.subarray(next.length);
    }
    // A copy: what is held must not keep the whole chunk in memory.
    this.#held = this.broken ? Buffer.alloc(0) : Buffer.from(bytes);
    return out;
  }

  #answer(bytes: Buffer): { item?: RtspAnswer; length: number } | undefined {
    // Some servers send an empty line after a packet.
    if (bytes[0] === 0x0d || bytes[0] === 0x0a) return { length: 1 };
    const end = bytes.indexOf(END);
    if (end === -1) {
      this.broken = bytes.length > MOST_HEAD || !begins(bytes);
      return undefined;
    }
    const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
    const status = /^RTSP\/1\.\d (\d{3})/.exec(first)?.[1];
    const headers = new Map<string, string[]>();
    for (const line of lines) {
      const colon = line.indexOf(':');
      if (colon < 1) continue;
      const name = line.slice(0, colon).trim().toLowerCase();
      headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
    }
    const size = Number(headers.get('content-length')?.[0] ?? 0);
    if (!Number.isInteger(size) || size < 0 || size > MOST_BODY || end > MOST_HEAD) {
      this.broken = true;
      return undefined;
    }
    const length = end + END.length + size;
    if (bytes.length < length) return undefined;
    // A request of the server (ANNOUNCE, OPTIONS) is read over.
    if (status === undefined) {
      this.broken = !/^[A-Z_]{3,20} \S+ RTSP\/1\.\d$/.test(first);
      return { length };
    }
    const body = bytes.toString('utf8', end + END.length, length);
    return { item: { kind: 'answer', status: Number(status), headers, body }, length };
  }
}

/** Can these bytes be the beginning of an answer or request? Anything else would be collected in vain. */
function begins(bytes: Buffer): boolean {
  return /^[A-Z_]{1,20}([ /]|$)/.test(bytes.toString('latin1', 0, 32));
}

function packet(bytes: Buffer): { item: Interleaved; length: number } | undefined {
  if (bytes.length < 4) return undefined;
  const length = 4 + bytes.readUInt16BE(2);
  if (bytes.length < length) return undefined;
  return { item: { kind: 'packet', channel: bytes[1] ?? 0, bytes: bytes.subarray(4, length) }, length };
}
