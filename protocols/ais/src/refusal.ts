/** Why something was not accepted. */
export type RefusalReason =
  | 'not-ais'
  | 'line-too-long'
  | 'bad-tag-block'
  | 'checksum-missing'
  | 'checksum-wrong'
  | 'bad-field'
  | 'bad-armour'
  | 'short-message'
  | 'fragments-incomplete';

/**
 * An input that was refused: `offset` is the byte where the fault lies (in the line, or since the start of a stream;
 * for `short-message` from a payload, the bit where the payload ends), `detail` an English sentence for the log.
 */
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
