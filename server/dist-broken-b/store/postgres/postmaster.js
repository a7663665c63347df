import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { alive, endProcess, gone, signal } from '../../supervise/index.js';
/** Reads the file that a server leaves; undefined when there is none or it is damaged. */
export async function readPostmaster(data) {
    const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return Number.isInteger(pid) && pid > 1 ? { pid, port } : undefined;
}
/**
 * The server that is already running on this folder, as after the death of the process that started it. A process that
 * merely has the id from a stale file is not taken for it, and the stale file is removed so that the next start is not
 * refused; before that, orphans of a killed server are ended, since two servers on one folder destroy it.
 */
export async function runningPostmaster(data) {
    const written = await readPostmaster(data);
    if (written && alive(written.pid) && (await isServerOf(written.pid, data)))
        return written;
    await endOrphans(data);
    if (written)
        await rm(join(data, 'postmaster.pid'), { force: true });
    return undefined;
}
/** Whether the running server was started with exactly this command line. */
export async function startedWith(data, program, args) {
    const written = await readFile(join(data, 'postmaster.opts'), 'utf8').catch(() => '');
    return written.trimEnd() === [program, ...args.map((arg) => `"${arg}"`)].join(' ');
}
/** A server found running, in the shape the supervisor wants. */
export function adopted({ pid }) {
    return { pid, exited: watched(pid) };
}
async function watched(pid) {
    while (!(await gone(pid, 0)))
        await pause(500, undefined, { ref: false });
    return 'gone';
}
/** Fast shutdown: sessions are ended and a checkpoint is written (postgres(1), SIGINT). */
export function stopFast(pid) {
    signal(pid, 'SIGINT');
}
/** Ends a server that is ours but not usable: fast, then immediate, then by force. */
export async function endPostmaster(pid) {
    await endProcess(pid, ['SIGINT', 'SIGQUIT'], 10_000);
}
/** A server's processes work in its data folder, which no other process has a reason to do. */
async function isServerOf(pid, data) {
    if (process.platform !== 'linux')
        return true;
    return (await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === data;
}
async function endOrphans(data) {
    if (process.platform !== 'linux')
        return;
    const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
    const owned = await Promise.all(ids.map((pid) => isServerOf(pid, data)));
    for (const pid of ids.filter((_, i) => owned[i])) {
        if (!(await gone(pid, 2_000)))
            await endProcess(pid, ['SIGQUIT'], 5_000);
    }
}
//# sourceMappingURL=postmaster.js.map