import { distance, type LonLat } from './sphere.ts';

/** Semi-major axis and squared eccentricity of the Krasovsky 1940 ellipsoid the offset was made for. */
const AXIS = 6_378_245;
const ECCENTRICITY = 0.006_693_421_622_965_943;
/** Angle by which BD-09 turns its own offset. */
const BAIDU = (Math.PI * 3000) / 180;

const wave = (x: number, period: number): number => Math.sin((x * Math.PI) / period);

/** Offset in metres to the north and east before scaling (the published reconstruction of GCJ-02). */
function offset(x: number, y: number): readonly [north: number, east: number] {
  const short = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * (2 / 3);
  const root = Math.sqrt(Math.abs(x));
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    short +
    (20 * wave(y, 1) + 40 * wave(y, 3)) * (2 / 3) +
    (160 * wave(y, 12) + 320 * wave(y, 30)) * (2 / 3);
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    short +
    (20 * wave(x, 1) + 40 * wave(x, 3)) * (2 / 3) +
    (150 * wave(x, 12) + 300 * wave(x, 30)) * (2 / 3);
  return [north, east];
}

/** Outside this box the offset is not applied. */
export function isOffset({ lon, lat }: LonLat): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

/** WGS-84 → GCJ-02, the offset datum of Chinese web maps; unchanged outside China. */
export function wgsToGcj(place: LonLat): LonLat {
  if (!isOffset(place)) return place;
  const [north, east] = offset(place.lon - 105, place.lat - 35);
  const lat = (place.lat * Math.PI) / 180;
  const magic = 1 - ECCENTRICITY * Math.sin(lat) ** 2;
  return {
    lon: place.lon + (east * 180) / ((AXIS / Math.sqrt(magic)) * Math.cos(lat) * Math.PI),
    lat: place.lat + (north * 180) / (((AXIS * (1 - ECCENTRICITY)) / magic ** 1.5) * Math.PI),
  };
}

/** GCJ-02 → WGS-84 by iteration, to a millimetre; unchanged outside China. */
export function gcjToWgs(place: LonLat): LonLat {
  if (!isOffset(place)) return place;
  let guess = place;
  for (let step = 0; step < 20; step++) {
    const shifted = wgsToGcj(guess);
    guess = { lon: guess.lon + place.lon - shifted.lon, lat: guess.lat + place.lat - shifted.lat };
    if (distance(shifted, place) < 1e-4) break;
  }
  return guess;
}

/** GCJ-02 → BD-09, the datum of Baidu maps. */
export function gcjToBd({ lon, lat }: LonLat): LonLat {
  const z = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * BAIDU);
  const theta = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * BAIDU);
  return { lon: z * Math.cos(theta) + 0.0065, lat: z * Math.sin(theta) + 0.006 };
}

/** BD-09 → GCJ-02 by iteration, to a millimetre. */
export function bdToGcj(place: LonLat): LonLat {
  let guess = { lon: place.lon - 0.0065, lat: place.lat - 0.006 };
  for (let step = 0; step < 20; step++) {
    const shifted = gcjToBd(guess);
    guess = { lon: guess.lon + place.lon - shifted.lon, lat: guess.lat + place.lat - shifted.lat };
    if (distance(shifted, place) < 1e-4) break;
  }
  return guess;
}

/** CGCS2000 differs from WGS-84 by its flattening (a tenth of a millimetre) and epoch (under a metre): taken as one. */
export type Datum = 'WGS-84' | 'CGCS2000' | 'GCJ-02' | 'BD-09';

const same = (place: LonLat): LonLat => place;

const TO_WGS: Readonly<Record<Datum, (place: LonLat) => LonLat>> = {
  'WGS-84': same,
  CGCS2000: same,
  'GCJ-02': gcjToWgs,
  'BD-09': (place) => gcjToWgs(bdToGcj(place)),
};

const FROM_WGS: Readonly<Record<Datum, (place: LonLat) => LonLat>> = {
  'WGS-84': same,
  CGCS2000: same,
  'GCJ-02': wgsToGcj,
  'BD-09': (place) => gcjToBd(wgsToGcj(place)),
};

/** A place in degrees of one datum, in another. */
export function convert(place: LonLat, from: Datum, to: Datum): LonLat {
  return from === to ? place : FROM_WGS[to](TO_WGS[from](place));
}
