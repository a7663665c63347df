import { metresToPath, type Place } from './shape.ts';

/**
 * Indices of the places of a path that are needed to draw it within `tolerance` metres (Douglas & Peucker 1973), always
 * with the first and the last. Without recursion, so that a long path cannot exhaust the stack.
 */
export function simplify(path: readonly Place[], tolerance: number): number[] {
  if (path.length <= 2) return path.map((_, index) => index);
  const keep = new Uint8Array(path.length);
  keep[0] = 1;
  keep[path.length - 1] = 1;
  const spans: [number, number][] = [[0, path.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [from, to] = span;
    const chord = [path[from] as Place, path[to] as Place];
    let [furthest, at] = [tolerance, -1];
    for (let index = from + 1; index < to; index += 1) {
      const off = metresToPath(path[index] as Place, chord);
      if (off > furthest) [furthest, at] = [off, index];
    }
    if (at < 0) continue;
    keep[at] = 1;
    spans.push([from, at], [at, to]);
  }
  return path.flatMap((_, index) => (keep[index] === 1 ? [index] : []));
}
