import { sql, type RawBuilder } from 'kysely';
import { boundsOf, type Area, type Bounds } from '@anlan/kernel/map';

/** Mean earth radius in metres, as in the formulas of `@anlan/domain/geo`. */
const RADIUS = 6_371_008.8;

/** Inside a box by the plain number columns: their comparison may use an index below the row policies, a geometry's may not. */
export function inBox([west, south, east, north]: Bounds): RawBuilder<boolean> {
  return sql`t.lon BETWEEN ${west} AND ${east} AND t.lat BETWEEN ${south} AND ${north}`;
}

/** Metres on the sphere from a place to the row `t`. */
export function metresFrom([lon, lat]: readonly [number, number]): RawBuilder<number> {
  return sql`2 * ${RADIUS}::float8 * asin(least(1, sqrt(
    power(sin(radians(t.lat - ${lat}::float8) / 2), 2)
    + ${Math.cos((lat * Math.PI) / 180)}::float8 * cos(radians(t.lat)) * power(sin(radians(t.lon - ${lon}::float8) / 2), 2))))`;
}

/** The condition that the row `t` lies inside an area: box first, then exactly. */
export function insideSql(area: Area): RawBuilder<boolean> {
  const box = inBox(boundsOf(area));
  if (area.kind === 'circle') return sql`${box} AND ${metresFrom(area.centre)} <= ${area.radius}`;
  if (area.kind === 'polygon') {
    // PostgreSQL takes cross products below 1e-6 for zero: in degrees that would count places a hundred metres off an edge
    // as being on it. In millionths of a degree it is less than a decimetre.
    const text = `(${area.ring.map(([lon, lat]) => `(${Math.round(lon * MICRO)},${Math.round(lat * MICRO)})`).join(',')})`;
    return sql`${box} AND ${text}::polygon @> pg_catalog.point(t.lon * ${MICRO}::float8, t.lat * ${MICRO}::float8)`;
  }
  return nearPath(area.path, area.metres);
}

const MICRO = 1e6;

/** Long parts of a path are cut, so that their boxes stay slim (°). */
const PART = 0.05;

interface Part {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

function partsOf(path: readonly (readonly [number, number])[]): Part[] {
  return path.slice(1).flatMap((end, index) => {
    const start = path[index] ?? end;
    const count = Math.max(1, Math.ceil(Math.max(Math.abs(end[0] - start[0]), Math.abs(end[1] - start[1])) / PART));
    const at = (step: number) =>
      [start[0] + ((end[0] - start[0]) * step) / count, start[1] + ((end[1] - start[1]) * step) / count] as const;
    return Array.from({ length: count }, (_, step) => ({ from: at(step), to: at(step + 1) }));
  });
}

/**
 * Rows within `metres` of a path, in the plane around each row as `distanceToPath` measures it. The boxes of its parts
 * stand alone, so that they may use the index; the exact measure is taken of the rows inside them only.
 */
function nearPath(path: readonly (readonly [number, number])[], metres: number): RawBuilder<boolean> {
  const parts = partsOf(path);
  const boxes = parts.map(({ from, to }) => boundsOf({ kind: 'corridor', path: [[...from], [...to]], metres }));
  const column = (values: readonly number[]) => sql`${[...values]}::float8[]`;
  return sql`(${sql.join(
    boxes.map((box) => sql`(${inBox(box)})`),
    sql` OR `,
  )}) AND EXISTS (
    SELECT 1
    FROM unnest(${column(boxes.map((box) => box[0]))}, ${column(boxes.map((box) => box[1]))},
                ${column(boxes.map((box) => box[2]))}, ${column(boxes.map((box) => box[3]))},
                ${column(parts.map(({ from }) => from[0]))}, ${column(parts.map(({ from }) => from[1]))},
                ${column(parts.map(({ to }) => to[0]))}, ${column(parts.map(({ to }) => to[1]))})
      AS s (west, south, east, north, ax, ay, bx, by)
    CROSS JOIN LATERAL (SELECT cos(radians(t.lat)) AS c) k
    CROSS JOIN LATERAL (SELECT (s.ax - t.lon) * k.c AS ax, s.ay - t.lat AS ay, (s.bx - s.ax) * k.c AS dx, s.by - s.ay AS dy) p
    CROSS JOIN LATERAL (
      SELECT CASE WHEN p.dx = 0 AND p.dy = 0 THEN 0
        ELSE greatest(0, least(1, -(p.ax * p.dx + p.ay * p.dy) / (p.dx * p.dx + p.dy * p.dy))) END AS share) f
    WHERE t.lon BETWEEN s.west AND s.east AND t.lat BETWEEN s.south AND s.north
      AND radians(sqrt(power(p.ax + f.share * p.dx, 2) + power(p.ay + f.share * p.dy, 2))) * ${RADIUS}::float8 <= ${metres})`;
}
