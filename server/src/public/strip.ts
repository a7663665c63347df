/** Kinds of pictures that anybody may send. */
export const PICTURES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type Picture = (typeof PICTURES)[number];

/**
 * The picture without what its camera wrote into it – model, owner, time, place, thumbnail – and without anything
 * appended to it; undefined where the bytes are no picture of the kind. Only how it is to be turned is kept.
 */
export function stripped(type: Picture, bytes: Buffer): Buffer | undefined {
  return STRIP[type](bytes);
}

const STRIP: Record<Picture, (bytes: Buffer) => Buffer | undefined> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/webp': stripWebp,
};

/** Application segments that decide how colours are read: JFIF (only its fixed head) and Adobe. */
const APP0 = 0xe0;
const ADOBE = 0xee;
const START_OF_SCAN = 0xda;
const END = 0xd9;

/** Segments of a JPEG up to its end mark (ITU-T T.81 B.1): APPn other than JFIF and Adobe, and comments, are left out. */
function stripJpeg(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  const parts: Buffer[] = [bytes.subarray(0, 2)];
  let turned: number | undefined;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const mark = bytes[at + 1] as number;
    if (mark === 0xff) {
      at += 1;
      continue;
    }
    if (mark === END) return Buffer.concat([...withTurn(parts, turned), bytes.subarray(at, at + 2)]);
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return undefined;
    if (mark === 0xe1) turned ??= orientationOf(bytes.subarray(at + 4, end));
    else if (mark === APP0) parts.push(plainJfif(bytes.subarray(at, end)));
    else if (mark === ADOBE || mark < APP0 || (mark > 0xef && mark !== 0xfe)) parts.push(bytes.subarray(at, end));
    at = end;
    if (mark !== START_OF_SCAN) continue;
    const scanEnd = endOfScan(bytes, at);
    parts.push(bytes.subarray(at, scanEnd));
    at = scanEnd;
  }
  if (at + 2 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] === END)
    return Buffer.concat([...withTurn(parts, turned), bytes.subarray(at, at + 2)]);
  return undefined;
}

/** A JFIF head without the thumbnail it may carry; another APP0 (JFXX) holds nothing but a thumbnail. */
function plainJfif(segment: Buffer): Buffer {
  if (segment.toString('latin1', 4, 9) !== 'JFIF\0' || segment.length < 18) return Buffer.alloc(0);
  const head = Buffer.from(segment.subarray(0, 18));
  head.writeUInt16BE(16, 2);
  head.writeUInt16BE(0, 16);
  return head;
}

/** Where coded data ends: at a mark that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1] as number;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** Tag 0x0112 of the first directory of an Exif block (JEITA CP-3451), 2…8; undefined where it is upright or unreadable. */
function orientationOf(block: Buffer): number | undefined {
  if (block.toString('latin1', 0, 6) !== 'Exif\0\0' || block.length < 14) return undefined;
  const tiff = block.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const two = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (start + 2 > tiff.length) return undefined;
  const count = two(start);
  for (let index = 0; index < count; index += 1) {
    const entry = start + 2 + index * 12;
    if (entry + 12 > tiff.length) return undefined;
    if (two(entry) !== 0x0112) continue;
    const value = two(entry + 8);
    return value >= 2 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** An Exif block that says nothing but how to turn the picture. */
function withTurn(parts: readonly Buffer[], turned: number | undefined): readonly Buffer[] {
  if (turned === undefined) return parts;
  const block = Buffer.from('ffe100224578696600004d4d002a00000008000101120003000000010001000000000000', 'hex');
  block.writeUInt16BE(turned, 28);
  return [parts[0]!, block, ...parts.slice(1)];
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
/** Chunks without which the picture looks different (PNG 1.2, chapters 4.1 to 4.2.2); text, time and Exif are none. */
const PNG_KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'pHYs', 'bKGD', 'sBIT']);

function stripPng(bytes: Buffer): Buffer | undefined {
  if (!bytes.subarray(0, 8).equals(PNG)) return undefined;
  const parts: Buffer[] = [PNG];
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    if (end > bytes.length) return undefined;
    if (at === 8 && kind !== 'IHDR') return undefined;
    if (PNG_KEPT.has(kind)) parts.push(bytes.subarray(at, end));
    if (kind === 'IEND') return Buffer.concat(parts);
    at = end;
  }
  return undefined;
}

const EXIF_FLAG = 0x08;
const XMP_FLAG = 0x04;

/** Chunks of a WebP (RIFF): Exif, XMP and unknown ones are left out, and the head no longer promises them. */
function stripWebp(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 20 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP')
    return undefined;
  const parts: Buffer[] = [];
  const limit = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  for (let at = 12; at + 8 <= limit;) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > limit) return undefined;
    const kind = bytes.toString('latin1', at, at + 4);
    if (WEBP_KEPT.has(kind)) {
      const chunk = Buffer.from(bytes.subarray(at, Math.min(end, limit)));
      if (kind === 'VP8X') chunk[8] = (chunk[8] as number) & ~(EXIF_FLAG | XMP_FLAG);
      parts.push(size % 2 === 1 && end > limit ? Buffer.concat([chunk, Buffer.alloc(1)]) : chunk);
    }
    at = end;
  }
  const body = Buffer.concat(parts);
  if (body.length === 0) return undefined;
  const head = Buffer.alloc(12);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(4 + body.length, 4);
  head.write('WEBP', 8, 'latin1');
  return Buffer.concat([head, body]);
}
const WEBP_KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
