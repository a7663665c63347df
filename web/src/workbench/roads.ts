import type { LonLat } from '@anlan/kernel/workbench';
import { insideRing } from './zones.ts';

/** A road and how much of it lies inside. */
export interface RoadInside {
  readonly name: string;
  readonly metres: number;
}

type Box = readonly [west: number, south: number, east: number, north: number];

/** Degrees between tested points of a line: some 50 m. */
const STEP = 0.0005;
const METRES_PER_DEGREE = 111_195;

/** Roads (lines with a name or number) that pass through a ring, with the length inside, longest first. */
export function roadsInside(lines: readonly GeoJSON.Feature[], ring: readonly LonLat[]): RoadInside[] {
  if (ring.length < 4) return [];
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
  const box: Box = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
  const found = new Map<string, number>();
  for (const { geometry, properties } of lines) {
    const name = [properties?.['ref'], properties?.['name']].filter(Boolean).join(' ');
    if (name === '') continue;
    const parts =
      geometry.type === 'LineString'
        ? [geometry.coordinates]
        : geometry.type === 'MultiLineString'
          ? geometry.coordinates
          : [];
    const metres = parts.reduce((sum, part) => sum + lengthInside(part, ring, box), 0);
    if (metres > 0) found.set(name, (found.get(name) ?? 0) + metres);
  }
  return [...found].map(([name, metres]) => ({ name, metres })).toSorted((a, b) => b.metres - a.metres);
}

function lengthInside(line: readonly (readonly number[])[], ring: readonly LonLat[], box: Box): number {
  let metres = 0;
  for (let i = 1; i < line.length; i += 1) {
    const [x0 = 0, y0 = 0] = line[i - 1] ?? [];
    const [x1 = 0, y1 = 0] = line[i] ?? [];
    if (Math.max(x0, x1) < box[0] || Math.min(x0, x1) > box[2]) continue;
    if (Math.max(y0, y1) < box[1] || Math.min(y0, y1) > box[3]) continue;
    const count = Math.min(2000, Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / STEP)));
    const wide = Math.cos((y0 * Math.PI) / 180);
    const piece = (METRES_PER_DEGREE * Math.hypot((x1 - x0) * wide, y1 - y0)) / count;
    for (let k = 0; k < count; k += 1) {
      const at = (k + 0.5) / count;
      if (insideRing(ring, x0 + (x1 - x0) * at, y0 + (y1 - y0) * at)) metres += piece;
    }
  }
  return metres;
}
