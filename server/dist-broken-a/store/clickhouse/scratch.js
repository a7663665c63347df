import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
/** Bodies up to this size (bytes) go through memory; larger ones through a file on disk. */
const inMemory = 32 * 1024 * 1024;
/**
 * Opens a memory-backed folder (/dev/shm where there is one) and one on disk for what does not fit, both emptied of what
 * a killed process left. `name` tells one installation's folder from another's.
 */
export async function openScratch(name, onDisk) {
    const disk = await emptied(onDisk);
    const memory = await emptied(join('/dev/shm', name)).catch(() => disk);
    return {
        withFile: async (bytes, use) => {
            const path = await receive(bytes, memory, disk);
            try {
                return await use(path);
            }
            finally {
                await rm(path, { force: true });
            }
        },
        close: async () => {
            for (const folder of [memory, disk])
                await rm(folder, { recursive: true, force: true });
        },
    };
}
async function receive(bytes, memory, disk) {
    const file = randomUUID();
    const source = bytes[Symbol.asyncIterator]();
    const pieces = [];
    let size = 0;
    for (let next = await source.next(); !next.done; next = await source.next()) {
        pieces.push(next.value);
        size += next.value.length;
        if (size > inMemory)
            return spill(pieces, source, join(disk, file));
    }
    const path = join(memory, file);
    try {
        await writeFile(path, pieces, { mode: 0o600 });
        return path;
    }
    catch (error) {
        // A container's /dev/shm may be as small as 64 MB, and somebody may clear it.
        await rm(path, { force: true });
        if (memory === disk)
            throw error;
        return spill(pieces, source, join(disk, file));
    }
}
async function spill(pieces, rest, path) {
    const handle = await open(path, 'wx', 0o600);
    try {
        for (const piece of pieces)
            await handle.writeFile(piece);
        for (let next = await rest.next(); !next.done; next = await rest.next())
            await handle.writeFile(next.value);
        return path;
    }
    catch (error) {
        await rm(path, { force: true });
        throw error;
    }
    finally {
        await handle.close();
    }
}
/** A folder of ours, empty. One that another user made in a shared place is refused. */
async function emptied(folder) {
    await mkdir(folder, { mode: 0o700 }).catch((error) => {
        if (error.code !== 'EEXIST')
            throw error;
    });
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== process.getuid?.())
        throw new Error(`${folder} is not ours`);
    for (const name of await readdir(folder))
        await rm(join(folder, name), { recursive: true, force: true });
    return folder;
}
//# sourceMappingURL=scratch.js.map