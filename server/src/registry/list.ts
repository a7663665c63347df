import { sql, type RawBuilder } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import { tableName, type Entity } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { isFilter } from './shapes.ts';
import { column, recordOf, selectFrom, type RegistryRecord } from './table.ts';

/** What a list is asked for: members of the entity's `filters` shape. */
export interface Wish {
  readonly search?: string;
  readonly region?: string;
  readonly sort?: string;
  readonly [field: string]: unknown;
}

/** Escapes what LIKE takes for a pattern. */
export function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** Matches a name anywhere, pinyin initials anywhere, and unique fields from their start (device identity anywhere). */
export function matching(entity: Entity, search: string): RawBuilder<boolean> {
  const anywhere = `%${likeText(search)}%`;
  const ways = [
    sql`t.name ILIKE ${anywhere}`,
    ...(entity.unique ?? []).map((key) => sql`${column(key)} ILIKE ${anywhere}`),
  ];
  if (/^[a-z0-9]+$/i.test(search)) ways.push(sql`t.initials LIKE ${`%${search.toLowerCase()}%`}`);
  return sql<boolean>`(${sql.join(ways, sql` OR `)})`;
}

function conditionsOf(entity: Entity, wish: Wish): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [sql`t.retired_at IS NULL`];
  if (wish.search !== undefined && wish.search !== '') conditions.push(matching(entity, wish.search));
  if (wish.region !== undefined) {
    const { from, to } = scopeRange(wish.region);
    conditions.push(sql`t.region_path >= ${from} AND t.region_path < ${to}`);
  }
  for (const [key, field] of Object.entries(entity.fields)) {
    const values = wish[key] as readonly string[] | undefined;
    if (values === undefined || values.length === 0 || !isFilter(field)) continue;
    conditions.push(sql`${column(key)} = ANY (${[...values]}::${sql.raw(ARRAY_TYPES[field.kind] ?? 'text[]')})`);
  }
  return sql.join(conditions, sql` AND `);
}

const ARRAY_TYPES: Readonly<Record<string, string>> = { 'yes-no': 'boolean[]', reference: 'uuid[]' };

/** Levels sort by rank and choices in the declared order; names in pinyin order; empty values always last. */
function orderOf(entity: Entity, sort = 'name'): RawBuilder<unknown> {
  const down = sort.startsWith('-');
  const key = down ? sort.slice(1) : sort;
  const direction = sql.raw(down ? 'DESC NULLS LAST' : 'ASC NULLS LAST');
  if (key === 'name') return sql`t.initials ${direction}, t.name ${direction}, t.id`;
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
  readonly total: number;
  /** Share of the declared fields that are filled in over all matches, 0…1; null without matches. */
  readonly completeness: number | null;
}

/** A page of live records under the transaction's scope, with the exact number of matches. */
export async function listRecords(tx: Tx, entity: Entity, wish: Wish, limit: number, offset: number): Promise<Page> {
  const conditions = conditionsOf(entity, wish);
  const own = [...Object.keys(entity.fields), ...(entity.located ? ['lon'] : [])].map(column);
  const summary = await sql<{ total: number; completeness: number | null }>`
    SELECT count(*) AS total, avg(num_nonnulls(${sql.join(own)})::float8 / ${sql.lit(own.length)}) AS completeness
    FROM ${sql.table(tableName(entity))} AS t WHERE ${conditions}`.execute(tx);
  const { rows } = await sql<RegistryRecord>`
    ${selectFrom(entity)} WHERE ${conditions} ORDER BY ${orderOf(entity, wish.sort)} LIMIT ${limit} OFFSET ${offset}`.execute(
    tx,
  );
  return { rows: rows.map(recordOf), ...summary.rows[0]! };
}

/** One record under the transaction's scope, retired ones too; `lock` keeps it from changing until the commit. */
export async function readRecord(
  tx: Tx,
  entity: Entity,
  id: string,
  lock = false,
): Promise<RegistryRecord | undefined> {
  const forUpdate = lock ? sql`FOR UPDATE OF t` : sql``;
  const { rows } = await sql<RegistryRecord>`${selectFrom(entity)} WHERE t.id = ${id} ${forUpdate}`.execute(tx);
  return rows[0] === undefined ? undefined : recordOf(rows[0]);
}
