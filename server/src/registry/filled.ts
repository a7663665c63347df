import { sql, type RawBuilder } from 'kysely';
import { columnName, countedFields, type Entity } from '@anlan/kernel/entity';
import { column } from './table.ts';

/** Does the field count in the completeness of record `t`? The kernel's `counts` in SQL; null where its condition is not known. */
export function countsIn(entity: Entity, key: string): RawBuilder<boolean> {
  const when = entity.fields[key]?.countedWhen;
  return when === undefined
    ? sql<boolean>`true`
    : sql<boolean>`${column(when.field)}::text = ANY (${sql.lit(`{${when.values.map((value) => `"${value}"`).join(',')}}`)}::text[])`;
}

/** Is the field empty in record `t`, where it counts? */
export function missingIn(entity: Entity, key: string): RawBuilder<boolean> {
  return sql<boolean>`(${column(key)} IS NULL AND ${countsIn(entity, key)})`;
}

/** Share of the fields that count of record `t` that are filled in, 0…1: the kernel's `completeness` in SQL. */
export function filled(entity: Entity): RawBuilder<number> {
  const keys = countedFields(entity);
  const always = keys.filter((key) => entity.fields[key]?.countedWhen === undefined);
  const sometimes = keys.filter((key) => !always.includes(key));
  const each = (filling: RawBuilder<unknown>, key: string) =>
    sql`CASE WHEN ${filling} AND ${countsIn(entity, key)} THEN 1 ELSE 0 END`;
  const sum = (parts: readonly RawBuilder<unknown>[]) => sql`(${sql.join([sql`0`, ...parts], sql` + `)})`;
  const have = sum([
    ...(always.length === 0 ? [] : [sql`num_nonnulls(${sql.join(always.map(column))})`]),
    ...sometimes.map((key) => each(sql`${column(key)} IS NOT NULL`, key)),
  ]);
  const ask = sum([sql.lit(always.length), ...sometimes.map((key) => each(sql`true`, key))]);
  return sql<number>`coalesce(${have}::float8 / nullif(${ask}, 0), 1)`;
}

/** How many records `t` lack each field that counts, as columns by the field's column name. */
export function gaps(entity: Entity): RawBuilder<unknown>[] {
  return countedFields(entity).map(
    (key) => sql`count(*) FILTER (WHERE ${missingIn(entity, key)})::int AS ${sql.id(columnName(key))}`,
  );
}
