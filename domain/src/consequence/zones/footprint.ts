import { fromLocal } from '../../geo/index.ts';
import { bisect, lastCrossing } from '../numeric.ts';

/** Metres downwind and across (positive to the left of the wind). */
export type Point = readonly [downwind: number, crosswind: number];

/** A ground-level concentration field along the wind, any unit. */
export interface GroundField {
  /** Centreline value at x m, largest over time. */
  readonly centre: (x: number) => number;
  /** Half-width in m inside which the value at x is at or above `level`. */
  readonly halfWidth: (x: number, level: number) => number;
  /** How far the cloud reaches upwind of the source, m. */
  readonly upwind: number;
}

export interface Footprint {
  /** Farthest ground distance downwind, m; `limit` when beyond. */
  readonly distance: number;
  readonly beyond: boolean;
  readonly maxHalfWidth: number;
  /** m² */
  readonly area: number;
  /** Closed ring, first point = last; empty when the level is not reached. */
  readonly ring: readonly Point[];
}

const NONE: Footprint = { distance: 0, beyond: false, maxHalfWidth: 0, area: 0, ring: [] };
const POINTS = 200;

// Pairs are indexed, not taken apart, wherever every point of an outline passes: uncompiled code is slow at the latter.
const ORIGIN: Point = [0, 0];

/** Area inside a closed ring by the shoelace formula, in squared units of its points. */
export function ringArea(ring: readonly Point[]): number {
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    const from = ring[i - 1] ?? ORIGIN;
    const to = ring[i] ?? ORIGIN;
    twice += from[0] * to[1] - to[0] * from[1];
  }
  return Math.abs(twice) / 2;
}

/** Outline of the ground at or above `level`, `near` to `limit` m downwind: 200 points a side, closer together near the source. */
export function footprint(field: GroundField, level: number, near: number, limit: number): Footprint {
  const distance = lastCrossing(field.centre, level, near, limit);
  if (distance === undefined) return NONE;
  // An elevated source reaches the ground only some way off: the outline starts where the level is first met.
  const first = firstReach(field.centre, level, near, distance);
  const tail = first > near ? 0 : -field.upwind;
  const side: Point[] = [];
  for (let i = 0; i <= POINTS; i++) {
    const x = first + (distance - first) * (i / POINTS) ** 2;
    side.push([x, Math.max(0, field.halfWidth(x, level))]);
  }
  const start: Point[] = tail < 0 ? [[tail, 0]] : [];
  const ring: Point[] = [...start, ...side, ...side.toReversed().map((point): Point => [point[0], -point[1]])];
  ring.push(ring[0] ?? [0, 0]);
  return {
    distance,
    beyond: distance >= limit,
    maxHalfWidth: side.reduce((most, point) => Math.max(most, point[1]), 0),
    area: ringArea(ring),
    ring,
  };
}

function firstReach(centre: (x: number) => number, level: number, near: number, far: number): number {
  if (centre(near) >= level) return near;
  for (let x = near * 1.05; x < far; x *= 1.05) {
    if (centre(x) >= level) return bisect((at) => centre(at) - level, x / 1.05, x) ?? x;
  }
  return far;
}

/** Ring turned by an angle in degrees, positive to the left of the wind. */
export function turned(ring: readonly Point[], degrees: number): Point[] {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return ring.map((point) => [c * point[0] - s * point[1], s * point[0] + c * point[1]]);
}

/** Convex hull (Andrew's monotone chain), closed. */
export function hull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly Point[]): Point[] => {
    const kept: Point[] = [];
    for (const point of ordered) {
      while (kept.length >= 2 && turn(kept[kept.length - 2], kept[kept.length - 1], point) <= 0) kept.pop();
      kept.push(point);
    }
    kept.pop();
    return kept;
  };
  const ring = [...half(sorted), ...half(sorted.toReversed())];
  const [first] = ring;
  return first ? [...ring, first] : [];
}

const turn = (a: Point = [0, 0], b: Point = [0, 0], c: Point = [0, 0]): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Corners kept of an outline before it is swung: 64 of a convex ring lie within a thousandth of its width. */
const SWUNG = 64;

/** Where the zone may lie when the wind swings: hull of the ring turned through ± 1.96 σθ, source kept inside. */
export function windSwing(ring: readonly Point[], spreadDegrees: number): Point[] {
  if (ring.length === 0) return [];
  const swing = Math.min(90, 1.96 * spreadDegrees);
  // The hull of all turned rings is that of their turned hulls: far fewer corners have to be sorted.
  const outline = thinned(hull(thinned(ring, 4 * SWUNG)), SWUNG);
  const turns = Array.from({ length: 9 }, (_, i) => -swing + (i * swing) / 4);
  return hull([[0, 0], ...turns.flatMap((degrees) => turned(outline, degrees))]);
}

/** At most about `most` points of a ring, evenly taken; the farthest downwind is kept. */
export function thinned(ring: readonly Point[], most: number): readonly Point[] {
  if (ring.length <= most) return ring;
  const step = ring.length / most;
  const far = ring.reduce((best, point, i) => (point[0] > (ring[best]?.[0] ?? -Infinity) ? i : best), 0);
  const kept = new Set([0, far, ring.length - 1]);
  for (let i = 0; i < most; i++) kept.add(Math.floor(i * step));
  return [...kept].sort((a, b) => a - b).map((i) => ring[i] ?? [0, 0]);
}

/** Value of a field off its axis: its widths are those of a Gaussian profile, y = s √(2 ln(C/C*)). */
export function valueAt(field: GroundField, downwind: number, crosswind: number): number {
  if (downwind <= 0) return 0;
  const centre = field.centre(downwind);
  if (!(centre > 0)) return 0;
  const spread = field.halfWidth(downwind, centre * Math.exp(-0.5));
  return spread > 0 ? centre * Math.exp(-0.5 * (crosswind / spread) ** 2) : 0;
}

/** Ring in longitude and latitude about a source; `windFrom` is where the wind comes from, degrees from north. */
export function toLonLat(
  ring: readonly Point[],
  source: readonly [lon: number, lat: number],
  windFrom: number,
): [number, number][] {
  const heading = ((windFrom + 180) * Math.PI) / 180;
  const [sin, cos] = [Math.sin(heading), Math.cos(heading)];
  const origin = { lon: source[0], lat: source[1] };
  return ring.map(([along, across]) => {
    const { lon, lat } = fromLocal(origin, [along * sin - across * cos, along * cos + across * sin]);
    return [lon, lat];
  });
}
