import { sql } from 'kysely';
import type { Logger } from 'pino';
import { nextOpening, slotsBetween, type CheckPlan, type Slot } from '@anlan/kernel/checklist';
import { isRefusal } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { PLATFORM } from '../case/write.ts';
import { valuesFor, worldFor } from '../parameter/book.ts';
import { carryOver } from './carry.ts';
import { openDangers } from './dangers.ts';
import { itemsOf, presentVersion } from './lists.ts';
import type { RunRow } from './rows.ts';
import { answersOf, createRun } from './runs.ts';

const EVERY_MS = 10_000;
const PLANS_AT_ONCE = 40;
const RUNS_AT_ONCE = 200;
const DAY = 86_400_000;

/** Rounds by the calendar. How far they are made stands in the table: a restart forgets nothing and doubles nothing. */
export function startCheckTimers(db: Database, log: Logger, clock: () => number): { stop(): void } {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    runChecks(db, clock())
      .catch((error: unknown) => log.warn({ error: (error as Error).message }, 'check timers'))
      .finally(() => {
        running = false;
      });
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/** Makes what opens, counts what was missed and carries over what was not cleared, all up to `now` (epoch ms). */
export async function runChecks(db: Database, now: number): Promise<void> {
  while ((await makeDue(db, now)) === PLANS_AT_ONCE);
  while ((await closeMissed(db, now)) === RUNS_AT_ONCE);
  await carryOver(db, now);
}

interface PlanRow {
  organisation_id: string;
  region_path: string;
  plan: CheckPlan;
  made_until: Date;
  status: string | null;
}

/** Makes the rounds of the first plans that are due; gives back how many plans were looked at. */
export async function makeDue(db: Database, now: number): Promise<number> {
  return db.transaction().execute(async (tx) => {
    if ((await presentVersion(tx)) === 0) return 0;
    const { rows } = await sql<PlanRow>`
      SELECT p.organisation_id, p.region_path, p.plan, p.made_until, e.status FROM check_plan p JOIN enterprise e ON e.id = p.organisation_id
      WHERE p.next_at <= ${new Date(now)} AND e.retired_at IS NULL
      ORDER BY p.next_at LIMIT ${PLANS_AT_ONCE} FOR UPDATE OF p SKIP LOCKED`.execute(tx);
    for (const row of rows) await makeRounds(tx, row, now);
    return rows.length;
  });
}

async function makeRounds(tx: Tx, row: PlanRow, now: number): Promise<void> {
  const { days } = await worldFor(tx, row.region_path, now);
  const longest = (await valuesFor(tx, row.region_path, now)).number('check.catch-up') * DAY;
  const after = Math.max(row.made_until.getTime(), now - longest);
  // Who has stopped production has nothing to go round.
  const running = row.status === null || row.status === 'running';
  const slots = running ? slotsBetween(row.plan, after, now, days) : [];
  for (const slot of slots) await makeRound(tx, row.organisation_id, slot, now);
  const next = nextOpening(row.plan, now, days);
  await sql`
    UPDATE check_plan SET made_until = ${new Date(now)}, next_at = ${next === null ? null : new Date(next)}
    WHERE organisation_id = ${row.organisation_id}`.execute(tx);
}

const TITLES = { shift: '班组日查', department: '部门周查', manager: '经理月查' } as const;

async function makeRound(tx: Tx, organisationId: string, slot: Slot, now: number): Promise<void> {
  const title = `${TITLES[slot.tier]}${slot.unit === null ? '' : `·${slot.unit}`}`;
  const run = await createRun(tx, { ...slot, use: 'self', organisationId, title });
  // A trade for which the master has no items of the round has no round.
  if (isRefusal(run)) return;
  // What ended before the platform could set it is nobody's fault: it is counted, but not as missed.
  if (slot.dueAt < now && run.state === 'open')
    await sql`UPDATE check_run SET state = 'excused' WHERE id = ${run.id}`.execute(tx);
}

/** Counts checks whose time is over as missed; what was found bad in them is registered all the same. */
export async function closeMissed(db: Database, now: number): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<RunRow>`
      UPDATE check_run SET state = 'missed' WHERE id IN (
        SELECT id FROM check_run WHERE state = 'open' AND due_at < ${new Date(now)} ORDER BY due_at LIMIT ${RUNS_AT_ONCE} FOR UPDATE SKIP LOCKED)
      RETURNING *`.execute(tx);
    for (const run of rows) {
      if (run.bad === 0) continue;
      const opened = await openDangers(
        tx,
        run,
        await itemsOf(tx, run.list_id),
        await answersOf(tx, run.id),
        PLATFORM,
        now,
      );
      // The platform's own opening can only be refused by a declaration that does not fit.
      if (isRefusal(opened)) throw new Error(`dangers of ${run.number} refused: ${opened.refused}`);
    }
    return rows.length;
  });
}
