import { decodeGb18030, encodeGb18030 } from '@anlan/wire';
import { crc16, crcText, type CrcVariant } from './crc.ts';
import { type Packet, parsePacket, writePacket } from './packet.ts';
import { type Refusal, refuse } from './refusal.ts';

/** A frame received whole with a right check. */
export interface Frame {
  readonly ok: true;
  readonly packet: Packet;
  /** The data segment as text. */
  readonly segment: string;
  /** Bytes of the data segment, counted and as stated; they differ when a sender miscounts. */
  readonly length: number;
  readonly statedLength: number;
  readonly crcVariant: CrcVariant;
  /** Where the frame began in the stream, in bytes. */
  readonly offset: number;
}

/** How a stream is read. */
export interface StreamOptions {
  /** The check the device uses; `hj212` by default, `either` takes both. */
  readonly crc?: CrcVariant | 'either';
  /** Longest data segment accepted; 2048 bytes by default, for devices that exceed the 1024 of the standard. */
  readonly longestSegment?: number;
}

const HASH = 35;
const AMPERSAND = 38;
const HEAD = 6;
const CRC = 4;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/**
 * Finds frames `##LLLL…&&CCCC` in a TCP stream cut anywhere. Memory is bounded by the longest segment; after a fault it
 * goes on at the next frame. A frame whose length field is wrong is found by its end, and taken when its check is right.
 */
export class Hj212Stream {
  readonly #variants: readonly CrcVariant[];
  readonly #longest: number;
  #held = new Uint8Array(0);
  #position = 0;
  #inGarbage = false;
  #out: (Frame | Refusal)[] = [];

  constructor(options: StreamOptions = {}) {
    const crc = options.crc ?? 'hj212';
    this.#variants = crc === 'either' ? ['hj212', 'modbus'] : [crc];
    this.#longest = options.longestSegment ?? 2048;
  }

  /** Bytes held of a frame not yet complete. */
  get held(): number {
    return this.#held.length;
  }

  /** Takes the next bytes and returns the frames and faults they complete, in order. */
  push(chunk: Uint8Array | string): (Frame | Refusal)[] {
    this.#out = [];
    const next = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
    const bytes = this.#held.length === 0 ? next : concat(this.#held, next);
    const rest = this.#read(bytes, false);
    this.#held = bytes.slice(rest);
    this.#position += rest;
    return this.#out;
  }

  /** Ends the stream: what is held becomes frames or faults. */
  end(): (Frame | Refusal)[] {
    this.#out = [];
    this.#read(this.#held, true);
    this.#position += this.#held.length;
    this.#held = new Uint8Array(0);
    this.#inGarbage = false;
    return this.#out;
  }

