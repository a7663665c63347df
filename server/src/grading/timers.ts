import type { Logger } from 'pino';
import type { Database } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { AT_ONCE, findDefaulters, runDefaults } from '../standardisation/defaults.ts';

/** A target date passes at midnight; an hour later at most it is seen. */
const EVERY_MS = 3_600_000;
const FIRST_MS = 20_000;
/** Rounds of one hour at most: what is left comes with the next. */
const ROUNDS = 20;

/** Proposes suspensions for enterprises past their target date and releases those who reached it, hour by hour. */
export function startGradingTimers(db: Database, log: Logger, clock: () => number): { stop(): void } {
  let running = false;
  const once = () => {
    if (running) return;
    running = true;
    runAllDefaults(db, clock())
      .catch((error: unknown) => log.error({ err: error }, 'standardisation defaults not checked'))
      .finally(() => {
        running = false;
      });
  };
  const first = setTimeout(once, FIRST_MS);
  const timer = setInterval(once, EVERY_MS);
  return {
    stop() {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
}

/** Everything that is due at `now` (epoch ms), looked for without a lock, in transactions short enough for alarms to pass between them. */
export async function runAllDefaults(db: Database, now: number): Promise<{ opened: number; reached: number }> {
  const sum = { opened: 0, reached: 0 };
  const due = await findDefaulters(db, now);
  for (let round = 0; round < ROUNDS; round += 1) {
    const done = await db.transaction().execute(async (tx) => {
      await lockOutbox(tx);
      return runDefaults(tx, '', now, due.splice(0, AT_ONCE));
    });
    sum.opened += done.opened;
    sum.reached += done.reached;
    if (due.length === 0 && done.reached === 0) break;
  }
  return sum;
}
