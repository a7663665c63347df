import type { Segment } from './mp4/muxer.ts';
import type { StreamEnd } from './words.ts';

/** Where a viewer's bytes go: a socket or response. `write` is false when no more should be written before `drained`. */
export interface Outlet {
  write(bytes: Uint8Array): boolean;
  end(reason: StreamEnd): void;
}

/** What a viewer got and what it was spared. */
export interface ViewerFigures {
  readonly sent: number;
  readonly bytes: number;
  readonly dropped: number;
  /** Bytes waiting here; never more than the limit. */
  readonly waiting: number;
}

/**
 * One viewer's bounded queue. A viewer that does not keep up loses whole groups of pictures, up to the next key
 * picture; beginnings (new parameter sets) are never lost, for nothing after them could be decoded.
 */
export class Viewer {
  readonly #outlet: Outlet;
  readonly #most: number;
  #queue: Segment[] = [];
  #waiting = 0;
  #blocked = false;
  #skipping = true;
  #sent = 0;
  #bytes = 0;
  #dropped = 0;

  constructor(outlet: Outlet, mostWaiting: number) {
    this.#outlet = outlet;
    this.#most = mostWaiting;
  }

  get figures(): ViewerFigures {
    return { sent: this.#sent, bytes: this.#bytes, dropped: this.#dropped, waiting: this.#waiting };
  }

  take(segment: Segment): void {
    if (segment.kind === 'init') return this.#pass(segment);
    if (segment.kind === 'picture' && segment.key) this.#skipping = false;
    if (this.#skipping) {
      this.#dropped += 1;
      return;
    }
    if (this.#blocked && this.#waiting + segment.bytes.length > this.#most) return this.#giveUpGroup(segment);
    this.#pass(segment);
  }

  /** The outlet takes bytes again. */
  drained(): void {
    this.#blocked = false;
    while (!this.#blocked) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#waiting -= next.bytes.length;
      this.#write(next);
    }
  }

  end(reason: StreamEnd): void {
    this.#queue = [];
    this.#waiting = 0;
    this.#outlet.end(reason);
  }

  #pass(segment: Segment): void {
    if (!this.#blocked) return this.#write(segment);
    this.#queue.push(segment);
    this.#waiting += segment.bytes.length;
  }

  #write(segment: Segment): void {
    this.#sent += 1;
    this.#bytes += segment.bytes.length;
    this.#blocked = !this.#outlet.write(segment.bytes);
  }

  /** Forgets what waits, but beginnings, and waits for the next key picture. */
  #giveUpGroup(segment: Segment): void {
    const kept = this.#queue.filter(({ kind }) => kind === 'init').slice(-1);
    this.#dropped += this.#queue.length - kept.length;
    this.#queue = kept;
    this.#waiting = kept.reduce((sum, { bytes }) => sum + bytes.length, 0);
    this.#skipping = segment.kind !== 'picture' || !segment.key;
    if (this.#skipping) this.#dropped += 1;
    else this.#pass(segment);
  }
}
