import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { syncFolder } from '../keep.js';
import { StoreProblem } from '../problem.js';
/** Opens the file store at a `file:` address, making its folder. Throws StoreProblem when that is impossible. */
export async function openFiles(filesUrl) {
    const folder = fileURLToPath(filesUrl);
    const incoming = join(folder, 'incoming');
    try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        // What a killed process left half-written has no name yet and is worth nothing.
        await rm(incoming, { recursive: true, force: true });
        await mkdir(incoming);
    }
    catch (error) {
        throw new StoreProblem(`无法写入文件库 ${folder}：${error.message}；可用 ANLAN_FILES_URL 换一个`, `cannot write to the file store; choose another with ANLAN_FILES_URL`, error);
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
            if ((await sizeOf(path)) === undefined)
                return undefined;
            const content = await readFile(path);
            refuseChanged(createHash('sha256').update(content), sha256);
            return content;
        },
    };
}
async function put(folder, incoming, content) {
    const fresh = join(incoming, randomUUID());
    const handle = await open(fresh, 'wx', 0o600);
    try {
        const stored = await write(handle, content instanceof Uint8Array ? [content] : content);
        await handle.sync();
        const path = pathOf(folder, stored.sha256);
        const parent = join(path, '..');
        if ((await mkdir(parent, { recursive: true, mode: 0o700 })) !== undefined)
            await syncFolder(folder);
        // Also when it is there already: that mends a copy that the disk has spoilt.
        await rename(fresh, path);
        await syncFolder(parent);
        return stored;
    }
    finally {
        await handle.close();
        await rm(fresh, { force: true });
    }
}
async function write(handle, content) {
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of content) {
        hash.update(piece);
        size += piece.length;
        await handle.writeFile(piece);
    }
    return { sha256: hash.digest('hex'), size };
}
function verified(path, sha256) {
    const hash = createHash('sha256');
    const check = new Transform({
        transform(piece, _encoding, done) {
            hash.update(piece);
            done(null, piece);
        },
        flush(done) {
            try {
                refuseChanged(hash, sha256);
                done();
            }
            catch (error) {
                done(error);
            }
        },
    });
    const source = createReadStream(path);
    source.on('error', (error) => check.destroy(error));
    check.on('close', () => source.destroy());
    return source.pipe(check);
}
function refuseChanged(hash, sha256) {
    if (hash.digest('hex') !== sha256)
        throw new Error(`stored file ${sha256} is damaged: its content has another hash`);
}
/** `ab/abcdef…`, so that no folder grows without bound. A name that is no hash never reaches the disk. */
function pathOf(folder, sha256) {
    if (!/^[0-9a-f]{64}$/.test(sha256))
        throw new RangeError(`not a sha-256: ${JSON.stringify(sha256.slice(0, 80))}`);
    return join(folder, sha256.slice(0, 2), sha256);
}
async function sizeOf(path) {
    const found = await stat(path).catch((error) => {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    });
    return found?.size;
}
//# sourceMappingURL=files.js.map