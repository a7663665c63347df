import { bearing, destination, distance, local, type LonLat, type Place } from '@anlan/domain/geo';

/** Wind at a place: m/s, and where it blows from in ° clockwise from north. */
export interface Wind {
  readonly speed: number;
  readonly from: number;
}

/** Where people must not be: all around within `isolation` m, and in a square of `protect` m downwind (ERG, green pages). */
export interface DangerZones {
  readonly place: LonLat;
  readonly isolation: number;
  /** Null where the goods have no protective distance, or nobody knows the wind. */
  readonly square: { readonly side: number; readonly towards: number; readonly corners: readonly Place[] } | null;
}

/**
 * The zones of a release. The square lies downwind: the release is in the middle of its upwind side, its side is the
 * protective distance (ERG, how to use table 1).
 */
export function dangerZones(place: LonLat, isolation: number, protect: number | null, wind: Wind | null): DangerZones {
  if (protect === null || wind === null) return { place, isolation, square: null };
  const towards = (wind.from + 180) % 360;
  const corner = (along: number, across: number): Place => {
    const middle = destination(place, towards, along);
    const { lon, lat } = destination(middle, (towards + (across < 0 ? 270 : 90)) % 360, Math.abs(across));
    return [lon, lat];
  };
  const half = protect / 2;
  const corners = [corner(0, -half), corner(protect, -half), corner(protect, half), corner(0, half)];
  return { place, isolation, square: { side: protect, towards, corners } };
}

/** In which zone a place lies, how far away and in which direction (m, °); undefined outside both. */
export function zoneOf(
  { place, isolation, square }: DangerZones,
  target: LonLat,
): { readonly zone: 'isolation' | 'downwind'; readonly metres: number; readonly towards: number } | undefined {
  const metres = Math.round(distance(place, target));
  const towards = Math.round(bearing(place, target));
  if (metres <= isolation) return { zone: 'isolation', metres, towards };
  if (square === null) return undefined;
  const [east, north] = local(place, target);
  const angle = (square.towards * Math.PI) / 180;
  const along = east * Math.sin(angle) + north * Math.cos(angle);
  const across = east * Math.cos(angle) - north * Math.sin(angle);
  const within = along >= 0 && along <= square.side && Math.abs(across) <= square.side / 2;
  return within ? { zone: 'downwind', metres, towards } : undefined;
}
