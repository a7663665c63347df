import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
/** Reads a small JSON file; undefined when there is none. A file that cannot be parsed throws. */
export async function recall(file) {
    try {
        return JSON.parse(await readFile(file, 'utf8'));
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    }
}
/** Writes a small JSON file that only its owner may read, durably and in one step. */
export async function keep(file, value) {
    await mkdir(dirname(file), { recursive: true });
    const fresh = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
    const handle = await open(fresh, 'wx', 0o600);
    try {
        await handle.writeFile(`${JSON.stringify(value, null, 2)}\n`);
        await handle.sync();
    }
    finally {
        await handle.close();
    }
    await rename(fresh, file);
    await syncFolder(dirname(file));
}
/** Makes a rename or a new name in a folder durable (fsync of the folder itself, see open(2) and fsync(2)). */
export async function syncFolder(folder) {
    const handle = await open(folder, 'r');
    try {
        await handle.sync();
    }
    finally {
        await handle.close();
    }
}
/** Makes the folder of all data: others may pass through it (the database runs as its own user) but not list it. */
export async function prepareHome(home) {
    if ((await mkdir(home, { recursive: true })) !== undefined)
        await chmod(home, 0o711);
}
/** A password of 192 random bits that needs no escaping in a URL, a header or SQL. */
export function newPassword() {
    return randomBytes(24).toString('base64url');
}
/** The wanted loopback port when it is free, else any free one. */
export async function freePort(wanted) {
    if (wanted !== undefined && (await listenOnce(wanted)) !== undefined)
        return wanted;
    const port = await listenOnce(0);
    if (port === undefined)
        throw new Error('no free loopback port');
    return port;
}
function listenOnce(port) {
    return new Promise((settle) => {
        const server = createServer();
        server.once('error', () => settle(undefined));
        server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
            const { port: got } = server.address();
            server.close(() => settle(got));
        });
    });
}
//# sourceMappingURL=keep.js.map