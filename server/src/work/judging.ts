import type { Tx } from '../access/scoped.ts';
import type { Door } from '../ingest/door.ts';
import type { Latest } from '../ingest/latest.ts';
import { openRules, SILENCE_RULES, type Rules } from '../ingest/rules.ts';
import { sweepSilence } from '../ingest/silence.ts';
import { sweepOffline } from '../position/offline.ts';

const SWEEP_MS = 5000;
const RENEW_MS = 60_000;

export interface Judging {
  readonly rules: Rules;
  /** Begins to look for silence; before that nothing but `take` judges. */
  watch(latest: Latest): void;
  close(): Promise<void>;
}

/** The rules and what the clock makes them say. There is one of it in a platform: `guard` keeps that true. */
export async function openJudging(
  { db, register, log, clock }: Pick<Door, 'db' | 'register' | 'log' | 'clock'>,
  guard?: (tx: Tx) => Promise<void>,
): Promise<Judging> {
  const rules = await openRules(db, register, log, clock, guard);
  // What was silent before we began to listen cannot be told from what we did not hear.
  const since = clock();
  const timers = [
    // Limits that begin to hold at a date do so without anybody changing the register.
    setInterval(() => void rules.refresh().catch((error: unknown) => log.warn(error)), RENEW_MS),
  ];
  return {
    rules,
    watch(latest) {
      timers.push(
        setInterval(() => {
          sweepSilence(register, latest, rules, since, clock());
          sweepOffline(register, latest, rules, SILENCE_RULES, since, clock());
          rules.tend(clock());
        }, SWEEP_MS),
      );
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await rules.close();
    },
  };
}
