import type { Header } from './header.ts';

/** Why bytes were not accepted as a frame or message. */
export const REFUSAL_REASONS = {
  stray: 'bytes outside any frame',
  'too-long': 'no closing flag within the longest legal frame',
  flag: 'the frame does not begin and end with 0x7E',
  'too-short': 'fewer bytes than a header and a check byte',
  escape: '0x7D is followed by neither 01 nor 02',
  checksum: 'the XOR of header and body differs from the check byte',
  length: 'the declared body length differs from the real one',
  body: 'the body is shorter than its layout demands',
  package: 'package total or index is impossible',
} as const;

export type RefusalReason = keyof typeof REFUSAL_REASONS;

/** A frame or message that was not accepted, with the place of the fault. */
export interface Refusal {
  ok: false;
  reason: RefusalReason;
  /** Where the fault lies: an offset in the bytes given, for the splitter in the stream since its start. */
  offset: number;
  detail: string;
  /** For checksum and length: the value the bytes demand. */
  expected?: number;
  /** For checksum and length: the value found. */
  found?: number;
  /** The header, where it could be read at all; after a wrong check byte it may itself be wrong. */
  header?: Header;
}

export function refuse(reason: RefusalReason, offset: number, more: Partial<Refusal> = {}): Refusal {
  return { ok: false, reason, offset, detail: REFUSAL_REASONS[reason], ...more };
}
