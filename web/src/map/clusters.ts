import { LEVEL_CODES } from '@anlan/kernel/map';
import { LEVELS, type Level } from './palette.ts';
import { CLUSTER_WIDTH } from './place-index.ts';

type Shares = Record<Level, number>;

/** A cluster as drawn: where, how many, how many of each level, and the gravest of them. */
export interface Cluster {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly size: number;
  readonly shares: Shares;
  readonly worst: Level | null;
}

/** The clusters of a layer from the worker's columns. */
export function clustersOf(key: string, columns: Float64Array): Cluster[] {
  return Array.from({ length: columns.length / CLUSTER_WIDTH }, (_, i) => {
    const [lon = 0, lat = 0, size = 0, ...counts] = columns.subarray(i * CLUSTER_WIDTH, (i + 1) * CLUSTER_WIDTH);
    const share = (level: Level): number => counts[LEVEL_CODES.indexOf(level)] ?? 0;
    const shares = { red: share('red'), orange: share('orange'), yellow: share('yellow'), blue: share('blue') };
    return { id: `${key}-${i}`, lon, lat, size, shares, worst: LEVELS.find((level) => shares[level] > 0) ?? null };
  });
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

/** A number that fits a disc: 58, 1.2万, 103万. */
export function shortCount(size: number): string {
  return size < 10_000 ? String(size) : `${size < 100_000 ? (size / 10_000).toFixed(1) : Math.round(size / 10_000)}万`;
}
