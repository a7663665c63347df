import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A small OpenID provider on loopback: discovery, authorization code with PKCE (S256), RS256 ID tokens, JWKS. */
export interface TestProvider {
  readonly issuer: string;
  /** Who is at its screen: claims of the next ID token. */
  person: Readonly<Record<string, string>>;
  /** Spoils the next ID token, to see that it is refused. */
  spoil: 'nonce' | 'signature' | 'audience' | null;
  close(): Promise<void>;
}

interface Asked {
  readonly nonce: string;
  readonly challenge: string;
  readonly redirect: string;
}

export async function openProvider(clientId: string, clientSecret: string): Promise<TestProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, Asked>();
  const state: { person: TestProvider['person']; spoil: TestProvider['spoil'] } = { person: { sub: '1' }, spoil: null };
  let issuer = '';

  const routes: Readonly<Record<string, (url: URL, body: URLSearchParams, request: IncomingMessage) => Reply>> = {
    '/.well-known/openid-configuration': () => [200, describe(issuer)],
    '/jwks': () => [200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }] }],
    '/authorize': ({ searchParams: asked }) => {
      const code = randomBytes(16).toString('hex');
      const redirect = asked.get('redirect_uri') ?? '';
      codes.set(code, { nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '', redirect });
      return [302, `${redirect}?code=${code}&state=${encodeURIComponent(asked.get('state') ?? '')}`];
    },
    '/token': (_, body) => {
      const asked = codes.get(body.get('code') ?? '');
      codes.delete(body.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(body.get('code_verifier') ?? '')
        .digest('base64url');
      const known = body.get('client_id') === clientId && body.get('client_secret') === clientSecret;
      if (asked === undefined || !known || challenge !== asked.challenge || body.get('redirect_uri') !== asked.redirect)
        return [400, { error: 'invalid_grant' }];
      return [200, { access_token: 'unused', token_type: 'Bearer', id_token: idToken(asked) }];
    },
  };

  function idToken({ nonce }: Asked): string {
    const now = Math.floor(Date.now() / 1000);
    const { spoil } = state;
    state.spoil = null;
    return sign(privateKey, spoil === 'signature', {
      iss: issuer,
      aud: spoil === 'audience' ? 'somebody-else' : clientId,
      nonce: spoil === 'nonce' ? 'other' : nonce,
      iat: now,
      exp: now + 300,
      ...state.person,
    });
  }

  const server = createServer((request, response) => void serve(request, response));
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', issuer);
    const body = new URLSearchParams(Buffer.concat(chunks).toString());
    const [status, answer] = routes[url.pathname]?.(url, body, request) ?? [404, {}];
    if (typeof answer === 'string') response.writeHead(status, { location: answer }).end();
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return Object.assign(state, {
    issuer,
    close: () => new Promise<void>((closed) => (server.closeAllConnections(), server.close(() => closed()))),
  });
}

type Reply = readonly [status: number, body: object | string];

function describe(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    code_challenge_methods_supported: ['S256'],
  };
}

function sign(key: KeyObject, spoilt: boolean, claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', kid: 'k', typ: 'JWT' })}.${part(claims)}`;
  const signature = createSign('RSA-SHA256')
    .update(spoilt ? `${text}.` : text)
    .sign(key)
    .toString('base64url');
  return `${text}.${signature}`;
}
