import type { Track } from '@anlan/kernel/position';

/** Longer than this between two fixes (ms) nobody knows where the object was: no place between them is invented. */
export const GAP = 5 * 60_000;

/** Where the object was at a moment of its track: between two fixes on the line, within a gap at the last known place. */
export function placeOn(
  track: Pick<Track, 'time' | 'lon' | 'lat'>,
  at: number,
): readonly [lon: number, lat: number] | null {
  const { time, lon, lat } = track;
  if (time.length === 0 || at < (time[0] ?? 0)) return null;
  let low = 0;
  let high = time.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((time[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const here = [lon[low] ?? 0, lat[low] ?? 0] as const;
  const next = time[low + 1];
  const start = time[low] ?? 0;
  if (next === undefined || next - start > GAP || next === start) return here;
  const share = (at - start) / (next - start);
  return [here[0] + ((lon[low + 1] ?? 0) - here[0]) * share, here[1] + ((lat[low + 1] ?? 0) - here[1]) * share];
}
