import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Memory, Rule, Sample, Verdict } from '@anlan/kernel/alarm';
import type { Level } from '@anlan/kernel/entity';
import { SYSTEMS } from '@anlan/systems';
import type { Database, Tx } from '../access/scoped.ts';
import { writeCourses, type Course } from '../alarm/course.ts';
import { lockOutbox, writeChange } from '../alarm/write.ts';
import { openMotions, writeMovements, type Motions, type Movements } from '../position/motions.ts';
import { becauseOf, caused, causeOfChange, noteChanges, sampleFrame } from '../trace/index.ts';
import type { Lane } from './book.ts';
import { openJudge, type Judge } from './judge.ts';
import type { Drained, Remembered } from './remembered.ts';
import type { HeardPiece } from './heard.ts';
import { readHeard, writeHeard, type Transact } from './heard-store.ts';
import { points } from './points.ts';
import type { Batch } from './record.ts';
import type { Register, Subject } from './register.ts';

/** Judges the journal's entries under every rule and keeps alarms, memories and its own position in one transaction. */
export interface Rules {
  take(seq: number, batch: Batch): void;
  /** Judges what the platform measured itself. */
  gauge(subject: Subject, sample: Sample): void;
  /** Hands in a verdict that no sample caused (silence, a value that stands still). */
  judge(rule: Rule, subject: Subject, verdict: Verdict, at: number): void;
  /** Does an alarm of the rule run about a subject? */
  runs(rule: Rule, id: string): boolean;
  /** Ends what no sample will end any more at platform time `now`. */
  tend(now: number): void;
  /** Reads anew what moving objects are judged among: fences, waybills, limits. */
  refresh(): Promise<void>;
  position(): number;
  /** What comes after this may be needed again: the log must keep it. */
  keeps(): number;
  waiting(): number;
  trouble(): string | undefined;
  close(): Promise<void>;
}

/** What one transaction stores: happenings, memories as they were at `position`, and the position itself. */
export interface Stored extends Drained {
  readonly position: number;
  readonly movements?: Movements;
  /** How running alarms go on; left out where it is not yet time for it again. */
  readonly courses?: readonly Course[];
}

/** Where the rules keep what they did: a database, or a double of it under simulation. */
export interface RulesStore {
  read(): Promise<Remembered & { readonly position: number; readonly heardAt?: number }>;
  /** All of it or nothing. */
  write(batch: Stored, seenAt: number): Promise<void>;
  /** Up to when points were heard as at a position that is stored already. */
  keepHeard(pieces: readonly HeardPiece[], position: number, hurry: AbortSignal): Promise<void>;
}

const CHECKPOINT_MS = 2000;
/**
 * Up to when points were heard is stored less often, and apart from the rest: it is megabytes, behind which no alarm may
 * wait. What has come since is read again from the log after a crash, and so it is stored sooner where so many readings of
 * each point have come that storing is little beside them.
 */
const HEARD_MS = 30_000;
const HEARD_READINGS = 20;
/** How running alarms go on is stored this often. */
const COURSE_MS = 4000;
export const ALL_RULES: readonly Rule[] = SYSTEMS.flatMap((system) => system.rules);
export const SILENCE_RULES: readonly Rule[] = ALL_RULES.filter(({ condition }) => condition.kind === 'silence');
export const FROZEN_RULES: readonly Rule[] = ALL_RULES.filter(({ condition }) => condition.kind === 'frozen');

/**
 * `guard` comes first in every transaction and throws in a process that no longer leads. `own` is a database whose
 * connection nobody else uses: alarms wait behind nothing, and the connection knows their tables and plans already.
 */
export async function openRules(
  db: Database,
  register: Register,
  log: Logger,
  clock: () => number,
  guard: (tx: Tx) => Promise<void> = async () => {},
  own = db,
): Promise<Rules> {
  return openRulesOn(storeOf(db, own, guard), ALL_RULES, register, log, clock, await openMotions(db));
}

