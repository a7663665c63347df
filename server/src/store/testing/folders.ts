import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import './run-source.ts';

/** A fresh folder that other users may enter, and how to remove it. */
export async function temporaryHome(mode = 0o755): Promise<{ home: string; remove(): Promise<void> }> {
  const parent = await mkdtemp(join(tmpdir(), 'anlan-test-'));
  await chmod(parent, mode);
  return { home: join(parent, 'home'), remove: () => rm(parent, { recursive: true, force: true }) };
}

export interface Holding {
  pids: { postgres: number; clickhouse: number };
  postgres: string;
  clickhouse: string;
  /** Kills the program that opened the stores, and nothing else, by SIGKILL. */
  kill(): Promise<void>;
}

/** Opens stores in a process of their own, which can then be killed. */
export async function holdStores(home: string, ...stores: ('postgres' | 'clickhouse')[]): Promise<Holding> {
  const program = fileURLToPath(new URL('hold-stores.ts', import.meta.url));
  const child = spawn(process.execPath, [program, home, ...stores], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const line = once(createInterface(child.stdout), 'line') as Promise<[string]>;
  const said = await Promise.race([line, exited.then(([code]) => Promise.reject(new Error(`ended with ${code}`)))]);
  return {
    ...(JSON.parse(said[0]) as Holding),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
