import { sql } from 'kysely';
import type { Logger } from 'pino';
import { evaluate, FRESH, nextAlarm, type Memory, type Rule, type Sample, type Verdict } from '@anlan/kernel/alarm';
import type { Level } from '@anlan/kernel/entity';
import { SYSTEMS } from '@anlan/systems';
import type { Database, Tx } from '../access/scoped.ts';
import { excursionId, lockOutbox, writeChange, type Change } from '../alarm/write.ts';
import type { SignalRecord } from './record.ts';
import type { Register, Subject } from './register.ts';

interface Running {
  readonly alarmId: string;
  readonly level: Level;
}

/** Judges the journal's entries under every rule and keeps alarms, memories and its own position in one transaction. */
export interface Rules {
  take(seq: number, record: SignalRecord): void;
  /** Hands in a verdict that no sample caused (silence). */
  judge(rule: Rule, subject: Subject, verdict: Verdict, at: number): void;
  position(): number;
  waiting(): number;
  trouble(): string | undefined;
  close(): Promise<void>;
}

/** What one transaction stores: happenings, memories as they were at `position`, and the position itself. */
interface Batch {
  readonly changes: readonly Change[];
  readonly dirty: ReadonlyMap<string, Memory>;
  readonly position: number;
}

const CHECKPOINT_MS = 2000;
const ALL = SYSTEMS.flatMap((system) => system.rules);

/** Rules that watch samples, by quantity. */
const SAMPLED = new Map<string, Rule[]>();
for (const rule of ALL.filter(({ condition }) => condition.kind !== 'silence')) {
  for (const quantity of rule.watches) SAMPLED.set(quantity, [...(SAMPLED.get(quantity) ?? []), rule]);
}
export const SILENCE_RULES: readonly Rule[] = ALL.filter(({ condition }) => condition.kind === 'silence');

const keyOf = (rule: string, subject: string): string => `${rule} ${subject}`;

export async function openRules(db: Database, register: Register, log: Logger, clock: () => number): Promise<Rules> {
  const memories = await readMemories(db);
  const running = await readRunning(db);
  let stored = await readPosition(db);
  let taken = stored;
  // Snapshots: what a batch stores must not run ahead of the position it stores.
  let dirty = new Map<string, Memory>();
  let changes: Change[] = [];
  let trouble: string | undefined;
  let committing: Promise<void> | undefined;
  let closed = false;

  function follow(
    rule: Rule,
    subject: Subject,
    verdict: Verdict,
    at: number,
    where: { lon: number | null; lat: number | null },
    peak: number | null,
  ): void {
    const key = keyOf(rule.key, subject.id);
    const current = running.get(key);
    for (const happening of nextAlarm(current, verdict, at)) {
      const alarmId = current?.alarmId ?? excursionId(rule.key, subject.id, at);
      changes.push({ rule, subject, happening, alarmId, peak, ...where });
      if (happening.kind === 'recovered') running.delete(key);
      else running.set(key, { alarmId, level: happening.level });
    }
  }

  function sample(subject: Subject, input: Sample, where: { lon: number | null; lat: number | null }): void {
    for (const rule of SAMPLED.get(subject.quantity) ?? []) {
      if (rule.of !== undefined && rule.of !== subject.kind) continue;
      const key = keyOf(rule.key, subject.id);
      const before = memories.get(key) ?? FRESH;
      const { verdict, memory } = evaluate(rule, before, input, subject.limits);
      if (memory !== before) {
        memories.set(key, memory);
        dirty.set(key, memory);
      }
      const peak = verdict.state === 'breach' ? verdict.peak : before.peak;
      follow(rule, subject, verdict, input.at, where, peak);
    }
  }

  async function commit(): Promise<void> {
    while (changes.length > 0 && !closed) {
      const batch = { changes, dirty, position: taken };
      changes = [];
      dirty = new Map();
      await untilCommitted(batch);
    }
  }

  async function untilCommitted(batch: Batch): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await db.transaction().execute((tx) => writeBatch(tx, batch, clock()));
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
    if (changes.length > 0 && committing === undefined && !closed) storing(commit());
  }

  /** Without alarms the memories are kept every two seconds, so that little of the journal is judged again after a crash. */
  const checkpoint = setInterval(() => {
    if (committing !== undefined || taken === stored) return;
    const batch = { changes: [], dirty, position: taken };
    dirty = new Map();
    storing(untilCommitted(batch));
  }, CHECKPOINT_MS);

  return {
    take(seq, record) {
      if (seq <= taken) return;
      taken = seq;
      for (const [point, at, value, quality] of record.readings) {
        const subject = register.subject(point);
        if (subject !== undefined) sample(subject, { at, value, quality }, { lon: subject.lon, lat: subject.lat });
      }
      for (const { object, fix } of record.fixes) {
        const subject = register.subject(object);
        if (subject === undefined || fix.speed === null || !fix.live || !fix.positioned) continue;
        sample(subject, { at: fix.at, value: fix.speed, quality: 'good' }, { lon: fix.lon, lat: fix.lat });
      }
      wake();
    },
    judge(rule, subject, verdict, at) {
      follow(rule, subject, verdict, at, { lon: subject.lon, lat: subject.lat }, null);
      wake();
    },
    position: () => stored,
    waiting: () => changes.length,
    trouble: () => trouble,
    async close() {
      clearInterval(checkpoint);
      closed = true;
      while (committing !== undefined) await committing;
      // What a lost store refused is judged again from the journal: nothing after it may be stored.
      if (trouble !== undefined || (taken === stored && changes.length === 0)) return;
      await untilCommitted({ changes, dirty, position: taken });
    },
  };
}

async function writeBatch(tx: Tx, batch: Batch, seenAt: number): Promise<void> {
  if (batch.changes.length > 0) await lockOutbox(tx);
  for (const change of batch.changes) await writeChange(tx, change, seenAt);
  if (batch.dirty.size > 0) {
    const rows = [...batch.dirty].map(([key, memory]) => {
      const [rule, subject] = key.split(' ') as [string, string];
      return { rule, subject_id: subject, memory };
    });
    await sql`
      INSERT INTO rule_memory (rule, subject_id, memory)
      SELECT rule, subject_id, memory FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(rule text, subject_id uuid, memory jsonb)
      ON CONFLICT (rule, subject_id) DO UPDATE SET memory = excluded.memory`.execute(tx);
  }
  await sql`
    INSERT INTO journal_cursor (consumer, position) VALUES ('rules', ${batch.position})
    ON CONFLICT (consumer) DO UPDATE SET position = excluded.position`.execute(tx);
}

async function readMemories(db: Database): Promise<Map<string, Memory>> {
  const { rows } = await sql<{
    rule: string;
    subject_id: string;
    memory: Memory;
  }>`SELECT rule, subject_id, memory FROM rule_memory`.execute(db);
  return new Map(
    rows.map((row) => [keyOf(row.rule, row.subject_id), { ...row.memory, last: row.memory.last ?? FRESH.last }]),
  );
}

async function readRunning(db: Database): Promise<Map<string, Running>> {
  const { rows } = await sql<{ id: string; rule: string; subject_id: string; level: Level }>`
    SELECT id, rule, subject_id, level FROM alarm WHERE recovered_at IS NULL`.execute(db);
  return new Map(rows.map((row) => [keyOf(row.rule, row.subject_id), { alarmId: row.id, level: row.level }]));
}

async function readPosition(db: Database): Promise<number> {
  const { rows } = await sql<{
    position: number;
  }>`SELECT position FROM journal_cursor WHERE consumer = 'rules'`.execute(db);
  return rows[0]?.position ?? 0;
}
