/** Why something was not accepted. */
export type RefusalReason =
  | 'garbage'
  | 'too-long'
  | 'bad-start-line'
  | 'bad-header'
  | 'header-missing'
  | 'bad-length'
  | 'incomplete'
  | 'bad-xml'
  | 'unknown-message'
  | 'field-missing'
  | 'bad-sdp'
  | 'not-rtp'
  | 'bad-pack'
  | 'unknown-codec';

/** A refused input: `offset` is where the fault lies (bytes; since the start of a stream), `detail` English text. */
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