/** The rules over any store; `openRules` is over the system of record. */
export async function openRulesOn(
  store: RulesStore,
  all: readonly Rule[],
  register: Pick<Register, 'subject' | 'version'>,
  log: Logger,
  clock: () => number,
  motions?: Motions,
): Promise<Rules> {
  const remembered = await store.read();
  const judge: Judge = openJudge(all, register, remembered, motions);
  let stored = remembered.position;
  let taken = stored;
  /** Up to here the stored times of points are right; between here and `stored` entries are only listened to. */
  // Never stored yet, or not to be used: all that is left of the log is listened to, or what is sent again would be judged again.
  let heardAt = remembered.heardAt ?? 0;
  let listened = heardAt;
  /** Stored at the first chance: where leaders change faster than that, each would begin from the same old times. */
  let heardSince = Number.NEGATIVE_INFINITY;
  /** Readings since then. */
  let come = 0;
  let coursesSince = Number.NEGATIVE_INFINITY;
  let trouble: string | undefined;
  let committing: Promise<void> | undefined;
  let keeping: Promise<void> | undefined;
  let closed = false;
  const ending = new AbortController();

  /** What is stored next; snapshots, as memories must not run ahead of the position they are stored with. */
  function batch(): Stored {
    return { ...judge.drain(), position: taken, ...(motions === undefined ? {} : { movements: motions.flush() }) };
  }

  /** No alarm waits behind this: it goes with what is stored now and then. */
  function withCourses(stored: Stored): Stored {
    if (clock() - coursesSince < COURSE_MS) return stored;
    coursesSince = clock();
    return { ...stored, courses: judge.courses() };
  }

  /** Stores all at this position, and now and then what was heard up to it, once what was judged before this start has been listened to again. */
  async function checkpoint(): Promise<void> {
    const all = withCourses(batch());
    const soon = clock() - heardSince < HEARD_MS && come < HEARD_READINGS * points.count;
    if (keeping !== undefined || listened < stored || soon) return untilCommitted(all);
    const [position, pieces] = [taken, judge.heard()];
    await untilCommitted(all);
    heardSince = clock();
    come = 0;
    keeping = store
      .keepHeard(pieces, position, ending.signal)
      .then(() => void (heardAt = position))
      .catch((error: unknown) => log.warn({ error: (error as Error).message }, 'what was heard could not be stored'))
      .finally(() => (keeping = undefined));
  }

  async function commit(): Promise<void> {
    while (judge.waiting() > 0 && !closed) await untilCommitted(batch());
  }

  async function untilCommitted(batch: Stored): Promise<void> {
    const began = clock();
    for (let attempt = 0; ; attempt += 1) {
      try {
        await store.write(batch, clock());
        stored = batch.position;
        trouble = undefined;
        noteChanges(batch.changes, began, clock(), attempt + 1, log);
        return;
      } catch (error) {
        trouble = (error as Error).message;
        log.warn({ attempt, error: trouble }, 'alarms could not be stored, trying again');
        if (closed && attempt >= 3) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.min(200 * 2 ** attempt, 5000)));
      }
    }
  }

  /** One transaction at a time: a batch must not be stored before the one it follows. */
  function storing(work: Promise<void>): void {
    committing = work
      .catch((error: unknown) => log.error(error))
      .finally(() => {
        committing = undefined;
        wake();
      });
  }

  function wake(): void {
    if (judge.waiting() > 0 && committing === undefined && !closed) storing(commit());
  }

  /** Without alarms the memories are kept every two seconds, so that little of the journal is judged again after a crash. */
  const checkpoints = setInterval(() => {
    if (committing !== undefined || taken === stored) return;
    storing(checkpoint());
  }, CHECKPOINT_MS);

  return {
    take(seq, record) {
      if (seq <= taken) {
        if (seq > listened) judge.hear(record);
        listened = Math.max(listened, seq);
        return;
      }
      taken = seq;
      listened = seq;
      come += record.readings.count;
      const durable = clock();
      judge.take(record, () => becauseOf(seq, record, durable, clock()));
      sampleFrame(seq, record, durable, clock);
      wake();
    },
    gauge(subject, sample) {
      judge.gauge(subject, sample);
      wake();
    },
    judge(rule, subject, verdict, at) {
      judge.judge(rule, subject, verdict, at);
      wake();
    },
    runs: (rule, id) => judge.runs(rule, id),
    tend(now) {
      judge.tend(now);
      wake();
    },
    refresh: async () => motions?.refresh(),
    position: () => stored,
    keeps: () => Math.min(stored, heardAt),
    waiting: () => judge.waiting(),
    trouble: () => trouble,
    async close() {
      clearInterval(checkpoints);
      closed = true;
      ending.abort();
      while (committing !== undefined) await committing;
      await keeping;
      // What a lost store refused is judged again from the journal: nothing after it may be stored.
      if (trouble !== undefined || (taken === stored && judge.waiting() === 0)) return;
      heardSince = Number.NEGATIVE_INFINITY;
      coursesSince = Number.NEGATIVE_INFINITY;
      await checkpoint();
      await keeping;
    },
  };
}

