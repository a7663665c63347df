import type { Logger } from 'pino';
import type { Database } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { PLATFORM } from '../case/write.ts';
import { fileReports, issueTasks } from './self-check.ts';

const EVERY_MS = 60_000;
const HOUR = 3_600_000;

/**
 * Sets the self-check tasks of every period that has begun, and files the reports of those long over. Looked at once an hour: what has its task keeps it, so a
 * restart, a second process or a late hour sets nothing twice and forgets nothing.
 */
export function startSelfCheckTimers(db: Database, log: Logger, clock: () => number): { stop(): void } {
  let looked = -1;
  let running = false;
  const timer = setInterval(() => {
    const hour = Math.floor(clock() / HOUR);
    if (running || hour === looked) return;
    running = true;
    issueAll(db, clock)
      .then(() => fileAll(db, clock))
      .then(() => {
        looked = hour;
      })
      .catch((error: unknown) => log.warn({ error: (error as Error).message }, 'self-check timers'))
      .finally(() => {
        running = false;
      });
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/** Batch after batch, each in its own transaction; gives back how many tasks were set. */
export async function issueAll(db: Database, clock: () => number): Promise<number> {
  let all = 0;
  for (let left = 1; left > 0;) {
    const batch = await db.transaction().execute(async (tx) => {
      await lockOutbox(tx);
      return issueTasks(tx, { under: 'cn.', trades: [] }, PLATFORM, clock());
    });
    all += batch.issued;
    ({ left } = batch);
  }
  return all;
}

/** Batch after batch, each in its own transaction; gives back how many reports were filed. */
export async function fileAll(db: Database, clock: () => number): Promise<number> {
  let all = 0;
  for (let filed = 1; filed > 0;) {
    filed = await db.transaction().execute(async (tx) => {
      await lockOutbox(tx);
      return fileReports(tx, clock());
    });
    all += filed;
  }
  return all;
}
