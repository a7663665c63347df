import { type Refusal, refuse } from '../refusal.ts';
import { Pictures } from './nals.ts';
import { AdtsFrames } from './sound.ts';
import { type AccessUnit, Clock, STREAM_TYPES } from './unit.ts';

const PACK = 0xba;
const END = 0xb9;
const MAP = 0xbc;
const PREFIX = 4;
/** A packet whose length is 0 ends where the next begins; a picture of more bytes is none. */
const LONGEST_OPEN = 4 * 1024 * 1024;

interface Track {
  push(payload: Uint8Array, at: number | undefined): (AccessUnit | Refusal)[];
  gap(): void;
  end?(): (AccessUnit | Refusal)[];
}

/**
 * Takes an MPEG program stream (ISO/IEC 13818-1 2.5; GB/T 28181-2016 appendix C) cut anywhere and gives its pictures and
 * sound. Without a stream map the codec is told from the stream. Memory is bounded by one packet and one picture.
 */
export class ProgramStream {
  readonly #clock = new Clock();
  readonly #tracks = new Map<number, Track | 'ignored'>();
  readonly #types = new Map<number, number>();
  #held = new Uint8Array(0);
  #position = 0;
  #lost = false;

  /** Bytes held of a packet not yet complete. */
  get held(): number {
    return this.#held.length;
  }

  /** Takes the next bytes; returns pictures and frames that are complete with them, and faults. */
  push(chunk: Uint8Array): (AccessUnit | Refusal)[] {
    const out: (AccessUnit | Refusal)[] = [];
    const bytes = this.#held.length === 0 ? chunk : joined(this.#held, chunk);
    let at = 0;
    for (;;) {
      const start = this.#nextCode(bytes, at, out);
      const step = start + PREFIX > bytes.length ? 0 : this.#part(bytes, start, out);
      at = start;
      if (step === 0) break;
      at += step;
    }
    this.#held = bytes.slice(at);
    this.#position += at;
    return out;
  }

