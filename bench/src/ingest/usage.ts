import { readdir, readFile } from 'node:fs/promises';
import type { Platform } from '@anlan/journeys';

/** Clock ticks a second of /proc/<pid>/stat; the same on every Linux that Node runs on. */
const TICKS = 100;

/** Processor seconds since a process began, and the memory it holds (MB). */
export interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

/** What each role of a platform has used up to now; processes of a role are added together. */
export async function usageOf(platform: Platform): Promise<Map<string, Usage>> {
  const byRole = new Map<string, Usage>();
  for (const { pid, role } of await platform.processes()) {
    const own = await usageOfProcess(pid).catch(() => undefined);
    if (own === undefined) continue;
    const before = byRole.get(role) ?? { cpu: 0, memory: 0 };
    byRole.set(role, { cpu: before.cpu + own.cpu, memory: before.memory + own.memory });
  }
  return byRole;
}

/** A process and all it has started, together. */
export async function usageOfTree(pid: number): Promise<Usage> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    parents.set(Number(name), Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const below = new Set([pid]);
  for (let before = -1; before !== below.size;) {
    before = below.size;
    for (const [child, parent] of parents) if (below.has(parent)) below.add(child);
  }
  const each = await Promise.all([...below].map((one) => usageOfProcess(one).catch(() => ({ cpu: 0, memory: 0 }))));
  return each.reduce((sum, one) => ({ cpu: sum.cpu + one.cpu, memory: sum.memory + one.memory }));
}

async function usageOfProcess(pid: number): Promise<Usage> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const status = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kilobytes = /^Pss:\s+(\d+)/m.exec(status)?.[1];
  return {
    cpu: (Number(fields[11]) + Number(fields[12])) / TICKS,
    memory: kilobytes === undefined ? Number(fields[21]) / 256 : Number(kilobytes) / 1024,
  };
}
