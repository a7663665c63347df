import { sql, type RawBuilder } from 'kysely';

/** The day in China, whatever time zone the database is set to: `current_date` is yesterday there until eight in the morning. */
export const TODAY_IN_CHINA: RawBuilder<string> = sql`(now() AT TIME ZONE 'Asia/Shanghai')::date`;

/** China's day of a moment in a column. */
export const dayInChina = (column: string): RawBuilder<string> =>
  sql`(${sql.ref(column)} AT TIME ZONE 'Asia/Shanghai')::date`;
