import { sql } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import type { CityScores, ExternalDistances, RiskInventory } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';

const within = (under: string, column: string) => {
  const { from, to } = scopeRange(under);
  return sql`${sql.ref(column)} >= ${from} AND ${sql.ref(column)} < ${to}`;
};

/** The newest city score of a place and of the areas next below it, under the scope. */
export async function scoresOf(tx: Tx, under: string): Promise<CityScores> {
  const levels = under.split('.').length;
  const { rows } = await sql<Omit<CityScores['rows'][number], 'at'> & { at: Date }>`
    SELECT DISTINCT ON (g.subject_id) g.id, g.subject_id AS path, r.name, g.score, g.level, g.at, g.result
    FROM grading_result g JOIN region r ON r.path = g.subject_id
    WHERE g.model = 'city-risk' AND g.subject_kind = 'region' AND ${within(under, 'g.region_path')}
      AND array_length(string_to_array(g.subject_id, '.'), 1) BETWEEN ${levels} AND ${levels + 1}
    ORDER BY g.subject_id, g.at DESC`.execute(tx);
  return { rows: rows.map((row) => ({ ...row, at: row.at.getTime() })) };
}

/** City risk sources by the areas next below a place and by kind. */
export async function inventoryOf(tx: Tx, under: string): Promise<RiskInventory> {
  const levels = under.split('.').length;
  const { rows } = await sql<RiskInventory['cells'][number]>`
    SELECT array_to_string((string_to_array(rtrim(s.region_path, '.'), '.'))[1:${sql.lit(levels)}], '.') || '.' AS region, s.kind,
      count(*) FILTER (WHERE level = 'red')::int AS red, count(*) FILTER (WHERE level = 'orange')::int AS orange,
      count(*) FILTER (WHERE level = 'yellow')::int AS yellow, count(*) FILTER (WHERE level = 'blue')::int AS blue,
      coalesce(sum(people), 0)::int AS people, count(*) FILTER (WHERE hidden)::int AS hidden
    FROM risk_source s WHERE s.retired_at IS NULL AND ${within(under, 's.region_path')} GROUP BY 1, 2`.execute(tx);
  const paths = [...new Set(rows.map(({ region }) => region))];
  const names = await sql<{ path: string; name: string }>`
    SELECT path, name FROM region WHERE path = ANY (${paths}) ORDER BY path`.execute(tx);
  return {
    regions: names.rows,
    kinds: [...new Set(rows.map(({ kind }) => kind))].sort(),
    cells: rows,
    total: rows.reduce((sum, row) => sum + row.red + row.orange + row.yellow + row.blue, 0),
  };
}

export const VERDICTS = ['short', 'undetermined', 'met', 'unmeasured'] as const;

/** Every enterprise that has to keep a distance, with its newest facts; the short ones first. */
export async function distancesOf(
  tx: Tx,
  under: string,
  wish: {
    sectors: readonly string[];
    verdict?: (typeof VERDICTS)[number] | undefined;
    q?: string | undefined;
    limit: number;
    offset: number;
  },
): Promise<ExternalDistances> {
  const firms = sql`
    WITH f AS (
      SELECT enterprise, max(measured_at) AS "measuredAt",
        CASE WHEN bool_or(verdict = 'short') THEN 'short' WHEN bool_or(verdict = 'undetermined') THEN 'undetermined' ELSE 'met' END AS verdict,
        max(required - actual) FILTER (WHERE verdict = 'short') AS gap,
        jsonb_agg(jsonb_build_object('class', class, 'object', object_name, 'people', object_people, 'actual', actual, 'required', required, 'verdict', verdict,
          'within', within, 'method', method, 'basis', basis) ORDER BY class) AS facts
      FROM safety_distance WHERE newest AND ${within(under, 'region_path')} GROUP BY enterprise),
    l AS (SELECT DISTINCT ON (organisation_id) organisation_id, id, state, closed_at FROM case_file
      WHERE kind = 'relocation' AND ${within(under, 'region_path')} ORDER BY organisation_id, opened_at DESC),
    all_firms AS (
      SELECT e.id, e.name, e.sector, r.name AS "regionName", e.lon, e.lat, f."measuredAt", f.verdict, f.gap, coalesce(f.facts, '[]'::jsonb) AS facts,
        l.id AS "caseId", l.state AS "caseState", l.id IS NOT NULL AND l.closed_at IS NULL AS listed
      FROM enterprise e JOIN region r ON r.path = e.region_path LEFT JOIN f ON f.enterprise = e.id LEFT JOIN l ON l.organisation_id = e.id
      WHERE e.retired_at IS NULL AND e.sector = ANY (${[...wish.sectors]}::text[]) AND ${within(under, 'e.region_path')})`;
  const counted = await sql<ExternalDistances['counts']>`${firms}
    SELECT count(*)::int AS enterprises, count("measuredAt")::int AS measured, count(*) FILTER (WHERE verdict = 'met')::int AS met,
      count(*) FILTER (WHERE verdict = 'short')::int AS short, count(*) FILTER (WHERE verdict = 'undetermined')::int AS undetermined,
      count(*) FILTER (WHERE listed)::int AS listed FROM all_firms`.execute(tx);
  const where = [sql`true`];
  if (wish.verdict !== undefined)
    where.push(wish.verdict === 'unmeasured' ? sql`verdict IS NULL` : sql`verdict = ${wish.verdict}`);
  if (wish.q !== undefined) where.push(sql`name ILIKE ${`%${wish.q.replaceAll(/[%_\\]/g, '\\$&')}%`}`);
  const { rows } = await sql<
    Omit<ExternalDistances['rows'][number], 'measuredAt'> & {
      measuredAt: Date | null;
      total: number;
      gap: number;
      listed: boolean;
    }
  >`${firms}
    SELECT *, count(*) OVER ()::int AS total FROM all_firms WHERE ${sql.join(where, sql` AND `)}
    ORDER BY array_position(ARRAY['short', 'undetermined', 'met'], verdict), gap DESC NULLS LAST, name, id LIMIT ${wish.limit} OFFSET ${wish.offset}`.execute(
    tx,
  );
  return {
    rows: rows.map(({ total: _, gap: __, listed: ___, measuredAt, ...row }) => ({
      ...row,
      measuredAt: measuredAt?.getTime() ?? null,
    })),
    total: rows[0]?.total ?? 0,
    counts: counted.rows[0]!,
  };
}
