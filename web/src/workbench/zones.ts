import type { LonLat, Outlook, RiskContour, Setup, Zone } from '@anlan/kernel/workbench';

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

/** Colour of each individual-risk level of GB 36894, 1/yr. */
export const RISK_COLOURS: Readonly<Record<string, 'red' | 'orange' | 'yellow' | 'blue'>> = {
  '0.00003': 'red',
  '0.00001': 'orange',
  '0.000003': 'yellow',
  '3e-7': 'blue',
};

/** Iso-risk lines, the lowest level first. */
export const riskFeatures = (contours: readonly RiskContour[]): GeoJSON.FeatureCollection =>
  collection(
    contours
      .toReversed()
      .filter(({ rings }) => rings.length > 0)
      .map(({ level, rings }) => ({
        type: 'Feature',
        properties: { kind: 'individual-risk', risk_per_year: level, colour: RISK_COLOURS[String(level)] ?? 'blue' },
        geometry: {
          type: 'MultiLineString',
          coordinates: rings.map((ring) => ring.map(([lon, lat]) => [lon, lat])),
        },
      })),
  );

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
export function geoJsonOf(
  setup: Setup,
  outlook: Outlook,
  at: number,
  contours: readonly RiskContour[] = [],
): GeoJSON.FeatureCollection & { anlan: object } {
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
      ...riskFeatures(contours).features,
    ]),
    anlan: { setup, model: outlook.chosen, warnings: outlook.warnings, at: new Date(at).toISOString() },
  };
}

/** Box around rings and the release. */
export function boundsOf(setup: Setup, rings: readonly (readonly LonLat[])[]): [number, number, number, number] {
  const places = [setup.place, ...rings.flat()];
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
