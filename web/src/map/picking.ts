import type { Cluster } from './clusters.ts';
import type { Scene } from './layers.ts';
import { nearest, pixelsPerDegree } from './pick.ts';
import { idOf } from './places.ts';

export type Picked =
  | { readonly kind: 'alarm' | 'vehicle' | 'vessel'; readonly id: string }
  | { readonly kind: 'place'; readonly layer: string; readonly id: string; readonly name: string };

/** How near (px) a click must be: fingers are wider than arrows are long. */
const REACH = { alarm: 16, mover: 12, place: 10, cluster: 20 } as const;

/** The topmost thing of a scene near a place: alarm, then moving object, then place of the uppermost layer. */
export function pickFrom(
  scene: Pick<Scene, 'alarms' | 'movers' | 'places'>,
  lon: number,
  lat: number,
  zoom: number,
): Picked | null {
  const screen = pixelsPerDegree(lat, zoom);
  const ringing = nearest(scene.alarms, lon, lat, screen, REACH.alarm);
  if (ringing >= 0) return { kind: 'alarm', id: scene.alarms.ids[ringing] ?? '' };
  for (const group of scene.movers) {
    const at = nearest({ length: group.length, lonlat: group.shown }, lon, lat, screen, REACH.mover);
    if (at >= 0) return { kind: group.kind, id: group.ids[at] ?? '' };
  }
  for (const { key, singles } of [...scene.places].reverse()) {
    const row = nearest(singles, lon, lat, screen, REACH.place);
    if (row >= 0) return { kind: 'place', layer: key, id: idOf(singles, row), name: singles.names?.[row] ?? '' };
  }
  return null;
}

/** The cluster whose disc covers a place. */
export function clusterAt(scene: Pick<Scene, 'clusters'>, lon: number, lat: number, zoom: number): Cluster | undefined {
  const lonlat = new Float64Array(scene.clusters.flatMap((cluster) => [cluster.lon, cluster.lat]));
  return scene.clusters[
    nearest({ length: scene.clusters.length, lonlat }, lon, lat, pixelsPerDegree(lat, zoom), REACH.cluster)
  ];
}
