import { type Refusal, refuse } from '../refusal.ts';

/** One header field as it stood: names are in the spelling of RFC 3261, long form, where they are known. */
export type Header = readonly [name: string, value: string];

interface Common {
  /** Without Content-Length, which follows from the body. */
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

/** A SIP request or response (RFC 3261 §7). */
export type SipMessage = Common &
  (
    | { readonly kind: 'request'; readonly method: string; readonly uri: string }
    | { readonly kind: 'response'; readonly status: number; readonly phrase: string }
  );
export type SipRequest = Extract<SipMessage, { kind: 'request' }>;
export type SipResponse = Extract<SipMessage, { kind: 'response' }>;

/** Compact forms (RFC 3261 §20 and its extensions). */
const COMPACT: Readonly<Record<string, string>> = {
  i: 'Call-ID',
  m: 'Contact',
  e: 'Content-Encoding',
  l: 'Content-Length',
  c: 'Content-Type',
  f: 'From',
  s: 'Subject',
  k: 'Supported',
  t: 'To',
  v: 'Via',
  o: 'Event',
};
const NAMES = [
  'Via',
  'From',
  'To',
  'Call-ID',
  'CSeq',
  'Contact',
  'Max-Forwards',
  'User-Agent',
  'Expires',
  'Content-Type',
  'Content-Length',
  'Authorization',
  'WWW-Authenticate',
  'Date',
  'Subject',
  'Route',
  'Record-Route',
  'Event',
  'Allow',
  'Server',
  'Retry-After',
  'Subscription-State',
];
const SPELT = new Map(NAMES.map((name) => [name.toLowerCase(), name]));

/** A whole head of more bytes is refused; GB/T 28181 messages over UDP stay below 1,500. */
const LONGEST_HEAD = 16_384;
const MOST_HEADERS = 100;
const TOKEN = /^[\w\-.!%*+`'~]+$/;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const EMPTY = new Uint8Array(0);

/** Where the head ends: the index after its empty line, or −1 while there is none. Bare line feeds are taken. */
export function headEnd(bytes: Uint8Array, from = 0): number {
  for (let at = bytes.indexOf(10, from); at >= 0; at = bytes.indexOf(10, at + 1)) {
    const next = bytes[at + 1];
    if (next === 10) return at + 2;
    if (next === 13 && bytes[at + 2] === 10) return at + 3;
  }
  return -1;
}

/** Reads one message as a datagram holds it; bytes beyond Content-Length are left out (RFC 3261 §18.3). */
export function decodeSip(bytes: Uint8Array): SipMessage | Refusal {
  const end = headEnd(bytes.length > LONGEST_HEAD ? bytes.subarray(0, LONGEST_HEAD) : bytes);
  if (end < 0)
    return refuse(bytes.length > LONGEST_HEAD ? 'too-long' : 'incomplete', bytes.length, 'the head has no end');
  const head = decodeHead(bytes.subarray(0, end));
  if ('ok' in head) return head;
  const stated = head.length ?? bytes.length - end;
  if (end + stated > bytes.length) {
    return refuse('bad-length', end, `body of ${stated} bytes announced, ${bytes.length - end} are there`);
  }
  return { ...head.message, body: stated === 0 ? EMPTY : bytes.slice(end, end + stated) };
}

/** A head by itself, for streams: the message without its body, and the stated length of that. */
export interface Head {
  readonly message: SipMessage;
  readonly length: number | undefined;
}

/** Reads the bytes of a head, its empty line included. */
export function decodeHead(bytes: Uint8Array): Head | Refusal {
  const text = decoder.decode(bytes);
  const lines = text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const start = startLine(lines[0] ?? '');
  if (start === undefined)
    return refuse('bad-start-line', 0, `"${(lines[0] ?? '').slice(0, 60)}" begins no SIP message`);
  const headers: Header[] = [];
  let length: number | undefined;
  let offset = (lines[0] ?? '').length;
  for (const line of lines.slice(1)) {
    offset += 2;
    if (line === '') continue;
    const header = headerOf(line);
    if (header === undefined) return refuse('bad-header', Math.min(offset, bytes.length), `"${line.slice(0, 60)}"`);
    if (headers.length >= MOST_HEADERS) return refuse('too-long', Math.min(offset, bytes.length), 'too many headers');
    if (header[0] !== 'Content-Length') headers.push(header);
    else if (/^\d{1,9}$/.test(header[1])) length = Number(header[1]);
    else return refuse('bad-length', Math.min(offset, bytes.length), `Content-Length "${header[1].slice(0, 20)}"`);
    offset += line.length;
  }
  return { message: { ...start, headers, body: EMPTY }, length };
}

type Start =
  | { readonly kind: 'request'; readonly method: string; readonly uri: string }
  | { readonly kind: 'response'; readonly status: number; readonly phrase: string };

function startLine(line: string): Start | undefined {
  const response = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i.exec(line);
  if (response !== null) return { kind: 'response', status: Number(response[1]), phrase: response[2] ?? '' };
  const request = /^([A-Z]{2,20}) (\S{1,500}) SIP\/2\.0$/.exec(line);
  return request === null ? undefined : { kind: 'request', method: request[1]!, uri: request[2]! };
}

function headerOf(line: string): Header | undefined {
  const colon = line.indexOf(':');
  const given = line.slice(0, Math.max(0, colon)).trimEnd();
  if (colon < 1 || !TOKEN.test(given)) return undefined;
  return [spelt(given), line.slice(colon + 1).trim()];
}

function spelt(name: string): string {
  const lower = name.toLowerCase();
  return COMPACT[lower] ?? SPELT.get(lower) ?? name;
}

/** Writes a message with its Content-Length; `decodeSip` gives it back. Line ends inside values become spaces. */
export function encodeSip(message: SipMessage): Uint8Array {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${flat(message.phrase)}`;
  const lines = message.headers.map(([name, value]) => `${name}: ${flat(value)}`);
  const head = encoder.encode(`${[start, ...lines, `Content-Length: ${message.body.length}`].join('\r\n')}\r\n\r\n`);
  const bytes = new Uint8Array(head.length + message.body.length);
  bytes.set(head);
  bytes.set(message.body, head.length);
  return bytes;
}

const flat = (value: string): string => value.replace(/[\r\n]+/g, ' ').trim();

/** The first value of a header by its long name, in any case. */
export function headerValue(message: Pick<SipMessage, 'headers'>, name: string): string | undefined {
  const lower = name.toLowerCase();
  return message.headers.find(([key]) => key.toLowerCase() === lower)?.[1];
}

/** All values of a header, those in one line between commas apart where `split`. */
export function headerValues(message: Pick<SipMessage, 'headers'>, name: string): string[] {
  const lower = name.toLowerCase();
  return message.headers.filter(([key]) => key.toLowerCase() === lower).map(([, value]) => value);
}
