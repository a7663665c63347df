import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase, type Tx } from '../access/scoped.ts';
import { openObserving } from '../alarm-quality/index.ts';
import type { Door } from '../ingest/door.ts';
import type { Latest } from '../ingest/latest.ts';
import { openRules, SILENCE_RULES, type Rules } from '../ingest/rules.ts';
import { paced } from '../ingest/pace.ts';
import { lookForSilence } from '../ingest/silence.ts';
import { lookForHealth, readUnanswered, type Unanswered } from '../ingest/health.ts';
import { lookForStill } from '../ingest/still.ts';
import { lookForChecks } from '../platform-link/checks.ts';
import { lookForCrowding } from '../position/crowding.ts';
import { lookForEncounters } from '../position/encounters.ts';
import { openLots } from '../position/lots.ts';
import { lookForLoss } from '../position/offline.ts';

/** Each device is looked at so often. */
const ROUND_MS = 5000;
/** Of the process, for looking at them. */
const SHARE = 0.1;
const RENEW_MS = 60_000;

export interface Judging {
  readonly rules: Rules;
  /** Begins to look for silence; before that nothing but `take` judges. */
  watch(latest: Latest): void;
  close(): Promise<void>;
}

/** The rules and what the clock makes them say. There is one of it in a platform: `guard` keeps that true. */
export async function openJudging(
  { db, postgres, register, log, clock }: Pick<Door, 'db' | 'postgres' | 'register' | 'log' | 'clock'>,
  guard?: (tx: Tx) => Promise<void>,
): Promise<Judging> {
  const own = openDatabase(postgres, 1);
  const rules = await openRules(db, register, log, clock, guard, own.db);
  // What was silent before we began to listen cannot be told from what we did not hear.
  const since = clock();
  const lookForLots = openLots(db);
  const observing = openObserving(db, log);
  let unanswered: Unanswered = new Map();
  // Limits that begin to hold at a date do so without anybody changing the register.
  const renewing = setInterval(() => {
    const reading = Promise.all([
      rules.refresh(),
      readUnanswered(db).then((counted) => (unanswered = counted)),
      lookForCrowding(db, register, rules, clock()),
      lookForChecks(db, register, rules, clock()),
      lookForLots(clock()),
    ]);
    void reading.catch((error: unknown) => log.warn(error));
  }, RENEW_MS);
  const closing = new AbortController();
  let watching: Promise<void> | undefined;

  /** All devices in turn; a nation's are looked at in pieces, between which readings come in and are judged. */
  async function round(latest: Latest): Promise<void> {
    const rest = paced(SHARE);
    for (const device of register.devices()) {
      const now = clock();
      lookForSilence(device, latest, rules, since, now);
      lookForStill(device, latest, rules, since, now);
      lookForHealth(device, latest, unanswered, rules, now);
      lookForLoss(device, latest, rules, SILENCE_RULES, since, now);
      observing.look(device, latest);
      const resting = rest();
      if (resting !== undefined) await resting;
      if (closing.signal.aborted) return;
    }
    lookForEncounters(register, latest, rules, clock());
    rules.tend(clock());
    await observing.keep();
  }

  async function keepWatch(latest: Latest): Promise<void> {
    while (!closing.signal.aborted) {
      await pause(ROUND_MS, undefined, { signal: closing.signal }).catch(() => {});
      if (!closing.signal.aborted) await round(latest).catch((error: unknown) => log.error(error));
    }
  }

  return {
    rules,
    watch: (latest) => void (watching = keepWatch(latest)),
    async close() {
      clearInterval(renewing);
      closing.abort();
      await watching;
      await rules.close();
      await own.pool.end();
    },
  };
}
