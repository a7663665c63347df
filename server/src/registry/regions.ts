import { sql } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import type { Region } from '@anlan/kernel/registry';
import type { Database, Tx } from '../access/scoped.ts';
import { likeText } from './list.ts';

interface Found {
  readonly path: string;
  readonly name: string;
  readonly above: string | null;
}

function within(column: string, path: string | undefined) {
  if (path === undefined) return sql`true`;
  const { from, to } = scopeRange(path);
  return sql`${sql.ref(column)} >= ${from} AND ${sql.ref(column)} < ${to}`;
}

/** Regions in tree order under both the reach of the scope and the wanted path; those no longer valid are left out. */
export async function listRegions(
  db: Database,
  reach: string | undefined,
  under: string | undefined,
): Promise<Region[]> {
  const { rows } = await sql<Region>`
    SELECT path, name, kind, code, parent_path AS "parentPath", lon, lat FROM region r
    WHERE valid_to IS NULL AND ${within('r.path', reach)} AND ${within('r.path', under)} ORDER BY path`.execute(db);
  return rows;
}

/**
 * What live regions are called in English letters, by name. Pages have the name only; where two places share a name and
 * not its reading, the more common one is said.
 */
export async function regionNames(db: Database): Promise<Record<string, string>> {
  const { rows } = await sql<{ names: Record<string, string> | null }>`
    SELECT jsonb_object_agg(name, "nameEn") AS names FROM (
      SELECT name, mode() WITHIN GROUP (ORDER BY name_en) AS "nameEn" FROM region
      WHERE valid_to IS NULL AND name_en IS NOT NULL GROUP BY name) AS known`.execute(db);
  return rows[0]?.names ?? {};
}

/** Regions by name, pinyin initials or full pinyin within the reach, shortest name first. */
export async function findRegions(tx: Tx, reach: string | undefined, text: string, limit: number): Promise<Found[]> {
  const letters = text.toLowerCase().replaceAll(' ', '');
  // The search key is the initials, a blank, and the full pinyin.
  const initials = /^[a-z0-9]+$/.test(letters)
    ? sql`OR r.initials LIKE ${`${letters}%`} OR r.initials LIKE ${`% ${letters}%`}`
    : sql``;
  const { rows } = await sql<Found>`
    SELECT r.path, r.name, up.name AS above FROM region r LEFT JOIN region up ON up.path = r.parent_path
    WHERE r.valid_to IS NULL AND ${within('r.path', reach)} AND (r.name ILIKE ${`%${likeText(text)}%`} ${initials})
    ORDER BY length(r.name), r.path LIMIT ${limit}`.execute(tx);
  return rows;
}
