import { canonical, type Change, type Value } from './change.ts';
import { observe, tick, type Stamp } from './clock.ts';
import { join, merge } from './merge.ts';

/** One device's copy of one record: all changes it knows, and its clock. */
export interface Replica {
  readonly record: string;
  readonly device: string;
  readonly clock: Stamp;
  readonly changes: readonly Change[];
}

export interface Edit {
  readonly id: string;
  readonly field: string;
  readonly value: Value;
  readonly by: string;
  readonly reason?: string | null;
}

/** A person changes a field at `now` (epoch ms of the device); what stood there and was seen is its base. */
export function edit(replica: Replica, { id, field, value, by, reason = null }: Edit, now: number): [Replica, Change] {
  const at = tick(replica.clock, now);
  const base = merge(replica.changes).fields[field]?.standing ?? [];
  const change = { id, record: replica.record, field, value, base, at, by, device: replica.device, reason };
  return [{ ...replica, clock: at, changes: join(replica.changes, [change]) }, change];
}

/** Others' changes arrive, in any order and any number of times. */
export function absorb(replica: Replica, arrived: readonly Change[], now: number): Replica {
  const own = arrived.filter(({ record }) => record === replica.record);
  const clock = own.reduce((last, { at }) => observe(last, at, now), replica.clock);
  return { ...replica, clock, changes: join(replica.changes, own) };
}

/** Is a change with this id known with other content? Then one of the two was forged. */
export function contradicts(known: readonly Change[], change: Change): boolean {
  return known.some((one) => one.id === change.id && canonical(one) !== canonical(change));
}
