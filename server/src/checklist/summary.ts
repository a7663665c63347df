import { sql } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import {
  type CheckClearing,
  type CheckComparison,
  type CheckFigures,
  type ChecksForReport,
  TIERS,
} from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { boundsOf } from '@anlan/systems/prevention';
import { ownDangers } from '../prevention/self-check.ts';
import { under } from './read.ts';

const COUNTED = sql`
  count(*) FILTER (WHERE r.state IN ('done', 'missed'))::int AS due, count(*) FILTER (WHERE r.state = 'done')::int AS done,
  count(*) FILTER (WHERE r.state = 'missed' AND r.done_at IS NOT NULL)::int AS late,
  count(*) FILTER (WHERE r.state = 'missed')::int AS missed, count(*) FILTER (WHERE r.state = 'open')::int AS open`;

/** Due, done and missed rounds that opened in [from, to) under a place, by level, place below and enterprise. */
export async function checkFigures(
  tx: Tx,
  place: string,
  { from, to }: { readonly from: number; readonly to: number },
  sectors: readonly string[],
  page: { readonly limit: number; readonly offset: number },
): Promise<CheckFigures> {
  const where = sql`r.use = 'self' AND r.tier IS NOT NULL AND r.opens_at >= ${new Date(from)} AND r.opens_at < ${new Date(to)} AND ${under(place)}`;
  const tiers = await sql<CheckFigures['tiers'][number]>`
    SELECT r.tier, ${COUNTED} FROM check_run r WHERE ${where} GROUP BY 1 ORDER BY array_position(ARRAY['shift', 'department', 'manager'], r.tier)`.execute(
    tx,
  );
  const regions = await sql<CheckFigures['regions'][number]>`
    SELECT g.path, g.name, ${COUNTED} FROM check_run r JOIN region g ON starts_with(r.region_path, g.path) AND g.parent_path = ${place}
    WHERE ${where} GROUP BY 1, 2 ORDER BY 1`.execute(tx);
  const firms = await sql<CheckFigures['enterprises'][number] & { total: number }>`
    SELECT r.organisation_id AS id, min(r.organisation_name) AS name, min(r.region_name) AS "regionName", min(r.sector) AS sector, ${COUNTED},
      (count(*) OVER ())::int AS total
    FROM check_run r WHERE ${where} GROUP BY 1
    ORDER BY count(*) FILTER (WHERE r.state = 'missed') DESC, min(r.organisation_name) LIMIT ${page.limit} OFFSET ${page.offset}`.execute(
    tx,
  );
  const { from: low, to: high } = scopeRange(place);
  const covered = await sql<{ should: number; planned: number }>`
    SELECT count(*)::int AS should, count(p.organisation_id)::int AS planned FROM enterprise e LEFT JOIN check_plan p ON p.organisation_id = e.id
    WHERE e.retired_at IS NULL AND coalesce(e.status, 'running') = 'running' AND e.sector = ANY (${[...sectors]}::text[])
      AND e.region_path >= ${low} AND e.region_path < ${high}`.execute(tx);
  return {
    from,
    to,
    ...covered.rows[0]!,
    tiers: tiers.rows,
    regions: regions.rows,
    enterprises: firms.rows.map(({ total: _, ...row }) => row),
    total: firms.rows[0]?.total ?? 0,
  };
}

/** 分色分类清单 by list: open self-found dangers with the path they came up (三清三进). */
export async function clearingOf(
  tx: Tx,
  wish: {
    readonly region?: string | undefined;
    readonly tier?: string | undefined;
    readonly level?: string | undefined;
    readonly class?: string | undefined;
  },
  page: { readonly limit: number; readonly offset: number },
): Promise<CheckClearing> {
  const tier = sql`coalesce(d.tier, CASE d.round WHEN 'department' THEN 'week' WHEN 'manager' THEN 'month' ELSE 'day' END)`;
  const { from, to } = scopeRange(wish.region ?? 'cn.');
  const base = sql`c.kind = 'hidden-danger' AND c.source = 'self' AND c.closed_at IS NULL AND c.region_path >= ${from} AND c.region_path < ${to}`;
  const joined = sql`case_file c JOIN case_hidden_danger d ON d.case_id = c.id`;
  const ofTier = wish.tier === undefined ? sql`true` : sql`${tier} = ${wish.tier}`;
  const chosen = sql`${ofTier} AND ${wish.level === undefined ? sql`true` : sql`c.level = ${wish.level}`}
    AND ${wish.class === undefined ? sql`true` : sql`d.class = ${wish.class}`}`;
  const tiers = await sql<{ tier: CheckClearing['tiers'][number]['tier']; open: number }>`
    SELECT ${tier} AS tier, count(*)::int AS open FROM ${joined} WHERE ${base} GROUP BY 1`.execute(tx);
  const cells = await sql<CheckClearing['cells'][number]>`
    SELECT c.level, d.class, count(*)::int AS count FROM ${joined} WHERE ${base} AND ${ofTier} GROUP BY 1, 2`.execute(
    tx,
  );
  const { rows } = await sql<
    Omit<CheckClearing['rows'][number], 'foundAt' | 'dueAt'> & { foundAt: Date; dueAt: Date | null; total: number }
  >`
    SELECT c.id, c.number, c.title, c.level, d.class, c.state, ${tier} AS tier, c.organisation_name AS "organisationName",
      c.region_name AS "regionName", c.opened_at AS "foundAt", c.due_at AS "dueAt", (count(*) OVER ())::int AS total,
      coalesce((SELECT jsonb_agg(jsonb_build_object('at', extract(epoch FROM e.at) * 1000, 'text', e.text) ORDER BY e.seq)
        FROM case_entry e WHERE e.case_id = c.id AND e.action = 'carry'), '[]') AS moves
    FROM ${joined} WHERE ${base} AND ${chosen} ORDER BY c.opened_at, c.id LIMIT ${page.limit} OFFSET ${page.offset}`.execute(
    tx,
  );
  const open = new Map(tiers.rows.map((row) => [row.tier, row.open]));
  return {
    tiers: TIERS.map((one) => ({ tier: one, open: open.get(one) ?? 0 })),
    cells: cells.rows,
    rows: rows.map(({ total: _, ...row }) => ({
      ...row,
      foundAt: row.foundAt.getTime(),
      dueAt: row.dueAt?.getTime() ?? null,
    })),
    total: rows[0]?.total ?? 0,
  };
}

