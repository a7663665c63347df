import { sql, type RawBuilder } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import { scopeRange } from '@anlan/kernel/access';
import { type RiskHeat, type RiskSpread, type UnheldRisks, UNHELD_FOR } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { spreadOver } from '../parameter/book.ts';
import { dangers } from './board.ts';

/** `region_path` cut to one level below `under`: the county of a city's row, the town of a county's. */
function child(under: string, column: string): RawBuilder<string> {
  const levels = under.split('.').length;
  return sql<string>`array_to_string((string_to_array(rtrim(${sql.ref(column)}, '.'), '.'))[1:${sql.lit(levels)}], '.') || '.'`;
}

const within = (under: string, column: string): RawBuilder<unknown> => {
  const { from, to } = scopeRange(under);
  return sql`${sql.ref(column)} >= ${from} AND ${sql.ref(column)} < ${to}`;
};

/** RiskSpread by level and open hidden dangers, by the areas next below `under` and by sector. */
export async function risksOf(tx: Tx, under: string, now: number): Promise<RiskSpread> {
  const risks = await sql<{ region: string; sector: string; level: string; n: number }>`
    SELECT ${child(under, 'p.region_path')} AS region, coalesce(p.sector, 'other') AS sector, p.level, count(*)::int AS n
    FROM risk_point p WHERE p.retired_at IS NULL AND ${within(under, 'p.region_path')} GROUP BY 1, 2, 3`.execute(tx);
  const open = await sql<{ region: string; sector: string; open: number; overdue: number }>`
    SELECT ${child(under, 'c.region_path')} AS region, coalesce(c.sector, 'other') AS sector, count(*)::int AS open, count(c.overdue_since)::int AS overdue
    FROM case_file c WHERE ${dangers(under, undefined)} AND c.closed_at IS NULL GROUP BY 1, 2`.execute(tx);
  const cells = new Map<string, RiskSpread['cells'][number]>();
  const at = (region: string, sector: string) => {
    const key = `${region} ${sector}`;
    const known = cells.get(key) ?? { region, sector, red: 0, orange: 0, yellow: 0, blue: 0, open: 0, overdue: 0 };
    cells.set(key, known);
    return known;
  };
  for (const { region, sector, level, n } of risks.rows) at(region, sector)[level as 'red'] += n;
  for (const { region, sector, ...counts } of open.rows) Object.assign(at(region, sector), counts);
  const paths = [...new Set([...cells.values()].map((known) => known.region))];
  const names = await sql<{
    path: string;
    name: string;
  }>`SELECT path, name FROM region WHERE path = ANY (${paths}) ORDER BY path`.execute(tx);
  return {
    regions: names.rows,
    sectors: [...new Set([...cells.values()].map((known) => known.sector))].sort(),
    cells: [...cells.values()],
    unheld: await unheldCounts(tx, under, now),
    total: risks.rows.reduce((sum, row) => sum + row.n, 0),
  };
}

async function unheldCounts(tx: Tx, under: string, now: number): Promise<RiskSpread['unheld']> {
  const since = await reviewedSince(tx, under, now);
  const { rows } = await sql<RiskSpread['unheld']>`
    SELECT count(*) FILTER (WHERE ${LACKS.responsible(since)})::int AS "noResponsible",
      count(*) FILTER (WHERE ${LACKS.measures(since)})::int AS "noMeasures",
      count(*) FILTER (WHERE ${LACKS.review(since)})::int AS "notReviewed"
    FROM risk_point p WHERE p.retired_at IS NULL AND ${within(under, 'p.region_path')}`.execute(tx);
  return rows[0]!;
}

/** The day since which a point must have been reviewed: that of the point's own jurisdiction. */
type Since = RawBuilder<string>;

