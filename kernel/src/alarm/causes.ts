/** What of an alarm tells where it stands among those that came with it. */
export interface Caused {
  readonly id: string;
  readonly since: number;
  /** The alarm of the same unit that began first, as marked when it was raised; null = it came alone. */
  readonly firstOutId: string | null;
}

/** An alarm with those that followed from its likely cause. */
export interface CauseGroup<A> {
  readonly first: A;
  readonly followers: readonly A[];
}

/**
 * Alarms under their likely first cause: of those marked as one group the first-out, or where it is not among them the
 * one that began first. Order of the groups is that of their first alarm; followers come by their beginning.
 */
export function underFirst<A>(alarms: readonly A[], of: (alarm: A) => Caused): CauseGroup<A>[] {
  const groups = new Map<string, A[]>();
  for (const alarm of alarms) {
    const { id, firstOutId } = of(alarm);
    const key = firstOutId ?? id;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [alarm]);
    else group.push(alarm);
  }
  return [...groups].map(([key, group]) => {
    const ordered = group.toSorted((a, b) => of(a).since - of(b).since);
    const first = group.find((alarm) => of(alarm).id === key) ?? ordered[0]!;
    return { first, followers: ordered.filter((alarm) => alarm !== first) };
  });
}
