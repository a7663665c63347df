import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { itemContentSchema, type ItemContent } from '@anlan/kernel/checklist';
import { columnName } from '@anlan/kernel/entity';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { masterAt, presentVersion } from './lists.ts';

export interface Draft {
  readonly itemId: string;
  readonly code: string;
  readonly change: 'add' | 'edit' | 'retire';
  readonly content: ItemContent | null;
  readonly by: string;
  readonly at: number;
}

export interface Wanted {
  /** Known item; left out for a new one. */
  readonly itemId?: string | undefined;
  readonly code: string;
  /** null = retire. */
  readonly content: ItemContent | null;
}

const LOCK = sql`SELECT pg_advisory_xact_lock(7216)`;

/** Columns of an item's wording, by the members of its content. */
export const CONTENT_COLUMNS = Object.keys(itemContentSchema.shape).map((key) => [key, columnName(key)] as const);

export async function readDrafts(tx: Tx): Promise<Draft[]> {
  const { rows } = await sql<Omit<Draft, 'at'> & { at: Date }>`
    SELECT item_id AS "itemId", code, change, content, by, at FROM check_draft ORDER BY code`.execute(tx);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** Puts changes of items aside for the next publication; the master and all lists stay as they are. */
export async function keepDrafts(tx: Tx, wanted: readonly Wanted[], actor: Actor): Promise<number | Refusal> {
  await LOCK.execute(tx);
  const version = await presentVersion(tx);
  const byId = new Map((await masterAt(tx, version)).map((item) => [item.id, item]));
  const codes = await sql<{ id: string; code: string }>`
    SELECT id, code FROM check_item UNION SELECT item_id, code FROM check_draft`.execute(tx);
  const idOf = new Map(codes.rows.map(({ id, code }) => [code, id]));
  for (const { itemId, code, content } of wanted) {
    const id = itemId ?? randomUUID();
    const present = byId.get(id);
    const holder = idOf.get(code);
    if (holder !== undefined && holder !== id)
      return refuse('already-exists', { field: both('条目编号', 'Item code'), value: code }, 'code');
    if (present !== undefined && present.code !== code)
      return refuse(
        'field-invalid',
        {
          field: both('条目编号', 'Item code'),
          problem: both('编号不能改，请停用后新增', 'a code cannot be changed; retire the item and add another'),
        },
        'code',
      );
    if (present === undefined && content === null) return refuse('not-found');
    idOf.set(code, id);
    const change = content === null ? 'retire' : present === undefined ? 'add' : 'edit';
    await sql`
      INSERT INTO check_draft (item_id, code, change, content, base, by, by_id)
      VALUES (${id}, ${code}, ${change}, ${content === null ? null : JSON.stringify(content)}::jsonb, ${version}, ${actor.name}, ${actor.personId})
      ON CONFLICT (item_id) DO UPDATE SET change = excluded.change, content = excluded.content, base = excluded.base,
        by = excluded.by, by_id = excluded.by_id, at = now()`.execute(tx);
  }
  await record(tx, actor, 'check.draft', null, 'done', { codes: wanted.map(({ code }) => code).slice(0, 50) });
  return wanted.length;
}

export async function dropDraft(tx: Tx, id: string, actor: Actor): Promise<Refusal | undefined> {
  const { rows } = await sql<{ code: string }>`DELETE FROM check_draft WHERE item_id = ${id} RETURNING code`.execute(
    tx,
  );
  if (rows[0] === undefined) return refuse('not-found');
  await record(tx, actor, 'check.draft-drop', { kind: 'check-item', id }, 'done', { code: rows[0].code });
  return undefined;
}

/**
 * Publishes all drafts together as the next version of the master. `base` is the version the publisher saw. Lists made
 * from now on follow it; checks under way keep the wording they began with.
 */
export async function publishDrafts(
  tx: Tx,
  { base, reason }: { readonly base: number; readonly reason: string },
  by: { readonly id: string | null; readonly name: string },
  now: number,
): Promise<{ version: number; added: number; changed: number; retired: number } | Refusal> {
  await LOCK.execute(tx);
  const present = await presentVersion(tx);
  if (present !== base) return refuse('version-conflict', { version: present });
  const drafts = await readDrafts(tx);
  if (drafts.length === 0) return refuse('check-draft-empty');
  const version = present + 1;
  const count = (change: Draft['change']) => drafts.filter((draft) => draft.change === change).length;
  const [added, changed, retired] = [count('add'), count('edit'), count('retire')];
  const items = (await masterAt(tx, present)).length + added - retired;
  await sql`
    INSERT INTO check_master (version, published_at, by, by_id, reason, items, added, changed, retired)
    VALUES (${version}, ${new Date(now)}, ${by.name}, ${by.id}, ${reason}, ${items}, ${added}, ${changed}, ${retired})`.execute(
    tx,
  );
  for (const draft of drafts) await publishOne(tx, draft, version);
  await sql`DELETE FROM check_draft`.execute(tx);
  return { version, added, changed, retired };
}

async function publishOne(tx: Tx, { itemId, code, change, content }: Draft, version: number): Promise<void> {
  if (change === 'add')
    await sql`INSERT INTO check_item (id, code) VALUES (${itemId}, ${code}) ON CONFLICT DO NOTHING`.execute(tx);
  else
    await sql`UPDATE check_item_version SET to_version = ${version} WHERE item_id = ${itemId} AND to_version IS NULL`.execute(
      tx,
    );
  if (content === null) return;
  const values = content as Readonly<Record<string, unknown>>;
  await sql`
    INSERT INTO check_item_version (item_id, from_version, ${sql.join(CONTENT_COLUMNS.map(([, column]) => sql.id(column)))})
    VALUES (${itemId}, ${version}, ${sql.join(CONTENT_COLUMNS.map(([key]) => values[key] ?? null))})`.execute(tx);
}
