import { sql } from 'kysely';
import { packs } from '@anlan/data';
import { dayOf } from '@anlan/domain/calendar';
import { isRefusal } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { ensureList } from '../checklist/index.ts';
import { dayInChina } from '../store/postgres/day.ts';
import { campaignId, SCRIPTS } from './demonstration-scripts.ts';

/**
 * Checks of the demonstration's targets, in one statement a campaign: the lists are generated from the master, so this
 * follows its loading. Gives back how many were made.
 */
export async function loadCampaignRuns(tx: Tx, now: number): Promise<number> {
  const { rows: sectors } = await sql<{
    sector: string;
  }>`SELECT DISTINCT sector FROM campaign_target WHERE sector IS NOT NULL`.execute(tx);
  const lists: { sector: string; list: string; version: number; items: number }[] = [];
  for (const { sector } of sectors) {
    const list = await ensureList(tx, { use: 'enforcement', sector, tier: null });
    if (!isRefusal(list)) lists.push({ sector, list: list.id, version: list.master_version, items: list.items });
  }
  let made = 0;
  for (const { key } of packs)
    for (const script of SCRIPTS) {
      const { rows } = await sql<{ n: number }>`
        WITH list AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(lists)}::jsonb) AS t (sector text, list uuid, version int, items int)),
        found AS (
          SELECT enterprise_id, count(*)::int AS bad, min(found_at) AS found_at FROM campaign_finding
          WHERE campaign_id = ${campaignId(key, script.key)} AND enterprise_id IS NOT NULL GROUP BY 1),
        picked AS (
          SELECT t.*, k.name AS title, k.from_on, k.to_on, k.number AS campaign, l.list, l.version, l.items, r.name AS region_name,
            ('x' || left(md5(t.enterprise_id::text || ${script.key}), 7))::bit(28)::int / 268435456.0 AS dice,
            ('x' || right(md5(t.enterprise_id::text || ${script.key}), 7))::bit(28)::int / 268435456.0 AS turn,
            coalesce(f.bad, 0) AS bad, f.found_at
          FROM campaign_target t JOIN campaign k ON k.id = t.campaign_id JOIN list l ON l.sector = t.sector JOIN region r ON r.path = t.region_path
            LEFT JOIN found f ON f.enterprise_id = t.enterprise_id
          WHERE t.campaign_id = ${campaignId(key, script.key)}),
        made AS (
          INSERT INTO check_run (id, number, list_id, use, title, period, state, master_version, organisation_id, organisation_name, region_path, region_name,
            sector, source_kind, source_id, opens_at, due_at, done_at, done_by, items, answered, bad, na, demonstration)
          SELECT md5(p.campaign_id::text || p.enterprise_id::text)::uuid, 'JX-' || substr(p.campaign, 4) || '-' || ${key.slice(0, 1).toUpperCase()} || lpad(row_number() OVER (ORDER BY p.enterprise_id)::text, 5, '0'),
            p.list, 'campaign', p.title, ${dayInChina('p.at')}::text, 'done', p.version, p.enterprise_id, p.name, p.region_path, p.region_name,
            p.sector, 'campaign', p.campaign_id, p.from_on, p.to_on + 1, p.at, '联合检查组', p.items, p.items, least(p.bad, p.items), 0, true
          FROM (SELECT p.*, coalesce(p.found_at, p.from_on + (least(p.to_on + 1, ${dayOf(now)}::date) - p.from_on) * p.turn * interval '1 day') AS at FROM picked p) p
          WHERE p.bad > 0 OR p.dice < ${script.reached}::float8 RETURNING id)
        SELECT count(*)::int AS n FROM made`.execute(tx);
      made += rows[0]?.n ?? 0;
    }
  // The numbers of what was finished are kept as they stood.
  await sql`
    UPDATE campaign k SET report = jsonb_build_object('total', (SELECT count(*) FROM campaign_target t WHERE t.campaign_id = k.id))
    WHERE k.demonstration AND k.state = 'finished'`.execute(tx);
  return made;
}
