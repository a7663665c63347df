import { distance } from '@anlan/domain/geo';

/** A stop of a vehicle outside every registered lot. */
export interface Stop {
  readonly vehicle: string;
  readonly at: number;
  readonly lon: number;
  readonly lat: number;
}

export interface SuspectedLot {
  readonly lon: number;
  readonly lat: number;
  readonly stops: readonly Stop[];
}

/**
 * Places where vehicles stopped at least `stops` times within `radius` m (catalogue S34, 停放判断): each stop belongs to the
 * place with most stops around it. The same vehicle stopping again counts again.
 */
export function suspectedLots(
  all: readonly Stop[],
  { stops, radius }: { stops: number; radius: number },
): SuspectedLot[] {
  const left = new Set(all);
  const lots: SuspectedLot[] = [];
  for (;;) {
    let best: Stop[] = [];
    for (const centre of left) {
      const near = [...left].filter((stop) => distance(centre, stop) <= radius);
      if (near.length > best.length) best = near;
    }
    if (best.length < stops) return lots;
    const mean = (of: (stop: Stop) => number): number => best.reduce((sum, one) => sum + of(one), 0) / best.length;
    lots.push({
      lon: mean(({ lon }) => lon),
      lat: mean(({ lat }) => lat),
      stops: best.toSorted((a, b) => a.at - b.at),
    });
    for (const stop of best) left.delete(stop);
  }
}
