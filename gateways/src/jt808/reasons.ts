import type { RefusalReason } from '@anlan/jt808';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';

/** Why a frame is refused, in the words of the intake. */
export const REASONS: Record<RefusalReason, IntakeRefusal> = {
  stray: 'malformed',
  'too-long': 'oversized',
  flag: 'malformed',
  'too-short': 'malformed',
  escape: 'malformed',
  checksum: 'checksum',
  length: 'malformed',
  body: 'malformed',
  package: 'malformed',
};
