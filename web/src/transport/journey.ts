import type { Journey } from '@anlan/systems/monitoring/vehicle-supervision';
import { distance } from '../map/geometry.ts';

/** How a speed stands to its limit: below it, above, above by a tenth, by a fifth (catalogue S33). */
export const BANDS = ['within', 'over', 'over10', 'over20'] as const;
export type Band = (typeof BANDS)[number];

export function bandOf(speed: number | null, limit: number | null): Band {
  if (speed === null || limit === null || speed <= limit) return 'within';
  return speed > limit * 1.2 ? 'over20' : speed > limit * 1.1 ? 'over10' : 'over';
}

/** Kilometres from the first fix to each. */
export function kilometres({ lon, lat }: Pick<Journey, 'lon' | 'lat'>): number[] {
  let km = 0;
  return lon.map((east, index) => {
    if (index > 0) km += distance([lon[index - 1]!, lat[index - 1]!], [east, lat[index]!]) / 1000;
    return km;
  });
}

/** Longer than this between two fixes (ms) nobody knows how it went: neither line is drawn across it. */
export const GAP = 5 * 60_000;

export interface Stretch {
  readonly band: Band;
  /** Indices of its fixes; neighbours share one. */
  readonly first: number;
  readonly last: number;
}

/** The track in stretches of one band, broken at gaps. */
export function stretchesOf({ time, speed, limit }: Pick<Journey, 'time' | 'speed' | 'limit'>): Stretch[] {
  const stretches: { band: Band; first: number; last: number }[] = [];
  for (let index = 1; index < time.length; index += 1) {
    if (time[index]! - time[index - 1]! > GAP) continue;
    const band = bandOf(speed[index]!, limit[index]!);
    const before = stretches.at(-1);
    if (before?.band === band && before.last === index - 1) before.last = index;
    else stretches.push({ band, first: index - 1, last: index });
  }
  return stretches;
}

/** Index of the last value that is not beyond `wanted`, in a rising column. */
export function indexAt(column: readonly number[], wanted: number): number {
  let [low, high] = [0, column.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (column[middle]! <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Round numbers for an axis from 0 to at least `most`, in no more than `count` steps. */
export function ticksTo(most: number, count: number): number[] {
  const rough = Math.max(most, 1e-6) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10);
  return Array.from(
    { length: Math.ceil(most / step - 1e-9) + 1 },
    (_, index) => Math.round(index * step * 1000) / 1000,
  );
}
