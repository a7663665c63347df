/**
 * GB18030 (and so GBK and GB 2312) both ways.
 *
 * The platform's TextDecoder decodes. Encoding uses the inverse of that same decoder, tabulated once when the first
 * non-ASCII text is encoded, so the two directions can not disagree and no table has to be shipped.
 */
const decoder = new TextDecoder('gb18030');
const REPLACEMENT = 0x3f;

/** Decodes GBK or GB18030 bytes; ill-formed bytes become U+FFFD, never an exception. */
export function decodeGb18030(bytes: Uint8Array): string {
  let ascii = '';
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte > 0x7f) return decoder.decode(bytes);
    ascii += String.fromCharCode(byte);
  }
  return ascii;
}

/** Encodes text as GB18030: one, two (all of GBK) or four bytes a character; what has no code becomes '?'. */
export function encodeGb18030(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0)!;
    if (point < 0x80) bytes.push(point);
    else pushCode(bytes, point);
  }
  return Uint8Array.from(bytes);
}

function pushCode(bytes: number[], point: number): void {
  if (point >= 0x10000) return pushLinear(bytes, point - 0x10000 + SUPPLEMENTARY);
  const code = table()[point]!;
  if (code === 0) bytes.push(REPLACEMENT);
  else if (code <= 0xffff) bytes.push(code >> 8, code & 0xff);
  else pushLinear(bytes, code - FOUR_BYTES);
}

// GB 18030 §5: four-byte codes count 81 30 81 30, 81 30 81 31, … and the planes above the BMP start at 90 30 81 30.
const SUPPLEMENTARY = 189_000;
const BMP_FOUR_BYTE_CODES = 39_420;
/** Added to a four-byte code's ordinal to tell it from a two-byte code in the same table. */
const FOUR_BYTES = 0x10000;

function pushLinear(bytes: number[], ordinal: number): void {
  bytes.push(
    0x81 + Math.floor(ordinal / 12_600),
    0x30 + (Math.floor(ordinal / 1260) % 10),
    0x81 + (Math.floor(ordinal / 10) % 126),
    0x30 + (ordinal % 10),
  );
}

let built: Uint32Array | undefined;

function table(): Uint32Array {
  built ??= invertDecoder();
  return built;
}

function invertDecoder(): Uint32Array {
  const codes = new Uint32Array(0x10000);
  for (let ordinal = 0; ordinal < BMP_FOUR_BYTE_CODES; ordinal++) {
    const bytes: number[] = [];
    pushLinear(bytes, ordinal);
    learn(codes, bytes, FOUR_BYTES + ordinal);
  }
  for (let lead = 0xfe; lead >= 0x81; lead--) {
    for (let trail = 0xfe; trail >= 0x40; trail--) {
      if (trail !== 0x7f) learn(codes, [lead, trail], (lead << 8) | trail);
    }
  }
  return codes;
}

/** Notes the code of a character; two-byte codes come after the four-byte ones and win, lower codes over higher. */
function learn(codes: Uint32Array, bytes: number[], code: number): void {
  const text = decoder.decode(Uint8Array.from(bytes));
  const point = text.charCodeAt(0);
  if (text.length === 1 && point >= 0x80 && (point !== 0xfffd || code === FFFD_CODE)) codes[point] = code;
}

/** U+FFFD itself has the code 84 31 A4 37; every other appearance of it marks an unassigned code. */
const FFFD_CODE = FOUR_BYTES + (0x84 - 0x81) * 12_600 + 1 * 1260 + (0xa4 - 0x81) * 10 + 7;
