export interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * The silences of a series between `from` and `to` (epoch ms): stretches longer than `maxStep` ms without a value, at
 * its ends as well. Columns have equal length, `at` ascends; a null value is no value.
 */
export function gapsOf(
  at: readonly number[],
  value: readonly (number | null)[],
  maxStep: number,
  from = at[0] ?? 0,
  to = at.at(-1) ?? 0,
): Gap[] {
  const gaps: Gap[] = [];
  let last = from;
  let broken = false;
  const reach = (time: number) => {
    if (time - last > maxStep || (broken && time > last)) gaps.push({ from: last, to: time });
    [last, broken] = [time, false];
  };
  at.forEach((time, index) => {
    if (value[index] == null) broken = true;
    else reach(time);
  });
  reach(to);
  return gaps;
}

/** `[time, value]` pairs with a null between the two sides of every silence, so that no line joins them. */
export function pairsOf(
  at: readonly number[],
  value: readonly (number | null)[],
  maxStep: number,
): [number, number | null][] {
  const pairs: [number, number | null][] = [];
  at.forEach((time, index) => {
    const before = at[index - 1];
    if (before !== undefined && time - before > maxStep) pairs.push([before + 1, null]);
    pairs.push([time, value[index] ?? null]);
  });
  return pairs;
}
