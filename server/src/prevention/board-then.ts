import { sql, type RawBuilder } from 'kysely';
import { columnName } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { kindOf } from '../case/row.ts';

/** What a board is counted from. */
export interface View {
  /** One narrow row for each danger, with the columns of `danger_figure`. */
  readonly figures: RawBuilder<unknown>;
  /** Tables that hold these few dangers in full: the cases and their own fields. */
  readonly rows: (ids: readonly string[]) => Promise<Rows>;
}

interface Rows {
  readonly file: RawBuilder<unknown>;
  readonly detail: RawBuilder<unknown>;
}

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

/** What an act fills in and what it empties, as JSON; `e` is the line of the trail. */
function said(): RawBuilder<unknown> {
  const emptied = Object.entries(kindOf('hidden-danger').actions).flatMap(([key, { clears }]) =>
    clears === undefined ? [] : [[key, Object.fromEntries(clears.map((field) => [field, null]))] as const],
  );
  return sql`e.input || coalesce((${JSON.stringify(Object.fromEntries(emptied))}::jsonb) -> e.action, '{}')`;
}

/** States in which a deadline counts. */
const RUNNING = Object.entries(kindOf('hidden-danger').states).flatMap(([key, { end }]) =>
  end === undefined ? [key] : [],
);

/** Since when a danger is late that stands in `state` with the deadline `due`. */
const lateSince = (state: RawBuilder<unknown>, due: RawBuilder<unknown>, at: Date): RawBuilder<unknown> =>
  sql`CASE WHEN ${state} = ANY (${RUNNING}::text[]) AND ${due} < ${at} THEN ${due} END`;

/** The deadline after a line of the trail; lines older than the column know none. */
const DUE = sql`nullif(coalesce(e.due_at, c.due_at, 'infinity'), 'infinity')`;

/**
 * The dangers that `where` picks (`c`: the case's place and trade) as they were at `then`, for a month that began at
 * `from`. To whose trail nothing was added since, those stand as they stood; the others are put back: state and deadline
 * as the last line by then left them, the own fields as they had been filled in by then. Lateness follows from the deadline.
 */
export async function viewThen(tx: Tx, where: RawBuilder<unknown>, from: number, then: number): Promise<View> {
  const at = new Date(then);
  const since = new Date(from);
  const last = (key: (typeof SHOWN)[number]) =>
    sql`(array_agg(m.said ->> ${sql.lit(key)} ORDER BY e.seq DESC) FILTER (WHERE m.said ? ${sql.lit(key)}))[1]`;
  await sql`DROP TABLE IF EXISTS pg_temp.danger_moved`.execute(tx);
  // Of those that had ended before the month only such as were due in it.
  await sql`
    CREATE TEMP TABLE danger_moved ON COMMIT DROP AS
    SELECT c.case_id, c.region_path, c.sector, c.source, f.state, f.level, f.class, f.round, NULL AS tier, coalesce(f.grade = 'major', false) AS major,
      f.listed IS NOT NULL AS listed, c.opened_at, f.due AS due_at, ${lateSince(sql`f.state`, sql`f.due`, at)} AS overdue_since,
      CASE WHEN c.closed_at <= ${at} THEN c.closed_at END AS closed_at
    FROM danger_figure c CROSS JOIN LATERAL (
      SELECT (array_agg(e.to_state ORDER BY e.seq DESC))[1] AS state, (array_agg(${DUE} ORDER BY e.seq DESC))[1] AS due,
        ${last('level')} AS level, ${last('class')} AS class, ${last('round')} AS round, ${last('grade')} AS grade, ${last('listedAt')} AS listed
      FROM case_entry e CROSS JOIN LATERAL (SELECT ${said()} AS said) m WHERE e.case_id = c.case_id AND e.at <= ${at}) f
    WHERE ${where} AND c.case_id = ANY (ARRAY(SELECT DISTINCT e.case_id FROM case_entry e WHERE e.at > ${at}))
      AND c.opened_at <= ${at} AND (c.closed_at IS NULL OR c.closed_at >= ${since} OR c.due_at >= ${since})`.execute(
    tx,
  );
  const figures = sql`(
    SELECT * FROM pg_temp.danger_moved WHERE state IS NOT NULL
    UNION ALL
    SELECT f.case_id, f.region_path, f.sector, f.source, f.state, f.level, f.class, f.round, NULL, f.major, f.listed, f.opened_at, f.due_at,
      ${lateSince(sql`f.state`, sql`f.due_at`, at)}, f.closed_at
    FROM danger_figure f WHERE f.opened_at <= ${at} AND NOT EXISTS (SELECT FROM pg_temp.danger_moved m WHERE m.case_id = f.case_id))`;
  return { figures, rows: (ids) => rowsThen(tx, ids, at) };
}

/** These dangers in full as they were, in tables of the transaction. */
async function rowsThen(tx: Tx, ids: readonly string[], at: Date): Promise<Rows> {
  await sql`DROP TABLE IF EXISTS pg_temp.danger_then, pg_temp.danger_detail_then`.execute(tx);
  await sql`
    CREATE TEMP TABLE danger_then ON COMMIT DROP AS
    SELECT k.* FROM case_file c LEFT JOIN pg_temp.danger_moved m ON m.case_id = c.id
    CROSS JOIN LATERAL (
      SELECT e.to_state AS state, ${DUE} AS due
      FROM case_entry e WHERE e.case_id = c.id AND e.at <= ${at} ORDER BY e.seq DESC LIMIT 1) last
    CROSS JOIN LATERAL jsonb_populate_record(c, jsonb_build_object(
      'state', last.state, 'due_at', last.due, 'level', CASE WHEN m.case_id IS NULL THEN c.level ELSE m.level END, 'supervisor', NULL,
      'closed_at', CASE WHEN c.closed_at <= ${at} THEN c.closed_at END,
      'overdue_since', ${lateSince(sql`last.state`, sql`last.due`, at)})) k
    WHERE c.id = ANY (${[...ids]}::uuid[])`.execute(tx);
  const patch = SHOWN.map((key) => sql`${sql.lit(columnName(key))}, f.known -> ${sql.lit(key)}`);
  await sql`
    CREATE TEMP TABLE danger_detail_then ON COMMIT DROP AS
    SELECT k.* FROM case_hidden_danger d LEFT JOIN pg_temp.danger_moved m ON m.case_id = d.case_id
    CROSS JOIN LATERAL (
      SELECT jsonb_object_agg(i.key, i.value ORDER BY e.seq) AS known
      FROM case_entry e CROSS JOIN LATERAL jsonb_each(${said()}) i WHERE e.case_id = d.case_id AND e.at <= ${at}) f
    CROSS JOIN LATERAL jsonb_populate_record(d, CASE WHEN m.case_id IS NULL THEN '{}' ELSE jsonb_build_object(${sql.join(patch)}) END) k
    WHERE d.case_id = ANY (${[...ids]}::uuid[])`.execute(tx);
  return { file: sql`pg_temp.danger_then`, detail: sql`pg_temp.danger_detail_then` };
}
