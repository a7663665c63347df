import { sql } from 'kysely';
import * as client from 'openid-client';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import type { Configuration } from '../configuration/index.ts';
import { stillHere, type Visit } from './session.ts';
import { enter, type Entrant, type From, type Opened, type Pending } from './sign-in.ts';
import { openTicket, takeTicket } from './ticket.ts';

/** The identity provider the platform trusts, by OpenID Connect with authorization code and PKCE. */
export interface Provider {
  /** Address to send the browser to, and the ticket its cookie keeps until it comes back; with whose identity to link. */
  begin(db: Database, next: string, owner?: string): Promise<{ href: string; ticket: string }>;
  /** Completes the sign-in of a browser that came back to `url`, or the linking that the person of `visit` began. */
  complete(
    db: Database,
    ticket: string,
    url: URL,
    from: From & { readonly visit: Visit | null },
  ): Promise<{ opened: Opened | Pending | Refusal; next: string } | { linked: Refusal | undefined }>;
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
    async begin(db, next, owner) {
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
      return { href, ticket: await openTicket(db, 'oidc', owner ?? null, { verifier, state, nonce, next }) };
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
      if (ticket.person_id !== null) return { linked: await linkOwn(db, identity, ticket.person_id, from.visit) };
      const person = await personOf(db, identity);
      if (isRefusal(person)) {
        const why = { remote: from.remote, why: person.refused, subject: claims.sub };
        await record(db, { account: identity.account }, 'session.start', null, 'failed', why);
        return { opened: person, next };
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
 * subject count, as an account name may be given to somebody else later. An administrator's account is not found by its
 * name: whoever chose the name would choose who comes in.
 */
async function personOf(db: Database, { issuer, subject, account }: Identity): Promise<Entrant | Refusal> {
  const { rows } = await sql<Entrant & { retired: boolean }>`
    SELECT p.id, p.name, p.credentials, p.retired_at IS NOT NULL AS retired
    FROM person_identity i JOIN person p ON p.id = i.person_id
    WHERE i.issuer = ${issuer} AND i.subject = ${subject}`.execute(db);
  const [linked] = rows;
  if (linked !== undefined) return linked.retired ? refuse('identity-unknown') : linked;
  if (account === '') return refuse('identity-unknown');
  return db.transaction().execute(async (tx) => {
    const { rows: named } = await sql<Entrant & { administers: boolean }>`
      SELECT id, name, credentials, anlan_administers(id) AS administers FROM person
      WHERE lower(account) = lower(${account}) AND retired_at IS NULL FOR UPDATE`.execute(tx);
    const [person] = named;
    if (person === undefined) return refuse('identity-unknown');
    if (person.administers) return refuse('identity-by-owner');
    return (await keepLink(tx, { issuer, subject, byOwner: false }, person)) ? person : refuse('identity-unknown');
  });
}

/** Links an identity to the account of whoever is signed in and began this; a second one of a provider is refused. */
async function linkOwn(
  db: Database,
  { issuer, subject }: Identity,
  owner: string,
  visit: Visit | null,
): Promise<Refusal | undefined> {
  if (visit?.by !== 'session' || visit.actor.personId !== owner) return refuse('sign-in-expired');
  const { actor, tokenHash } = visit;
  return db.transaction().execute(async (tx) => {
    if (!(await stillHere(tx, tokenHash))) return refuse('sign-in-expired');
    const kept = await keepLink(tx, { issuer, subject, byOwner: true }, { id: owner, name: actor.name });
    return kept ? undefined : refuse('identity-linked');
  });
}

/** Keeps who somebody is elsewhere; false where either side is already linked. */
async function keepLink(
  tx: Tx,
  { issuer, subject, byOwner }: { issuer: string; subject: string; byOwner: boolean },
  { id, name }: Pick<Entrant, 'id' | 'name'>,
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO person_identity (issuer, subject, person_id, by_owner) VALUES (${issuer}, ${subject}, ${id}, ${byOwner})
    ON CONFLICT DO NOTHING RETURNING 1`.execute(tx);
  if (rows.length === 0) return false;
  await record(tx, { personId: id, name }, 'identity.link', { kind: 'person', id }, 'done', {
    issuer,
    subject,
    byOwner,
  });
  return true;
}
