import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { POSTGRES, type Layout } from './layout.ts';
import {
  exists,
  isCaughtUp,
  isSynchronous,
  makePrimary,
  makeReplica,
  makeRoles,
  promote,
  startPostgres,
  waitForReplica,
} from './postgres.ts';
import type { Running } from './process.ts';

/** The system of record: a primary and a replica that change places when the primary is lost. */
export interface Pair {
  primary(): string;
  /** Is everything acknowledged on both? */
  safe(): boolean;
  running(name: string): Running | undefined;
  /** Looks once, and does what is to be done. */
  tend(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Keeps both servers up. The rules are those of Patroni's synchronous mode: the replica is promoted only while all that
 * was acknowledged is on it; a primary that stands alone is started again where it was. The old primary is killed before
 * the new one begins, so there are never two.
 */
export async function openPair(layout: Layout, tell: (line: string) => void): Promise<Pair> {
  const servers = new Map<string, Running>();
  let [primary, replica] = POSTGRES as readonly string[] as [string, string];
  let safe = false;

  const file = join(layout.folder, 'primary');
  const last = await readFile(file, 'utf8').catch(() => undefined);
  if (last === replica) [primary, replica] = [replica, primary];
  const fresh = !(await exists(layout, primary));
  if (fresh) await makePrimary(layout, primary);
  await writeFile(file, primary);
  servers.set(primary, await startPostgres(layout, primary));
  await waitForReplica(layout, primary, false);
  if (fresh) await makeRoles(layout, primary);
  await addReplica();

  async function addReplica(): Promise<void> {
    servers.set(replica, await makeReplica(layout, replica, primary));
    await waitForReplica(layout, primary, true);
    for (const end = Date.now() + 30_000; Date.now() < end; await pause(100)) {
      if ((await isSynchronous(layout, primary)) && (await isCaughtUp(layout, primary))) {
        safe = true;
        tell(`${replica} follows ${primary}`);
        return;
      }
    }
    throw new Error(`${replica} does not catch up`);
  }

  const alive = (name: string): boolean => servers.get(name)?.alive() === true;

  async function replacePrimary(): Promise<void> {
    if (safe && alive(replica)) {
      tell(`${primary} is lost, ${replica} takes over`);
      safe = false;
      [primary, replica] = [replica, primary];
      await promote(layout, primary);
      await writeFile(file, primary);
    } else {
      tell(`${primary} is lost and stands alone: it is started again`);
      safe = false;
      servers.set(primary, await startPostgres(layout, primary));
      await waitForReplica(layout, primary, false);
    }
  }

  async function replaceReplica(): Promise<void> {
    // First nobody may promote it any more, then the primary may go on without it.
    safe = false;
    await waitForReplica(layout, primary, false);
    tell(`${replica} is made anew from ${primary}`);
    await addReplica();
  }

  return {
    primary: () => primary,
    safe: () => safe,
    running: (name) => servers.get(name),
    async tend() {
      if (!alive(primary)) await replacePrimary();
      if (!alive(replica) || !safe) {
        await servers.get(replica)?.end('SIGQUIT', 3000);
        await replaceReplica();
      }
    },
    async stop() {
      await servers.get(primary)?.end('SIGINT');
      await servers.get(replica)?.end('SIGINT');
    },
  };
}
