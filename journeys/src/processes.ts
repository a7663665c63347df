import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** A process of the platform as /proc shows it. `birth` tells it from a later one with the same id. */
export interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly birth: string;
  readonly role: 'supervisor' | 'ingest' | 'work' | 'api' | 'media' | 'clickhouse' | 'postgres' | 'replay' | 'other';
}

const ROLES: readonly (readonly [RegExp, Running['role']])[] = [
  [/ingest\/main\.js/, 'ingest'],
  [/work\/main\.js/, 'work'],
  [/api\/main\.js/, 'api'],
  [/media\/main\.js/, 'media'],
  [/clickhouse\/child\.js/, 'clickhouse'],
  [/replay\/main\.js/, 'replay'],
  [/bin\/postgres\s/, 'postgres'],
  [/main\.js/, 'supervisor'],
];

/** All processes that serve the given data folder: those below `supervisor`, and those left over from an earlier one. */
export async function processesOf(home: string, supervisor: number | undefined): Promise<Running[]> {
  const all = await everyProcess(home);
  const below = new Set(supervisor === undefined ? [] : descendants(all, supervisor));
  return all.filter(({ running, ours }) => ours || below.has(running)).map(({ running }) => running);
}

/** A process and those it has started, directly or not. */
export async function processesBelow(pid: number): Promise<Running[]> {
  return descendants(await everyProcess(undefined), pid);
}

interface Found {
  readonly running: Running;
  readonly ours: boolean;
}

function descendants(all: readonly Found[], pid: number): Running[] {
  const below = new Set([pid]);
  for (let before = -1; before !== below.size;) {
    before = below.size;
    for (const { running } of all) if (below.has(running.parent)) below.add(running.pid);
  }
  return all.filter(({ running }) => below.has(running.pid)).map(({ running }) => running);
}

async function everyProcess(home: string | undefined): Promise<Found[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => look(Number(pid), home)));
  return found.filter((one) => one !== undefined);
}

/** Ends processes: asks by SIGTERM, waits at most `patience` ms, then kills; only those still the same are touched. */
export async function endAll(processes: readonly Running[], patience: number): Promise<void> {
  if (patience > 0) {
    await signalAll(processes, 'SIGTERM');
    const end = Date.now() + patience;
    while (Date.now() < end && (await anyLeft(processes))) await pause(50);
  }
  await signalAll(processes, 'SIGKILL');
  const end = Date.now() + 5000;
  while (Date.now() < end && (await anyLeft(processes))) await pause(20);
}

async function signalAll(processes: readonly Running[], signal: NodeJS.Signals): Promise<void> {
  for (const { pid, birth } of processes) {
    if ((await statOf(pid))?.birth !== birth) continue;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

async function anyLeft(processes: readonly Running[]): Promise<boolean> {
  const stats = await Promise.all(processes.map(async ({ pid, birth }) => (await statOf(pid))?.birth === birth));
  return stats.includes(true);
}

async function look(pid: number, home: string | undefined): Promise<Found | undefined> {
  const [stat, command, environment] = await Promise.all([
    statOf(pid),
    textOf(`/proc/${pid}/cmdline`),
    textOf(`/proc/${pid}/environ`),
  ]);
  if (stat === undefined) return undefined;
  const line = command.replaceAll('\0', ' ');
  const role = ROLES.find(([pattern]) => pattern.test(line))?.[1] ?? 'other';
  const ours =
    home !== undefined &&
    role !== 'other' &&
    (environment.split('\0').includes(`ANLAN_HOME=${home}`) || (role === 'postgres' && line.includes(home)));
  return { running: { pid, parent: stat.parent, birth: stat.birth, role }, ours };
}

/** Parent and start time; undefined for a process that is gone or a zombie (proc_pid_stat(5), fields 3, 4 and 22). */
async function statOf(pid: number): Promise<{ parent: number; birth: string } | undefined> {
  const text = await textOf(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (text === '' || fields[0] === 'Z') return undefined;
  return { parent: Number(fields[1]), birth: fields[19] ?? '' };
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
