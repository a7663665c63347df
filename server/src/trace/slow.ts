/** What took long: how often, ms together, the longest, when that was and under which cause. */
export interface Slow {
  readonly what: string;
  count: number;
  total: number;
  worst: number;
  worstAt: number;
  cause: string | null;
}

/** Figures by name, for at most `most` names: of more, those that took least together are forgotten. */
export interface Ranking {
  note(what: string, ms: number, at: number, cause: string | null): void;
  /** Those whose worst was longest, first. */
  worst(count: number): readonly Slow[];
}

export function openRanking(most: number): Ranking {
  const all = new Map<string, Slow>();
  function forget(): void {
    let least: Slow | undefined;
    for (const one of all.values()) if (least === undefined || one.total < least.total) least = one;
    if (least !== undefined) all.delete(least.what);
  }
  return {
    note(what, ms, at, cause) {
      let known = all.get(what);
      if (known === undefined) {
        if (all.size >= most) forget();
        known = { what, count: 0, total: 0, worst: -1, worstAt: at, cause };
        all.set(what, known);
      }
      known.count += 1;
      known.total += ms;
      if (ms <= known.worst) return;
      Object.assign(known, { worst: ms, worstAt: at, cause });
    },
    worst: (count) => [...all.values()].sort((a, b) => b.worst - a.worst).slice(0, count),
  };
}
