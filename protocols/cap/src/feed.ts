import { documentText } from './encoding.ts';
import { refuse, type Refusal } from './refusal.ts';
import { type Element, readTree } from './xml.ts';

/** An entry of a feed: where its alert stands, or the alert itself. */
export interface FeedEntry {
  /** Atom's id or RSS' guid, else the link. */
  readonly id: string;
  /** Links as they stand, alternatives of CAP first. */
  readonly links: readonly string[];
  /** The alert where the entry carries it whole. */
  readonly alert?: string;
}

const ATOM = 'http://www.w3.org/2005/Atom';
const CAP_TYPES: ReadonlySet<string> = new Set(['application/cap+xml', 'application/common-alerting-protocol+xml']);
const BOUNDS = { depth: 40, elements: 200_000 };
const LONGEST = 8 << 20;

/**
 * Reads an Atom (RFC 4287) or RSS 2.0 feed of alerts as the entries it lists; never throws. Document types are refused,
 * so nothing is expanded or fetched.
 */
export function parseFeed(content: Uint8Array | string): readonly FeedEntry[] | Refusal {
  if (content.length > LONGEST) return refuse('too-large', LONGEST, `longer than ${LONGEST}`);
  const text = typeof content === 'string' ? content : documentText(content);
  if (typeof text !== 'string') return text;
  const root = readTree(text.replace(/^\ufeff/, ''), BOUNDS);
  if ('ok' in root) return root;
  if (root.name === 'feed' && root.uri === ATOM) return named(root, 'entry').map((entry) => atomEntry(entry, text));
  const channel = root.name === 'rss' ? named(root, 'channel')[0] : undefined;
  if (channel === undefined) return refuse('root', root.start, `neither a feed nor rss: ${root.name.slice(0, 40)}`);
  return named(channel, 'item').map((item) => rssItem(item, text));
}

const named = (element: Element, name: string): Element[] => element.children.filter((child) => child.name === name);
const textOf = (element: Element, name: string): string => named(element, name)[0]?.text.trim() ?? '';

function atomEntry(entry: Element, text: string): FeedEntry {
  const links = named(entry, 'link').flatMap(({ attributes: { href, rel, type } }) =>
    href === undefined || (rel !== undefined && rel !== 'alternate') ? [] : [{ href, cap: CAP_TYPES.has(type ?? '') }],
  );
  const sorted = [...links.filter(({ cap }) => cap), ...links.filter(({ cap }) => !cap)].map(({ href }) => href);
  const content = named(entry, 'content')[0];
  return entryOf(textOf(entry, 'id'), sorted, alertIn(content, text));
}

function rssItem(item: Element, text: string): FeedEntry {
  const link = textOf(item, 'link');
  return entryOf(textOf(item, 'guid'), link === '' ? [] : [link], alertIn(item, text));
}

function entryOf(id: string, links: readonly string[], alert: string | undefined): FeedEntry {
  return { id: id || (links[0] ?? ''), links, ...(alert === undefined ? {} : { alert }) };
}

const ALERT = /^urn:oasis:names:tc:emergency:cap:1\.[12]$/;

/** The alert within an element as a document of its own; its namespace may have been declared further out. */
function alertIn(element: Element | undefined, text: string): string | undefined {
  const alert = element?.children.find(({ name, uri }) => name === 'alert' && ALERT.test(uri));
  if (alert === undefined) return undefined;
  const own = text.slice(alert.start, alert.end);
  const head = own.slice(0, own.indexOf('>') + 1);
  if (head.includes('xmlns')) return own;
  const prefix = /^<([\w.-]+):/.exec(own)?.[1];
  const declared = prefix === undefined ? 'xmlns' : `xmlns:${prefix}`;
  return own.replace(/^<[^\s/>]+/, (tag) => `${tag} ${declared}="${alert.uri}"`);
}
