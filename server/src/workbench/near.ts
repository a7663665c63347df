import { sql } from 'kysely';
import { z } from 'zod';

export const tags = ['后果工作台 Workbench'];

/** A place and how far around it, m. */
export const nearSchema = z.object({
  lon: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-89).max(89),
  radius: z.coerce.number().min(50).max(50_000).default(10_000).describe('m'),
});
export type Near = z.infer<typeof nearSchema>;

/** Metres in a degree of latitude, a little small: no place of a circle is left out of its box. */
const DEGREE = 110_500;

/** Rows whose plain columns lie in the box around the circle; the circle itself is the caller's. */
export function box(alias: string, { lon, lat, radius }: Near) {
  const high = radius / DEGREE;
  const wide = high / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  const [x, y] = [sql.ref(`${alias}.lon`), sql.ref(`${alias}.lat`)];
  return sql`${x} BETWEEN ${lon - wide} AND ${lon + wide} AND ${y} BETWEEN ${lat - high} AND ${lat + high}`;
}

/** Orders rows from the place outwards, so that a limit leaves out the farthest. */
export function nearestFirst(alias: string, { lon, lat }: Pick<Near, 'lon' | 'lat'>) {
  const [x, y] = [sql.ref(`${alias}.lon`), sql.ref(`${alias}.lat`)];
  return sql`((${x} - ${lon}) * ${Math.cos((lat * Math.PI) / 180)}) ^ 2 + (${y} - ${lat}) ^ 2`;
}

/** The end of a span of stored readings. */
export const untilSchema = z.coerce
  .number()
  .int()
  .min(0)
  .max(Date.UTC(2100, 0))
  .optional()
  .describe('epoch ms, now without');
