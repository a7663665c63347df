import { loadWaterways, packs } from '@anlan/data';
import { distance, type Place } from '@anlan/domain/geo';
import { WATERWAYS } from '../demonstration/transport.ts';

interface Line {
  readonly path: readonly Place[];
  /** Metres from the upper end to each place. */
  readonly metres: readonly number[];
}

/** Lines of the rivers by their name; a river in two jurisdictions has the longer one. */
export const RIVERS: ReadonlyMap<string, Line> = new Map(
  packs
    .flatMap(({ key }) => loadWaterways(key))
    .map((water) => [WATERWAYS[water.id] ?? water.name, { path: water.line.positions, metres: water.line.metres }]),
);

/** Kilometres along a river of the place nearest to a position, and how far off the line it lies in metres. */
export function along(river: string, lon: number, lat: number): { km: number; off: number } | null {
  const line = RIVERS.get(river);
  if (line === undefined) return null;
  let best = { km: 0, off: Infinity };
  line.path.forEach(([x, y], index) => {
    const off = distance({ lon: x, lat: y }, { lon, lat });
    if (off < best.off) best = { km: Math.round((line.metres[index] ?? 0) / 100) / 10, off };
  });
  return best.off < 5000 ? best : null;
}
