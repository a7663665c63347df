import { fromLocal, local, type LonLat, type Ring } from './sphere.ts';

type Point = readonly [east: number, north: number];

/** Does `point` lie on the line between `a` and `b`? */
function onEdge({ lon, lat }: LonLat, a: LonLat, b: LonLat): boolean {
  const cross = (b.lon - a.lon) * (lat - a.lat) - (b.lat - a.lat) * (lon - a.lon);
  const within =
    Math.min(a.lon, b.lon) <= lon &&
    lon <= Math.max(a.lon, b.lon) &&
    Math.min(a.lat, b.lat) <= lat &&
    lat <= Math.max(a.lat, b.lat);
  return within && Math.abs(cross) <= 1e-12;
}

function inRing(point: LonLat, ring: Ring): boolean {
  let inside = false;
  for (const [index, a] of ring.entries()) {
    const b = ring[(index + 1) % ring.length] ?? a;
    if (onEdge(point, a, b)) return true;
    const crosses = a.lat > point.lat !== b.lat > point.lat;
    if (crosses && point.lon < ((b.lon - a.lon) * (point.lat - a.lat)) / (b.lat - a.lat) + a.lon) inside = !inside;
  }
  return inside;
}

/** Does a polygon (outer ring, then holes; not across the 180° meridian) hold the point? Its outer edge counts as inside. */
export function contains([outer = [], ...holes]: readonly Ring[], point: LonLat): boolean {
  return inRing(point, outer) && !holes.some((hole) => inRing(point, hole));
}

function toSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** Metres from a point to the nearest part of a path, in the plane around the point; Infinity of no path. */
export function distanceToPath(point: LonLat, path: readonly LonLat[]): number {
  const plane = path.map((corner) => local(point, corner));
  const [first] = plane;
  if (!first) return Infinity;
  return plane.reduce(
    (least, corner, index) => Math.min(least, toSegment([0, 0], plane[index - 1] ?? corner, corner)),
    Infinity,
  );
}

/** Is the point within `metres` of the path: a road, pipeline or route with its corridor? */
export function inCorridor(point: LonLat, path: readonly LonLat[], metres: number): boolean {
  return distanceToPath(point, path) <= metres;
}

/** Corners of a circle of `metres` around a place, counter-clockwise, as drawn on a map. */
export function circle(centre: LonLat, metres: number, corners = 64): Ring {
  return Array.from({ length: corners }, (_, index) => {
    const angle = (2 * Math.PI * index) / corners;
    return fromLocal(centre, [metres * Math.cos(angle), metres * Math.sin(angle)]);
  });
}

/** Points of half a circle from the angle `from` on, counter-clockwise. */
function cap([x, y]: Point, metres: number, from: number, sweep: number): Point[] {
  const steps = Math.max(1, Math.ceil(Math.abs(sweep) / (Math.PI / 16)));
  return Array.from({ length: steps + 1 }, (_, index): Point => {
    const angle = from + (sweep * index) / steps;
    return [x + metres * Math.cos(angle), y + metres * Math.sin(angle)];
  });
}

/**
 * Corridors of `metres` on either side of a path, one ring with round ends for each of its segments: together they
 * cover what {@link inCorridor} accepts. A path of one place gives its circle.
 */
export function corridor(path: readonly LonLat[], metres: number): readonly Ring[] {
  const [only] = path;
  if (!only) return [];
  if (path.length === 1) return [circle(only, metres)];
  return path.slice(1).map((end, index) => {
    const start = path[index] ?? end;
    const tip = local(start, end);
    const along = Math.atan2(tip[1], tip[0]);
    const outline = [
      ...cap([0, 0], metres, along + Math.PI / 2, Math.PI),
      ...cap(tip, metres, along - Math.PI / 2, Math.PI),
    ];
    return outline.map((point) => fromLocal(start, point));
  });
}
