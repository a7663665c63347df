import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { scopeRange } from '@anlan/kernel/access';
import type { FireCalendar } from '@anlan/kernel/campaign';
import { endOf } from '@anlan/domain/calendar';
import type { Tx } from '../access/scoped.ts';
import { valuesFor } from '../parameter/book.ts';

/**
 * Which jurisdictions of the scope had the fire campaigns of a calendar year that are asked of them (D4:206: at least one a
 * year). A campaign counts where it was issued and in every place it was given to, in the year in which it began.
 */
export async function fireCalendar(tx: Tx, actor: Actor, year: number): Promise<FireCalendar> {
  const { scope } = actor;
  const range = scope.kind === 'region' ? scopeRange(scope.path) : { from: 'cn.', to: 'cn/' };
  const places = await sql<{ path: string; name: string }>`
    SELECT path, name FROM region
    WHERE path >= ${range.from} AND path < ${range.to} AND kind IN ('municipality', 'city', 'county', 'zone') AND valid_to IS NULL
      AND EXISTS (SELECT FROM enterprise e WHERE starts_with(e.region_path, path))
    ORDER BY path`.execute(tx);
  type Held = FireCalendar['rows'][number]['campaigns'][number] & { place: string };
  const { rows } = await sql<Held>`
    SELECT DISTINCT k.id, k.name, k.from_on AS "from", k.to_on AS "to", k.state, w.place FROM campaign k
    CROSS JOIN LATERAL (SELECT k.home_path AS place UNION SELECT p.region_path FROM campaign_part p WHERE p.campaign_id = k.id) w
    WHERE k.fire AND k.state <> 'cancelled' AND extract(year FROM k.from_on) = ${year} ORDER BY k.from_on, k.id`.execute(
    tx,
  );
  // Judged by the number in force at the end of the year, or now.
  const at = Math.min(Date.now(), endOf(`${year}-12-31`));
  const answer: FireCalendar['rows'] = [];
  for (const { path, name } of places.rows) {
    const least = (await valuesFor(tx, path, at)).number('campaign.fire.per-year');
    const campaigns = rows.filter((row) => row.place === path).map(({ place: _, ...campaign }) => campaign);
    answer.push({ path, name, least, campaigns, missing: campaigns.length < least });
  }
  return { year, missing: answer.filter(({ missing }) => missing).length, rows: answer };
}
