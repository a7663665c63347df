import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { movedEarlier } from './mp4/fragment.ts';

/** Bounds of what one stream keeps on disk. */
export interface RingLimits {
  readonly seconds: number;
  readonly bytes: number;
}

/** A group of pictures on disk; `from` and `until` in ms of the wall clock. */
interface Kept {
  readonly file: string;
  readonly head: Uint8Array;
  readonly from: number;
  readonly until: number;
  /** Time of its first picture on the stream's own line, in ms. */
  readonly at: number;
  readonly size: number;
}

/** A group as the stream hands it over. */
export interface Group {
  readonly head: Uint8Array;
  readonly from: number;
  readonly until: number;
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Pictures of a time as one file, and the time it really covers. */
export interface Clip {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly until: number;
}

/** Groups on their way to disk before more are left out. */
const MOST_PENDING = 4;

/** The last seconds of one stream on disk: whole groups of pictures, the oldest forgotten first. */
export class Ring {
  readonly #folder: string;
  readonly #limits: RingLimits;
  #kept: Kept[] = [];
  #next = 0;
  #pending = 0;
  #work: Promise<void> = Promise.resolve();
  /** Groups that were left out because the disk did not keep up. */
  missed = 0;

  constructor(folder: string, limits: RingLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#kept.reduce((sum, { size }) => sum + size, 0);
  }

  /** Hands a finished group to the disk; settles when it is there, and never rejects. */
  keep(group: Group): Promise<void> {
    if (this.#pending >= MOST_PENDING) {
      this.missed += 1;
      return this.#work;
    }
    this.#pending += 1;
    this.#work = this.#work
      .then(() => this.#write(group))
      .catch(() => void (this.missed += 1))
      .finally(() => (this.#pending -= 1));
    return this.#work;
  }

  /** What is kept between two times, with `current` (the group not yet finished) at its end; undefined when it is nothing. */
  async clip(from: number, until: number, current: Group | undefined): Promise<Clip | undefined> {
    await this.#work;
    const overlapping = this.#kept.filter((kept) => kept.until > from && kept.from < until);
    const last = current !== undefined && current.from < until ? current : undefined;
    const head = last?.head ?? overlapping.at(-1)?.head;
    if (head === undefined) return undefined;
    // A file has one beginning: of a stream that changed its parameters the newest run is taken.
    const run = overlapping.slice(overlapping.findLastIndex((kept) => kept.head !== head) + 1);
    const read = await Promise.all(run.map((kept) => readFile(kept.file).catch(() => Buffer.alloc(0))));
    const first = run[0] ?? last;
    const parts = [...read, ...(last ? [last.bytes] : [])];
    const end = last?.until ?? run.at(-1)?.until;
    if (first === undefined || end === undefined) return undefined;
    return { bytes: Buffer.concat([head, movedEarlier(Buffer.concat(parts), first.at)]), from: first.from, until: end };
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    await this.#work;
    this.#kept = [];
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #write(group: Group): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const file = join(this.#folder, `${(this.#next += 1)}.group`);
    await writeFile(file, group.bytes);
    const { head, from, until, at } = group;
    this.#kept.push({ file, head, from, until, at, size: group.bytes.length });
    await this.#forget(until);
  }

  async #forget(now: number): Promise<void> {
    const { seconds, bytes } = this.#limits;
    let size = this.bytes;
    while (this.#kept.length > 1) {
      const oldest = this.#kept[0] as Kept;
      if (oldest.until > now - seconds * 1000 && size <= bytes) return;
      this.#kept.shift();
      size -= oldest.size;
      await rm(oldest.file, { force: true });
    }
  }
}
