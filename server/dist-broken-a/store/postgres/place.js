import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StoreProblem } from '../problem.js';
import { completeLinks, copiedEngine, installedEngine } from './engine.js';
const run = promisify(execFile);
/**
 * Finds folders that the database's account may enter. Below a folder that only root may enter (a clone in /root), the
 * engine is copied and the data put under /var/lib, and one line says so. `kept` is where the data is already.
 */
export async function findPlace(home, account, kept, tell) {
    const folder = kept ?? (await dataFolder(home, account));
    if (!folder.startsWith(home)) {
        tell(`数据库用户无法进入 ${home}，数据库放在 ${folder} · the database's user may not enter ${home}; the database is in ${folder}`);
    }
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (account)
        await chown(folder, account.uid, account.gid);
    if (!(await mayEnter(folder, account)))
        throw unreachable(folder);
    return { folder, engine: await usableEngine(home, account) };
}
async function dataFolder(home, account) {
    return join((await mayEnter(home, account)) ? home : await outside(home), 'postgres');
}
async function usableEngine(home, account) {
    const engine = await installedEngine();
    if ((await completeLinks(engine)) && (await runs(engine, account)) === undefined)
        return engine;
    const parent = (await mayEnter(home, account)) ? home : await outside(home);
    const copy = await copiedEngine(engine, parent);
    await openForAll(copy.folder);
    const problem = await runs(copy, account);
    if (problem === undefined)
        return copy;
    throw new StoreProblem(`内置 PostgreSQL 无法运行：${problem}`, `the embedded PostgreSQL does not run: ${problem}`);
}
/** Runs the engine once; gives back the reason when that fails. */
async function runs(engine, account) {
    try {
        await run(join(engine.folder, 'bin', 'postgres'), ['--version'], { ...account, cwd: '/', timeout: 20_000 });
        return undefined;
    }
    catch (error) {
        return error.message.trim().split('\n').at(-1);
    }
}
/** Whether the account may pass through the folder and everything above it; asked of the system, which knows ACLs. */
async function mayEnter(folder, account) {
    if (!account)
        return true;
    return run('/bin/sh', ['-c', 'test -x "$0"', folder], { ...account, cwd: '/' }).then(() => true, () => false);
}
/**
 * A folder for this home that others may enter. /var/lib before /var/tmp, because systemd-tmpfiles removes files from
 * /var/tmp that nobody touched for 30 days. A folder that somebody else made there is refused.
 */
async function outside(home) {
    const name = `anlan-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
    for (const parent of ['/var/lib', '/var/tmp']) {
        const folder = join(parent, name);
        try {
            if ((await mkdir(folder, { recursive: true })) !== undefined)
                await chmod(folder, 0o755);
        }
        catch {
            continue;
        }
        const found = await lstat(folder);
        if (found.isDirectory() && found.uid === process.getuid?.())
            return folder;
    }
    throw unreachable(home);
}
/** A copy keeps the modes of its origin, which under a strict umask are for the owner only. */
async function openForAll(folder) {
    await chmod(folder, 0o755);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
        if (entry.isSymbolicLink())
            continue;
        const inBin = entry.parentPath === join(folder, 'bin');
        await chmod(join(entry.parentPath, entry.name), entry.isDirectory() || inBin ? 0o755 : 0o644);
    }
}
function unreachable(folder) {
    return new StoreProblem(`系统用户 postgres 无法进入 ${folder}；请用 ANLAN_HOME 指定它可进入的目录，或以普通用户启动`, `user postgres may not enter ${folder}: choose a folder it may enter with ANLAN_HOME, or start as an ordinary user`);
}
//# sourceMappingURL=place.js.map