/** A hash of a text as lower-case hex digits: MD5, or SHA-256 where both sides know it. */
export type Hash = (text: string) => string;

/** Members of `WWW-Authenticate: Digest …` and `Authorization: Digest …` by lower-case name. */
export type DigestMembers = Readonly<Record<string, string>>;

/** Members that stand without quotation marks (RFC 7616 §3.3, §3.4). */
const BARE: ReadonlySet<string> = new Set(['algorithm', 'qop', 'nc', 'stale']);
const MEMBER = /([\w-]{1,40})\s*=\s*(?:"((?:[^"\\]|\\.){0,1000})"|([^\s",]{1,1000}))/g;
const MOST_MEMBERS = 40;

/** Reads the members of a digest challenge or answer; undefined for another scheme. */
export function parseDigest(text: string): DigestMembers | undefined {
  const scheme = /^\s*Digest\s+/i.exec(text);
  if (scheme === null || text.length > 8000) return undefined;
  const members: Record<string, string> = {};
  let count = 0;
  for (const [, name, quoted, bare] of text.slice(scheme[0].length).matchAll(MEMBER)) {
    if ((count += 1) > MOST_MEMBERS) return undefined;
    members[name!.toLowerCase()] = quoted === undefined ? bare! : quoted.replace(/\\(.)/g, '$1');
  }
  return members;
}

/** Writes members as a header value. In a challenge `qop` is a list and stands quoted. */
export function writeDigest(members: DigestMembers, of: 'challenge' | 'answer'): string {
  const bare = (name: string): boolean => BARE.has(name) && !(of === 'challenge' && name === 'qop');
  const written = Object.entries(members).map(([name, value]) =>
    bare(name) ? `${name}=${value}` : `${name}="${value.replace(/["\\]/g, '\\$&')}"`,
  );
  return `Digest ${written.join(', ')}`;
}

/** What a response is computed from (RFC 2617 §3.2.2, RFC 7616 §3.4.1). */
export interface DigestInput {
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  /** `auth` with its counter and client nonce; without it the form of RFC 2069, which GB/T 28181 shows. */
  readonly qop?: string | undefined;
  readonly nc?: string | undefined;
  readonly cnonce?: string | undefined;
}

/** The response to a challenge, as hex digits. */
export function digestResponse(input: DigestInput, hash: Hash): string {
  const { username, realm, password, method, uri, nonce, qop, nc = '', cnonce = '' } = input;
  const secret = hash(`${username}:${realm}:${password}`);
  const asked = hash(`${method}:${uri}`);
  return hash(qop === undefined ? `${secret}:${nonce}:${asked}` : `${secret}:${nonce}:${nc}:${cnonce}:${qop}:${asked}`);
}
