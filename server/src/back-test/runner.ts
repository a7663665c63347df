import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Database } from '../access/scoped.ts';
import { claim, finish, type Test } from './store.ts';

const EVERY_MS = 2000;

/** Where a run reads and keeps: the stores' addresses, as the thread opens them for itself. */
export interface Stores {
  readonly postgres: string;
  readonly clickhouse: string;
}

/**
 * Runs what waits, one test at a time, each in a thread of its own. A test whose process was killed is begun again by
 * whoever finds it a minute later.
 */
export function startBackTests(db: Database, stores: Stores, log: Logger): { stop(): Promise<void> } {
  let running: Worker | undefined;
  let looking = false;
  async function look(): Promise<void> {
    if (running !== undefined || looking) return;
    looking = true;
    try {
      const test = await claim(db, new Date());
      if (test !== undefined) running = begin(test);
    } finally {
      looking = false;
    }
  }

  function failed(id: string, error: Error): void {
    log.error({ test: id, error: error.message }, 'back-test');
    finish(db, id, { trouble: error.message }).catch((lost: unknown) => log.error(lost));
  }

  function begin(test: Test): Worker {
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: { postgres: stores.postgres, clickhouse: stores.clickhouse, test },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    worker.on('error', (error: Error) => failed(test.id, error));
    worker.on('exit', () => {
      running = undefined;
      void look().catch(() => {});
    });
    return worker;
  }

  const timer = setInterval(() => {
    look().catch((error: unknown) => log.warn({ error: (error as Error).message }, 'back-tests'));
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      looking = true;
      await running?.terminate();
    },
  };
}
