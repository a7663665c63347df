import type { Refusal, RefusalReason } from '@anlan/gb28181';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';

/** Why bytes are refused, in the words of the intake. */
export const REASONS: Readonly<Record<RefusalReason, IntakeRefusal>> = {
  garbage: 'malformed',
  'too-long': 'oversized',
  'bad-start-line': 'malformed',
  'bad-header': 'malformed',
  'header-missing': 'malformed',
  'bad-length': 'malformed',
  incomplete: 'malformed',
  'bad-xml': 'malformed',
  'unknown-message': 'unsupported',
  'field-missing': 'malformed',
  'bad-sdp': 'malformed',
  'not-rtp': 'malformed',
  'bad-pack': 'malformed',
  'unknown-codec': 'unsupported',
};

/** A packet of media that is refused: by its bytes, or by where it comes from. */
export type MediaRefusal =
  | Pick<Refusal, 'reason' | 'detail'>
  | { readonly reason: 'stranger'; readonly detail: string };

export function mediaReason({ reason }: MediaRefusal): IntakeRefusal {
  return reason === 'stranger' ? 'unauthenticated' : REASONS[reason];
}
