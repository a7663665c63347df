import { readFile } from 'node:fs/promises';
import type { Platform } from '@anlan/journeys';

/** Megabytes of each role of a platform at one moment. */
export type Memory = ReadonlyMap<string, number>;

/**
 * Memory by role. Of PostgreSQL's many processes the anonymous part together: the rest is the shared cache, which fills up
 * to its size by design. Of the others all that is resident.
 */
export async function memoryOf(platform: Platform): Promise<Memory> {
  const sums = new Map<string, number>();
  const all = await platform.processes();
  const servers = new Set(all.filter(({ role }) => role === 'postgres').map(({ pid }) => pid));
  for (const { pid, parent, role: own } of all) {
    // A backend gives itself a title of its own.
    const role = servers.has(parent) ? 'postgres' : own;
    const amount = await (role === 'postgres' ? anonymous(pid) : resident(pid));
    if (amount !== undefined) sums.set(role, (sums.get(role) ?? 0) + amount / 1024);
  }
  return sums;
}

const resident = (pid: number): Promise<number | undefined> => figure(`/proc/${pid}/status`, 'VmRSS');
const anonymous = (pid: number): Promise<number | undefined> => figure(`/proc/${pid}/smaps_rollup`, 'Anonymous');

/** Kilobytes; undefined for a process that has ended. */
async function figure(path: string, name: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text);
  return found === null ? undefined : Number(found[1]);
}
