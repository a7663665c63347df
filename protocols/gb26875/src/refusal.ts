import type { Header } from './header.ts';

/** Why something was not accepted. */
export type RefusalReason =
  | 'garbage'
  | 'incomplete'
  | 'too-long'
  | 'end-flag'
  | 'checksum-wrong'
  | 'unknown-command'
  | 'bad-value';

/**
 * A refused input: `offset` is the byte where the fault lies (since the start of a stream), `detail` English text.
 * `header` is there when it could be read, so that the frame can be denied.
 */
export interface Refusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  readonly offset: number;
  readonly detail: string;
  readonly header?: Header;
}

/** Builds a refusal. */
export function refuse(reason: RefusalReason, offset: number, detail: string, header?: Header): Refusal {
  return header ? { ok: false, reason, offset, detail, header } : { ok: false, reason, offset, detail };
}
