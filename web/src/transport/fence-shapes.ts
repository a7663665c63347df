import type { DrawnShape } from '@anlan/systems/monitoring/vehicle-supervision';

export type Place = [number, number];
export type Tool = DrawnShape['kind'];

/** The shape a tool makes of the places clicked; undefined while there are too few. */
export function shapeOf(tool: Tool, places: readonly Place[], size: number): DrawnShape | undefined {
  if (tool === 'circle')
    return places[0] === undefined ? undefined : { kind: 'circle', centre: places[0], radius: size };
  if (tool === 'corridor')
    return places.length < 2 ? undefined : { kind: 'corridor', path: [...places], halfWidth: size };
  return places.length < 3 ? undefined : { kind: 'polygon', polygons: [[[...places]]] };
}

/** How a shape is drawn on the map; circles and corridors as their outline in degrees. */
export function outlineOf(shape: DrawnShape): GeoJSON.Geometry {
  if (shape.kind === 'corridor') return { type: 'LineString', coordinates: shape.path };
  if (shape.kind === 'polygon')
    return {
      type: 'MultiPolygon',
      coordinates: shape.polygons.map((rings) => rings.map((ring) => [...ring, ring[0] as Place])),
    };
  const [lon, lat] = shape.centre;
  const high = shape.radius / 111_195;
  const wide = high / Math.cos((lat * Math.PI) / 180);
  const ring = Array.from({ length: 49 }, (_, index): Place => {
    const angle = (2 * Math.PI * index) / 48;
    return [lon + wide * Math.cos(angle), lat + high * Math.sin(angle)];
  });
  return { type: 'Polygon', coordinates: [ring] };
}
