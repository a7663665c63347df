import { sql, type RawBuilder } from 'kysely';
import { MEASURES } from '@anlan/systems/prevention';
import type { Figures } from '@anlan/kernel/campaign';
import type { Tx } from '../access/scoped.ts';

const PENAL = MEASURES.filter(({ penal }) => penal).map(({ value }) => value);
const SHUT = MEASURES.filter(({ shut }) => shut).map(({ value }) => value);

/** Conditions on a finding `f`, its hidden danger `c` and its enforcement lead `l`. */
export const FOUND = sql`c.state IS DISTINCT FROM 'unfounded'`;
export const CLOSED = sql`(c.state IN ('closed', 'archived') OR (f.case_id IS NULL AND f.settled_at IS NOT NULL))`;
export const RECTIFIED = sql`(${CLOSED} OR c.state = 'submitted')`;
export const PENALISED = sql`(f.measure = ANY (${PENAL}::text[]) OR l.state = 'concluded')`;
const SHUT_DOWN = sql`f.measure = ANY (${SHUT}::text[])`;
export const CASES = sql`LEFT JOIN case_file c ON c.id = f.case_id LEFT JOIN case_file l ON l.id = f.enforcement_id`;

/** Runs of a campaign that are done, one for each enterprise; `r.enterprise`, `r.id`, `r.done_at`. */
export function doneRuns(which: RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`(SELECT DISTINCT ON (k.source_id, k.organisation_id) k.source_id AS campaign, k.organisation_id AS enterprise, k.id, k.done_at
    FROM check_run k WHERE k.source_kind = 'campaign' AND k.done_at IS NOT NULL AND ${which}
    ORDER BY k.source_id, k.organisation_id, k.done_at)`;
}

export interface PlaceFigures extends Omit<Figures, 'planned'> {
  readonly campaign: string;
  /** The part right below the issuer. */
  readonly part: string;
  /** Where the targets and findings lie. */
  readonly path: string;
}

/**
 * What campaigns have come to by place, under the transaction's scope: targets, those inspected, findings and what became
 * of them, in one query over targets, runs, findings and their cases.
 */
export async function figuresOf(tx: Tx, campaigns: readonly string[]): Promise<PlaceFigures[]> {
  const ids = sql`${[...campaigns]}::uuid[]`;
  const { rows } = await sql<PlaceFigures>`
    WITH unit AS (
      SELECT t.campaign_id, t.part_id, t.region_path, count(*)::int AS targets, count(r.id)::int AS inspected
      FROM campaign_target t LEFT JOIN ${doneRuns(sql`k.source_id = ANY (${ids})`)} r ON r.campaign = t.campaign_id AND r.enterprise = t.enterprise_id
      WHERE t.campaign_id = ANY (${ids}) GROUP BY 1, 2, 3),
    finding AS (
      SELECT f.campaign_id, f.part_id, f.region_path, count(*) FILTER (WHERE ${FOUND})::int AS found,
        count(*) FILTER (WHERE ${RECTIFIED})::int AS rectified, count(*) FILTER (WHERE ${PENALISED})::int AS penalised,
        count(*) FILTER (WHERE ${CLOSED})::int AS closed, count(*) FILTER (WHERE ${SHUT_DOWN})::int AS shut,
        coalesce(sum(f.fine), 0)::float8 AS fines
      FROM campaign_finding f ${CASES} WHERE f.campaign_id = ANY (${ids}) GROUP BY 1, 2, 3)
    SELECT coalesce(u.campaign_id, f.campaign_id) AS campaign, coalesce(u.part_id, f.part_id) AS part, coalesce(u.region_path, f.region_path) AS path,
      coalesce(u.targets, 0) AS targets, coalesce(u.inspected, 0) AS inspected, coalesce(f.found, 0) AS found, coalesce(f.rectified, 0) AS rectified,
      coalesce(f.penalised, 0) AS penalised, coalesce(f.closed, 0) AS closed, coalesce(f.shut, 0) AS shut, coalesce(f.fines, 0) AS fines
    FROM unit u FULL JOIN finding f ON f.campaign_id = u.campaign_id AND f.part_id = u.part_id AND f.region_path = u.region_path`.execute(
    tx,
  );
  return rows;
}

/** Findings by kind of violation. */
export async function violationsOf(
  tx: Tx,
  campaign: string,
): Promise<{ violation: string | null; found: number; penalised: number }[]> {
  const { rows } = await sql<{ violation: string | null; found: number; penalised: number }>`
    SELECT f.violation, count(*) FILTER (WHERE ${FOUND})::int AS found, count(*) FILTER (WHERE ${PENALISED})::int AS penalised
    FROM campaign_finding f ${CASES} WHERE f.campaign_id = ${campaign} GROUP BY 1 ORDER BY 2 DESC, 1 NULLS LAST`.execute(
    tx,
  );
  return rows;
}
