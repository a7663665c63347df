import { zeros } from '@anlan/wire';

/** Delimits frames; JT/T 808 §4.4.2. */
export const FLAG = 0x7e;
const ESCAPE = 0x7d;

/** Un-escapes `bytes[from..to)` into a fresh array, or returns the offset of the first illegal escape. */
export function unescape(bytes: Uint8Array, from: number, to: number): Uint8Array | number {
  const first = bytes.indexOf(ESCAPE, from);
  const plain = zeros(to - from);
  if (first < 0 || first >= to) {
    plain.set(bytes.subarray(from, to));
    return plain;
  }
  let length = 0;
  for (let i = from; i < to; i++) {
    let byte = bytes[i]!;
    if (byte === ESCAPE) {
      const code = i + 1 < to ? bytes[i + 1]! : 0;
      if (code !== 1 && code !== 2) return i;
      byte = ESCAPE + code - 1;
      i++;
    }
    plain[length++] = byte;
  }
  return length === plain.length ? plain : plain.subarray(0, length);
}

/** Adds the check byte, escapes, and sets the flags around header and body. */
export function frame(content: Uint8Array): Uint8Array {
  const check = xor(content, content.length);
  let escapes = needsEscape(check) ? 1 : 0;
  for (let i = 0; i < content.length; i++) if (needsEscape(content[i]!)) escapes++;
  const bytes = zeros(content.length + escapes + 3);
  let at = 0;
  bytes[at++] = FLAG;
  for (let i = 0; i <= content.length; i++) {
    const byte = i < content.length ? content[i]! : check;
    if (needsEscape(byte)) {
      bytes[at++] = ESCAPE;
      bytes[at++] = byte - ESCAPE + 1;
    } else bytes[at++] = byte;
  }
  bytes[at] = FLAG;
  return bytes;
}

/** The XOR of the first `length` bytes. */
export function xor(bytes: Uint8Array, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum ^= bytes[i]!;
  return sum;
}

function needsEscape(byte: number): boolean {
  return byte === FLAG || byte === ESCAPE;
}
