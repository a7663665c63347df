import { sql, type RawBuilder } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import { columnName, countedFields, tableName, type Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { isFilter } from './shapes.ts';
import { column, recordOf, selectFrom, type RegistryRecord } from './table.ts';

/** What a list is asked for: members of the entity's `filters` shape. */
export interface Wish {
  readonly search?: string;
  readonly region?: string;
  readonly sort?: string;
  readonly verified?: 'true' | 'false';
  readonly missing?: string;
  readonly [field: string]: unknown;
}

/** Matches are counted up to here; a list that has more says `atLeast`. */
export const COUNTED = 10_000;
/** A search that finds more than this is read in the order of the list instead. */
const FOUND = 4000;

/** Escapes what LIKE takes for a pattern. */
export function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** Matches a name anywhere, initials and full pinyin anywhere, and unique fields anywhere. */
export function matching(entity: Entity, search: string): RawBuilder<boolean> {
  const anywhere = `%${likeText(search)}%`;
  const ways = [
    sql`t.name ILIKE ${anywhere}`,
    ...(search.length > 2 ? (entity.unique ?? []).map((key) => sql`${column(key)} ILIKE ${anywhere}`) : []),
  ];
  if (/^[a-z0-9 ]+$/i.test(search)) ways.push(sql`t.initials LIKE ${`%${search.toLowerCase().replaceAll(' ', '')}%`}`);
  return sql<boolean>`(${sql.join(ways, sql` OR `)})`;
}

/**
 * Ids of live records the text finds under the transaction's scope, at most `most`. It asks the database's own search,
 * which keeps its indexes where a row policy would lose them.
 */
export async function findIds(tx: Tx, entity: Entity, text: string, most: number): Promise<string[]> {
  const numbers = (entity.unique ?? []).map(columnName);
  const { rows } = await sql<{ id: string }>`
    SELECT anlan_find(${tableName(entity)}::regclass, ${text}, ${numbers}::text[], ${most}) AS id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The search of a wish as a condition: the ids found, or the match itself where it finds too many. */
async function searched(tx: Tx, entity: Entity, { search }: Wish): Promise<RawBuilder<unknown>[]> {
  if (search === undefined || search === '') return [];
  const ids = await findIds(tx, entity, search, FOUND + 1);
  return [ids.length > FOUND ? matching(entity, search) : sql`t.id = ANY (${ids}::uuid[])`];
}

function conditionsOf(entity: Entity, wish: Wish): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`t.retired_at IS NULL`];
  if (wish.region !== undefined) {
    const { from, to } = scopeRange(wish.region);
    conditions.push(sql`t.region_path >= ${from} AND t.region_path < ${to}`);
  }
  for (const [key, field] of Object.entries(entity.fields)) {
    const values = wish[key] as readonly string[] | undefined;
    if (values === undefined || values.length === 0 || !isFilter(field)) continue;
    conditions.push(sql`${column(key)} = ANY (${[...values]}::${sql.raw(ARRAY_TYPES[field.kind] ?? 'text[]')})`);
  }
  if (wish.missing !== undefined) conditions.push(sql`${column(wish.missing)} IS NULL`);
  if (wish.verified !== undefined)
    conditions.push(sql`${sql.raw(wish.verified === 'true' ? '' : 'NOT')} EXISTS (
      SELECT FROM record_verification v WHERE v.entity = ${entity.key} AND v.id = t.id AND v.version = t.version)`);
  return conditions;
}

const ARRAY_TYPES: Readonly<Record<string, string>> = { 'yes-no': 'boolean[]', reference: 'uuid[]' };

/** Levels sort by rank and choices in the declared order; names in pinyin order; empty values always last. */
function orderOf(entity: Entity, sort = 'name'): RawBuilder<unknown> {
  const down = sort.startsWith('-');
  const key = down ? sort.slice(1) : sort;
  // Neither column is ever empty: without a word on nulls the order is the index's, both ways.
  if (key === 'name') {
    const direction = sql.raw(down ? 'DESC' : 'ASC');
    return sql`t.initials ${direction}, t.name ${direction}, t.id ${direction}`;
  }
  const direction = sql.raw(down ? 'DESC NULLS LAST' : 'ASC NULLS LAST');
  const field = entity.fields[key];
  const ranks: Record<string, readonly string[]> = {
    level: ['blue', 'yellow', 'orange', 'red'],
    choice: field?.kind === 'choice' ? field.options.map((option) => option.value) : [],
  };
  const ranked = field === undefined ? undefined : ranks[field.kind];
  const by = ranked === undefined ? column(key) : sql`array_position(${[...ranked]}::text[], ${column(key)})`;
  return sql`${by} ${direction}, t.initials, t.id`;
}

export interface Page {
  readonly rows: RegistryRecord[];
  /** Matches; where `atLeast`, counting ended here and there are more. */
  readonly total: number;
  readonly atLeast: boolean;
  /** Share of the declared fields that are filled in over all matches, 0…1; null without matches, or with more than were counted. */
  readonly completeness: number | null;
}

/** A page of live records under the transaction's scope, with the number of matches, exact up to `COUNTED`. */
export async function listRecords(tx: Tx, entity: Entity, wish: Wish, limit: number, offset: number): Promise<Page> {
  const conditions = sql.join([...conditionsOf(entity, wish), ...(await searched(tx, entity, wish))], sql` AND `);
  const counted = countedFields(entity);
  const filled =
    counted.length === 0
      ? sql`1::float8`
      : sql`num_nonnulls(${sql.join(counted.map(column))})::float8 / ${sql.lit(counted.length)}`;
  const summary = await sql<{ total: number; completeness: number | null }>`
    SELECT count(*) AS total, avg(c.filled) AS completeness FROM (
      SELECT ${filled} AS filled FROM ${sql.table(tableName(entity))} AS t WHERE ${conditions} LIMIT ${COUNTED + 1}) c`.execute(
    tx,
  );
  const { total, completeness } = summary.rows[0]!;
  const atLeast = total > COUNTED;
  const { rows } = await sql<RegistryRecord>`
    ${selectFrom(entity)} WHERE ${conditions} ORDER BY ${orderOf(entity, wish.sort)} LIMIT ${limit} OFFSET ${offset}`.execute(
    tx,
  );
  return {
    rows: rows.map(recordOf),
    total: atLeast ? COUNTED : total,
    atLeast,
    completeness: atLeast ? null : completeness,
  };
}

/** Ids of all matches in the order of the list, at most `most`. */
export async function listIds(tx: Tx, entity: Entity, wish: Wish, most: number): Promise<string[]> {
  const conditions = sql.join([...conditionsOf(entity, wish), ...(await searched(tx, entity, wish))], sql` AND `);
  const { rows } = await sql<{ id: string }>`
    SELECT t.id FROM ${sql.table(tableName(entity))} AS t WHERE ${conditions}
    ORDER BY ${orderOf(entity, wish.sort)} LIMIT ${most}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The records of these ids in their order; those no longer seen are left out. */
export async function readRecords(tx: Tx, entity: Entity, ids: readonly string[]): Promise<RegistryRecord[]> {
  const { rows } = await sql<RegistryRecord>`${selectFrom(entity)} WHERE t.id = ANY (${[...ids]}::uuid[])`.execute(tx);
  const known = new Map(rows.map((row) => [row.id, recordOf(row)]));
  return ids.flatMap((id) => known.get(id) ?? []);
}

/** One record under the transaction's scope, retired ones too; `lock` keeps it from changing until the commit. */
export async function readRecord(
  tx: Tx,
  entity: Entity,
  id: string,
  lock = false,
): Promise<RegistryRecord | undefined> {
  // Not FOR UPDATE: who opens a case about the record meanwhile must not wait for us while we wait for them.
  const forUpdate = lock ? sql`FOR NO KEY UPDATE OF t` : sql``;
  const { rows } = await sql<RegistryRecord>`${selectFrom(entity)} WHERE t.id = ${id} ${forUpdate}`.execute(tx);
  return rows[0] === undefined ? undefined : recordOf(rows[0]);
}
