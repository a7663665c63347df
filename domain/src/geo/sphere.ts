/** Degrees WGS-84. */
export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

/** Mean earth radius in metres (IUGG). */
const RADIUS = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** Great-circle distance in metres by the haversine formula; up to 0.5 % off the ellipsoid. */
export function distance(a: LonLat, b: LonLat): number {
  const dLat = radians(b.lat - a.lat);
  const dLon = radians(b.lon - a.lon);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Initial bearing from `a` to `b` in degrees clockwise from north, 0–360. */
export function bearing(a: LonLat, b: LonLat): number {
  const [latA, latB, dLon] = [radians(a.lat), radians(b.lat), radians(b.lon - a.lon)];
  const y = Math.sin(dLon) * Math.cos(latB);
  const x = Math.cos(latA) * Math.sin(latB) - Math.sin(latA) * Math.cos(latB) * Math.cos(dLon);
  return (degrees(Math.atan2(y, x)) + 360) % 360;
}

/** Longitude brought into −180…180. */
const wrapped = (lon: number): number => ((((lon + 180) % 360) + 360) % 360) - 180;

/** The place `metres` from `from` along a bearing in degrees clockwise from north. */
export function destination(from: LonLat, bearingDegrees: number, metres: number): LonLat {
  const [lat, course, angle] = [radians(from.lat), radians(bearingDegrees), metres / RADIUS];
  const sine = Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(course);
  const east = Math.sin(course) * Math.sin(angle) * Math.cos(lat);
  return {
    lon: wrapped(from.lon + degrees(Math.atan2(east, Math.cos(angle) - Math.sin(lat) * sine))),
    lat: degrees(Math.asin(Math.max(-1, Math.min(1, sine)))),
  };
}

/** Closed or open ring of corners; the last joins the first. */
export type Ring = readonly LonLat[];

/** Area of a ring in m² on the sphere of equal area (Chamberlain & Duquette 2007), whichever way it turns. */
export function ringArea(ring: Ring): number {
  const sum = ring.reduce((total, corner, index) => {
    const next = ring[(index + 1) % ring.length] ?? corner;
    return (
      total +
      radians(wrapped(next.lon - corner.lon)) * (2 + Math.sin(radians(corner.lat)) + Math.sin(radians(next.lat)))
    );
  }, 0);
  return Math.abs((sum * RADIUS * RADIUS) / 2);
}

/** Area in m² of a polygon: its outer ring less its holes. */
export function area([outer = [], ...holes]: readonly Ring[]): number {
  return ringArea(outer) - holes.reduce((sum, hole) => sum + ringArea(hole), 0);
}

/** Plane metres east and north of `origin`, good to a few parts in ten thousand within a city. */
export function local(origin: LonLat, { lon, lat }: LonLat): readonly [east: number, north: number] {
  return [
    radians(wrapped(lon - origin.lon)) * RADIUS * Math.cos(radians(origin.lat)),
    radians(lat - origin.lat) * RADIUS,
  ];
}

/** The place at plane metres east and north of `origin`: the inverse of {@link local}. */
export function fromLocal(origin: LonLat, [east, north]: readonly [number, number]): LonLat {
  return {
    lon: wrapped(origin.lon + degrees(east / (RADIUS * Math.cos(radians(origin.lat))))),
    lat: origin.lat + degrees(north / RADIUS),
  };
}
