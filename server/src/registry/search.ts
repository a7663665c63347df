import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { tableName, type Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { foundBy, likeText } from './list.ts';
import { shownName } from './mask.ts';
import { findRegions } from './regions.ts';
import { column, ENTITIES, entityOf } from './table.ts';

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
  const found = await findRecords(tx, text, names);
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

/** Records in the order of their kinds; each kind is asked in the same two statements, one round for all of them. */
async function findRecords(tx: Tx, text: string, names: boolean): Promise<Found[]> {
  const kinds = [...ENTITIES.values()];
  const asked = kinds.map(
    (entity) => sql`SELECT ${entity.key} AS kind, array_agg(id) AS ids FROM ${foundBy(entity, text, CANDIDATES)}`,
  );
  const { rows } = await sql<{ kind: string; ids: string[] | null }>`${sql.join(asked, sql` UNION ALL `)}`.execute(tx);
  const ids = new Map(rows.flatMap((row) => (row.ids === null ? [] : [[row.kind, row.ids] as const])));
  const met = kinds.filter(({ key }) => ids.has(key));
  if (met.length === 0) return [];
  const best = met.map((entity) => bestOf(entity, ids.get(entity.key)!, text));
  const records = await sql<Best>`${sql.join(best, sql` UNION ALL `)}`.execute(tx);
  return records.rows.map(({ kind, id, name, region, number }) => {
    const entity = entityOf(kind);
    return {
      kind,
      id,
      label: shownName(entity, name, names),
      sub: [entity.label, number, region].filter((part) => part !== null).join(' · '),
      href: `/registry/${entity.plural}/${id}`,
    };
  });
}

interface Best {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly region: string | null;
  readonly number: string | null;
}

/** Of the records of a kind those that begin with the text, the shortest names first. */
function bestOf(entity: Entity, ids: readonly string[], text: string): RawBuilder<unknown> {
  const [unique] = entity.unique ?? [];
  const number = unique === undefined ? sql`NULL` : column(unique);
  return sql`(
    SELECT ${entity.key} AS kind, t.id, t.name, r.name AS region, ${number}::text AS number
    FROM ${sql.table(tableName(entity))} t LEFT JOIN region r ON r.path = t.region_path
    WHERE t.id = ANY (${[...ids]}::uuid[])
    ORDER BY (t.name ILIKE ${`${likeText(text)}%`}) DESC, length(t.name), t.name LIMIT ${PER_KIND})`;
}
