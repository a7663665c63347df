import { sql } from 'kysely';
import type { Logger } from 'pino';
import { escalateAt, nextRung } from '@anlan/kernel/alarm';
import type { Database, Tx } from '../access/scoped.ts';
import { openCaseForAlarm } from './case.ts';
import { applyDueLimits, tellDueSettings } from './limits.ts';
import { notifyRung } from './notice.ts';
import { ladderOf, ruleOf, type AlarmRow } from './row.ts';
import { addEntry, lockOutbox, publish } from './write.ts';
import { standing } from './stands.ts';

const EVERY_MS = 1000;
const BATCH = 100;
const LONGEST_ANSWER_MS = 120_000;

/**
 * Escalations and ends of shelving that are due. What is due stands in the table, so nothing is forgotten by a
 * restart; rows are claimed with SKIP LOCKED, so several processes may run this.
 */
export function startTimers(db: Database, log: Logger, clock: () => number): { stop(): void } {
  let running = false;
  let told = clock();
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    runDue(db, clock())
      .then(async () => {
        const now = clock();
        await tellDueSettings(db, new Date(told), new Date(now));
        told = now;
      })
      .catch((error: unknown) => log.warn({ error: (error as Error).message }, 'timers'))
      .finally(() => {
        running = false;
      });
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/** Runs all that is due at `now` (ms); gives back how many alarms were moved. */
export async function runDue(db: Database, now: number): Promise<number> {
  const at = new Date(now);
  return db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const escalations = await sql<AlarmRow>`
      SELECT * FROM alarm
      WHERE escalate_at <= ${at} AND ${standing()} AND closed_at IS NULL
        AND (shelved_until IS NULL OR shelved_until <= ${at})
      ORDER BY escalate_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`.execute(tx);
    for (const row of escalations.rows) await escalate(tx, row, at);
    const shelved = await sql<AlarmRow>`
      SELECT * FROM alarm WHERE closed_at IS NULL AND (shelved_until <= ${at} OR desk_shelved_until <= ${at})
      LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`.execute(tx);
    for (const row of shelved.rows) await comeBack(tx, row, at);
    await applyDueLimits(tx, at);
    // An instruction whose process ended before the answer came has none to come.
    await sql`
      UPDATE instruction SET state = 'timed-out', answered_at = ${at}
      WHERE state = 'sent' AND at < ${new Date(now - LONGEST_ANSWER_MS)}`.execute(tx);
    return escalations.rows.length + shelved.rows.length;
  });
}

async function escalate(tx: Tx, row: AlarmRow, at: Date): Promise<void> {
  const ladder = ladderOf(row);
  const rung = nextRung(ladder, row.rungs_reached);
  const reached = row.rungs_reached + 1;
  const due = escalateAt(ladder, reached, row.seen_at.getTime());
  await sql`
    UPDATE alarm SET rungs_reached = ${reached}, escalate_at = ${due === null ? null : new Date(due)}, version = version + 1
    WHERE id = ${row.id}`.execute(tx);
  if (rung === undefined) return;
  const whose = row.response === 'unacknowledged' ? '' : '企业';
  await addEntry(tx, row.id, at, '系统', 'escalated', `${whose}${rung.after} 秒未确认，升级到${rung.label}`);
  const rule = ruleOf(row.rule);
  await notifyRung(tx, row, rule, rung, at.getTime());
  if (rule !== undefined) await openCaseForAlarm(tx, row.id, rule, ['overdue'], at.getTime());
  await publish(tx, row.id, 'escalated');
}

async function comeBack(tx: Tx, row: AlarmRow, at: Date): Promise<void> {
  await sql`
    UPDATE alarm SET version = version + 1,
      shelved_until = CASE WHEN shelved_until <= ${at} THEN NULL ELSE shelved_until END,
      desk_shelved_until = CASE WHEN desk_shelved_until <= ${at} THEN NULL ELSE desk_shelved_until END
    WHERE id = ${row.id}`.execute(tx);
  await addEntry(tx, row.id, at, '系统', 'unshelved', '搁置到时，自动回到列表');
  await publish(tx, row.id, 'unshelved');
}
