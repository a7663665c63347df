export { ticksTo } from '../transport/journey.ts';

/** Ids of the marks that may speak: of those nearer to each other than `room` px the weightier. */
export function spreadLabels(
  marks: readonly { readonly id: string; readonly at: number; readonly weight: number }[],
  room: number,
): ReadonlySet<string> {
  const kept: { id: string; at: number }[] = [];
  for (const mark of marks.toSorted((a, b) => b.weight - a.weight || a.at - b.at))
    if (kept.every(({ at }) => Math.abs(at - mark.at) >= room)) kept.push(mark);
  return new Set(kept.map(({ id }) => id));
}
