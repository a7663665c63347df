import type { Header } from './header.ts';

/** Why bytes were not accepted as a frame or message. */
export const REFUSAL_REASONS = {
  stray: 'bytes outside any frame',
  unterminated: 'the frame breaks off at the next opening flag',
  'too-long': 'no closing flag within the longest frame allowed',
  flag: 'the frame does not begin with 0x5B and end with 0x5D',
  'too-short': 'fewer bytes than a header and a CRC',
  escape: '0x5A or 0x5E is followed by neither 01 nor 02',
  crc: 'the CRC of header and body differs from the one sent',
  length: 'the declared frame length differs from the real one',
  body: 'the body does not have the layout of its message',
} as const;

export type RefusalReason = keyof typeof REFUSAL_REASONS;

/** A frame or message that was not accepted, with the place of the fault. */
export interface Refusal {
  ok: false;
  reason: RefusalReason;
  /** Where the fault lies: an offset in the bytes given, for the splitter in the stream since its start. */
  offset: number;
  detail: string;
  /** For crc and length: the value the bytes demand. */
  expected?: number;
  /** For crc and length: the value found. */
  found?: number;
  /** The header, where it could be read at all; after a wrong CRC it may itself be wrong. */
  header?: Header;
}

/** A deviation that did not prevent decoding. */
export interface Warning {
  code: 'frame-length' | 'data-length' | 'plain-body' | 'trailing';
  detail: string;
}

/** Builds a refusal. */
export function refuse(reason: RefusalReason, offset: number, more: Partial<Refusal> = {}): Refusal {
  return { ok: false, reason, offset, detail: REFUSAL_REASONS[reason], ...more };
}
