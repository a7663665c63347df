/** Longitude and latitude in degrees, WGS-84. */
export type Position = readonly [lon: number, lat: number];
/** Rings of a MultiPolygon as in GeoJSON: polygons → rings → positions. */
export type MultiPolygon = readonly (readonly (readonly Position[])[])[];

const EARTH_RADIUS_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Great-circle distance in metres on the mean sphere (haversine). */
export function distance(a: Position, b: Position): number {
  const dLat = (b[1] - a[1]) * RADIANS;
  const dLon = (b[0] - a[0]) * RADIANS;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * RADIANS) * Math.cos(b[1] * RADIANS) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Initial bearing from a to b in degrees clockwise from north, 0 ≤ bearing < 360. */
export function bearing(a: Position, b: Position): number {
  const dLon = (b[0] - a[0]) * RADIANS;
  const y = Math.sin(dLon) * Math.cos(b[1] * RADIANS);
  const x =
    Math.cos(a[1] * RADIANS) * Math.sin(b[1] * RADIANS) -
    Math.sin(a[1] * RADIANS) * Math.cos(b[1] * RADIANS) * Math.cos(dLon);
  return (Math.atan2(y, x) / RADIANS + 360) % 360;
}

/** The position `east` and `north` metres away (plane approximation, good for tens of kilometres). */
export function offset([lon, lat]: Position, east: number, north: number): Position {
  const metresPerDegree = EARTH_RADIUS_M * RADIANS;
  return [lon + east / (metresPerDegree * Math.cos(lat * RADIANS)), lat + north / metresPerDegree];
}

/** Is the position inside? Even–odd rule over all rings. */
export function inside([x, y]: Position, polygons: MultiPolygon): boolean {
  let odd = false;
  for (const rings of polygons) {
    for (const ring of rings) {
      let previous = ring[ring.length - 1];
      for (const current of ring) {
        if (previous !== undefined && current[1] > y !== previous[1] > y) {
          const cross = ((previous[0] - current[0]) * (y - current[1])) / (previous[1] - current[1]) + current[0];
          if (x < cross) odd = !odd;
        }
        previous = current;
      }
    }
  }
  return odd;
}

/** A line with the distance in metres from its start to each vertex. */
export interface Line {
  readonly positions: readonly Position[];
  readonly metres: readonly number[];
  readonly length: number;
  /** A ring: its end is its start. */
  readonly closed: boolean;
}

/** Measures a line of at least two positions. */
export function lineOf(positions: readonly Position[], closed = false): Line {
  if (positions.length < 2) throw new Error('a line needs two positions');
  const metres: number[] = [];
  let sum = 0;
  positions.forEach((position, i) => {
    const previous = positions[i - 1];
    if (previous !== undefined) sum += distance(previous, position);
    metres.push(sum);
  });
  return { positions, metres, length: sum, closed };
}

/** The position `along` metres from the start, and the line's bearing there; `along` is held within the line. */
export function positionAt(line: Line, along: number): { position: Position; bearing: number } {
  const s = Math.min(Math.max(along, 0), line.length);
  let low = 0;
  let high = line.metres.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((line.metres[middle] ?? 0) <= s) low = middle;
    else high = middle;
  }
  const a = line.positions[low] ?? [0, 0];
  const b = line.positions[high] ?? a;
  const from = line.metres[low] ?? 0;
  const to = line.metres[high] ?? from;
  const share = to > from ? (s - from) / (to - from) : 0;
  return { position: [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share], bearing: bearing(a, b) };
}

/** Distance along the line of its vertex nearest to a position, in metres. */
export function nearestAlong(line: Line, position: Position): number {
  let best = Infinity;
  let along = 0;
  line.positions.forEach((vertex, i) => {
    const d = distance(vertex, position);
    if (d < best) {
      best = d;
      along = line.metres[i] ?? 0;
    }
  });
  return along;
}
