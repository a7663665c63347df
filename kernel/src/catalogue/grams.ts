const RUN = /[\p{Script=Han}]+|[a-z0-9]+(?:[.-][a-z0-9]+)*/gu;

/**
 * Words of a text for the search: of a run of Chinese every two neighbours (安全生产 → 安全 全生 生产), of letters and
 * digits the whole. A run of one sign stands for itself. In order of appearance, with repetitions.
 */
export function gramsOf(text: string): string[] {
  const grams: string[] = [];
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUN)) {
    if (!/^\p{Script=Han}/u.test(run) || run.length === 1) {
      grams.push(run.slice(0, 60));
      continue;
    }
    for (let at = 0; at + 1 < run.length; at += 1) grams.push(run.slice(at, at + 2));
  }
  return grams;
}

/** How alike two texts are by their words, 0 … 1 (Dice). */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let both = 0;
  for (const gram of few) if (many.has(gram)) both += 1;
  return (2 * both) / (one.size + other.size);
}

export interface Ranked<T> {
  readonly item: T;
  /** Share of the wish's weight that the item carries, 0 … 1. */
  readonly score: number;
}

/**
 * Items that have something in common with what is being typed, best first: each word weighs the more the fewer items
 * have it, so that 液氨 says more than 安全. Nothing is found under `least` of the weight.
 */
export function rank<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  wish: string,
  least = 0.3,
  most = 8,
): Ranked<T>[] {
  const wanted = new Set(gramsOf(wish));
  if (wanted.size === 0) return [];
  const sets = items.map((item) => new Set(gramsOf(textOf(item))));
  const weights = new Map<string, number>();
  for (const gram of wanted) {
    const having = sets.filter((set) => set.has(gram)).length;
    weights.set(gram, Math.log(1 + items.length / (1 + having)));
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return items
    .map((item, index) => {
      const set = sets[index]!;
      let carried = 0;
      for (const [gram, weight] of weights) if (set.has(gram)) carried += weight;
      return { item, score: carried / total };
    })
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
}
