import type { WarningArea } from '@anlan/kernel/warning';

type Place = readonly [lon: number, lat: number];

/** Metres of one degree of latitude. */
const DEGREE = 111_195;
const CORNERS = 72;

/** The outline of an area, closed; a circle as a ring of 72 corners. */
export function ringOf(area: WarningArea): Place[] {
  if (area.kind === 'polygon') return area.ring.map(([lon, lat]) => [lon, lat]);
  const [lon, lat] = area.centre;
  const north = area.radius / DEGREE;
  const east = north / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: CORNERS + 1 }, (_, index) => {
    const angle = ((index % CORNERS) / CORNERS) * 2 * Math.PI;
    return [lon + east * Math.cos(angle), lat + north * Math.sin(angle)];
  });
}

export function featuresOf(areas: readonly WarningArea[]): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: areas.map((area) => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'Polygon', coordinates: [ringOf(area).map(([lon, lat]) => [lon, lat])] },
    })),
  };
}

/** West, south, east, north of all areas; undefined when there are none. */
export function boundsOf(areas: readonly WarningArea[]): [number, number, number, number] | undefined {
  const all = areas.flatMap(ringOf);
  if (all.length === 0) return undefined;
  const [lons, lats] = [all.map(([lon]) => lon), all.map(([, lat]) => lat)];
  const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b));
  return [least(lons), least(lats), most(lons), most(lats)];
}
