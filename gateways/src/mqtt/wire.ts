import { Duplex } from 'node:stream';
import type { Line } from '../tcp.ts';

const CONTENT = 0x7f;
const CONTINUES = 0x80;
const MOST_LENGTH_BYTES = 4;

/** What the frame watcher reports; returning false ends the connection. */
export interface FrameWatch {
  /** A packet begins: its type (MQTT 3.1.1 §2.2.1) and its remaining length in bytes; -1 when that is malformed. */
  begins(type: number, length: number): boolean;
  /** A packet is complete. */
  ends(): void;
}

/**
 * Follows the packet boundaries of an MQTT stream without keeping its bytes, so that oversized and unfinished packets
 * are known before a broker buffers them.
 */
export class Frames {
  readonly #watch: FrameWatch;
  #header = -1;
  #length = 0;
  #lengthBytes = 0;
  #left = 0;

  constructor(watch: FrameWatch) {
    this.#watch = watch;
  }

  /** Do the bytes so far end within a packet? */
  get incomplete(): boolean {
    return this.#header >= 0 || this.#left > 0;
  }

  /** Follows a chunk; false when the watch asked to end. */
  follow(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length;) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, chunk.length - at);
        this.#left -= step;
        at += step;
        if (this.#left === 0) this.#watch.ends();
      } else if (!this.#headerByte(chunk[at++]!)) return false;
    }
    return true;
  }

  #headerByte(byte: number): boolean {
    if (this.#header < 0) {
      this.#header = byte;
      this.#length = 0;
      this.#lengthBytes = 0;
      return true;
    }
    this.#length += (byte & CONTENT) * 128 ** this.#lengthBytes;
    this.#lengthBytes += 1;
    const more = byte >= CONTINUES;
    if (more && this.#lengthBytes < MOST_LENGTH_BYTES) return true;
    const type = this.#header >> 4;
    this.#header = -1;
    if (!this.#watch.begins(type, more ? -1 : this.#length)) return false;
    this.#left = this.#length;
    if (this.#left === 0) this.#watch.ends();
    return true;
  }
}

/** A socket as a broker sees it when every byte read has first passed `inspect`; false from it ends the connection. */
export class InspectedSocket extends Duplex {
  readonly #socket: Line;

  constructor(socket: Line, inspect: (chunk: Buffer) => boolean) {
    super({ allowHalfOpen: false, highWaterMark: 65_536 });
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      if (!inspect(chunk)) this.destroy();
      else if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#socket.destroyed) done();
    else this.#socket.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
