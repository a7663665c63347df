import { mkdir, open, readdir, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../store/keep.ts';
import { FRAME_HEAD, frame, scan } from './segment.ts';

/** A durable entry: `seq` grows by one per entry over all segments. */
export interface Entry {
  readonly seq: number;
  readonly payload: Buffer;
}

export interface Journal {
  /** Resolves with the entry's number when it and all before it are on disk; rejects when the disk refuses. */
  append(payload: Buffer): Promise<number>;
  /** Number of the last durable entry; 0 = empty. */
  last(): number;
  /** Entries after `seq`, from disk, in order. */
  read(seq: number): AsyncGenerator<Entry>;
  /** Removes segments all of whose entries are numbered at most `seq`. */
  forget(seq: number): Promise<void>;
  /** Bytes waiting to be written. */
  backlog(): number;
  /** The disk's last refusal, or undefined while writing works. */
  trouble(): string | undefined;
  close(): Promise<void>;
}

export interface JournalOptions {
  readonly folder: string;
  /** A new segment is begun beyond this size. */
  readonly segmentBytes?: number;
  /** Called in order with what has just become durable. */
  readonly durable: (entries: readonly Entry[]) => void;
}

interface Waiting {
  readonly payload: Buffer;
  readonly resolve: (seq: number) => void;
  readonly reject: (reason: Error) => void;
}

const segmentName = (first: number): string => `${String(first).padStart(16, '0')}.log`;

/**
 * Opens the append-only journal of a folder. A torn tail, left by a crash while writing, is cut off:
 * nothing of it was ever acknowledged. Waiting entries share one write and one fdatasync (group commit).
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { folder, durable } = options;
  const segmentBytes = options.segmentBytes ?? 64 * 1024 * 1024;
  await mkdir(folder, { recursive: true });
  let segments = await listSegments(folder);
  if (segments.length === 0) segments = [1];
  let first = segments.at(-1) as number;
  let file = await open(join(folder, segmentName(first)), 'a+');
  const tail = await scan(file);
  if (tail.size < (await file.stat()).size) await file.truncate(tail.size);
  let size = tail.size;
  let last = first - 1 + tail.count;
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> | undefined;
  let trouble: string | undefined;
  let closed = false;

  /** Begins a new segment; when that fails the present one simply grows on. */
  async function rotate(): Promise<void> {
    const next = await open(join(folder, segmentName(last + 1)), 'a+').catch(() => undefined);
    if (next === undefined) return;
    await syncFolder(folder);
    await file.close();
    file = next;
    first = last + 1;
    segments.push(first);
    size = 0;
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    const bytes = Buffer.concat(batch.map((item) => frame(item.payload)));
    try {
      // What a refused write left behind must be gone before anything follows it.
      if (trouble !== undefined) await file.truncate(size);
      await writeAll(file, bytes);
      await file.datasync();
    } catch (error) {
      trouble = (error as Error).message;
      for (const item of batch) item.reject(error as Error);
      return;
    }
    trouble = undefined;
    size += bytes.length;
    const entries = batch.map((item, index) => ({ seq: last + 1 + index, payload: item.payload }));
    last += batch.length;
    durable(entries);
    for (const [index, item] of batch.entries()) item.resolve((entries[index] as Entry).seq);
    if (size >= segmentBytes) await rotate();
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
    for (const [index, start] of segments.entries()) {
      const next = segments[index + 1] ?? Number.POSITIVE_INFINITY;
      if (next <= seq + 1) continue;
      const segment = await open(join(folder, segmentName(start)), 'r');
      try {
        const { payloads } = await scan(segment, { keep: true });
        for (const [offset, payload] of payloads.entries()) {
          if (start + offset > seq) yield { seq: start + offset, payload };
        }
      } finally {
        await segment.close();
      }
    }
  }

  return {
    append(payload) {
      if (closed) return Promise.reject(new Error('the journal is closed'));
      return new Promise((resolve, reject) => {
        waiting.push({ payload, resolve, reject });
        waitingBytes += payload.length + FRAME_HEAD;
        writing ??= Promise.resolve().then(drain);
      });
    },
    last: () => last,
    read,
    async forget(seq) {
      while (segments.length > 1 && (segments[1] as number) <= seq + 1) {
        await unlink(join(folder, segmentName(segments[0] as number))).catch(() => {});
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

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  let offset = 0;
  while (offset < bytes.length) {
    const { bytesWritten } = await file.write(bytes, offset);
    offset += bytesWritten;
  }
}
