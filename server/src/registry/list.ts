import { sql, type RawBuilder } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import { columnName, tableName, type Entity } from '@anlan/kernel/entity';
import { readDaySpan } from '@anlan/kernel/registry';
import type { Tx } from '../access/scoped.ts';
import { filled, missingIn } from './filled.ts';
import { isFilter } from './shapes.ts';
import { column, recordOf, selectFrom, type RegistryRecord } from './table.ts';

/** What a list is asked for: members of the entity's `filters` shape. */
export interface Wish {
  readonly search?: string;
  readonly region?: string;
  readonly sort?: string;
  readonly verified?: 'true' | 'false';
  readonly missing?: string;
  readonly days?: string;
  readonly [field: string]: unknown;
}

/** Matches are counted up to here; a list that has more says `atLeast`. */
const COUNTED = 10_000;
/** A search that finds more is answered from the list's own order: of a text so common, matches are met soon there. */
const FOUND = 20_000;
/** How complete the records are is worked out over so many at most: their fields stand in no index. */
const WEIGHED = 5000;

/** Escapes what LIKE takes for a pattern. */
export function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/**
 * Matches a name anywhere, initials and full pinyin anywhere, and unique fields anywhere. Written so that the planner
 * expects many: it stands where too many were found, and those are met soon in the list's own order.
 */
function matching(entity: Entity, search: string): RawBuilder<boolean> {
  const anywhere = `%${likeText(search)}%`;
  const ways = [
    sql`position(lower(${search}) IN lower(t.name)) > 0`,
    ...(search.length > 2 ? (entity.unique ?? []).map((key) => sql`${column(key)} ILIKE ${anywhere}`) : []),
  ];
  if (/^[a-z0-9 ]+$/i.test(search)) ways.push(sql`t.initials LIKE ${`%${search.toLowerCase().replaceAll(' ', '')}%`}`);
  return sql<boolean>`(${sql.join(ways, sql` OR `)})`;
}

/** Ids of live records the text finds under the transaction's scope, at most `most`. */
export async function findIds(tx: Tx, entity: Entity, text: string, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM ${foundBy(entity, text, most)}`.execute(tx);
  return rows.map(({ id }) => id);
}

/**
 * Live records the text finds under the transaction's scope, at most `most`: id, initials and name. It asks the database's
 * own search, which keeps its indexes where a row policy would lose them.
 */
export function foundBy(entity: Entity, text: string, most: number): RawBuilder<unknown> {
  const numbers = (entity.unique ?? []).map(columnName);
  return sql`anlan_find(${tableName(entity)}::regclass, ${text}, ${numbers}::text[], ${most})`;
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
  if (wish.missing !== undefined) conditions.push(missingIn(entity, wish.missing));
  const span = wish.days === undefined ? undefined : readDaySpan(entity, wish.days);
  if (span?.from !== undefined) conditions.push(sql`${column(span.field)} >= ${span.from}::date`);
  if (span?.to !== undefined) conditions.push(sql`${column(span.field)} <= ${span.to}::date`);
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
  /** Share of the fields that count that are filled in over all matches, 0…1; null without matches, or with more than were counted. */
  readonly completeness: number | null;
}

/**
 * A page of live records under the transaction's scope, with the number of matches, exact up to `COUNTED`. Counting and
 * ordering ask for nothing that the list's indexes do not hold; whole records are read for the page alone.
 */
export async function listRecords(tx: Tx, entity: Entity, wish: Wish, limit: number, offset: number): Promise<Page> {
  const { ids, total, completeness } = await matches(tx, entity, wish, limit, offset);
  return {
    rows: await readRecords(tx, entity, ids),
    total: Math.min(total, COUNTED),
    atLeast: total > COUNTED,
    completeness,
  };
}

/** Ids of all matches in the order of the list, at most `most`. */
export async function listIds(tx: Tx, entity: Entity, wish: Wish, most: number): Promise<string[]> {
  const { ids } = await matches(tx, entity, wish, most, 0);
  return ids;
}

/** Ids of a page in the order of the list, how many match (at most `COUNTED` and one), and how complete they are. */
interface Matches {
  readonly ids: string[];
  readonly total: number;
  readonly completeness: number | null;
}

async function matches(tx: Tx, entity: Entity, wish: Wish, limit: number, offset: number): Promise<Matches> {
  const { search } = wish;
  const sought = search !== undefined && search !== '';
  if (sought && limit + offset <= FOUND) {
    const found = await foundMatches(tx, entity, wish, search, limit, offset);
    if (found !== undefined) return found;
  }
  const conditions = [...conditionsOf(entity, wish), ...(sought ? [matching(entity, search)] : [])];
  const from = sql`FROM ${sql.table(tableName(entity))} AS t WHERE ${sql.join(conditions, sql` AND `)}`;
  const counted = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM (SELECT ${from} LIMIT ${COUNTED + 1}) c`.execute(tx);
  const { total } = counted.rows[0]!;
  if (total === 0) return { ids: [], total, completeness: null };
  const { rows } = await sql<{ id: string }>`
    SELECT t.id ${from} ORDER BY ${orderOf(entity, wish.sort)} LIMIT ${limit} OFFSET ${offset}`.execute(tx);
  const weighed =
    total > WEIGHED
      ? undefined
      : await sql<{ completeness: number }>`SELECT avg(${filled(entity)}) AS completeness ${from}`.execute(tx);
  return { ids: rows.map(({ id }) => id), total, completeness: weighed?.rows[0]!.completeness ?? null };
}

/** The same for a text by what the search gives; undefined where it finds more than it gives. */
async function foundMatches(
  tx: Tx,
  entity: Entity,
  wish: Wish,
  search: string,
  limit: number,
  offset: number,
): Promise<Matches | undefined> {
  const conditions = conditionsOf(entity, wish);
  // By the ids and no join: of a narrow scope the planner would rather read every record.
  const records = (name: string) =>
    sql`${sql.table(tableName(entity))} AS t WHERE t.id = ANY (ARRAY(SELECT id FROM ${sql.table(name)}))`;
  // The search gives live records with what the usual order needs: only another wish has to read them again.
  const key = (wish.sort ?? 'name').replace('-', '');
  const plain = conditions.length === 1 && key === 'name';
  const columns = [sql`t.id`, sql`t.initials`, sql`t.name`, ...(key === 'name' ? [] : [column(key)])];
  const source = plain ? sql`found AS t` : sql`${records('found')} AND ${sql.join(conditions, sql` AND `)}`;
  const { rows } = await sql<Matches & { found: number }>`
    WITH found AS MATERIALIZED (SELECT id, initials, name FROM ${foundBy(entity, search, FOUND + 1)}),
    matched AS MATERIALIZED (SELECT ${sql.join(columns)} FROM ${source}),
    counted AS (SELECT count(*)::int AS total FROM matched)
    SELECT (SELECT count(*)::int FROM found) AS found, total,
      ARRAY(SELECT t.id FROM matched AS t ORDER BY ${orderOf(entity, wish.sort)} LIMIT ${limit} OFFSET ${offset}) AS ids,
      CASE WHEN total <= ${WEIGHED} THEN (SELECT avg(${filled(entity)}) FROM ${records('matched')}) END AS completeness
    FROM counted`.execute(tx);
  const { found, ...page } = rows[0]!;
  return found > FOUND ? undefined : page;
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
