import { type Cover, type Rules } from '@anlan/kernel/catalogue';
import { sql } from 'kysely';
import { mask } from '@anlan/kernel/entity';
import { scopeRange } from '@anlan/kernel/access';
import type { Tx } from '../access/scoped.ts';

/** The responsibility list of an enterprise: posts by area and tier with what each looks at. */
export async function readRules(tx: Tx, enterprise: string, own: boolean): Promise<Rules | undefined> {
  const firm = await sql<{ name: string }>`SELECT name FROM enterprise WHERE id = ${enterprise}`.execute(tx);
  if (firm.rows[0] === undefined) return undefined;
  const { rows } = await sql<Rules['posts'][number]>`
    SELECT p.id, p.name, p.area, p.tier, p.holder, coalesce((SELECT json_agg(json_build_object('id', d.id, 'name', d.name, 'item', d.item,
      'cycle', d.cycle, 'clause', d.clause) ORDER BY d.created_at, d.name) FROM post_duty d WHERE d.post = p.id AND d.retired_at IS NULL), '[]'::json) AS duties
    FROM safety_post p WHERE p.enterprise = ${enterprise} AND p.retired_at IS NULL
    ORDER BY p.area, array_position(ARRAY['shift', 'department', 'manager'], p.tier), p.name LIMIT 2000`.execute(tx);
  return {
    enterprise,
    enterpriseName: firm.rows[0].name,
    posts: own ? rows : rows.map((row) => ({ ...row, holder: row.holder === null ? null : mask(row.holder) })),
    without: rows.filter(({ duties }) => duties.length === 0).length,
    areas: [...new Set(rows.map(({ area }) => area))],
  };
}

interface Wish {
  readonly region: string;
  readonly search: string;
  readonly lacking: 'standard' | 'posts' | 'without' | 'rewards' | 'any' | null;
  readonly limit: number;
  readonly offset: number;
}

const LACKS = {
  standard: sql`x.standard = 0`,
  posts: sql`x.posts = 0`,
  without: sql`x.without > 0`,
  rewards: sql`x.rewards = 0`,
  any: sql`(x.standard = 0 OR x.posts = 0 OR x.without > 0 OR x.rewards = 0)`,
} as const;

/** Which enterprises have their internal rules, and what each lacks; those that lack most first. */
export async function coverOf(tx: Tx, wish: Wish, sectors: readonly string[], day: string): Promise<Cover> {
  const { from, to } = scopeRange(wish.region);
  const text = wish.search.toLowerCase();
  const all = sql`
    SELECT e.id, e.name, e.region_path, e.sector, coalesce(g.standard, 0) AS standard, coalesce(g.rewards, 0) AS rewards,
      coalesce(p.posts, 0) AS posts, coalesce(p.without, 0) AS without, s.last
    FROM enterprise e
    LEFT JOIN (
      SELECT c.organisation_id, count(*) FILTER (WHERE c.kind = 'grading-standard')::int AS standard,
        count(*) FILTER (WHERE c.kind = 'reward-rule')::int AS rewards
      FROM catalogue_item i JOIN catalogue c ON c.id = i.catalogue
      WHERE c.organisation_id IS NOT NULL AND i.valid_from <= ${day} AND (i.valid_until IS NULL OR i.valid_until > ${day})
      GROUP BY c.organisation_id) g ON g.organisation_id = e.id
    LEFT JOIN (
      SELECT p.enterprise, count(*)::int AS posts,
        count(*) FILTER (WHERE NOT EXISTS (SELECT FROM post_duty d WHERE d.post = p.id AND d.retired_at IS NULL))::int AS without
      FROM safety_post p WHERE p.retired_at IS NULL GROUP BY p.enterprise) p ON p.enterprise = e.id
    LEFT JOIN (
      SELECT enterprise, max(month) AS last FROM reward_statement WHERE state = 'approved' GROUP BY enterprise) s ON s.enterprise = e.id
    WHERE e.retired_at IS NULL AND e.region_path >= ${from} AND e.region_path < ${to} AND e.sector = ANY (${[...sectors]}::text[])`;
  const { rows } = await sql<Cover['rows'][number] & { n: number }>`
    WITH x AS MATERIALIZED (${all})
    SELECT x.id, x.name, r.name AS "regionName", x.sector, x.standard, x.posts, x.without, x.rewards, x.last AS "lastApproved", count(*) OVER ()::int AS n
    FROM x JOIN region r ON r.path = x.region_path
    WHERE (${text} = '' OR position(${text} IN lower(x.name)) > 0) AND ${wish.lacking === null ? sql`true` : LACKS[wish.lacking]}
    ORDER BY (x.standard > 0)::int + (x.posts > 0)::int + (x.rewards > 0)::int DESC, x.without DESC, x.name, x.id
    LIMIT ${wish.limit} OFFSET ${wish.offset}`.execute(tx);
  const counted = await sql<Cover['have']>`
    WITH x AS MATERIALIZED (${all})
    SELECT count(*) FILTER (WHERE standard > 0)::int AS standard, count(*) FILTER (WHERE posts > 0)::int AS posts,
      count(*) FILTER (WHERE rewards > 0)::int AS rewards,
      count(*) FILTER (WHERE standard > 0 AND posts > 0 AND without = 0 AND rewards > 0)::int AS complete, count(*)::int AS "all" FROM x`.execute(
    tx,
  );
  return { rows: rows.map(({ n: _, ...row }) => row), total: rows[0]?.n ?? 0, have: counted.rows[0]! };
}
