import { sql } from 'kysely';
import { scopeRange } from '@anlan/kernel/access';
import { REGION_KINDS, REGION_PARENTS } from '@anlan/kernel/registry';
import { type Refusal } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { refuseInBoth } from '../http/index.ts';

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
  return refuseInBoth('field-invalid', { field: '上级', problem: zh }, { field: 'Above', problem: en }, 'kind');
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
  if (region === undefined || parent === undefined) return refuseInBoth('not-found', {}, {});
  const wrong = misplaced(region.kind, parent.kind);
  if (wrong !== undefined) return wrong;
  const next = `${under}${path.slice(region.parent?.length ?? 0)}`;
  const taken = await sql`SELECT FROM region WHERE path = ${next}`.execute(tx);
  if (taken.rows.length > 0)
    return refuseInBoth('already-exists', { field: '辖区', value: next }, { field: 'Region', value: next }, 'under');
  const range = scopeRange(path);
  const moved = (column: string) => sql`${next} || substr(${sql.ref(column)}, ${path.length + 1})`;
  await sql`
    INSERT INTO region (path, id, code, name, kind, parent_path, lon, lat, approximate, initials, pack, valid_from, valid_to)
    SELECT ${moved('path')}, ${moved('path')}, code, name, kind, CASE WHEN path = ${path} THEN ${under} ELSE ${moved('parent_path')} END,
      lon, lat, approximate, initials, pack, current_date, valid_to
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
    UPDATE region SET valid_to = current_date
    WHERE path >= ${range.from} AND path < ${range.to} AND valid_to IS NULL`.execute(tx);
  await sql`
    INSERT INTO region_change (path, by, kind, before, after, reason)
    SELECT unnest(ARRAY[${path}, ${next}]), ${by}, 'moved', ${path}, ${next}, ${reason}`.execute(tx);
  await sql`SELECT pg_notify('registry', 'region')`.execute(tx);
  return next;
}
