import type { Places } from '@anlan/kernel/map';
import Supercluster from 'supercluster';
import { LEVELS, type Level } from './palette.ts';

type Shares = Record<Level, number>;
interface Row {
  readonly row: number;
}

/** A cluster as drawn: where, how many, and how many of each level. */
export interface Cluster {
  readonly id: number;
  readonly lon: number;
  readonly lat: number;
  readonly size: number;
  readonly shares: Shares;
}
export interface Clustered {
  readonly clusters: readonly Cluster[];
  /** Rows of the places that stand alone. */
  readonly singles: readonly number[];
}

/** From this zoom on every place stands alone. */
export const CLUSTER_UNTIL = 10;

const NONE: Shares = { red: 0, orange: 0, yellow: 0, blue: 0 };
const isLevel = (value: string | null | undefined): value is Level => LEVELS.includes(value as Level);

/** A clustering of the places whose row passes `keep`, or, not `together`, only their index; built once per change. */
export function clusterIndex(
  places: Places,
  keep: (row: number) => boolean,
  together = true,
): (bounds: readonly [number, number, number, number], zoom: number) => Clustered {
  const index = new Supercluster<Row, Shares>({
    radius: 56,
    maxZoom: CLUSTER_UNTIL - 1,
    minPoints: together ? 6 : Number.MAX_SAFE_INTEGER,
    map: ({ row }) => {
      const level = places.level[row];
      return isLevel(level) ? { ...NONE, [level]: 1 } : { ...NONE };
    },
    reduce: (sum, more) => {
      for (const level of LEVELS) sum[level] += more[level];
    },
  });
  const points = places.id.flatMap((_, row) =>
    keep(row)
      ? [
          {
            type: 'Feature' as const,
            properties: { row },
            geometry: { type: 'Point' as const, coordinates: [places.lon[row] ?? 0, places.lat[row] ?? 0] },
          },
        ]
      : [],
  );
  index.load(points);
  return (bounds, zoom) => {
    const clusters: Cluster[] = [];
    const singles: number[] = [];
    for (const feature of index.getClusters([...bounds], Math.floor(zoom))) {
      const [lon = 0, lat = 0] = feature.geometry.coordinates;
      const { properties } = feature;
      if (!('cluster_id' in properties)) {
        singles.push(properties.row);
        continue;
      }
      const { red, orange, yellow, blue } = properties;
      clusters.push({
        id: properties.cluster_id,
        lon,
        lat,
        size: properties.point_count,
        shares: { red, orange, yellow, blue },
      });
    }
    return { clusters, singles };
  };
}

/** Arcs of the ring of four shares, clockwise from twelve: gravest first, angles in radians, a hairline gap between. */
export function ringArcs(shares: Shares): { readonly level: Level; readonly from: number; readonly to: number }[] {
  const whole = LEVELS.reduce((sum, level) => sum + shares[level], 0);
  if (whole === 0) return [];
  const present = LEVELS.filter((level) => shares[level] > 0);
  const gap = present.length > 1 ? 0.06 : 0;
  let at = -Math.PI / 2;
  return present.map((level) => {
    const turn = (shares[level] / whole) * 2 * Math.PI;
    const arc = { level, from: at + gap / 2, to: Math.max(at + gap / 2 + 0.05, at + turn - gap / 2) };
    at += turn;
    return arc;
  });
}

/** Radius of a cluster's disc in px: 16 for a handful, 26 for hundreds. */
export function discRadius(size: number): number {
  return Math.min(26, 14 + 3.4 * Math.log10(Math.max(1, size)) * 1.4);
}
