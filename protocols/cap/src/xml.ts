import { SaxesParser } from 'saxes';
import { refuse, type Refusal, type RefusalReason } from './refusal.ts';

/** An element with its namespace; `text` is the character data directly in it, CDATA included. */
export interface Element {
  readonly uri: string;
  readonly name: string;
  readonly children: Element[];
  /** Attributes without a namespace, by name. */
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  /** Where the element stands in the document's text. */
  readonly start: number;
  end: number;
}

/** How much of a document is read. */
export interface Bounds {
  readonly depth: number;
  readonly elements: number;
}

/** Ends the parser from inside one of its handlers. */
class Stop extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/**
 * Reads a well-formed document with namespaces as a tree of elements.
 *
 * A document type declaration is refused, so there are no entities but the five of XML and character references, and
 * nothing is ever fetched. Comments and processing instructions are dropped.
 */
export function readTree(text: string, bounds: Bounds): Element | Refusal {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Element[] = [];
  let root: Element | undefined;
  let elements = 0;
  parser.on('doctype', () => {
    throw new Stop('doctype', 'a document type declaration');
  });
  parser.on('opentag', ({ uri, local, attributes }) => {
    elements += 1;
    if (open.length >= bounds.depth) throw new Stop('too-complex', `elements nested deeper than ${bounds.depth}`);
    if (elements > bounds.elements) throw new Stop('too-complex', `more than ${bounds.elements} elements`);
    // No "<" can stand inside a tag.
    const start = text.lastIndexOf('<', parser.position - 1);
    const element: Element = {
      uri,
      name: local,
      children: [],
      attributes: plain(attributes),
      text: '',
      start,
      end: start,
    };
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
  parser.on('closetag', () => {
    open.pop()!.end = parser.position;
  });
  try {
    parser.write(text).close();
  } catch (error) {
    return refuse(error instanceof Stop ? error.reason : 'malformed', parser.position, (error as Error).message);
  }
  return root ?? refuse('malformed', 0, 'no element');
}

function plain(attributes: Readonly<Record<string, { local: string; prefix: string; value: string }>>) {
  const own = Object.values(attributes).filter(({ prefix }) => prefix === '');
  return Object.fromEntries(own.map(({ local, value }) => [local, value]));
}

// XML 1.0 §2.2 production 2.
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** Where the first character stands that no XML document can contain; −1 when there is none. */
export function forbiddenAt(text: string): number {
  return text.search(FORBIDDEN);
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** Text as character data. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => ESCAPES[character]!);
}
