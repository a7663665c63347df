import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** One file of a backup; `path` is relative to its folder and uses `/`. */
export interface Kept {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** Copies one file and brings it to disk; undefined where it is gone by now. The mode is the owner's only. */
export async function copyFile(from: string, to: string): Promise<Omit<Kept, 'path'> | undefined> {
  const hash = createHash('sha256');
  let size = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, next) {
      hash.update(chunk);
      size += chunk.length;
      next(null, chunk);
    },
  });
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    await pipeline(createReadStream(from), count, createWriteStream(to, { mode: 0o600, flush: true }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && (error as NodeJS.ErrnoException).path === from)
      return undefined;
    throw error;
  }
  return { size, sha256: hash.digest('hex') };
}

/** Files below a folder, as paths relative to it; folders that `skip` names are not entered. Sorted. */
export async function filesBelow(folder: string, skip: (path: string) => boolean = () => false): Promise<string[]> {
  const found: string[] = [];
  async function walk(path: string): Promise<void> {
    const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    for (const entry of entries) {
      const full = join(path, entry.name);
      const short = relative(folder, full);
      if (skip(short)) continue;
      if (entry.isDirectory()) await walk(full);
      else if (entry.isFile()) found.push(short);
    }
  }
  await walk(folder);
  return found.toSorted();
}

/** Copies a folder's files; what vanishes meanwhile is left out. `as` is the name in the backup's list. */
export async function copyFolder(
  from: string,
  to: string,
  as: string,
  skip?: (path: string) => boolean,
): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const path of await filesBelow(from, skip)) {
    const copied = await copyFile(join(from, path), join(to, path));
    if (copied !== undefined) kept.push({ path: `${as}/${path}`, ...copied });
  }
  return kept;
}

/** SHA-256 and size of a file; undefined where there is none. */
export async function fingerprint(path: string): Promise<Omit<Kept, 'path'> | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { size: found.size, sha256: hash.digest('hex') };
}

/** Writes a text durably, for its owner only. */
export async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
