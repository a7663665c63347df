import type { Finding } from './finding.ts';

/** Why a document was not accepted as an alert, or an alert can not be written. */
export type RefusalReason =
  | 'too-large'
  | 'encoding'
  | 'doctype'
  | 'malformed'
  | 'too-complex'
  | 'not-an-alert'
  | 'root'
  | 'schema'
  | 'character';

/** A refused document or alert. */
export interface Refusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  /** Character offset of the fault in the document's text; 0 where it concerns the whole. */
  readonly offset: number;
  readonly detail: string;
  /** For `schema`: all that was found. */
  readonly findings?: readonly Finding[];
}

/** Builds a refusal. */
export function refuse(reason: RefusalReason, offset: number, detail: string): Refusal {
  return { ok: false, reason, offset, detail };
}
