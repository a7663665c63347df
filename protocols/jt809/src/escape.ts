/** Opens a frame. */
export const OPEN = 0x5b;
/** Closes a frame. */
export const CLOSE = 0x5d;

/** Each byte that may not occur inside a frame, and the two that stand for it. */
const PAIRS: readonly (readonly [plain: number, lead: number, code: number])[] = [
  [0x5b, 0x5a, 1],
  [0x5a, 0x5a, 2],
  [0x5d, 0x5e, 1],
  [0x5e, 0x5e, 2],
];

/** Un-escapes `bytes[from..to)` into a fresh array, or returns the offset of the first illegal escape or flag. */
export function unescape(bytes: Uint8Array, from: number, to: number): Uint8Array | number {
  const plain = new Uint8Array(to - from);
  let length = 0;
  for (let i = from; i < to; i++) {
    let byte = bytes[i]!;
    if (byte >= 0x5a && byte <= 0x5e && byte !== 0x5c) {
      byte = i + 1 < to ? plainOf(byte, bytes[i + 1]!) : -1;
      if (byte < 0) return i;
      i++;
    }
    plain[length++] = byte;
  }
  return length === plain.length ? plain : plain.subarray(0, length);
}

/** Escapes `content` and sets the flags around it. */
export function escapeFrame(content: Uint8Array): Uint8Array {
  let escapes = 0;
  for (let i = 0; i < content.length; i++) if (escapeOf(content[i]!)) escapes++;
  const bytes = new Uint8Array(content.length + escapes + 2);
  let at = 0;
  bytes[at++] = OPEN;
  for (let i = 0; i < content.length; i++) {
    const pair = escapeOf(content[i]!);
    bytes[at++] = pair ? pair[1] : content[i]!;
    if (pair) bytes[at++] = pair[2];
  }
  bytes[at] = CLOSE;
  return bytes;
}

function plainOf(lead: number, code: number): number {
  for (const pair of PAIRS) if (pair[1] === lead && pair[2] === code) return pair[0];
  return -1;
}

function escapeOf(byte: number): (typeof PAIRS)[number] | undefined {
  return byte < 0x5a || byte > 0x5e ? undefined : PAIRS.find(([plain]) => plain === byte);
}
