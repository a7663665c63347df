/** A SIP address: of From, To, Contact (RFC 3261 §20.10), or of a request's URI. */
export interface Address {
  /** The user part: in GB/T 28181 a code of 20 digits. */
  readonly user: string;
  readonly host: string;
  readonly port: number | undefined;
  /** Parameters of the header, such as `tag`, or of the URI, such as `transport`; lower-case names. */
  readonly parameters: Readonly<Record<string, string>>;
}

const URI = /sips?:(?:([^@>;\s]{1,200})@)?(\[[\da-f:.]{2,45}\]|[^:;>?\s,]{1,255})(?::(\d{1,5}))?/i;

/** Reads an address with its parameters; undefined where there is no SIP URI. */
export function parseAddress(text: string): Address | undefined {
  const found = URI.exec(text.length > 1000 ? text.slice(0, 1000) : text);
  if (found === null) return undefined;
  const port = found[3] === undefined ? undefined : Number(found[3]);
  if (port !== undefined && port > 65_535) return undefined;
  const rest = text.slice(found.index + found[0].length, 2000);
  return { user: found[1] ?? '', host: found[2]!, port, parameters: parametersOf(rest.replaceAll('>', '')) };
}

/** Writes an address as a header value: `<sip:user@host:port;…>;tag=…`, the tag outside. */
export function writeAddress({ user, host, port, parameters }: Address): string {
  const uri = `sip:${user === '' ? '' : `${user}@`}${host}${port === undefined ? '' : `:${port}`}`;
  const { tag, ...inside } = parameters;
  const own = Object.entries(inside).map(([name, value]) => `;${name}${value === '' ? '' : `=${value}`}`);
  return `<${uri}${own.join('')}>${tag === undefined ? '' : `;tag=${tag}`}`;
}

/** The topmost Via: where a response goes (RFC 3261 §18.2.2, RFC 3581). */
export interface Via {
  readonly transport: 'UDP' | 'TCP';
  readonly host: string;
  readonly port: number | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

const VIA = /^SIP\s*\/\s*2\.0\s*\/\s*(UDP|TCP)\s+(\[[\da-f:.]{2,45}\]|[^:;\s,]{1,255})(?::(\d{1,5}))?/i;

/** Reads the first Via of a header value; undefined for another transport or what is none. */
export function parseVia(text: string): Via | undefined {
  const found = VIA.exec(text);
  if (found === null) return undefined;
  const port = found[3] === undefined ? undefined : Number(found[3]);
  if (port !== undefined && port > 65_535) return undefined;
  const transport = found[1]!.toUpperCase() as Via['transport'];
  const [rest = ''] = text.slice(found[0].length, 2000).split(',');
  return { transport, host: found[2]!, port, parameters: parametersOf(rest) };
}

function parametersOf(text: string): Record<string, string> {
  const pairs = text
    .split(';')
    .slice(1, 33)
    .map((piece) => piece.trim().split('='))
    .filter(([name]) => name !== undefined && /^[\w-]{1,40}$/.test(name));
  return Object.fromEntries(
    pairs.map(([name, ...value]) => [name!.toLowerCase(), value.join('=').replace(/^"|"$/g, '')]),
  );
}

/** CSeq: number and method (RFC 3261 §20.16). */
export function parseCSeq(text: string): { readonly number: number; readonly method: string } | undefined {
  const found = /^(\d{1,10})\s+([A-Z]{2,20})$/.exec(text.trim());
  const number = Number(found?.[1]);
  return found === null || number > 0x7fff_ffff ? undefined : { number, method: found[2]! };
}