  /** Reads frames and returns from where on more bytes are needed. */
  #read(bytes: Uint8Array, last: boolean): number {
    let at = 0;
    for (;;) {
      const start = findHead(bytes, at);
      this.#noteGarbage(bytes, at, start);
      if (start >= bytes.length) return start;
      const step = start + HEAD > bytes.length ? 0 : this.#frame(bytes, start, last);
      if (step > 0) this.#inGarbage = false;
      if (step === 0 && !last) return start;
      if (step === 0) this.#giveUp(start);
      at = start + (step || 2);
    }
  }

  #giveUp(start: number): void {
    this.#out.push(refuse('incomplete', this.#position + start, 'the stream ended inside a frame'));
    this.#inGarbage = true;
  }

  #noteGarbage(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to && !this.#inGarbage; at += 1) {
      // Line ends and "**" between frames are part of the tail.
      if (bytes[at]! > 32 && bytes[at] !== 42) {
        this.#out.push(refuse('garbage', this.#position + at, 'bytes outside a frame'));
        this.#inGarbage = true;
      }
    }
  }

  /** Reads the frame at `start`; returns how many bytes it took, or 0 when more are needed. */
  #frame(bytes: Uint8Array, start: number, last: boolean): number {
    const stated = statedLength(bytes, start + 2);
    if (stated < 0) return this.#fault('bad-length', start, 1, 'no four digits after ##');
    if (stated > this.#longest) return this.#fault('too-long', start, 2, `segment of ${stated} bytes announced`);
    const end = start + HEAD + stated;
    if (end + CRC > bytes.length && !last) return 0;
    const byLength = end + CRC <= bytes.length + 1 ? this.#accept(bytes, start, end, stated) : 0;
    return byLength > 0 ? byLength : this.#byEnd(bytes, start, stated, last);
  }

  /** The length field did not lead to a right frame: look for its end, up to the next head. */
  #byEnd(bytes: Uint8Array, start: number, stated: number, last: boolean): number {
    const limit = start + HEAD + this.#longest;
    for (let at = start + HEAD; at < bytes.length && at <= limit; at += 1) {
      if (bytes[at] === HASH && bytes[at + 1] === HASH) {
        return this.#fault('crc-wrong', start, at - start, 'the frame breaks off at the next one');
      }
      if (bytes[at] !== AMPERSAND || bytes[at + 1] !== AMPERSAND) continue;
      const digits = crcDigits(bytes, at + 2);
      const after = at + 2 + digits;
      if (after >= bytes.length && !last) break;
      if (digits < 3 || (bytes[after]! > 32 && bytes[after] !== HASH)) continue;
      const taken = this.#accept(bytes, start, at + 2, stated);
      return taken > 0 ? taken : this.#fault('crc-wrong', start, after - start, checkDetail(bytes, start, at + 2));
    }
    if (bytes.length > limit + CRC + 3) return this.#fault('too-long', start, 2, 'the frame has no end');
    return 0;
  }

  #accept(bytes: Uint8Array, start: number, end: number, stated: number): number {
    if (end - start < HEAD + 2 || bytes[end - 1] !== AMPERSAND || bytes[end - 2] !== AMPERSAND) return 0;
    const digits = crcDigits(bytes, end);
    // A check without its leading zero is met; then the line end follows at once.
    if (digits < 3 || (digits === 3 && bytes[end + 3]! > 32)) return 0;
    const check = Number.parseInt(String.fromCharCode(...bytes.subarray(end, end + digits)), 16);
    const body = bytes.subarray(start + HEAD, end);
    const crcVariant = this.#variants.find((variant) => crc16(body, variant) === check);
    if (!crcVariant) return 0;
    const offset = this.#position + start;
    const segment = segmentText(body);
    const packet = parsePacket(segment);
    if ('ok' in packet) this.#out.push(refuse(packet.reason, offset, packet.detail));
    else {
      const length = body.length;
      this.#out.push({ ok: true, packet, segment, length, statedLength: stated, crcVariant, offset });
    }
    return end + digits - start;
  }

  #fault(reason: Refusal['reason'], start: number, skip: number, detail: string): number {
    this.#out.push(refuse(reason, this.#position + start, detail));
    return skip;
  }
}

/** How a packet is written. */
export interface EncodeOptions {
  readonly crc?: CrcVariant;
  /** For Chinese texts; `utf-8` by default. */
  readonly charset?: 'utf-8' | 'gb18030';
}

/** Writes a packet as a frame with CR LF; refuses a data segment beyond 1024 bytes, which `splitPacket` divides. */
export function encodeFrame(packet: Packet, options: EncodeOptions = {}): Uint8Array | Refusal {
  const text = writePacket(packet);
  const body = options.charset === 'gb18030' ? encodeGb18030(text) : encoder.encode(text);
  if (body.length > 1024) return refuse('too-long', 1024, `data segment of ${body.length} bytes`);
  const head = encoder.encode(`##${String(body.length).padStart(4, '0')}`);
  const tail = encoder.encode(`${crcText(crc16(body, options.crc))}\r\n`);
  return concat(concat(head, body), tail);
}

/** The text of a data segment: UTF-8 when it is, GB18030 otherwise. */
export function segmentText(bytes: Uint8Array): string {
  const text = utf8.decode(bytes);
  return text.includes('\uFFFD') ? decodeGb18030(bytes) : text;
}

function checkDetail(bytes: Uint8Array, start: number, end: number): string {
  const stated = String.fromCharCode(...bytes.subarray(end, end + CRC));
  return `check ${stated} stated, ${crcText(crc16(bytes.subarray(start + HEAD, end)))} computed`;
}

/** Where "##" begins at or after `from`; a last single "#" may be its first half; otherwise the end. */
function findHead(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(HASH, from);
  while (at >= 0 && at + 1 < bytes.length && bytes[at + 1] !== HASH) at = bytes.indexOf(HASH, at + 1);
  return at < 0 ? bytes.length : at;
}

function statedLength(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let index = at; index < at + 4; index += 1) {
    const digit = bytes[index]! - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** How many of the next four bytes are hexadecimal digits. */
function crcDigits(bytes: Uint8Array, at: number): number {
  let count = 0;
  while (count < CRC && isHex(bytes[at + count])) count += 1;
  return count;
}

function isHex(code: number | undefined): boolean {
  if (code === undefined) return false;
  return (code >= 48 && code <= 57) || ((code & 0xdf) >= 65 && (code & 0xdf) <= 70);
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
