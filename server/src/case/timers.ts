import { sql } from 'kysely';
import type { Logger } from 'pino';
import { lateness, nextRungAt, recount } from '@anlan/kernel/case';
import type { Database, Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { worldFor } from '../parameter/book.ts';
import { kindOf, readDeeds, readDetail, standingOf, type CaseRow } from './row.ts';
import { addEntry, follow, PLATFORM, publishCase, updateCase } from './write.ts';

const EVERY_MS = 5000;
const BATCH = 100;
const AGAIN_MS = 3_600_000;

/** Escalation of late cases. What is due stands in the table: a restart forgets nothing, several processes may run it. */
export function startCaseTimers(db: Database, log: Logger, clock: () => number): { stop(): void } {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    runAllDue(db, clock, log)
      .catch((error: unknown) => log.warn({ error: (error as Error).message }, 'case timers'))
      .finally(() => {
        running = false;
      });
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/** Batch after batch until nothing is due: many deadlines end on the same midnight. */
async function runAllDue(db: Database, clock: () => number, log: Logger): Promise<void> {
  while ((await runDueCases(db, clock(), log)) === BATCH);
}

/** Moves the first cases whose rung is due at `now` (ms); gives back how many were moved. */
export async function runDueCases(db: Database, now: number, log?: Pick<Logger, 'error'>): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<CaseRow>`
      SELECT * FROM case_file WHERE escalate_at < ${new Date(now)} AND closed_at IS NULL
      ORDER BY escalate_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`.execute(tx);
    for (const row of rows) await climbAlone(tx, row, now, log);
    return rows.length;
  });
}

/** A case that cannot be moved waits an hour and leaves the others alone: one broken row must not stop the ladder. */
async function climbAlone(tx: Tx, row: CaseRow, now: number, log?: Pick<Logger, 'error'>): Promise<void> {
  await sql`SAVEPOINT climb`.execute(tx);
  try {
    await climb(tx, row, now);
    await sql`RELEASE SAVEPOINT climb`.execute(tx);
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT climb`.execute(tx);
    await sql`UPDATE case_file SET escalate_at = ${new Date(now + AGAIN_MS)} WHERE id = ${row.id}`.execute(tx);
    log?.error({ case: row.number, err: error }, 'case not escalated');
  }
}

async function climb(tx: Tx, row: CaseRow, now: number): Promise<void> {
  const kind = kindOf(row.kind);
  const world = await worldFor(tx, row.region_path, now);
  const kept = standingOf(row, await readDetail(tx, kind, row.id), await readDeeds(tx, row.id));
  const anew = recount(kept, now, world);
  if (anew !== undefined) {
    await updateCase(tx, row.id, kind, anew.standing, world);
    const entry = { action: 'recount', from: row.state, to: row.state, text: anew.text };
    await addEntry(tx, row.id, entry, PLATFORM, now);
    await publishCase(tx, row.id, 'recount');
  }
  const before = anew?.standing ?? kept;
  const { standing, steps } = lateness(kind, before, now, world);
  // A value changed meanwhile: its rung comes later, and nothing has happened to the case.
  if (standing.overdueSince === before.overdueSince && steps.length === 0) {
    const next = nextRungAt(kind, standing, world);
    await sql`UPDATE case_file SET escalate_at = ${next === null ? null : new Date(next)} WHERE id = ${row.id}`.execute(
      tx,
    );
    return;
  }
  await updateCase(tx, row.id, kind, standing, world);
  // Rung by rung: after a pause each level hears of it, not the highest several times.
  for (const step of steps) {
    await sql`UPDATE case_file SET supervisor = ${step.rung.to} WHERE id = ${row.id}`.execute(tx);
    const entry = { action: 'overdue', from: row.state, to: row.state, text: step.text };
    await addEntry(tx, row.id, entry, PLATFORM, now);
    const told = await publishCase(tx, row.id, 'overdue');
    await follow(tx, told, step.effects, now);
  }
}
