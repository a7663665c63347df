import { sql } from 'kysely';
import type { EnterprisePrevention } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { runs } from '../case/row.ts';

interface Row {
  readonly since: Date;
  readonly open: number;
  readonly overdue: number;
  readonly all: number;
  readonly levels: Record<string, number> | null;
  readonly risks: Record<string, number> | null;
  readonly done: number;
  readonly found: number;
  readonly last: Date | null;
  readonly decided: number;
  readonly fines: number;
  readonly leads: number;
}

/**
 * Dangers, risk points, checks by authorities and penalties of an enterprise at `now` (epoch ms), under the transaction's
 * scope; undefined where the enterprise does not exist for it. An enterprise's own rounds are not counted as checks.
 */
export async function enterprisePreventionOf(
  tx: Tx,
  id: string,
  now: number,
): Promise<EnterprisePrevention | undefined> {
  const at = new Date(now);
  const { rows } = await sql<Row>`
    WITH year AS (SELECT ${at}::timestamptz - interval '12 months' AS since),
    danger AS (
      SELECT coalesce(c.level, 'none') AS level, c.closed_at IS NULL AS open, c.overdue_since IS NOT NULL AND ${runs()} AS late
      FROM case_file c WHERE c.kind = 'hidden-danger' AND c.organisation_id = ${id}),
    checked AS (
      SELECT r.done_at AS at, r.bad AS found FROM check_run r, year
      WHERE r.organisation_id = ${id} AND r.state = 'done' AND r.use <> 'self' AND r.done_at >= year.since
      UNION ALL
      SELECT r.opened_at, 0 FROM inspection_record r, year WHERE r.enterprise = ${id} AND r.opened_at >= year.since),
    penalty AS (
      SELECT c.state, coalesce(d.fine, 0) AS fine, c.closed_at FROM case_file c JOIN case_enforcement d ON d.case_id = c.id
      WHERE c.kind = 'enforcement' AND c.organisation_id = ${id}),
    decided AS (SELECT p.fine FROM penalty p, year WHERE p.state = 'concluded' AND p.closed_at >= year.since)
    SELECT year.since,
      (SELECT count(*) FROM danger WHERE open)::int AS open,
      (SELECT count(*) FROM danger WHERE open AND late)::int AS overdue,
      (SELECT count(*) FROM danger)::int AS "all",
      (SELECT jsonb_object_agg(level, n) FROM (SELECT level, count(*)::int AS n FROM danger WHERE open GROUP BY 1) l) AS levels,
      (SELECT jsonb_object_agg(level, n) FROM (SELECT level, count(*)::int AS n FROM risk_point
        WHERE enterprise = ${id} AND retired_at IS NULL GROUP BY 1) l) AS risks,
      (SELECT count(*) FROM checked)::int AS done,
      (SELECT coalesce(sum(found), 0) FROM checked)::int AS found,
      (SELECT max(at) FROM checked) AS last,
      (SELECT count(*) FROM decided)::int AS decided,
      (SELECT coalesce(sum(fine), 0) FROM decided)::float8 AS fines,
      (SELECT count(*) FROM penalty WHERE closed_at IS NULL)::int AS leads
    FROM year, enterprise e WHERE e.id = ${id}`.execute(tx);
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    asOf: now,
    since: row.since.getTime(),
    dangers: { open: row.open, overdue: row.overdue, all: row.all, levels: row.levels ?? {} },
    riskPoints: row.risks ?? {},
    checks: { done: row.done, found: row.found, lastAt: row.last?.getTime() ?? null },
    penalties: { decided: row.decided, fines: row.fines, open: row.leads },
  };
}
