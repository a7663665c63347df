import { setTimeout as pause } from 'node:timers/promises';
import type { Progress } from '../bus/progress.ts';
import type { Door, Handed } from '../ingest/door.ts';
import { cursorRow } from '../ingest/history-cursor.ts';
import { openHistory } from '../ingest/history.ts';
import { fanOut } from '../ingest/intake.ts';
import type { Take } from '../ingest/journal/log.ts';
import type { Latest } from '../ingest/latest.ts';
import { followOutbox } from '../live/outbox.ts';
import { openField, type Field } from './field.ts';
import { openForgetting } from './forgetting.ts';
import { openJudging } from './judging.ts';
import { lead, type Duty, type Leadership } from './leadership.ts';
import { openTimers } from './timers.ts';

export interface DutyParts {
  readonly door: Door;
  readonly latest: Latest;
  readonly progress: Progress;
  readonly handed: Handed & { readonly keys: { readonly notify: string } };
  readonly holder: string;
}

/** A duty that this process has at the moment. */
interface Running {
  readonly state?: () => object;
  readonly field?: Field;
  refresh?(): Promise<unknown>;
  close(): Promise<void>;
}

/** So many happenings may wait for the database; what comes after that stays in the log. */
const MOST_HAPPENINGS = 5000;
const HELD_MS = 20;

type Begin = (parts: DutyParts, leadership: Leadership) => Promise<Running>;

const BEGIN: Readonly<Record<Duty, Begin>> = {
  async judging({ door, latest, progress }, { guard }) {
    const { journal, log } = door;
    const judging = await openJudging(door, guard);
    const { rules } = judging;
    const following = await journal.follow(
      rules.keeps(),
      held(fanOut([rules.take]), () => rules.waiting() > MOST_HAPPENINGS),
    );
    judging.watch(latest);
    const forgetting = openForgetting(journal, () => Math.min(rules.keeps(), progress.stored()), door.clock, log);
    return {
      state: () => ({ rules: laneOf(rules, journal.behind(rules.position())) }),
      refresh: () => rules.refresh(),
      async close() {
        forgetting.close();
        await following.stop();
        await judging.close();
      },
    };
  },
  async history({ door }, { guard }) {
    const { db, clickhouse, journal, log } = door;
    const history = await openHistory(cursorRow(db, guard), clickhouse, journal, log);
    // It holds the log back by itself.
    const following = await journal.follow(history.position(), fanOut([history.take]));
    return {
      state: () => ({ history: laneOf(history, journal.behind(history.position())) }),
      async close() {
        await following.stop();
        await history.close();
      },
    };
  },
  async field({ door, latest, progress }) {
    const { journal, intake } = door;
    const field = await openField(door, latest, progress.stored);
    const following = await journal.follow(journal.last(), fanOut([(_, record) => field.take(record)]));
    const { listeners } = field;
    return {
      field,
      state: () => ({
        accepted: intake.accepted(),
        listeners: listeners.map((listener) => ({ name: listener.name, port: listener.port, ...listener.stats() })),
      }),
      refresh: () => field.refresh(),
      async close() {
        field.stop();
        await Promise.all([...listeners.map((listener) => listener.close()), following.stop()]);
      },
    };
  },
  async timers({ door, handed }) {
    const outbox = await followOutbox(handed.postgres, door.db, door.log);
    const timers = openTimers({
      ...handed,
      ...door,
      outbox,
      clickhouse: handed.clickhouse,
      notifySecret: handed.keys.notify,
    });
    return {
      async close() {
        await timers.close();
        outbox.close();
      },
    };
  },
};

export interface Duties {
  /** What this process says of the duties it has. */
  state(): object;
  answer(question: string, input: unknown): unknown;
  refresh(): Promise<unknown>;
  close(): Promise<void>;
}

/** Stands for every duty, and does those it gets. A duty that is lost ends the process: it begins anew as a candidate. */
export function takeDuties(parts: DutyParts): Duties {
  const { log } = parts.door;
  const running = new Map<Duty, Running>();
  const stopping = new AbortController();

  async function stand(duty: Duty): Promise<void> {
    const lost = (): void => {
      log.warn({ duty }, 'no longer leads, begins anew');
      process.exit(1);
    };
    const candidate = { url: parts.handed.postgres, duty, holder: parts.holder, log, lost };
    const leadership = await lead(candidate, stopping.signal);
    if (leadership === undefined) return;
    const begun = await BEGIN[duty](parts, leadership);
    running.set(duty, {
      ...begun,
      async close() {
        await begun.close();
        await leadership.resign();
      },
    });
  }

  for (const duty of Object.keys(BEGIN) as Duty[]) {
    stand(duty).catch((error: unknown) => {
      log.error({ duty, err: error }, 'duty not begun');
      process.exit(1);
    });
  }
  const all = (): Running[] => [...running.values()];
  return {
    state: () => Object.assign({}, ...all().map(({ state }) => state?.())) as object,
    answer: (question, input) => running.get('field')?.field?.answers[question]?.(input) ?? null,
    refresh: () => Promise.all(all().map(async (one) => one.refresh?.())),
    async close() {
      stopping.abort();
      await Promise.all(all().map((one) => one.close()));
    },
  };
}

/** Takes entries, and holds the log back while `full`. */
function held(take: Take, full: () => boolean): Take {
  return (entries) => {
    const taken = take(entries);
    return taken === undefined && !full() ? undefined : Promise.resolve(taken).then(() => untilRoom(full));
  };
}

async function untilRoom(full: () => boolean): Promise<void> {
  while (full()) await pause(HELD_MS);
}

interface Laned {
  position(): number;
  waiting(): number;
  trouble(): string | undefined;
}

const laneOf = (lane: Laned, behind: number): object => ({
  position: lane.position(),
  behind,
  waiting: lane.waiting(),
  trouble: lane.trouble() ?? null,
});