  /** The stream is over: the last picture comes out. */
  end(): (AccessUnit | Refusal)[] {
    const tracks = [...this.#tracks.values()].filter((track) => track !== 'ignored');
    return tracks.flatMap((track) => track.end?.() ?? []);
  }

  /** Bytes are missing from here on: what is incomplete is dropped. */
  gap(): void {
    this.#position += this.#held.length;
    this.#held = new Uint8Array(0);
    this.#lost = true;
    for (const track of this.#tracks.values()) if (track !== 'ignored') track.gap();
  }

  /** Where the next start code of a system part stands at or after `from`; what lies before it is a fault once. */
  #nextCode(bytes: Uint8Array, from: number, out: (AccessUnit | Refusal)[]): number {
    for (let at = from; at + 3 < bytes.length; at += 1) {
      const code = bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1 && bytes[at + 3]! >= END;
      if (!code) {
        if (!this.#lost && bytes[at] !== 0) {
          this.#lost = true;
          out.push(refuse('garbage', this.#position + at, 'bytes outside a packet'));
        }
        continue;
      }
      this.#lost = false;
      return at;
    }
    return Math.max(from, bytes.length - 3);
  }

  /** Reads the part at `start`; returns how many bytes it took, or 0 when more are needed. */
  #part(bytes: Uint8Array, start: number, out: (AccessUnit | Refusal)[]): number {
    const id = bytes[start + 3]!;
    if (id === END) return PREFIX;
    if (id === PACK) return packLength(bytes, start);
    if (start + 6 > bytes.length) return 0;
    const length = (bytes[start + 4]! << 8) | bytes[start + 5]!;
    if (length === 0 && isMedia(id)) return this.#open(bytes, start, out);
    const end = start + 6 + length;
    if (end > bytes.length) return 0;
    if (id === MAP) this.#map(bytes.subarray(start + 6, end), start, out);
    else if (isMedia(id)) this.#packet(bytes.subarray(start, end), id, start, out);
    return 6 + length;
  }

  /** A packet that says no length goes up to the next start code of a system part, which no NAL unit can hold. */
  #open(bytes: Uint8Array, start: number, out: (AccessUnit | Refusal)[]): number {
    for (let at = start + 6; at + 3 < bytes.length; at += 1) {
      if (bytes[at + 2] !== 1 || bytes[at] !== 0 || bytes[at + 1] !== 0 || bytes[at + 3]! < END) continue;
      this.#packet(bytes.subarray(start, at), bytes[start + 3]!, start, out);
      return at - start;
    }
    if (bytes.length - start <= LONGEST_OPEN) return 0;
    out.push(refuse('too-long', this.#position + start, 'a packet without end'));
    return bytes.length - start;
  }

  /** Program stream map (ISO/IEC 13818-1 2.5.4): which codec each stream has. */
  #map(body: Uint8Array, start: number, out: (AccessUnit | Refusal)[]): void {
    const info = ((body[2] ?? 0) << 8) | (body[3] ?? 0);
    let at = 4 + info;
    const length = ((body[at] ?? 0) << 8) | (body[at + 1] ?? 0);
    const end = Math.min(at + 2 + length, body.length);
    if (body.length < 6 || at + 2 > body.length)
      out.push(refuse('bad-pack', this.#position + start, 'stream map too short'));
    for (at += 2; at + 4 <= end; at += 4 + ((body[at + 2]! << 8) | body[at + 3]!)) {
      const [type, id] = [body[at]!, body[at + 1]!];
      if (this.#types.get(id) === type) continue;
      this.#types.set(id, type);
      this.#tracks.delete(id);
    }
  }

  #packet(packet: Uint8Array, id: number, start: number, out: (AccessUnit | Refusal)[]): void {
    const header = 9 + (packet[8] ?? 0);
    if (packet.length < header || packet[6]! >> 6 !== 2) {
      out.push(refuse('bad-pack', this.#position + start, 'no PES header'));
      return;
    }
    const timed = (packet[7]! & 0x80) !== 0 && packet[8]! >= 5;
    const at = timed ? this.#clock.read(timeAt(packet, 9)) : undefined;
    const payload = packet.subarray(header);
    if (payload.length === 0) return;
    const track = this.#trackOf(id, payload, start, out);
    if (track !== undefined) out.push(...track.push(payload, at));
  }

  #trackOf(id: number, payload: Uint8Array, start: number, out: (AccessUnit | Refusal)[]): Track | undefined {
    const known = this.#tracks.get(id);
    if (known !== undefined) return known === 'ignored' ? undefined : known;
    const type = this.#types.get(id);
    const codec = type === undefined ? undefined : STREAM_TYPES[type];
    const track = codec === undefined && type !== undefined ? 'ignored' : openTrack(id, codec, payload);
    this.#tracks.set(id, track);
    if (track !== 'ignored') return track;
    out.push(
      refuse('unknown-codec', this.#position + start, `stream ${id.toString(16)} of type ${type?.toString(16) ?? '?'}`),
    );
    return undefined;
  }
}

/** A stream without map: E0… is video and tells its codec, C0… is AAC if it begins like it. */
function openTrack(id: number, codec: AccessUnit['codec'] | undefined, payload: Uint8Array): Track | 'ignored' {
  if (codec === 'h264' || codec === 'h265') return new Pictures(codec);
  if (codec === 'aac') return new AdtsFrames();
  if (codec !== undefined) return plain(codec);
  if (id >= 0xe0) return new Pictures();
  return payload[0] === 0xff && (payload[1]! & 0xf6) === 0xf0 ? new AdtsFrames() : 'ignored';
}

/** G.711: what a packet holds is a frame; eight octets are a millisecond. */
function plain(codec: 'g711a' | 'g711u'): Track {
  let next = 0;
  return {
    push(payload, at) {
      const time = at ?? next;
      next = time + payload.length / 8;
      return [{ codec, at: time, key: true, nals: [payload.slice()] }];
    },
    gap: () => {},
  };
}

const isMedia = (id: number): boolean => id >= 0xc0 && id <= 0xef;

/** 14 bytes and stuffing (MPEG-2), or 12 (MPEG-1); 0 when more are needed. */
function packLength(bytes: Uint8Array, start: number): number {
  if (start + 14 > bytes.length) return 0;
  if (bytes[start + 4]! >> 4 === 2) return 12;
  const length = 14 + (bytes[start + 13]! & 7);
  return start + length > bytes.length ? 0 : length;
}

/** PTS or DTS: 33 bits in five bytes with marker bits (ISO/IEC 13818-1 table 2-21). */
function timeAt(bytes: Uint8Array, at: number): number {
  const high = (bytes[at]! >> 1) & 7;
  const middle = (bytes[at + 1]! << 7) | (bytes[at + 2]! >> 1);
  const low = (bytes[at + 3]! << 7) | (bytes[at + 4]! >> 1);
  return high * 2 ** 30 + middle * 2 ** 15 + low;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
