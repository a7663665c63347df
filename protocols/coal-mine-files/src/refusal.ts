/** Why a file was not accepted, or can not be written. */
export type RefusalReason =
  | 'name'
  | 'too-large'
  | 'incomplete'
  | 'after-end'
  | 'header-fields'
  | 'header-time'
  | 'header-mine'
  | 'layout'
  | 'record';

/** A refused file: `offset` is the character where the fault lies. */
export interface Refusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  readonly offset: number;
  readonly detail: string;
}

/** Builds a refusal. */
export function refuse(reason: RefusalReason, offset: number, detail: string): Refusal {
  return { ok: false, reason, offset, detail };
}
