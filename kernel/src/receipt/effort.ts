import { sha256 } from './sha256.ts';

/**
 * Leading zero bits a form that anybody may send has to show: some ten thousand hashes, a fraction of a second on a
 * phone, and hours for whoever wants to send many thousands. It needs no third party, no cookie, and works offline.
 */
export const EFFORT_BITS = 13;

/** Does the number show the effort for this sending? `id` is the sending's own, so that an effort serves once. */
export function effortShown(id: string, effort: number): boolean {
  if (!Number.isSafeInteger(effort) || effort < 0) return false;
  const [first = 0] = sha256(new TextEncoder().encode(`${id}:${effort}`));
  return Math.clz32(first) >= EFFORT_BITS;
}

/** Finds a number that shows the effort, beginning at `from`, at most `tries` of them; undefined = go on later. */
export function seekEffort(id: string, from: number, tries: number): number | undefined {
  for (let effort = from; effort < from + tries; effort += 1) if (effortShown(id, effort)) return effort;
  return undefined;
}
