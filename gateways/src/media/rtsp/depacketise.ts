import { writeAdts } from '../mp4/aac.ts';
import { roleOf } from '../mp4/nal.ts';
import type { AccessUnit } from '../unit.ts';
import { Unrolled, type RtpPacket } from './rtp.ts';
import type { Offered } from './sdp.ts';

/** Bounds of one picture. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_NALS = 512;

/** How a coding says that a packet holds several units, or a part of one. */
interface Framing {
  readonly header: number;
  type(body: Uint8Array): number;
  readonly aggregate: number;
  readonly fragment: number;
  /** The header of the unit that fragments are of. */
  whole(body: Uint8Array): number[];
}

/** H.264 (RFC 6184): STAP-A 24, FU-A 28. H.265 (RFC 7798): AP 48, FU 49. */
const FRAMINGS: Readonly<Record<'h264' | 'h265', Framing>> = {
  h264: {
    header: 1,
    type: (body) => (body[0] ?? 0) & 0x1f,
    aggregate: 24,
    fragment: 28,
    whole: ([head = 0, part = 0]) => [(head & 0xe0) | (part & 0x1f)],
  },
  h265: {
    header: 2,
    type: (body) => ((body[0] ?? 0) >> 1) & 0x3f,
    aggregate: 48,
    fragment: 49,
    whole: ([head = 0, second = 0, part = 0]) => [(head & 0x81) | ((part & 0x3f) << 1), second],
  },
};

/** Puts the packets of a stream of pictures together; a picture with a packet missing is left out, and says so. */
export class PictureDepacketiser {
  readonly #codec: 'h264' | 'h265';
  readonly #framing: Framing;
  readonly #sets: readonly Uint8Array[];
  readonly #time = new Unrolled();
  readonly #give: (unit: AccessUnit) => void;
  #nals: Uint8Array[] = [];
  #parts: Uint8Array[] | undefined;
  #bytes = 0;
  #stamp: number | undefined;
  #next: number | undefined;
  #damaged = false;
  /** Pictures left out. */
  lost = 0;

  constructor(offered: Offered & { readonly codec: 'h264' | 'h265' }, give: (unit: AccessUnit) => void) {
    this.#codec = offered.codec;
    this.#framing = FRAMINGS[offered.codec];
    this.#sets = offered.sets;
    this.#give = give;
  }

  push(packet: RtpPacket): void {
    const gap = this.#next !== undefined && packet.sequence !== this.#next;
    // What is missing may be the end of the picture before, which had not said that it was whole, and the beginning of this one.
    if (gap) this.#damaged = true;
    if (this.#stamp !== undefined && packet.timestamp !== this.#stamp) {
      this.#finish();
      this.#damaged = gap;
    }
    this.#next = (packet.sequence + 1) & 0xffff;
    this.#stamp = packet.timestamp;
    this.#take(packet.body);
    if (packet.marker) this.#finish();
  }

  #take(body: Uint8Array): void {
    const type = this.#framing.type(body);
    if (type === this.#framing.aggregate) this.#several(body);
    else if (type === this.#framing.fragment) this.#fragment(body);
    else this.#add(body.slice());
  }

  #several(body: Uint8Array): void {
    for (let at = this.#framing.header; at + 2 < body.length;) {
      const length = ((body[at] ?? 0) << 8) | (body[at + 1] ?? 0);
      if (length === 0 || at + 2 + length > body.length) {
        this.#damaged = true;
        return;
      }
      this.#add(body.slice(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }

  #fragment(body: Uint8Array): void {
    const head = this.#framing.header + 1;
    const flags = body[head - 1] ?? 0;
    if (flags & 0x80) this.#parts = [Uint8Array.from(this.#framing.whole(body))];
    if (this.#parts === undefined) {
      this.#damaged = true;
      return;
    }
    this.#parts.push(body.slice(head));
    this.#bytes += body.length;
    if (this.#bytes > MOST_BYTES) this.#damaged = true;
    if (this.#damaged) this.#parts = undefined;
    else if (flags & 0x40) {
      const whole = Buffer.concat(this.#parts);
      this.#parts = undefined;
      this.#add(whole, 0);
    }
  }

  #add(nal: Uint8Array, size = nal.length): void {
    this.#bytes += size;
    if (nal.length === 0) return;
    if (this.#bytes > MOST_BYTES || this.#nals.length >= MOST_NALS) this.#damaged = true;
    else this.#nals.push(nal);
  }

  #finish(): void {
    const nals = this.#nals;
    const whole = !this.#damaged && this.#parts === undefined;
    this.#nals = [];
    this.#parts = undefined;
    this.#bytes = 0;
    this.#damaged = false;
    const at = this.#time.of(this.#stamp ?? 0) / 90;
    this.#stamp = undefined;
    if (!whole) this.lost += 1;
    if (!whole || nals.length === 0) return;
    const roles = new Set(nals.map((nal) => roleOf(this.#codec, nal)));
    const key = roles.has('key');
    // Cameras that say their parameter sets only in the description are helped here.
    const said = key && !roles.has('sps') ? this.#sets : [];
    this.#give({ codec: this.#codec, at, key, nals: [...said, ...nals] });
  }
}

/** AAC-hbr (RFC 3640): a table of lengths, then the frames. A frame in several packets does not occur in practice and is left out. */
export class SoundDepacketiser {
  readonly #config: Uint8Array;
  readonly #rate: number;
  readonly #time = new Unrolled();
  readonly #give: (unit: AccessUnit) => void;

  constructor(offered: Offered, give: (unit: AccessUnit) => void) {
    this.#config = offered.config ?? new Uint8Array();
    this.#rate = offered.rate;
    this.#give = give;
  }

  push({ body, timestamp }: RtpPacket): void {
    const at = (this.#time.of(timestamp) * 1000) / this.#rate;
    const lengths = ((body[0] ?? 0) << 8) | (body[1] ?? 0);
    const count = lengths >> 4;
    let start = 2 + 2 * count;
    for (let index = 0; index < count && start < body.length; index += 1) {
      const length = (((body[2 + 2 * index] ?? 0) << 8) | (body[3 + 2 * index] ?? 0)) >> 3;
      const framed =
        start + length <= body.length ? writeAdts(this.#config, body.subarray(start, start + length)) : undefined;
      if (framed === undefined) return;
      this.#give({ codec: 'aac', at: at + (index * 1_024_000) / this.#rate, key: true, nals: [framed] });
      start += length;
    }
  }
}
