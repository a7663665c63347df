import { Muxer, type Segment } from './mp4/muxer.ts';
import { Ring, type Clip, type Group } from './ring.ts';
import type { AccessUnit, Publisher } from './unit.ts';
import { Viewer, type Outlet, type ViewerFigures } from './viewer.ts';
import { endOf, type StreamEnd } from './words.ts';

/** Bounds of every stream; times in ms, sizes in bytes. */
export interface StreamLimits {
  /** Longest time from asking the source to the first picture. */
  readonly opening: number;
  /** Longest time without a picture. */
  readonly silence: number;
  /** How long a stream that nobody watches stays open. */
  readonly grace: number;
  readonly viewers: number;
  /** Of a viewer that does not keep up. */
  readonly waiting: number;
  /** Of the group of pictures a new viewer begins with. */
  readonly group: number;
  readonly ringSeconds: number;
  readonly ringBytes: number;
}

/** What a viewer is told before the first byte. */
export interface Opening {
  readonly mime: string;
  /** Wall clock (ms) at which time 0 of the stream arrived: shows how old a picture is. */
  readonly epoch: number;
}

export interface StreamFigures {
  readonly viewers: readonly ViewerFigures[];
  readonly units: number;
  readonly bytes: number;
  readonly ringBytes: number;
  readonly ringMissed: number;
  readonly since: number;
}

type Init = Extract<Segment, { kind: 'init' }>;
type Shown = Exclude<Segment, { kind: 'init' }>;

/** One camera's stream: what its source pushes becomes segments, which go to every viewer and to the ring. */
export class Stream {
  readonly ring: Ring;
  readonly since: number;
  readonly #limits: StreamLimits;
  readonly #clock: () => number;
  readonly #ended: (reason: StreamEnd) => void;
  readonly #muxer = new Muxer();
  readonly #viewers = new Set<Viewer>();
  readonly #begun: Promise<StreamEnd | undefined>;
  #settleBegun: (end: StreamEnd | undefined) => void = () => {};
  #init: Init | undefined;
  #group: Shown[] = [];
  #groupBytes = 0;
  #groupFrom = 0;
  #lastUnit: number;
  #units = 0;
  #bytes = 0;
  #end: StreamEnd | undefined;

  constructor(folder: string, limits: StreamLimits, clock: () => number, ended: (reason: StreamEnd) => void) {
    this.ring = new Ring(folder, { seconds: limits.ringSeconds, bytes: limits.ringBytes });
    this.#limits = limits;
    this.#clock = clock;
    this.#ended = ended;
    this.since = clock();
    this.#lastUnit = this.since;
    this.#begun = new Promise((resolve) => (this.#settleBegun = resolve));
  }

  readonly publisher: Publisher = {
    push: (unit) => this.#push(unit),
    end: (reason) => this.end(endOf(reason)),
  };

  get watched(): number {
    return this.#viewers.size;
  }

  get figures(): StreamFigures {
    const viewers = [...this.#viewers].map(({ figures }) => figures);
    return {
      viewers,
      units: this.#units,
      bytes: this.#bytes,
      ringBytes: this.ring.bytes,
      ringMissed: this.ring.missed,
      since: this.since,
    };
  }

  /** Settles when the first picture can be shown, or with why there will be none. */
  async opened(): Promise<Opening | StreamEnd> {
    const end = await this.#begun;
    return end ?? { mime: this.#init?.mime ?? '', epoch: this.#muxer.epoch };
  }

  /** Adds a viewer, who begins at the newest key picture. */
  watch(outlet: Outlet): Viewer | StreamEnd {
    if (this.#end !== undefined) return this.#end;
    if (this.#viewers.size >= this.#limits.viewers) return 'full';
    const viewer = new Viewer(outlet, this.#limits.waiting);
    this.#viewers.add(viewer);
    if (this.#init !== undefined) viewer.take(this.#init);
    for (const segment of this.#group) viewer.take(segment);
    return viewer;
  }

  leave(viewer: Viewer): void {
    this.#viewers.delete(viewer);
  }

  /** Ends a stream that has been silent for too long; call it every second. */
  tend(): void {
    const allowed = this.#init === undefined ? this.#limits.opening : this.#limits.silence;
    if (this.#clock() - this.#lastUnit > allowed) this.end(this.#init === undefined ? this.#beforeBeginning() : 'lost');
  }

  end(reason: StreamEnd): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#settleBegun(reason);
    for (const viewer of this.#viewers) viewer.end(reason);
    this.#viewers.clear();
    this.#ended(reason);
  }

  clip(from: number, until: number): Promise<Clip | undefined> {
    return this.ring.clip(from, until, this.#current());
  }

  /** The newest key picture as a file of its own; undefined before there is one. */
  still(): { readonly bytes: Uint8Array; readonly at: number } | undefined {
    const [key] = this.#group;
    if (this.#init === undefined || key === undefined) return undefined;
    return { bytes: Buffer.concat([this.#init.bytes, key.bytes]), at: this.#muxer.epoch + key.at };
  }

  #push(unit: AccessUnit): void {
    if (this.#end !== undefined) return;
    const now = this.#clock();
    this.#units += 1;
    if (unit.codec !== 'g711a' && unit.codec !== 'g711u')
      this.#lastUnit = this.#init === undefined ? this.#lastUnit : now;
    const made = this.#muxer.push(unit, now);
    if (made === 'changed') return this.end('changed');
    for (const segment of made) this.#take(segment, now);
  }

  #take(segment: Segment, now: number): void {
    this.#bytes += segment.bytes.length;
    if (segment.kind === 'init') {
      this.#finishGroup(now);
      this.#init = segment;
      this.#lastUnit = now;
      this.#settleBegun(undefined);
    } else this.#collect(segment, now);
    for (const viewer of this.#viewers) viewer.take(segment);
  }

  /** The newest group of pictures is what new viewers begin with; one that grows too large is given up. */
  #collect(segment: Shown, now: number): void {
    if (segment.kind === 'picture' && segment.key) {
      this.#finishGroup(now);
      this.#groupFrom = now;
    } else if (this.#group.length === 0) return;
    this.#groupBytes += segment.bytes.length;
    if (this.#groupBytes > this.#limits.group) {
      this.#group = [];
      this.#groupBytes = 0;
    } else this.#group.push(segment);
  }

  #finishGroup(now: number): void {
    const group = this.#current(now);
    if (group !== undefined) void this.ring.keep(group);
    this.#group = [];
    this.#groupBytes = 0;
  }

  #current(now = this.#clock()): Group | undefined {
    const [first] = this.#group;
    if (this.#init === undefined || first === undefined) return undefined;
    const bytes = Buffer.concat(this.#group.map((segment) => segment.bytes));
    return { head: this.#init.bytes, from: this.#groupFrom, until: now, at: first.at, bytes };
  }

  #beforeBeginning(): StreamEnd {
    return this.#units > 0 ? 'unplayable' : 'silent';
  }
}
