import { armour } from './bits.ts';
import { encodePayload, type Message } from './message.ts';
import { writeSentence } from './sentence.ts';

/** What goes around a message when it is sent. */
export interface EncodeOptions {
  /** Two characters; AI (mobile station) by default. */
  readonly talker?: string;
  /** VDM by default. */
  readonly formatter?: 'VDM' | 'VDO';
  /** A by default. */
  readonly channel?: string;
  /** 0–9, ties the parts of a long message; 0 by default. */
  readonly group?: number;
}

// 82 characters a sentence, of which 22 stand around the payload.
const LONGEST_PAYLOAD = 60;
const MOST_PARTS = 9;

/**
 * Writes a message as VDM sentences without line ends, at most 82 characters each with CR LF.
 * A message of more than nine sentences (3 240 bits) has no form in NMEA 0183 and gives none.
 */
export function encodeMessage(message: Message, options: EncodeOptions = {}): string[] {
  const { text, fill } = armour(encodePayload(message));
  const total = Math.ceil(text.length / LONGEST_PAYLOAD);
  if (total > MOST_PARTS) return [];
  return Array.from({ length: total }, (_, part) =>
    writeSentence({
      talker: options.talker ?? 'AI',
      formatter: options.formatter ?? 'VDM',
      total,
      index: part + 1,
      group: total > 1 ? (options.group ?? 0) : undefined,
      channel: options.channel ?? 'A',
      payload: text.slice(part * LONGEST_PAYLOAD, (part + 1) * LONGEST_PAYLOAD),
      fill: part + 1 === total ? fill : 0,
    }),
  );
}
