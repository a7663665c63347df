import type { LonLat } from './sphere.ts';

/** CGCS2000 ellipsoid (GB 22021). */
const AXIS = 6_378_137;
const FLATTENING = 1 / 298.257222101;
const N = FLATTENING / (2 - FLATTENING);
/** Radius of the rectifying sphere. */
const RECTIFYING = (AXIS / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const FALSE_EASTING = 500_000;

/** Krüger's series in the third flattening, forward and inverse, to the fourth order (0.1 mm within a zone). */
const FORWARD = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49_561 / 161_280) * N ** 4,
];
const INVERSE = [
  N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3 - (1 / 360) * N ** 4,
  (1 / 48) * N ** 2 + (1 / 15) * N ** 3 - (437 / 1440) * N ** 4,
  (17 / 480) * N ** 3 - (37 / 840) * N ** 4,
  (4397 / 161_280) * N ** 4,
];
const ECCENTRICITY = Math.sqrt(FLATTENING * (2 - FLATTENING));

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** Gauss–Krüger plane coordinates in metres: x north of the equator, y east with 500 km added, no zone number in front. */
export interface Plane {
  readonly x: number;
  readonly y: number;
}

/** Number and central meridian of the three-degree zone of a longitude (25–45 over China). */
export function threeDegreeZone(lon: number): { readonly zone: number; readonly meridian: number } {
  const zone = Math.round(lon / 3);
  return { zone, meridian: zone * 3 };
}

/** CGCS2000 degrees → Gauss–Krüger metres about a central meridian (Krüger 1912). */
export function toPlane({ lon, lat }: LonLat, meridian = threeDegreeZone(lon).meridian): Plane {
  const sine = Math.sin(radians(lat));
  const t = Math.sinh(Math.atanh(sine) - ECCENTRICITY * Math.atanh(ECCENTRICITY * sine));
  const dLon = radians(lon - meridian);
  const xi = Math.atan2(t, Math.cos(dLon));
  const eta = Math.atanh(Math.sin(dLon) / Math.sqrt(1 + t * t));
  const [x, y] = FORWARD.reduce(
    ([north, east], a, index) => {
      const k = 2 * (index + 1);
      return [north + a * Math.sin(k * xi) * Math.cosh(k * eta), east + a * Math.cos(k * xi) * Math.sinh(k * eta)];
    },
    [xi, eta],
  );
  return { x: RECTIFYING * (x ?? 0), y: FALSE_EASTING + RECTIFYING * (y ?? 0) };
}

/** Gauss–Krüger metres about a central meridian → CGCS2000 degrees. */
export function fromPlane({ x, y }: Plane, meridian: number): LonLat {
  const [xi, eta] = [x / RECTIFYING, (y - FALSE_EASTING) / RECTIFYING];
  const [north, east] = INVERSE.reduce(
    ([a, b], beta, index) => {
      const k = 2 * (index + 1);
      return [
        (a ?? 0) - beta * Math.sin(k * xi) * Math.cosh(k * eta),
        (b ?? 0) - beta * Math.cos(k * xi) * Math.sinh(k * eta),
      ];
    },
    [xi, eta],
  );
  const t = Math.sin(north ?? 0) / Math.hypot(Math.sinh(east ?? 0), Math.cos(north ?? 0));
  const isometric = Math.asinh(t);
  // The latitude of an isometric latitude, by fixed point; each round gains two digits.
  let sine = Math.tanh(isometric);
  for (let step = 0; step < 12; step++) sine = Math.tanh(isometric + ECCENTRICITY * Math.atanh(ECCENTRICITY * sine));
  return {
    lon: meridian + degrees(Math.atan2(Math.sinh(east ?? 0), Math.cos(north ?? 0))),
    lat: degrees(Math.asin(sine)),
  };
}
