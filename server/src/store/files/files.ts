import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { syncFolder } from '../keep.ts';
import { StoreProblem } from '../problem.ts';

export interface StoredFile {
  /** 64 lower-case hexadecimal digits; the file's only name. */
  sha256: string;
  /** In bytes. */
  size: number;
}

/** Files under the hash of their content: what was stored once is never changed, and the same content is stored once. */
export interface FileStore {
  /** Stores the bytes; when it settles they are on disk, and until then nobody sees them. */
  put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredFile>;
  has(sha256: string): Promise<boolean>;
  /** Size in bytes, or undefined when there is no such file. */
  size(sha256: string): Promise<number | undefined>;
  /** The content as a stream, which fails at its end when the content is no longer what was stored. */
  get(sha256: string): Promise<Readable | undefined>;
  /** The content, verified; throws when it is no longer what was stored. */
  read(sha256: string): Promise<Buffer | undefined>;
}

/** Opens the file store at a `file:` address, making its folder. Throws StoreProblem when that is impossible. */
export async function openFiles(filesUrl: string): Promise<FileStore> {
  const folder = fileURLToPath(filesUrl);
  const incoming = join(folder, 'incoming');
  try {
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    await clear(incoming);
  } catch (error) {
    throw new StoreProblem(
      `无法写入文件库 ${folder}：${(error as Error).message}；可用 ANLAN_FILES_URL 换一个`,
      `cannot write to the file store; choose another with ANLAN_FILES_URL`,
      error,
    );
  }
  return {
    put: (content) => put(folder, incoming, content),
    has: async (sha256) => (await sizeOf(pathOf(folder, sha256))) !== undefined,
    size: (sha256) => sizeOf(pathOf(folder, sha256)),
    get: async (sha256) => {
      const path = pathOf(folder, sha256);
      return (await sizeOf(path)) === undefined ? undefined : verified(path, sha256);
    },
    read: async (sha256) => {
      const path = pathOf(folder, sha256);
      if ((await sizeOf(path)) === undefined) return undefined;
      const content = await readFile(path);
      refuseChanged(createHash('sha256').update(content), sha256);
      return content;
    },
  };
}

/** Other processes, and other machines, may be writing here at this moment: only what nobody has touched for so long goes. */
const ABANDONED_MS = 60 * 60_000;

/** What a killed process left half-written has no name yet and is worth nothing. */
async function clear(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const touched = await stat(path).catch(() => undefined);
    if (touched !== undefined && Date.now() - touched.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
}

async function put(
  folder: string,
  incoming: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<StoredFile> {
  const fresh = join(incoming, randomUUID());
  const handle = await open(fresh, 'wx', 0o600);
  try {
    const stored = await write(handle, content instanceof Uint8Array ? [content] : content);
    await handle.sync();
    const path = pathOf(folder, stored.sha256);
    const parent = join(path, '..');
    if ((await mkdir(parent, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(folder);
    // Also when it is there already: that mends a copy that the disk has spoilt.
    await rename(fresh, path);
    await syncFolder(parent);
    return stored;
  } finally {
    await handle.close();
    await rm(fresh, { force: true });
  }
}

async function write(
  handle: FileHandle,
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<StoredFile> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of content) {
    hash.update(piece);
    size += piece.length;
    await handle.writeFile(piece);
  }
  return { sha256: hash.digest('hex'), size };
}

function verified(path: string, sha256: string): Readable {
  const hash = createHash('sha256');
  const check = new Transform({
    transform(piece: Uint8Array, _encoding, done) {
      hash.update(piece);
      done(null, piece);
    },
    flush(done) {
      try {
        refuseChanged(hash, sha256);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  const source = createReadStream(path);
  source.on('error', (error) => check.destroy(error));
  check.on('close', () => source.destroy());
  return source.pipe(check);
}

function refuseChanged(hash: Hash, sha256: string): void {
  if (hash.digest('hex') !== sha256) throw new Error(`stored file ${sha256} is damaged: its content has another hash`);
}

/** `ab/abcdef…`, so that no folder grows without bound. A name that is no hash never reaches the disk. */
function pathOf(folder: string, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError(`not a sha-256: ${JSON.stringify(sha256.slice(0, 80))}`);
  return join(folder, sha256.slice(0, 2), sha256);
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return found?.size;
}
