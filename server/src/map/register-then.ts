import { sql, type RawBuilder } from 'kysely';
import { columnName, tableName, type Entity } from '@anlan/kernel/entity';
import type { Area } from '@anlan/kernel/map';
import { insideSql } from './area-sql.ts';

/** Which records stood on the map: registered by then and not yet retired. Those of the demonstration always were. */
export function standing(time: number | null): RawBuilder<boolean> {
  if (time === null) return sql`t.lon IS NOT NULL AND t.retired_at IS NULL`;
  const at = new Date(time);
  return sql`t.lon IS NOT NULL AND (t.created_at <= ${at} OR t.demonstration) AND (t.retired_at IS NULL OR t.retired_at > ${at})`;
}

const ALWAYS = ['id', 'name', 'lon', 'lat', 'region_path'];

/**
 * FROM and WHERE of the records of an entity inside an area, as `t`: as they are, or with the named fields as they were at
 * `time`. Where a record lay then is not asked: it lies where it lies today.
 */
export function recordsInside(
  entity: Entity,
  area: Area,
  time: number | null,
  fields: readonly string[],
): RawBuilder<unknown> {
  const table = sql.id(tableName(entity));
  const found = sql`FROM ${table} t WHERE ${standing(time)} AND ${insideSql(area)}`;
  if (time === null) return found;
  // Named one by one: a role may not read every column of a table.
  const columns = [...new Set([...ALWAYS, ...fields.map(columnName)])].map((column) => sql`t.${sql.id(column)}`);
  // What the first later change of a field started from is what it was; `from` null is a field that was empty.
  return sql`FROM (SELECT ${sql.join(columns)} ${found}) r
    CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, to_jsonb(r) || coalesce((
      SELECT jsonb_object_agg(lower(regexp_replace(w.field, '([A-Z])', '_\\1', 'g')), w.was) FROM (
        SELECT DISTINCT ON (c ->> 'field') c ->> 'field' AS field, c -> 'from' AS was
        FROM record_history h CROSS JOIN LATERAL jsonb_array_elements(h.changes) c
        WHERE h.entity = ${entity.key} AND h.id = r.id AND h.version > 1 AND h.at > ${new Date(time)}
          AND c ->> 'field' = ANY (${[...fields]})
        ORDER BY c ->> 'field', h.version) w), '{}'::jsonb)) t`;
}
