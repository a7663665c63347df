const RADIUS = 6_371_008.8;
const RAD = Math.PI / 180;

export type LonLat = readonly [number, number];

/** Great-circle distance in metres (haversine on the mean sphere, error below 0.6 %). */
export function distance(a: LonLat, b: LonLat): number {
  const h =
    Math.sin(((b[1] - a[1]) * RAD) / 2) ** 2 +
    Math.cos(a[1] * RAD) * Math.cos(b[1] * RAD) * Math.sin(((b[0] - a[0]) * RAD) / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The point `metres` away from `from` towards `bearing` (° from north, clockwise). */
export function destination(from: LonLat, metres: number, bearing: number): LonLat {
  const d = metres / RADIUS;
  const lat = Math.asin(
    Math.sin(from[1] * RAD) * Math.cos(d) + Math.cos(from[1] * RAD) * Math.sin(d) * Math.cos(bearing * RAD),
  );
  const lon =
    from[0] * RAD +
    Math.atan2(
      Math.sin(bearing * RAD) * Math.sin(d) * Math.cos(from[1] * RAD),
      Math.cos(d) - Math.sin(from[1] * RAD) * Math.sin(lat),
    );
  return [lon / RAD, lat / RAD];
}

/** A circle as a closed ring of `corners` points, anticlockwise (RFC 7946 §3.1.6). */
export function circleRing(centre: LonLat, metres: number, corners = 72): LonLat[] {
  const ring: LonLat[] = [];
  for (let i = 0; i <= corners; i += 1) ring.push(destination(centre, metres, -(i * 360) / corners));
  return ring;
}

export const RADIUS_LIMITS = { least: 100, most: 50_000 } as const;

/** A dragged radius in metres, kept within limits and rounded to what a hand can mean. */
export function roundRadius(metres: number): number {
  const kept = Math.min(RADIUS_LIMITS.most, Math.max(RADIUS_LIMITS.least, metres));
  const step = kept < 1000 ? 50 : kept < 10_000 ? 100 : 500;
  return Math.round(kept / step) * step;
}

/** `5.0 km`, `450 m`. */
export function metresWords(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`;
}

/** Length and width of a scale bar no wider than `most` px at `metresPerPixel`. */
export function scaleBar(
  metresPerPixel: number,
  most = 100,
): { readonly metres: number; readonly width: number; readonly label: string } {
  const room = metresPerPixel * most;
  const power = 10 ** Math.floor(Math.log10(room));
  const head = room / power;
  const metres = (head >= 5 ? 5 : head >= 2 ? 2 : 1) * power;
  return { metres, width: metres / metresPerPixel, label: metres >= 1000 ? `${metres / 1000} km` : `${metres} m` };
}

/** Metres per CSS pixel of a Web Mercator map with 512 px tiles. */
export function metresPerPixel(lat: number, zoom: number): number {
  return (2 * Math.PI * RADIUS * Math.cos(lat * RAD)) / (512 * 2 ** zoom);
}

type Ring = readonly (readonly number[])[];

function ringCentre(ring: Ring): { area: number; lon: number; lat: number } {
  let area = 0;
  let lon = 0;
  let lat = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [x0 = 0, y0 = 0] = ring[i] ?? [];
    const [x1 = 0, y1 = 0] = ring[i + 1] ?? [];
    const cross = x0 * y1 - x1 * y0;
    area += cross / 2;
    lon += (x0 + x1) * cross;
    lat += (y0 + y1) * cross;
  }
  return area === 0
    ? { area: 0, lon: 0, lat: 0 }
    : { area: Math.abs(area), lon: lon / (6 * area), lat: lat / (6 * area) };
}

/** One label point per polygon feature: the centroid of its largest part, carrying the feature's properties. */
export function labelPoints(
  counties: GeoJSON.FeatureCollection,
  say: (name: string) => string = (name) => name,
): GeoJSON.FeatureCollection<GeoJSON.Point> {
  const features: GeoJSON.Feature<GeoJSON.Point>[] = [];
  for (const feature of counties.features) {
    const { geometry } = feature;
    const parts =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : [];
    const best = parts.map((part) => ringCentre(part[0] ?? [])).sort((a, b) => b.area - a.area)[0];
    if (best === undefined) continue;
    features.push({
      type: 'Feature',
      properties: { ...feature.properties, name: say(String(feature.properties?.['name'] ?? '')) },
      geometry: { type: 'Point', coordinates: [best.lon, best.lat] },
    });
  }
  return { type: 'FeatureCollection', features };
}
