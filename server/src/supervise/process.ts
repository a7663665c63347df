import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Whether a process with this id exists (also when it belongs to another user). */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Sends a signal to exactly this process; a process that is gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits until the process is gone, at most `within` ms; says whether it is. A zombie counts as gone. */
export async function gone(pid: number, within: number): Promise<boolean> {
  const end = Date.now() + within;
  for (let wait = 5; ; wait = Math.min(wait * 2, 100)) {
    if (!alive(pid) || (await processState(pid)) === 'Z') return true;
    if (Date.now() >= end) return false;
    await pause(wait);
  }
}

/** Asks by each signal in turn, waiting `within` ms after each; the last one is SIGKILL. */
export async function endProcess(pid: number, ask: readonly NodeJS.Signals[], within: number): Promise<void> {
  for (const name of [...ask, 'SIGKILL' as const]) {
    signal(pid, name);
    if (await gone(pid, within)) return;
  }
}

/**
 * Something that differs between two processes that had the same id one after the other: the start time in clock
 * ticks since boot (proc_pid_stat(5), field 22). Undefined where the system has no /proc.
 */
export async function processBirth(pid: number): Promise<string | undefined> {
  return (await statFields(pid))?.[19];
}

async function processState(pid: number): Promise<string | undefined> {
  return (await statFields(pid))?.[0];
}

/** Fields of /proc/<pid>/stat from field 3 (state) on; the command name before it may hold spaces and brackets. */
async function statFields(pid: number): Promise<string[] | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}
