import { decodeGb18030 } from '@anlan/wire';
import { SaxesParser } from 'saxes';
import { type Refusal, refuse } from '../refusal.ts';

/** An element; `text` is the character data directly in it. */
export interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

const LONGEST = 524_288;
const DEEPEST = 8;
const MOST_ELEMENTS = 40_000;
const strict = new TextDecoder('utf-8', { fatal: true });

/** Ends the parser from inside one of its handlers. */
class Stop extends Error {}

/**
 * The text of a document. GB/T 28181 says GB 2312, makers send GBK or UTF-8 under the same declaration: what is well-formed
 * UTF-8 with characters of three bytes is that (GBK text read so has none), everything else is GB 18030.
 */
export function documentText(bytes: Uint8Array): string {
  const utf8 = asUtf8(bytes);
  return utf8 !== undefined && (/[\u0800-\uFFFF]/.test(utf8) || isAscii(bytes)) ? utf8 : decodeGb18030(bytes);
}

function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

/** Reads a document as a tree of elements; document types, and with them entities of its own, are refused. */
export function readTree(bytes: Uint8Array): Element | Refusal {
  if (bytes.length > LONGEST) return refuse('too-long', LONGEST, `document of ${bytes.length} bytes`);
  // A bare "&" in a name is common and says nothing else.
  const text = documentText(bytes).replace(/&(?!#?\w{1,8};)/g, '&amp;');
  const parser = new SaxesParser({ position: true });
  const open: Element[] = [];
  let root: Element | undefined;
  let elements = 0;
  parser.on('doctype', () => {
    throw new Stop('a document type declaration');
  });
  parser.on('opentag', ({ name }) => {
    if (open.length >= DEEPEST || (elements += 1) > MOST_ELEMENTS) throw new Stop('too many elements');
    const element: Element = { name, children: [], text: '' };
    root ??= element;
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (piece: string): void => {
    const element = open.at(-1);
    if (element) element.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => void open.pop());
  try {
    parser.write(text).close();
  } catch (error) {
    return refuse('bad-xml', parser.position, (error as Error).message.slice(0, 200));
  }
  return root ?? refuse('bad-xml', 0, 'no element');
}

/** The element at a path below another, `Info/AlarmType`. */
export function elementAt(element: Element, path: string): Element | undefined {
  let found: Element | undefined = element;
  for (const name of path.split('/')) found = found?.children.find((child) => child.name === name);
  return found;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
// XML 1.0 §2.2 production 2.
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** An element with its content, which is text to be escaped or lines of elements. */
export function writeElement(name: string, content: string | readonly string[]): string {
  if (typeof content !== 'string') return `<${name}>\r\n${content.join('\r\n')}\r\n</${name}>`;
  return `<${name}>${content.replace(FORBIDDEN, '').replace(/[&<>]/g, (character) => ESCAPES[character]!)}</${name}>`;
}
