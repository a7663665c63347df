/** Columns of located things: pairs of lon, lat. */
export interface Located {
  readonly length: number;
  readonly lonlat: ArrayLike<number>;
}

export interface Screen {
  /** Pixels per degree of longitude and of latitude round the picked place. */
  readonly perLon: number;
  readonly perLat: number;
}

/**
 * Index of the nearest thing within `reach` px of a place, or −1. Asked of the columns instead of the graphics card:
 * a picking pass costs a software-drawn map a whole frame.
 */
export function nearest(things: Located, lon: number, lat: number, screen: Screen, reach: number): number {
  let best = -1;
  let least = reach * reach;
  for (let i = 0; i < things.length; i += 1) {
    const dx = ((things.lonlat[2 * i] ?? 0) - lon) * screen.perLon;
    if (dx > reach || dx < -reach) continue;
    const dy = ((things.lonlat[2 * i + 1] ?? 0) - lat) * screen.perLat;
    const square = dx * dx + dy * dy;
    if (square <= least) {
      least = square;
      best = i;
    }
  }
  return best;
}

/** Pixels per degree at a latitude and zoom of a Web Mercator map with 512 px tiles. */
export function pixelsPerDegree(lat: number, zoom: number): Screen {
  const perLon = (512 * 2 ** zoom) / 360;
  return { perLon, perLat: perLon / Math.cos((lat * Math.PI) / 180) };
}

/** How many of the things lie inside a box. */
export function countInside(things: Located, bounds: readonly [number, number, number, number]): number {
  let count = 0;
  for (let i = 0; i < things.length; i += 1) {
    const lon = things.lonlat[2 * i] ?? 0;
    const lat = things.lonlat[2 * i + 1] ?? 0;
    if (lon >= bounds[0] && lat >= bounds[1] && lon <= bounds[2] && lat <= bounds[3]) count += 1;
  }
  return count;
}
