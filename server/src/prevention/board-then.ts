import { sql, type RawBuilder } from 'kysely';
import { columnName } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { kindOf } from '../case/row.ts';

/** Tables of the transaction in which the dangers stand as they did at the asked moment. */
export const boardTables = { file: sql`pg_temp.danger_then`, detail: sql`pg_temp.danger_detail_then` } as const;

/** What the board shows of a danger's own fields. */
const SHOWN = [
  'class',
  'round',
  'grade',
  'level',
  'listedAt',
  'listingNumber',
  'responsible',
  'progress',
  'measures',
  'funds',
  'rectifyBy',
  'emergencyPlan',
] as const;

/** What an act empties, as JSON of nulls by the action's key. */
function emptied(): RawBuilder<unknown> {
  const acts = Object.entries(kindOf('hidden-danger').actions).flatMap(([key, { clears }]) =>
    clears === undefined ? [] : [[key, Object.fromEntries(clears.map((field) => [field, null]))] as const],
  );
  return sql`coalesce((${JSON.stringify(Object.fromEntries(acts))}::jsonb) -> e.action, '{}')`;
}

/** States in which a deadline counts. */
const RUNNING = Object.entries(kindOf('hidden-danger').states).flatMap(([key, { end }]) =>
  end === undefined ? [key] : [],
);

/**
 * Puts the dangers that `where` picks (`c` is the case) back to `then`: state and deadline as the last line of the trail
 * by then left them, the own fields as they had been filled in by then, lateness from the deadline. Of those that had
 * ended before `from` only such as were due since.
 */
export async function stateThen(tx: Tx, where: RawBuilder<unknown>, from: number, then: number): Promise<void> {
  const at = new Date(then);
  const since = new Date(from);
  await sql`DROP TABLE IF EXISTS pg_temp.danger_then, pg_temp.danger_detail_then`.execute(tx);
  await sql`
    CREATE TEMP TABLE danger_then ON COMMIT DROP AS
    SELECT k.* FROM case_file c
    CROSS JOIN LATERAL (
      SELECT e.to_state AS state, nullif(coalesce(e.due_at, c.due_at, 'infinity'), 'infinity') AS due
      FROM case_entry e WHERE e.case_id = c.id AND e.at <= ${at} ORDER BY e.seq DESC LIMIT 1) last
    CROSS JOIN LATERAL jsonb_populate_record(c, jsonb_build_object(
      'state', last.state, 'due_at', last.due, 'supervisor', NULL,
      'closed_at', CASE WHEN c.closed_at <= ${at} THEN c.closed_at END,
      'overdue_since', CASE WHEN last.state = ANY (${RUNNING}::text[]) AND last.due < ${at} THEN last.due END)) k
    WHERE ${where} AND c.opened_at <= ${at} AND (c.closed_at IS NULL OR c.closed_at >= ${since} OR c.due_at >= ${since})`.execute(
    tx,
  );
  const patch = SHOWN.map((key) => sql`${sql.lit(columnName(key))}, f.known -> ${sql.lit(key)}`);
  await sql`
    CREATE TEMP TABLE danger_detail_then ON COMMIT DROP AS
    SELECT k.* FROM pg_temp.danger_then c
    CROSS JOIN LATERAL (
      SELECT jsonb_object_agg(m.key, m.value ORDER BY e.seq) AS known
      FROM case_entry e CROSS JOIN LATERAL jsonb_each(e.input || ${emptied()}) m WHERE e.case_id = c.id AND e.at <= ${at}) f
    CROSS JOIN LATERAL jsonb_populate_record(NULL::case_hidden_danger, jsonb_build_object('case_id', c.id, ${sql.join(patch)})) k`.execute(
    tx,
  );
  await sql`
    UPDATE pg_temp.danger_then c SET level = d.level FROM pg_temp.danger_detail_then d WHERE d.case_id = c.id`.execute(
    tx,
  );
}
