import { contains, distance, distanceToPath, destination, type LonLat } from '@anlan/domain/geo';
import { z } from 'zod';

const lon = z.number().min(-180).max(180);
const lat = z.number().min(-90).max(90);
const place = z.tuple([lon, lat]);

/** Most corners of a drawn polygon or corridor: a hand does not draw more, and each costs the store a comparison. */
export const CORNERS = 200;

type Pair = readonly [number, number];

/** On which side of the line from `a` to `b` lies `p`? */
const side = (a: Pair, b: Pair, p: Pair): number =>
  Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));

/** Does no edge of a ring cross another? What lies inside one that does is nobody's agreement. */
export function isSimple(ring: readonly Pair[]): boolean {
  const edges = ring.map((from, index) => [from, ring[(index + 1) % ring.length] ?? from] as const);
  return edges.every(([a, b], i) =>
    edges.slice(i + 1).every(([c, d]) => side(a, b, c) * side(a, b, d) >= 0 || side(c, d, a) * side(c, d, b) >= 0),
  );
}

/** A drawn area, degrees WGS-84 and metres. A polygon's ring may be open or closed; its edges are straight in degrees. */
export const areaSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circle'), centre: place, radius: z.number().min(10).max(200_000).describe('m') }),
  z.object({
    kind: z.literal('polygon'),
    ring: z.array(place).min(3).max(CORNERS).refine(isSimple, '边不能互相交叉'),
  }),
  z.object({
    kind: z.literal('corridor'),
    path: z.array(place).min(2).max(CORNERS),
    metres: z.number().min(10).max(20_000).describe('m to either side'),
  }),
]);
export type Area = z.infer<typeof areaSchema>;
/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

const toPlace = ([x, y]: readonly [number, number]): LonLat => ({ lon: x, lat: y });

/** The test whether a place lies inside; the edge counts as inside. */
export function insideOf(area: Area): (lon: number, lat: number) => boolean {
  if (area.kind === 'circle') {
    const centre = toPlace(area.centre);
    return (lon, lat) => distance(centre, { lon, lat }) <= area.radius;
  }
  if (area.kind === 'polygon') {
    const rings = [area.ring.map(toPlace)];
    return (lon, lat) => contains(rings, { lon, lat });
  }
  const path = area.path.map(toPlace);
  return (lon, lat) => distanceToPath({ lon, lat }, path) <= area.metres;
}

/** The box around an area, never smaller than the area. */
export function boundsOf(area: Area): Bounds {
  const corners = area.kind === 'circle' ? [area.centre] : area.kind === 'polygon' ? area.ring : area.path;
  const metres = area.kind === 'circle' ? area.radius : area.kind === 'corridor' ? area.metres : 0;
  const boxes = corners.map((corner) => around(toPlace(corner), metres));
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ];
}

/** A hundredth more than needed, because sphere and plane differ by less. */
function around(centre: LonLat, metres: number): Bounds {
  if (metres === 0) return [centre.lon, centre.lat, centre.lon, centre.lat];
  const high = destination(centre, 0, metres * 1.01).lat - centre.lat;
  const widest = Math.min(89, Math.abs(centre.lat) + high);
  const wide = high / Math.cos((widest * Math.PI) / 180);
  return [centre.lon - wide, centre.lat - high, centre.lon + wide, centre.lat + high];
}

/** The middle that distances of an answer count from. */
export function middleOf(area: Area): readonly [number, number] {
  if (area.kind === 'circle') return area.centre;
  const [west, south, east, north] = boundsOf(area);
  return [(west + east) / 2, (south + north) / 2];
}

const number = (text: string | undefined): number => (text === undefined || text === '' ? Number.NaN : Number(text));

/** `c:117.9,28.4:5000`, `p:117.9,28.4;…`, `w:117.9,28.4;…:500`: an area in an address; five decimals are a metre. */
export function writeArea(area: Area): string {
  const pairs = (list: readonly (readonly [number, number])[]): string =>
    list.map(([x, y]) => `${x.toFixed(5)},${y.toFixed(5)}`).join(';');
  if (area.kind === 'circle') return `c:${pairs([area.centre])}:${Math.round(area.radius)}`;
  if (area.kind === 'polygon') return `p:${pairs(area.ring)}`;
  return `w:${pairs(area.path)}:${Math.round(area.metres)}`;
}

/** The area an address names, or null where it cannot be understood. */
export function readArea(text: string | null): Area | null {
  const [kind = '', places = '', size] = (text ?? '').split(':');
  const list = places.split(';').map((pair) => pair.split(',').map(number));
  const made = {
    c: { kind: 'circle', centre: list[0], radius: number(size) },
    p: { kind: 'polygon', ring: list },
    w: { kind: 'corridor', path: list, metres: number(size) },
  }[kind];
  const read = areaSchema.safeParse(made);
  return read.success ? read.data : null;
}