function storeOf(db: Database, own: Database, guard: (tx: Tx) => Promise<void>): RulesStore {
  const transactOn =
    (on: Database): Transact =>
    (work) =>
      on.transaction().execute(async (tx) => {
        await guard(tx);
        return work(tx);
      });
  const writing = transactOn(own);
  return {
    // As of one moment: an earlier process may still be storing its last batch, and position and memories belong together.
    read: () =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (tx) => {
          const position = await readPosition(tx);
          const heard = await readHeard(tx, position);
          return { memories: await readMemories(tx), running: await readRunning(tx), position, ...heard };
        }),
    write: (batch, seenAt) => writing((tx) => writeBatch(tx, batch, seenAt)),
    keepHeard: (pieces, position, hurry) => writeHeard(transactOn(db), pieces, position, hurry),
  };
}

async function writeBatch(tx: Tx, batch: Stored, seenAt: number): Promise<void> {
  const { changes, dirty, position, movements, courses = [] } = batch;
  if (changes.length + courses.length > 0) await lockOutbox(tx);
  for (const change of changes) await caused(causeOfChange(change), () => writeChange(tx, change, seenAt));
  if (courses.length > 0) await writeCourses(tx, courses);
  if (dirty.length > 0) {
    const rows = dirty.map(({ rule, subject, memory }) => ({ rule, subject_id: subject, memory }));
    const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(rule text, subject_id uuid, memory jsonb)`;
    await sql`
      INSERT INTO rule_memory (rule, subject_id, memory)
      SELECT rule, subject_id, memory FROM ${given} WHERE jsonb_typeof(memory) = 'object'
      ON CONFLICT (rule, subject_id) DO UPDATE SET memory = excluded.memory`.execute(tx);
    await sql`
      DELETE FROM rule_memory m USING ${given}
      WHERE m.rule = x.rule AND m.subject_id = x.subject_id AND coalesce(jsonb_typeof(x.memory), 'null') = 'null'`.execute(
      tx,
    );
  }
  if (movements !== undefined) await writeMovements(tx, movements);
  await sql`
    INSERT INTO journal_cursor (consumer, position) VALUES ('rules', ${position})
    ON CONFLICT (consumer) DO UPDATE SET position = excluded.position`.execute(tx);
}

async function readMemories(tx: Tx): Promise<{ rule: string; subject: string; memory: Memory | Lane }[]> {
  const { rows } = await sql<{ rule: string; subject: string; memory: Memory | Lane }>`
    SELECT rule, subject_id AS subject, memory FROM rule_memory`.execute(tx);
  return rows;
}

/** An excursion has one running alarm; an older one of it, closed as false and taken over, has ended. */
async function readRunning(
  tx: Tx,
): Promise<{ rule: string; subject: string; alarmId: string; level: Level; retrospective: boolean }[]> {
  const { rows } = await sql<{ rule: string; subject: string; alarmId: string; level: Level; retrospective: boolean }>`
    SELECT coalesce(excursion_id, id) AS "alarmId", rule, subject_id AS subject, coalesce(base_level, level) AS level, retrospective
    FROM alarm WHERE recovered_at IS NULL`.execute(tx);
  return rows;
}

async function readPosition(tx: Tx): Promise<number> {
  const { rows } = await sql<{
    position: number;
  }>`SELECT position FROM journal_cursor WHERE consumer = 'rules'`.execute(tx);
  return rows[0]?.position ?? 0;
}
