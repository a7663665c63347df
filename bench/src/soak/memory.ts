import { readFile } from 'node:fs/promises';
import type { Diagnostics } from '@anlan/kernel/diagnostics';
import type { Api, Platform } from '@anlan/journeys';

/** One figure of a role at one moment, in megabytes. */
export interface Figure {
  readonly role: string;
  readonly what: 'resident' | 'alive' | 'beside the heap' | 'in use';
  readonly amount: number;
  /** A process of ours is judged by what is alive in it: V8 leaves garbage in what is resident as long as there is room. */
  readonly judged: boolean;
}

/**
 * Memory by role: what is resident, of our own processes also what they say is alive after a full collection and what is
 * resident beside JavaScript's heap, of ClickHouse what it knows to be in use.
 */
export async function memoryOf(platform: Platform, api: Api): Promise<Figure[]> {
  const [resident, told] = await Promise.all([residentOf(platform), toldBy(api)]);
  const telling = new Set(told.filter(({ what }) => what === 'alive').map(({ role }) => role));
  const figures = [...resident].map(([role, amount]): Figure => {
    return { role, what: 'resident', amount, judged: !telling.has(role) };
  });
  return [...figures, ...told];
}

/**
 * Megabytes by role: the anonymous part of all its processes, so neither the shared cache of PostgreSQL, which fills up to
 * its size by design, nor pages of program files.
 */
export async function residentOf(platform: Platform): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  const all = await platform.processes();
  const servers = new Set(all.filter(({ role }) => role === 'postgres').map(({ pid }) => pid));
  for (const { pid, parent, role: own } of all) {
    // A backend gives itself a title of its own.
    const role = servers.has(parent) ? 'postgres' : own;
    const amount = await anonymous(pid);
    if (amount !== undefined) sums.set(role, (sums.get(role) ?? 0) + amount / 1024);
  }
  return sums;
}

/** What the platform says of itself; nothing where it is too busy to. */
async function toldBy(api: Api): Promise<Figure[]> {
  const seen = await api.get<Diagnostics>('/api/diagnostics').catch(() => undefined);
  if (seen === undefined) return [];
  const ofProcesses = seen.processes
    .filter(({ gone }) => !gone)
    .flatMap(({ role, alive, native }) => [
      ...figure(role, 'alive', alive),
      ...figure(role, 'beside the heap', alive === null ? null : native),
    ]);
  return [...ofProcesses, ...figure('clickhouse', 'in use', seen.clickhouse?.memory ?? null)];
}

const figure = (role: string, what: Figure['what'], bytes: number | null): Figure[] =>
  bytes === null ? [] : [{ role, what, amount: bytes / 1_048_576, judged: true }];

/** Kilobytes; undefined for a process that has ended. */
async function anonymous(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const found = /^Anonymous:\s+(\d+) kB/m.exec(text);
  return found === null ? undefined : Number(found[1]);
}
