import { sql } from 'kysely';
import * as client from 'openid-client';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Database } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import type { Configuration } from '../configuration/index.ts';
import { enter, type From, type Opened, type Pending } from './sign-in.ts';
import { openTicket, takeTicket } from './ticket.ts';

/** The identity provider the platform trusts, by OpenID Connect with authorization code and PKCE. */
export interface Provider {
  /** Address to send the browser to, and the ticket its cookie keeps until it comes back. */
  begin(db: Database, next: string): Promise<{ href: string; ticket: string }>;
  /** Completes the sign-in of a browser that came back to `url`. */
  complete(
    db: Database,
    ticket: string,
    url: URL,
    from: From,
  ): Promise<{ opened: Opened | Pending | Refusal; next: string }>;
}

export const CALLBACK = '/api/session/oidc/callback';

type Settings = Pick<Configuration, 'oidcIssuer' | 'oidcClientId' | 'oidcClientSecret' | 'oidcClaim' | 'publicUrl'>;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The provider of the configuration, asked for its description at the first sign-in; undefined when none is named. */
export function openProvider(settings: Settings, demonstration: boolean): Provider | undefined {
  const { oidcIssuer, oidcClientId, oidcClientSecret, oidcClaim } = settings;
  if (oidcIssuer === undefined || oidcClientId === undefined) return undefined;
  const redirect = `${settings.publicUrl}${CALLBACK}`;
  let known: Promise<client.Configuration> | undefined;
  function discovered(): Promise<client.Configuration> {
    const issuer = new URL(oidcIssuer!);
    // Without encryption only on this machine.
    const plain = issuer.protocol === 'http:' && LOOPBACK.has(issuer.hostname);
    // The ID token's signature is verified also where it comes straight from the provider.
    const execute = [client.enableNonRepudiationChecks, ...(plain ? [client.allowInsecureRequests] : [])];
    known ??= client
      .discovery(issuer, oidcClientId!, oidcClientSecret, undefined, { execute })
      .catch((error: unknown) => {
        known = undefined;
        throw error;
      });
    return known;
  }

  return {
    async begin(db, next) {
      const config = await discovered();
      const verifier = client.randomPKCECodeVerifier();
      const [state, nonce] = [client.randomState(), client.randomNonce()];
      const href = client.buildAuthorizationUrl(config, {
        redirect_uri: redirect,
        scope: 'openid profile',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      }).href;
      return { href, ticket: await openTicket(db, 'oidc', null, { verifier, state, nonce, next }) };
    },
    async complete(db, token, url, from) {
      const ticket = await takeTicket(db, 'oidc', token);
      if (ticket === undefined) return { opened: refuse('sign-in-expired'), next: '' };
      const { verifier, state, nonce, next } = ticket.data as Record<'verifier' | 'state' | 'nonce' | 'next', string>;
      const claims = await claimsOf(await discovered(), url, { verifier, state, nonce });
      if (claims === undefined) {
        await record(db, { account: '' }, 'session.start', null, 'failed', {
          remote: from.remote,
          why: 'identity-provider',
        });
        return { opened: refuse('identity-provider'), next };
      }
      const account = claims[oidcClaim];
      const identity = { issuer: claims.iss, subject: claims.sub, account: typeof account === 'string' ? account : '' };
      const person = await personOf(db, identity);
      if (person === undefined) {
        const why = { remote: from.remote, why: 'identity-unknown', subject: claims.sub };
        await record(db, { account: identity.account }, 'session.start', null, 'failed', why);
        return { opened: refuse('identity-unknown'), next };
      }
      return { opened: await enter(db, person, from, 'oidc', demonstration), next };
    },
  };
}

interface Expected {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** Claims of the verified ID token; undefined when the provider refused or the answer does not hold. */
async function claimsOf(config: client.Configuration, url: URL, { verifier, state, nonce }: Expected) {
  try {
    const tokens = await client.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    return tokens.claims();
  } catch {
    return undefined;
  }
}

interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly account: string;
}

/**
 * The person an identity belongs to. The first time it is found by account and kept; from then on only issuer and
 * subject count, as an account name may be given to somebody else later.
 */
async function personOf(
  db: Database,
  { issuer, subject, account }: Identity,
): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string; retired: boolean }>`
    SELECT p.id, p.name, p.retired_at IS NOT NULL AS retired FROM person_identity i JOIN person p ON p.id = i.person_id
    WHERE i.issuer = ${issuer} AND i.subject = ${subject}`.execute(db);
  const [linked] = rows;
  if (linked !== undefined) return linked.retired ? undefined : linked;
  if (account === '') return undefined;
  return db.transaction().execute(async (tx) => {
    const found = await sql<{ id: string; name: string }>`
      INSERT INTO person_identity (issuer, subject, person_id)
      SELECT ${issuer}, ${subject}, id FROM person WHERE lower(account) = lower(${account}) AND retired_at IS NULL
      ON CONFLICT DO NOTHING RETURNING person_id AS id, (SELECT name FROM person WHERE id = person_id) AS name`.execute(
      tx,
    );
    const [person] = found.rows;
    if (person === undefined) return undefined;
    const by = { personId: person.id, name: person.name };
    await record(tx, by, 'identity.link', { kind: 'person', id: person.id }, 'done', { issuer, subject });
    return person;
  });
}