const LACKS: Record<(typeof UNHELD_FOR)[number], (since: Since) => RawBuilder<boolean>> = {
  responsible: () => sql<boolean>`coalesce(p.responsible, '') = ''`,
  measures: () => sql<boolean>`coalesce(p.measures, '') = ''`,
  review: (since) => sql<boolean>`(p.reviewed_on IS NULL OR p.reviewed_on < (${since})::date)`,
};

async function reviewedSince(tx: Tx, under: string, now: number): Promise<Since> {
  const key = 'risk.review-every';
  const spread = await spreadOver(tx, under, [key], now, (values) => dayOf(now - values.number(key) * 86_400_000));
  // The nearest jurisdiction that has set a value of its own comes first.
  const nearest = spread.toSorted((a, b) => b.path.length - a.path.length);
  const cases = nearest.map(({ path, value }) => sql`WHEN starts_with(p.region_path, ${path}) THEN ${value}`);
  return sql<string>`CASE ${sql.join(cases, sql` `)} END`;
}

/** 责任/措施未落实: risk points without a responsible person, without a measure, or not reviewed in time; worst first. */
export async function unheldIn(
  tx: Tx,
  under: string,
  why: (typeof UNHELD_FOR)[number] | undefined,
  page: { limit: number; offset: number },
  now: number,
): Promise<UnheldRisks> {
  const since = await reviewedSince(tx, under, now);
  const lacks = why === undefined ? sql`(${LACKS.responsible(since)} OR ${LACKS.measures(since)})` : LACKS[why](since);
  const where = sql`p.retired_at IS NULL AND ${within(under, 'p.region_path')} AND ${lacks}`;
  const missing = UNHELD_FOR.map((key) => sql`CASE WHEN ${LACKS[key](since)} THEN ${sql.lit(key)} END`);
  const { rows } = await sql<UnheldRisks['rows'][number]>`
    SELECT p.id, p.name, p.level, p.enterprise AS "enterpriseId", e.name AS "enterpriseName", r.name AS "regionName",
      array_remove(ARRAY[${sql.join(missing)}], NULL) AS missing, p.reviewed_on AS "reviewedOn"
    FROM risk_point p LEFT JOIN enterprise e ON e.id = p.enterprise LEFT JOIN region r ON r.path = p.region_path
    WHERE ${where}
    ORDER BY array_position(ARRAY['red', 'orange', 'yellow', 'blue'], p.level), e.name, p.id LIMIT ${page.limit} OFFSET ${page.offset}`.execute(
    tx,
  );
  const counted = await sql<{ n: number }>`SELECT count(*)::int AS n FROM risk_point p WHERE ${where}`.execute(tx);
  return { rows, total: counted.rows[0]!.n };
}

/** Cells of a hundredth of a degree (about a kilometre) with the weight of the risks in them. */
export async function heatOf(tx: Tx, under: string): Promise<RiskHeat> {
  const { rows } = await sql<{ lon: number; lat: number; weight: number; open: number }>`
    SELECT x.lon, x.lat, sum(x.weight)::int AS weight, sum(x.open)::int AS open FROM (
      SELECT round(p.lon::numeric, 2)::float8 AS lon, round(p.lat::numeric, 2)::float8 AS lat,
        CASE p.level WHEN 'red' THEN 8 WHEN 'orange' THEN 4 WHEN 'yellow' THEN 2 ELSE 1 END AS weight, 0 AS open
      FROM risk_point p WHERE p.retired_at IS NULL AND p.lon IS NOT NULL AND ${within(under, 'p.region_path')}
      UNION ALL
      SELECT round(c.lon::numeric, 2)::float8, round(c.lat::numeric, 2)::float8, 0, 1
      FROM case_file c WHERE ${dangers(under, undefined)} AND c.closed_at IS NULL AND c.lon IS NOT NULL) x
    GROUP BY 1, 2 LIMIT 20000`.execute(tx);
  return {
    lon: rows.map((row) => row.lon),
    lat: rows.map((row) => row.lat),
    weight: rows.map((row) => row.weight),
    open: rows.map((row) => row.open),
  };
}
