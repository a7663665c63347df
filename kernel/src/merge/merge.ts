import { canonical, type Change, type Value } from './change.ts';
import { compareStamps } from './clock.ts';

/** A field as it stands. `settled` false: a person has to decide, and the newest version is shown meanwhile. */
export interface Field {
  readonly value: Value;
  readonly settled: boolean;
  /** The changes that stand; a new change names them as its base. */
  readonly standing: readonly string[];
}

/** Different values for one field whose authors had not seen each other, oldest first. */
export interface Conflict {
  readonly field: string;
  readonly versions: readonly Change[];
}

export interface Merged {
  readonly fields: Readonly<Record<string, Field>>;
  readonly conflicts: readonly Conflict[];
}

/** A total order of changes that is the same on every device: by clock, then by id. */
export function compareChanges(a: Change, b: Change): number {
  return compareStamps(a.at, b.at) || textOrder(a.id, b.id) || textOrder(canonical(a), canonical(b));
}

function textOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** All changes of all lists once, in the one order. Of two with the same id the first in that order stays. */
export function join(...lists: readonly (readonly Change[])[]): Change[] {
  const known = new Map<string, Change>();
  for (const change of lists.flat()) {
    const other = known.get(change.id);
    if (other === undefined || compareChanges(change, other) < 0) known.set(change.id, change);
  }
  return [...known.values()].sort(compareChanges);
}

/**
 * What a record's changes make of its fields. Depends on the set of changes only, neither on their order nor on their
 * number: commutative, associative, idempotent. A change replaces those it names as its base and no other; what is left
 * of a field stands. Standing changes of one value agree; of different values they are a conflict, which a change that
 * names them all settles.
 */
export function merge(changes: readonly Change[]): Merged {
  const fields: Record<string, Field> = {};
  const conflicts: Conflict[] = [];
  for (const [field, own] of byField(join(changes))) {
    const standing = standingOf(own);
    const last = standing.at(-1) as Change;
    const settled = new Set(standing.map(({ value }) => JSON.stringify(value))).size === 1;
    fields[field] = { value: last.value, settled, standing: standing.map(({ id }) => id) };
    if (!settled) conflicts.push({ field, versions: standing });
  }
  return { fields, conflicts };
}

function byField(ordered: readonly Change[]): [string, Change[]][] {
  const fields = new Map<string, Change[]>();
  for (const change of ordered) {
    const own = fields.get(change.field);
    if (own === undefined) fields.set(change.field, [change]);
    else own.push(change);
  }
  return [...fields].sort(([a], [b]) => textOrder(a, b));
}

/** Changes that no other one replaced. Two that name each other, which no device makes, both stand. */
function standingOf(own: readonly Change[]): Change[] {
  const byId = new Map(own.map((change) => [change.id, change]));
  const replaced = new Set<string>();
  for (const change of own)
    for (const id of change.base)
      if (id !== change.id && byId.get(id)?.base.includes(change.id) !== true) replaced.add(id);
  const standing = own.filter(({ id }) => !replaced.has(id));
  return standing.length === 0 ? [...own] : standing;
}
