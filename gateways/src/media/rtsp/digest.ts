import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Hashes of RFC 7616 that can be answered here, by the name a server gives them. */
const HASHES: Readonly<Record<string, string>> = { MD5: 'md5', 'SHA-256': 'sha256' };

/** The strongest challenge that can be answered stands first. */
const ORDER = ['SHA-256', 'MD5', 'BASIC'];

interface Challenge {
  readonly scheme: string;
  readonly fields: Readonly<Record<string, string>>;
}

function read(header: string): Challenge {
  const [scheme = '', ...rest] = header.trim().split(/\s+/);
  const fields: Record<string, string> = {};
  for (const [, name = '', quoted, bare] of rest.join(' ').matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g)) {
    fields[name.toLowerCase()] = quoted ?? bare ?? '';
  }
  return { scheme: scheme.toLowerCase(), fields };
}

const strength = ({ scheme, fields }: Challenge): number =>
  ORDER.indexOf(scheme === 'basic' ? 'BASIC' : (fields['algorithm'] ?? 'MD5').toUpperCase());

/** Answers a server's challenges (RFC 2617, RFC 7616); undefined when none of them can be answered. */
export class Authorization {
  readonly #credentials: Credentials;
  readonly #challenge: Challenge;
  #count = 0;

  private constructor(credentials: Credentials, challenge: Challenge) {
    this.#credentials = credentials;
    this.#challenge = challenge;
  }

  static of(credentials: Credentials, headers: readonly string[]): Authorization | undefined {
    const known = headers
      .map(read)
      .filter((each) => strength(each) !== -1 && ['basic', 'digest'].includes(each.scheme));
    const best = known.toSorted((a, b) => strength(a) - strength(b))[0];
    return best && new Authorization(credentials, best);
  }

  /** The header of one request. */
  header(method: string, uri: string, cnonce = randomBytes(8).toString('hex')): string {
    const { user, password } = this.#credentials;
    if (this.#challenge.scheme === 'basic') return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const { realm = '', nonce = '', opaque, algorithm, qop } = this.#challenge.fields;
    const hash = (text: string): string =>
      createHash(HASHES[(algorithm ?? 'MD5').toUpperCase()] ?? 'md5')
        .update(text)
        .digest('hex');
    const own = hash(`${user}:${realm}:${password}`);
    const what = hash(`${method}:${uri}`);
    const fields = [`username="${user}"`, `realm="${realm}"`, `nonce="${nonce}"`, `uri="${uri}"`];
    if (qop?.split(',').some((each) => each.trim() === 'auth')) {
      this.#count += 1;
      const nc = this.#count.toString(16).padStart(8, '0');
      fields.push(
        `qop=auth`,
        `nc=${nc}`,
        `cnonce="${cnonce}"`,
        `response="${hash(`${own}:${nonce}:${nc}:${cnonce}:auth:${what}`)}"`,
      );
    } else fields.push(`response="${hash(`${own}:${nonce}:${what}`)}"`);
    if (algorithm !== undefined) fields.push(`algorithm=${algorithm}`);
    if (opaque !== undefined) fields.push(`opaque="${opaque}"`);
    return `Digest ${fields.join(', ')}`;
  }
}
