import { boundsOf, circle, isShape, type Place, type Shape } from '@anlan/domain/geo';
import { shapeSchema } from '@anlan/systems/monitoring/vehicle-supervision';

/** A geometry of GeoJSON (RFC 7946) as maps draw it. */
export interface Geometry {
  readonly type: 'MultiPolygon' | 'LineString';
  readonly coordinates: unknown;
}

const closed = (ring: readonly Place[]): Place[] => {
  const [first] = ring;
  const last = ring.at(-1);
  if (first === undefined || last === undefined) return [];
  return first[0] === last[0] && first[1] === last[1] ? [...ring] : [...ring, first];
};

/** How a shape is drawn: a circle as a polygon of 48 corners, a corridor by its middle line. */
export function geometryOf(shape: Shape): Geometry {
  if (shape.kind === 'corridor') return { type: 'LineString', coordinates: shape.path };
  if (shape.kind === 'polygon')
    return { type: 'MultiPolygon', coordinates: shape.polygons.map((rings) => rings.map(closed)) };
  const [lon, lat] = shape.centre;
  const ring = circle({ lon, lat }, shape.radius, 48).map((corner): Place => [corner.lon, corner.lat]);
  return { type: 'MultiPolygon', coordinates: [[closed(ring)]] };
}

/** The columns of a fence that follow from its shape: itself, how it is drawn, its box and its middle. */
export function shapeColumns(shape: Shape) {
  const [west, south, east, north] = boundsOf(shape);
  const [lon, lat] =
    shape.kind === 'circle'
      ? shape.centre
      : shape.kind === 'corridor'
        ? (shape.path[Math.floor(shape.path.length / 2)] as Place)
        : ([(west + east) / 2, (south + north) / 2] as const);
  return { shape, geometry: geometryOf(shape), west, south, east, north, lon, lat };
}

interface Feature {
  readonly geometry?: { readonly type?: string; readonly coordinates?: unknown } | null;
  readonly properties?: Readonly<Record<string, unknown>> | null;
}

const numbers = (value: unknown): number | undefined => {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(number) && number > 0 ? number : undefined;
};

/** The shape of a GeoJSON feature: areas, a line with `halfWidth` and a point with `radius` (metres) among its properties. */
export function shapeOfFeature({ geometry, properties }: Feature): Shape | undefined {
  const { type, coordinates } = geometry ?? {};
  const drafts: Record<string, () => unknown> = {
    Polygon: () => ({ kind: 'polygon', polygons: [coordinates] }),
    MultiPolygon: () => ({ kind: 'polygon', polygons: coordinates }),
    LineString: () => ({ kind: 'corridor', path: coordinates, halfWidth: numbers(properties?.['halfWidth']) ?? 100 }),
    Point: () => ({ kind: 'circle', centre: coordinates, radius: numbers(properties?.['radius']) }),
  };
  const read = shapeSchema.safeParse(drafts[type ?? '']?.());
  return read.success && isShape(read.data) ? read.data : undefined;
}
