import { sql, type RawBuilder } from 'kysely';
import { detailTable } from '@anlan/kernel/case';
import { columnName, inputSchema, tableName, type Entity } from '@anlan/kernel/entity';
import { isRefusal, type Refusal, both, refuse } from '@anlan/kernel/refusal';
import { SYSTEMS } from '@anlan/systems';
import type { Database, Tx } from '../access/scoped.ts';
import { announce } from './announce.ts';
import { changeRecord, writeHistory } from './change.ts';
import { readRecord } from './list.ts';
import { asOwner } from './owned-write.ts';
import { followCases } from './owner.ts';
import { ENTITIES } from './table.ts';

/** Rows moved from the merged record to the survivor: table, column, and how their rows are known. */
interface Moved {
  readonly table: string;
  readonly column: string;
  /** ctid-free: primary key columns and their values. */
  readonly keys: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface MergeWish {
  readonly survivor: string;
  readonly merged: string;
  /** Versions the person looked at. */
  readonly versions: readonly [survivor: number, merged: number];
  /** Members to take from the merged record. */
  readonly take: readonly string[];
  readonly reason: string;
}

/** Id of the record that a merged one leads to, through later merges too. */
export async function survivorOf(db: Database, entity: Entity, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    WITH RECURSIVE way AS (
      SELECT survivor_id AS id, 1 AS step FROM record_merge WHERE entity = ${entity.key} AND merged_id = ${id} AND undone_at IS NULL
      UNION ALL
      SELECT m.survivor_id, step + 1 FROM way JOIN record_merge m ON m.entity = ${entity.key} AND m.merged_id = way.id AND m.undone_at IS NULL
      WHERE step < 20)
    SELECT id FROM way ORDER BY step DESC LIMIT 1`.execute(db);
  return rows[0]?.id;
}

const impossible = (zh: string, en: string): Refusal => refuse('merge-refused', { problem: both(zh, en) });

/**
 * Merges one record into another: members named in `take` come from the merged record, every reference moves, the
 * merged id leads to the survivor. Both must be live and in scope. Undefined = one of them is not.
 */
export async function mergeRecords(
  tx: Tx,
  entity: Entity,
  wish: MergeWish,
  by: string,
): Promise<{ moved: number } | Refusal | undefined> {
  if (wish.survivor === wish.merged) return impossible('两条是同一条', 'the two are the same');
  // Locked in one order, so that two who merge the same pair do not wait for each other.
  const [first, second] = [wish.survivor, wish.merged].toSorted();
  const locked = [await readRecord(tx, entity, first!, true), await readRecord(tx, entity, second!, true)];
  const survivor = locked.find((record) => record?.id === wish.survivor);
  const merged = locked.find((record) => record?.id === wish.merged);
  if (survivor === undefined || merged === undefined || survivor.retiredAt !== null || merged.retiredAt !== null)
    return undefined;
  const stale = [survivor, merged].find((record, index) => record.version !== wish.versions[index]);
  if (stale !== undefined) return refuse('version-conflict', { version: stale.version });
  // The merged record leaves first: its unique values may then go to the survivor.
  await sql`
    UPDATE ${sql.table(tableName(entity))} SET retired_at = now(), version = version + 1, updated_at = now(), updated_by = ${by}
    WHERE id = ${wish.merged}`.execute(tx);
  const source = `merge:${wish.merged}`;
  await writeHistory(
    tx,
    entity,
    wish.merged,
    [{ field: 'retiredAt', from: null, to: `并入「${survivor.name}」：${wish.reason}` }],
    { by, source: `merge:${wish.survivor}` },
  );
  const members = new Set(Object.keys(inputSchema(entity).shape));
  const changes = Object.fromEntries(
    wish.take.filter((key) => members.has(key)).map((key) => [key, merged[key] ?? null]),
  );
  const taken = Object.fromEntries(Object.keys(changes).map((key) => [key, survivor[key] ?? null]));
  const changed = await changeRecord(
    tx,
    entity,
    wish.survivor,
    { version: survivor.version, changes },
    { by, source, reason: wish.reason, stored: true },
  );
  if (changed === undefined || isRefusal(changed)) return changed;
  if (changed.fields.length === 0) {
    await sql`UPDATE ${sql.table(tableName(entity))} SET version = version + 1, updated_at = now(), updated_by = ${by} WHERE id = ${wish.survivor}`.execute(
      tx,
    );
    await writeHistory(tx, entity, wish.survivor, [{ field: 'merged', from: null, to: merged.name }], { by, source });
  }
  const moved = await asOwner(tx, async () => {
    const all = await moveReferences(tx, entity, wish.merged, wish.survivor);
    await sql`
      INSERT INTO record_merge (entity, merged_id, survivor_id, by, reason, taken, survivor_version, moved)
      VALUES (${entity.key}, ${wish.merged}, ${wish.survivor}, ${by}, ${wish.reason}, ${JSON.stringify(taken)}::jsonb,
        ${survivor.version + 1}, ${JSON.stringify(all)}::jsonb)`.execute(tx);
    if (entity.key === 'enterprise') await followCases(tx, wish.survivor);
    return all;
  });
  await announce(tx, entity);
  return { moved: moved.reduce((sum, { rows }) => sum + rows.length, 0) };
}

/** Columns that hold ids of the entity: reference fields, and for enterprises whatever carries an organisation. */
async function referencesTo(tx: Tx, entity: Entity): Promise<{ table: string; column: string }[]> {
  const fields = [...ENTITIES.values()].flatMap((other) =>
    Object.entries(other.fields).flatMap(([key, field]) =>
      field.kind === 'reference' && field.entity === entity.key
        ? [{ table: tableName(other), column: columnName(key) }]
        : [],
    ),
  );
  // What cases say of the enterprise, the vehicle, the risk point: a detail table is filled like a record.
  const said = SYSTEMS.flatMap((system) => system.cases ?? []).flatMap((kind) =>
    Object.entries(kind.fields).flatMap(([key, field]) =>
      field.kind === 'reference' && field.entity === entity.key
        ? [{ table: detailTable(kind), column: columnName(key) }]
        : [],
    ),
  );
  // Points, alarms, cases, whatever comes later: every table names its enterprise organisation_id, and files the record
  // under subject columns. Lines that are never changed stay as they were written; the merged id leads to the survivor.
  const { rows } = await sql<{ table: string; column: string }>`
    SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c
    JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
    WHERE c.table_schema = 'public' AND c.data_type = 'uuid' AND c.column_name IN ('organisation_id', 'scope_organisation', 'enterprise_id')
      AND c.table_name NOT IN ('record_history', 'record_verification', 'outbox', ${tableName(entity)})
      AND NOT EXISTS (
        SELECT FROM pg_trigger g WHERE g.tgrelid = c.table_name::regclass AND g.tgfoid = 'refuse_change'::regproc AND g.tgtype & 16 > 0)
    ORDER BY 1, 2`.execute(tx);
  const known = new Set(fields.map(({ table, column }) => `${table}.${column}`));
  const carried =
    entity.key === 'enterprise' ? rows.filter(({ table, column }) => !known.has(`${table}.${column}`)) : [];
  return [...fields, ...said, ...carried];
}

async function keysOf(tx: Tx, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = ${`public.${table}`}::regclass AND i.indisprimary ORDER BY array_position(i.indkey, a.attnum)`.execute(
    tx,
  );
  return rows.map(({ name }) => name);
}

/** A task of a period exists once: where both records have one, the merged record's stays with it. */
function free(table: string, column: string, to: string): RawBuilder<unknown> {
  if (table !== 'case_self_check' || column !== 'enterprise') return sql`true`;
  return sql`NOT EXISTS (SELECT FROM case_self_check o WHERE o.enterprise = ${to} AND o.period = t.period)`;
}

/** Moves rows of one column; `only` narrows it to a single row. Gives the keys of what was moved. */
async function moveRows(
  tx: Tx,
  { table, column }: { readonly table: string; readonly column: string },
  keys: readonly string[],
  [from, to]: readonly [string, string],
  only?: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>[]> {
  const returning = keys.length === 0 ? sql`1 AS n` : sql.join(keys.map((key) => sql.id(key)));
  const one =
    only === undefined
      ? sql`true`
      : sql.join(
          keys.map((key) => sql`${sql.id(key)} = ${only[key]}`),
          sql` AND `,
        );
  const { rows } = await sql<Record<string, unknown>>`
    UPDATE ${sql.table(table)} t SET ${sql.id(column)} = ${to}
    WHERE ${sql.id(column)} = ${from} AND ${one} AND ${free(table, column, to)} RETURNING ${returning}`.execute(tx);
  return rows;
}

/** Undefined where the survivor has such a row already: the tables' own unique keys decide. */
async function unlessTaken<T>(tx: Tx, work: () => Promise<T>): Promise<T | undefined> {
  await sql`SAVEPOINT moving`.execute(tx);
  try {
    const done = await work();
    await sql`RELEASE SAVEPOINT moving`.execute(tx);
    return done;
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
    await sql`ROLLBACK TO SAVEPOINT moving`.execute(tx);
    return undefined;
  }
}

/** Moves every reference; what there may be only one of, and the survivor has, stays with the merged record. */
async function moveReferences(tx: Tx, entity: Entity, from: string, to: string): Promise<Moved[]> {
  const moved: Moved[] = [];
  for (const reference of await referencesTo(tx, entity)) {
    const { table, column } = reference;
    const keys = await keysOf(tx, table);
    let rows = await unlessTaken(tx, () => moveRows(tx, reference, keys, [from, to]));
    if (rows === undefined) {
      const each = await sql<Record<string, unknown>>`
        SELECT ${sql.join(keys.map((key) => sql.id(key)))} FROM ${sql.table(table)} WHERE ${sql.id(column)} = ${from}`.execute(
        tx,
      );
      rows = [];
      for (const row of each.rows)
        rows.push(...((await unlessTaken(tx, () => moveRows(tx, reference, keys, [from, to], row))) ?? []));
    }
    if (rows.length > 0) moved.push({ table, column, keys, rows });
  }
  return moved;
}

/**
 * Takes a merge back: the merged record lives again, what was moved and still stands with the survivor returns, and
 * members taken over return where nobody changed them since. Undefined = no such merge in scope.
 */
export async function undoMerge(
  tx: Tx,
  entity: Entity,
  merged: string,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<{ moved: number } | Refusal | undefined> {
  const record = await readRecord(tx, entity, merged, true);
  if (record === undefined || record.retiredAt === null) return undefined;
  const merge = await asOwner(tx, async () => {
    const { rows } = await sql<{ survivor_id: string; taken: Record<string, unknown>; moved: Moved[] }>`
      UPDATE record_merge SET undone_at = now(), undone_by = ${by}
      WHERE entity = ${entity.key} AND merged_id = ${merged} AND undone_at IS NULL RETURNING survivor_id, taken, moved`.execute(
      tx,
    );
    return rows[0];
  });
  if (merge === undefined) return undefined;
  const survivor = await readRecord(tx, entity, merge.survivor_id, true);
  if (survivor === undefined || survivor.retiredAt !== null)
    return impossible('保留的那条已注销，或不在你的范围内', 'the surviving record is retired or outside your scope');
  const changes = Object.fromEntries(
    Object.entries(merge.taken).filter(([key]) => (survivor[key] ?? null) === (record[key] ?? null)),
  );
  const source = `unmerge:${merged}`;
  const changed = await changeRecord(
    tx,
    entity,
    survivor.id,
    { version: survivor.version, changes },
    { by, source, reason, stored: true },
  );
  if (changed === undefined || isRefusal(changed)) return changed;
  await sql`
    UPDATE ${sql.table(tableName(entity))} SET retired_at = NULL, version = version + 1, updated_at = now(), updated_by = ${by}
    WHERE id = ${merged}`.execute(tx);
  await writeHistory(tx, entity, merged, [{ field: 'retiredAt', from: '已并入', to: null }], { by, source, reason });
  const count = await asOwner(tx, async () => {
    const back = await moveBack(tx, merge.moved, merge.survivor_id, merged);
    if (entity.key === 'enterprise') await followCases(tx, merged);
    return back;
  });
  await announce(tx, entity);
  return { moved: count };
}

async function moveBack(tx: Tx, moved: readonly Moved[], from: string, to: string): Promise<number> {
  let count = 0;
  for (const { table, column, keys, rows } of moved) {
    if (keys.length === 0) continue;
    const columns = sql.join(
      keys.map((key) => sql`${sql.ref(`t.${key}`)} = ${sql.ref(`k.${key}`)}`),
      sql` AND `,
    );
    const { rows: back } = await sql`
      UPDATE ${sql.table(table)} t SET ${sql.id(column)} = ${to}
      FROM jsonb_populate_recordset(NULL::${sql.id('public', table)}, ${JSON.stringify(rows)}::jsonb) k
      WHERE ${columns} AND t.${sql.id(column)} = ${from} RETURNING 1`.execute(tx);
    count += back.length;
  }
  return count;
}
