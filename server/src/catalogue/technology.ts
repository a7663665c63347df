import { type Technology } from '@anlan/kernel/catalogue';
import { sql } from 'kysely';
import { PERMISSIONS, permissionOf } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';

export interface TechnologyWish {
  readonly permission?: (typeof PERMISSIONS)[number]['value'] | undefined;
  readonly category?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly search: string;
  readonly limit: number;
  readonly offset: number;
}

/** States of an assessment under which an item may be used, as `permissionOf` has it. */
const STATES = (permission: string) =>
  ['monitoring', 'permitted'].filter((state) => permissionOf(state) === permission);
const PERMISSION = sql<'forbidden'>`CASE
  WHEN a.state = ANY (${STATES('permitted')}::text[]) THEN 'permitted' WHEN a.state = ANY (${STATES('monitored')}::text[]) THEN 'monitored' ELSE 'forbidden' END`;

/** The register: every item with whether it may be used; without an accepted assessment it may not. */
export async function technologyOf(tx: Tx, wish: TechnologyWish): Promise<Technology> {
  const text = wish.search.toLowerCase();
  const base = sql`
    SELECT n.id, n.name, n.category, n.place, n.first_use AS "firstUse", n.planned_on AS "plannedOn", n.enterprise AS "enterpriseId",
      e.name AS "enterpriseName", r.name AS "regionName", ${PERMISSION} AS permission, a.id AS "caseId", a.number AS "caseNumber",
      a.state AS "caseState", a.level, a.monitor_until AS "monitorUntil", a.overdue_since IS NOT NULL AS overdue,
      coalesce(array_length(regexp_split_to_array(nullif(btrim(a.conditions), ''), '\n|；|;'), 1), 0) AS conditions,
      coalesce(k.answered - k.bad, 0) AS met
    FROM novel_item n JOIN enterprise e ON e.id = n.enterprise JOIN region r ON r.path = n.region_path
    LEFT JOIN LATERAL (
      SELECT c.id, c.number, c.state, d.level, d.monitor_until, d.conditions, c.overdue_since
      FROM case_new_technology d JOIN case_file c ON c.id = d.case_id
      WHERE d.item = n.id AND c.state <> 'withdrawn' ORDER BY c.opened_at DESC LIMIT 1) a ON true
    LEFT JOIN LATERAL (
      SELECT r.answered, r.bad FROM check_run r WHERE r.source_kind = 'new-technology' AND r.source_id = a.id
      ORDER BY r.opens_at DESC LIMIT 1) k ON true
    WHERE n.retired_at IS NULL AND (${wish.category ?? null}::text IS NULL OR n.category = ${wish.category ?? null})
      AND (${wish.enterprise ?? null}::uuid IS NULL OR n.enterprise = ${wish.enterprise ?? null}::uuid)
      AND (${text} = '' OR position(${text} IN lower(concat_ws(' ', n.name, e.name, n.place))) > 0)`;
  const { rows } = await sql<Technology['rows'][number] & { n: number }>`
    WITH x AS (${base})
    SELECT x.*, count(*) OVER ()::int AS n FROM x WHERE ${wish.permission ?? null}::text IS NULL OR x.permission = ${wish.permission ?? null}
    ORDER BY array_position(ARRAY['forbidden', 'monitored', 'permitted'], x.permission), x."plannedOn" NULLS LAST, x.name, x.id
    LIMIT ${wish.limit} OFFSET ${wish.offset}`.execute(tx);
  const counted = await sql<{ permission: 'forbidden'; n: number }>`
    WITH x AS (${base}) SELECT permission, count(*)::int AS n FROM x GROUP BY permission`.execute(tx);
  const counts = { forbidden: 0, monitored: 0, permitted: 0 };
  for (const { permission, n } of counted.rows) counts[permission] = n;
  return { rows: rows.map(({ n: _, ...row }) => row), total: rows[0]?.n ?? 0, counts };
}
