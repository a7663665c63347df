import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '@anlan/kernel/access';
import { distance } from '@anlan/domain/geo';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { movingObjects } from '../position/routes.ts';

const groupSchema = z.object({
  count: z.int(),
  rows: z.array(
    z.object({ id: z.string(), name: z.string(), level: z.string().nullable(), distance: z.number().describe('m') }),
  ),
});
export const insideSchema = z.object({
  enterprises: groupSchema,
  tanks: groupSchema,
  devices: groupSchema,
  vehicles: groupSchema,
  vessels: groupSchema,
  levels: z.object({ red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int() }),
  employees: z.int().describe('known employees of the enterprises inside'),
});
type Inside = z.infer<typeof insideSchema>;

interface Circle {
  readonly lon: number;
  readonly lat: number;
  /** m */
  readonly radius: number;
}

interface Row {
  id: string;
  name: string;
  lon: number;
  lat: number;
  level: string | null;
  employees?: number | null;
}

const SHOWN = 50;

/** Everything the scope may see inside a circle, nearest first; counts are complete, rows the nearest fifty. */
export async function insideCircle(context: Context, scope: Scope, circle: Circle): Promise<Inside> {
  const near = (rows: readonly Row[]) =>
    rows
      .map((row) => ({ ...row, distance: Math.round(distance(circle, row)) }))
      .filter((row) => row.distance <= circle.radius)
      .sort((a, b) => a.distance - b.distance);
  const [enterprises, tanks, devices] = await withScope(context.db, scope, async (tx) => {
    const found: Row[][] = [];
    for (const [table, level, employees] of [
      ['enterprise', 'risk_level', 'employees'],
      ['tank', 'NULL', 'NULL'],
      ['device', 'NULL', 'NULL'],
    ] as const) {
      const { rows } = await sql<Row>`
        SELECT id, name, lon, lat, ${sql.raw(level)} AS level, ${sql.raw(employees)} AS employees FROM ${sql.id(table)}
        WHERE retired_at IS NULL AND ${box(circle)}`.execute(tx);
      found.push(rows);
    }
    return found as [Row[], Row[], Row[]];
  });
  const objects = (await movingObjects(context, scope)).flatMap((object) => {
    const fix = context.mirror.fixes.get(object.id);
    return fix === undefined ? [] : [{ ...object, lon: fix.lon, lat: fix.lat, level: null }];
  });
  const inside = near(enterprises);
  const levels = { red: 0, orange: 0, yellow: 0, blue: 0 };
  for (const { level } of inside) levels[level as keyof typeof levels] += 1;
  return {
    enterprises: group(inside),
    tanks: group(near(tanks)),
    devices: group(near(devices)),
    vehicles: group(near(objects.filter(({ kind }) => kind === 'vehicle'))),
    vessels: group(near(objects.filter(({ kind }) => kind === 'vessel'))),
    levels,
    employees: inside.reduce((sum, { employees }) => sum + (employees ?? 0), 0),
  };
}

/** The box around the circle, so that the plain number columns narrow the search. */
function box({ lon, lat, radius }: Circle) {
  const high = radius / 111_000;
  const wide = high / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  return sql`lon BETWEEN ${lon - wide} AND ${lon + wide} AND lat BETWEEN ${lat - high} AND ${lat + high}`;
}

function group(rows: readonly (Row & { distance: number })[]): Inside['tanks'] {
  return {
    count: rows.length,
    rows: rows.slice(0, SHOWN).map(({ id, name, level, distance }) => ({ id, name, level, distance })),
  };
}
