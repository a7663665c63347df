/** Values of a record's fields; a missing one is null. */
export type Values = Readonly<Record<string, unknown>>;

/** A field that two people changed differently without having seen each other. */
export interface Clash {
  readonly field: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

const text = (value: unknown): string => JSON.stringify(value ?? null);

/**
 * Puts what somebody wrote after having seen `seen` onto the record as it stands by now: a field that one side alone
 * changed keeps that side's value, what both wrote alike agrees, and what both changed differently is a clash that a
 * person decides. Only fields of `mine` are looked at: all others stand as they are.
 */
export function rebase(
  seen: Values,
  mine: Values,
  now: Values,
): { readonly values: Values; readonly clashes: Clash[] } {
  const values: Record<string, unknown> = {};
  const clashes: Clash[] = [];
  for (const [field, own] of Object.entries(mine)) {
    const [base, wish, theirs] = [text(seen[field]), text(own), text(now[field])];
    values[field] = wish === base ? (now[field] ?? null) : own;
    if (theirs !== base && wish !== base && wish !== theirs)
      clashes.push({ field, mine: own, theirs: now[field] ?? null });
  }
  return { values, clashes };
}
