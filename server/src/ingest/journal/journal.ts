import { mkdir, readdir, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../store/keep.ts';
import { checkRoom, DISK, probe, troubleOf, type Disk } from './disk.ts';
import { openFollowers } from './follow.ts';
import type { DurableLog, Entry } from './log.ts';
import { FRAME_HEAD, LARGEST, piecesOf, scan } from './segment.ts';

export interface JournalOptions {
  readonly folder: string;
  /** A new segment is begun beyond this size. */
  readonly segmentBytes?: number;
  readonly disk?: Disk;
}

interface Waiting {
  readonly payload: Buffer;
  readonly resolve: (seq: number) => void;
  readonly reject: (reason: Error) => void;
}

/** Room is looked for at most this often (ms), and a disk that refused is tried again so often. */
const LOOK_MS = 1000;

const segmentName = (first: number): string => `${String(first).padStart(16, '0')}.log`;

/**
 * Opens the append-only journal of a folder. A torn tail, left by a crash while writing, is cut off:
 * nothing of it was ever acknowledged. Waiting entries share one write and one fdatasync (group commit). Numbers grow by
 * one over all segments.
 */
export async function openJournal(options: JournalOptions): Promise<DurableLog> {
  const { folder, disk = DISK } = options;
  const { open } = disk;
  const segmentBytes = options.segmentBytes ?? 64 * 1024 * 1024;
  await mkdir(folder, { recursive: true });
  let segments = await listSegments(folder);
  if (segments.length === 0) segments = [1];
  let first = segments.at(-1) as number;
  let file = await open(join(folder, segmentName(first)), 'a+');
  const tail = await scan(file);
  if (tail.size < (await file.stat()).size) await file.truncate(tail.size);
  let size = tail.size;
  /** Bytes of the closed segments, by their first entry. */
  const closedSizes = new Map<number, number>();
  for (const start of segments.slice(0, -1))
    closedSizes.set(start, (await stat(join(folder, segmentName(start)))).size);
  let looked = 0;
  let last = first - 1 + tail.count;
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> | undefined;
  let trouble: string | undefined;
  /** Does the file hold more than its entries? */
  let littered = false;
  let closed = false;
  const followers = openFollowers({ read, last: () => last });

  /** Begins a new segment; when that fails the present one simply grows on. */
  async function rotate(): Promise<void> {
    const next = await open(join(folder, segmentName(last + 1)), 'a+').catch(() => undefined);
    if (next === undefined) return;
    try {
      await syncFolder(folder);
    } catch {
      return next.close();
    }
    await file.close().catch(() => {});
    file = next;
    closedSizes.set(first, size);
    first = last + 1;
    segments.push(first);
    size = 0;
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    const pieces = piecesOf(batch.map(({ payload }) => payload));
    try {
      await look();
      // What a refused write left behind must be gone before anything follows it.
      if (littered) await file.truncate(size);
      littered = false;
      littered = true;
      await writeAll(file, pieces);
      await file.datasync();
      littered = false;
    } catch (error) {
      refuse(error);
      for (const item of batch) item.reject(new Error(trouble));
      return;
    }
    trouble = undefined;
    size += pieces.reduce((sum, { length }) => sum + length, 0);
    const entries = batch.map((item, index) => ({ seq: last + 1 + index, payload: item.payload }));
    last += batch.length;
    followers.durable(entries);
    for (const [index, item] of batch.entries()) item.resolve((entries[index] as Entry).seq);
    if (size >= segmentBytes) await rotate();
  }

  /** Is there room? Looked at from time to time only. */
  async function look(): Promise<void> {
    if (performance.now() - looked < LOOK_MS && trouble === undefined) return;
    await checkRoom(disk, folder, sizeOfAll());
    looked = performance.now();
  }

  const sizeOfAll = (): number => [...closedSizes.values()].reduce((sum, one) => sum + one, size);

  /** Nothing is taken any more until the disk has taken something again: tried by what comes, and by ourselves. */
  function refuse(error: unknown): void {
    const before = trouble;
    trouble = troubleOf(error);
    if (before === undefined) setTimeout(tryAgain, LOOK_MS).unref();
  }

  function tryAgain(): void {
    if (closed || trouble === undefined) return;
    probe(disk, folder, sizeOfAll()).then(
      () => (trouble = undefined),
      (error: unknown) => {
        if (trouble !== undefined) trouble = troubleOf(error);
        setTimeout(tryAgain, LOOK_MS).unref();
      },
    );
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      waitingBytes = 0;
      await writeBatch(batch);
    }
    writing = undefined;
  }

  async function* read(seq: number): AsyncGenerator<Entry> {
    // What is being written at this moment is not durable yet.
    const end = last;
    for (const [index, start] of segments.entries()) {
      const next = segments[index + 1] ?? Number.POSITIVE_INFINITY;
      if (next <= seq + 1) continue;
      const segment = await open(join(folder, segmentName(start)), 'r');
      try {
        const { payloads } = await scan(segment, { keep: true });
        for (const [offset, payload] of payloads.entries()) {
          if (start + offset > end) return;
          if (start + offset > seq) yield { seq: start + offset, payload };
        }
      } finally {
        await segment.close();
      }
    }
  }

  return {
    largest: LARGEST,
    append(payload) {
      if (payload.length > LARGEST) return Promise.reject(new Error('the entry is too large'));
      if (closed) return Promise.reject(new Error('the journal is closed'));
      return new Promise((resolve, reject) => {
        waiting.push({ payload, resolve, reject });
        waitingBytes += payload.length + FRAME_HEAD;
        writing ??= Promise.resolve().then(drain);
      });
    },
    last: () => last,
    behind: (position) => Math.max(0, last - position),
    read,
    follow: (after, take) => followers.follow(after, take),
    async forget(seq) {
      while (segments.length > 1 && (segments[1] as number) <= seq + 1) {
        await unlink(join(folder, segmentName(segments[0] as number))).catch(() => {});
        closedSizes.delete(segments[0] as number);
        segments = segments.slice(1);
      }
    },
    backlog: () => waitingBytes,
    trouble: () => trouble,
    async close() {
      closed = true;
      await writing;
      await file.close();
    },
  };
}

async function listSegments(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => /^\d{16}\.log$/.test(name))
    .map((name) => Number.parseInt(name, 10))
    .sort((a, b) => a - b);
}

/** Writes pieces one after the other, as few calls as the system takes. */
async function writeAll(file: FileHandle, pieces: readonly Buffer[]): Promise<void> {
  for (let from = 0; from < pieces.length; from += MOST_PIECES) {
    let left = pieces.slice(from, from + MOST_PIECES);
    while (left.length > 0) {
      const { bytesWritten } = await file.writev(left);
      left = after(left, bytesWritten);
    }
  }
}

/** writev(2) takes so many pieces (IOV_MAX). */
const MOST_PIECES = 1024;

/** What is left of pieces after some bytes of them are written. */
function after(pieces: readonly Buffer[], written: number): Buffer[] {
  let skip = written;
  const index = pieces.findIndex(({ length }) => {
    if (skip < length) return true;
    skip -= length;
    return false;
  });
  return index < 0 ? [] : [pieces[index]!.subarray(skip), ...pieces.slice(index + 1)];
}
