/** Why bytes of a media stream were not taken. */
export const REFUSAL_REASONS = {
  garbage: 'bytes outside any packet',
  'bad-header': 'the mark 30 31 63 64 is followed by no header of either edition',
  'too-long': 'the body is longer than accepted',
  'lost-part': 'a part of a picture is missing, and the picture with it',
  'too-large': 'a picture is larger than accepted',
} as const;

export type RefusalReason = keyof typeof REFUSAL_REASONS;

/** Bytes that were left out: `offset` counts from the start of the stream. */
export interface Refusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  readonly offset: number;
  readonly length: number;
}

export function refuse(reason: RefusalReason, offset: number, length: number): Refusal {
  return { ok: false, reason, offset, length };
}
