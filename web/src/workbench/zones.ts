import type { LonLat, Outlook, Setup, Zone } from '@anlan/kernel/workbench';

const polygon = (ring: readonly LonLat[], properties: object): GeoJSON.Feature => ({
  type: 'Feature',
  properties: { ...properties },
  // RFC 7946 §3.1.6: outer rings anticlockwise.
  geometry: { type: 'Polygon', coordinates: [anticlockwise(ring).map(([lon, lat]) => [lon, lat])] },
});

/** A closed ring turned anticlockwise where it is not. */
export function anticlockwise(ring: readonly LonLat[]): readonly LonLat[] {
  let twice = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const [ax, ay] = ring[i - 1] ?? [0, 0];
    const [bx, by] = ring[i] ?? [0, 0];
    twice += ax * by - bx * ay;
  }
  return twice < 0 ? ring.toReversed() : ring;
}

const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features,
});

/** Zones from the outermost, so that the worst lies on top. */
export function zoneFeatures(zones: readonly Zone[], which: 'ring' | 'band' | 'swing'): GeoJSON.FeatureCollection {
  return collection(
    zones
      .toReversed()
      .filter((zone) => zone[which].length >= 4)
      .map((zone) => polygon(zone[which], { colour: zone.level.colour, name: zone.name })),
  );
}

export const pointFeatures = (
  places: readonly { readonly lon: number; readonly lat: number; readonly kind: string; readonly name: string }[],
): GeoJSON.FeatureCollection =>
  collection(
    places.map(({ lon, lat, kind, name }) => ({
      type: 'Feature',
      properties: { kind, name },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  );

const rounded = (value: number): number => Number(value.toPrecision(6));

/** Everything a geographic system needs of an outlook: release point, zones with their bands, where the wind may turn them. */
export function geoJsonOf(setup: Setup, outlook: Outlook, at: number): GeoJSON.FeatureCollection & { anlan: object } {
  const of = (zone: Zone) => ({
    level: zone.name,
    value: zone.level.value,
    unit: zone.level.unit,
    source: zone.level.source,
    colour: zone.level.colour,
    distance_m: rounded(zone.distance),
    nearest_m: rounded(zone.nearest),
    farthest_m: rounded(zone.farthest),
    width_m: rounded(zone.width),
    area_m2: rounded(zone.area),
    arrival_s: zone.arrival === null ? null : rounded(zone.arrival),
  });
  const reached = outlook.zones.filter(({ ring }) => ring.length >= 4);
  return {
    ...collection([
      {
        type: 'Feature',
        properties: { kind: 'release', substance: setup.substance, rate_kg_s: rounded(outlook.release.outflow) },
        geometry: { type: 'Point', coordinates: [...setup.place] },
      },
      ...reached.map((zone) => polygon(zone.ring, { kind: 'zone', ...of(zone) })),
      ...reached.map((zone) => polygon(zone.band, { kind: 'band', ...of(zone) })),
      ...reached
        .filter(({ swing }) => swing.length >= 4)
        .map((zone) => polygon(zone.swing, { kind: 'swing', ...of(zone) })),
    ]),
    anlan: { setup, model: outlook.chosen, warnings: outlook.warnings, at: new Date(at).toISOString() },
  };
}

/** Box around all zones and the release. */
export function boundsOf(setup: Setup, zones: readonly Zone[]): [number, number, number, number] {
  const places = [setup.place, ...zones.flatMap(({ ring }) => ring)];
  const [lons, lats] = [places.map(([lon]) => lon), places.map(([, lat]) => lat)];
  const pad = 0.002;
  return [Math.min(...lons) - pad, Math.min(...lats) - pad, Math.max(...lons) + pad, Math.max(...lats) + pad];
}

/** Is a place inside a closed ring? (ray casting) */
export function insideRing(ring: readonly LonLat[], lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i] ?? [0, 0];
    const [xj, yj] = ring[j] ?? [0, 0];
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** The worst zone a place lies in; null outside all. */
export const zoneAt = (zones: readonly Zone[], lon: number, lat: number): Zone | null =>
  zones.find(({ ring }) => insideRing(ring, lon, lat)) ?? null;

/** Names of lines (roads) that pass through a ring: a point of theirs, or of a step between, lies inside. */
export function linesThrough(lines: readonly GeoJSON.Feature[], ring: readonly LonLat[]): string[] {
  if (ring.length < 4) return [];
  const names = new Set<string>();
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
  const box = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)] as const;
  for (const { geometry, properties } of lines) {
    const name = String(properties?.['name'] ?? properties?.['ref'] ?? '');
    if (name === '' || names.has(name)) continue;
    const parts =
      geometry.type === 'LineString'
        ? [geometry.coordinates]
        : geometry.type === 'MultiLineString'
          ? geometry.coordinates
          : [];
    if (parts.some((part) => passes(part, ring, box))) names.add(name);
  }
  return [...names];
}

/** Degrees between tested points of a line: some 50 m. */
const STEP = 0.0005;

function passes(
  line: readonly (readonly number[])[],
  ring: readonly LonLat[],
  box: readonly [number, number, number, number],
): boolean {
  for (let i = 1; i < line.length; i += 1) {
    const [x0 = 0, y0 = 0] = line[i - 1] ?? [];
    const [x1 = 0, y1 = 0] = line[i] ?? [];
    if (
      Math.max(x0, x1) < box[0] ||
      Math.min(x0, x1) > box[2] ||
      Math.max(y0, y1) < box[1] ||
      Math.min(y0, y1) > box[3]
    )
      continue;
    const count = Math.min(2000, Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / STEP)));
    for (let k = 0; k <= count; k += 1) {
      if (insideRing(ring, x0 + ((x1 - x0) * k) / count, y0 + ((y1 - y0) * k) / count)) return true;
    }
  }
  return false;
}
