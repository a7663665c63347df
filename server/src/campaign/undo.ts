import type { Refusal } from '@anlan/kernel/refusal';

/** A refusal after something was written: thrown inside a transaction, it takes everything back. */
export class RolledBack extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.refused);
    this.refusal = refusal;
  }
}

/** Gives the refusal of a transaction that was taken back; other errors go on. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof RolledBack) return error.refusal;
  throw error;
}
