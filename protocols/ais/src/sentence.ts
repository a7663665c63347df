import { type Refusal, refuse } from './refusal.ts';

/** What a NMEA 4 tag block says of its sentence. */
export interface TagBlock {
  /** `s:` the receiving station. */
  readonly source: string | undefined;
  /** `c:` time of reception in milliseconds since 1970. */
  readonly time: number | undefined;
  /** `g:` part, total and number of the group of sentences. */
  readonly group: string | undefined;
}

/** One VDM or VDO sentence of NMEA 0183, its payload still armoured. */
export interface Sentence {
  readonly ok: true;
  /** Two characters: AI mobile, AB and BS base station, AN aid to navigation … */
  readonly talker: string;
  /** VDM received from others, VDO of the own ship. */
  readonly formatter: 'VDM' | 'VDO';
  readonly total: number;
  readonly index: number;
  /** Group number 0–9, undefined when empty. */
  readonly group: number | undefined;
  /** A, B, 1, 2 …, or empty. */
  readonly channel: string;
  readonly payload: string;
  /** Padding bits in the last character, 0–5. */
  readonly fill: number;
  readonly tag: TagBlock | undefined;
}

const BANG = 33;
const STAR = 42;
const COMMA = 44;
const BACKSLASH = 92;

const encoder = new TextEncoder();
const commas = new Int32Array(6);

/** Parses one line, with or without line end, tag block before and extra text after the checksum (IEC 61162-1). */
export function decodeSentence(line: string): Sentence | Refusal {
  const bytes = encoder.encode(line);
  return parseSentence(bytes, 0, bytes.length);
}

/** Parses the line in `bytes` from `start` to `end`; offsets of refusals are positions in `bytes`. */
export function parseSentence(bytes: Uint8Array, start: number, end: number): Sentence | Refusal {
  if (bytes[start] !== BACKSLASH || start >= end) return parseBody(bytes, start, end, undefined);
  const close = bytes.indexOf(BACKSLASH, start + 1);
  if (close < 0 || close >= end) return refuse('bad-tag-block', start, 'the tag block is not closed');
  const star = close - 3;
  if (star <= start || bytes[star] !== STAR || xor(bytes, start + 1, star) !== hexPair(bytes, star + 1)) {
    return refuse('bad-tag-block', start, 'checksum of the tag block missing or wrong');
  }
  return parseBody(bytes, close + 1, end, tagBlock(ascii(bytes, start + 1, star)));
}

function parseBody(bytes: Uint8Array, start: number, end: number, tag: TagBlock | undefined): Sentence | Refusal {
  // "!ttVDM," or "!ttVDO,": V is 86, D is 68, M is 77, O is 79.
  const last = bytes[start + 5];
  const known = bytes[start + 3] === 86 && bytes[start + 4] === 68 && (last === 77 || last === 79);
  if (end - start < 7 || bytes[start] !== BANG || bytes[start + 6] !== COMMA || !known) {
    return refuse('not-ais', start, 'not a VDM or VDO sentence');
  }
  let sum = 0;
  let found = 0;
  let star = start + 1;
  for (; star < end; star += 1) {
    const byte = bytes[star]!;
    if (byte === STAR) break;
    sum ^= byte;
    if (byte !== COMMA) continue;
    if (found === 6) return refuse('bad-field', star, 'more than six fields before the checksum');
    commas[found] = star;
    found += 1;
  }
  if (star + 2 >= end) return refuse('checksum-missing', Math.min(star, end), 'no checksum');
  const stated = hexPair(bytes, star + 1);
  if (stated < 0) return refuse('checksum-missing', star + 1, 'checksum is not two hexadecimal digits');
  if (stated !== sum) return refuse('checksum-wrong', star + 1, `checksum ${hex(stated)} stated, ${hex(sum)} computed`);
  if (found < 6) return refuse('bad-field', star, 'fewer than six fields');
  return fields(bytes, start, star, last === 77 ? 'VDM' : 'VDO', tag);
}

function fields(
  bytes: Uint8Array,
  start: number,
  star: number,
  formatter: 'VDM' | 'VDO',
  tag: TagBlock | undefined,
): Sentence | Refusal {
  const total = digit(bytes, commas[0]! + 1, commas[1]!);
  const index = digit(bytes, commas[1]! + 1, commas[2]!);
  if (total < 1 || index < 1 || index > total) return refuse('bad-field', commas[0]! + 1, 'part numbers out of order');
  const emptyGroup = commas[3]! - commas[2]! < 2;
  const group = emptyGroup ? undefined : digit(bytes, commas[2]! + 1, commas[3]!);
  if (group !== undefined && group < 0) return refuse('bad-field', commas[2]! + 1, 'group is not one digit');
  if (commas[4]! - commas[3]! > 2) return refuse('bad-field', commas[3]! + 1, 'channel is not one character');
  const fill = digit(bytes, commas[5]! + 1, star);
  if (fill < 0 || fill > 5) return refuse('bad-field', commas[5]! + 1, 'fill bits are not 0 to 5');
  return {
    ok: true,
    talker: ascii(bytes, start + 1, start + 3),
    formatter,
    total,
    index,
    group,
    channel: ascii(bytes, commas[3]! + 1, commas[4]!),
    payload: ascii(bytes, commas[4]! + 1, commas[5]!),
    fill,
    tag,
  };
}

function tagBlock(text: string): TagBlock {
  const values = new Map(text.split(',').map((item) => [item.slice(0, 2), item.slice(2)]));
  const time = values.get('c:');
  const stamp = time !== undefined && /^\d{1,15}$/.test(time) ? Number(time) : undefined;
  // Most stations send seconds, some milliseconds.
  const milliseconds = stamp !== undefined && stamp < 100_000_000_000 ? stamp * 1000 : stamp;
  return { source: values.get('s:'), time: milliseconds, group: values.get('g:') };
}

/** The value of a field of exactly one digit, or −1. */
function digit(bytes: Uint8Array, from: number, to: number): number {
  const value = bytes[from]! - 48;
  return to === from + 1 && value >= 0 && value <= 9 ? value : -1;
}

function hexPair(bytes: Uint8Array, at: number): number {
  const high = hexDigit(bytes[at]!);
  const low = hexDigit(bytes[at + 1]!);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const upper = code & 0xdf;
  return upper >= 65 && upper <= 70 ? upper - 55 : -1;
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0');
}

function xor(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum ^= bytes[at]!;
  return sum;
}

/** Bytes as characters of the same code. */
function ascii(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 1) text += String.fromCharCode(bytes[at]!);
  return text;
}

/** Writes a sentence: body between "!" and "*" with its checksum, without line end. */
export function writeSentence(sentence: Omit<Sentence, 'ok' | 'tag'>): string {
  const { talker, formatter, total, index, group, channel, payload, fill } = sentence;
  const body = `${talker}${formatter},${total},${index},${group ?? ''},${channel},${payload},${fill}`;
  const bytes = encoder.encode(body);
  return `!${body}*${hex(xor(bytes, 0, bytes.length))}`;
}
