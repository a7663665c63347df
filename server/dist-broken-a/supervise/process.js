import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
/** Whether a process with this id exists (also when it belongs to another user). */
export function alive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return error.code === 'EPERM';
    }
}
/** Sends a signal to exactly this process; a process that is gone is no error. */
export function signal(pid, name) {
    try {
        process.kill(pid, name);
    }
    catch (error) {
        if (error.code !== 'ESRCH')
            throw error;
    }
}
/** Waits until the process is gone, at most `within` ms; says whether it is. A zombie counts as gone. */
export async function gone(pid, within) {
    const end = Date.now() + within;
    for (let wait = 5;; wait = Math.min(wait * 2, 100)) {
        if (!alive(pid) || (await processState(pid)) === 'Z')
            return true;
        if (Date.now() >= end)
            return false;
        await pause(wait);
    }
}
/** Asks by each signal in turn, waiting `within` ms after each; the last one is SIGKILL. */
export async function endProcess(pid, ask, within) {
    for (const name of [...ask, 'SIGKILL']) {
        signal(pid, name);
        if (await gone(pid, within))
            return;
    }
}
/**
 * Something that differs between two processes that had the same id one after the other: the start time in clock
 * ticks since boot (proc_pid_stat(5), field 22). Undefined where the system has no /proc.
 */
export async function processBirth(pid) {
    return (await statFields(pid))?.[19];
}
async function processState(pid) {
    return (await statFields(pid))?.[0];
}
/** Fields of /proc/<pid>/stat from field 3 (state) on; the command name before it may hold spaces and brackets. */
async function statFields(pid) {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}
//# sourceMappingURL=process.js.map