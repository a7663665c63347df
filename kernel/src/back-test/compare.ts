import type { Level } from '../entity/index.ts';

/** A time in which a rule held on a subject. Times are epoch ms; until null = it still held at the end. */
export interface Excursion {
  readonly at: number;
  readonly until: number | null;
  /** The highest level it reached. */
  readonly level: Level;
  readonly peak: number | null;
}

/** Excursions under one rule and under another that overlap each other, however many there are of each. */
export interface Difference {
  readonly kind: 'same' | 'added' | 'removed' | 'changed';
  readonly before: readonly Excursion[];
  readonly after: readonly Excursion[];
}

const endOf = ({ until }: Excursion): number => until ?? Number.POSITIVE_INFINITY;

/**
 * What another rule makes of a subject's excursions: which stay as they were, which change in time or level, which come
 * and which go. Both lists are in order and each without overlaps; every excursion is in exactly one difference.
 */
export function compareExcursions(before: readonly Excursion[], after: readonly Excursion[]): Difference[] {
  const differences: Difference[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const own: { before: Excursion[]; after: Excursion[] } = { before: [], after: [] };
    let reach = Math.min(before[i]?.at ?? Number.POSITIVE_INFINITY, after[j]?.at ?? Number.POSITIVE_INFINITY);
    for (;;) {
      const [old, young] = [before[i], after[j]];
      if (old !== undefined && old.at <= reach && (own.before.length === 0 || own.after.length > 0)) {
        own.before.push(old);
        i += 1;
        reach = Math.max(reach, endOf(old));
      } else if (young !== undefined && young.at <= reach && (own.after.length === 0 || own.before.length > 0)) {
        own.after.push(young);
        j += 1;
        reach = Math.max(reach, endOf(young));
      } else break;
    }
    differences.push({ kind: kindOf(own), ...own });
  }
  return differences;
}

function kindOf({ before, after }: Pick<Difference, 'before' | 'after'>): Difference['kind'] {
  if (before.length === 0) return 'added';
  if (after.length === 0) return 'removed';
  const [old, young] = [before[0]!, after[0]!];
  const one = before.length === 1 && after.length === 1;
  return one && old.at === young.at && old.until === young.until && old.level === young.level ? 'same' : 'changed';
}
