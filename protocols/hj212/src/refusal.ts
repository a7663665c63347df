/** Why something was not accepted. */
export type RefusalReason =
  | 'garbage'
  | 'bad-length'
  | 'too-long'
  | 'crc-wrong'
  | 'incomplete'
  | 'bad-segment'
  | 'field-missing'
  | 'parts-incomplete'
  | 'bad-parameter';

/** A refused input: `offset` is the byte where the fault lies (since the start of a stream), `detail` English text. */
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
