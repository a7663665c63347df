export interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * The silences of a series: runs of null and steps longer than `maxStep` ms. Columns have equal length, `at` ascends (epoch ms).
 */
export function gapsOf(at: readonly number[], value: readonly (number | null)[], maxStep: number): Gap[] {
  const gaps: Gap[] = [];
  let last: number | undefined;
  let open = false;
  at.forEach((time, index) => {
    if (value[index] === null || value[index] === undefined) {
      open = true;
      last ??= time;
      return;
    }
    if (last !== undefined && (open || time - last > maxStep)) gaps.push({ from: last, to: time });
    open = false;
    last = time;
  });
  const end = at.at(-1);
  if (open && last !== undefined && end !== undefined && end > last) gaps.push({ from: last, to: end });
  return gaps;
}

/** `[time, value]` pairs with a null between the two sides of every silence, so that no line joins them. */
export function pairsOf(at: readonly number[], value: readonly (number | null)[], maxStep: number): [number, number | null][] {
  const pairs: [number, number | null][] = [];
  at.forEach((time, index) => {
    const before = at[index - 1];
    if (before !== undefined && time - before > maxStep) pairs.push([before + 1, null]);
    pairs.push([time, value[index] ?? null]);
  });
  return pairs;
}
