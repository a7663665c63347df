import { sql } from 'kysely';
import { z } from 'zod';
import { tableName, type Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { findIds, likeText } from './list.ts';
import { shownName } from './mask.ts';
import { findRegions } from './regions.ts';
import { column, ENTITIES } from './table.ts';

export const foundSchema = z.object({
  kind: z.string().describe('an entity, or region'),
  id: z.string(),
  label: z.string(),
  sub: z.string(),
  href: z.string(),
});
export type Found = z.infer<typeof foundSchema>;

const PER_KIND = 5;
/** Of a kind that the text finds more of, the best of these are shown. */
const CANDIDATES = 500;

/**
 * Records of every entity and regions by name, pinyin initials or unique number, under the transaction's scope. Names of
 * people are masked unless `names`.
 */
export async function search(tx: Tx, reach: string | undefined, text: string, names = false): Promise<Found[]> {
  const found: Found[] = [];
  for (const entity of ENTITIES.values()) found.push(...(await searchEntity(tx, entity, text, names)));
  const regions = await findRegions(tx, reach, text, PER_KIND);
  const places = regions.map(({ path, name, above }) => ({
    kind: 'region',
    id: path,
    label: name,
    sub: above ?? '',
    href: `/map?scope=${encodeURIComponent(path)}`,
  }));
  return [...found, ...places];
}

async function searchEntity(tx: Tx, entity: Entity, text: string, names: boolean): Promise<Found[]> {
  const ids = await findIds(tx, entity, text, CANDIDATES);
  if (ids.length === 0) return [];
  const [unique] = entity.unique ?? [];
  const number = unique === undefined ? sql`NULL` : column(unique);
  const { rows } = await sql<{ id: string; name: string; region: string | null; number: string | null }>`
    SELECT t.id, t.name, r.name AS region, ${number} AS number
    FROM ${sql.table(tableName(entity))} t LEFT JOIN region r ON r.path = t.region_path
    WHERE t.id = ANY (${ids}::uuid[])
    ORDER BY (t.name ILIKE ${`${likeText(text)}%`}) DESC, length(t.name), t.name LIMIT ${PER_KIND}`.execute(tx);
  return rows.map(({ id, name, region, number }) => ({
    kind: entity.key,
    id,
    label: shownName(entity, name, names),
    sub: [entity.label, number, region].filter((part) => part !== null).join(' · '),
    href: `/registry/${entity.plural}/${id}`,
  }));
}
