import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileStore, openFiles } from './index.ts';

let folder: string;
let files: FileStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anlan-files-'));
  files = await openFiles(pathToFileURL(folder).href);
});
afterAll(() => rm(folder, { recursive: true }));

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pathOf = (name: string) => join(folder, name.slice(0, 2), name);
const nothing = '0'.repeat(64);

describe('the file store', () => {
  it('gives back exactly what was put, under the hash of its content', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 500 }), { maxLength: 5 }), async (pieces) => {
        const whole = Buffer.concat(pieces);
        const stored = await files.put(Readable.from(pieces, { objectMode: true }));
        expect(stored).toEqual({ sha256: sha256(whole), size: whole.length });
        expect(await files.read(stored.sha256)).toEqual(whole);
        expect(await buffer((await files.get(stored.sha256))!)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('stores the same content once', async () => {
    const content = Buffer.from('一企一档');
    const [a, b] = await Promise.all([files.put(content), files.put(content)]);
    expect(a).toEqual(b);
    expect((await readdir(join(pathOf(a.sha256), '..'))).filter((name) => name === a.sha256)).toHaveLength(1);
  });

  it('says what is there and how large it is', async () => {
    const { sha256: name } = await files.put(Buffer.from('12345'));
    expect([await files.has(name), await files.size(name)]).toEqual([true, 5]);
    expect([await files.has(nothing), await files.size(nothing)]).toEqual([false, undefined]);
    expect([await files.get(nothing), await files.read(nothing)]).toEqual([undefined, undefined]);
  });

  it('does not hand out content that changed on disk, and mends it when it is put again', async () => {
    const content = Buffer.from('evidence');
    const { sha256: name } = await files.put(content);
    await writeFile(pathOf(name), 'Evidence');
    await expect(files.read(name)).rejects.toThrow(/damaged/);
    await expect(buffer((await files.get(name))!)).rejects.toThrow(/damaged/);
    await files.put(content);
    expect(await files.read(name)).toEqual(content);
  });

  it('leaves nothing behind when the upload breaks off', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      throw new Error('connection lost');
    }
    await expect(files.put(broken())).rejects.toThrow('connection lost');
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    expect(await files.has(sha256(Buffer.from('half')))).toBe(false);
  });

  it.each(['../../etc/passwd', '..', '', nothing.toUpperCase().replaceAll('0', 'A'), `${nothing}/..`, `${nothing}\n`])(
    'refuses %j as a name',
    async (name) => {
      await expect(files.has(name)).rejects.toThrow(RangeError);
      await expect(files.get(name)).rejects.toThrow(RangeError);
      await expect(files.read(name)).rejects.toThrow(RangeError);
    },
  );

  it('leaves alone what another process is writing, and clears what has lain there for an hour', async () => {
    const [fresh, old] = ['fresh', 'old'].map((name) => join(folder, 'incoming', name)) as [string, string];
    for (const path of [fresh, old]) await writeFile(path, 'half');
    const before = new Date(Date.now() - 61 * 60_000);
    await utimes(old, before, before);
    await Promise.all([openFiles(pathToFileURL(folder).href), openFiles(pathToFileURL(folder).href)]);
    expect(await readdir(join(folder, 'incoming'))).toEqual(['fresh']);
    await rm(fresh);
  });

  it('replaces a planted link instead of writing through it', async () => {
    const target = join(folder, 'target');
    await writeFile(target, 'untouched');
    const content = Buffer.from('planted');
    const { sha256: name } = await files.put(content);
    await rm(pathOf(name));
    await symlink(target, pathOf(name));
    await files.put(content);
    expect(await files.read(name)).toEqual(content);
    expect(await readFile(target, 'utf8')).toBe('untouched');
  });

  it('says in one clear line when its folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openFiles(pathToFileURL(join(folder, 'file', 'below')).href)).rejects.toThrow(
      /无法写入.*ANLAN_FILES_URL/,
    );
  });
});
