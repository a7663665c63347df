import { type Refusal, refuse } from '../refusal.ts';
import type { AccessUnit } from './unit.ts';

/** A NAL unit with where its start code began in the elementary stream. */
interface Nal {
  readonly bytes: Uint8Array;
  readonly offset: number;
}

/** A NAL of a 4K key picture is far below this. */
const LONGEST = 4 * 1024 * 1024;
const MOST_NALS = 1024;

/** Cuts an elementary stream (ISO/IEC 14496-10 annex B) at its start codes, however it comes in pieces. */
class NalSplitter {
  #bytes = new Uint8Array(4096);
  #length = 0;
  /** Where the NAL that is being read begins, after its start code; −1 before the first. */
  #start = -1;
  #scanned = 0;
  #position = 0;
  #codeAt = 0;

  push(chunk: Uint8Array, out: (Nal | Refusal)[]): void {
    this.#append(chunk);
    let at = Math.max(this.#scanned, 0);
    for (; at + 2 < this.#length; at += 1) {
      if (this.#bytes[at + 2]! > 1) at += 2;
      else if (this.#bytes[at] === 0 && this.#bytes[at + 1] === 0 && this.#bytes[at + 2] === 1) {
        this.#close(at, out);
        this.#start = at + 3;
        this.#codeAt = this.#position + at;
        at += 2;
      }
    }
    this.#scanned = at;
    this.#compact(out);
  }

  /** What is held is the last NAL. */
  end(out: (Nal | Refusal)[]): void {
    this.#close(this.#length, out);
    this.drop();
  }

  /** Forgets what is held: bytes are missing. */
  drop(): void {
    this.#position += this.#length;
    this.#length = 0;
    this.#scanned = 0;
    this.#start = -1;
  }

  /** What there is of the NAL unit that is being read, once its header tells what it is. */
  get open(): Uint8Array | undefined {
    return this.#start >= 0 && this.#length - this.#start >= 3
      ? this.#bytes.subarray(this.#start, this.#length)
      : undefined;
  }

  get position(): number {
    return this.#position + this.#length;
  }

  #close(end: number, out: (Nal | Refusal)[]): void {
    if (this.#start < 0) return;
    let last = end;
    while (last > this.#start && this.#bytes[last - 1] === 0) last -= 1;
    if (last > this.#start) out.push({ bytes: this.#bytes.slice(this.#start, last), offset: this.#codeAt });
    this.#start = -1;
  }

  #append(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = needed;
  }

  #compact(out: (Nal | Refusal)[]): void {
    if (this.#length > LONGEST) {
      out.push(refuse('too-long', this.#codeAt, 'a NAL unit without end'));
      this.drop();
      this.#bytes = new Uint8Array(4096);
      return;
    }
    const from = this.#start < 0 ? Math.max(0, this.#length - 2) : this.#start;
    if (from === 0) return;
    this.#bytes.copyWithin(0, from, this.#length);
    this.#length -= from;
    this.#position += from;
    this.#scanned = Math.max(0, this.#scanned - from);
    if (this.#start >= 0) this.#start = 0;
  }
}

/** What an H.264 or H.265 NAL unit is to the picture: `first` begins one, `next` goes on, `before` stands before one. */
type Role = 'first' | 'next' | 'before' | 'other';

const BEGINS: ReadonlySet<Role> = new Set<Role>(['first', 'before']);

interface Codec {
  role(nal: Uint8Array): Role;
  key(nal: Uint8Array): boolean;
}

const BEFORE_264: ReadonlySet<number> = new Set([6, 7, 8, 9, 14, 15, 16, 17, 18]);
const BEFORE_265: ReadonlySet<number> = new Set([32, 33, 34, 35, 39, 41, 42, 43, 44, 48, 49, 50, 51, 52, 53, 54, 55]);
const type265 = (nal: Uint8Array): number => (nal[0]! >> 1) & 63;

export const CODECS: Readonly<Record<'h264' | 'h265', Codec>> = {
  // ISO/IEC 14496-10 7.4.1.2.3: a picture begins with first_mb_in_slice 0, which is a leading 1 bit.
  h264: {
    role: (nal) => {
      const type = nal[0]! & 31;
      if (type >= 1 && type <= 5) return ((nal[1] ?? 0) & 0x80) !== 0 ? 'first' : 'next';
      return BEFORE_264.has(type) ? 'before' : 'other';
    },
    key: (nal) => (nal[0]! & 31) === 5,
  },
  // ISO/IEC 23008-2 7.4.2.4.4: first_slice_segment_in_pic_flag.
  h265: {
    role: (nal) => {
      const type = type265(nal);
      if (type < 32) return ((nal[2] ?? 0) & 0x80) !== 0 ? 'first' : 'next';
      return BEFORE_265.has(type) ? 'before' : 'other';
    },
    key: (nal) => type265(nal) >= 16 && type265(nal) <= 23,
  },
};

/** A presentation time and where in the elementary stream it stood. */
interface Mark {
  readonly offset: number;
  readonly at: number;
}

/** Makes pictures of an elementary video stream; each has the time that stood before its beginning. */
export class Pictures {
  readonly #splitter = new NalSplitter();
  #codec: 'h264' | 'h265' | undefined;
  #marks: Mark[] = [];
  #nals: Nal[] = [];
  #hasSlice = false;
  #last = 0;
  #step = 40;
  /** After a loss pictures refer to one that is missing: nothing until the next key. */
  #waitsForKey = true;

  constructor(codec?: 'h264' | 'h265') {
    this.#codec = codec;
  }

  /** Takes bytes of the stream; `at` (ms) is the time of the first picture that begins in them. */
  push(bytes: Uint8Array, at: number | undefined): (AccessUnit | Refusal)[] {
    if (at !== undefined) this.#marks.push({ offset: this.#splitter.position, at });
    if (this.#marks.length > 64) this.#marks.shift();
    const found: (Nal | Refusal)[] = [];
    this.#splitter.push(bytes, found);
    return [...this.#taken(found), ...this.#overBy(this.#splitter.open)];
  }

  /** A picture is over as soon as the head of the next is seen. */
  #overBy(next: Uint8Array | undefined): AccessUnit[] {
    if (next === undefined || this.#codec === undefined || !this.#hasSlice) return [];
    return BEGINS.has(CODECS[this.#codec].role(next)) ? this.#picture() : [];
  }

  end(): (AccessUnit | Refusal)[] {
    const found: (Nal | Refusal)[] = [];
    this.#splitter.end(found);
    return [...this.#taken(found), ...this.#picture()];
  }

  /** Bytes are missing: what was begun is dropped, and all up to the next key picture. */
  gap(): void {
    this.#splitter.drop();
    this.#nals = [];
    this.#hasSlice = false;
    this.#waitsForKey = true;
  }

  #taken(found: readonly (Nal | Refusal)[]): (AccessUnit | Refusal)[] {
    const out: (AccessUnit | Refusal)[] = [];
    for (const nal of found) {
      if ('ok' in nal) {
        this.gap();
        out.push(nal);
      } else out.push(...this.#add(nal));
    }
    return out;
  }

  #add(nal: Nal): (AccessUnit | Refusal)[] {
    this.#codec ??= guess(nal.bytes);
    if (this.#codec === undefined) return [];
    const role = CODECS[this.#codec].role(nal.bytes);
    if (role === 'other') return [];
    const out = BEGINS.has(role) && this.#hasSlice ? this.#picture() : [];
    if (this.#nals.length >= MOST_NALS) {
      this.gap();
      return [...out, refuse('too-long', nal.offset, 'a picture of too many NAL units')];
    }
    this.#nals.push(nal);
    if (role === 'first' || role === 'next') this.#hasSlice = true;
    return out;
  }

  #picture(): AccessUnit[] {
    const nals = this.#nals;
    const codec = this.#codec;
    this.#nals = [];
    const complete = this.#hasSlice;
    this.#hasSlice = false;
    if (!complete || codec === undefined) return [];
    const at = this.#timeOf(nals[0]!.offset);
    const key = nals.some(({ bytes }) => CODECS[codec].key(bytes));
    if (this.#waitsForKey && !key) return [];
    this.#waitsForKey = false;
    return [{ codec, at, key, nals: nals.map(({ bytes }) => bytes) }];
  }

  /** ISO/IEC 13818-1 2.4.3.7: a time is of the first picture that begins in its packet; others go on in equal steps. */
  #timeOf(offset: number): number {
    // A start code may have begun with the zero before the packet.
    const past = this.#marks.filter((mark) => mark.offset <= offset + 1);
    const mark = past.at(-1);
    if (mark !== undefined) this.#marks = this.#marks.slice(past.length);
    const at = mark?.at ?? this.#last + this.#step;
    const step = at - this.#last;
    if (step > 0 && step < 2000) this.#step = step;
    this.#last = at;
    return at;
  }
}

/** H.264 begins with a sequence parameter set, H.265 with a video parameter set. */
function guess(nal: Uint8Array): 'h264' | 'h265' | undefined {
  if (nal[0] === 0x40 && nal[1] === 0x01) return 'h265';
  return (nal[0]! & 0x9f) === 7 ? 'h264' : undefined;
}
