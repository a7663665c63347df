import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import { scopeRange } from '@anlan/kernel/access';
import { tableName } from '@anlan/kernel/entity';
import { movingSchema, REGION_KINDS, REGION_PARENTS } from '@anlan/kernel/registry';
import { type Refusal, both, refuse } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { TODAY_IN_CHINA } from '../store/postgres/day.ts';
import { ENTITIES } from './table.ts';

export interface Move {
  readonly path: string;
  readonly under: string;
  readonly reason: string;
}

type Kind = keyof typeof REGION_PARENTS;

/** Why a region of a kind may not lie under one of another; undefined = it may. */
export function misplaced(kind: string, parent: string): Refusal | undefined {
  const parents: readonly (keyof typeof REGION_KINDS)[] = REGION_PARENTS[kind as Kind] ?? [];
  if (parents.some((one) => one === parent)) return undefined;
  const name = REGION_KINDS[kind as Kind] ?? kind;
  const zh =
    parents.length === 0 ? `${name}不能移动` : `${name}只能设在${parents.map((one) => REGION_KINDS[one]).join('、')}下`;
  const en = parents.length === 0 ? `a ${kind} is not moved` : `a ${kind} lies under: ${parents.join(', ')}`;
  return refuse('field-invalid', { field: both('上级', 'Above'), problem: both(zh, en) }, 'kind');
}

/** The nearest region above both paths, or their own where one lies in the other. */
export function commonPath(one: string, other: string): string {
  const parts = one.split('.');
  const others = other.split('.');
  const end = parts.findIndex((part, index) => part !== others[index]);
  return end < 0 ? one : `${parts.slice(0, end).join('.')}.`;
}

interface Column {
  readonly table: string;
  readonly column: string;
}

/**
 * Columns that say where something belongs. Lines that are never changed stay as they were written, under the old path,
 * which stays readable.
 */
async function placeColumns(tx: Tx): Promise<Column[]> {
  const { rows } = await sql<Column>`
    SELECT c.relname::text AS table, a.attname::text AS column
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attname IN ('region_path', 'scope_path') AND a.atttypid = 'text'::regtype
      AND c.relname NOT IN ('outbox', 'record_history')
      AND NOT EXISTS (
        SELECT FROM pg_trigger g JOIN pg_proc f ON f.oid = g.tgfoid
        WHERE g.tgrelid = c.oid AND f.proname IN ('refuse_change', 'audit_refuse_change') AND g.tgtype & 16 > 0)
    ORDER BY 1, 2`.execute(tx);
  return rows;
}

/** What would move along with a region: regions below it, live enterprises, all live records, people who sit there. */
export async function movingWith(tx: Tx, path: string): Promise<z.infer<typeof movingSchema>> {
  const { from, to } = scopeRange(path);
  const within = sql`region_path >= ${from} AND region_path < ${to}`;
  const count = async (query: RawBuilder<{ n: number }>): Promise<number> => (await query.execute(tx)).rows[0]!.n;
  const live = new Map<string, number>();
  for (const entity of ENTITIES.values())
    live.set(
      entity.key,
      await count(
        sql`SELECT count(*)::int AS n FROM ${sql.table(tableName(entity))} WHERE ${within} AND retired_at IS NULL`,
      ),
    );
  return {
    regions: await count(
      sql`SELECT count(*)::int AS n FROM region WHERE path > ${from} AND path < ${to} AND valid_to IS NULL`,
    ),
    organisations: live.get('enterprise') ?? 0,
    records: [...live.values()].reduce((sum, n) => sum + n, 0),
    people: await count(sql`SELECT count(*)::int AS n FROM person WHERE scope_path >= ${from} AND scope_path < ${to}`),
  };
}

/**
 * Moves a town (village, cell) with all below it under another region: its path changes, the old one ends today and stays
 * readable, and every record, person and setting goes along. Gives the new path.
 */
export async function moveRegion(tx: Tx, { path, under, reason }: Move, by: string): Promise<string | Refusal> {
  const { rows } = await sql<{ path: string; name: string; kind: string; parent: string | null }>`
    SELECT path, name, kind, parent_path AS parent FROM region WHERE path IN (${path}, ${under}) AND valid_to IS NULL FOR UPDATE`.execute(
    tx,
  );
  const [region, parent] = [path, under].map((wanted) => rows.find((row) => row.path === wanted));
  if (region === undefined || parent === undefined) return refuse('not-found');
  const wrong = misplaced(region.kind, parent.kind);
  if (wrong !== undefined) return wrong;
  const next = `${under}${path.slice(region.parent?.length ?? 0)}`;
  const taken = await sql`SELECT FROM region WHERE path = ${next}`.execute(tx);
  if (taken.rows.length > 0) return refuse('already-exists', { field: both('辖区', 'Region'), value: next }, 'under');
  const range = scopeRange(path);
  const moved = (column: string) => sql`${next} || substr(${sql.ref(column)}, ${path.length + 1})`;
  await sql`
    INSERT INTO region (path, id, code, name, name_en, kind, parent_path, lon, lat, approximate, initials, pack, valid_from, valid_to)
    SELECT ${moved('path')}, ${moved('path')}, code, name, name_en, kind, CASE WHEN path = ${path} THEN ${under} ELSE ${moved('parent_path')} END,
      lon, lat, approximate, initials, pack, ${TODAY_IN_CHINA}, valid_to
    FROM region WHERE path >= ${range.from} AND path < ${range.to}`.execute(tx);
  for (const { table, column } of await placeColumns(tx))
    await sql`
      UPDATE ${sql.table(table)} SET ${sql.id(column)} = ${moved(column)}
      WHERE ${sql.id(column)} >= ${range.from} AND ${sql.id(column)} < ${range.to}`.execute(tx);
  await sql`
    INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by, at)
    SELECT gen_random_uuid(), key, ${moved('region_path')}, valid_from, value, reason, by, at FROM parameter_setting
    WHERE region_path >= ${range.from} AND region_path < ${range.to}`.execute(tx);
  await sql`
    INSERT INTO code_list_change (list, code, region_path, valid_from, label, label_en, also, position, ended, reason, by, at)
    SELECT list, code, ${moved('region_path')}, valid_from, label, label_en, also, position, ended, reason, by, at FROM code_list_change
    WHERE region_path >= ${range.from} AND region_path < ${range.to}`.execute(tx);
  await sql`
    UPDATE region SET valid_to = ${TODAY_IN_CHINA}
    WHERE path >= ${range.from} AND path < ${range.to} AND valid_to IS NULL`.execute(tx);
  await sql`
    INSERT INTO region_change (path, by, kind, before, after, reason)
    SELECT unnest(ARRAY[${path}, ${next}]), ${by}, 'moved', ${path}, ${next}, ${reason}`.execute(tx);
  await sql`SELECT pg_notify('registry', 'region')`.execute(tx);
  return next;
}
