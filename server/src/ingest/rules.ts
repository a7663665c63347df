import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Memory, Rule, Verdict } from '@anlan/kernel/alarm';
import type { Level } from '@anlan/kernel/entity';
import { SYSTEMS } from '@anlan/systems';
import type { Database, Tx } from '../access/scoped.ts';
import { lockOutbox, writeChange } from '../alarm/write.ts';
import { openMotions, writeMovements, type Motions, type Movements } from '../position/motions.ts';
import type { Lane } from './book.ts';
import { openJudge, type Drained, type Judge, type Remembered } from './judge.ts';
import type { SignalRecord } from './record.ts';
import type { Register, Subject } from './register.ts';

/** Judges the journal's entries under every rule and keeps alarms, memories and its own position in one transaction. */
export interface Rules {
  take(seq: number, record: SignalRecord): void;
  /** Hands in a verdict that no sample caused (silence). */
  judge(rule: Rule, subject: Subject, verdict: Verdict, at: number): void;
  /** Ends what no sample will end any more at platform time `now`. */
  tend(now: number): void;
  /** Reads anew what moving objects are judged among: fences, waybills, limits. */
  refresh(): Promise<void>;
  position(): number;
  waiting(): number;
  trouble(): string | undefined;
  close(): Promise<void>;
}

/** What one transaction stores: happenings, memories as they were at `position`, and the position itself. */
export interface Batch extends Drained {
  readonly position: number;
  readonly movements?: Movements;
}

/** Where the rules keep what they did: a database, or a double of it under simulation. */
export interface RulesStore {
  read(): Promise<Remembered & { readonly position: number }>;
  /** All of it or nothing. */
  write(batch: Batch, seenAt: number): Promise<void>;
}

const CHECKPOINT_MS = 2000;
export const ALL_RULES: readonly Rule[] = SYSTEMS.flatMap((system) => system.rules);
export const SILENCE_RULES: readonly Rule[] = ALL_RULES.filter(({ condition }) => condition.kind === 'silence');

export async function openRules(db: Database, register: Register, log: Logger, clock: () => number): Promise<Rules> {
  return openRulesOn(storeOf(db), ALL_RULES, register, log, clock, await openMotions(db));
}

/** The rules over any store; `openRules` is over the system of record. */
export async function openRulesOn(
  store: RulesStore,
  all: readonly Rule[],
  register: Pick<Register, 'subject'>,
  log: Logger,
  clock: () => number,
  motions?: Motions,
): Promise<Rules> {
  const remembered = await store.read();
  const judge: Judge = openJudge(all, register, remembered, motions);
  let stored = remembered.position;
  let taken = stored;
  let trouble: string | undefined;
  let committing: Promise<void> | undefined;
  let closed = false;

  /** What is stored next; snapshots, as memories must not run ahead of the position they are stored with. */
  function batch(): Batch {
    return { ...judge.drain(), position: taken, ...(motions === undefined ? {} : { movements: motions.flush() }) };
  }

  async function commit(): Promise<void> {
    while (judge.waiting() > 0 && !closed) await untilCommitted(batch());
  }

  async function untilCommitted(batch: Batch): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await store.write(batch, clock());
        stored = batch.position;
        trouble = undefined;
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
  const checkpoint = setInterval(() => {
    if (committing !== undefined || taken === stored) return;
    storing(untilCommitted(batch()));
  }, CHECKPOINT_MS);

  return {
    take(seq, record) {
      if (seq <= taken) return;
      taken = seq;
      judge.take(record);
      wake();
    },
    judge(rule, subject, verdict, at) {
      judge.judge(rule, subject, verdict, at);
      wake();
    },
    tend(now) {
      judge.tend(now);
      wake();
    },
    refresh: async () => motions?.refresh(),
    position: () => stored,
    waiting: () => judge.waiting(),
    trouble: () => trouble,
    async close() {
      clearInterval(checkpoint);
      closed = true;
      while (committing !== undefined) await committing;
      // What a lost store refused is judged again from the journal: nothing after it may be stored.
      if (trouble !== undefined || (taken === stored && judge.waiting() === 0)) return;
      await untilCommitted(batch());
    },
  };
}

function storeOf(db: Database): RulesStore {
  return {
    read: async () => ({
      memories: await readMemories(db),
      running: await readRunning(db),
      position: await readPosition(db),
    }),
    write: (batch, seenAt) => db.transaction().execute((tx) => writeBatch(tx, batch, seenAt)),
  };
}

async function writeBatch(tx: Tx, { changes, dirty, position, movements }: Batch, seenAt: number): Promise<void> {
  if (changes.length > 0) await lockOutbox(tx);
  for (const change of changes) await writeChange(tx, change, seenAt);
  if (dirty.length > 0) {
    const rows = dirty.map(({ rule, subject, memory }) => ({ rule, subject_id: subject, memory }));
    const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(rule text, subject_id uuid, memory jsonb)`;
    await sql`
      INSERT INTO rule_memory (rule, subject_id, memory)
      SELECT rule, subject_id, memory FROM ${given} WHERE jsonb_typeof(memory) = 'object'
      ON CONFLICT (rule, subject_id) DO UPDATE SET memory = excluded.memory`.execute(tx);
    const forgotten = rows.filter(({ memory }) => memory === null);
    for (const { rule, subject_id } of forgotten)
      await sql`DELETE FROM rule_memory WHERE rule = ${rule} AND subject_id = ${subject_id}`.execute(tx);
  }
  if (movements !== undefined) await writeMovements(tx, movements);
  await sql`
    INSERT INTO journal_cursor (consumer, position) VALUES ('rules', ${position})
    ON CONFLICT (consumer) DO UPDATE SET position = excluded.position`.execute(tx);
}

async function readMemories(db: Database): Promise<{ rule: string; subject: string; memory: Memory | Lane }[]> {
  const { rows } = await sql<{ rule: string; subject: string; memory: Memory | Lane }>`
    SELECT rule, subject_id AS subject, memory FROM rule_memory`.execute(db);
  return rows;
}

/** An excursion has one running alarm; an older one of it, closed as false and taken over, has ended. */
async function readRunning(
  db: Database,
): Promise<{ rule: string; subject: string; alarmId: string; level: Level; retrospective: boolean }[]> {
  const { rows } = await sql<{ rule: string; subject: string; alarmId: string; level: Level; retrospective: boolean }>`
    SELECT coalesce(excursion_id, id) AS "alarmId", rule, subject_id AS subject, coalesce(base_level, level) AS level, retrospective
    FROM alarm WHERE recovered_at IS NULL`.execute(db);
  return rows;
}

async function readPosition(db: Database): Promise<number> {
  const { rows } = await sql<{
    position: number;
  }>`SELECT position FROM journal_cursor WHERE consumer = 'rules'`.execute(db);
  return rows[0]?.position ?? 0;
}