/** What the checks of a period say for the self-report: items answered, dangers found, and of these closed. */
export async function selfReportOf(tx: Tx, organisationId: string, period: string): Promise<ChecksForReport> {
  const { from, to } = boundsOf(period);
  const { rows } = await sql<{ checks: number; checked: number }>`
    SELECT count(*)::int AS checks, coalesce(sum(r.answered - r.na), 0)::int AS checked FROM check_run r
    WHERE r.organisation_id = ${organisationId} AND r.use = 'self' AND r.done_at >= ${new Date(from)} AND r.done_at < ${new Date(to)}`.execute(
    tx,
  );
  const dangers = await ownDangers(tx, organisationId, period);
  const found = dangers.length;
  const corrected = dangers.filter((danger) => danger.corrected).length;
  const { checks, checked } = rows[0]!;
  const origin = `由本期 ${checks} 次检查 ${checked} 项、自查隐患 ${found} 条得出`;
  return { period, checks, checked, found, corrected, origin };
}

/** One item seen by the enterprise and by officers: the same item of the master, so that both can be held together. */
export async function compareOf(
  tx: Tx,
  place: string,
  { from, to }: { readonly from: number; readonly to: number },
  version: number,
  page: { readonly limit: number; readonly offset: number },
): Promise<CheckComparison> {
  const range = scopeRange(place);
  const own = sql`a.use = 'self'`;
  const { rows } = await sql<CheckComparison['rows'][number] & { total: number }>`
    WITH seen AS (
      SELECT a.item_id, a.use, a.result, a.organisation_id, a.at FROM check_answer a
      WHERE a.result IN ('ok', 'bad') AND a.use IN ('self', 'enforcement', 'expert', 'campaign') AND a.at >= ${new Date(from)} AND a.at < ${new Date(to)}
        AND a.region_path >= ${range.from} AND a.region_path < ${range.to}),
    against AS (
      SELECT o.item_id, count(DISTINCT o.organisation_id)::int AS n FROM seen o
      WHERE o.use <> 'self' AND o.result = 'bad' AND 'ok' = (
        SELECT s.result FROM seen s WHERE s.use = 'self' AND s.item_id = o.item_id AND s.organisation_id = o.organisation_id AND s.at <= o.at
        ORDER BY s.at DESC LIMIT 1)
      GROUP BY 1)
    SELECT i.id, i.code, v.title, v.level,
      count(*) FILTER (WHERE ${own})::int AS "selfChecked", count(*) FILTER (WHERE ${own} AND a.result = 'bad')::int AS "selfBad",
      count(*) FILTER (WHERE NOT ${own})::int AS "officerChecked", count(*) FILTER (WHERE NOT ${own} AND a.result = 'bad')::int AS "officerBad",
      coalesce(min(x.n), 0)::int AS contradicted, (count(*) OVER ())::int AS total
    FROM seen a JOIN check_item i ON i.id = a.item_id
    JOIN LATERAL (SELECT title, level FROM check_item_version WHERE item_id = i.id ORDER BY from_version DESC LIMIT 1) v ON true
    LEFT JOIN against x ON x.item_id = a.item_id
    GROUP BY i.id, i.code, v.title, v.level
    ORDER BY coalesce(min(x.n), 0) DESC, count(*) FILTER (WHERE a.result = 'bad') DESC, i.code LIMIT ${page.limit} OFFSET ${page.offset}`.execute(
    tx,
  );
  return { version, rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
