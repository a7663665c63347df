/** WGS-84: semi-major axis (m) and flattening. */
const A = 6_378_137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const RAD = Math.PI / 180;

type Pair = readonly [lon: number, lat: number];

interface Turn {
  readonly sinSigma: number;
  readonly cosSigma: number;
  readonly sigma: number;
  readonly cosSqAlpha: number;
  readonly cos2SigmaM: number;
  readonly lambda: number;
}

/** One step of Vincenty's iteration for the difference of longitude on the auxiliary sphere. */
function step(u1: number, u2: number, L: number, lambda: number): Turn {
  const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const sinSigma = Math.hypot(cosU2 * Math.sin(lambda), cosU1 * sinU2 - sinU1 * cosU2 * Math.cos(lambda));
  const cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * Math.cos(lambda);
  const sigma = Math.atan2(sinSigma, cosSigma);
  const sinAlpha = sinSigma === 0 ? 0 : (cosU1 * cosU2 * Math.sin(lambda)) / sinSigma;
  const cosSqAlpha = 1 - sinAlpha ** 2;
  const cos2SigmaM = cosSqAlpha === 0 ? 0 : cosSigma - (2 * sinU1 * sinU2) / cosSqAlpha;
  const C = (F / 16) * cosSqAlpha * (4 + F * (4 - 3 * cosSqAlpha));
  const next =
    L + (1 - C) * F * sinAlpha * (sigma + C * sinSigma * (cos2SigmaM + C * cosSigma * (-1 + 2 * cos2SigmaM ** 2)));
  return { sinSigma, cosSigma, sigma, cosSqAlpha, cos2SigmaM, lambda: next };
}

/**
 * Geodesic distance in metres on the WGS-84 ellipsoid (Vincenty 1975, inverse problem; to a millimetre). NaN for nearly
 * opposite points of the earth, where the iteration does not end.
 */
export function geodesicDistance([lon1, lat1]: Pair, [lon2, lat2]: Pair): number {
  if (lon1 === lon2 && lat1 === lat2) return 0;
  const L = (lon2 - lon1) * RAD;
  const u1 = Math.atan((1 - F) * Math.tan(lat1 * RAD));
  const u2 = Math.atan((1 - F) * Math.tan(lat2 * RAD));
  let lambda = L;
  for (let round = 0; round < 100; round += 1) {
    const turn = step(u1, u2, L, lambda);
    if (Math.abs(turn.lambda - lambda) < 1e-12) return lengthOf(turn);
    lambda = turn.lambda;
  }
  return Number.NaN;
}

function lengthOf({ sinSigma, cosSigma, sigma, cosSqAlpha, cos2SigmaM }: Turn): number {
  const uSq = (cosSqAlpha * (A ** 2 - B ** 2)) / B ** 2;
  const a = 1 + (uSq / 16384) * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)));
  const b = (uSq / 1024) * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)));
  const high = (b / 6) * cos2SigmaM * (-3 + 4 * sinSigma ** 2) * (-3 + 4 * cos2SigmaM ** 2);
  const delta = b * sinSigma * (cos2SigmaM + (b / 4) * (cosSigma * (-1 + 2 * cos2SigmaM ** 2) - high));
  return B * a * (sigma - delta);
}

/** Length in metres of a path, each part a geodesic. */
export function geodesicLength(path: readonly Pair[]): number {
  return path.slice(1).reduce((sum, to, index) => sum + geodesicDistance(path[index] ?? to, to), 0);
}

/** Snyder's q of a latitude: area of the ellipsoid between equator and latitude, per radian and half a². */
function zone(lat: number): number {
  const s = Math.sin(lat * RAD);
  return (1 - E2) * (s / (1 - E2 * s ** 2) + Math.atanh(E * s) / E);
}

/** An edge is cut into parts no longer than this (°), so that its curve on the ellipsoid is followed. */
const PART = 0.02;
const MOST_PARTS = 2000;

/**
 * Area in m² of a ring on the WGS-84 ellipsoid (equal-area latitude, Snyder 1987 eq. 3-12), whichever way it turns; its
 * edges are straight in degrees, as drawn and as asked about (RFC 7946 §3.1.1).
 */
export function geodesicArea(ring: readonly Pair[]): number {
  let sum = 0;
  ring.forEach(([x0, y0], index) => {
    const [x1, y1] = ring[(index + 1) % ring.length] ?? [x0, y0];
    const parts = Math.min(MOST_PARTS, Math.max(1, Math.ceil(Math.abs(y1 - y0) / PART)));
    let before = zone(y0);
    for (let part = 1; part <= parts; part += 1) {
      const after = zone(y0 + ((y1 - y0) * part) / parts);
      sum += (((x1 - x0) / parts) * RAD * (before + after)) / 2;
      before = after;
    }
  });
  return Math.abs((sum * A ** 2) / 2);
}
