import { gramsOf, likeness } from './grams.ts';

export interface Article {
  readonly number: string;
  readonly text: string;
}

/**
 * What became of an article: `same`, `renumbered` (the same words under another number), `changed` (other words, maybe
 * under another number), `repealed` (nothing alike is left), `new`.
 */
export interface ArticleChange {
  readonly kind: 'same' | 'renumbered' | 'changed' | 'repealed' | 'new';
  /** Number before; null where it is new. */
  readonly from: string | null;
  /** Number now; null where it was repealed. */
  readonly to: string | null;
}

/** From this likeness on two articles are taken for one that was changed. */
const ALIKE = 0.42;

const bare = (text: string): string => text.replaceAll(/[\s　]+/gu, '');

/**
 * Compares two versions of a law article by article, in the order of the new one with what was repealed where it stood.
 * Equal words are found first; what is left between them is paired in order so that most words are kept (an alignment),
 * for an inserted article moves the number of all that follow.
 */
export function diffArticles(before: readonly Article[], after: readonly Article[]): ArticleChange[] {
  const anchors = equalPairs(before, after);
  const pairs = new Map(anchors);
  let left = 0;
  let right = 0;
  for (const [i, j] of [...anchors, [before.length, after.length] as const]) {
    for (const [a, b] of align(before.slice(left, i), after.slice(right, j))) pairs.set(left + a, right + b);
    left = i + 1;
    right = j + 1;
  }
  return told(before, after, pairs);
}

/** Articles with the same words, in order in both versions (longest common run of equal ones). */
function equalPairs(before: readonly Article[], after: readonly Article[]): [number, number][] {
  const places = new Map<string, number[]>();
  after.forEach(({ text }, index) => {
    const key = bare(text);
    places.set(key, [...(places.get(key) ?? []), index]);
  });
  const candidates: [number, number][] = before.flatMap(({ text }, index) => {
    const found = places.get(bare(text));
    return found?.length === 1 ? [[index, found[0]!] as [number, number]] : [];
  });
  return increasing(candidates);
}

/** The longest part of the pairs whose second members rise. */
function increasing(pairs: readonly [number, number][]): [number, number][] {
  const tails: number[] = [];
  const previous: number[] = [];
  pairs.forEach(([, value], index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tails[middle]!]![1] < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : tails[low - 1]!;
    tails[low] = index;
  });
  const chosen: [number, number][] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at]!) chosen.push(pairs[at]!);
  return chosen.reverse();
}

/** Pairs of alike articles in order with the greatest sum of likeness. */
function align(before: readonly Article[], after: readonly Article[]): [number, number][] {
  if (before.length === 0 || after.length === 0) return [];
  const ours = before.map(({ text }) => new Set(gramsOf(text)));
  const theirs = after.map(({ text }) => new Set(gramsOf(text)));
  const width = after.length + 1;
  const best = new Float64Array((before.length + 1) * width);
  const alike = new Float32Array(before.length * after.length);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const same = likeness(ours[i]!, theirs[j]!);
      alike[i * after.length + j] = same;
      const paired = same >= ALIKE ? same + best[(i + 1) * width + j + 1]! : 0;
      best[i * width + j] = Math.max(paired, best[(i + 1) * width + j]!, best[i * width + j + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  let i = 0;
  let j = 0;
  while (i < before.length && j < after.length) {
    const here = best[i * width + j]!;
    if (here === best[(i + 1) * width + j]!) i += 1;
    else if (here === best[i * width + j + 1]!) j += 1;
    else pairs.push([i++, j++]);
  }
  return pairs;
}

function told(
  before: readonly Article[],
  after: readonly Article[],
  pairs: ReadonlyMap<number, number>,
): ArticleChange[] {
  const from = new Map([...pairs].map(([i, j]) => [j, i]));
  const changes: ArticleChange[] = [];
  let next = 0;
  const repealedUpTo = (limit: number) => {
    for (; next < limit; next += 1)
      if (!pairs.has(next)) changes.push({ kind: 'repealed', from: before[next]!.number, to: null });
  };
  after.forEach((article, j) => {
    const i = from.get(j);
    if (i === undefined) {
      changes.push({ kind: 'new', from: null, to: article.number });
      return;
    }
    repealedUpTo(i);
    next = Math.max(next, i + 1);
    const old = before[i]!;
    const same = bare(old.text) === bare(article.text);
    const kind = !same ? 'changed' : old.number === article.number ? 'same' : 'renumbered';
    changes.push({ kind, from: old.number, to: article.number });
  });
  repealedUpTo(before.length);
  return changes;
}
