import { sql } from 'kysely';
import type { Database, Tx } from '../access/scoped.ts';

/** What the checks of one source (campaign, contract, approval …) came to. */
export interface SourceFigures {
  readonly runs: number;
  readonly done: number;
  readonly missed: number;
  readonly open: number;
  readonly items: number;
  readonly answered: number;
  readonly bad: number;
  readonly dangers: number;
  readonly dangersClosed: number;
}

/** Figures of the checks by source; sources without checks are left out. Rows as the transaction's scope sees them. */
export async function figuresBySource(
  db: Database | Tx,
  kind: string,
  ids: readonly string[],
): Promise<Map<string, SourceFigures>> {
  const { rows } = await sql<SourceFigures & { id: string }>`
    SELECT r.source_id AS id, count(*)::int AS runs, count(*) FILTER (WHERE r.done_at IS NOT NULL)::int AS done,
      count(*) FILTER (WHERE r.state = 'missed')::int AS missed, count(*) FILTER (WHERE r.state = 'open')::int AS open,
      sum(r.items)::int AS items, sum(r.answered)::int AS answered, sum(r.bad)::int AS bad,
      coalesce(sum(d.found), 0)::int AS dangers, coalesce(sum(d.closed), 0)::int AS "dangersClosed"
    FROM check_run r
    LEFT JOIN LATERAL (
      SELECT count(*) AS found, count(c.closed_at) AS closed FROM check_answer a JOIN case_file c ON c.id = a.case_id WHERE a.run_id = r.id) d ON true
    WHERE r.source_kind = ${kind} AND r.source_id = ANY (${[...ids]}::uuid[]) GROUP BY r.source_id`.execute(db);
  return new Map(rows.map(({ id, ...figures }) => [id, figures]));
}
