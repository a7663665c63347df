import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../listener.ts';
import { Stream, type Opening, type StreamFigures, type StreamLimits } from './stream.ts';
import type { Clip } from './ring.ts';
import type { Source } from './unit.ts';
import type { Outlet, Viewer } from './viewer.ts';
import { endOf, type StreamEnd } from './words.ts';

/** A camera's stream: `id` tells it from others, `source` is who can open it, `channel` is the source's name for it. */
export interface StreamAddress {
  readonly id: string;
  readonly source: string;
  readonly channel: string;
}

export interface HubOptions {
  readonly sources: Readonly<Record<string, Source>>;
  /** Folder of the rings, which nothing else is in. */
  readonly folder: string;
  readonly log: Log;
  readonly clock: () => number;
  /** Streams open at once. */
  readonly streams?: number;
  readonly limits?: Partial<StreamLimits>;
}

/** A viewer that is connected: what it must know first, when to go on writing, and how it leaves. */
export interface Watching extends Opening {
  drained(): void;
  leave(): void;
}

const LIMITS: StreamLimits = {
  opening: 20_000,
  silence: 15_000,
  grace: 10_000,
  viewers: 200,
  waiting: 2 * 1024 * 1024,
  group: 16 * 1024 * 1024,
  ringSeconds: 120,
  ringBytes: 128 * 1024 * 1024,
};
const MOST_STREAMS = 64;
const TEND_MS = 1000;

interface Open {
  readonly stream: Stream;
  /** Viewers, and those who wait to become one. */
  held: number;
  closing: NodeJS.Timeout | undefined;
}

/** Opens the relay; what an earlier one left in the folder of the rings is deleted. */
export async function openHub(options: HubOptions): Promise<Hub> {
  await rm(options.folder, { recursive: true, force: true });
  return new Hub(options);
}

/** Streams that are open, each once however many watch it: opened for the first viewer, closed some time after the last. */
export class Hub {
  readonly #options: HubOptions;
  readonly #limits: StreamLimits;
  readonly #open = new Map<string, Open>();
  readonly #timer: NodeJS.Timeout;
  #counter = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#timer = setInterval(() => {
      for (const { stream } of this.#open.values()) stream.tend();
    }, TEND_MS);
  }

  /** Streams by id with what each sends and keeps. */
  figures(): Readonly<Record<string, StreamFigures>> {
    return Object.fromEntries([...this.#open].map(([id, { stream }]) => [id, stream.figures]));
  }

  /** Connects a viewer; settles when there is something to show, or with why not. The outlet is ended when the stream is. */
  async watch(address: StreamAddress, outlet: Outlet): Promise<Watching | StreamEnd> {
    const open = this.#open.get(address.id) ?? this.#begin(address);
    if (typeof open === 'string') return open;
    // Who waits for the first picture holds the stream open like a viewer.
    const release = this.#hold(address.id, open);
    const opening = await open.stream.opened();
    const viewer = typeof opening === 'string' ? opening : open.stream.watch(outlet);
    if (typeof opening === 'string' || typeof viewer === 'string') {
      release();
      return typeof opening === 'string' ? opening : (viewer as StreamEnd);
    }
    return { ...opening, drained: () => viewer.drained(), leave: () => this.#leave(open, viewer, release) };
  }

  /** Pictures of an open stream between two times (ms of the wall clock); undefined when it is not open or has none. */
  clip(id: string, from: number, until: number): Promise<Clip | undefined> {
    return this.#open.get(id)?.stream.clip(from, until) ?? Promise.resolve(undefined);
  }

  still(id: string): { readonly bytes: Uint8Array; readonly at: number } | undefined {
    return this.#open.get(id)?.stream.still();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    const streams = [...this.#open.values()].map(({ stream }) => stream);
    for (const stream of streams) stream.end('closed');
    await Promise.all(streams.map(({ ring }) => ring.clear()));
    await rm(this.#options.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #hold(id: string, open: Open): () => void {
    open.held += 1;
    clearTimeout(open.closing);
    open.closing = undefined;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      open.held -= 1;
      if (open.held > 0 || this.#open.get(id) !== open) return;
      open.closing = setTimeout(() => open.stream.end('idle'), this.#limits.grace);
    };
  }

  #leave({ stream }: Open, viewer: Viewer, release: () => void): void {
    stream.leave(viewer);
    release();
  }

  #begin({ id, source: name, channel }: StreamAddress): Open | StreamEnd {
    const source = this.#options.sources[name];
    if (source === undefined) return 'unknown-source';
    if (this.#open.size >= (this.#options.streams ?? MOST_STREAMS)) return 'full';
    const { log, clock, folder } = this.#options;
    let stop: (() => void) | undefined;
    const ended = (reason: StreamEnd): void => {
      log.info({ stream: id, source: name, reason }, 'stream ended');
      clearTimeout(open.closing);
      this.#open.delete(id);
      stop?.();
      void stream.ring.clear().catch(() => {});
    };
    const stream = new Stream(join(folder, String((this.#counter += 1))), this.#limits, clock, ended);
    const open: Open = { stream, held: 0, closing: undefined };
    this.#open.set(id, open);
    source.open(channel, stream.publisher).then(
      (close) => {
        stop = once(close);
        if (this.#open.get(id) !== open) stop();
      },
      (error: unknown) => {
        log.warn({ stream: id, source: name, error: (error as Error).message }, 'stream not opened');
        stream.end(endOf(error));
      },
    );
    return open;
  }
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}
