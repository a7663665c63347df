import { sql, type RawBuilder } from 'kysely';

/** The kernel's `stands` as SQL on `alarm`, or on what the query calls it. */
export function standing(alarm = 'alarm'): RawBuilder<boolean> {
  return sql`(${sql.ref(`${alarm}.recovered_at`)} IS NULL OR ${sql.ref(`${alarm}.latched_at`)} IS NOT NULL)`;
}
