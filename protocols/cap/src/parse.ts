import type { Alert } from './alert.ts';
import { documentText } from './encoding.ts';
import type { Finding } from './finding.ts';
import { refuse, type Refusal } from './refusal.ts';
import { offences } from './rules.ts';
import { isText, permits, repeats, SCHEMA, type Group, type Row } from './schema.ts';
import { type Element, readTree } from './xml.ts';

/** An alert read. */
export interface Parsed {
  readonly ok: true;
  readonly version: '1.1' | '1.2';
  readonly alert: Alert;
  /** What offends against schema, rules or advice although the alert could be read. */
  readonly findings: readonly Finding[];
  /** XML signatures as they stand in the document; they are not verified. */
  readonly signatures: readonly string[];
}

export interface ParseOptions {
  /** Refuse any offence against the schema, not only those that leave no alert: false by default. */
  readonly strict?: boolean;
  /** Longest document, in bytes or characters: 1 MiB by default. */
  readonly longest?: number;
}

const NAMESPACES: Readonly<Record<string, Parsed['version']>> = {
  'urn:oasis:names:tc:emergency:cap:1.1': '1.1',
  'urn:oasis:names:tc:emergency:cap:1.2': '1.2',
};
const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
const BOUNDS = { depth: 32, elements: 20_000 };

/** Offences that leave no alert of its type. */
const FATAL: ReadonlySet<string> = new Set(['missing', 'value']);

/** What the certainties of CAP 1.0 mean since. */
const FORMER_VALUES: Readonly<Record<string, string>> = { 'Very Likely': 'Likely' };

/**
 * Reads a CAP 1.2 or 1.1 document; never throws. Bytes are decoded by their mark or declaration.
 *
 * Refuses what is not well-formed, carries a document type declaration, exceeds the bounds, lacks a required element or
 * has a value that is not permitted; everything else wrong is in `findings`. Texts come without white space around.
 */
export function parseAlert(document: Uint8Array | string, options: ParseOptions = {}): Parsed | Refusal {
  const longest = options.longest ?? 1 << 20;
  if (document.length > longest) return refuse('too-large', longest, `longer than ${longest}`);
  const text = typeof document === 'string' ? document : documentText(document);
  if (typeof text !== 'string') return text;
  const root = readTree(text, BOUNDS);
  if ('ok' in root) return root;
  const version = Object.hasOwn(NAMESPACES, root.uri) ? NAMESPACES[root.uri] : undefined;
  if (!version || root.name !== 'alert') {
    return refuse('not-an-alert', root.start, `root element ${root.name} in namespace '${root.uri}'`);
  }
  const findings: Finding[] = [];
  const alert = new Reading(findings).group(root, 'alert', '') as unknown as Alert;
  const fatal = findings.find(({ code }) => options.strict || FATAL.has(code));
  if (fatal) return { ...refuse('schema', 0, `${fatal.path}: ${fatal.detail}`), findings };
  const signatures = root.children.filter(isSignature).map(({ start, end }) => text.slice(start, end));
  return { ok: true, version, alert, findings: [...findings, ...offences(alert)], signatures };
}

function isSignature({ uri, name }: Element): boolean {
  return uri === SIGNATURE && name === 'Signature';
}

/** Turns elements into values by the table of the schema, noting what does not fit. */
class Reading {
  readonly #findings: Finding[];

  constructor(findings: Finding[]) {
    this.#findings = findings;
  }

  /** The members of a group; those of a list with its index in the path. */
  group(element: Element, group: Group, path: string): Record<string, unknown> {
    const rows = SCHEMA[group];
    const members: Record<string, unknown> = {};
    let reached = 0;
    if (trim(element.text) !== '') this.#note('stray-text', path || 'alert', 'text between elements');
    for (const child of element.children) {
      const at = child.uri === element.uri ? rows.findIndex(([name]) => name === child.name) : -1;
      if (at < 0) {
        if (group !== 'alert' || !isSignature(child)) {
          this.#note('unknown-element', join(path, child.name), 'not an element of CAP, left out');
        }
        continue;
      }
      if (at < reached) this.#note('order', join(path, child.name), `comes after ${rows[reached]![0]}`);
      reached = Math.max(reached, at);
      this.#member(child, rows[at]!, path, members);
    }
    for (const [name, occurs] of rows) {
      if (members[name] !== undefined) continue;
      if (occurs === '1' || occurs === '+') this.#note('missing', join(path, name), 'required, but missing');
    }
    return members;
  }

  #member(child: Element, [name, occurs, content]: Row, path: string, members: Record<string, unknown>): void {
    const list = members[name] as unknown[] | undefined;
    if (!repeats(occurs)) {
      if (list !== undefined) return this.#note('repeated', join(path, name), 'occurs again; the first one counts');
      members[name] = this.#value(child, content, join(path, name));
      return;
    }
    const place = `${join(path, name)}[${list?.length ?? 0}]`;
    const value = this.#value(child, content, place);
    if (list) list.push(value);
    else members[name] = [value];
  }

  #value(child: Element, content: Row[2], path: string): unknown {
    if (!isText(content)) return this.group(child, content.group, path);
    if (child.children.length > 0) this.#note('unexpected-content', path, 'elements where text is due');
    const text = trim(child.text);
    if (permits(content, text)) return text;
    const former = Object.hasOwn(FORMER_VALUES, text) ? FORMER_VALUES[text]! : undefined;
    if (former !== undefined && permits(content, former)) {
      this.#note('former-value', path, `'${text}' means '${former}' since CAP 1.1`);
      return former;
    }
    // A text of a kind is kept for the reader to judge; a value outside its list has no type.
    this.#note(typeof content === 'string' ? 'format' : 'value', path, `'${text.slice(0, 80)}' is not permitted`);
    return text;
  }

  #note(code: string, path: string, detail: string): void {
    this.#findings.push({ level: 'schema', code, path, detail });
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Without the white space of XML at both ends. */
function trim(text: string): string {
  return text.replace(/^[ \t\r\n]+/, '').replace(/[ \t\r\n]+$/, '');
}
