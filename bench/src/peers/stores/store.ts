import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sender } from '../../ingest/pace.ts';
import type { Stream } from '../../ingest/stream.ts';

/** The readings of `size` points, `batch` at a time. */
export interface Load {
  readonly stream: Stream;
  readonly size: number;
  readonly batch: number;
  readonly connections: number;
}

/** What keeps readings and can be killed. */
export interface Keeper {
  readonly name: string;
  /** How it is made as durable as it can be. */
  readonly durable: string;
  /** Ways in, opened anew after every start. */
  senders(load: Load): Promise<Sender[]>;
  /** How many readings it holds of each time from `from` and before `to`; all ms and whole seconds. */
  count(from: number, to: number): Promise<ReadonlyMap<number, number>>;
  /** SIGKILL in the middle of what it does; resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves when it answers again, on what it had on disk. */
  again(): Promise<void>;
  end(): Promise<void>;
}

/** Another store under the same stream, a program with a folder. */
export interface Store extends Keeper {
  readonly folder: string;
  pid(): number;
}

/** Opens a store, or says why it is left out. */
export type OpenStore = () => Promise<Store | string>;

/** Bytes of all files below a folder. */
export async function bytesBelow(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []))
    if (entry.isFile())
      sum += await stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      );
  return sum;
}

/** Takes the next readings of a stream turn by turn, for senders that share it. */
export function turns({ stream, size, batch }: Load): () => { from: number; at: number; value: Float64Array } {
  let next = 0;
  return () => {
    const from = next;
    const count = Math.min(batch, size - from);
    next = from + count >= size ? 0 : from + count;
    const value = new Float64Array(count);
    return { from, at: stream.columns(from, count, value), value };
  };
}
