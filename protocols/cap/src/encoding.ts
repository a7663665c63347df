import { refuse, type Refusal } from './refusal.ts';

/** Encodings a document may declare, by the decoder that reads them. */
const DECODERS: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'windows-1252': 'windows-1252',
  'iso-8859-15': 'iso-8859-15',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  gb18030: 'gb18030',
  big5: 'big5',
};

/** Byte order marks, the longest prefix of a document that names its encoding by itself. */
const MARKS: readonly (readonly [decoder: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  // "<?" without a mark, XML 1.0 Appendix F.
  ['utf-16le', [0x3c, 0x00, 0x3f, 0x00]],
  ['utf-16be', [0x00, 0x3c, 0x00, 0x3f]],
];

const DECLARED = /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/;

/** The text of a document by its byte order mark or declaration, UTF-8 by default; refuses other bytes than those. */
export function documentText(bytes: Uint8Array): string | Refusal {
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
  const declared = declaredEncoding(bytes);
  const label = marked ?? (Object.hasOwn(DECODERS, declared) ? DECODERS[declared] : undefined);
  if (!label) return refuse('encoding', 0, `encoding ${declared} is not supported`);
  try {
    return decoderOf(label).decode(bytes);
  } catch {
    return refuse('encoding', 0, `the bytes are not ${label}`);
  }
}

function declaredEncoding(bytes: Uint8Array): string {
  // Without "<?" at the very beginning there is no declaration.
  if (bytes[0] !== 0x3c || bytes[1] !== 0x3f) return 'utf-8';
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  return DECLARED.exec(head)?.[1]?.toLowerCase() ?? 'utf-8';
}

const decoders = new Map<string, ReturnType<typeof newDecoder>>();

function decoderOf(label: string): ReturnType<typeof newDecoder> {
  let decoder = decoders.get(label);
  if (!decoder) decoders.set(label, (decoder = newDecoder(label)));
  return decoder;
}

function newDecoder(label: string) {
  return new TextDecoder(label, { fatal: true });
}
