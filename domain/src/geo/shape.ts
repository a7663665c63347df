/** Longitude and latitude in degrees WGS-84, as GeoJSON orders them. */
export type Place = readonly [lon: number, lat: number];

/** A registered extent: polygons with their holes, a circle, or a corridor `halfWidth` metres on either side of a path. */
export type Shape =
  | { readonly kind: 'polygon'; readonly polygons: readonly (readonly (readonly Place[])[])[] }
  | { readonly kind: 'circle'; readonly centre: Place; readonly radius: number }
  | { readonly kind: 'corridor'; readonly path: readonly Place[]; readonly halfWidth: number };

/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

const METRES_PER_DEGREE = (6_371_008.8 * Math.PI) / 180;

/** Squared metres from a place to the segment a–b in the plane around the place. */
function squaredToSegment(place: Place, a: Place, b: Place, east: number): number {
  const ax = (a[0] - place[0]) * east;
  const ay = (a[1] - place[1]) * METRES_PER_DEGREE;
  const dx = (b[0] - a[0]) * east;
  const dy = (b[1] - a[1]) * METRES_PER_DEGREE;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length));
  return (ax + t * dx) ** 2 + (ay + t * dy) ** 2;
}

function toPath(place: Place, path: readonly Place[], closed: boolean): number {
  const east = METRES_PER_DEGREE * Math.cos((place[1] * Math.PI) / 180);
  let least = Infinity;
  for (let index = closed ? 0 : 1; index < path.length; index += 1) {
    const a = path[index === 0 ? path.length - 1 : index - 1] as Place;
    least = Math.min(least, squaredToSegment(place, a, path[index] as Place, east));
  }
  if (path.length === 1) least = squaredToSegment(place, path[0] as Place, path[0] as Place, east);
  return Math.sqrt(least);
}

/** Even–odd rule over the rings of one polygon, holes included. */
function inRings([lon, lat]: Place, rings: readonly (readonly Place[])[]): boolean {
  let odd = false;
  for (const ring of rings) {
    for (let index = 0; index < ring.length; index += 1) {
      const a = ring[index === 0 ? ring.length - 1 : index - 1] as Place;
      const b = ring[index] as Place;
      if (a[1] > lat !== b[1] > lat && lon < ((a[0] - b[0]) * (lat - b[1])) / (a[1] - b[1]) + b[0]) odd = !odd;
    }
  }
  return odd;
}

/**
 * Metres from a place to the nearest part of a path, in the plane around the place; Infinity of no path. As good as the
 * plane is: a part in a thousand within fifty kilometres.
 */
export function metresToPath(place: Place, path: readonly Place[]): number {
  return path.length === 0 ? Infinity : toPath(place, path, false);
}

/** How deep a place lies inside a shape: metres to its edge, negative outside. The edge itself counts as inside. */
export function depth(shape: Shape, place: Place): number {
  if (shape.kind === 'corridor') return shape.halfWidth - metresToPath(place, shape.path);
  if (shape.kind === 'circle') return shape.radius - metresToPath(place, [shape.centre]);
  let nearest = Infinity;
  let inside = false;
  for (const rings of shape.polygons) {
    for (const ring of rings) nearest = Math.min(nearest, toPath(place, ring, true));
    inside ||= inRings(place, rings);
  }
  return inside ? nearest : -nearest;
}

/** The box around a shape, widened by `margin` metres. */
export function boundsOf(shape: Shape, margin = 0): Bounds {
  const places =
    shape.kind === 'circle' ? [shape.centre] : shape.kind === 'corridor' ? shape.path : shape.polygons.flat(2);
  const reach = margin + (shape.kind === 'circle' ? shape.radius : shape.kind === 'corridor' ? shape.halfWidth : 0);
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lon, lat] of places) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  const high = reach / METRES_PER_DEGREE;
  const wide = high / Math.max(0.05, Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180));
  return [west - wide, south - high, east + wide, north + high];
}

/** Boxes that together cover a shape: one for each segment of a corridor, so that a long road is not its whole rectangle. */
function coverOf(shape: Shape, margin: number): Bounds[] {
  if (shape.kind !== 'corridor' || shape.path.length < 2) return [boundsOf(shape, margin)];
  return shape.path
    .slice(1)
    .map((end, index) => boundsOf({ ...shape, path: [shape.path[index] as Place, end] }, margin));
}

/** What lies near a place, among many shapes. */
export interface Grid<T> {
  /** Items within the grid's margin of the place, each once, in the order they were given; a few further ones besides. */
  near(place: Place): readonly T[];
}

const CELL = 0.02;
/** A shape over more cells than this is asked every time: a province is not worth a million entries. */
const MOST_CELLS = 20_000;
const NONE: readonly number[] = [];

/** An even grid of about two kilometres over shapes; `margin` metres around each still count as near. */
export function gridOf<T>(items: readonly T[], shapeOf: (item: T) => Shape, margin: number): Grid<T> {
  const cells = new Map<number, number[]>();
  const wide: number[] = [];
  const keyOf = (column: number, row: number): number => row * 36_000 + column;
  for (const [index, item] of items.entries()) {
    const boxes = coverOf(shapeOf(item), margin).map((box) => box.map((degrees) => Math.floor(degrees / CELL)));
    const count = boxes.reduce((sum, [w = 0, s = 0, e = 0, n = 0]) => sum + (e - w + 1) * (n - s + 1), 0);
    if (count > MOST_CELLS) {
      wide.push(index);
      continue;
    }
    for (const [west = 0, south = 0, east = 0, north = 0] of boxes) {
      for (let row = south; row <= north; row += 1) {
        for (let column = west; column <= east; column += 1) {
          const cell = cells.get(keyOf(column, row));
          if (cell === undefined) cells.set(keyOf(column, row), [index]);
          else if (cell.at(-1) !== index) cell.push(index);
        }
      }
    }
  }
  return {
    near([lon, lat]) {
      const found = cells.get(keyOf(Math.floor(lon / CELL), Math.floor(lat / CELL))) ?? NONE;
      const all = wide.length === 0 ? found : [...found, ...wide].sort((a, b) => a - b);
      return all.map((index) => items[index] as T);
    },
  };
}

/** Is this a shape that can be judged: rings of three different places, a path of two, a positive size, on the earth? */
export function isShape(shape: Shape): boolean {
  const onEarth = ([lon, lat]: Place): boolean => Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  if (shape.kind === 'circle') return onEarth(shape.centre) && shape.radius > 0;
  if (shape.kind === 'corridor') return shape.path.length >= 2 && shape.halfWidth > 0 && shape.path.every(onEarth);
  const rings = shape.polygons.flat();
  return shape.polygons.length > 0 && rings.every((ring) => new Set(ring.map(String)).size >= 3 && ring.every(onEarth));
}
