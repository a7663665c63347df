import { distance, local, type LonLat, type Place } from '@anlan/domain/geo';

/** A place beside a route: km from its start along it, and m off it: positive to the left of its direction. */
export interface Beside {
  readonly km: number;
  readonly offset: number;
}

/** A route straightened: every place of its neighbourhood has kilometres along it and a side. */
export interface Straightened {
  /** km */
  readonly length: number;
  /** Undefined where a place is farther from the route than `most` m. */
  beside(place: LonLat, most: number): Beside | undefined;
}

interface Piece {
  readonly a: LonLat;
  readonly start: number;
  readonly metres: number;
  readonly east: number;
  readonly north: number;
}

/** Straightens a route (degrees WGS-84, in its direction of travel); distances are of great circles, offsets in the plane of a piece. */
export function straightened(path: readonly Place[]): Straightened {
  const places = path.map(([lon, lat]) => ({ lon, lat }));
  const pieces: Piece[] = [];
  let start = 0;
  for (let index = 1; index < places.length; index += 1) {
    const [a, b] = [places[index - 1]!, places[index]!];
    const metres = distance(a, b);
    if (metres === 0) continue;
    const [east, north] = local(a, b);
    pieces.push({ a, start, metres, east, north });
    start += metres;
  }
  return {
    length: start / 1000,
    beside(place, most) {
      let best: { km: number; offset: number } | undefined;
      let least = most;
      for (const { a, start: from, metres, east, north } of pieces) {
        const [x, y] = local(a, place);
        const square = east * east + north * north;
        const share = Math.min(1, Math.max(0, (x * east + y * north) / square));
        const off = Math.hypot(x - east * share, y - north * share);
        if (off > least) continue;
        least = off;
        const left = east * y - north * x >= 0;
        best = { km: (from + metres * share) / 1000, offset: Math.round(left ? off : -off) };
      }
      return best;
    },
  };
}
