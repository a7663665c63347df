import type { Logger } from 'pino';
import type { Database } from '../access/scoped.ts';
import { openWaiting } from './review.ts';

const EVERY_MS = 5000;

/** Opens the review tasks an import left for later. What waits stands in the table: a restart forgets nothing. */
export function startReviewTimers(db: Database, log: Logger, clock: () => number): { stop(): void } {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    openAll(db, clock)
      .catch((error: unknown) => log.warn({ error: (error as Error).message }, 'law review timers'))
      .finally(() => {
        running = false;
      });
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/** Batch after batch, each in its own transaction, so that nothing else waits for all of them. */
async function openAll(db: Database, clock: () => number): Promise<void> {
  while (await openWaiting(db, clock()));
}
