import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gone, processBirth } from '../supervise/index.js';
import { StoreProblem } from './problem.js';
/**
 * Makes sure that one process uses a folder at a time, by a file that names the holder. A holder that was killed is
 * recognised by its id and start time, so no file has to be removed by hand. Waits a little for a holder that is just
 * leaving; then throws StoreProblem. Gives back how to let go.
 */
export async function lock(file, what, within = 3_000) {
    await mkdir(dirname(file), { recursive: true });
    const me = { pid: process.pid, birth: await processBirth(process.pid) };
    const mine = `${file}.${process.pid}`;
    const end = Date.now() + within;
    for (;;) {
        const holder = await take(file, mine, me);
        if (holder === undefined)
            return () => rm(file, { force: true });
        if (Date.now() > end) {
            throw new StoreProblem(`${what}正由进程 ${holder.pid} 使用；请先停止它，或用 ANLAN_HOME 指定另一个目录`, `process ${holder.pid} is using ${file.replace(/\.lock$/, '')}; stop it first, or choose another folder with ANLAN_HOME`);
        }
        await pause(100);
    }
}
/** Takes the lock, or gives back who has it. */
async function take(file, mine, me) {
    await writeFile(mine, JSON.stringify(me), { mode: 0o600 });
    try {
        // link(2) fails when the name exists: of two processes exactly one gets it, and never a half-written file.
        await link(mine, file);
        return undefined;
    }
    catch (error) {
        if (error.code !== 'EEXIST')
            throw error;
        const holder = await readHolder(file);
        if (holder && (await present(holder)))
            return holder;
        await rm(file, { force: true });
        return holder ?? me;
    }
    finally {
        await rm(mine, { force: true });
    }
}
/** Reads who has the lock; undefined when nobody has, or the file is damaged. */
export async function readHolder(file) {
    try {
        return JSON.parse(await readFile(file, 'utf8'));
    }
    catch {
        return undefined;
    }
}
/** Whether the holder still runs. */
export async function present(holder) {
    if (await gone(holder.pid, 0))
        return false;
    const birth = await processBirth(holder.pid);
    return birth === undefined || holder.birth === undefined || birth === holder.birth;
}
//# sourceMappingURL=lock.js.map