import { type DataType, LONGEST_BODY, type Packet, type PartMark } from './packet.ts';
import { type Refusal, refuse } from './refusal.ts';

/** A picture, a piece of sound or transparent data put together from its parts. */
export interface MediaFrame {
  readonly ok: true;
  readonly phone: string;
  readonly channel: number;
  readonly loadType: number;
  readonly dataType: DataType;
  /** Milliseconds of the terminal's clock; 0 for transparent data. */
  readonly timestamp: bigint;
  readonly data: Uint8Array;
}

export interface AssemblerOptions {
  /** Largest picture in bytes; 2 MiB by default. */
  readonly largest?: number;
}

interface Open {
  readonly first: Packet;
  readonly bodies: Uint8Array[];
  size: number;
  /** The sequence that comes next in one row of all packets, and in a row of the picture's own. */
  next: number;
  own: number;
}

const after = (sequence: number): number => (sequence + 1) & 0xffff;

/**
 * Puts the parts of the pictures of one stream together. A part out of sequence drops its picture, never a later one.
 * Sound between the parts of a picture is taken. The standard does not say whether sound and pictures of a channel are
 * numbered in one row or in two: a part may follow in either.
 */
export class Assembler {
  readonly #largest: number;
  #open: Open | undefined;
  #lost: DataType | undefined;

  constructor(options: AssemblerOptions = {}) {
    this.#largest = options.largest ?? 2 * 1024 * 1024;
  }

  /** Bytes held of a picture not yet complete. */
  get held(): number {
    return this.#open?.size ?? 0;
  }

  /** Takes the next packet and returns what it completes, the fault it shows, or nothing yet. */
  push(packet: Packet): MediaFrame | Refusal | undefined {
    const open = this.#open;
    const gap = open !== undefined && packet.sequence !== open.next && packet.sequence !== open.own;
    if (open !== undefined) open.next = after(packet.sequence);
    if (packet.part === 'whole') {
      if (packet.dataType.endsWith('-frame')) this.#drop(undefined);
      return frameOf(packet, packet.body);
    }
    if (packet.part === 'first') {
      this.#drop(undefined);
      return this.#begin(packet, open !== undefined);
    }
    return this.#part(packet, gap);
  }

  #begin(packet: Packet, unfinished: boolean): Refusal | undefined {
    const next = after(packet.sequence);
    this.#open = { first: packet, bodies: [packet.body], size: packet.body.length, next, own: next };
    return unfinished ? refuse('lost-part', 0, 0) : undefined;
  }

  #part(packet: Packet, gap: boolean): MediaFrame | Refusal | undefined {
    const open = this.#open;
    if (open === undefined) {
      // The rest of a picture whose loss was said already.
      if (this.#lost !== undefined) return undefined;
      this.#lost = packet.dataType;
      return refuse('lost-part', 0, packet.body.length);
    }
    if (gap || packet.dataType !== open.first.dataType) {
      this.#drop(packet.dataType);
      return refuse('lost-part', 0, open.size);
    }
    open.own = after(packet.sequence);
    open.size += packet.body.length;
    if (open.size > this.#largest) {
      this.#drop(packet.dataType);
      return refuse('too-large', 0, open.size);
    }
    open.bodies.push(packet.body);
    if (packet.part === 'middle') return undefined;
    this.#open = undefined;
    return frameOf(open.first, concat(open.bodies, open.size));
  }

  #drop(dataType: DataType | undefined): void {
    this.#open = undefined;
    this.#lost = dataType;
  }
}

function frameOf(packet: Packet, data: Uint8Array): MediaFrame {
  const { phone, channel, loadType, dataType, timestamp = 0n } = packet;
  return { ok: true, phone, channel, loadType, dataType, timestamp, data };
}

function concat(bodies: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const body of bodies) {
    all.set(body, at);
    at += body.length;
  }
  return all;
}

/** Cuts a picture or piece of sound into packets of at most 950 bytes, as a terminal does; `sequence` is of the first. */
export function packetsOf(
  frame: MediaFrame,
  sequence: number,
  times: { readonly sinceKey?: number; readonly sinceFrame?: number } = {},
): Packet[] {
  const count = Math.max(1, Math.ceil(frame.data.length / LONGEST_BODY));
  const { phone, channel, loadType, dataType, timestamp, data } = frame;
  return Array.from({ length: count }, (_, index) => ({
    ok: true,
    marker: index === count - 1,
    loadType,
    sequence: (sequence + index) & 0xffff,
    phone,
    channel,
    dataType,
    part: partOf(index, count),
    ...(dataType !== 'transparent' && { timestamp }),
    ...(dataType.endsWith('-frame') && { sinceKey: times.sinceKey ?? 0, sinceFrame: times.sinceFrame ?? 0 }),
    body: data.subarray(index * LONGEST_BODY, (index + 1) * LONGEST_BODY),
  }));
}

function partOf(index: number, count: number): PartMark {
  if (count === 1) return 'whole';
  if (index === 0) return 'first';
  return index === count - 1 ? 'last' : 'middle';
}
