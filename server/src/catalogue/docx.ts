import { inflateRawSync } from 'node:zlib';
import { unpackedSize } from '../registry/import/workbook.ts';

const ENTRY = 0x02014b50;
const EOCD = 0x06054b50;
/** A statute book unpacks to a few megabytes. */
const MOST = 60 * 1024 * 1024;

/** One member of a ZIP archive; undefined where the archive is damaged or has no such member. */
function member(bytes: Buffer, wanted: string): Buffer | undefined {
  let end = bytes.length - 22;
  while (end >= 0 && end > bytes.length - 65_558 && bytes.readUInt32LE(end) !== EOCD) end -= 1;
  if (end < 0) return undefined;
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY) return undefined;
    const name = bytes.subarray(at + 46, at + 46 + bytes.readUInt16LE(at + 28)).toString('utf8');
    if (name === wanted) {
      const start = bytes.readUInt32LE(at + 42);
      const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
      const packed = bytes.subarray(from, from + bytes.readUInt32LE(at + 20));
      const method = bytes.readUInt16LE(at + 10);
      if (method === 0) return packed;
      return method === 8 ? inflateRawSync(packed, { maxOutputLength: MOST }) : undefined;
    }
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(xml: string): string {
  return xml.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Math.min(Number(decimal), 0x10ffff));
    if (hex !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
    return ENTITIES[name] ?? whole;
  });
}

/** Paragraphs of a Word document (.docx), a line each; undefined where it cannot be read as one. */
export function textOfDocx(bytes: Buffer): string | undefined {
  const size = unpackedSize(bytes);
  if (size === undefined || size > MOST) return undefined;
  try {
    const xml = member(bytes, 'word/document.xml')?.toString('utf8');
    if (xml === undefined) return undefined;
    // Deleted runs (w:delText) are other elements and stay out.
    return [...xml.matchAll(/<w:p[ >](.*?)<\/w:p>/gsu)]
      .map(([, paragraph]) =>
        [...paragraph!.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:(tab|br)[ /]/gu)]
          .map(([, text, mark]) => (text === undefined ? (mark === 'br' ? '\n' : ' ') : plain(text)))
          .join(''),
      )
      .join('\n');
  } catch (error) {
    // A damaged archive: zlib and the bounds of the buffer say so by throwing.
    if (error instanceof RangeError || (error as NodeJS.ErrnoException).code?.startsWith('Z_') === true)
      return undefined;
    throw error;
  }
}
