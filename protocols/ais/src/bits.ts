import { type Refusal, refuse } from './refusal.ts';

/** The bits of one message as six-bit characters (values 0–63), most significant bit first; `bits` of them count. */
export interface Payload {
  readonly six: Uint8Array;
  readonly bits: number;
}

const INVALID = 255;

// ITU-R M.1371 armour (IEC 61162-1): 0x30–0x57 carry 0–39, 0x60–0x77 carry 40–63.
const SIX_OF_CODE = new Uint8Array(256).fill(INVALID);
for (let value = 0; value < 64; value += 1) SIX_OF_CODE[value < 40 ? value + 48 : value + 56] = value;

// Six-bit text: 0–31 are "@" to "_", 32–63 are " " to "?".
const TEXT_OF_SIX = Array.from({ length: 64 }, (_, value) => String.fromCharCode(value < 32 ? value + 64 : value));
const SIX_OF_TEXT = new Map(TEXT_OF_SIX.map((character, value) => [character, value]));
const UNKNOWN_CHARACTER = 63; // "?"

/**
 * Reads armoured characters with `fill` padding bits at the end (0–5).
 * Refuses a character outside the armour alphabet, with its index as offset.
 */
export function unarmour(text: string, fill: number): Payload | Refusal {
  const six = new Uint8Array(text.length);
  const bits = appendArmoured(six, 0, text, fill);
  return bits < 0 ? refuse('bad-armour', -1 - bits, 'character outside the six-bit alphabet') : { six, bits };
}

/**
 * Appends armoured characters after `bits` bits of `six` and drops `fill` bits at the end.
 * Returns the new bit count, or −1 − index of a character outside the alphabet.
 */
export function appendArmoured(six: Uint8Array, bits: number, text: string, fill: number): number {
  const shift = bits % 6;
  let at = (bits - shift) / 6;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const value = code < 256 ? SIX_OF_CODE[code]! : INVALID;
    if (value === INVALID) return -1 - index;
    if (shift === 0) six[at] = value;
    else {
      // An earlier part ended inside a character, so everything after it is shifted.
      six[at]! |= value >> shift;
      six[at + 1] = (value << (6 - shift)) & 63;
    }
    at += 1;
  }
  const total = Math.max(bits, bits + text.length * 6 - fill);
  const last = (total - (total % 6)) / 6;
  if (last < six.length) six[last]! &= 63 & (63 << (6 - (total % 6)));
  return total;
}

/** Armours a payload: its characters and the number of padding bits in the last one. */
export function armour(payload: Payload): { text: string; fill: number } {
  const length = Math.ceil(payload.bits / 6);
  let text = '';
  for (let index = 0; index < length; index += 1) {
    const value = payload.six[index]!;
    text += String.fromCharCode(value < 40 ? value + 48 : value + 56);
  }
  return { text, fill: length * 6 - payload.bits };
}

/** Reads an unsigned number of 1–30 bits; bits beyond the array read as zero. */
export function readUnsigned(six: Uint8Array, start: number, width: number): number {
  const offset = start % 6;
  let at = (start - offset) / 6;
  const first = (six[at] ?? 0) & (63 >> offset);
  let left = width - (6 - offset);
  if (left <= 0) return first >> -left;
  let value = first;
  while (left >= 6) {
    at += 1;
    value = (value << 6) | (six[at] ?? 0);
    left -= 6;
  }
  return left === 0 ? value : (value << left) | ((six[at + 1] ?? 0) >> (6 - left));
}

/** Reads a two's-complement number of 1–30 bits. */
export function readSigned(six: Uint8Array, start: number, width: number): number {
  const shift = 32 - width;
  return (readUnsigned(six, start, width) << shift) >> shift;
}

/** Reads up to `characters` six-bit characters that lie wholly before `end`; cut at the first "@", trailing spaces off. */
export function readText(six: Uint8Array, start: number, characters: number, end: number): string {
  let text = '';
  const stop = Math.min(end, start + characters * 6);
  for (let at = start; at + 6 <= stop; at += 6) {
    const value = readUnsigned(six, at, 6);
    if (value === 0) break;
    text += TEXT_OF_SIX[value]!;
  }
  return text.trimEnd();
}

/** Writes the low `width` bits of `value` into zeroed bits of `six`. */
export function writeBits(six: Uint8Array, start: number, width: number, value: number): void {
  let left = width;
  let position = start;
  while (left > 0) {
    const offset = position % 6;
    const take = Math.min(6 - offset, left);
    const part = (value >>> (left - take)) & ((1 << take) - 1);
    six[(position - offset) / 6]! |= part << (6 - offset - take);
    position += take;
    left -= take;
  }
}

/** Writes `characters` six-bit characters, padded with "@"; lower case is raised, what has no code becomes "?". */
export function writeText(six: Uint8Array, start: number, characters: number, text: string): void {
  const upper = text.toUpperCase();
  for (let index = 0; index < characters && index < upper.length; index += 1) {
    writeBits(six, start + index * 6, 6, SIX_OF_TEXT.get(upper[index]!) ?? UNKNOWN_CHARACTER);
  }
}

/** The payload as bytes, most significant bit first, the last byte padded with zeros. */
export function payloadBytes(payload: Payload, from = 0): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(Math.max(0, payload.bits - from) / 8));
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = readUnsigned(payload.six, from + index * 8, 8);
  return bytes;
}
