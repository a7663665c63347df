import { sql } from 'kysely';
import { CodeLists, type CodeList, type EntryChange } from '@anlan/kernel/code-list';
import { SYSTEMS } from '@anlan/systems';
import type { Database, Tx } from '../access/scoped.ts';

/** Every declared list by key. */
export const CODE_LISTS: ReadonlyMap<string, CodeList> = new Map(
  SYSTEMS.flatMap((system) => (system.codeLists ?? []).map((list) => [list.key, list] as const)),
);

/** What every place has said of the entries of lists, oldest first; of one list where it is named. */
export async function entryChanges(db: Database | Tx, list?: string): Promise<EntryChange[]> {
  const { rows } = await sql<Omit<EntryChange, 'from'> & { from: Date }>`
    SELECT list, code, region_path AS "regionPath", valid_from AS "from", label, label_en AS "labelEn", also, position, ended
    FROM code_list_change WHERE ${list === undefined ? sql`true` : sql`list = ${list}`} ORDER BY valid_from`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, from: row.from.getTime() }));
}

/** The lists as places have made them their own. */
export async function codeLists(db: Database | Tx): Promise<CodeLists> {
  return new CodeLists(CODE_LISTS.values(), await entryChanges(db));
}
