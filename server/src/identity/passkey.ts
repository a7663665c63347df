import { isIP } from 'node:net';
import { sql } from 'kysely';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { Actor } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Database } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import { stillHere } from './session.ts';
import { startSession, type From, type Opened } from './sign-in.ts';
import { openTicket, takeTicket } from './ticket.ts';

/** The party a passkey belongs to: host and origin of the address people open. */
export interface Party {
  readonly id: string;
  readonly origin: string;
}

export function partyOf(publicUrl: string): Party {
  const { hostname, origin } = new URL(publicUrl);
  return { id: hostname, origin };
}

/** Browsers bind passkeys to a domain name; an address of numbers has none. */
export function passkeysPossible(publicUrl: string): boolean {
  return isIP(partyOf(publicUrl).id.replace(/^\[|\]$/g, '')) === 0;
}

export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

export async function passkeysOf(db: Database, personId: string): Promise<PasskeyView[]> {
  const { rows } = await sql<{ id: string; name: string; created_at: Date; last_used_at: Date | null }>`
    SELECT id, name, created_at, last_used_at FROM passkey WHERE person_id = ${personId} ORDER BY created_at`.execute(
    db,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at.getTime(),
    lastUsedAt: row.last_used_at?.getTime() ?? null,
  }));
}

/** What the browser needs to make a passkey, and the ticket under which it hands it in. */
export async function beginPasskey(
  db: Database,
  party: Party,
  actor: Actor,
  account: string,
): Promise<{ ticket: string; options: PublicKeyCredentialCreationOptionsJSON }> {
  const options = await generateRegistrationOptions({
    rpName: '安澜 Anlan',
    rpID: party.id,
    userName: account,
    userDisplayName: actor.name,
    userID: new TextEncoder().encode(actor.personId),
    attestationType: 'none',
    excludeCredentials: (await passkeysOf(db, actor.personId)).map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { ticket: await openTicket(db, 'passkey-new', actor.personId, { challenge: options.challenge }), options };
}

/** Keeps the passkey a browser made; its private half never leaves the device. */
export async function keepPasskey(
  db: Database,
  party: Party,
  actor: Actor,
  {
    ticket: token,
    name,
    response,
    tokenHash,
  }: { ticket: string; name: string; response: RegistrationResponseJSON; tokenHash: string },
): Promise<Refusal | undefined> {
  const ticket = await takeTicket(db, 'passkey-new', token);
  if (ticket === undefined || ticket.person_id !== actor.personId) return refuse('sign-in-expired');
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: String(ticket.data['challenge']),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => undefined);
  if (verified === undefined || !verified.verified) return refuse('passkey-refused');
  const { credential } = verified.registrationInfo;
  return db.transaction().execute(async (tx) => {
    if (!(await stillHere(tx, tokenHash))) return refuse('not-signed-in');
    const { rows } = await sql`
      INSERT INTO passkey (id, person_id, name, public_key, counter, transports)
      VALUES (${credential.id}, ${actor.personId}, ${name}, ${Buffer.from(credential.publicKey).toString('base64')},
        ${credential.counter}, ${[...(credential.transports ?? [])]})
      ON CONFLICT DO NOTHING RETURNING 1`.execute(tx);
    if (rows.length === 0) return refuse('passkey-refused');
    await record(tx, actor, 'second-factor.enrol', { kind: 'person', id: actor.personId }, 'done', {
      method: 'passkey',
      name,
    });
    return undefined;
  });
}

export function removePasskey(db: Database, actor: Actor, id: string): Promise<Refusal | undefined> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ name: string }>`
      DELETE FROM passkey WHERE id = ${id} AND person_id = ${actor.personId} RETURNING name`.execute(tx);
    if (rows[0] === undefined) return refuse('not-found');
    const detail = { method: 'passkey', name: rows[0].name };
    await record(tx, actor, 'second-factor.remove', { kind: 'person', id: actor.personId }, 'done', detail);
    return undefined;
  });
}

/** A challenge for whoever has a passkey here; the browser asks which. */
export async function challengePasskey(
  db: Database,
  party: Party,
): Promise<{ ticket: string; options: PublicKeyCredentialRequestOptionsJSON }> {
  const options = await generateAuthenticationOptions({ rpID: party.id, userVerification: 'required' });
  return { ticket: await openTicket(db, 'passkey', null, { challenge: options.challenge }), options };
}

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly credentials: number;
  readonly public_key: string;
  readonly counter: number;
  readonly transports: AuthenticatorTransport[];
}

/** Signs in by passkey: the device has verified its user, so this is both factors. */
export async function signInByPasskey(
  db: Database,
  party: Party,
  { ticket: token, response }: { ticket: string; response: AuthenticationResponseJSON },
  from: From,
): Promise<Opened | Refusal> {
  const ticket = await takeTicket(db, 'passkey', token);
  if (ticket === undefined) return refuse('sign-in-expired');
  const { rows } = await sql<KeyRow>`
    SELECT p.id, p.name, p.credentials, k.public_key, k.counter, k.transports FROM passkey k JOIN person p ON p.id = k.person_id
    WHERE k.id = ${response.id} AND p.retired_at IS NULL AND (p.locked_until IS NULL OR p.locked_until <= now())`.execute(
    db,
  );
  const [key] = rows;
  const verified =
    key === undefined
      ? undefined
      : await verifyAuthenticationResponse({
          response,
          expectedChallenge: String(ticket.data['challenge']),
          expectedOrigin: party.origin,
          expectedRPID: party.id,
          credential: {
            id: response.id,
            publicKey: new Uint8Array(Buffer.from(key.public_key, 'base64')),
            counter: key.counter,
            transports: key.transports,
          },
          requireUserVerification: true,
        }).catch(() => undefined);
  if (key === undefined || verified === undefined || !verified.verified) {
    const by = key === undefined ? { account: '' } : { personId: key.id, name: key.name };
    await record(db, by, 'session.start', null, 'failed', { remote: from.remote, why: 'passkey-refused' });
    return refuse('passkey-refused');
  }
  const { newCounter } = verified.authenticationInfo;
  await sql`UPDATE passkey SET counter = ${newCounter}, last_used_at = now() WHERE id = ${response.id}`.execute(db);
  return startSession(db, key, from, 'passkey');
}
