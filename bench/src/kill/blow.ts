import { setTimeout as pause } from 'node:timers/promises';
import { endAll, startPlatform, type Platform, type PlatformOptions, type Running } from '@anlan/journeys';

const STARTS = 10;

/** What is killed at once. */
export const BLOWS = ['everything', 'ingest', 'api', 'clickhouse', 'postgres', 'supervisor'] as const;
export type Blow = (typeof BLOWS)[number];

/** SIGKILL to one role or to all processes of the platform. */
export async function strike(platform: Platform, blow: Blow): Promise<void> {
  const all = await platform.processes();
  await endAll(blow === 'everything' ? all : all.filter(({ role }) => role === blow), 0);
}

/** What was left of the platform may still be on its way out: a start that finds a port taken is repeated, as a service manager would. */
export async function startAgain(options: PlatformOptions, repeated?: (attempt: number) => void): Promise<Platform> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startPlatform(options);
    } catch (error) {
      if (attempt === STARTS || !/ANLAN_\w*PORT/.test((error as Error).message)) throw error;
      repeated?.(attempt);
      await pause(1000);
    }
  }
}

/** Roles of which there is not exactly one process, with their number; empty when all is as it should be. */
export async function surplus(platform: Platform): Promise<string[]> {
  const counts = new Map<Running['role'], number>([
    ['supervisor', 0],
    ['ingest', 0],
    ['api', 0],
    ['clickhouse', 0],
    ['postgres', 0],
  ]);
  for (const { role } of await platform.processes())
    if (counts.has(role)) counts.set(role, (counts.get(role) as number) + 1);
  return [...counts].filter(([, count]) => count !== 1).map(([role, count]) => `${role} ${count}`);
}

/** A small seeded generator (mulberry32), so that the choice of blows and moments can be repeated. */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
