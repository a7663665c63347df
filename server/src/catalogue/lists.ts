import { sql } from 'kysely';
import type { Catalogue, CatalogueItem, Condition, Effect } from '@anlan/kernel/catalogue';
import { SYSTEMS } from '@anlan/systems';
import type { Database, Tx } from '../access/scoped.ts';

/** Every declared kind of list. */
export const CATALOGUES: ReadonlyMap<string, Catalogue> = new Map(
  SYSTEMS.flatMap((system) => (system.catalogues ?? []).map((catalogue) => [catalogue.key, catalogue] as const)),
);

/** An item with its list, as the table keeps it. */
export interface KeptItem extends CatalogueItem {
  readonly catalogue: string;
  /** Name of the list. */
  readonly list: string;
  readonly text: string | null;
  readonly origin: string | null;
  readonly confidence: string | null;
  readonly organisationId: string | null;
  readonly regionPath: string;
  readonly by: string | null;
}

export const ITEM_COLUMNS = sql`
  i.id, i.catalogue, c.name AS list, i.code, i.title, i.text, i.valid_from AS "from", i.valid_until AS "until", i.rule AS "when",
  i.effect, i.clauses, i.origin, i.confidence, i.organisation_id AS "organisationId", i.region_path AS "regionPath", i.by`;

/**
 * Items in force on a day of the lists of a kind that hold at a place: those of its jurisdictions and, with
 * `organisation`, the enterprise's own. Run as the owner or under a scope.
 */
export async function itemsFor(
  db: Database | Tx,
  kind: string,
  place: { readonly regionPath: string; readonly organisationId: string | null },
  day: string,
): Promise<KeptItem[]> {
  const { rows } = await sql<KeptItem>`
    SELECT ${ITEM_COLUMNS} FROM catalogue_item i JOIN catalogue c ON c.id = i.catalogue
    WHERE c.kind = ${kind} AND i.valid_from <= ${day} AND (i.valid_until IS NULL OR i.valid_until > ${day})
      AND (c.organisation_id = ${place.organisationId}::uuid
        OR c.organisation_id IS NULL AND starts_with(${place.regionPath}, c.region_path))
    ORDER BY c.organisation_id NULLS LAST, c.region_path, c.name, i.place, i.code`.execute(db);
  return rows;
}

/** What a new item consists of. */
export interface ItemInput {
  readonly code: string;
  readonly title: string;
  readonly text: string | null;
  readonly when: Condition;
  readonly effect: Effect;
  readonly clauses: readonly string[];
  readonly from: string;
  readonly until: string | null;
}
