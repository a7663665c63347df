import { sql } from 'kysely';
import { dayOf, startOf } from '@anlan/domain/calendar';
import { mondayOf } from '@anlan/kernel/checklist';
import { isRefusal } from '@anlan/kernel/refusal';
import { movesOf, type Tier } from '@anlan/systems/prevention';
import type { Database } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { actOn, PLATFORM } from '../case/write.ts';

const BATCH = 100;
/** More than a city's open dangers: a bound, not a limit. */
const MOST = 500;

/**
 * 三清三进: moves every self-found danger that its list did not clear on to the next, one line of its trail a move, the day
 * of origin kept. Gives back how many moves were made; asked again at the same instant it makes none.
 */
export async function carryOver(db: Database, now: number): Promise<number> {
  let moved = 0;
  for (let batch = 0; batch < MOST; batch += 1) {
    const { dangers, moves } = await carryBatch(db, now);
    moved += moves;
    if (dangers < BATCH) break;
  }
  return moved;
}

interface Open {
  id: string;
  round: string | null;
  tier: Tier | null;
  opened_at: Date;
}

async function carryBatch(db: Database, now: number): Promise<{ dangers: number; moves: number }> {
  return db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<Open>`
      SELECT d.case_id AS id, d.round, d.tier, d.opened_at FROM danger_figure d
      WHERE d.source = 'self' AND d.closed_at IS NULL AND ${behind(now)} ORDER BY d.opened_at LIMIT ${BATCH}`.execute(
      tx,
    );
    let moves = 0;
    for (const row of rows) {
      const found = row.opened_at.getTime();
      for (const move of movesOf(row.round, found, row.tier, now)) {
        const input = { tier: move.tier, since: move.since, foundOn: dayOf(found) };
        const done = await actOn(tx, row.id, { action: 'carry', input, files: [] }, PLATFORM, now);
        if (isRefusal(done)) throw new Error(`danger ${row.id} not carried over: ${done.refused}`);
        moves += 1;
      }
    }
    return { dangers: rows.length, moves };
  });
}

/** Condition for the dangers whose list's period is over: the list is the one last entered, or that of the round. */
function behind(now: number) {
  const today = dayOf(now);
  const begins = (day: string) => new Date(startOf(day));
  return sql`d.opened_at < CASE coalesce(d.tier, CASE d.round WHEN 'department' THEN 'week' WHEN 'manager' THEN 'month' ELSE 'day' END)
    WHEN 'day' THEN ${begins(today)}::timestamptz
    WHEN 'week' THEN ${begins(mondayOf(today))}::timestamptz
    WHEN 'month' THEN ${begins(`${today.slice(0, 7)}-01`)}::timestamptz
    ELSE '-infinity'::timestamptz END`;
}
