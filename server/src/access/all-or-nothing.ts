import { isRefusal, type Refusal } from '@anlan/kernel/refusal';
import type { Database, Tx } from './scoped.ts';

/** Carries a refusal out of a transaction, which undoes it. */
class Undone extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.refused);
    this.refusal = refusal;
  }
}

/** What was done, where it was not refused; a refusal undoes the transaction around it. */
export function kept<T>(result: T): Exclude<T, Refusal> {
  if (isRefusal(result)) throw new Undone(result);
  return result as Exclude<T, Refusal>;
}

/** The refusal by which `kept` undid a transaction; any other error goes on. For its `catch`. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Undone) return error.refusal;
  throw error;
}

/**
 * Work of the owner in one transaction that is kept whole or not at all: a refusal it gives back, or that `kept` meets
 * on the way, leaves nothing of it behind.
 */
export function allOrNothing<T>(db: Database, work: (tx: Tx) => Promise<T | Refusal>): Promise<T | Refusal> {
  return db
    .transaction()
    .execute(async (tx) => kept(await work(tx)) as T)
    .catch(refusalOf);
}
