/** The part of a long list that is drawn: items `from` … `to` (exclusive), and the empty space before and after (px). */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
}

/** Offsets of items of the given heights: `offsets[i]` is the top of item i, the last entry the whole height. */
export function offsetsOf(heights: readonly number[]): Float64Array {
  const offsets = new Float64Array(heights.length + 1);
  for (let i = 0; i < heights.length; i += 1) offsets[i + 1] = (offsets[i] ?? 0) + (heights[i] ?? 0);
  return offsets;
}

/** Index of the item that covers `y`, by bisection. */
export function itemAt(offsets: Float64Array, y: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The window of a list scrolled to `top` in a viewport of `height`, with `spare` items drawn on both sides. */
export function windowOf(offsets: Float64Array, top: number, height: number, spare = 6): Window {
  const items = offsets.length - 1;
  const from = Math.max(0, itemAt(offsets, top) - spare);
  const to = Math.min(items, itemAt(offsets, top + height) + 1 + spare);
  const whole = offsets[items] ?? 0;
  return { from, to, before: offsets[from] ?? 0, after: whole - (offsets[to] ?? whole) };
}

/** Scroll position that brings item `index` wholly into view, or `top` unchanged when it already is. */
export function scrollTo(offsets: Float64Array, index: number, top: number, height: number, head = 0): number {
  const start = offsets[index] ?? 0;
  const end = offsets[index + 1] ?? start;
  if (start - head < top) return Math.max(0, start - head);
  return end > top + height ? end - height : top;
}
