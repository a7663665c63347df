import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { CHECK_TIERS, generate, type Item, type ItemUse, type Selection } from '@anlan/kernel/checklist';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { ITEM_COLUMNS } from './rows.ts';

export interface ListRow {
  id: string;
  use: ItemUse;
  sector: string | null;
  tier: (typeof CHECK_TIERS)[number] | null;
  master_version: number;
  title: string;
  items: number;
}

const USE_LABELS: Record<ItemUse, string> = { self: '自查清单', enforcement: '执法检查清单', standard: '标准化清单' };
const TIER_LABELS = { shift: '班组日查', department: '部门周查', manager: '经理月查' } as const;

/** The newest version of the master; 0 before the first is published. */
export async function presentVersion(db: Database | Tx): Promise<number> {
  const { rows } = await sql<{ version: number | null }>`SELECT max(version) AS version FROM check_master`.execute(db);
  return rows[0]?.version ?? 0;
}

/** Every item in force at a version of the master, in the order of codes. */
export async function masterAt(db: Database | Tx, version: number): Promise<Item[]> {
  const { rows } = await sql<Item>`
    SELECT ${ITEM_COLUMNS} FROM check_item i JOIN check_item_version v ON v.item_id = i.id
    WHERE v.from_version <= ${version} AND (v.to_version IS NULL OR v.to_version > ${version}) ORDER BY i.code`.execute(
    db,
  );
  return rows;
}

/**
 * The list for a use, trade and round at the present version, generated from the master when it is first wanted.
 * `only` narrows it to chosen items; one that does not belong to it is refused: no list holds what the master does not.
 */
export async function ensureList(tx: Tx, selection: Selection, only?: readonly string[]): Promise<ListRow | Refusal> {
  const version = await presentVersion(tx);
  if (version === 0) return refuse('check-no-master');
  const chosen = only === undefined ? null : [...new Set(only)].sort();
  const selected = chosen === null ? null : createHash('sha256').update(chosen.join()).digest('hex');
  const { use, sector, tier } = selection;
  const known = await knownList(tx, selection, version, selected);
  if (known !== undefined) return known;
  const master = await masterAt(tx, version);
  const own =
    chosen === null
      ? generate(master, selection, version)
      : generate(master, { ...selection, tier: null }, version).filter((item) => chosen.includes(item.id));
  if (own.length === 0 || (chosen !== null && own.length < chosen.length))
    return refuse('check-outside-master', { version });
  const title = `${USE_LABELS[use]}${tier === null ? '' : `·${TIER_LABELS[tier]}`}`;
  const { rows } = await sql<ListRow>`
    INSERT INTO check_list (use, sector, tier, master_version, title, selected, items)
    VALUES (${use}, ${sector}, ${tier}, ${version}, ${title}, ${selected}, ${own.length})
    ON CONFLICT DO NOTHING RETURNING *`.execute(tx);
  const [row] = rows;
  // Another transaction generated the same list meanwhile: it is the same by construction.
  if (row === undefined) return (await knownList(tx, selection, version, selected)) as ListRow;
  const items = JSON.stringify(own.map((item, index) => ({ seq: index + 1, item: item.id, from: item.from })));
  await sql`
    INSERT INTO check_list_item (list_id, seq, item_id, from_version)
    SELECT ${row.id}, seq, item, "from" FROM jsonb_to_recordset(${items}::jsonb) AS t (seq int, item uuid, "from" int)`.execute(
    tx,
  );
  return row;
}

async function knownList(
  tx: Tx,
  { use, sector, tier }: Selection,
  version: number,
  selected: string | null,
): Promise<ListRow | undefined> {
  const { rows } = await sql<ListRow>`
    SELECT * FROM check_list WHERE use = ${use} AND coalesce(sector, '') = ${sector ?? ''} AND coalesce(tier, '') = ${tier ?? ''}
      AND master_version = ${version} AND coalesce(selected, '') = ${selected ?? ''}`.execute(tx);
  return rows[0];
}

/** Items of a list with the wording they had when it was generated. */
export async function itemsOf(db: Database | Tx, listId: string): Promise<Item[]> {
  const { rows } = await sql<Item>`
    SELECT ${ITEM_COLUMNS} FROM check_list_item l JOIN check_item i ON i.id = l.item_id
    JOIN check_item_version v ON v.item_id = l.item_id AND v.from_version = l.from_version
    WHERE l.list_id = ${listId} ORDER BY l.seq`.execute(db);
  return rows;
}
